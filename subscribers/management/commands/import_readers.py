from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from subscribers.importing import mapping, running, storing
from subscribers.importing.formats import Field, program
from subscribers.importing.outcomes import Outcome
from subscribers.importing.unreadable import Unreadable
from subscribers.models import ImportRun, Purpose, Subscriber, Wording

_SHOWN = 20
_BLOCK = 1 << 20


class Command(BaseCommand):
    help = (
        "Imports a list of readers (CSV or XLSX) as the page in the admin does. A row with a complete proof of "
        "consent (day, source, wording) makes a reader; one without is asked by mail, once ever."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--newsletter",
            action="append",
            required=True,
            metavar="KEY",
            help="key of its purpose; a wrong one names them all",
        )
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            metavar="FIELD=COLUMN",
            help=f"in place of what the names of the columns say; fields: {', '.join(Field.values)}",
        )
        parser.add_argument("--source", default="", help="where consent was given, for rows that do not say so")
        parser.add_argument("--wording", default="", help="the text agreed to, for rows that do not say so")
        parser.add_argument("--du", action="store_true", help="address these readers with «du»")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and do nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        run = self.store(options["file"])
        try:
            self.prepare(run, options)
            running.check(run)
            self.work(run)
            self.say_what(run)
            if options["dry_run"]:
                return
            running.start(run)
            self.work(run)
            self.stdout.write(
                "Done." if run.state == ImportRun.State.DONE else f"State: {run.get_state_display()}"
            )
        finally:
            self.leave_nothing(run, options["dry_run"])

    def store(self, path: Path) -> ImportRun:
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        try:
            return storing.store(_blocks(path), path.name)
        except Unreadable as error:
            raise CommandError(str(error)) from error

    def prepare(self, run: ImportRun, options: dict[str, Any]) -> None:
        purposes = Purpose.objects.newsletters().filter(key__in=options["newsletter"])
        missing = set(options["newsletter"]) - {purpose.key for purpose in purposes}
        if missing:
            known = ", ".join(Purpose.objects.newsletters().order_by("key").values_list("key", flat=True))
            called = ", ".join(sorted(missing))
            raise CommandError(f"No newsletter has the key {called}. There are: {known or 'none yet'}.")
        try:
            running.prepare(
                run,
                self.columns(run, options["map"]),
                [purpose.wording("de") for purpose in purposes],
                source=options["source"],
                wording=options["wording"],
                form_of_address=Subscriber.Address.DU if options["du"] else Subscriber.Address.SIE,
            )
        except (mapping.WrongMapping, Wording.DoesNotExist) as error:
            raise CommandError(str(error)) from error

    def columns(self, run: ImportRun, given: list[str]) -> dict[str, str]:
        names = list(storing.how(run).columns)
        columns = dict(run.mapping)
        for each in given:
            field, _sep, column = each.partition("=")
            if field not in Field.values:
                raise CommandError(f"There is no field {field}. Fields: {', '.join(Field.values)}.")
            if column not in names:
                raise CommandError(f"There is no column {column!r}. Columns: {', '.join(names)}.")
            columns = {number: kind for number, kind in columns.items() if kind != field}
            columns[str(names.index(column))] = field
        label = program(run.source).label or "a plain list"
        said = ", ".join(
            f"{names[int(number)]!r} is {kind}" for number, kind in sorted(columns.items(), key=_number)
        )
        self.stdout.write(f"Read as {label}: {said}.")
        return columns

    def work(self, run: ImportRun) -> None:
        running.work(run.pk)
        run.refresh_from_db()
        if run.message:
            raise CommandError(run.message)

    def say_what(self, run: ImportRun) -> None:
        self.stdout.write(f"{run.rows} rows:")
        for outcome in Outcome:
            if outcome in run.counts:
                self.stdout.write(f"  {run.counts[outcome]:>9}  {outcome.label}")
        for line in storing.report(run).page(Outcome.REJECTED, 0, _SHOWN):
            self.stdout.write(f"  row {line.number}: {line.reason}")

    def leave_nothing(self, run: ImportRun, dry: bool) -> None:
        """A run that was not carried out is taken back; one that broke off waits for the worker to take it up."""
        run.refresh_from_db()
        if dry or run.state in (ImportRun.State.UPLOADED, ImportRun.State.CHECKED):
            storing.forget(run)
            run.delete()


def _number(pair: tuple[str, str]) -> int:
    return int(pair[0])


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block
