"""What this room holds about a reader (see personal_data.py)."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .models import (
    AddressChange,
    AskedAddress,
    ConsentEvent,
    LinkRequest,
    PermissionAsk,
    PersonalView,
    Receipt,
    SignUp,
    Subscriber,
    TopicChoice,
)
from .personal_data import Holding, register
from .services import history, suppression

Rows = list[dict[str, Any]]


def moment(at: Any) -> str | None:
    """A moment as ISO 8601 in the site's time zone; None stays None."""
    return localtime(at).isoformat(timespec="seconds") if at else None


def deleted(rows: QuerySet[Any]) -> int:
    """Deletes these rows; how many there were, without what hung on them."""
    count = rows.count()
    rows.delete()
    return count


def _reader(subscriber: Subscriber) -> Rows:
    if not subscriber.pk:
        return []
    return [
        {
            gettext("mail address"): subscriber.email,
            gettext("name"): subscriber.name,
            gettext("pseudonym"): str(subscriber.subject),
            gettext("language"): subscriber.get_language_display(),
            gettext("form of address"): subscriber.get_form_of_address_display(),
            gettext("frequency"): subscriber.get_frequency_display(),
            gettext("confirmed"): moment(subscriber.confirmed_at),
            gettext("pause until"): subscriber.paused_until and subscriber.paused_until.isoformat(),
            gettext("pollen pauses since"): moment(subscriber.pollen_paused_at),
            gettext("processing restricted since"): moment(subscriber.restricted_at),
            gettext("address takes no mail since"): moment(subscriber.unreachable_at),
            gettext("last sign of life"): moment(subscriber.last_sign_at),
            gettext("asked whether to stay"): moment(subscriber.asked_to_stay_at),
        }
    ]


def _erase_reader(subscriber: Subscriber) -> int:
    """The row itself goes last and at the hand of services/erasure.py, after the consents have been withdrawn."""
    return 1 if subscriber.pk else 0


def _choices_of(subscriber: Subscriber) -> QuerySet[TopicChoice]:
    return TopicChoice.objects.filter(subscriber_id=subscriber.pk)


def _topics(subscriber: Subscriber) -> Rows:
    return [
        {
            gettext("topic"): choice.topic.label,
            gettext("stance"): choice.get_stance_display(),
            gettext("at"): moment(choice.at),
        }
        for choice in _choices_of(subscriber).select_related("topic").order_by("topic__label_de")
    ]


def _consents(subscriber: Subscriber) -> Rows:
    events = ConsentEvent.objects.filter(subject=subscriber.subject).select_related("purpose", "wording")
    return [
        {
            gettext("at"): moment(event.at),
            gettext("purpose"): event.purpose.label,
            gettext("kind"): event.get_kind_display(),
            gettext("wording"): event.wording.text if event.wording else None,
            gettext("version"): event.wording.version if event.wording else None,
            gettext("evidence"): event.evidence,
        }
        for event in events.order_by("position")
    ]


def _sign_ups_of(subscriber: Subscriber) -> QuerySet[SignUp]:
    return SignUp.objects.filter(email__iexact=subscriber.email)


def _sign_ups(subscriber: Subscriber) -> Rows:
    return [
        {
            gettext("mail address"): signup.email,
            gettext("name"): signup.name,
            gettext("requested"): moment(signup.requested_at),
            gettext("form"): signup.form,
            gettext("wordings"): [wording.text for wording in signup.wordings.all()],
            gettext("topics"): [topic.label for topic in signup.topics.all()],
            gettext("evidence"): signup.evidence,
        }
        for signup in _sign_ups_of(subscriber).prefetch_related("wordings", "topics")
    ]


def _requests_of(subscriber: Subscriber) -> QuerySet[LinkRequest]:
    return LinkRequest.objects.filter(email__iexact=subscriber.email)


def _requests(subscriber: Subscriber) -> Rows:
    return [{gettext("requested"): moment(request.requested_at)} for request in _requests_of(subscriber)]


def _changes_of(subscriber: Subscriber) -> QuerySet[AddressChange]:
    """Their own wish, and that of somebody else who named their address."""
    mine = Q(subscriber__isnull=False, subscriber_id=subscriber.pk)
    return AddressChange.objects.filter(mine | Q(email__iexact=subscriber.email))


def _changes(subscriber: Subscriber) -> Rows:
    return [
        {gettext("new mail address"): change.email, gettext("requested"): moment(change.requested_at)}
        for change in _changes_of(subscriber)
    ]


def _asks_of(subscriber: Subscriber) -> QuerySet[PermissionAsk]:
    return PermissionAsk.objects.filter(subscriber_id=subscriber.pk)


