"""The result of an election, for everybody, and everything by which it can be checked."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from alliance.http import download, page
from alliance.views.files import hand_out
from partnership_board import result_sheets
from partnership_board.models import Declaration, Election
from partnership_board.queries import result_pages
from partnership_board.queries import results as queries
from partnership_board.views.elections import election_or_404


@login_not_required
@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest declaration, at its level; officers also see the stages."""
    election = election_or_404(request, pk)
    context = result_pages.result_page(election, request.user)
    return page(request, "partnership_board/result.html", context)


@login_not_required
@require_safe
def result_json(request: HttpRequest, pk: int) -> HttpResponse:
    election, declared = declared_or_404(request, pk)
    content = result_sheets.json_file(declared.published)
    name = f"election-{election.pk}-result.json"
    return download(content, name=name, media_type="application/json")


@login_not_required
@require_safe
def result_csv(request: HttpRequest, pk: int) -> HttpResponse:
    election, declared = declared_or_404(request, pk)
    content = result_sheets.csv_file(declared.published["sheet"])
    return download(content, name=f"election-{election.pk}-stages.csv", media_type="text/csv")


@login_not_required
@require_safe
def result_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Printed by a job soon after the declaration."""
    declared = declared_or_404(request, pk)[1]
    if declared.document is None:
        raise Http404
    return hand_out(declared.document)


@login_not_required
@require_safe
def bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """What everybody can check. A countback's ballots were checked in the election before."""
    election, declared = declared_or_404(request, pk)
    if election.kind == Election.Kind.COUNTBACK:
        raise Http404
    content = queries.bundle_of(election, declared.published)
    return download(content, name=f"election-{pk}-bundle.zip", media_type="application/zip")


@login_not_required
@require_safe
def log(request: HttpRequest, pk: int) -> HttpResponse:
    election = election_or_404(request, pk)
    context = result_pages.log_page(election)
    return page(request, "partnership_board/election_log.html", context)


def declared_or_404(request: HttpRequest, pk: int) -> tuple[Election, Declaration]:
    election = election_or_404(request, pk)
    declared = queries.latest(election)
    if declared is None:
        raise Http404
    return election, declared
