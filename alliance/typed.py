"""Reading what people type: days, times, sums and lengths of time.

Nothing is guessed: `Unreadable` says in one sentence what to write instead. All pure.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import UTC, date, datetime, time
from fractions import Fraction

from alliance.words import DAYS, LONDON

MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORTEST_MONTH = 3
FIRST_YEAR, LAST_YEAR = 1900, 2200
LARGEST_SUM = 10**15  # in pence: ten trillion pounds, well within the database's column
LONGEST = 60 * 10_000

HOW_TO_WRITE_A_DAY = "Write the day like this: 6 May 2025."
HOW_TO_WRITE_A_TIME = "Write the time like this: 2 pm, or 14:30."
HOW_TO_WRITE_A_SUM = "Write the sum in figures, like this: 1,250.50."
HOW_TO_WRITE_A_LENGTH = "Write the time like this: 2 hours, 2.5, 1 h 30 or 90 min."


class Unreadable(ValueError):
    """`str()` is the sentence for the person who typed."""


def plain(text: str) -> str:
    """One kind of digit, dash and space, whatever keyboard it came from."""
    figures = "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text
    )
    dashed = re.sub(r"[‐‑‒–—−]", "-", figures)
    return re.sub(r"\s+", " ", dashed).strip()


# ---- days ----------------------------------------------------------------------------------------
NUMBERS = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{2,4})")
ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?: of)? ?([a-z]+)\.?,?(?: (\d{2,4}))?")
MONTH_FIRST = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,?(?: (\d{2,4}))?")
WEEKDAY = re.compile(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]? +")


def day(text: str) -> date:
    """6 May 2025, 06/05/2025 (the day first, as in Britain), 2025-05-06, Tue 6 May 2025."""
    words = plain(text).lower()
    weekday = WEEKDAY.match(words)
    rest = words[weekday.end() :] if weekday else words
    found = _whole_day(rest)
    if weekday and DAYS[found.weekday()].lower() != weekday[1]:
        said = DAY_NAMES[[name.lower() for name in DAYS].index(weekday[1])]
        raise Unreadable(
            f"{found.day} {MONTH_NAMES[found.month - 1]} {found.year} is a "
            f"{DAY_NAMES[found.weekday()]}, not a {said}. Please check which you mean."
        )
    return found


def _whole_day(words: str) -> date:
    if match := ISO.fullmatch(words):
        return _day(int(match[3]), int(match[2]), match[1])
    if match := NUMBERS.fullmatch(words):
        return _day(int(match[1]), int(match[2]), match[3])
    if match := DAY_FIRST.fullmatch(words):
        return _day(int(match[1]), _month(match[2]), match[3] or "")
    if match := MONTH_FIRST.fullmatch(words):
        return _day(int(match[2]), _month(match[1]), match[3] or "")
    raise Unreadable(HOW_TO_WRITE_A_DAY)


def _month(word: str) -> int:
    for number, name in enumerate(MONTH_NAMES, start=1):
        if len(word) >= SHORTEST_MONTH and name.lower().startswith(word):
            return number
    raise Unreadable(f"“{word}” is not a month. {HOW_TO_WRITE_A_DAY}")


def _day(number: int, month: int, year_words: str) -> date:
    if len(year_words) != 4:
        raise Unreadable("Write the year in full, like this: 6 May 2025.")
    year = int(year_words)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unreadable(f"{year} is not a year we can use. {HOW_TO_WRITE_A_DAY}")
    if not 1 <= month <= 12:
        raise Unreadable("There is no such month. Write the day first: 6 May 2025 is 06/05/2025.")
    longest = monthrange(year, month)[1]
    if not 1 <= number <= longest:
        raise Unreadable(f"{MONTH_NAMES[month - 1]} {year} has {longest} days.")
    return date(year, month, number)


# ---- times ---------------------------------------------------------------------------------------
CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))? ?(?:([ap])\.? ?m\.?)?")


def clock(text: str) -> time:
    """2 pm, 2.30pm, 14:30, noon. A bare "2" or "2:30" could be night or day, so we ask."""
    words = plain(text).lower()
    if words in {"noon", "midday", "12 noon"}:
        return time(12)
    if "midnight" in words:
        raise Unreadable("Midnight could belong to either day. Write 11.59 pm or 12.01 am.")
    match = CLOCK.fullmatch(words)
    if match is None:
        raise Unreadable(HOW_TO_WRITE_A_TIME)
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        return _half_day(hour, minute, is_afternoon=match[3] == "p")
    if hour < 13 and (match[2] is None or len(match[1]) == 1):
        shown = f"{hour}.{minute:02d}" if minute else f"{hour}"
        raise Unreadable(f"Write {shown} am or {shown} pm, so that nobody comes at the wrong time.")
    return _time(hour, minute)


def _half_day(hour: int, minute: int, *, is_afternoon: bool) -> time:
    if not 1 <= hour <= 12:
        raise Unreadable(HOW_TO_WRITE_A_TIME)
    return _time(hour % 12 + (12 if is_afternoon else 0), minute)


def _time(hour: int, minute: int) -> time:
    if hour > 23 or minute > 59:
        raise Unreadable(HOW_TO_WRITE_A_TIME)
    return time(hour, minute)


def moment(on: date, at: time) -> datetime:
    """That time in London. An hour that spring skips, or autumn repeats, is refused."""
    first = datetime.combine(on, at, tzinfo=LONDON)
    if first.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != first.replace(tzinfo=None):
        raise Unreadable(
            "The clocks go forward that night and this time is skipped. Choose 2 am or later."
        )
    if first.utcoffset() != first.replace(fold=1).utcoffset():
        raise Unreadable(
            "The clocks go back that night and this time comes twice. Choose 2 am or later."
        )
    return first


# ---- sums ----------------------------------------------------------------------------------------
SUM = re.compile(r"£? ?(\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)(?:\.(\d{1,2}))?(?: ?gbp)?")


def pence(text: str) -> int:
    """£1,250.50, 1250.5 and 1250 as whole pence; never by way of a fraction of a pound."""
    words = plain(text).lower()
    if words.startswith("-"):
        raise Unreadable("Write the sum without a minus sign.")
    if re.search(r"\d ?(k|m|mn|bn|thousand|million|billion)\b", words):
        raise Unreadable("Write the whole sum in figures: 1.8 million is 1,800,000.")
    match = SUM.fullmatch(words)
    if match is None:
        raise Unreadable(HOW_TO_WRITE_A_SUM)
    pounds = int(re.sub(r"[, ]", "", match[1]))
    total = pounds * 100 + int((match[2] or "0").ljust(2, "0"))
    if total > LARGEST_SUM:
        raise Unreadable("That is more than we can record. Please check the sum.")
    return total


# ---- lengths of time -----------------------------------------------------------------------------
HOURS_ONLY = re.compile(r"(\d+(?:\.\d+)?)?([¼½¾])? ?(?:h|hr|hrs|hour|hours)?")
MINUTES_ONLY = re.compile(r"(\d+) ?(?:m|min|mins|minute|minutes)")
BOTH = re.compile(
    r"(\d+) ?(?:h|hr|hrs|hour|hours|:) ?(?:and )?(\d{1,2}) ?(?:m|min|mins|minute|minutes)?"
)
QUARTERS = {"¼": 15, "½": 30, "¾": 45, None: 0}


def minutes(text: str) -> int:
    """2, 2.5, 2½ h, 1 h 30, 1:30 and 90 min as whole minutes. A bare number is hours."""
    words = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", plain(text).lower())
    if words in {"half an hour", "half hour"}:
        return 30
    if words == "an hour":
        return 60
    total = _minutes(words)
    if total.denominator != 1:
        raise Unreadable("That is not a whole number of minutes. Write minutes instead: 20 min.")
    if total > LONGEST:
        raise Unreadable("That is more hours than we can record. Please check the number.")
    return int(total)


def _minutes(words: str) -> Fraction:
    if match := MINUTES_ONLY.fullmatch(words):
        return Fraction(int(match[1]))
    if match := BOTH.fullmatch(words):
        if int(match[2]) > 59:
            raise Unreadable(HOW_TO_WRITE_A_LENGTH)
        return Fraction(int(match[1]) * 60 + int(match[2]))
    match = HOURS_ONLY.fullmatch(words)
    if match is None or not (match[1] or match[2]):
        raise Unreadable(HOW_TO_WRITE_A_LENGTH)
    return Fraction(match[1] or "0") * 60 + QUARTERS[match[2]]


# ---- patients' numbers ---------------------------------------------------------------------------
CONTIGUOUS = re.compile(r"(?<!\d)(?<!\+)\d{10}(?!\d)")
GROUPED = re.compile(r"(?<!\d)(?<!\+44 )(?<!\+44-)\d{3}[ .-]\d{3}[ .-]\d{4}(?!\d)")
RUN = re.compile(r"(?<![\d+])\d(?:[ .-]?\d)*")
LENGTH_OF_NUMBER = 10


def has_nhs_number(text: str) -> bool:
    """Ten digits, however spaced, whose last is the right check digit (NHS Data Dictionary)."""
    words = plain(text)
    found = CONTIGUOUS.findall(words) + GROUPED.findall(words) + RUN.findall(words)
    return any(_is_nhs_number(re.sub(r"\D", "", digits)) for digits in found)


def _is_nhs_number(digits: str) -> bool:
    if len(digits) != LENGTH_OF_NUMBER or len(set(digits)) == 1:
        return False
    total = sum(
        int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)
    )
    return -total % 11 == int(digits[9])
