"""Proposing an item, the ledger of proposals, and the agenda group's answers."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, download, go, page
from alliance.lists import ordering, page_of
from alliance.models import Priority
from partnership_board import registries
from partnership_board.actions import agendas, answers, moves
from partnership_board.forms.proposals import DecideForm, ProposeForm, PutOffForm, initial_of
from partnership_board.models import AgendaProposal, Board
from partnership_board.permissions import BoardPermission
from partnership_board.queries import appeals, boards, group, sheets
from partnership_board.queries import proposals as queries
from partnership_board.queries.calendars import closed_days
from partnership_board.queries.panels import panels_of
from partnership_board.queries.requests import asked_about
from partnership_board.queries.stories import story_of

BOTH = ["GET", "HEAD", "POST"]
COLUMNS = {
    "title": ["title", "pk"],
    "sent": ["submitted_at", "pk"],
    "due": ["answer_by_on", "pk"],
    "state": ["state", "-submitted_at"],
}
CHOICES = [
    (queries.NOT_CHOSEN, "Not selected, with the reasons"),
    (queries.UNANSWERED, "Without an answer in time"),
    *((state.value, state.label) for state in AgendaProposal.State if state.value != "draft"),
]


def _proposal(request: MemberRequest, pk: int, permission: str) -> AgendaProposal:
    rows = AgendaProposal.objects.shown_to(request.user).select_related(
        "board", "proposed_by", "for_organisation", "for_seat"
    )
    return access.get_or_404(rows, request=request, permission=permission, pk=pk)


@require_safe
def proposal_list(request: MemberRequest) -> HttpResponse:
    access.require(request.user, BoardPermission.SEE)
    on, closed = timezone.localdate(), closed_days()
    chosen = {name: request.GET.get(name, "").strip() for name in ("state", "side", "q")}
    rows = queries.narrowed(
        queries.ledger(), state=chosen["state"], side=chosen["side"], wanted=chosen["q"], on=on
    ).order_by(*ordering(request, COLUMNS, default="-sent"))
    if request.GET.get("format") == "csv":
        name = f"proposals-{on.isoformat()}.csv"
        sheet = sheets.of_proposals(queries.rows_of(rows, on=on, closed=closed))
        return download(sheet, name=name, media_type="text/csv")
    shown = page_of(request, rows)
    context = {
        "page": shown,
        "rows": queries.rows_of(shown, on=on, closed=closed),
        "states": CHOICES,
        "chosen": chosen,
        "may_propose": access.may(request.user, BoardPermission.PROPOSE),
    }
    return page(request, "partnership_board/proposal_list.html", context)


@require_http_methods(BOTH)
def proposal_new(request: MemberRequest) -> HttpResponse:
    access.require(request.user, BoardPermission.PROPOSE)
    now, board = timezone.now(), boards.the_board()
    form = ProposeForm(request.POST or None, **_choices(request, board))
    is_draft = "keep" in request.POST
    if board and request.method == "POST" and form.is_valid():
        origin = "seat" if form.said["for_seat"] else "member"
        words = {"by": request.user, "now": now, "origin": origin, "is_draft": is_draft}
        if attempt(form, agendas.propose, board, **words | form.said):
            said = "Kept. Nobody else sees it." if is_draft else "Sent to the agenda group."
            return go(request, "partnership_board:proposals", said=said)
    context = {
        "board": board,
        "form": form,
        "before": queries.before_sending(board, now=now) if board else None,
        "drafts": AgendaProposal.objects.filter(state="draft", proposed_by=request.user),
    }
    return page(request, "partnership_board/proposal_new.html", context)


@require_http_methods(BOTH)
def proposal_edit(request: MemberRequest, pk: int) -> HttpResponse:
    found = _proposal(request, pk, BoardPermission.PROPOSE)
    now = timezone.now()
    initial = initial_of(found, queries.priorities_of(found))
    form = ProposeForm(request.POST or None, initial=initial, **_choices(request, found.board))
    is_mine = found.proposed_by == request.user and found.can_be_edited
    if request.method == "POST" and form.is_valid():
        words = {"by": request.user, "now": now, "is_draft": "keep" in request.POST}
        if attempt(form, agendas.rewrite, found, **words | form.said):
            return go(request, found, said="Kept." if "keep" in request.POST else "Sent.")
    row = queries.row_for(request.user, found, on=timezone.localdate(now))
    context = {
        "proposal": found,
        "form": form,
        "is_mine": is_mine,
        "question": row.latest,
        "before": queries.before_sending(found.board, now=now),
    }
    return page(request, "partnership_board/proposal_edit.html", context)


def _choices(request: MemberRequest, board: Board | None) -> dict[str, Any]:  # Any: rows
    on = timezone.localdate()
    return {
        "organisations": boards.organisations_of(request.user, on=on),
        "seats": queries.seats_held(request.user, board, on=on),
        "priorities": Priority.objects.current(),
    }


@require_safe
def proposal(request: MemberRequest, pk: int) -> HttpResponse:
    found = _proposal(request, pk, BoardPermission.SEE)
    now, on = timezone.now(), timezone.localdate()
    row = queries.row_for(request.user, found, on=on)
    is_mine = found.proposed_by == request.user
    may_decide = access.may(request.user, BoardPermission.DECIDE_AGENDA)
    may_place = access.may(request.user, BoardPermission.CHANGE_MEETINGS) and found.can_be_placed
    appeal = appeals.appeal_against(found)
    context = {
        "proposal": found,
        "row": row,
        "moments": story_of(row, now=now),
        "priorities": queries.priorities_of(found),
        "panels": panels_of(registries.proposal_panels, found, request.user),
        "reads_kept": found.is_sensitive and queries.may_read_kept_words(request.user, found),
        "is_mine": is_mine,
        "may_decide": found.can_be_decided and not is_mine and may_decide,
        "may_put_off": found.state == "placed" and (is_mine or may_decide),
        "may_withdraw": is_mine and (found.can_be_decided or found.state == "draft"),
        "may_appeal": found.can_be_appealed
        and appeals.seats_of(request.user, found.board_id, on=on).exists(),
        "appeal": appeals.progress_of(appeal) if appeal and found.can_be_appealed else None,
        "meeting": boards.next_open_meeting(now=now) if may_place else None,
        "asked": asked_about(found),
        "may_ask": found.is_sent_on and access.may(request.user, BoardPermission.READ_PACKS),
    }
    return page(request, "partnership_board/proposal.html", context)


@require_http_methods(BOTH)
def proposal_decide(request: MemberRequest, pk: int) -> HttpResponse:
    found = _proposal(request, pk, BoardPermission.DECIDE_AGENDA)
    on = timezone.localdate()
    voices = group.voices(found, on=on)
    choices = group.choices_for(found, on=on)
    form = DecideForm(request.POST or None, voices=voices, by=request.user, **choices)
    if request.method == "POST" and form.is_valid():
        words = {"by": request.user, "now": timezone.now()} | form.answer
        if attempt(form, answers.decide, found, **words):
            return go(request, found, said="The answer is published, and the proposer is told.")
    context = {
        "proposal": found,
        "form": form,
        "aside": [voice for voice in voices if voice.is_own],
        "reads_kept": found.is_sensitive and queries.may_read_kept_words(request.user, found),
        "panels": panels_of(registries.proposal_panels, found, request.user),
    }
    return page(request, "partnership_board/proposal_decide.html", context)


@require_POST
def proposal_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    found = _proposal(request, pk, BoardPermission.PROPOSE)
    try:
        agendas.withdraw(found, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, found)


@require_http_methods(BOTH)
def proposal_put_off(request: MemberRequest, pk: int) -> HttpResponse:
    found = _proposal(request, pk, BoardPermission.PROPOSE)
    form = PutOffForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        words = {"by": request.user, "now": timezone.now()} | form.cleaned_data
        if attempt(form, moves.put_off, found, **words):
            return go(request, found, said="It is off the agenda until somebody places it again.")
    context = {"proposal": found, "form": form}
    return page(request, "partnership_board/proposal_put_off.html", context)
