"""For how long cases are kept, and that the record of processing activities knows of them."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from desk.models import Case
from desk.services import deciding
from subscribers import retention


@pytest.fixture
def rule():
    return {rule.key: rule for rule in retention.rules()}["cases"]


def test_closed_cases_are_deleted_after_three_years_and_open_ones_never(type_in, henrike, rule):
    closed, still_open = type_in(), type_in()
    deciding.taken_back(closed.pk, henrike)
    assert rule.days() == 1095
    with time_machine.travel(timezone.now() + timedelta(days=1094)):
        assert (rule.due(), rule.apply()) == (0, 0)
    with time_machine.travel(timezone.now() + timedelta(days=1096)):
        assert rule.due() == 1
        assert Case.objects.count() == 2
        assert rule.apply() == 1
        assert rule.apply() == 0
    assert list(Case.objects.all()) == [still_open]


def test_the_record_of_activities_names_the_desk_and_its_rules():
    [activity] = [activity for activity in retention.activities() if activity.key == "desk"]
    assert set(activity.rules) <= {rule.key for rule in retention.rules()}
    assert "Art. 6" in str(activity.basis)
