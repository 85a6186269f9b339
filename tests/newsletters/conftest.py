import pytest

from newsletters.models import Edition
from tests.factories import EditionFactory, StoryPageFactory


@pytest.fixture
def stories(home):
    return [
        StoryPageFactory(title=f"{topic} {n}", topics=[topic]) for n in (1, 2) for topic in ("Recht", "Preise")
    ]


@pytest.fixture
def edition(newsletter, stories):
    return EditionFactory(newsletter=newsletter, state=Edition.State.PREPARING)
