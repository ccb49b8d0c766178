"""Planning ahead: the year, good days, series, what stands on every agenda, who comes."""

from collections.abc import Callable

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, go, page, refuse
from partnership_board.actions import coming as coming_actions
from partnership_board.actions import series, standing
from partnership_board.forms.meetings import ComingForm, SeriesForm, StandingForm
from partnership_board.models import Board, Meeting, StandingItem
from partnership_board.permissions import BoardPermission
from partnership_board.queries import boards, coming, planning
from partnership_board.queries.calendars import closed_days
from partnership_board.views.asking import form_page

BOTH = ["GET", "HEAD", "POST"]
FARTHEST = 3  # years from now
STANDING: dict[str, Callable[..., None]] = {"end": standing.end, "up": standing.raise_up}


@require_safe
def year(request: MemberRequest) -> HttpResponse:
    access.require(request.user, BoardPermission.SEE)
    this = timezone.localdate().year
    typed = request.GET.get("year", "")
    chosen = int(typed) if typed.isdigit() and abs(int(typed) - this) <= FARTHEST else this
    context = {
        "year": chosen,
        "before": chosen - 1 if chosen > this - FARTHEST else None,
        "after": chosen + 1 if chosen < this + FARTHEST else None,
        "months": planning.year_of(chosen),
    }
    return page(request, "partnership_board/year.html", context)


@require_safe
def good_days(request: MemberRequest) -> HttpResponse:
    access.require(request.user, BoardPermission.CHANGE_MEETINGS)
    board = boards.the_board()
    days = planning.good_days(board, now=timezone.now(), closed=closed_days()) if board else []
    return page(request, "partnership_board/good_days.html", {"board": board, "days": days})


@require_http_methods(BOTH)
def series_new(request: MemberRequest) -> HttpResponse:
    access.require(request.user, BoardPermission.CHANGE_MEETINGS)
    board = boards.the_board()
    form = SeriesForm(request.POST or None)
    if board and request.method == "POST" and form.is_valid():
        try:
            planned = series.plan(board, by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return go(request, "partnership_board:meetings", said=planned.said)
    asked = (
        _("Plan meetings that come round"),
        _("Each gets its own deadlines. Everybody hears of them in one letter."),
        _("Plan them"),
    )
    return form_page(request, form, asked, back=_("Meetings"), back_url=boards.meetings_url())


@require_http_methods(BOTH)
def standing_items(request: MemberRequest, pk: int) -> HttpResponse:
    board = access.get_or_404(
        Board.objects.all(), request=request, permission=BoardPermission.CHANGE_MEETINGS, pk=pk
    )
    on = timezone.localdate()
    form = StandingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        words = {"by": request.user, "from_on": on} | form.cleaned_data
        if attempt(form, standing.add, board, **words):
            said = _("It stands on every new agenda.")
            return go(request, "partnership_board:standing", said=said, pk=board.pk)
    there = StandingItem.objects.current(on=on).filter(board=board)
    context = {"board": board, "form": form, "items": there.order_by("position", "pk")}
    return page(request, "partnership_board/standing.html", context)


@require_POST
def standing_change(request: MemberRequest, pk: int, change: str) -> HttpResponse:
    """Further up on every agenda, or off all those that are still to be planned."""
    item = access.get_or_404(
        StandingItem.objects.select_related("board"),
        request=request,
        permission=BoardPermission.CHANGE_MEETINGS,
        pk=pk,
    )
    try:
        STANDING[change](item, on=timezone.localdate(), by=request.user)
    except Refused as refusal:
        return refuse(request, item.board, refusal)
    return go(request, "partnership_board:standing", pk=item.board_id)


@require_http_methods(BOTH)
def coming_page(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = access.get_or_404(
        Meeting.objects.select_related("board"),
        request=request,
        permission=BoardPermission.PROPOSE,
        pk=pk,
    )
    place = coming.place_of(request.user, meeting)
    if place is None or not meeting.takes_answers:
        refusal = Refused(_("There is nothing for you to answer about this meeting."))
        return refuse(request, meeting, refusal)
    there = coming.answer_of(request.user, meeting)
    initial = {"rsvp": there.rsvp, "mode": there.mode} if there else {}
    posted = request.POST if request.method == "POST" else None
    deputy = coming.next_deputy(place.seat, meeting)
    form = ComingForm(posted, place=place, deputy=deputy, initial=initial)
    if request.method == "POST" and form.is_valid():
        words = {"by": request.user, "now": timezone.now()} | form.cleaned_data
        if attempt(form, coming_actions.answer, meeting, **words):
            return go(request, meeting, said=_("Thank you. You can change it until then."))
    context = {"meeting": meeting, "place": place, "form": form}
    return page(request, "partnership_board/coming.html", context)
