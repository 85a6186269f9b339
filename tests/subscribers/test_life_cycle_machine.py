"""Whatever people do, in whatever order: no letter unasked, no proof lost, no address that cannot be erased.

Hypothesis makes up the lives of three people. Beside the program a simple model keeps what each of them has said;
a letter goes to exactly those who, by that model, want it. What is done goes through the doors of the site:
forms, mailed links, mail programs. HYPOTHESIS_EXAMPLES=200 asks for more lives than the suite has time for.
"""

import os
import re
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core import mail as django_mail
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test
from pollenpost.celery import app as celery

from newsletters.models import Edition
from subscribers import tasks
from subscribers.models import AskedAddress, ConsentEvent, Purpose, Receipt, SignUp, Subscriber, SuppressedAddress
from subscribers.services import address_change, erasure, reachability, suppression, tokens, verifying
from tests.factories import EditionFactory, NewsletterFactory, PurposeFactory, StoryPageFactory, pollen_purpose
from tests.newsletters.stage import send
from tests.subscribers.lives import LETTERS, PEOPLE, Lives, traces_of, worker

people = st.sampled_from(PEOPLE)
letters = st.sampled_from(LETTERS)
wishes = st.sets(st.sampled_from([*LETTERS, Purpose.POLLEN]), min_size=1).filter(lambda keys: keys & set(LETTERS))


