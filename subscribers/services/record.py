"""The record of processing activities (GDPR Art. 30), written from what the rooms say of themselves."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial.models import PublisherSettings
from subscribers import retention
from subscribers.retention import Activity, Rule


def record(language: str, publisher: PublisherSettings | None) -> str:
    """Markdown. Without a publisher a sentence stands where the name would, as in the copy in docs/."""
    with translation.override(language):
        parts = [
            "# " + _("Record of processing activities"),
            _("After GDPR Art. 30(1). Written by `manage.py record_of_processing` from the program's own rules."),
            "## " + _("Controller"),
            _controller(publisher),
            *(_activity(activity) for activity in retention.activities()),
            "## " + _("For all activities"),
            _measures(),
        ]
    return "\n\n".join(parts) + "\n"


def _controller(publisher: PublisherSettings | None) -> str:
    if publisher is None:
        return _(
            "The publisher who runs the installation. Name, address and contact come from the settings of the "
            "installation when the command is run there; this copy shows the rules as they are delivered."
        )
    lines = [publisher.one_line_address or _("not filled in yet"), publisher.represented_by, publisher.email]
    return "  \n".join(line for line in [*lines, publisher.phone] if line)


def _activity(activity: Activity) -> str:
    facts = [
        (_("Purpose"), activity.purpose),
        (_("People concerned"), activity.people),
        (_("Data"), activity.data),
        (_("Legal basis"), activity.basis),
        (_("Recipients"), activity.recipients),
        (_("Third countries"), _("none by the program")),
    ]
    erasure = _("Erasure")
    rules = {rule.key: rule for rule in retention.rules()}
    kept = [_rule(rules[key]) for key in activity.rules if key in rules]
    return "\n".join(
        [
            f"## {activity.name}\n",
            *(f"- **{label}:** {fact}" for label, fact in facts),
            f"- **{erasure}:**" if kept else f"- **{erasure}:** –",
            *(f"  - {line}" for line in kept),
        ]
    )


def _rule(rule: Rule) -> str:
    days = rule.days()
    time = ngettext("after %(days)s day", "after %(days)s days", days) % {"days": days} if days else _("at once")
    return f"{rule.what}, **{time}**. {rule.why}"


def _measures() -> str:
    """Art. 30(1)(g): what the program does for the safety of the data; what the host does is for the publisher."""
    return "\n".join(
        f"- {line}"
        for line in (
            _("A reader is erased everywhere at their wish, and again when a backup is restored."),
            _("What is no longer needed is erased by rules, once a day; the admin shows them and the last pass."),
            _("Consents lie in a ledger that the database keeps from being changed, chained by hashes."),
            _("Rights by role; who looked at the data of a reader is noted."),
            _("Links in mails are signed and carry no address; what shows personal data asks for a fresh one."),
            _("Addresses that get no mail are kept as keyed hashes alone."),
            _(
                "Pages and mails call no hosts of third parties; of IP addresses the network is stored at most, "
                "and only where the operator switches that on."
            ),
            _("Encryption on the way, backups and access to the machine: to be added by the publisher."),
        )
    )
