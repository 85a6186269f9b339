from wagtail import hooks
from wagtail.permissions import register_permission_policy

from .models import ConsentEvent, Purpose, Subscriber, Wording
from .viewsets import LookOnlyPolicy, PurposePolicy, ReadersGroup, WordingPolicy

# Before the viewsets are registered: these make a fallback policy for models that have none.
register_permission_policy(Subscriber, LookOnlyPolicy(Subscriber))
register_permission_policy(ConsentEvent, LookOnlyPolicy(ConsentEvent))
register_permission_policy(Purpose, PurposePolicy(Purpose))
register_permission_policy(Wording, WordingPolicy(Wording))


@hooks.register("register_admin_viewset")
def readers() -> ReadersGroup:
    return ReadersGroup()
