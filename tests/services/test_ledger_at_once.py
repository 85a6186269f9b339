"""A thousand declarations at once, on a database that really does many things at a time."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from uuid import uuid4

from django.db import connection

from subscribers.models import ConsentEvent, ConsentState
from subscribers.services import consent, verifying
from tests.factories import PurposeFactory, SubscriberFactory

THREADS = 10
EACH = 100


def test_a_thousand_parallel_grants_and_withdrawals_leave_a_valid_chain_and_the_right_state(newsletter):
    # Half of the subjects are readers, the others were erased: there is no row that could be locked.
    subjects = [SubscriberFactory().subject for _ in range(3)] + [uuid4() for _ in range(3)]
    wordings = [PurposeFactory(key=key).wording("de") for key in ("brief", "zweiter")]

    def declare(thread):
        """Each thread has a connection of its own, and says what it entered."""
        chance = random.Random(thread)
        entered = []
        try:
            for _ in range(EACH):
                subject, wording = chance.choice(subjects), chance.choice(wordings)
                if chance.random() < 0.6:
                    event = consent.grant(subject, wording, form=f"/{thread}/")
                else:
                    event = consent.withdraw(subject, wording.purpose, form=f"/{thread}/")
                entered.append(event and event.kind)
        finally:
            connection.close()
        return entered

    with ThreadPoolExecutor(THREADS) as pool:
        said = Counter(kind for entered in pool.map(declare, range(THREADS)) for kind in entered)
    assert said.total() == THREADS * EACH
    report = verifying.verify()
    assert report.sound, report.first or report.first_state
    assert (report.events, report.chains, report.states) == (said["granted"] + said["withdrawn"], 6, 12)
    assert Counter(ConsentEvent.objects.values_list("kind", flat=True)) == said - Counter({None: said[None]})
    assert_right_states(subjects, wordings)


def assert_right_states(subjects, wordings):
    for subject in subjects:
        events = list(ConsentEvent.objects.filter(subject=subject).order_by("position"))
        assert [event.position for event in events] == list(range(1, len(events) + 1))
        for wording in wordings:
            about = [event for event in events if event.purpose_id == wording.purpose_id]
            # A withdrawal was entered only where a consent stood, so no two of them follow one another.
            assert not [pair for pair in pairwise(about) if {e.kind for e in pair} == {"withdrawn"}]
            state = ConsentState.objects.get(subject=subject, purpose=wording.purpose)
            assert (state.event_id, state.kind) == (about[-1].pk, about[-1].kind)
            assert consent.stands(subject, wording.purpose) is (about[-1].kind == "granted")


def test_the_same_first_declaration_made_twice_at_once_enters_both_in_one_chain(newsletter):
    subject, wording = uuid4(), PurposeFactory().wording("de")

    def declare(_thread):
        try:
            consent.grant(subject, wording)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(declare, range(THREADS)))
    assert ConsentEvent.objects.filter(subject=subject).count() == THREADS
    assert verifying.verify(subject).sound
