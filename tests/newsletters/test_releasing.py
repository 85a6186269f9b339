"""From draft to scheduled and back: what an editor decides, and what stands in the way."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from newsletters.models import Edition
from newsletters.services import releasing, sending
from tests.factories import EditionFactory, pollen_purpose
from tests.newsletters.stage import send, states


def test_cancelling_stops_between_two_batches(ada, bruno, edition, outbox):
    sending.prepare(edition.pk)
    edition.refresh_from_db()
    releasing.cancel(edition)
    sending.deliver_batch(edition.pk)
    assert not outbox
    assert set(states(edition).values()) == {"queued"}


def test_a_due_edition_is_taken_once(ada, newsletter, stories):
    due = EditionFactory(newsletter=newsletter)
    releasing.release(due)
    assert sending.start_due() == [due.pk]
    assert sending.start_due() == []


def test_an_edition_for_tomorrow_waits(ada, newsletter, stories):
    later = EditionFactory(newsletter=newsletter)
    releasing.release(later, timezone.now() + timedelta(days=1))
    assert sending.start_due() == []


def test_an_edition_is_not_released_before_the_imprint_is_complete(ada, publisher, newsletter, stories):
    publisher.postal_address = ""
    publisher.save()
    draft = EditionFactory(newsletter=newsletter)
    with pytest.raises(releasing.NotReady, match="Impressum"):
        releasing.release(draft)
    draft.refresh_from_db()
    assert draft.state == Edition.State.DRAFT


def test_an_empty_edition_or_one_without_readers_is_not_released(newsletter):
    with pytest.raises(releasing.NotReady) as refused:
        releasing.release(EditionFactory(newsletter=newsletter))
    assert len(refused.value.reasons) == 2


def test_a_form_that_was_opened_before_brings_no_old_state_back(ada, newsletter, stories):
    opened = EditionFactory(newsletter=newsletter)
    releasing.release(Edition.objects.get(pk=opened.pk), timezone.now() + timedelta(days=1))
    releasing.cancel(Edition.objects.get(pk=opened.pk))
    opened.subject = "Neu"
    opened.save()
    opened.refresh_from_db()
    assert (opened.subject, opened.state) == ("Neu", Edition.State.CANCELLED)


def test_a_newsletter_cannot_take_another_purpose(newsletter, edition):
    newsletter.purpose = pollen_purpose()
    with pytest.raises(ValidationError, match="purpose"):
        newsletter.full_clean()


def test_what_is_on_its_way_cannot_be_taken_back(ada, edition):
    sending.prepare(edition.pk)
    with pytest.raises(releasing.NotReady):
        releasing.take_back(edition)


def test_nothing_is_prepared_while_the_imprint_is_incomplete(ada, publisher, edition, outbox):
    publisher.postal_address = ""
    publisher.save()
    assert sending.prepare(edition.pk) == 0
    assert not edition.deliveries.exists()
    assert sending.waiting_for_preparation() == [edition.pk]
    publisher.postal_address = "Am Alten Hafen 3"
    publisher.save()
    send(edition)
    assert len(outbox) == 1
