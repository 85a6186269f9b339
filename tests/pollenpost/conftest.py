"""The staff and the things they work on; pages that are kept whole."""

import pytest
from django.contrib.auth.models import Group
from django.core.cache import caches
from wagtail.rich_text import RichText

from editorial import freshness
from subscribers.models import Wording
from tests import factories


@pytest.fixture
def person(django_user_model):
    """Somebody of one role; the same one when asked again."""

    def person(role):
        name = role.lower().replace(" ", "-")
        user, made = django_user_model.objects.get_or_create(
            username=name, defaults={"email": f"{name}@pollenpost.example"}
        )
        if made:
            user.groups.add(Group.objects.get(name=role))
        return user

    return person


@pytest.fixture
def house(newsletter, ada, settings):
    """One of each thing that has an address in the admin. Mail lies in the outbox, as in the demo."""
    settings.EMAIL_BACKEND = "newsletters.outbox.OutboxBackend"
    issue = factories.IssuePageFactory(live=False)
    return {
        "issue": issue,
        "article": factories.ArticlePageFactory(parent=issue, live=False),
        "story": factories.StoryPageFactory(),
        "magazine": issue.get_parent(),
        "topic": factories.TopicFactory(),
        "section": factories.SectionFactory(),
        "edition": factories.EditionFactory(newsletter=newsletter),
        "wording": Wording.objects.first(),
        "reader": ada,
    }


@pytest.fixture
def pages_are_kept(settings):
    """Pages are kept for ten minutes, and none from another test."""
    settings.PAGE_CACHE_SECONDS = 600
    caches["pages"].clear()
    yield
    caches["pages"].clear()
    freshness.begin(None)


@pytest.fixture
def story(home):
    text = RichText("<p>Wer fragt, bekommt Antworten.</p>")
    return factories.StoryPageFactory(title="Reihe neun", body=[("paragraph", text)])


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What happens inside is committed at its end, as it would be without a test around it."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
