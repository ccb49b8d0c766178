"""The agenda group's own page, appeals against its answers, and items that move."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.calendars import ENGLAND
from alliance.http import MemberRequest, attempt, go, page
from partnership_board.actions import appeals, moves
from partnership_board.forms.items import UrgentForm
from partnership_board.forms.proposals import AppealForm, MoveOnForm
from partnership_board.models import AgendaItem, AgendaProposal, Meeting
from partnership_board.permissions import BoardPermission
from partnership_board.queries import appeals as appeal_queries
from partnership_board.queries import boards, group
from partnership_board.queries import proposals as queries

BOTH = ["GET", "HEAD", "POST"]


@require_safe
def agenda_group(request: MemberRequest) -> HttpResponse:
    access.require(request.user, BoardPermission.SEE)
    now, on, board = timezone.now(), timezone.localdate(), boards.the_board()
    waiting = group.waiting(board) if board else []
    context = {
        "board": board,
        "rows": [queries.LedgerRow(each, on, ENGLAND) for each in waiting],
        "room": boards.room_left(board, now=now) if board else [],
        "group_meeting": group.groups_next_meeting(board, now=now) if board else None,
        "may_decide": access.may(request.user, BoardPermission.DECIDE_AGENDA),
        "me": request.user,
    }
    return page(request, "partnership_board/agenda_group.html", context)


@require_http_methods(BOTH)
def proposal_appeal(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(
        AgendaProposal.objects.sent().select_related("board"),
        request=request,
        permission=BoardPermission.READ_PACKS,
        pk=pk,
    )
    on = timezone.localdate()
    seats = appeal_queries.seats_of(request.user, found.board_id, on=on)
    form = AppealForm(request.POST if request.method == "POST" else None, seats=seats)
    if request.method == "POST" and form.is_valid():
        words = {"by": request.user, "now": timezone.now()} | form.cleaned_data
        if attempt(form, appeals.support, found, **words):
            return go(request, found, said="Your seat asks for another look.")
    appeal = appeal_queries.appeal_against(found)
    context = {
        "proposal": found,
        "form": form,
        "seats": seats,
        "rules": boards.rules_of(found.board, on=on),
        "progress": appeal_queries.progress_of(appeal) if appeal else None,
        "row": queries.row_for(request.user, found, on=on),
    }
    return page(request, "partnership_board/proposal_appeal.html", context)


@require_http_methods(BOTH)
def item_move_on(request: MemberRequest, pk: int, number: str) -> HttpResponse:
    item = access.get_or_404(
        AgendaItem.objects.numbered().select_related("meeting__board", "proposal"),
        request=request,
        permission=BoardPermission.CHANGE_MEETINGS,
        meeting=pk,
        number=number,
    )
    others = boards.open_meetings(item.meeting.board, now=timezone.now()).exclude(pk=pk)
    form = MoveOnForm(request.POST if request.method == "POST" else None, meetings=others)
    if request.method == "POST" and form.is_valid():
        words = {"by": request.user, "now": timezone.now()} | form.cleaned_data
        if attempt(form, moves.move_on, item, **words):
            return go(request, item.meeting, said="Moved. Whoever proposed it is told why.")
    context = {"item": item, "meeting": item.meeting, "form": form}
    return page(request, "partnership_board/item_move_on.html", context)


@require_http_methods(BOTH)
def item_urgent(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = access.get_or_404(
        Meeting.objects.select_related("board"),
        request=request,
        permission=BoardPermission.CHANGE_MEETINGS,
        pk=pk,
    )
    on = timezone.localdate()
    people = boards.people_here(on=on)
    form = UrgentForm(
        request.POST or None, people=people, organisations=boards.organisations(on=on)
    )
    if request.method == "POST" and form.is_valid():
        words = {"by": request.user, "now": timezone.now(), "reason": form.cleaned_data["reason"]}
        if attempt(form, moves.add_urgent, meeting, form.facts, **words):
            return go(request, meeting, said="The urgent item is on the agenda.")
    context = {"meeting": meeting, "form": form}
    return page(request, "partnership_board/item_urgent.html", context)
