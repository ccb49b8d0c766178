"""Proposing an item, the ledger of proposals, and the agenda group's answers."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, download, go, page
from alliance.lists import ordering, page_of
from partnership_board import registries
from partnership_board.actions import agendas
from partnership_board.forms.proposals import DecideForm, ProposeForm
from partnership_board.models import AgendaProposal
from partnership_board.permissions import BoardPermission
from partnership_board.queries import boards, sheets
from partnership_board.queries import proposals as queries
from partnership_board.queries.panels import panels_of

BOTH = ["GET", "HEAD", "POST"]
COLUMNS = {
    "title": ["title", "pk"],
    "sent": ["submitted_at", "pk"],
    "due": ["answer_by_on", "pk"],
    "state": ["state", "-submitted_at"],
}


@require_safe
def proposal_list(request: MemberRequest) -> HttpResponse:
    access.require(request.user, BoardPermission.SEE)
    rows = queries.ledger().order_by(*ordering(request, COLUMNS, default="-sent"))
    chosen = request.GET.get("state", "")
    if chosen in AgendaProposal.State.values:
        rows = rows.filter(state=chosen)
    on = timezone.localdate()
    if request.GET.get("format") == "csv":
        name = f"proposals-{on.isoformat()}.csv"
        return download(sheets.of_proposals(rows), name=name, media_type="text/csv")
    context = {
        "page": page_of(request, rows),
        "states": AgendaProposal.State.choices,
        "chosen": chosen,
        "on": on,
        "may_propose": access.may(request.user, BoardPermission.PROPOSE),
    }
    return page(request, "partnership_board/proposal_list.html", context)


@require_http_methods(BOTH)
def proposal_new(request: MemberRequest) -> HttpResponse:
    access.require(request.user, BoardPermission.PROPOSE)
    now, board = timezone.now(), boards.the_board()
    mine = boards.organisations_of(request.user, on=timezone.localdate(now))
    form = ProposeForm(request.POST or None, organisations=mine)
    if board and request.method == "POST" and form.is_valid():
        if attempt(form, agendas.propose, board, by=request.user, now=now, **form.cleaned_data):
            return go(request, "partnership_board:proposals", said="Sent to the agenda group.")
    context = {
        "board": board,
        "form": form,
        "before": queries.before_sending(board, now=now) if board else None,
        "rules": boards.rules_of(board) if board else None,
    }
    return page(request, "partnership_board/proposal_new.html", context)


@require_safe
def proposal(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(
        AgendaProposal.objects.select_related(
            "board", "proposed_by", "for_organisation", "for_seat"
        ),
        request=request,
        permission=BoardPermission.SEE,
        pk=pk,
    )
    is_mine = found.proposed_by == request.user
    context = {
        "proposal": found,
        "story": queries.story_of(found),
        "panels": panels_of(registries.proposal_panels, found, request.user),
        "is_late": found.is_waiting and timezone.localdate() > found.answer_by_on,
        "may_decide": found.can_be_decided
        and not is_mine
        and access.may(request.user, BoardPermission.DECIDE_AGENDA),
        "may_withdraw": found.can_be_decided and is_mine,
        "meeting": boards.next_open_meeting(now=timezone.now())
        if found.can_be_placed and access.may(request.user, BoardPermission.CHANGE_MEETINGS)
        else None,
    }
    return page(request, "partnership_board/proposal.html", context)


@require_http_methods(BOTH)
def proposal_decide(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(
        AgendaProposal.objects.select_related(
            "board", "proposed_by", "for_organisation", "for_seat"
        ),
        request=request,
        permission=BoardPermission.DECIDE_AGENDA,
        pk=pk,
    )
    others = AgendaProposal.objects.waiting().exclude(pk=found.pk).order_by("submitted_at")
    form = DecideForm(request.POST or None, others=others)
    if request.method == "POST" and form.is_valid():
        words = {"by": request.user, "now": timezone.now()} | form.cleaned_data
        if attempt(form, agendas.decide, found, **words):
            return go(request, found, said="The answer is published, and the proposer is told.")
    context = {
        "proposal": found,
        "form": form,
        "panels": panels_of(registries.proposal_panels, found, request.user),
    }
    return page(request, "partnership_board/proposal_decide.html", context)


@require_POST
def proposal_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(
        AgendaProposal.objects.all(),
        request=request,
        permission=BoardPermission.PROPOSE,
        pk=pk,
    )
    try:
        agendas.withdraw(found, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, found)
