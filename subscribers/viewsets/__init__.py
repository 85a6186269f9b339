"""What staff see of readers in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSetGroup

from .embedding import EmbeddingViewSet
from .evidence import evidence_lines, shown_moment
from .imports import ImportsPage
from .leaving import LeavingPage
from .ledger import ConsentEventViewSet
from .policies import LookOnlyPolicy, PurposePolicy, WordingPolicy
from .purposes import PurposeViewSet
from .readers import SubscriberViewSet
from .retention import RetentionPage
from .suppression import SuppressionPage
from .wordings import WordingViewSet

__all__ = ["LookOnlyPolicy", "PurposePolicy", "ReadersGroup", "WordingPolicy", "evidence_lines", "shown_moment"]


class ReadersGroup(ModelViewSetGroup):
    menu_label = _("Readers")
    menu_icon = "group"
    menu_order = 220
    items = (
        SubscriberViewSet,
        ConsentEventViewSet,
        PurposeViewSet,
        WordingViewSet,
        EmbeddingViewSet,
        ImportsPage,
        SuppressionPage,
        RetentionPage,
        LeavingPage,
    )
