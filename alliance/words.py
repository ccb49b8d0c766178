"""Sums, days and lengths of time as people say them, on screens, in mails and in documents."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
NOT_RECORDED = "not recorded"
MINUS = "\N{MINUS SIGN}"

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SCALES = ((100_000_000_000, "billion"), (100_000_000, "million"))  # in pence


def pence(value: int | None) -> str:
    """A sum for tables, to the penny: £100,000.00. An unknown sum is said to be unknown."""
    if value is None:
        return NOT_RECORDED
    minus = MINUS if value < 0 else ""
    pounds, rest = divmod(abs(value), 100)
    return f"{minus}£{pounds:,}.{rest:02d}"


def pounds_prose(value: int | None) -> str:
    """A sum for sentences: £1.8 million, £12,500, £3.50. Odd sums are written out whole."""
    if value is None:
        return NOT_RECORDED
    minus = MINUS if value < 0 else ""
    whole = abs(value)
    for scale, name in SCALES:
        hundredths, odd = divmod(whole * 100, scale)
        if whole >= scale and not odd:
            figures = f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")
            return f"{minus}£{figures} {name}"
    pounds, rest = divmod(whole, 100)
    return f"{minus}£{pounds:,}.{rest:02d}" if rest else f"{minus}£{pounds:,}"


def day(value: date | None) -> str:
    """Tue 6 May 2025. A moment is taken as its day in London."""
    if value is None:
        return NOT_RECORDED
    if isinstance(value, datetime):
        value = value.astimezone(LONDON)
    return f"{DAYS[value.weekday()]} {value.day} {MONTHS[value.month - 1]} {value.year}"


def short_day(value: date, *, today: date) -> str:
    """Tue 6 May, with the year only where it is another year than today's."""
    words = day(value)
    return words.removesuffix(f" {today.year}")


def clock(value: datetime) -> str:
    """2 pm, 2.30 pm, noon, midnight: London time."""
    return clock_face(value.astimezone(LONDON).time())


def clock_face(value: time) -> str:
    """A time of day, wherever it is."""
    if (value.hour, value.minute) == (0, 0):
        return "midnight"
    if (value.hour, value.minute) == (12, 0):
        return "noon"
    half = "am" if value.hour < 12 else "pm"
    past = f".{value.minute:02d}" if value.minute else ""
    return f"{value.hour % 12 or 12}{past} {half}"


def moment(value: datetime | None) -> str:
    """Tue 6 May 2025, 2 pm: London time."""
    return NOT_RECORDED if value is None else f"{day(value)}, {clock(value)}"


def minutes(value: int | None) -> str:
    """How long something takes: 15 minutes, 1 hour, 2 h 30 min."""
    if value is None:
        return NOT_RECORDED
    hours, rest = divmod(value, 60)
    if not hours:
        return counted(rest, "minute")
    return f"{hours} h {rest} min" if rest else counted(hours, "hour")


def about(value: int | None) -> str:
    """An estimate: about 15 minutes. A length nobody has estimated gets no "about"."""
    return NOT_RECORDED if value is None else f"about {minutes(value)}"


def hours(value: int | None) -> str:
    """Minutes as hours for tables: 6 h, 2½ h, 1 h 20 min."""
    if value is None:
        return NOT_RECORDED
    whole, rest = divmod(value, 60)
    part = {0: "", 15: "¼", 30: "½", 45: "¾"}.get(rest)
    if part is None:
        return minutes(value)
    return f"{whole if whole or not part else ''}{part} h"


def counted(count: int, one: str, many: str = "") -> str:
    """1 organisation, 3 organisations, 1,200 people."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listed(words: list[str], *, last: str = "and") -> str:
    """a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def file_size(octets: int) -> str:
    """840 bytes, 12 KB, 3.4 MB."""
    if octets < 1000:
        return counted(octets, "byte")
    if octets < 1_000_000:
        return f"{round(octets / 1000)} KB"
    return f"{octets / 1_000_000:.1f} MB".replace(".0 ", " ")


def initials(name: str) -> str:
    """The letters in a person's or an organisation's round badge: at most two."""
    first = [word[0] for word in name.split() if word[0].isalnum()]
    return "".join(first[:1] + first[1:][-1:]).upper()
