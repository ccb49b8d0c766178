"""The alliance's own list of closed days, and people's private calendar addresses."""

from datetime import date, datetime

from django.db import transaction

from alliance import audit
from alliance.calendars import ENGLAND
from alliance.errors import Refused
from alliance.models import User
from partnership_board.models import CalendarFeed, ClosedDay, WorkingCalendar

BANK, CLOSED = ClosedDay.Kind.BANK_HOLIDAY, ClosedDay.Kind.CLOSED
FEWEST_BANK_HOLIDAYS = 6  # a year without them would make legal deadlines wrong unnoticed


@transaction.atomic
def keep_own(*, name: str, by: User) -> WorkingCalendar:
    """Begins with England's bank holidays; from here on the alliance's own days are data."""
    if WorkingCalendar.objects.exists():
        raise Refused("This alliance has its own calendar already.")
    calendar = WorkingCalendar.objects.create(
        name=name, region="England and Wales", from_on=ENGLAND.starts_on, until_on=ENGLAND.ends_on
    )
    ClosedDay.objects.bulk_create(
        ClosedDay(calendar=calendar, on=day, label="Bank holiday", kind=BANK)
        for day in sorted(ENGLAND.days)
    )
    audit.record(by=by, kind="board.calendar_kept", subject=calendar)
    return calendar


@transaction.atomic
def close(
    calendar: WorkingCalendar, *, on: date, label: str, by: User, kind: str = CLOSED
) -> ClosedDay:
    """Deadlines that were worked out already stay, with the version they came from."""
    calendar = _changed(calendar)
    if ClosedDay.objects.filter(calendar=calendar, on=on).exists():
        raise Refused("This day is closed already.", field="on")
    day = ClosedDay.objects.create(calendar=calendar, on=on, label=label, kind=kind)
    audit.record(by=by, kind="board.day_closed", subject=day, data={"on": on.isoformat()})
    return day


@transaction.atomic
def open_again(day: ClosedDay, *, by: User, today: date) -> None:
    if day.on <= today:
        raise Refused("Deadlines were worked out with this day, so it stays on the list.")
    calendar = _changed(day.calendar)
    audit.record(by=by, kind="board.day_opened", subject=calendar, data={"on": day.on.isoformat()})
    day.delete()


@transaction.atomic
def complete_year(calendar: WorkingCalendar, *, year: int, by: User) -> None:
    """The lead says that every bank holiday of the next year is on the list."""
    calendar = _changed(calendar)
    if year != calendar.until_on.year + 1:
        raise Refused(f"The next year to complete is {calendar.until_on.year + 1}.", field="year")
    known = ClosedDay.objects.filter(calendar=calendar, on__year=year, kind=BANK).count()
    if known < FEWEST_BANK_HOLIDAYS:
        raise Refused(f"Only {known} bank holidays of {year} are on the list.", field="year")
    calendar.until_on = date(year, 12, 31)
    calendar.save(update_fields=["until_on"])
    audit.record(by=by, kind="board.year_completed", subject=calendar, data={"year": year})


def _changed(calendar: WorkingCalendar) -> WorkingCalendar:
    calendar = WorkingCalendar.objects.select_for_update().get(pk=calendar.pk)
    calendar.version += 1
    calendar.save(update_fields=["version"])
    return calendar


# ---- people's own calendars ----------------------------------------------------------------------
@transaction.atomic
def make_address(*, by: User, now: datetime) -> CalendarFeed:
    """A new one; the one before shows nothing from this moment on."""
    take_back(by=by, now=now)
    feed = CalendarFeed.objects.create(person=by, made_at=now)
    audit.record(by=by, kind="board.calendar_address_made", subject=feed)
    return feed


@transaction.atomic
def take_back(*, by: User, now: datetime) -> None:
    for feed in CalendarFeed.objects.select_for_update().filter(person=by, ended_at=None):
        feed.ended_at = now
        feed.save(update_fields=["ended_at"])
        audit.record(by=by, kind="board.calendar_address_ended", subject=feed)
