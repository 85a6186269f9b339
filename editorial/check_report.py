"""What a text still lacks, at /admin/pages/<id>/pruefung/: fields, pictures and links, from its newest draft."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from editorial.models import ReadablePage
from editorial.services.drafts import read_drafts
from editorial.services.link_checks import link_problems, links_of
from editorial.services.readiness import findings


@require_safe
def check_report(request: HttpRequest, pk: int) -> HttpResponse:
    page = get_object_or_404(ReadablePage.objects.select_related("latest_revision"), pk=pk).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    [draft] = read_drafts([page])
    problems = link_problems([draft])[draft.pk]
    context = {
        "page": page,
        "draft": draft,
        "findings": list(findings(draft, problems)),
        "links": len(links_of(draft)),
    }
    return render(request, "editorial/admin/check_report.html", context)
