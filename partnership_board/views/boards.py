"""The board's front page, its seats, and writing down a decision."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.http import MemberRequest, attempt, go, page
from partnership_board.actions import decisions, seats
from partnership_board.forms.decisions import DecisionForm
from partnership_board.forms.seats import BeginTermForm, DeputyForm, EndDeputyForm, EndTermForm
from partnership_board.models import AgendaItem, Board, Deputy, Seat, SeatTerm
from partnership_board.permissions import BoardPermission
from partnership_board.queries import boards, today

BOTH = ["GET", "HEAD", "POST"]


@require_safe
def board(request: MemberRequest) -> HttpResponse:
    access.require(request.user, BoardPermission.SEE)
    now = timezone.now()
    context = {
        "board": boards.the_board(),
        "meeting": boards.next_meeting(now=now),
        "cards": list(today.cards(request.user, timezone.localdate(now))),
        "decisions": boards.decisions()[:5],
        "may_plan": access.may(request.user, BoardPermission.CHANGE_MEETINGS),
        "may_propose": access.may(request.user, BoardPermission.PROPOSE),
        "may_read": access.may(request.user, BoardPermission.READ_PACKS),
    }
    return page(request, "partnership_board/board.html", context)


@require_safe
def seat_list(request: MemberRequest) -> HttpResponse:
    access.require(request.user, BoardPermission.SEE)
    found = list(Board.objects.order_by("pk"))
    tables = boards.table_of(found, on=timezone.localdate())
    context = {
        "boards": [(each, tables[each.pk]) for each in found],
        "may_change": access.may(request.user, BoardPermission.CHANGE_SEATS),
    }
    return page(request, "partnership_board/seat_list.html", context)


@require_http_methods(BOTH)
def term_begin(request: MemberRequest, pk: int) -> HttpResponse:
    seat = access.get_or_404(
        Seat.objects.select_related("board", "constituency"),
        request=request,
        permission=BoardPermission.CHANGE_SEATS,
        pk=pk,
    )
    on = timezone.localdate()
    form = BeginTermForm(
        request.POST or None,
        people=boards.people_here(on=on),
        organisations=boards.organisations(on=on),
        initial={"started_on": on},
    )
    if request.method == "POST" and form.is_valid():
        if attempt(form, seats.begin_term, seat, by=request.user, on=on, **form.cleaned_data):
            return go(request, "partnership_board:seats", said="The term is written down.")
    return page(request, "partnership_board/term_begin.html", {"seat": seat, "form": form})


@require_http_methods(BOTH)
def term_end(request: MemberRequest, pk: int) -> HttpResponse:
    term = access.get_or_404(
        SeatTerm.objects.select_related("seat__board", "holder"),
        request=request,
        permission=BoardPermission.CHANGE_SEATS,
        pk=pk,
    )
    on = timezone.localdate()
    form = EndTermForm(request.POST or None, initial={"ended_on": on})
    if request.method == "POST" and form.is_valid():
        if attempt(form, seats.end_term, term, by=request.user, on=on, **form.cleaned_data):
            return go(request, "partnership_board:seats", said="The end is written down.")
    return page(request, "partnership_board/term_end.html", {"term": term, "form": form})


@require_http_methods(BOTH)
def deputy_name(request: MemberRequest, pk: int) -> HttpResponse:
    seat = access.get_or_404(
        Seat.objects.select_related("board", "constituency"),
        request=request,
        permission=BoardPermission.CHANGE_SEATS,
        pk=pk,
    )
    on = timezone.localdate()
    people = boards.people_here(on=on)
    form = DeputyForm(request.POST or None, people=people, initial={"from_on": on})
    if request.method == "POST" and form.is_valid():
        if attempt(form, seats.name_deputy, seat, by=request.user, on=on, **form.cleaned_data):
            return go(request, "partnership_board:seats", said="The deputy is named.")
    return page(request, "partnership_board/deputy_name.html", {"seat": seat, "form": form})


@require_http_methods(BOTH)
def deputy_end(request: MemberRequest, pk: int) -> HttpResponse:
    deputy = access.get_or_404(
        Deputy.objects.select_related("seat__board", "person"),
        request=request,
        permission=BoardPermission.CHANGE_SEATS,
        pk=pk,
    )
    on = timezone.localdate()
    form = EndDeputyForm(request.POST or None, initial={"to_on": on})
    if request.method == "POST" and form.is_valid():
        if attempt(form, seats.end_deputy, deputy, by=request.user, on=on, **form.cleaned_data):
            return go(request, "partnership_board:seats", said="The end is written down.")
    return page(request, "partnership_board/deputy_end.html", {"deputy": deputy, "form": form})


@require_http_methods(BOTH)
def decision_record(request: MemberRequest, pk: int, number: str) -> HttpResponse:
    item = access.get_or_404(
        AgendaItem.objects.on_agenda().select_related("meeting__board"),
        request=request,
        permission=BoardPermission.CHANGE_MEETINGS,
        meeting=pk,
        number=number,
    )
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = {"by": request.user, "now": timezone.now()} | form.cleaned_data
        if attempt(form, decisions.record, item, **words):
            return go(request, item, said="The decision is in the register.")
    return page(request, "partnership_board/decision_record.html", {"item": item, "form": form})
