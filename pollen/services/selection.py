"""The one question other rooms ask of pollen: what fits these readers, and why?"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import numpy as np
from django.db.models import Count, Q
from django.utils import timezone

from editorial.models import ReadablePage, Topic
from pollen.models import Grain

from . import matching, profiles, reasons
from .folding import topics_of
from .matching import Candidates
from .reasons import Pick


def candidates_from(pages: Sequence[ReadablePage], now: datetime | None = None) -> Candidates:
    """Freezes these readables (newest first) with their approved topics for matching."""
    today = timezone.localdate(now or timezone.now())
    originals = Q(readables__in=ReadablePage.objects.originals())
    approved = Topic.objects.approved().annotate(used=Count("readables", filter=originals)).order_by("pk")
    frequency = {topic.pk: topic.used for topic in approved}
    topics = list(frequency)
    column = {topic: i for i, topic in enumerate(topics)}
    about = np.zeros((len(pages), len(topics)))
    on_topic = topics_of([page.pk for page in pages])
    for row, page in enumerate(pages):
        for topic in on_topic[page.pk]:
            if topic in column:
                about[row, column[topic]] = 1.0
    return Candidates(
        readables=[page.pk for page in pages],
        topics=topics,
        about=about,
        age=np.array([max((today - page.published_on).days, 0) for page in pages], dtype=float),
        frequency=np.array([frequency[topic] for topic in topics], dtype=float),
        house=ReadablePage.objects.live().originals().count(),
    )


def select(
    readers: Sequence[int],
    candidates: Candidates,
    places: int,
    already_sent: Mapping[int, Iterable[int]] | None = None,
    now: datetime | None = None,
) -> dict[int, list[Pick]]:
    """For each of these subscriber ids (all with the pollen consent) up to `places` picks, best first."""
    now = now or timezone.now()
    if not readers or not candidates.readables:
        return {reader: [] for reader in readers}
    known = profiles.load(readers, candidates.topics, now)
    out = _out(readers, candidates, already_sent or {})
    matches = matching.match(known, candidates, places, out)
    wanted = {match.topic for row in matches for match in row if match.topic}
    seen = reasons.seen(readers, wanted, now)
    column = {topic: i for i, topic in enumerate(candidates.topics)}
    picks: dict[int, list[Pick]] = {}
    for row, (reader, found) in enumerate(zip(readers, matches, strict=True)):
        picks[reader] = [
            reasons.reason_for(
                match.readable,
                match.topic,
                seen.get((reader, match.topic or 0), reasons.NOTHING),
                bool(match.topic and known.stated[row, column[match.topic]]),
            )
            for match in found
        ]
    return picks


def _out(
    readers: Sequence[int], candidates: Candidates, already_sent: Mapping[int, Iterable[int]]
) -> profiles.Flags:
    """R × N: what each reader has read or opened, or was sent before."""
    row = {reader: i for i, reader in enumerate(readers)}
    column = {readable: i for i, readable in enumerate(candidates.readables)}
    out = np.zeros((len(readers), len(candidates.readables)), dtype=bool)
    seen = Grain.objects.filter(subscriber_id__in=readers, readable_id__in=candidates.readables)
    for reader, readable in seen.values_list("subscriber_id", "readable_id"):
        out[row[reader], column[readable]] = True
    for reader, sent in already_sent.items():
        for readable in sent:
            if reader in row and readable in column:
                out[row[reader], column[readable]] = True
    return out
