"""A meeting while it goes on: for everybody on the board to see, for its chair to keep."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance import access, words
from alliance.errors import Refused
from alliance.http import MemberRequest, attempt, download, go, page, refuse
from partnership_board.actions import live as actions
from partnership_board.actions import meetings, participation, presence
from partnership_board.actions.live import Entry
from partnership_board.forms.attendance import CorrectionForm
from partnership_board.forms.live import EntryForm
from partnership_board.models import AgendaItem, LiveEntry, Meeting, PresenceSpan
from partnership_board.permissions import BoardPermission
from partnership_board.queries import attendance, boards, live, live_beside, questions, restrictions
from partnership_board.queries import participation as participation_queries
from partnership_board.queries import presence as queries
from partnership_board.views.asking import form_page
from partnership_board.views.keeping import refuse_others, refuse_others_now

BOTH = ["GET", "HEAD", "POST"]
LIVE = "partnership_board:live"
# Not entries: a meeting's own steps, which can be taken once.
STEPS = {
    "open": Meeting.State.IN_SESSION,
    "interrupt": Meeting.State.ADJOURNED,
    "end": Meeting.State.ENDED,
}
SAID = {
    LiveEntry.Outcome.TAKEN: (messages.SUCCESS, "Written down."),
    LiveEntry.Outcome.AGREED: (messages.SUCCESS, "Somebody had written down the same."),
    LiveEntry.Outcome.CONFLICT: (
        messages.WARNING,
        "Somebody wrote down something else meanwhile. Both are kept: choose between them.",
    ),
}


def _meeting(request: MemberRequest, pk: int, permission: str) -> Meeting:
    rows = Meeting.objects.select_related("board", "rules", "chair")
    return access.get_or_404(rows, request=request, permission=permission, pk=pk)


@require_http_methods(BOTH)
def room(request: MemberRequest, pk: int) -> HttpResponse:
    meeting = _meeting(request, pk, BoardPermission.READ_PACKS)
    return _enter(request, meeting) if request.method == "POST" else _room(request, meeting)


def _enter(request: MemberRequest, meeting: Meeting) -> HttpResponse:
    refuse_others_now(request, meeting)
    now = timezone.now()
    if request.POST.get("entry") in STEPS:
        return _step(request, meeting, request.POST["entry"], now=now)
    people = boards.people_here(on=timezone.localdate(now)).distinct()
    items = AgendaItem.objects.on_agenda().filter(meeting=meeting)
    on = timezone.localdate(meeting.starts_at)
    form = EntryForm(request.POST, people=people, items=items, on=on)
    if not form.is_valid():
        return _room(request, meeting, form=form)
    seen = form.cleaned_data["seen"] or 0
    entry = Entry(form.kind, form.cleaned_data["key"], form.words, seen, form.moment)
    kept = actions.enter(meeting, entry, by=request.user, now=now)
    _say(request, kept)
    return go(request, LIVE, meeting.pk)


def _say(request: MemberRequest, kept: LiveEntry) -> None:
    level, sentence = SAID.get(LiveEntry.Outcome(kept.outcome), (messages.ERROR, kept.why))
    messages.add_message(request, level, sentence)


def _step(request: MemberRequest, meeting: Meeting, wanted: str, *, now: datetime) -> HttpResponse:
    to = STEPS[wanted]
    too_few = to == Meeting.State.ENDED and attendance.was_never_quorate(meeting)
    try:
        meetings.step(meeting, to=to, by=request.user, now=now, held_informally=too_few)
    except Refused as refusal:
        return refuse(request, LIVE, refusal, meeting.pk)
    where = meeting if to == Meeting.State.ENDED else LIVE
    return go(request, where, *([] if where is meeting else [meeting.pk]), said="Written down.")


def _room(
    request: MemberRequest, meeting: Meeting, *, form: EntryForm | None = None
) -> HttpResponse:
    now = timezone.now()
    on = timezone.localdate(now)
    sight = restrictions.sight_of(request.user, on=on)
    agenda = live.agenda_of(meeting, sight)
    now_item = live.now_of(agenda)
    may_keep = queries.keeps_now(request.user, meeting, on=on)
    context = {
        "meeting": meeting,
        "now": now,
        "agenda": agenda,
        "current": now_item,
        "standing": live.standing_of(meeting, now_item, at=now),
        "roll": live.sides_of_roll(meeting),
        "may_keep": may_keep,
        "seen": live.latest_entry(meeting),
        "waiting": questions.waiting_for(request.user, at=now),
        "beside": None,
        "form": form,
        "note": form.data.get("text", "") if form else "",
    }
    if now_item is not None and not (request.htmx or sight.hides(now_item.item)):
        item, reader = now_item.item, request.user
        context["beside"] = live_beside.beside(item, meeting, reader, on=on, keeps=may_keep)
    if may_keep:
        context |= _for_keepers(meeting, on=on)
    whole, part = "partnership_board/live.html", "partnership_board/_live_state.html"
    return page(request, whole, context, part=part)


def _for_keepers(meeting: Meeting, *, on: date) -> dict[str, Any]:  # Any: a template's context
    return {
        "contradictions": live.contradictions(meeting),
        "lines": live.latest_lines(meeting),
        "people": boards.people_here(on=on).distinct(),
        "together": attendance.left_together(meeting),
    }


@require_POST
def choose(request: MemberRequest, pk: int) -> HttpResponse:
    """Between two entries that contradict each other."""
    conflict = access.get_or_404(
        LiveEntry.objects.select_related("meeting__board"),
        request=request,
        permission=BoardPermission.READ_PACKS,
        pk=pk,
    )
    refuse_others_now(request, conflict.meeting)
    key, is_taken = request.POST.get("key", ""), request.POST.get("take") == "second"
    try:
        actions.choose(conflict, is_taken=is_taken, key=key, by=request.user, now=timezone.now())
    except Refused as refusal:
        return refuse(request, LIVE, refusal, conflict.meeting_id)
    return go(request, LIVE, conflict.meeting_id, said="Chosen. The other entry stays on record.")


# ---- afterwards ----------------------------------------------------------------------------------
@require_safe
def attended(request: MemberRequest, pk: int) -> HttpResponse:
    """Who was there, when, and each time it was asked whether enough were."""
    meeting = _meeting(request, pk, BoardPermission.READ_PACKS)
    may_keep = queries.keeps_record(request.user, meeting, on=timezone.localdate())
    if request.GET.get("format") == "csv":
        name = f"attendance-{timezone.localdate(meeting.starts_at).isoformat()}.csv"
        return download(attendance.sheet_of(meeting), name=name, media_type="text/csv")
    context = {
        "meeting": meeting,
        "came": boards.attendance_of(meeting),
        "lines": attendance.lines_of(meeting),
        "checks": queries.checks_of(meeting),
        "timings": attendance.times_of(meeting),
        "may_keep": may_keep,
        "contradictions": live.contradictions(meeting) if may_keep else [],
        "confirmed": participation_queries.confirmed(meeting) if may_keep else None,
    }
    return page(request, "partnership_board/attended.html", context)


@require_POST
def attendance_confirm(request: MemberRequest, pk: int) -> HttpResponse:
    """From then on the time of whoever came can be paid for."""
    meeting = _meeting(request, pk, BoardPermission.READ_PACKS)
    refuse_others(request, meeting)
    try:
        came = participation.confirm(meeting, by=request.user, now=timezone.now())
    except Refused as refusal:
        return refuse(request, "partnership_board:attended", refusal, meeting.pk)
    said = f"Confirmed: {words.counted(len(came), 'person', 'people')} came."
    return go(request, "partnership_board:attended", meeting.pk, said=said)


@require_http_methods(BOTH)
def span_correct(request: MemberRequest, pk: int) -> HttpResponse:
    permission = BoardPermission.READ_PACKS
    span = access.get_or_404(_spans(), request=request, permission=permission, pk=pk)
    meeting = span.attendance.meeting
    refuse_others(request, meeting)
    posted = request.POST if request.method == "POST" else None
    form = CorrectionForm(posted, initial={"from_at": span.from_at, "to_at": span.to_at})
    if request.method == "POST" and form.is_valid():
        told = {"by": request.user, "now": timezone.now()} | form.cleaned_data
        if attempt(form, presence.correct, span, **told):
            said = "Corrected. What was found at the time stays beside it."
            return go(request, "partnership_board:attended", meeting.pk, said=said)
    asked = (
        f"When was {span.attendance.person} there?",
        (
            f"It says: from {words.clock(span.from_at)}. Whether enough were there is"
            " worked out again, and both answers are kept."
        ),
        "Correct it",
    )
    return form_page(
        request, form, asked, back=words.day(meeting.starts_at), back_url=meeting.get_absolute_url()
    )


def _spans() -> QuerySet[PresenceSpan]:
    return PresenceSpan.objects.select_related(
        "attendance__person", "attendance__meeting__board", "attendance__meeting__rules"
    )
