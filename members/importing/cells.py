"""Read one cell as people type it: every reader gives a plain value, or `Unreadable` with words."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache
from urllib.parse import urlsplit

from alliance import typed
from alliance.typed import Unreadable
from members import identifiers
from members.reference import languages

YES, NO = frozenset({"yes", "y", "1", "true", "x"}), frozenset({"no", "n", "0", "false"})
LONGEST_SUMMARY = 60  # words, as on the page
EMAIL = re.compile(r"[^\s@,;<>()]+@[^\s@,;<>()]+\.[^\s@,;<>().]{2,}")
PHONE = re.compile(r"\+?[0-9][0-9 ()-]{4,28}")
SERIAL = re.compile(r"[1-9][0-9]{4}")
DAYS_FROM_1900, DAYS_FROM_1904 = date(1899, 12, 30), date(1904, 1, 1)
Reader = Callable[[str], object]


def text(longest: int) -> Callable[[str], str]:
    def read(cell: str) -> str:
        if typed.has_nhs_number(cell):
            raise Unreadable("this looks like an NHS number. We keep no patients' numbers.")
        if len(cell) > longest:
            raise Unreadable(f"this has {len(cell):,} letters. Use {longest:,} at most.")
        return cell

    return read


def summary(cell: str) -> str:
    count = len(cell.split())
    if count > LONGEST_SUMMARY:
        raise Unreadable(f"this has {count} words. Use {LONGEST_SUMMARY} at most.")
    return text(4000)(cell)


def yes_or_no(cell: str) -> bool:
    word = cell.casefold()
    if word in YES or word in NO:
        return word in YES
    raise Unreadable(f"“{cell}” is neither yes nor no.")


def count(most: int) -> Callable[[str], int]:
    def read(cell: str) -> int:
        plain = typed.plain(cell)
        if not re.fullmatch(r"[0-9]{1,9}", plain) or int(plain) > most:
            raise Unreadable(f"“{cell}” is not a whole number up to {most:,}.")
        return int(plain)

    return read


def one_of(allowed: Mapping[str, str]) -> Callable[[str], str]:
    """`allowed` are codes and their words; either may be typed, also the words before a colon."""
    known = {code.casefold(): code for code in allowed}
    for code, words in allowed.items():
        known[words.casefold()] = code
        known.setdefault(words.casefold().split(":")[0], code)

    def read(cell: str) -> str:
        if cell.casefold() not in known:
            words = ", ".join(said.split(":")[0] for said in allowed.values())
            raise Unreadable(f"“{cell}” is not one of: {words}.")
        return known[cell.casefold()]

    return read


def email(cell: str) -> str:
    address = cell.removeprefix("mailto:").strip()
    if not EMAIL.fullmatch(address) or len(address) > 254:
        raise Unreadable(f"“{cell}” is not an email address, like name@example.org.")
    return address


def phone(cell: str) -> str:
    if not PHONE.fullmatch(cell):
        raise Unreadable(f"“{cell}” is not a phone number in figures, like 020 7946 0123.")
    return cell


def website(cell: str) -> str:
    """With https:// before it where nothing stands."""
    whole = cell if "://" in cell else f"https://{cell}"
    try:
        parts = urlsplit(whole)
    except ValueError:
        parts = urlsplit("")
    host = parts.hostname or ""
    is_web = parts.scheme in ("http", "https") and "." in host.strip(".") and len(whole) <= 200
    if not is_web or re.search(r"\s", whole):
        raise Unreadable(f"“{cell}” is not a website, like www.example.org.")
    return whole


def day(cell: str, *, counts_from_1904: bool = False) -> str:
    """4 May 2025, 04/05/2025, 2025-05-04, or the number of days that a spreadsheet keeps. ISO."""
    plain = typed.plain(cell).removesuffix(" 00:00:00")
    if SERIAL.fullmatch(plain):
        first = DAYS_FROM_1904 if counts_from_1904 else DAYS_FROM_1900
        return (first + timedelta(days=int(plain))).isoformat()
    try:
        return typed.day(plain).isoformat()
    except Unreadable as problem:
        raise Unreadable(_both_readings(plain) or f"“{cell}”: {problem}") from None


def _both_readings(plain: str) -> str:
    """1/13/2025 is no day of ours, and the thirteenth of January elsewhere: say both."""
    match = typed.NUMBERS.fullmatch(plain)
    if match is None or not (1 <= int(match[1]) <= 12 < int(match[2])):
        return ""
    try:
        other = typed.day(f"{match[3]}-{match[1]}-{match[2]}")
    except Unreadable:
        return ""
    return (
        f"“{plain}” has no month {match[2]} with the day first, and is"
        f" {other:%-d %B %Y} with the month first. Write {other:%-d %B %Y} if you mean that."
    )


def several(read_one: Callable[[str], str]) -> Callable[[str], list[str]]:
    """A list with semicolons or line breaks between; each once, in the order typed."""

    def read(cell: str) -> list[str]:
        parts = (part.strip() for part in re.split(r"[;\n]", cell))
        return list(dict.fromkeys(read_one(part) for part in parts if part))

    return read


def number(scheme: str) -> Callable[[str], str]:
    return lambda cell: identifiers.cleaned(scheme, cell)


def language(cell: str) -> str:
    """A tag of the list, by the tag, our name for it or its own."""
    word = cell.casefold()
    if word not in _tags():
        raise Unreadable(f"“{cell}” is not a language of the list.")
    return _tags()[word]


@cache
def _tags() -> dict[str, str]:
    """By every word for a language; where a word names two, the list's first keeps it."""
    found = {one.tag.casefold(): one.tag for one in languages().values()}
    names = [(one.name, one.tag) for one in languages().values()]
    names += [(one.name.split(" (")[0], one.tag) for one in languages().values()]
    names += [(one.own_name, one.tag) for one in languages().values()]
    for name, tag in names:
        found.setdefault(name.casefold(), tag)
    return OTHER_NAMES | found


OTHER_NAMES = {"bangla": "bn", "bsl": "bfi", "mandarin": "zh", "farsi": "fa", "panjabi": "pa"}
