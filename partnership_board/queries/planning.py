"""The year ahead, and days on which a board could meet."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from alliance import words
from alliance.calendars import ClosedDays, is_working_day, latest_working_publication
from members.models import Ask
from partnership_board.deadlines import day_of
from partnership_board.models import (
    AgendaDecision,
    AgendaProposal,
    Board,
    BoardRules,
    Deputy,
    Meeting,
    SeatTerm,
)

WEEKS_AHEAD = 10
MOST_TIMES = 6


# ---- the year ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Entry:
    """Something that falls on a day."""

    on: date
    title: str
    url: str = ""
    is_meeting: bool = False


@dataclass(frozen=True)
class Month:
    name: str
    entries: list[Entry]


def year_of(year: int) -> list[Month]:
    """Meetings with the days that lead to them, and what comes back by itself."""
    entries = sorted([*_meetings(year), *_coming_back(year), *_ends(year)], key=lambda e: e.on)
    return [
        Month(words.MONTHS[number - 1], [each for each in entries if each.on.month == number])
        for number in range(1, 13)
    ]


def _meetings(year: int) -> Iterator[Entry]:
    """A meeting in January has days in the December before."""
    near = Meeting.objects.filter(
        starts_at__year__gte=year, starts_at__date__lt=date(year + 1, 3, 1)
    ).exclude(state=Meeting.State.CANCELLED)
    for meeting in near.select_related("board"):
        url, day = meeting.get_absolute_url(), words.day(meeting.starts_at)
        days = (
            (day_of(meeting.starts_at), f"{meeting.board}, {words.clock(meeting.starts_at)}", True),
            (meeting.proposals_by_on, f"Last day for proposals for {day}", False),
            (meeting.papers_by_on, f"Last day for papers for {day}", False),
            (meeting.publish_by_on, f"The pack for {day} goes out", False),
        )
        for on, title, is_meeting in days:
            if on.year == year:
                yield Entry(on, title, url, is_meeting)


def _coming_back(year: int) -> Iterator[Entry]:
    put_off = AgendaDecision.objects.filter(
        defer_until_on__year=year, proposal__state=AgendaProposal.State.DEFERRED
    )
    for decision in put_off.select_related("proposal").order_by("proposal", "-decided_at"):
        assert decision.defer_until_on is not None
        title = f"“{decision.proposal}” comes back to the agenda group"
        yield Entry(decision.defer_until_on, title, decision.proposal.get_absolute_url())


def _ends(year: int) -> Iterator[Entry]:
    terms = SeatTerm.objects.filter(
        Q(ended_on=None, ends_on__year=year) | Q(ended_on__year=year, end_reason="term")
    )
    for term in terms.select_related("seat", "holder"):
        title = f"{term.holder}’s term ends: {term.seat}"
        yield Entry(term.last_day, title, term.seat.get_absolute_url())


# ---- good days -----------------------------------------------------------------------------------
@dataclass(frozen=True)
class GoodDay:
    """A day on which the board could meet, and what speaks against it."""

    on: date
    busy_people: int
    meetings_that_week: int
    asks_that_week: int
    people: int

    @property
    def weight(self) -> tuple[int, int, int, date]:
        return self.busy_people, self.meetings_that_week, self.asks_that_week, self.on

    @property
    def said(self) -> list[str]:
        """In words, so that somebody can disagree."""
        of_all = f"of {self.people} are at another meeting that day"
        found = [f"{self.busy_people} {of_all}" if self.busy_people else "Nobody meets elsewhere"]
        if self.meetings_that_week:
            found.append(f"{words.counted(self.meetings_that_week, 'other meeting')} that week")
        if self.asks_that_week:
            asks = words.counted(self.asks_that_week, "request", "requests")
            found.append(f"{asks} to member organisations due that week")
        return found


@dataclass
class _Calendar:
    """Who is where on which day."""

    busy: dict[date, set[int]] = field(default_factory=dict)
    weeks: Counter[tuple[int, int]] = field(default_factory=Counter)
    asks: Counter[tuple[int, int]] = field(default_factory=Counter)


def week_of(day: date) -> tuple[int, int]:
    year, week, _ = day.isocalendar()
    return year, week


def good_days(board: Board, *, now: datetime, closed: ClosedDays) -> list[GoodDay]:
    """The best within ten weeks: far enough away for proposals, and on no closed day."""
    on = day_of(now)
    rules = BoardRules.objects.in_force(board.pk, on=on)
    seated = SeatTerm.objects.current(on=on).filter(seat__board=board)
    people = set(seated.values_list("holder", flat=True))
    until = on + timedelta(weeks=WEEKS_AHEAD)
    known = _elsewhere(people, after=now, until=until)
    found = [
        GoodDay(
            day,
            len(known.busy.get(day, set())),
            known.weeks[week_of(day)],
            known.asks[week_of(day)],
            len(people),
        )
        for day in (on + timedelta(days=n) for n in range(1, WEEKS_AHEAD * 7))
        if is_working_day(day, closed)
        and latest_working_publication(day, rules.proposal_days, closed) > on
    ]
    return sorted(found, key=lambda day: day.weight)[:MOST_TIMES]


def _elsewhere(people: set[int], *, after: datetime, until: date) -> _Calendar:
    """Boards with seats or deputies of theirs, and what the members are asked for."""
    known = _Calendar()
    meetings = Meeting.objects.coming(now=after).filter(starts_at__date__lte=until)
    boards: dict[int, set[int]] = {}
    for model, person in ((SeatTerm, "holder"), (Deputy, "person")):
        rows = model.objects.current(on=day_of(after)).filter(**{f"{person}__in": people})
        for board, who in rows.values_list("seat__board", person):
            boards.setdefault(board, set()).add(who)
    for meeting in meetings:
        day = day_of(meeting.starts_at)
        known.weeks[week_of(day)] += 1
        known.busy.setdefault(day, set()).update(boards.get(meeting.board_id, set()))
    asks = Ask.objects.filter(state=Ask.State.SENT, due_on__lte=until, due_on__gte=day_of(after))
    known.asks.update(week_of(due) for due in asks.values_list("due_on", flat=True))
    return known


def moment_of(typed: str) -> datetime | None:
    """Two in the afternoon of a day from an address, as 2027-04-08."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return datetime.combine(day, time(14), words.LONDON)
