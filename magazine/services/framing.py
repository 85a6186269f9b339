"""A new issue in the frame of the last: the same sections on the same pages, everything a draft."""

import re
from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext
from wagtail.models import Page

from editorial.services.drafts import read_drafts
from magazine.models import ArticlePage, IssuePage, MagazinePage, Section

from . import planning

# Until two issues show another rhythm: four a year, and three weeks from the copy deadline to the reader.
QUARTER = 3
PRODUCTION = timedelta(days=21)
_NUMBER = re.compile(r"^(\d+)(\s*[./-]\s*)(\d{4}|\d{2})$")
KEPT = ("price", "editor", "claim", "imprint")


class FrameRefused(Exception):
    """Another issue has been made since the button was shown."""


@transaction.atomic
def frame_next_issue(after: IssuePage, user: Any) -> IssuePage:
    """Makes the issue that follows `after`, the newest, with a draft for each of its places. Nothing is published.

    Raises FrameRefused if `after` is not the newest any more (somebody pressed the button at the same time).
    """
    # One at a time: a second press waits here and then finds a newer issue.
    MagazinePage.objects.select_for_update().get(pk=after.get_parent().pk)
    newest = planning.newest_issue()
    if newest is None or newest.pk != after.pk:
        raise FrameRefused
    places, standing = planning.planned_issue(after.pk).articles, _standing_kickers()
    last: IssuePage = after.get_latest_revision_as_object()
    day = next_day(_days(), timezone.localdate())
    number = next_number(last.number, day)
    issue = IssuePage(
        title=_in_house_language("Issue %(number)s") % {"number": number},
        number=number,
        slug=_free_slug(after.get_parent(), number),
        editor_profile=last.editor_profile,
        published_on=day,
        copy_deadline=day - _production_time(last),
        live=False,
        owner=user,
        **{name: getattr(last, name) for name in KEPT},
    )
    after.get_parent().add_child(instance=issue)
    issue.save_revision(user=user, log_action=True)
    for place in places:
        if place.section:
            _add_place(issue, place, place.section, standing, user)
    return issue


def _in_house_language(text: str) -> str:
    """What becomes content is written in the site's language, whatever the editor's admin speaks."""
    with translation.override(settings.LANGUAGE_CODE):
        return gettext(text)


def _add_place(
    issue: IssuePage, last: planning.PlannedArticle, section: Section, standing: set[tuple[int, str]], user: Any
) -> None:
    kicker = last.draft.content.get("kicker") or ""
    place = ArticlePage(
        title=section.name,
        section=section,
        page_number=last.page_number,
        format=last.draft.content.get("format") or ArticlePage.Format.ARTICLE,
        kicker=kicker if (section.pk, kicker) in standing else "",
        published_on=issue.published_on,
        live=False,
        owner=user,
    )
    issue.add_child(instance=place)
    place.save_revision(user=user)


def _standing_kickers() -> set[tuple[int, str]]:
    """Kickers that stood over the same section in the last two issues: these belong to the section."""
    drafts = sorted(read_drafts(_issues()), key=lambda draft: draft.published_on or date.min)[-2:]
    seen = Counter(
        pair
        for issue in planning.planned(drafts)
        for pair in {
            (one.section.pk, one.draft.content.get("kicker") or "") for one in issue.articles if one.section
        }
    )
    return {pair for pair, times in seen.items() if times == 2}


def _days() -> list[date]:
    return sorted(draft.published_on for draft in read_drafts(_issues()) if draft.published_on)


def _issues():  # type: ignore[no-untyped-def]
    return IssuePage.objects.originals().select_related("latest_revision")


def next_day(days: list[date], today: date) -> date:
    """The day after the last one in the rhythm of the last two, in whole months; never one that has passed."""
    months = QUARTER
    if len(days) > 1:
        months = max(1, round((days[-1] - days[-2]).days / 30.4))
    day = add_months(days[-1], months) if days else add_months(today, months)
    while day < today:
        day = add_months(day, months)
    return day


def add_months(day: date, months: int) -> date:
    """The same day of a later month; the last day of the month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(last, day.day))
        except ValueError:
            continue
    raise ValueError(day)


def next_number(number: str, day: date) -> str:
    """2.26 becomes 3.26, and 1.27 where the new issue appears in the next year. 41 becomes 42.

    A number of another kind is kept with a plus, for the editor to write over.
    """
    found = _NUMBER.match(number.strip())
    if found:
        count, between, year = found.groups()
        shown = f"{day.year}"[-len(year) :]
        return f"{int(count) + 1 if shown == year else 1}{between}{shown}"
    return str(int(number) + 1) if number.strip().isdecimal() else f"{number} +"


def _production_time(last: IssuePage) -> timedelta:
    between = last.published_on - last.copy_deadline if last.copy_deadline else PRODUCTION
    return between if between > timedelta(0) else PRODUCTION


def _free_slug(parent: Page, number: str) -> str:
    base = f"heft-{re.sub(r'[^0-9a-z]+', '-', number.lower()).strip('-')}".strip("-")
    taken = set(parent.get_children().values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 1000))) if slug not in taken)
