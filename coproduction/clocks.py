"""Months as the law and our promises count them. Pure: days in, days out."""

from calendar import monthrange
from datetime import date, timedelta

from alliance.calendars import ClosedDays, is_working_day


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last day where there is none: 31 January, 28 February.

    As UK GDPR's "one month" is counted (ICO, "Right of access").
    """
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def answer_due(received_on: date, closed: ClosedDays, *, months: int = 1) -> date:
    """When a request must be answered: on a closed day, the next working day."""
    due = months_after(received_on, months)
    while not is_working_day(due, closed):
        due += timedelta(days=1)
    return due
