"""What is known of a batch of readers, as arrays: readers × topics."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from pollen.models import Interest
from pollen.weights import SHRINKAGE_READINGS, STATED_READINGS
from subscribers.models import TopicChoice

from .folding import strength

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Profiles:
    """R readers × T topics. `strength` sums to less than one a reader: the less is known, the less."""

    readers: Sequence[int]
    topics: Sequence[int]
    strength: Floats
    stated: Flags
    refused: Flags


def load(readers: Sequence[int], topics: Sequence[int], now: datetime) -> Profiles:
    """Reads interests and choices of these subscriber ids in two queries."""
    row = {reader: i for i, reader in enumerate(readers)}
    column = {topic: i for i, topic in enumerate(topics)}
    evidence = np.zeros((len(readers), len(topics)))
    stated = np.zeros(evidence.shape, dtype=bool)
    refused = np.zeros(evidence.shape, dtype=bool)
    for interest in Interest.objects.filter(subscriber_id__in=readers):
        if interest.topic_id in column:
            evidence[row[interest.subscriber_id], column[interest.topic_id]] = strength(
                interest.acute, interest.lasting, interest.as_of, now
            )
    for choice in TopicChoice.objects.filter(subscriber_id__in=readers):
        if choice.topic_id in column:
            wanted = choice.stance == TopicChoice.Stance.WANTED
            (stated if wanted else refused)[row[choice.subscriber_id], column[choice.topic_id]] = True
    return Profiles(readers, topics, strengths(evidence, stated, refused), stated, refused)


def strengths(evidence: Floats, stated: Flags, refused: Flags) -> Floats:
    """Shares of a reader's attention, shrunk towards nothing while little is known of them."""
    evidence = np.where(refused, 0.0, evidence + STATED_READINGS * stated)
    total = evidence.sum(axis=1, keepdims=True)
    shares: Floats = evidence / (total + SHRINKAGE_READINGS)
    return shares
