"""One's own calendar address, the feed behind it, and the alliance's closed days."""

from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access
from alliance.errors import Refused
from alliance.http import MemberRequest, absolute_url, attempt, download, go, page, refuse
from partnership_board.actions import calendars as actions
from partnership_board.forms.meetings import ClosedDayForm, OwnCalendarForm
from partnership_board.models import ClosedDay, WorkingCalendar
from partnership_board.permissions import BoardPermission
from partnership_board.queries import diary

BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(BOTH)
def my_calendar(request: MemberRequest) -> HttpResponse:
    access.require(request.user, BoardPermission.SEE)
    if request.method == "POST":
        doing = actions.take_back if "end" in request.POST else actions.make_address
        doing(by=request.user, now=timezone.now())
        said = _("The address shows nothing any more.") if "end" in request.POST else ""
        return go(request, "partnership_board:my_calendar", said=said)
    feed = diary.my_feed(request.user)
    token = {"token": diary.token_of(feed)} if feed else {}
    address = absolute_url(reverse("partnership_board:feed", kwargs=token)) if feed else ""
    context = {
        "address": address,
        "webcal": address.replace("https://", "webcal://", 1),
        "meetings": diary.meetings_for(request.user, now=timezone.now()).count(),
    }
    return page(request, "partnership_board/my_calendar.html", context)


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """For calendars, which cannot sign in. Titles and links only."""
    found = diary.feed_of(token)
    if found is None:
        raise Http404
    now = timezone.now()
    content = diary.as_calendar(diary.meetings_for(found.person, now=now), now=now)
    return download(content, name="board.ics", media_type="text/calendar", is_inline=True)


@require_http_methods(BOTH)
def closed_days(request: MemberRequest) -> HttpResponse:
    access.require(request.user, BoardPermission.CHANGE_MEETINGS)
    calendar = WorkingCalendar.objects.first()
    posted = request.POST if request.method == "POST" else None
    form = ClosedDayForm(posted) if calendar else OwnCalendarForm(posted)
    if request.method == "POST" and form.is_valid():
        by = {"by": request.user} | form.cleaned_data
        did = (
            attempt(form, actions.close, calendar, **by)
            if calendar
            else attempt(form, actions.keep_own, **by)
        )
        if did:
            return go(request, "partnership_board:closed_days", said=_("Saved."))
    days = ClosedDay.objects.order_by("on")
    context = {
        "calendar": calendar,
        "years": [(y, list(of)) for y, of in groupby(days, key=lambda day: day.on.year)],
        "next_year": calendar.until_on.year + 1 if calendar else None,
        "form": form,
        "on": timezone.localdate(),
    }
    return page(request, "partnership_board/closed_days.html", context)


@require_POST
def closed_day_open(request: MemberRequest, pk: int) -> HttpResponse:
    day = access.get_or_404(
        ClosedDay.objects.select_related("calendar"),
        request=request,
        permission=BoardPermission.CHANGE_MEETINGS,
        pk=pk,
    )
    try:
        actions.open_again(day, by=request.user, today=timezone.localdate())
    except Refused as refusal:
        return refuse(request, "partnership_board:closed_days", refusal)
    return go(request, "partnership_board:closed_days", said=_("It is a working day again."))


@require_POST
def year_complete(request: MemberRequest, pk: int) -> HttpResponse:
    calendar = access.get_or_404(
        WorkingCalendar.objects.all(),
        request=request,
        permission=BoardPermission.CHANGE_MEETINGS,
        pk=pk,
    )
    try:
        actions.complete_year(calendar, year=calendar.until_on.year + 1, by=request.user)
    except Refused as refusal:
        return refuse(request, "partnership_board:closed_days", refusal)
    return go(request, "partnership_board:closed_days", said=_("The year is complete."))
