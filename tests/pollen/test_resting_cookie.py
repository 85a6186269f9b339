"""While a profile pauses, the device stays remembered; it recognises nobody meanwhile."""

from django.utils import timezone

from pollen import recognition
from subscribers.models import Purpose, Subscriber
from subscribers.services import consent
from tests.factories import StoryPageFactory
from tests.pollen.cookies import cookie_of


def test_the_cookie_outlives_a_pause_and_does_nothing_during_it(client, ada, home):
    story = StoryPageFactory(topics=["Recht"])
    client.cookies[recognition.COOKIE] = cookie_of(ada)
    Subscriber.objects.update(pollen_paused_at=timezone.now())
    page = client.get(story.url)
    assert "pollen.js" not in page.content.decode()
    assert recognition.COOKIE not in page.cookies
    Subscriber.objects.update(pollen_paused_at=None)
    assert "pollen.js" in client.get(story.url).content.decode()


def test_the_cookie_goes_with_a_withdrawal_during_a_pause(client, ada, home):
    client.cookies[recognition.COOKIE] = cookie_of(ada)
    Subscriber.objects.update(pollen_paused_at=timezone.now())
    consent.withdraw(ada.subject, Purpose.objects.get(key="pollen"))
    assert client.get(StoryPageFactory().url).cookies[recognition.COOKIE]["max-age"] == 0
