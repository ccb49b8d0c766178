"""Opening hours in words: Tuesday, 10 am to 12.30 pm; second Friday of the month, noon to 2 pm."""

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, gettext_noop

from alliance import words
from members.open_data.records import Hours

DAYS = {
    "MO": gettext_noop("Monday"),
    "TU": gettext_noop("Tuesday"),
    "WE": gettext_noop("Wednesday"),
    "TH": gettext_noop("Thursday"),
    "FR": gettext_noop("Friday"),
    "SA": gettext_noop("Saturday"),
    "SU": gettext_noop("Sunday"),
}
WEEKS = {
    1: gettext_noop("First %(day)s of the month"),
    2: gettext_noop("Second %(day)s of the month"),
    3: gettext_noop("Third %(day)s of the month"),
    4: gettext_noop("Fourth %(day)s of the month"),
    -1: gettext_noop("Last %(day)s of the month"),
}
DAY = "j F Y"


def in_words(hours: Hours) -> str:
    return f"{day_of(hours)}, {times_of(hours)}{season_of(hours)}"


def day_of(hours: Hours) -> str:
    day = gettext(DAYS[hours.weekday])
    return day if hours.week is None else gettext(WEEKS[hours.week]) % {"day": day}


def times_of(hours: Hours) -> str:
    """Morning and afternoon are words of English; other languages get the clock's figures."""
    if (get_language() or "en").startswith("en"):
        return f"{words.clock_face(hours.opens_at)} to {words.clock_face(hours.closes_at)}"
    return f"{hours.opens_at:%H:%M}–{hours.closes_at:%H:%M}"


def season_of(hours: Hours) -> str:
    """From and until when, where the hours are not for good."""
    begins, ends = "", ""
    if hours.valid_from:
        begins = gettext(" from %(day)s") % {"day": date_format(hours.valid_from, DAY)}
    if hours.valid_to:
        ends = gettext(" until %(day)s") % {"day": date_format(hours.valid_to, DAY)}
    return f"{begins}{ends}"
