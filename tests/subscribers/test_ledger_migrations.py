"""From a ledger without a chain to one with it: what was entered before is linked, and stays shut afterwards.

Migrates for real, there and back, and so leaves an empty database behind (tests/ground.py).
"""

import uuid
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from subscribers.models import ConsentEvent
from subscribers.services import consent, verifying
from tests.ground import empty_ledger, lay_ground

BEFORE = [("subscribers", "0007_publication_is_a_purpose")]


@pytest.fixture(autouse=True)
def _ground(transactional_db):
    lay_ground()
    yield
    migrate(newest())
    empty_ledger()


def newest():
    return MigrationExecutor(connection).loader.graph.leaf_nodes()


def migrate(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


@pytest.fixture
def old():
    """The models of a house before its ledger was chained, with the triggers it had."""
    apps = migrate(BEFORE)
    if connection.vendor == "sqlite":
        # Going back, Django made the table anew and left them out.
        triggers = import_module("subscribers.migrations.0002_ledger_refuses_changes")
        with connection.cursor() as cursor:
            for statement in triggers.SQLITE_UP:
                cursor.execute(statement.replace("CREATE TRIGGER", "CREATE TRIGGER IF NOT EXISTS"))
    return apps


def enter_before(apps):
    """Two readers' events, mixed as life mixes them."""
    purpose = apps.get_model("subscribers", "Purpose").objects.create(
        key="brief", kind="newsletter", label_de="Brief"
    )
    wording = apps.get_model("subscribers", "Wording").objects.create(purpose=purpose, text="Ja zu Brief.")
    event, ada, bruno = apps.get_model("subscribers", "ConsentEvent"), uuid.uuid4(), uuid.uuid4()
    begin = timezone.now() - timedelta(days=400)
    told = [(ada, "granted"), (bruno, "granted"), (ada, "withdrawn"), (ada, "granted"), (bruno, "withdrawn")]
    for day, (subject, kind) in enumerate(told):
        event.objects.create(
            subject=subject,
            purpose=purpose,
            kind=kind,
            wording=wording if kind == "granted" else None,
            at=begin + timedelta(days=day),
            evidence={"form": "/brief/", "word": "Ümläut"},
        )
    return ada, bruno


def test_events_entered_before_are_chained_their_state_worked_out_and_the_door_shut_again(old):
    ada, bruno = enter_before(old)
    migrate(newest())
    report = verifying.verify()
    assert report.sound, report.first or report.first_state
    assert (report.events, report.chains, report.states) == (5, 2, 2)
    assert consent.stands(ada, "brief")
    assert not consent.stands(bruno, "brief")
    for statement in (
        "UPDATE subscribers_consentevent SET kind = 'withdrawn'",
        "DELETE FROM subscribers_consentevent",
        "UPDATE subscribers_wording SET text = 'Anders.'",
        "DELETE FROM subscribers_wording",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    # What comes now continues the old chain.
    event = ConsentEvent.objects.filter(subject=ada).order_by("-position").first()
    again = consent.grant(ada, event.wording)
    assert (again.position, again.previous) == (4, event.hash)
    assert verifying.verify().sound
