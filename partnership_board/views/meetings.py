"""Meetings: planned, edited, moved on, and put into people's calendars."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alliance import access, calendars, words
from alliance.http import MemberRequest, attempt, download, go, page
from alliance.lists import ordering, page_of
from partnership_board.actions import meetings
from partnership_board.deadlines import day_of
from partnership_board.forms.meetings import MeetingForm, StepForm, initial_of
from partnership_board.models import Meeting
from partnership_board.permissions import BoardPermission
from partnership_board.queries import boards, coming, diary, packs, planning, restrictions, sheets

BOTH = ["GET", "HEAD", "POST"]
COLUMNS = {
    "day": ["starts_at", "pk"],
    "board": ["board__name", "-starts_at"],
    "state": ["state", "-starts_at"],
}
# What each step is called on its button, and what it means for everybody else.
STEP_WORDS = {
    "agenda_open": ("Open the agenda", "Items can be added, moved and taken off again."),
    "agenda_closed": ("Close the agenda", "No more items. Papers can still come in."),
    "papers_closed": ("Close for papers", "Papers that come from now on are late."),
    "in_session": ("Open the meeting", "It is going on now."),
    "adjourned": ("Interrupt the meeting", "It goes on later."),
    "ended": ("Say it was held", "The items count as heard, and minutes can be written."),
    "minutes_open": ("Send the minutes round", "Board members check them."),
    "closed": ("Close the meeting", "Nothing about it changes any more."),
    "cancelled": (
        "Cancel the meeting",
        "It stays listed, with your reason. It cannot be undone.",
    ),
}
STEP_BACK_WORDS = {
    "agenda_open": ("Open the agenda again", "Items can be added and moved. Members read why."),
    "agenda_closed": ("Open it for papers again", "Papers are on time again. Members read why."),
    "in_session": ("Go on with the meeting", "It has not ended. Members read why."),
    "ended": ("Take the minutes back", "They are written again. Members read why."),
    "minutes_open": ("Open the minutes again", "They can be corrected. Members read why."),
}


@require_safe
def meeting_list(request: MemberRequest) -> HttpResponse:
    access.require(request.user, BoardPermission.SEE)
    rows = boards.meetings().order_by(*ordering(request, COLUMNS, default="-day"))
    chosen = request.GET.get("state", "")
    if chosen in Meeting.State.values:
        rows = rows.filter(state=chosen)
    if request.GET.get("format") == "csv":
        name = f"meetings-{timezone.localdate().isoformat()}.csv"
        return download(sheets.of_meetings(rows), name=name, media_type="text/csv")
    context = {
        "page": page_of(request, rows),
        "states": Meeting.State.choices,
        "chosen": chosen,
        "may_plan": access.may(request.user, BoardPermission.CHANGE_MEETINGS),
    }
    return page(request, "partnership_board/meeting_list.html", context)


@require_safe
def meeting(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(
        Meeting.objects.select_related("board", "chair", "rules"),
        request=request,
        permission=BoardPermission.SEE,
        pk=pk,
    )
    may_change = access.may(request.user, BoardPermission.CHANGE_MEETINGS)
    sight = restrictions.sight_of(request.user, on=timezone.localdate())
    agenda = boards.agenda_of(found, packs.papers_of(found), sight)
    context = {
        "meeting": found,
        "agenda": agenda,
        "together": sum(row.item.minutes for row in agenda),
        "length": int((found.ends_at - found.starts_at).total_seconds() // 60),
        "deadlines": _deadlines(found),
        "taken_off": boards.taken_off(found, sight) if not found.takes_items else [],
        "steps_back": boards.steps_back(found),
        "place": coming.place_of(request.user, found) if found.takes_answers else None,
        "answer": coming.answer_of(request.user, found),
        "forecast": coming.forecast(found, on=day_of(found.starts_at))
        if found.takes_answers
        else [],
        "came": boards.attendance_of(found) if found.was_held else [],
        "steps": _steps(found) if may_change else [],
        "waiting": boards.acceptable().count() if may_change and found.takes_items else 0,
        "may_change": may_change,
        "may_send": access.may(request.user, BoardPermission.SEND_PACKS),
        "may_read": access.may(request.user, BoardPermission.READ_PACKS),
        "may_see_minutes": found.was_held,
    }
    return page(request, "partnership_board/meeting.html", context)


def _deadlines(found: Meeting) -> list[dict[str, str]]:
    days = (
        ("Proposals by", found.proposals_by_on),
        ("Papers by", found.papers_by_on),
        ("Pack out by", found.publish_by_on),
    )
    return [{"label": label, "value": words.day(on)} for label, on in days]


def _steps(found: Meeting) -> list[dict[str, str]]:
    """What may come next, and then the ways back."""
    onward = [(to, STEP_WORDS[to]) for to, be in meetings.STEPS.items() if found.state in be]
    back = [(to, STEP_BACK_WORDS[to]) for to, be in meetings.BACK.items() if found.state in be]
    return [
        {"to": to.value, "label": label, "means": means} for to, (label, means) in [*onward, *back]
    ]


@require_http_methods(BOTH)
def meeting_new(request: MemberRequest) -> HttpResponse:
    access.require(request.user, BoardPermission.CHANGE_MEETINGS)
    now = timezone.now()
    board = boards.the_board()
    people = boards.people_on(board, on=timezone.localdate(now)) if board else boards.nobody()
    initial = {"starts_at": planning.moment_of(request.GET.get("on", "")), "board": board}
    form = MeetingForm(
        request.POST or None, people=people, boards=boards.all_boards(), initial=initial
    )
    if board and request.method == "POST" and form.is_valid():
        words = dict(form.cleaned_data)
        chosen = words.pop("board", None) or board
        if attempt(form, meetings.plan, chosen, by=request.user, now=now, **words):
            return go(request, "partnership_board:meetings", said="The meeting is planned.")
    rules = boards.rules_of(board, on=timezone.localdate(now)) if board else None
    context = {"board": board, "form": form, "rules": rules}
    return page(request, "partnership_board/meeting_new.html", context)


@require_http_methods(BOTH)
def meeting_edit(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(
        Meeting.objects.select_related("board", "chair"),
        request=request,
        permission=BoardPermission.CHANGE_MEETINGS,
        pk=pk,
    )
    people = boards.people_on(found.board, on=timezone.localdate())
    form = MeetingForm(request.POST or None, people=people, initial=initial_of(found))
    if request.method == "POST" and form.is_valid():
        changes = {"by": request.user, "now": timezone.now()} | form.cleaned_data
        if attempt(form, meetings.edit, found, **changes):
            return go(request, found, said="Saved. The deadlines follow from the day.")
    return page(request, "partnership_board/meeting_edit.html", {"meeting": found, "form": form})


@require_http_methods(BOTH)
def meeting_step(request: MemberRequest, pk: int, to: str) -> HttpResponse:
    found = access.get_or_404(
        Meeting.objects.select_related("board"),
        request=request,
        permission=BoardPermission.CHANGE_MEETINGS,
        pk=pk,
    )
    if to not in STEP_WORDS:
        raise Http404
    is_back = meetings.is_back(found, to)
    title, means = STEP_BACK_WORDS[to] if is_back else STEP_WORDS[to]
    posted = request.POST if request.method == "POST" else None
    form = StepForm(posted, to=to, is_back=is_back)
    if request.method == "POST" and form.is_valid():
        step = {"to": to, "by": request.user, "now": timezone.now()} | form.cleaned_data
        if attempt(form, meetings.step, found, **step):
            return go(request, found, said="Done.")
    context = {"meeting": found, "form": form, "title": title, "means": means, "to": to}
    return page(request, "partnership_board/meeting_step.html", context)


@require_safe
def meeting_calendar(request: MemberRequest, pk: int) -> HttpResponse:
    found = access.get_or_404(
        Meeting.objects.select_related("board"),
        request=request,
        permission=BoardPermission.SEE,
        pk=pk,
    )
    name = f"board-{found.starts_at.astimezone(calendars.LONDON):%Y-%m-%d}.ics"
    content = diary.as_calendar([found], now=timezone.now())
    return download(content, name=name, media_type="text/calendar")
