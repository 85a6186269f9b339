"""The stage of the desk: a form shown a minute ago, a worker that works at once, and Henrike who works there."""

import re
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from pollenpost import roles

from desk.models import Case
from desk.services import opening
from desk.services.opening import Request
from subscribers.services import tokens


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.ERASURES_FILE = tmp_path / "erasures.log"


@pytest.fixture
def ask(client, worker, shown, publisher):
    """Fills in the public form as a person does."""

    def ask(kind="access", email="dora@example.org", path=None, **fields):
        data = {"kind": kind, "email": email, "shown": shown, **fields}
        with worker():
            return client.post(path or reverse("desk:request"), data)

    return ask


@pytest.fixture
def ask_from_preferences(client, worker):
    def ask(reader, kind, **fields):
        path = reverse("desk:from_preferences", args=[tokens.for_preferences(reader)])
        with worker():
            return client.post(path, {"kind": kind, **fields})

    return ask


@pytest.fixture
def confirm(client, worker, outbox):
    """Opens the link of the newest mail and presses the button."""

    def confirm():
        with worker():
            return client.post(link_in(outbox[-1], "bestaetigen"))

    return confirm


@pytest.fixture
def type_in(worker, henrike, publisher):
    """A case as staff type it in from a letter."""

    def type_in(kind="access", email="dora@example.org", **fields) -> Case:
        with worker():
            return opening.typed_in(Request(kind=kind, channel="letter", email=email, **fields), henrike)

    return type_in


@pytest.fixture
def henrike(db, django_user_model):
    """An editor in chief."""
    user = django_user_model.objects.create_user("henrike", "henrike@pollenpost.example", "secret")
    user.groups.add(Group.objects.get(name=roles.CHIEFS))
    return user


@pytest.fixture
def at_desk(client, worker, henrike):
    """`at_desk("desk_step", case.pk, "erase", do="run")`: a button of a case's page, pressed by Henrike."""

    def press(name, /, *args, **fields):
        client.force_login(henrike)
        with worker():
            return client.post(reverse(name, args=args), fields, follow=True)

    return press


def link_in(mail, part):
    """The path of the link in a mail that contains this part."""
    [found] = {url for url in re.findall(r"http://\S+", mail.body) if part in urlsplit(url).path}
    return urlsplit(found).path


def mails_to(outbox, address):
    return [mail for mail in outbox if mail.to == [address]]
