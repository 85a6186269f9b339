from .case import Case, CaseQuerySet
from .entry import CaseEntry
from .letter import Letter, Mailing, MailingQuerySet, Reminder
from .step import Step

__all__ = ["Case", "CaseEntry", "CaseQuerySet", "Letter", "Mailing", "MailingQuerySet", "Reminder", "Step"]
