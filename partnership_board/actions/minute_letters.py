"""Letters about minutes: to the chair, round the board, back to whoever offered a correction."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from alliance import outbox, words
from alliance.calendars import is_working_day
from alliance.http import absolute_url
from alliance.models import Message, User
from partnership_board.deadlines import day_of
from partnership_board.models import Meeting, MinuteCorrection, MinuteSet
from partnership_board.queries import minutes, packs, seats
from partnership_board.queries.calendars import closed_days


def ask_chair(meeting: Meeting, *, now: datetime) -> None:
    chair = minutes.chair_of(meeting)
    if chair is not None:
        key = f"minutes of {meeting.pk} to the chair {now.isoformat()}"
        _post(key, chair, "minutes_to_chair", meeting, now=now)


def send_round(meeting: Meeting, *, now: datetime) -> None:
    """With the page in plain words. Whoever has stepped back gets nothing until they are back."""
    decided = minutes.decided_at(meeting, on=day_of(now))
    more: dict[str, object] = {
        "decisions": [decision.said for decision in decided.decisions],
        "actions": [row.title for row in decided.actions],
        "page": absolute_url(reverse("partnership_board:decided", kwargs={"pk": meeting.pk})),
    }
    for each in packs.recipients(meeting.board_id, on=day_of(now)):
        key = f"minutes of {meeting.pk} round {now.isoformat()} to {each.person.pk}"
        _post(key, each.person, "minutes_round", meeting, now=now, more=more)


def tell_correction(correction: MinuteCorrection, *, now: datetime) -> None:
    if correction.offered_by_id == correction.decided_by_id:
        return
    meeting = correction.entry.minute_set.meeting
    key = f"correction {correction.pk} answered"
    more: dict[str, object] = {"correction": correction}
    _post(key, correction.offered_by, "correction_answered", meeting, now=now, more=more)


@transaction.atomic
def remind(*, now: datetime) -> int:
    """On the day by which a draft was promised: to those who keep the record, once."""
    on, closed = day_of(now), closed_days()
    if not is_working_day(on, closed):
        return 0
    drafts = MinuteSet.objects.filter(
        part=MinuteSet.Part.PUBLIC,
        state__in=[MinuteSet.State.DRAFTING, MinuteSet.State.CHAIR_CHECK],
        meeting__state__in=[Meeting.State.ENDED, Meeting.State.MINUTES_OPEN],
    )
    told = 0
    for each in drafts.select_related("meeting__board", "meeting__rules").order_by("pk"):
        if minutes.due_on(each.meeting, closed) <= on:
            told += _remind_of(each, now=now)
    return told


def _remind_of(draft: MinuteSet, *, now: datetime) -> int:
    meeting, people = draft.meeting, list(seats.leads(on=day_of(now)))
    if draft.state == MinuteSet.State.CHAIR_CHECK:
        chair = minutes.chair_of(meeting)
        people = [chair] if chair else people
    return _once(people, f"minutes of {meeting.pk} due", "minutes_due", meeting, now=now)


def _once(
    people: Iterable[User], key: str, template: str, meeting: Meeting, *, now: datetime
) -> int:
    told = 0
    for person in people:
        whole = f"{key} to {person.pk}"
        if not Message.objects.filter(key=whole).exists():
            _post(whole, person, template, meeting, now=now)
            told += 1
    return told


def _post(
    key: str,
    person: User,
    template: str,
    meeting: Meeting,
    *,
    now: datetime,
    more: dict[str, object] | None = None,
) -> None:
    page = reverse("partnership_board:minutes", kwargs={"pk": meeting.pk})
    context = {"person": person, "meeting": meeting, "url": absolute_url(page)}
    outbox.post(
        key=key,
        to=person.email,
        template=f"board/{template}",
        context=context | {"day": words.day(meeting.starts_at)} | (more or {}),
        now=now,
    )
