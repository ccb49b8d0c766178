"""What a meeting as it goes, and decisions, put on somebody's Today page."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import F
from django.urls import reverse

from alliance import access, words
from alliance.models import User
from alliance.registries import Card
from alliance.words import LONDON
from partnership_board.models import Meeting
from partnership_board.permissions import BoardPermission
from partnership_board.queries import questions

ANSWER_MINUTES, RECORD_MINUTES = 2, 10
LONGEST_OPEN = timedelta(days=60)


def cards(user: User, on: date) -> Iterable[Card]:
    """Nothing of what a question is about: its item may be restricted."""
    if not access.may(user, BoardPermission.READ_PACKS):
        return
    yield from _to_answer(user, on)
    if access.may(user, BoardPermission.RECORD):
        yield from _going_on(on)


def _to_answer(user: User, on: date) -> Iterator[Card]:
    """At most one card, so that it costs the same for any number of questions."""
    waiting = questions.unanswered(user, on=on)
    first_those_now = F("answers_by_on").asc(nulls_first=True)
    question = waiting.order_by(first_those_now, "put_at", "pk").first()
    if question is None:
        return
    yield Card(
        title="The board asks where you stand",
        url=question.get_absolute_url(),
        minutes=ANSWER_MINUTES,
        by_on=question.answers_by_on,
        words="It decides in writing." if question.is_in_writing else "It is deciding now.",
    )


def _going_on(on: date) -> Iterator[Card]:
    since = datetime.combine(on, time(0), LONDON) - LONGEST_OPEN
    open_ones = Meeting.objects.filter(state=Meeting.State.IN_SESSION, starts_at__gte=since)
    meeting = open_ones.select_related("board").order_by("starts_at").first()
    if meeting is not None:
        yield Card(
            title="The meeting goes on: keep its record",
            url=reverse("partnership_board:live", kwargs={"pk": meeting.pk}),
            minutes=RECORD_MINUTES,
            words=f"{meeting.board}, {words.day(meeting.starts_at)}.",
        )
