"""The stage of the reader's life cycle: a form shown a minute ago, and a worker that works at once."""

import re

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from subscribers.models import Purpose
from tests.factories import pollen_purpose


@pytest.fixture
def brief(newsletter) -> Purpose:
    return newsletter.purpose


@pytest.fixture
def pollen(db) -> Purpose:
    return pollen_purpose()


@pytest.fixture
def sign_up(client, worker, shown, brief, pollen):
    """Fills the form as a reader does, and lets the worker send the mail."""

    def fill(*purposes, path=None, **fields):
        wordings = [purpose.wording("de").pk for purpose in purposes or [brief]]
        data = {"email": "dora@example.org", "shown": shown, "wordings": wordings, **fields}
        with worker():
            return client.post(path or reverse("subscribers:signup"), data)

    return fill


@pytest.fixture
def link_in():
    """The path of the link in a letter."""

    def find(letter) -> str:
        [link] = set(re.findall(r"http://testserver(/\S*brief/\S+)", letter.body))
        return link

    return find


@pytest.fixture
def member_of(django_user_model):
    """Somebody of the staff with this role alone."""

    def member(role):
        user = django_user_model.objects.create(
            username=role, email=f"{role.split()[0].lower()}@pollenpost.example"
        )
        user.groups.add(Group.objects.get(name=role))
        return user

    return member
