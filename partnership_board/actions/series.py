"""Meetings that come round are planned together, and everybody hears of them in one letter."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

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
    weekday: int,
    week: int,
    every_months: int,
    begins_at: time,
    minutes: int,
    from_on: date,
    until_on: date,
    by: User,
    now: datetime,
    place: str = "",
    online_url: str = "",
) -> Planned:
    if from_on <= day_of(now):
        raise Refused("A series begins on a day to come.", field="from_on")
    if until_on <= from_on:
        raise Refused("The last day comes after the first.", field="until_on")
    closed = closed_days()
    found = round_days(weekday, week, every_months, from_on, until_on)
    days = [day + timedelta(days=7) if day in closed else day for day in found]
    if not days:
        raise Refused("No such day lies between these two.", field="until_on")
    if len(days) > MOST:
        raise Refused(f"Plan at most {MOST} meetings at a time.", field="until_on")
    series = MeetingSeries.objects.create(
        board=board,
        weekday=weekday,
        week=week,
        every_months=every_months,
        begins_at=begins_at,
        minutes=minutes,
        from_on=from_on,
        until_on=until_on,
    )
    planned = [
        meetings.plan(
            board,
            starts_at=(starts_at := datetime.combine(day, begins_at, LONDON)),
            ends_at=starts_at + timedelta(minutes=minutes),
            place=place,
            online_url=online_url,
            series=series,
            by=by,
            now=now,
        )
        for day in days
    ]
    audit.record(by=by, kind="board.series_planned", subject=series, data={"meetings": len(days)})
    invitations.invite(planned, now=now)
    return Planned(series, planned, [day for day in found if day in closed])
