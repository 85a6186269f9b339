"""From a pressed button to a correction, and to the line that says what was done."""

from dataclasses import dataclass

from django.http import QueryDict

from editorial.models import Topic
from pollen.services import corrections, overview
from subscribers.models import Subscriber, TopicChoice

STANCES = {"", *TopicChoice.Stance.values}
# A stance that was taken back, in the address of the page.
TAKEN_BACK = "taken-back"


@dataclass(frozen=True)
class Said:
    """What the page says was done: to which topic, and what the reader had said about it before."""

    done: str
    topic: Topic | None = None
    before: str | None = None


def correct(sent: QueryDict, subscriber: Subscriber) -> str:
    """Does what was asked; gives the end of the address of the page that says so."""
    if "stance" in sent:
        return _say(sent, subscriber)
    note, saved = _number(sent.get("note", "")), _number(sent.get("saved", ""))
    if note and corrections.delete_note(subscriber, note):
        page = _number(sent.get("page", ""))
        return f"?done=note&page={page}#notes" if page > 1 else "?done=note#notes"
    if saved and corrections.lay_aside_no_longer(subscriber, saved):
        return "?done=saved#saved"
    if "pause" in sent and corrections.pause(subscriber):
        return "?done=pause#said"
    if "end_pause" in sent and corrections.end_pause(subscriber):
        return "?done=end_pause#said"
    return ""


def _say(sent: QueryDict, subscriber: Subscriber) -> str:
    stance = str(sent["stance"])
    topic = overview.correctable(subscriber).filter(pk=_number(sent.get("topic", ""))).first()
    if topic is None or stance not in STANCES:
        return ""
    before = subscriber.topic_choices.filter(topic=topic).values_list("stance", flat=True).first() or ""
    if not corrections.say(subscriber, topic, stance):
        return ""
    return f"?done={stance or TAKEN_BACK}&topic={topic.pk}&before={before}#said"


def said(asked: QueryDict, subscriber: Subscriber) -> Said | None:
    """What the address says was done, as long as it is still so: an old address in the history says nothing."""
    done = asked.get("done", "")
    if done in ("note", "saved", "anew", "anew-all"):
        return Said(done)
    if done in ("pause", "end_pause"):
        return Said(done) if bool(subscriber.pollen_paused_at) is (done == "pause") else None
    topic = overview.correctable(subscriber).filter(pk=_number(asked.get("topic", ""))).first()
    if topic is None:
        # Of a topic that the editors have not approved nothing is left once a choice was taken back.
        return None
    now = subscriber.topic_choices.filter(topic=topic).values_list("stance", flat=True).first() or TAKEN_BACK
    before = asked.get("before", "")
    undo = before if before in STANCES and (before or TAKEN_BACK) != now else None
    return Said(done, topic, undo) if done == now else None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
