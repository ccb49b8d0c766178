"""How a board works: its rules, version by version, its sides and its seats."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access
from alliance.http import MemberRequest, attempt, go, page
from partnership_board.actions import boards as actions
from partnership_board.forms.boards import BoardForm, NewBoardForm, RulesForm, SeatForm, SideForm
from partnership_board.models import Board
from partnership_board.permissions import BoardPermission
from partnership_board.queries import boards, rules
from partnership_board.queries.proposals import sides_of
from partnership_board.views.asking import form_page

BOTH = ["GET", "HEAD", "POST"]


def _board(request: MemberRequest, pk: int, permission: str) -> Board:
    rows = Board.objects.select_related("parent", "network")
    return access.get_or_404(rows, request=request, permission=permission, pk=pk)


@require_safe
def board_settings(request: MemberRequest, pk: int) -> HttpResponse:
    found = _board(request, pk, BoardPermission.SEE)
    on = timezone.localdate()
    in_force = boards.rules_of(found, on=on)
    sides = list(sides_of(found))
    context = {
        "board": found,
        "rules": in_force,
        "facts": rules.in_words(in_force, sides),
        "versions": rules.versions_of(found),
        "sides": boards.table_of([found], on=on)[found.pk].sides,
        "may_change": access.may(request.user, BoardPermission.CHANGE_SEATS),
    }
    return page(request, "partnership_board/board_settings.html", context)


@require_http_methods(BOTH)
def rules_adopt(request: MemberRequest, pk: int) -> HttpResponse:
    found = _board(request, pk, BoardPermission.CHANGE_SEATS)
    form = RulesForm(
        request.POST if request.method == "POST" else None,
        sides=list(sides_of(found)),
        decisions=boards.decisions().filter(board=found)[:50],
        rules=boards.rules_of(found, on=timezone.localdate()),
    )
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.adopt_rules, found, by=request.user, **form.said):
            return go(request, found, said=_("The rules are adopted. Earlier versions stay."))
    return page(request, "partnership_board/rules_adopt.html", {"board": found, "form": form})


@require_http_methods(BOTH)
def board_edit(request: MemberRequest, pk: int) -> HttpResponse:
    found = _board(request, pk, BoardPermission.CHANGE_SEATS)
    names = ("name", "is_public", "min_elected_seats", "network")
    form = BoardForm(
        request.POST if request.method == "POST" else None,
        networks=boards.networks_for(found),
        initial={name: getattr(found, name) for name in names},
    )
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.edit_board, found, by=request.user, **form.cleaned_data):
            return go(request, found, said=_("Saved."))
    return form_page(request, form, (_("Edit the %s") % found, "", _("Save")), **_back(found))


@require_http_methods(BOTH)
def board_new(request: MemberRequest) -> HttpResponse:
    access.require(request.user, BoardPermission.CHANGE_SEATS)
    there = Board.objects.order_by("pk")
    form = NewBoardForm(request.POST if request.method == "POST" else None, boards=there)
    if request.method == "POST" and form.is_valid():
        on = timezone.localdate()
        if attempt(form, actions.open_board, by=request.user, on=on, **form.cleaned_data):
            return go(request, "partnership_board:seats", said=_("The board is open."))
    title, lead = _("Open another board"), _("A subgroup has sides, seats and rules of its own.")
    asked = (title, lead, _("Open it"))
    return form_page(request, form, asked, back=_("Seats"), back_url=boards.seats_url())


@require_http_methods(BOTH)
def side_add(request: MemberRequest, pk: int) -> HttpResponse:
    found = _board(request, pk, BoardPermission.CHANGE_SEATS)
    form = SideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.add_constituency, found, by=request.user, **form.cleaned_data):
            return go(request, found, said=_("The side is added."))
    return form_page(request, form, (_("Add a side"), "", _("Add it")), **_back(found))


@require_http_methods(BOTH)
def seat_add(request: MemberRequest, pk: int) -> HttpResponse:
    found = _board(request, pk, BoardPermission.CHANGE_SEATS)
    on = timezone.localdate()
    form = SeatForm(
        request.POST if request.method == "POST" else None,
        sides=sides_of(found),
        organisations=boards.organisations(on=on),
        initial={"opened_on": on},
    )
    if request.method == "POST" and form.is_valid():
        words = dict(form.cleaned_data)
        if attempt(form, actions.add_seat, words.pop("constituency"), by=request.user, **words):
            return go(request, found, said=_("The seat is added. Nobody sits there yet."))
    return form_page(request, form, (_("Add a seat"), "", _("Add it")), **_back(found))


def _back(board: Board) -> dict[str, str]:
    return {"back": str(board), "back_url": board.get_absolute_url()}
