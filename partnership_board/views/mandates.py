"""Telling the members of a meeting, and bringing to an agenda what was said elsewhere."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, go, page
from members.models import ReportBack
from partnership_board.actions import mandates as actions
from partnership_board.forms.mandates import TellForm
from partnership_board.models import Meeting, SeatReport
from partnership_board.permissions import BoardPermission
from partnership_board.queries import mandates as queries

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
def seat_report(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(
        SeatReport.objects.select_related(
            "meeting__board__network", "seat_term__seat", "seat_term__holder", "report"
        ),
        request=request,
        permission=BoardPermission.PROPOSE,
        pk=pk,
    )
    form = TellForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = {"by": request.user, "now": timezone.now()} | form.cleaned_data
        if attempt(form, actions.report, found, **told):
            return go(request, found, said=_("Thank you. The members can read it now."))
    context = {
        "owed": found,
        "meeting": found.meeting,
        "form": form,
        "is_mine": found.seat_term.holder == request.user and found.report is None,
    }
    return page(request, "partnership_board/seat_report.html", context)


@require_http_methods(BOTH)
def reports_place(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = access.get_or_404(
        Meeting.objects.select_related("board"),
        request=request,
        permission=BoardPermission.CHANGE_MEETINGS,
        pk=pk,
    )
    found = queries.from_elsewhere(meeting, on=timezone.localdate())
    if request.method == "POST":
        chosen = request.POST.get("report", "")
        told = found.filter(pk=chosen).first() if chosen.isdecimal() else None
        return _place(request, meeting, told)
    context = {"meeting": meeting, "reports": list(found[:30])}
    return page(request, "partnership_board/reports_place.html", context)


def _place(request: MemberRequest, meeting: Meeting, told: ReportBack | None) -> HttpResponse:
    if told is None:
        messages.error(request, _("Choose one of the reports."))
        return go(request, "partnership_board:reports_place", pk=meeting.pk)
    try:
        now = timezone.now()
        item = actions.place(told, on_agenda_of=meeting, by=request.user, now=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return go(request, meeting)
    return go(request, meeting, said=_("It is item %s.") % item.number)
