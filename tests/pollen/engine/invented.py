"""Small profiles and candidates, written down instead of loaded."""

import numpy as np
from scipy.sparse import csr_array

from pollen.engine import Candidates, House, Profiles

TOPICS = 6


def profiles(*readers, refused=()):
    """Each reader is {topic: readings}, or {topic: (acute, lasting, stated)}; `refused` holds (reader, topic)."""
    rows = [
        (row, topic, *(known if isinstance(known, tuple) else (0.0, known, 0.0)))
        for row, reader in enumerate(readers)
        for topic, known in reader.items()
    ]
    row, topic, acute, lasting, stated = np.array(rows, dtype=float).reshape(-1, 5).T
    never = np.array(refused, dtype=int).reshape(-1, 2)
    no = csr_array((np.ones(len(never), np.float32), (never[:, 0], never[:, 1])), shape=(len(readers), TOPICS))
    return Profiles.of(row.astype(int), topic.astype(int), acute, lasting, stated, no)


def candidates(*about, age=None, trend=None, weight=None, frequency=None, **tried):
    """Each candidate is the tuple of its topics; fresh, normal and not much read unless said otherwise."""
    count = len(about)
    ones = np.zeros((count, TOPICS), dtype=np.float32)
    for row, topics in enumerate(about):
        ones[row, list(topics)] = 1.0
    return Candidates(
        csr_array(ones),
        House(np.asarray(frequency or [4.0] * TOPICS, dtype=np.float32)),
        age=floats(age, count, 0.0),
        trend=floats(trend, count, 0.0),
        weight=floats(weight, count, 2.0),
        **{name: floats(values, count, 0.0) for name, values in tried.items()},
    )


def floats(values, count, usual):
    return np.asarray([usual] * count if values is None else values, dtype=np.float32)