def _asks(subscriber: Subscriber) -> Rows:
    return [
        {
            gettext("purpose"): ask.campaign.wording.purpose.label,
            gettext("mailed"): moment(ask.mailed_at),
            gettext("agreed"): moment(ask.agreed_at),
        }
        for ask in _asks_of(subscriber).select_related("campaign__wording__purpose")
    ]


def _asked_of(subscriber: Subscriber) -> QuerySet[AskedAddress]:
    made = [digest for digest, _key in suppression.digests(subscriber.email)]
    return AskedAddress.objects.filter(digest__in=made)


def _asked(subscriber: Subscriber) -> Rows:
    return [{gettext("asked for permission by an import"): moment(asked.at)} for asked in _asked_of(subscriber)]


def _views_of(subscriber: Subscriber) -> QuerySet[PersonalView]:
    return PersonalView.objects.filter(subscriber_id=subscriber.pk)


def _views(subscriber: Subscriber) -> Rows:
    return [{gettext("at"): moment(view.at), gettext("what"): view.what} for view in _views_of(subscriber)]


def _receipts_of(subscriber: Subscriber) -> QuerySet[Receipt]:
    """Mails about a change of address are for an address that was given up; this is the one of today."""
    return Receipt.objects.filter(email__iexact=subscriber.email)


def _receipts(subscriber: Subscriber) -> Rows:
    return [
        {gettext("at"): moment(receipt.at), gettext("kind"): receipt.get_kind_display()}
        for receipt in _receipts_of(subscriber)
    ]


register(
    Holding(
        key="reader",
        label=_("name, address and settings"),
        models=("subscribers.Subscriber",),
        collect=_reader,
        erase=_erase_reader,
        stays=_(
            "a keyed hash of the mail address on the list of addresses that get no mail, and in a file apart from "
            "the database: so that no import brings it back, and so that a restored backup forgets it again. It "
            "stays for as long as we send letters; whoever signs up anew and confirms leaves the list."
        ),
        order=0,
    )
)
register(
    Holding(
        key="topics",
        label=_("chosen topics"),
        models=("subscribers.TopicChoice",),
        collect=_topics,
        erase=lambda subscriber: deleted(_choices_of(subscriber)),
        history=history.of_choices,
        order=10,
    )
)
register(
    Holding(
        key="consents",
        label=_("declarations of consent"),
        models=("subscribers.ConsentEvent", "subscribers.ConsentState"),
        collect=_consents,
        history=history.of_consents,
        erase=lambda subscriber: 0,
        stays=_(
            "the entries of the consent ledger under a pseudonym that no longer belongs to anybody here, without "
            "name and address. The ledger shows that letters were sent with consent only (GDPR Art. 5(2), 7(1), "
            "17(3)(e)) and cannot be changed; its entries are chained, so none is taken out. It is kept for as "
            "long as we send letters."
        ),
        order=20,
    )
)
register(
    Holding(
        key="sign_ups",
        label=_("sign-ups that were not confirmed"),
        models=("subscribers.SignUp",),
        collect=_sign_ups,
        erase=lambda subscriber: deleted(_sign_ups_of(subscriber)),
        addresses=lambda: SignUp.objects.values_list("email", "requested_at").iterator(),
        order=30,
    )
)
register(
    Holding(
        key="link_requests",
        label=_("requests for a link"),
        models=("subscribers.LinkRequest",),
        collect=_requests,
        erase=lambda subscriber: deleted(_requests_of(subscriber)),
        addresses=lambda: LinkRequest.objects.values_list("email", "requested_at").iterator(),
        order=31,
    )
)
register(
    Holding(
        key="address_changes",
        label=_("changes of address under way"),
        models=("subscribers.AddressChange",),
        collect=_changes,
        erase=lambda subscriber: deleted(_changes_of(subscriber)),
        addresses=lambda: AddressChange.objects.values_list("email", "requested_at").iterator(),
        order=32,
    )
)
register(
    Holding(
        key="permission_asks",
        label=_("mails that asked for permission"),
        models=("subscribers.PermissionAsk",),
        collect=_asks,
        erase=lambda subscriber: deleted(_asks_of(subscriber)),
        order=33,
    )
)
register(
    Holding(
        key="asked_addresses",
        label=_("list of addresses that were asked once"),
        models=("subscribers.AskedAddress",),
        collect=_asked,
        erase=lambda subscriber: deleted(_asked_of(subscriber)),
        order=34,
    )
)
register(
    Holding(
        key="views",
        label=_("who of the staff looked at the data"),
        models=("subscribers.PersonalView",),
        collect=_views,
        erase=lambda subscriber: deleted(_views_of(subscriber)),
        order=35,
    )
)
register(
    Holding(
        key="receipts",
        label=_("last mails that have not left yet"),
        models=("subscribers.Receipt",),
        collect=_receipts,
        erase=lambda subscriber: deleted(_receipts_of(subscriber)),
        order=36,
    )
)
