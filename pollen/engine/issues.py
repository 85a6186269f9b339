"""Whole issues: which one fits a reader, and which of its articles to begin with."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .candidates import Candidates
from .matching import Worth
from .picks import Picks
from .profiles import Floats, Profiles
from .ranking import Places, rank
from .tuning import TUNING, Tuning

# An issue is as good as its best articles together: one that fits is an article, three are an issue.
BEST = 3


@dataclass(frozen=True)
class IssuePicks:
    """R readers: the chosen `issue` (-1: none is left), and up to BEST of its articles `inside`."""

    issue: NDArray[np.int_]
    inside: Picks


def match_issues(
    profiles: Profiles,
    articles: Candidates,
    issue_of: NDArray[np.int_],
    read: NDArray[np.bool_],
    had: NDArray[np.bool_],
    tuning: Tuning = TUNING,
) -> IssuePicks:
    """The issue whose articles fit each reader best.

    `issue_of` (N) names the issue of each article, from 0 to I - 1; `read` (R × N) what a reader has read already,
    which speaks for no issue any more; `had` (R × I) the issues that are out of the question. An issue with an
    article about a topic that the reader refused may come; the article is not pointed at.
    """
    worth = Worth(articles, tuning)
    tastes = worth.tastes(profiles)
    values = worth.values(tastes, profiles)
    values[:, articles.weight <= 0] = 0.0
    values[read] = 0.0
    if profiles.refused.nnz:
        values[(profiles.refused @ articles.about.T).nonzero()] = 0.0
    scores = np.stack([_best(values[:, issue_of == issue]) for issue in range(had.shape[1])], axis=1)
    scores[had] = 0.0
    issue = np.where(scores.max(axis=1) > 0, scores.argmax(axis=1), -1)
    inside = np.where((issue_of[None, :] == issue[:, None]) & (values > 0), values, -np.inf).astype(np.float32)
    picks = rank(inside, articles.likeness(tuning), Places(BEST), None, tuning)
    worth.explain(tastes, profiles, picks)
    return IssuePicks(issue, picks)


def _best(values: Floats) -> Floats:
    """R: the mean of the best; an article that is missing counts as nothing."""
    best: Floats = -np.sort(-values, axis=1)[:, :BEST].sum(axis=1) / BEST
    return best
