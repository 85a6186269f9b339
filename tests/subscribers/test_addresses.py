"""Mail addresses in one spelling, and the networks that requests come from."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from subscribers.models import Subscriber
from subscribers.services import rate_limit, signup
from subscribers.services.addresses import normalise_address


@pytest.mark.parametrize(
    ("typed", "stored"),
    [(" Dora@Example.ORG ", "dora@example.org"), ("dora@müller.example", "dora@müller.example")],
)
def test_an_address_has_one_spelling(typed, stored):
    assert normalise_address(typed) == stored


@pytest.mark.parametrize("typed", ["dora", "dora@", "dora@example", "dora@@example.org", "do ra@example.org"])
def test_a_wrong_address_is_explained(sign_up, typed, outbox):
    answer = sign_up(email=typed)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not outbox


def test_an_address_that_many_mail_servers_do_not_know_is_refused_with_the_reason(sign_up, outbox):
    assert sign_up(email="jörg@example.org").status_code == 422
    assert not outbox
    with translation.override("en"), pytest.raises(ValidationError, match="before the @"):
        normalise_address("jörg@example.org")


def test_a_reader_is_found_under_any_spelling_and_by_the_index(ada, brief):
    asked = Subscriber.objects.with_address(" ADA@Example.org ")
    assert asked.get() == ada
    # The unique index is one of lower(email); a filter by UPPER() would read every row on PostgreSQL.
    assert "LOWER" in str(asked.query)
    assert "UPPER" not in str(asked.query)
    assert signup.receiving_subscriber("Ada@example.org") == ada


@pytest.mark.parametrize(
    ("client_address", "network"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("203.0.113.7:51234", "203.0.113.0/24"),
        ("::ffff:203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2::7", "2001:db8:1::/48"),
        ("[2001:db8:1:2::7]", "2001:db8:1::/48"),
        ("[2001:db8:1:2::7]:51234", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("", ""),
        ("unknown", ""),
        ("[]:80", ""),
    ],
)
def test_a_network_is_known_however_the_proxy_writes_the_address(client_address, network):
    assert rate_limit.network_of(client_address) == network
