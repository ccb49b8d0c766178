"""What people are written about meetings: when they are, that they moved, that one is near."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from alliance import outbox
from alliance.http import absolute_url
from alliance.models import Message, User
from partnership_board.deadlines import day_of
from partnership_board.models import Meeting
from partnership_board.queries import coming, group

DAYS_BEFORE = 5


def invite(meetings: Sequence[Meeting], *, now: datetime) -> None:
    """One letter a person, however many meetings. Deputies hear when they are needed."""
    if not meetings:
        return
    first = meetings[0]
    context = {"meetings": meetings, "board": first.board, "url": page_of(first)}
    people = group.members_of(first.board_id, on=day_of(now))
    _write(people, f"invitation {first.pk}", "invitation", context, now=now)


def tell_changed(meeting: Meeting, *, now: datetime) -> None:
    context = {"meeting": meeting, "url": page_of(meeting)}
    key = f"meeting {meeting.pk} changed {meeting.revision}"
    _write(coming.those_to_tell(meeting, on=day_of(now)), key, "meeting_moved", context, now=now)


def tell_cancelled(meeting: Meeting, *, now: datetime) -> None:
    """Whoever was asked to come, whatever they answered."""
    context = {"meeting": meeting, "url": absolute_url(meeting.get_absolute_url())}
    people = coming.those_to_tell(meeting, on=day_of(now))
    _write(people, f"meeting {meeting.pk} cancelled", "meeting_cancelled", context, now=now)


def prompt_deputy(meeting: Meeting, deputy: User, *, now: datetime) -> None:
    """No word on why: the holder is not coming, and that is all."""
    context = {"meeting": meeting, "url": page_of(meeting)}
    _write([deputy], f"meeting {meeting.pk} deputy", "deputy_prompted", context, now=now)


@transaction.atomic
def remind(*, now: datetime) -> int:
    """Five days before, those who have not answered; on the morning, those who are to come."""
    on, written = day_of(now), 0
    soon = Meeting.objects.coming(now=now).filter(starts_at__lt=now + timedelta(days=6))
    for meeting in soon.select_related("board").order_by("starts_at", "pk"):
        days = (day_of(meeting.starts_at) - on).days
        context = {"meeting": meeting, "url": page_of(meeting), "is_today": days == 0}
        if days == DAYS_BEFORE:
            people, when = coming.silent(meeting, on=on), "soon"
        elif days == 0:
            people, when = coming.expected(meeting, on=on), "today"
        else:
            continue
        key = f"meeting {meeting.pk} {when}"
        written += _write(people, key, "meeting_soon", context, now=now)
    return written


def page_of(meeting: Meeting) -> str:
    """Where one says whether one comes."""
    return absolute_url(reverse("partnership_board:coming", kwargs={"pk": meeting.pk}))


def _write(
    people: Iterable[User], key: str, template: str, context: dict[str, object], *, now: datetime
) -> int:
    """Once for each key and person; how many letters were new."""
    keys = {f"{key} to {person.pk}": person for person in people}
    there = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
    new = [(each, person) for each, person in keys.items() if each not in there]
    for each, person in new:
        outbox.post(
            key=each,
            to=person.email,
            template=f"board/{template}",
            context=context | {"person": person},
            now=now,
        )
    return len(new)
