import pytest

from newsletters.models import Edition
from newsletters.services import letters, offering
from tests.factories import EditionFactory, StoryPageFactory, SubscriberFactory
from tests.newsletters.stage import send, story


@pytest.fixture(autouse=True)
def _nothing_compiled():
    """Tests that stop the clock make editions with the same id and moment over and over."""
    letters.compiled_letter.cache_clear()
    offering.made_in_the_hour.cache_clear()


@pytest.fixture
def stories(home):
    return [
        StoryPageFactory(title=f"{topic} {n}", topics=[topic]) for n in (1, 2) for topic in ("Recht", "Preise")
    ]


@pytest.fixture
def edition(newsletter, stories):
    return EditionFactory(newsletter=newsletter, state=Edition.State.PREPARING)


@pytest.fixture
def hanna(newsletter):
    """Wants one letter a week."""
    return SubscriberFactory(email="hanna@example.org", frequency="weekly", consents=["brief"])


@pytest.fixture
def mona(newsletter):
    """Wants one letter a month."""
    return SubscriberFactory(email="mona@example.org", frequency="monthly", consents=["brief"])


@pytest.fixture
def send_edition(newsletter):
    """Sends an edition with stories of these titles and, unless told so, without free places."""

    def make(*titles, free_places=0):
        edition = EditionFactory(
            newsletter=newsletter,
            state=Edition.State.PREPARING,
            pins=[story(title) for title in titles],
            free_places=free_places,
            window_days=1,
        )
        send(edition)
        return edition

    return make
