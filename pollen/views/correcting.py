"""From a pressed button to a correction, and to the line that says what was done.

What was done is kept for a while under a random key, so that no address tells what somebody thinks of a topic.
"""

import re
from dataclasses import astuple, dataclass
from secrets import token_urlsafe

from django.core.cache import cache
from django.http import QueryDict

from editorial.models import Topic
from pollen.services import corrections, overview
from subscribers.models import Subscriber, TopicChoice

STANCES = {"", *TopicChoice.Stance.values}
# A stance that was taken back.
TAKEN_BACK = "taken-back"
# In seconds, as for what is done below a text.
SAID_FOR = 30 * 60
KEY = re.compile(r"[\w-]{12}", re.ASCII)


@dataclass(frozen=True)
class Outcome:
    """What was done: to which topic (its id), and what the reader had said about it before."""

    done: str
    topic: int = 0
    before: str = ""


@dataclass(frozen=True)
class Said:
    """What the page says was done, and to what it can be set back."""

    done: str
    topic: Topic | None = None
    before: str | None = None


def correct(sent: QueryDict, subscriber: Subscriber) -> str:
    """Does what was asked; gives the end of the address of the page that says so."""
    if "stance" in sent:
        outcome = _say(sent, subscriber)
        return _ending(outcome, subscriber) if outcome else ""
    note, saved = _number(sent.get("note", "")), _number(sent.get("saved", ""))
    if note and corrections.delete_note(subscriber, note):
        page = _number(sent.get("page", ""))
        return _ending(Outcome("note"), subscriber, "notes", f"&page={page}" if page > 1 else "")
    if saved and corrections.lay_aside_no_longer(subscriber, saved):
        return _ending(Outcome("saved"), subscriber, "saved")
    if "pause" in sent and corrections.pause(subscriber):
        return _ending(Outcome("pause"), subscriber)
    if "end_pause" in sent and corrections.end_pause(subscriber):
        return _ending(Outcome("end_pause"), subscriber)
    return ""


def _ending(outcome: Outcome, subscriber: Subscriber, part: str = "said", more: str = "") -> str:
    return f"?said={kept(outcome, subscriber)}{more}#{part}"


def _say(sent: QueryDict, subscriber: Subscriber) -> Outcome | None:
    stance = str(sent["stance"])
    topic = overview.correctable(subscriber).filter(pk=_number(sent.get("topic", ""))).first()
    if topic is None or stance not in STANCES:
        return None
    before = subscriber.topic_choices.filter(topic=topic).values_list("stance", flat=True).first() or ""
    if not corrections.say(subscriber, topic, stance):
        return None
    return Outcome(stance or TAKEN_BACK, topic.pk, before)


def kept(outcome: Outcome, subscriber: Subscriber) -> str:
    """The key under which the page of this reader finds it again."""
    key = token_urlsafe(9)
    cache.set(_entry(key, subscriber), astuple(outcome), SAID_FOR)
    return key


def _entry(key: str, subscriber: Subscriber) -> str:
    return f"pollen.said.{subscriber.subject.hex}.{key}"


def said(asked: QueryDict, subscriber: Subscriber) -> Said | None:
    """What was done a moment ago, as long as it is still so: an old address in the history says nothing."""
    key = asked.get("said", "")
    known = cache.get(_entry(key, subscriber)) if KEY.fullmatch(key) else None
    if known is None:
        return None
    outcome = Outcome(*known)
    if outcome.done in ("note", "saved", "anew", "anew-all"):
        return Said(outcome.done)
    if outcome.done in ("pause", "end_pause"):
        still = bool(subscriber.pollen_paused_at) is (outcome.done == "pause")
        return Said(outcome.done) if still else None
    topic = overview.correctable(subscriber).filter(pk=outcome.topic).first()
    if topic is None:
        # Of a topic that the editors have not approved nothing is left once a choice was taken back.
        return None
    now = subscriber.topic_choices.filter(topic=topic).values_list("stance", flat=True).first() or TAKEN_BACK
    undo = outcome.before if (outcome.before or TAKEN_BACK) != now else None
    return Said(outcome.done, topic, undo) if outcome.done == now else None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
