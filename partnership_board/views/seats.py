"""One seat: who sits there, in what order deputies come, and stepping back from it."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, go, page, refuse
from partnership_board.actions import pauses
from partnership_board.actions import seats as actions
from partnership_board.forms.boards import CloseSeatForm, StepBackForm
from partnership_board.models import Deputy, Seat
from partnership_board.permissions import BoardPermission
from partnership_board.queries import boards
from partnership_board.queries import seats as queries
from partnership_board.views.asking import form_page

BOTH = ["GET", "HEAD", "POST"]


def _seat(request: MemberRequest, pk: int, permission: str) -> Seat:
    rows = Seat.objects.select_related("board", "constituency", "nominating_organisation")
    return access.get_or_404(rows, request=request, permission=permission, pk=pk)


@require_safe
def seat(request: MemberRequest, pk: int) -> HttpResponse:
    found = _seat(request, pk, BoardPermission.SEE)
    on = timezone.localdate()
    row = boards.row_of(found, on=on)
    context = {
        "seat": found,
        "row": row,
        "history": queries.earlier_terms(found, on=on),
        "limits": queries.limits_of(found, row.terms),
        "pause": queries.pause_shown_to(request.user, found, on=on),
        "is_mine": any(term.holder == request.user for term in row.terms),
        "may_change": access.may(request.user, BoardPermission.CHANGE_SEATS),
    }
    return page(request, "partnership_board/seat.html", context)


@require_http_methods(BOTH)
def seat_step_back(request: MemberRequest, pk: int) -> HttpResponse:
    found = _seat(request, pk, BoardPermission.PROPOSE)
    on = timezone.localdate()
    term = queries.my_term(request.user, found, on=on)
    if term is None:
        refusal = Refused("Only whoever holds the seat can step back from it.")
        return refuse(request, found, refusal)
    pause = queries.my_pause(term, on=on)
    form = StepBackForm(request.POST or None, initial={"from_on": on})
    when = {"by": request.user, "now": timezone.now()}
    if request.method == "POST" and "back" in request.POST:
        if attempt(form, pauses.come_back, term, **when):
            return go(request, found, said=_("Welcome back."))
    elif request.method == "POST" and form.is_valid():
        if attempt(form, pauses.step_back, term, **when | form.cleaned_data):
            return go(request, found, said=_("It is done. Come back whenever you like."))
    row = boards.row_of(found, on=on)
    context = {
        "seat": found,
        "pause": pause,
        "form": form,
        "deputy": row.deputies[0] if row.deputies else None,
    }
    return page(request, "partnership_board/seat_step_back.html", context)


@require_POST
def deputy_raise(request: MemberRequest, pk: int) -> HttpResponse:
    deputy = access.get_or_404(
        Deputy.objects.select_related("seat", "person"),
        request=request,
        permission=BoardPermission.CHANGE_SEATS,
        pk=pk,
    )
    try:
        actions.raise_deputy(deputy, by=request.user, on=timezone.localdate())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, deputy.seat)


@require_http_methods(BOTH)
def seat_close(request: MemberRequest, pk: int) -> HttpResponse:
    found = _seat(request, pk, BoardPermission.CHANGE_SEATS)
    form = CloseSeatForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if attempt(form, actions.close_seat, found, by=request.user, **form.cleaned_data):
            return go(request, found, said=_("The seat closes on that day."))
    asked = (
        _("Close the seat “%s”?") % found,
        _("It stays on the record with everybody who sat there."),
        _("Close the seat"),
    )
    return form_page(request, form, asked, back=found.title, back_url=found.get_absolute_url())
