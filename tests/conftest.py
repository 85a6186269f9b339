"""The fixed cast and the stage. Ada reads about data protection and agreed to pollen; Bruno agreed to the letter
alone; Clara confirmed nothing that still stands."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone, translation
from pollenpost.celery import app
from wagtail.models import Locale

from editorial.models import PublisherSettings
from subscribers.services import form_guard
from tests import factories


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture(autouse=True)
def _german():
    """A request leaves its language behind in the thread; every test begins in the site's own."""
    translation.activate("de")


@pytest.fixture
def outbox(mailoutbox):
    """The letters that were sent in this test."""
    return mailoutbox


@pytest.fixture
def wagtail_indexes(settings):
    """What is saved in this test is entered into Wagtail's search index and its index of references at once."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def home(db):
    return factories.HomePageFactory()


@pytest.fixture
def english(home):
    """The site's second language, with its front page, as an installation has them from the beginning."""
    locale = Locale.objects.create(language_code="en")
    home.copy_for_translation(locale).save_revision().publish()
    return locale


@pytest.fixture
def publisher(home):
    """An imprint that is complete enough to mail."""
    from wagtail.models import Site

    settings, _made = PublisherSettings.objects.update_or_create(
        site=Site.objects.get(is_default_site=True),
        defaults={
            "name": "Pollenpost Verlag",
            "postal_address": "Am Alten Hafen 3\n25813 Husum",
            "email": "post@pollenpost.example",
        },
    )
    return settings


@pytest.fixture
def newsletter(publisher):
    return factories.NewsletterFactory()


@pytest.fixture
def ada(newsletter):
    return factories.SubscriberFactory(email="ada@example.org", name="Ada Lindgren", consents=["brief", "pollen"])


@pytest.fixture
def bruno(newsletter):
    return factories.SubscriberFactory(email="bruno@example.org", name="Bruno Voss", consents=["brief"])


@pytest.fixture
def clara(newsletter):
    return factories.SubscriberFactory(email="clara@example.org", name="Clara Thiel")


@pytest.fixture
def worker(django_capture_on_commit_callbacks):
    """`with worker():` commits at its end and does the tasks that were put into the queue."""
    before, app.conf.task_always_eager = app.conf.task_always_eager, True
    yield lambda: django_capture_on_commit_callbacks(execute=True)
    app.conf.task_always_eager = before


@pytest.fixture
def shown():
    """The timing token of a form that was shown a minute ago."""
    with time_machine.travel(timezone.now() - timedelta(minutes=1)):
        return form_guard.timing_token()
