"""Who may open what in the admin, address by address."""

import pytest
from django.urls import reverse

from tests.pollenpost.staff import EVERYBODY, OP, A, C, E, M

pytestmark = pytest.mark.django_db


def at(name, *things, query=""):
    return lambda house: reverse(name, args=[house[t].pk if t in house else t.strip("=") for t in things]) + query


# Each address of the admin and who may open it; everybody else is led away or refused.
ADDRESSES = {
    "home": (at("wagtailadmin_home"), EVERYBODY),
    "explorer": (at("wagtailadmin_explore", "magazine"), {A, E, C}),
    "planning": (at("magazine_planning"), {A, E, C}),
    "edit an article of somebody else": (at("wagtailadmin_pages:edit", "article"), {E, C}),
    "check of an article": (at("editorial_check", "article"), {E, C}),
    "add an article": (at("wagtailadmin_pages:add", "=magazine", "=articlepage", "issue"), {A, E, C}),
    "add an issue": (at("wagtailadmin_pages:add", "=magazine", "=issuepage", "magazine"), {E, C}),
    "unpublish a story": (at("wagtailadmin_pages:unpublish", "story"), {C}),
    "history of a story": (at("wagtailadmin_pages:history", "story"), {E, C}),
    "topics": (at("wagtailsnippets_editorial_topic:list"), {A, E, C}),
    "edit a topic": (at("wagtailsnippets_editorial_topic:edit", "topic"), {E, C}),
    "delete a topic": (at("wagtailsnippets_editorial_topic:delete", "topic"), {C}),
    "add an author": (at("wagtailsnippets_editorial_author:add"), {E, C}),
    "sections": (at("wagtailsnippets_magazine_section:list"), {A, E, C}),
    "edit a section": (at("wagtailsnippets_magazine_section:edit", "section"), {E, C}),
    "pictures": (at("wagtailimages:index"), {A, E, C}),
    "add a picture": (at("wagtailimages:add"), {A, E, C}),
    "documents": (at("wagtaildocs:index"), {E, C}),
    "add a document": (at("wagtaildocs:add"), {E, C}),
    "editions": (at("wagtailsnippets_newsletters_edition:list"), {E, C}),
    "edit an edition": (at("wagtailsnippets_newsletters_edition:edit", "edition"), {E, C}),
    "preview an edition": (at("newsletters_preview", "edition"), {E, C}),
    "an edition as Ada gets it": (
        lambda house: at("newsletters_preview", "edition")(house) + f"?reader={house['reader'].pk}",
        {C},
    ),
    "release an edition": (at("newsletters_release", "edition"), {E, C}),
    "effect of choosing": (at("newsletters_effect"), {E, C}),
    "newsletters": (at("wagtailsnippets_newsletters_newsletter:list"), {E, C}),
    "add a newsletter": (at("wagtailsnippets_newsletters_newsletter:add"), {C}),
    "outbox": (at("newsletters_outbox"), {C}),
    "readers": (at("readers:index"), {C}),
    "a reader": (at("readers:inspect", "reader"), {C}),
    "consent ledger": (at("consent-ledger:index"), {C}),
    "wordings": (at("wordings:index"), {C}),
    "add a wording": (at("wordings:add"), {C}),
    "form for other sites": (at("embedded-form:index"), {C}),
    "sites that may carry the form": (
        at("wagtailsettings:edit", "subscribers", "embeddingsettings", query="1/"),
        {C},
    ),
    "segments": (at("segments_index"), {M}),
    "users": (at("wagtailusers_users:index"), {OP}),
    "add a user": (at("wagtailusers_users:add"), {OP}),
    "groups": (at("wagtailusers_groups:index"), {OP}),
    "sites": (at("wagtailsites:index"), {OP}),
    "redirects": (at("wagtailredirects:index"), {OP}),
    "languages": (at("wagtaillocales:index"), {OP}),
    "publisher": (at("wagtailsettings:edit", "editorial", "publishersettings", query="1/"), {C, OP}),
    "workflows": (at("wagtailadmin_workflows:index"), set()),
    "report on locked pages": (at("wagtailadmin_reports:locked_pages"), {C}),
    "report on ageing pages": (at("wagtailadmin_reports:aging_pages"), {A, E, C}),
}


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_each_address_is_open_to_those_who_need_it_and_to_nobody_else(client, house, person, role):
    client.force_login(person(role))
    opened = {name for name, (address, _who) in ADDRESSES.items() if client.get(address(house)).status_code == 200}
    assert opened == {name for name, (_address, who) in ADDRESSES.items() if role in who}
