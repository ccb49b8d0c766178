"""Meetings that come round are planned together, and everybody hears of them in one letter."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from alliance import audit, words
from alliance.errors import Refused
from alliance.models import User
from alliance.words import LONDON
from partnership_board.actions import invitations, meetings
from partnership_board.deadlines import day_of, round_days
from partnership_board.models import Board, Meeting, MeetingSeries
from partnership_board.queries.calendars import closed_days

MOST = 24


@dataclass(frozen=True)
class Planned:
    """The meetings of a series, and the days that were closed."""

    series: MeetingSeries
    meetings: list[Meeting]
    avoided: list[date]

    @property
    def said(self) -> str:
        planned = f"{words.counted(len(self.meetings), 'meeting is', 'meetings are')} planned."
        if not self.avoided:
            return planned
        days = words.listed([words.day(day) for day in self.avoided])
        return f"{planned} A week later than usual, because of a closed day: {days}."


@transaction.atomic
def plan(
    board: Board,
    *,
    by: User,
    now: datetime,
    place: str = "",
    online_url: str = "",
    **pattern: Any,  # Any: the fields of a MeetingSeries
) -> Planned:
    """A day that is closed is avoided by a week."""
    series = MeetingSeries(board=board, **pattern)
    found, closed = _days_of(series, on=day_of(now)), closed_days()
    series.save()
    planned = []
    for day in found:
        held_on = day + timedelta(days=7) if day in closed else day
        starts_at = datetime.combine(held_on, series.begins_at, LONDON)
        meeting = meetings.plan(
            board,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=series.minutes),
            place=place,
            online_url=online_url,
            series=series,
            by=by,
            now=now,
        )
        planned.append(meeting)
    audit.record(by=by, kind="board.series_planned", subject=series, data={"meetings": len(found)})
    invitations.invite(planned, now=now)
    return Planned(series, planned, [day for day in found if day in closed])


def _days_of(series: MeetingSeries, *, on: date) -> list[date]:
    if series.from_on <= on:
        raise Refused("A series begins on a day to come.", field="from_on")
    if series.until_on <= series.from_on:
        raise Refused("The last day comes after the first.", field="until_on")
    days = round_days(
        series.weekday, series.week, series.every_months, series.from_on, series.until_on
    )
    if not days:
        raise Refused("No such day lies between these two.", field="until_on")
    if len(days) > MOST:
        raise Refused(f"Plan at most {MOST} meetings at a time.", field="until_on")
    return days
