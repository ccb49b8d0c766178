"""Months as we keep them: by their first day."""

from datetime import date


def first_of(day: date) -> date:
    return day.replace(day=1)


def later(month: date, count: int) -> date:
    """The first day of the month `count` months after `month`; before it, if negative."""
    years, index = divmod(month.year * 12 + month.month - 1 + count, 12)
    return date(years, index + 1, 1)


def name(month: date) -> str:
    """April 2027."""
    return month.strftime("%B %Y")


def before(day: date, count: int) -> date:
    """The same day `count` months earlier, or the last day of that month if it is shorter."""
    month = later(day, -count)
    latest = later(month, 1).toordinal() - month.toordinal()
    return month.replace(day=min(day.day, latest))
