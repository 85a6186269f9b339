"""One pass of the rules of retention (retention.py), and what it would do."""

import logging
from dataclasses import dataclass

from subscribers import retention
from subscribers.models import RetentionRun
from subscribers.retention import Rule

log = logging.getLogger(__name__)

# What the report says of a rule that broke off.
FAILED = "failed"


@dataclass(frozen=True)
class Line:
    """One rule in a table: `due` is a number, or FAILED if it could not be counted."""

    rule: Rule
    days: int
    due: int | str
    # What the last pass let go; None if it did not know this rule yet.
    last: int | str | None


def run() -> RetentionRun:
    """Applies each rule, each for itself: one that fails is named and stops nobody else."""
    report: dict[str, int | str] = {}
    for rule in retention.rules():
        try:
            report[rule.key] = rule.apply()
        except Exception:
            log.exception("The rule of retention %s failed.", rule.key)
            report[rule.key] = FAILED
    return RetentionRun.objects.create(report=report)


def table() -> list[Line]:
    """The rules with what is over now; changes nothing."""
    last = last_run()
    report = last.report if last else {}
    return [Line(rule, rule.days(), _due(rule), report.get(rule.key)) for rule in retention.rules()]


def _due(rule: Rule) -> int | str:
    try:
        return rule.due()
    except Exception:
        log.exception("The rule of retention %s could not count.", rule.key)
        return FAILED


def last_run() -> RetentionRun | None:
    return RetentionRun.objects.first()


def summed(run: RetentionRun) -> tuple[int, list[str]]:
    """How much a pass let go, and which rules broke off."""
    broken = [key for key, count in run.report.items() if count == FAILED]
    return sum(count for count in run.report.values() if count != FAILED), broken
