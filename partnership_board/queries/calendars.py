"""Which days count as working days in this alliance."""

from alliance.calendars import ENGLAND, ClosedDays
from partnership_board.models import ClosedDay


def closed_days() -> ClosedDays:
    """The alliance's own list, or England's bank holidays until it keeps one. One query."""
    days = list(ClosedDay.objects.select_related("calendar"))
    if not days:
        return ENGLAND
    calendar = days[0].calendar
    return ClosedDays(
        frozenset(day.on for day in days), calendar.from_on, calendar.until_on, str(calendar)
    )