class LifeCycle(Lives):
    @rule(person=people, keys=wishes)
    def sign_up(self, person, keys):
        cache.clear()  # The limits of how often have tests of their own.
        wordings = [Purpose.objects.get(key=key).wording("de").pk for key in keys]
        data = {"email": person, "shown": self.shown, "wordings": wordings}
        with worker():
            answer = self.client.post(reverse("subscribers:signup"), data)
        assert answer.status_code == 302
        self.erased.discard(person)
        self.take_links(keys)

    @precondition(lambda self: self.links)
    @rule(data=st.data())
    def open_a_link_as_a_scanner_does(self, data):
        link = data.draw(st.sampled_from(sorted(self.links)))
        before = SignUp.objects.count(), Subscriber.objects.count(), ConsentEvent.objects.count()
        assert self.client.get(link).status_code in (200, 404)
        assert (SignUp.objects.count(), Subscriber.objects.count(), ConsentEvent.objects.count()) == before

    @precondition(lambda self: self.links)
    @rule(data=st.data())
    def confirm(self, data):
        link = data.draw(st.sampled_from(sorted(self.links)))
        person, keys = self.links[link]
        with worker():
            self.client.post(link)
        if link in self.open:
            self.open.discard(link)
            self.wants[person] |= keys
            self.touched[person] |= keys
            self.unreachable.discard(person)

    @rule(person=people, key=letters)
    def leave_by_the_mail_program(self, person, key):
        reader = self.reader(person)
        if reader:
            token = tokens.for_unsubscribing(reader.subject, Purpose.objects.get(key=key).pk)
            with worker():
                answer = self.client.post(
                    reverse("subscribers:unsubscribe", args=[token]), {"List-Unsubscribe": "One-Click"}
                )
            assert answer.status_code == 200
            self.wants[person].discard(key)

    @rule(person=people)
    def leave_everything(self, person):
        reader = self.reader(person)
        if reader:
            address = reverse("subscribers:preferences", args=[tokens.for_preferences(reader)])
            with worker():
                self.client.post(address, {"leave": "everything"})
            self.wants[person].clear()

    @rule(person=people)
    def be_erased(self, person):
        reader = self.reader(person)
        if reader:
            with worker():
                erasure.erase(reader, via="test")
            [receipt] = self.new_mail()
            assert receipt.to == [person]
            self.forget(person)

    def forget(self, person):
        assert not Receipt.objects.exists()
        assert traces_of(person) == []
        assert suppression.find(person)
        self.wants[person].clear()
        self.touched[person].clear()
        self.unreachable.discard(person)
        self.open -= {link for link, (whose, _keys) in self.links.items() if whose == person}
        self.erased.add(person)

    @rule(person=people)
    def complain(self, person):
        with worker():
            reachability.complained(person)
        self.wants[person] -= set(LETTERS)

    @rule(person=people)
    def bounce_for_good(self, person):
        with worker():
            reachability.bounced_for_good(person)
        if self.reader(person):
            self.unreachable.add(person)

    @rule(old=people, new=people)
    def change_address(self, old, new):
        reader = self.reader(old)
        if reader is None or old == new:
            return
        cache.clear()
        with worker():
            address_change.ask(reader, new)
        self.erased.discard(new)
        links = [re.search(r"http://testserver(/\S*/adresse/\S+)", letter.body) for letter in self.new_mail()]
        for link in filter(None, links):
            with worker():
                self.client.post(link[1])
        self.new_mail()
        if self.reader(old) is None:
            self.wants[new], self.wants[old] = self.wants[old], set()
            self.touched[new], self.touched[old] = self.touched[old], set()
            self.unreachable -= {old, new}

    @rule(rows=st.dictionaries(people, st.booleans(), min_size=1), key=letters)
    def be_imported(self, rows, key):
        """`rows` says of whom the list brings a proof of consent."""
        proof = {True: "2026-01-05;Messe in Husum;Ja zum Brief.", False: ";;"}
        lines = [f"{person};{proof[with_proof]}" for person, with_proof in rows.items()]
        new = {
            person
            for person, with_proof in rows.items()
            if with_proof and not suppression.find(person) and key not in self.touched[person]
        }
        asked = AskedAddress.objects.count()
        self.folder.joinpath("list.csv").write_text("\n".join(["email;date;source;wording", *lines]), "utf-8")
        with worker():
            call_command(
                "import_readers",
                self.folder / "list.csv",
                newsletter=[key],
                map=["email=email", "date=date", "source=source", "wording=wording"],
                stdout=StringIO(),
            )
        for person in new:
            self.wants[person].add(key)
            self.touched[person].add(key)
        self.erased -= new
        # The mails that ask come a few a minute; by tomorrow all of them have come.
        with time_machine.travel(timezone.now() + timedelta(days=1)), worker():
            tasks.resume_signups()
        for person in {letter.to[0] for letter in django_mail.outbox}:
            assert person not in self.wants_anything()
            self.erased.discard(person)
        assert len({letter.to[0] for letter in django_mail.outbox}) == AskedAddress.objects.count() - asked
        self.take_links({key})

    @rule(key=letters)
    def send_an_edition(self, key):
        edition = EditionFactory(
            newsletter__name=key,
            newsletter__purpose=Purpose.objects.get(key=key),
            state=Edition.State.PREPARING,
        )
        send(edition)
        got = [letter.to[0] for letter in self.new_mail()]
        want = {person for person in PEOPLE if key in self.wants[person]} - self.unreachable
        assert sorted(got) == sorted(want)

    @invariant()
    def the_ledger_is_sound_and_only_grows(self):
        report = verifying.verify()
        assert report.sound, report.first or report.first_state
        assert report.events >= self.events
        self.events = report.events

    @invariant()
    def whatever_stands_has_its_proof(self):
        for person, keys in self.wants.items():
            for key in keys:
                event = ConsentEvent.objects.filter(
                    subject=self.reader(person).subject, purpose__key=key, kind__in=ConsentEvent.GRANTING
                ).last()
                if event.kind == ConsentEvent.Kind.IMPORTED:
                    assert event.evidence["wording"] == "Ja zum Brief."
                else:
                    assert event.wording.text
                    assert event.evidence["confirmed_at"] >= event.evidence["requested_at"]

    @invariant()
    def nobody_who_was_erased_left_a_trace(self):
        for person in self.erased:
            assert self.reader(person) is None
            assert suppression.find(person).reason == SuppressedAddress.Reason.ERASED


@pytest.fixture
def stage(newsletter, settings, tmp_path):
    """Two newsletters, pollen, a story to send, and a worker that works at once."""
    settings.ERASURES_FILE = tmp_path / "erasures.log"
    settings.IMPORTS_DIR = tmp_path / "imports"
    settings.IMPORT_ASKS_A_MINUTE = 60_000  # So that whoever is asked was asked by the time they answer.
    NewsletterFactory(name="monatsbrief", purpose=PurposeFactory(key="monatsbrief"))
    newsletter.name = "brief"
    newsletter.save()
    pollen_purpose()
    StoryPageFactory()
    before, celery.conf.task_always_eager = celery.conf.task_always_eager, True
    LifeCycle.folder = tmp_path
    yield
    celery.conf.task_always_eager = before


def test_no_sequence_leads_to_a_letter_unasked_a_lost_proof_or_an_address_that_stays(stage, mailoutbox):
    run_state_machine_as_test(
        LifeCycle,
        settings=settings(
            max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES", "40")),
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
            # To shrink what went wrong takes minutes: only where somebody looks for it.
            phases=[Phase.generate, *([Phase.shrink] if "HYPOTHESIS_EXAMPLES" in os.environ else [])],
        ),
    )
