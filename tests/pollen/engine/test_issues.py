import numpy as np

from pollen.engine import match_issues
from tests.pollen.engine.invented import candidates, profiles

# Issue 0 is about many things, issue 1 mostly about topic 0.
ARTICLES = [(0,), (2,), (3,), (0,), (0, 1), (0, 4)]
ISSUE_OF = np.array([0, 0, 0, 1, 1, 1])


def found(known, read=(), had=(), **more):
    readers = len(known)
    was_read, was_had = np.zeros((readers, len(ARTICLES)), dtype=bool), np.zeros((readers, 2), dtype=bool)
    for pair in read:
        was_read[pair] = True
    for pair in had:
        was_had[pair] = True
    return match_issues(known, candidates(*ARTICLES, **more), ISSUE_OF, was_read, was_had)


def test_three_articles_that_fit_are_more_than_one():
    picks = found(profiles({0: 4.0}, {3: 4.0}))
    assert picks.issue.tolist() == [1, 0]
    assert set(picks.inside.choice[0].tolist()) == {3, 4, 5}
    assert picks.inside.choice[1, 0] == 2


def test_what_was_read_speaks_for_no_issue_and_is_not_pointed_at():
    picks = found(profiles({0: 4.0}), read=[(0, 3), (0, 4), (0, 5)])
    assert picks.issue.tolist() == [0]
    assert picks.inside.choice[0, 0] == 0


def test_an_issue_that_a_reader_had_does_not_come_again():
    assert found(profiles({0: 4.0}), had=[(0, 1)]).issue.tolist() == [0]
    assert found(profiles({0: 4.0}), had=[(0, 0), (0, 1)]).issue.tolist() == [-1]


def test_an_article_about_a_refused_topic_is_not_pointed_at():
    picks = found(profiles({0: 4.0}, refused=[(0, 4)]))
    assert 5 not in picks.inside.choice[0].tolist()


def test_each_article_names_the_topic_that_counted():
    assert found(profiles({0: 4.0, 1: 0.5})).inside.topic[0, 0] == 0


def test_an_unknown_reader_gets_the_issue_with_the_freshest_articles():
    assert found(profiles({}), age=[90, 90, 90, 1, 1, 1]).issue.tolist() == [1]
