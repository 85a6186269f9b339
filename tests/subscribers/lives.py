"""What three people have said, for the machine of the life cycle: a simple model beside the program."""

import re
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import time_machine
from django.apps import apps
from django.core import mail as django_mail
from django.db import models, transaction
from django.test import Client, TestCase
from django.utils import timezone
from hypothesis.stateful import RuleBasedStateMachine

from subscribers.models import Subscriber
from subscribers.services import form_guard

PEOPLE = ["ada@example.org", "bruno@example.org", "clara@example.org"]
LETTERS = ["brief", "monatsbrief"]
ROOMS = {"subscribers", "newsletters", "pollen", "segments", "contributions", "desk"}


def fields_with_words():
    """Every column of the readers' rooms that could hold an address."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    for model in apps.get_models():
        if model._meta.app_label in ROOMS:
            yield model, [field.name for field in model._meta.concrete_fields if isinstance(field, kinds)]


def traces_of(address):
    """Where this address stands in the database."""
    return [
        f"{model._meta.label}.{name}"
        for model, names in fields_with_words()
        for name in names
        if model._base_manager.filter(**{f"{name}__icontains": address}).exists()
    ]


@contextmanager
def worker():
    """What is enqueued inside is done at the end, as after a commit."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        yield


class Lives(RuleBasedStateMachine):
    """Whoever inherits from it says what may happen in such a life."""

    folder: Path

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.client = Client()
        self.wants = {person: set() for person in PEOPLE}
        # About what a reader has ever declared something here: no import speaks over it.
        self.touched = {person: set() for person in PEOPLE}
        self.unreachable: set[str] = set()
        self.links: dict[str, tuple[str, frozenset[str]]] = {}  # confirmation links, whose they are and what for
        self.open: set[str] = set()
        self.erased: set[str] = set()
        self.events = 0
        with time_machine.travel(timezone.now() - timedelta(minutes=1)):
            self.shown = form_guard.timing_token()

    def teardown(self):
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def reader(self, person):
        return Subscriber.objects.with_address(person).first()

    def take_links(self, keys):
        """Keeps the confirmation links that were mailed; what else was mailed is no letter."""
        for letter in self.new_mail():
            found = re.search(r"http://testserver(/\S*bestaetigen/\S+)", letter.body)
            if found:
                self.links[found[1]] = (letter.to[0], frozenset(keys))
                self.open.add(found[1])

    def new_mail(self):
        arrived, django_mail.outbox[:] = list(django_mail.outbox), []
        return arrived

    def wants_anything(self):
        return {person for person, keys in self.wants.items() if keys}
