"""What holds for every page and file behind a reader's fresh link."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from subscribers.models import Subscriber
from subscribers.services import tokens


@pytest.mark.parametrize(
    "name",
    ["preferences", "address", "objections", "my_data", "my_data_json", "my_data_page", "my_proof", "erase"],
)
def test_each_page_needs_the_fresh_link_and_is_kept_out_of_caches(client, ada, name):
    token = tokens.for_preferences(ada)
    path = reverse(f"subscribers:{name}", args=[token])
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert client.get(path.replace(token, token[:-6] + "xxxxxx")).status_code == 404
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert client.get(path).status_code == 410


@pytest.mark.parametrize("name", ["preferences", "address", "objections", "my_data", "erase"])
def test_each_page_leads_to_the_others_and_says_where_one_is(client, ada, name):
    token = tokens.for_preferences(ada)
    page = client.get(reverse(f"subscribers:{name}", args=[token])).content.decode()
    for other in ("preferences", "address", "objections", "my_data", "erase"):
        assert reverse(f"subscribers:{other}", args=[token]) in page
    assert reverse("pollen:profile", args=[token]) in page
    assert page.count('aria-current="page"') == 1


@pytest.mark.parametrize("name", ["my_data", "my_data_json", "my_data_page", "my_proof"])
def test_what_only_shows_takes_no_post(client, ada, name):
    path = reverse(f"subscribers:{name}", args=[tokens.for_preferences(ada)])
    assert client.post(path).status_code == 405
    assert Subscriber.objects.filter(pk=ada.pk).exists()
