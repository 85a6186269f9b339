"""An issue's files: which are wanted, making one, putting it in the place of the old one.

A publication only notes that the files are wanted. Every half minute a task makes what is wanted, so that the
publication of eight articles makes the files once. Until then readers get the ones from before; what must not be
read any longer (an issue or an article unpublished, moved, or put behind a door) takes them away at once.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from editorial import freshness
from editorial.commits import after_commit
from magazine.exporting import epub, gathering, pdf
from magazine.exporting.document import Issue
from magazine.models import IssueFile, IssuePage

logger = logging.getLogger(__name__)

WRITERS = {IssueFile.Kind.PDF: pdf.write, IssueFile.Kind.EPUB: epub.write}
#: After this the worker that claimed a file is taken for dead.
CLAIM_LAPSES = timedelta(minutes=10)


def want(issues: Iterable[IssuePage]) -> None:
    """Note that the files of these issues are to be made (again). Unpublished ones get none."""
    for issue in issues:
        if not issue.live:
            continue
        for kind in WRITERS:
            state = {"state": IssueFile.State.WANTED, "claimed_at": None}
            IssueFile.objects.update_or_create(issue=issue, kind=kind, defaults=state)


def withdraw(issues: Iterable[IssuePage]) -> None:
    """Take the files away, as something in them must not be read any longer. Their contents go with the rows."""
    IssueFile.objects.filter(issue__in=[issue.pk for issue in issues]).delete()


def wanted_issues() -> list[int]:
    """The issues to make files of: those noted, and published ones that have none because nobody noted them."""
    want(IssuePage.objects.live().filter(files=None))
    return sorted(set(_claimable(timezone.now()).values_list("issue_id", flat=True)))


def make(issue_id: int) -> None:
    """Make the wanted files of an issue. Called twice, even at the same time, it makes them once."""
    for file in IssueFile.objects.filter(issue_id=issue_id, state=IssueFile.State.WANTED).order_by("kind"):
        moment = timezone.now()
        if _claimable(moment).filter(pk=file.pk).update(claimed_at=moment):
            _make_claimed(file, moment)


def _claimable(moment: datetime):  # type: ignore[no-untyped-def]
    free = Q(claimed_at=None) | Q(claimed_at__lt=moment - CLAIM_LAPSES)
    return IssueFile.objects.filter(free, state=IssueFile.State.WANTED, issue__live=True)


def _make_claimed(file: IssueFile, claim: datetime) -> None:
    try:
        # Read anew: the publication that wants the file may be younger than the caller's copy.
        issue = gathering.gather(IssuePage.objects.get(pk=file.issue_id))
        content, complaints = write(file.kind, issue)
        _keep(file, claim, content, complaints)
    except Exception as error:
        # Whatever goes wrong is told to the editor; a task that only fails would be tried for ever.
        logger.exception("The %s of issue %s could not be made", file.kind, file.issue_id)
        _give_up(file, claim, error)


def write(kind: str, issue: Issue) -> tuple[bytes, list[str]]:
    """The contents of the file, and what the editor should know."""
    content, complaints = WRITERS[IssueFile.Kind(kind)](issue)
    return content, [*issue.complaints, *complaints]


def _keep(file: IssueFile, claim: datetime, content: bytes, complaints: list[str]) -> None:
    """Put the new file in the place of the old one, unless it was wanted anew or withdrawn while it was made."""
    storage, before = file.file.storage, file.file.name
    name = storage.save(file.file.field.generate_filename(file, f"issue.{file.kind}"), ContentFile(content))
    kept = _settle(
        file.pk,
        claim,
        state=IssueFile.State.READY,
        file=name,
        size=len(content),
        made_at=timezone.now(),
        complaints=complaints,
    )
    delete_later(storage, before if kept else name)


def _give_up(file: IssueFile, claim: datetime, error: Exception) -> None:
    """The old file goes, too: it shows what was published before."""
    with override(settings.LANGUAGE_CODE):
        sentence = _("The file could not be made: %(reason)s") % {"reason": error or type(error).__name__}
    if _settle(file.pk, claim, state=IssueFile.State.FAILED, file="", size=0, complaints=[sentence]):
        delete_later(file.file.storage, file.file.name)


def _settle(pk: int, claim: datetime, **values: object) -> bool:
    """Write the result where the claim still stands."""
    mine = IssueFile.objects.filter(pk=pk, state=IssueFile.State.WANTED, claimed_at=claim)
    settled = bool(mine.update(claimed_at=None, **values))
    if settled:
        # The kept page of the issue names the file and its size.
        after_commit(freshness.renew)
    return settled


def delete_later(storage: Storage, name: str | None) -> None:
    """Delete a file once the transaction stands; a row that is kept after all keeps its file."""
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def offered(issue: IssuePage) -> list[IssueFile]:
    """The files a reader of the issue can have now, PDF first."""
    files = IssueFile.objects.filter(issue=issue.pk).exclude(file="").select_related("issue")
    return sorted(files, key=lambda file: list(WRITERS).index(IssueFile.Kind(file.kind)))
