"""What of an issue can be taken along."""

from django import template

from magazine.models import IssueFile, IssuePage
from magazine.services import issue_files

register = template.Library()


@register.simple_tag
def downloads(issue: IssuePage) -> list[IssueFile]:
    """The files that are there now; none of a page that was never saved."""
    return issue_files.offered(issue) if issue.pk else []
