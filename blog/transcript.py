"""A transcript as readers and programs want it: in parts by chapter, as WebVTT, and read from WebVTT."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from itertools import pairwise
from typing import Any

import webvtt
from django.utils.html import strip_tags
from webvtt.errors import MalformedCaptionError, MalformedFileError

# Words a second of somebody who talks, where nothing else tells how long a turn lasts.
SPEAKING_SPEED = 2.5
# Cues of one speaker are joined to a turn up to about this many words; then the next full stop ends it.
WORDS_A_TURN = 80


class NoTranscript(Exception):
    """The file is not WebVTT, or holds no words."""


@dataclass(frozen=True)
class Turn:
    """What one person says. `seconds` is None where nobody noted when; `text` is HTML."""

    speaker: str
    seconds: int | None
    text: Any
    # Whether the same person spoke just before, so that the name need not be read twice.
    goes_on: bool = False

    @property
    def plain(self) -> str:
        html = re.sub(r"</p>|<br\s*/?>", " ", str(self.text))
        return " ".join(unescape(strip_tags(html)).split())


@dataclass(frozen=True)
class Chapter:
    seconds: int
    title: str
    url: str = ""


@dataclass
class Part:
    """The turns of one chapter; `anchor` is its place in the page. Before the first chapter there is none."""

    chapter: Chapter | None
    anchor: str = ""
    turns: list[Turn] = field(default_factory=list)


@dataclass(frozen=True)
class Cue:
    begin: float
    end: float
    turn: Turn


def turns_of(stream: Iterable[Any]) -> list[Turn]:
    """The turns of a transcript field, each knowing whether the speaker before goes on."""
    turns: list[Turn] = []
    before = ""
    for block in stream:
        speaker = block.value.get("speaker") or ""
        turns.append(
            Turn(speaker, block.value.get("seconds"), block.value["text"], bool(speaker) and speaker == before)
        )
        before = speaker
    return turns


def parts(turns: Iterable[Turn], chapters: Sequence[Chapter]) -> list[Part]:
    """The turns by chapter. A turn without a time belongs to the chapter of the one before it."""
    found = [Part(None)]
    waiting = list(chapters)
    for turn in turns:
        while waiting and turn.seconds is not None and waiting[0].seconds <= turn.seconds:
            chapter = waiting.pop(0)
            found.append(Part(chapter, f"t{chapter.seconds}"))
        found[-1].turns.append(turn)
    return [part for part in found if part.turns]


# --- WebVTT (https://www.w3.org/TR/webvtt1/) ------------------------------------------------------------


def cues(turns: Sequence[Turn], length: float | None) -> list[Cue]:
    """When each turn begins and ends; [] if nobody noted any time, for then there is nothing to go by.

    A turn ends where the next begins. Where times are missing between two that are known, the turns share what
    lies between by their words.
    """
    begins = _begins(turns)
    if not begins:
        return []
    words = len(turns[-1].plain.split())
    end = begins[-1] + max(1.0, words / SPEAKING_SPEED)
    if length and length > begins[-1]:
        end = min(length, end) if turns[-1].seconds is not None else length
    return [
        Cue(begin, following, turn)
        for (begin, following), turn in zip(pairwise([*begins, end]), turns, strict=True)
        if turn.plain and following > begin
    ]


def _begins(turns: Sequence[Turn]) -> list[float]:
    """Seconds at which each turn begins: as noted, or shared out by words between the notes."""
    known = {0: 0.0}
    latest = -1
    noted = False
    for place, turn in enumerate(turns):
        # A note that does not go on in time is a mistake, or two short turns within one second.
        if turn.seconds is not None and turn.seconds > latest:
            known[place] = float(turn.seconds)
            latest, noted = turn.seconds, True
    if not noted:
        return []
    begins: list[float] = []
    lengths = [max(1, len(turn.plain.split())) for turn in turns]
    for place in range(len(turns)):
        if place in known:
            begins.append(known[place])
            continue
        after = next((other for other in sorted(known) if other > place), None)
        before = max(other for other in known if other < place)
        spoken, whole = sum(lengths[before:place]), sum(lengths[before:after])
        room = known[after] - known[before] if after is not None else whole / SPEAKING_SPEED
        begins.append(known[before] + room * spoken / whole)
    return begins


def vtt(turns: Sequence[Turn], length: float | None) -> str:
    """The transcript as WebVTT with a voice for each speaker; "" if no times are known."""
    lines = []
    for cue in cues(turns, length):
        voice = re.sub(r"[<>&\n]", "", cue.turn.speaker)
        said = escape(cue.turn.plain, quote=False).replace("--&gt;", "→")
        lines.append(f"{_stamp(cue.begin)} --> {_stamp(cue.end)}\n{f'<v {voice}>' if voice else ''}{said}\n")
    return "WEBVTT\n\n" + "\n".join(lines) if lines else ""


def _stamp(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"


def read_vtt(content: bytes) -> list[dict[str, Any]]:
    """The raw turns of a WebVTT file; raises NoTranscript."""
    try:
        captions = webvtt.WebVTT.from_string(content.decode("utf-8-sig")).captions
    except (UnicodeDecodeError, MalformedFileError, MalformedCaptionError) as error:
        raise NoTranscript from error
    turns: list[dict[str, Any]] = []
    for caption in captions:
        said = " ".join(unescape(caption.text).split())
        if said:
            _add(turns, caption.voice or "", int(caption.start_in_seconds), said)
    if not turns:
        raise NoTranscript
    return [
        {"type": "turn", "value": {**turn, "text": f"<p>{escape(turn['text'], quote=False)}</p>"}}
        for turn in turns
    ]


def _add(turns: list[dict[str, Any]], speaker: str, seconds: int, said: str) -> None:
    """Subtitles are cut for the screen; readers get whole paragraphs."""
    last = turns[-1] if turns else None
    # A cue without a voice is still spoken by the one before.
    speaker = speaker or (last["speaker"] if last else "")
    if last and last["speaker"] == speaker:
        whole = last["text"].endswith((".", "!", "?", "…", "“", '"'))
        if len(last["text"].split()) < WORDS_A_TURN or not whole:
            last["text"] += f" {said}"
            return
    turns.append({"speaker": speaker, "seconds": seconds, "text": said})
