"""Which backups are kept: the newest of each of 7 days, of 5 weeks and of 12 months.

Pure: moments in, moments out. Days, weeks (from Monday) and months are London's, and today's, this
week's and this month's are counted among them. The newest of all is always kept.
"""

from collections.abc import Callable, Hashable, Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DAYS, WEEKS, MONTHS = 7, 5, 12


def to_keep(made: Iterable[datetime], *, now: datetime) -> set[datetime]:
    moments = sorted(made)
    today = now.astimezone(LONDON).date()
    kept = set(moments[-1:])
    for period_of, first in (
        (day_of, today - timedelta(days=DAYS - 1)),
        (week_of, week_of(today) - timedelta(weeks=WEEKS - 1)),
        (month_of, months_before(today, MONTHS - 1)),
    ):
        kept |= newest_of_each(moments, period_of, first)
    return kept


def newest_of_each(
    moments: list[datetime], period_of: Callable[[date], Hashable], first: date
) -> set[datetime]:
    """`moments` are in order, so that the newest of a period is the one that stays."""
    days = [(moment.astimezone(LONDON).date(), moment) for moment in moments]
    return set({period_of(day): moment for day, moment in days if day >= first}.values())


def day_of(day: date) -> date:
    return day


def week_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def month_of(day: date) -> date:
    return day.replace(day=1)


def months_before(day: date, months: int) -> date:
    """The first day of the month that lies `months` before the month of `day`."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, 1)
