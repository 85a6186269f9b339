"""The stage for what readers send in: a rack, a blog, a form shown a minute ago, a worker that works at once."""

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from contributions.models import Contribution
from subscribers.models import Purpose
from subscribers.services.purposes import publication_purpose
from tests import factories
from tests.contributions.mails import link_in
from tests.contributions.pictures import photograph


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def purpose(db) -> Purpose:
    return publication_purpose()


@pytest.fixture
def rack(publisher):
    return factories.PostcardRackPageFactory()


@pytest.fixture
def blog(publisher):
    return factories.BlogPageFactory()


@pytest.fixture
def fill(client, worker, shown, rack, blog, purpose):
    """Fills in the postcard form as a reader does; a field given as None is left out."""

    def fill(path=None, **fields):
        data = {
            "text": "Wer zuhört, muss weniger rufen.",
            "name": "Dora Nissen",
            "place": "Husum",
            "email": "dora@example.org",
            "wordings": purpose.wording("de").pk,
            "shown": shown,
            **fields,
        }
        with worker():
            return client.post(
                path or reverse("contributions:postcard"),
                {name: value for name, value in data.items() if value is not None},
            )

    return fill


@pytest.fixture
def upload():
    """A file as a browser sends it; name and type are whatever somebody says they are."""
    return lambda content, name="karte.jpg", kind="image/jpeg": SimpleUploadedFile(name, content, kind)


@pytest.fixture
def fill_with_picture(fill, upload):
    return lambda **fields: fill(
        **{"picture": upload(photograph()), "picture_alt": "Ein Kutter im Hafen.", **fields}
    )


@pytest.fixture
def confirm(client, worker, outbox):
    def confirm():
        with worker():
            return client.post(link_in(outbox[-1], "bestaetigen"))

    return confirm


@pytest.fixture
def card(fill_with_picture, confirm) -> Contribution:
    """Dora's card with a picture, confirmed: it lies before the editors."""
    fill_with_picture()
    confirm()
    return Contribution.objects.get()


@pytest.fixture
def publish(worker):
    def publish(contribution):
        contribution.refresh_from_db()
        with worker():
            contribution.page.specific.get_latest_revision().publish()
        contribution.refresh_from_db()
        return contribution

    return publish


@pytest.fixture
def henrike(db):
    """An editor in chief, who may do everything."""
    return get_user_model().objects.create_superuser("henrike", "henrike@pollenpost.example", "secret")
