"""Rules 1 to 11: what is written in digits and signs. No word list is needed for them."""

import re
from collections.abc import Callable, Iterator

from alliance import typed
from coproduction.redaction.rules import Rule, Suggestion, suggested
from coproduction.redaction.vocabulary import MONTHS

Match = re.Match[str]

EMAIL = re.compile(r"[\w.+%'-]*\w@\w[\w-]*(?:\.\w[\w-]*)+")
WEB = re.compile(r"\b(?:https?://|www\.)[^\s<>\"”“]+", re.I)
HANDLE = re.compile(r"(?<![\w.@/])@(?=[\w.]*[A-Za-z])\w[\w.]{1,28}\w\b")
TEN = re.compile(r"(?<![\d+])(?<!\d[ .-])\d{3}[ .-]?\d{3}[ .-]?\d{4}(?![ -]?\d)")
NATIONAL_INSURANCE = re.compile(
    r"\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:[ -]?\d{2}){3}[ -]?[A-D]\b",
    re.I,
)
PHONE = re.compile(
    r"(?<![\w+])(?:(?:\+|\b00)44[ .-]?(?:\(0\)[ .-]?)?|\(?0)(?:[ ().–-]{0,2}\d){9,10}(?![\d])"
)
POSTCODE = re.compile(
    r"\b(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})\b",
    re.I,
)
ORDINAL = re.compile(r"(?:1st|2nd|3rd|\dth)$", re.I)
SORT_CODE = r"\d{2}[-–]\d{2}[-–]\d{2}"
BANK = re.compile(
    rf"(?<![\d-]){SORT_CODE}(?:[ ,;]{{1,2}}(?:(?:and )?(?:account|acc?t?)\.? ?(?:number|no\.?)? ?)?"
    r"\d{8})?(?![\d-])"
    r"|\bsort code:? (?:is )?\d{2} ?\d{2} ?\d{2}\b"
    r"|\baccount(?: number| no\.?)?:? (?:is |was )?\d{8}\b",
    re.I,
)
REFERENCE = re.compile(
    r"\b(?:RiO|hospital|case|claim|crime|CRN|Home Office|reference|ref|incident|tenancy|policy)\b"
    r"(?:[ .]{1,2}(?:number|no|ref|reference|id|code))*\.?[:#]?(?: (?:is|was))? ?[:#]? ?"
    r"(?=[A-Z/-]*\d)[A-Z\d][A-Z\d/.-]{3,}[A-Z\d]\b",
    re.I,
)
CODED = re.compile(r"\bC(?:RIME|ASE|LAIM) (?=[\w/]*\d)\w+/\w+", re.I)
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
YEAR = r"(?:,? ?(?:19|20)\d{2}|,? ?'\d{2})"
DATES = (
    re.compile(rf"\b(?P<day>{DAY})(?P<nth> ?(?:st|nd|rd|th))?(?: of)? (?P<month>{MONTH})\b"
               rf"(?:\.?(?P<year>{YEAR}))?", re.I),
    re.compile(rf"\b(?P<month>[adfjmnos][a-z]{{2,8}})\.? (?:the )?(?P<day>{DAY})"
               rf"(?P<nth> ?(?:st|nd|rd|th))?\b(?![:.]\d)(?P<year>{YEAR})?", re.I),
)  # fmt: skip
NUMERIC_DATE = re.compile(
    rf"(?<![\d/.-])(?:{DAY}(?P<sign>[/.-])(?:0?[1-9]|1[0-2])(?P=sign)(?:\d{{4}}|\d{{2}})"
    rf"|(?:19|20)\d{{2}}(?P<iso>[-/.])(?:0?[1-9]|1[0-2])(?P=iso){DAY})(?![\d/-])"
)
AFTER_DATE = re.compile(r"\s+(?:people|of us|of them|weeks?|days?|months?|years?|times?)\b", re.I)
TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
NUMBER = (
    rf"(?:\d{{1,3}}|(?:{TENS})(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|{TEENS})"
)
SOON = "one|two|three|four|five|six|seven|eight|nine"
NOT_AN_AGE = (
    r"(?![\w%£:/.]*\d|%|[ -]?(?:weeks?|days?|months?|minutes?|mins?|hours?|hrs?|miles?|stops?|stone"
    r"|st|lbs?|kg|kilos?|pounds?|quid|p|pence|per|th|nd|rd|years?(?![ -]old)|times?|points?|in the"
    r"|of|people|foot|feet|ft|inches|metres|am|pm|on the|steps?|doors?|down|behind|away)\b)"
)
AGES = re.compile(
    rf"\b(?:aged?|turn(?:ed|ing|s)?) (?:of )?{NUMBER}\b(?![%.:]\d)(?:[ -]years?[ -]olds?)?"
    rf"|\b(?:I['’]?m|I am|he['’]?s|he is|she['’]?s|she is|who is) (?:now |only |nearly |just )?"
    rf"{NUMBER}\b{NOT_AN_AGE}(?= |[.,;!?)]|$)(?! \w+s\b)"
    rf"|\bis (?:now |only |nearly |just )?{NUMBER}(?=[.,;!?)](?!\d)|$| and\b| but\b| now\b)",
    re.I,
)
YEARS_OLD = re.compile(
    rf"\b(?:{NUMBER}|{SOON})[ -]?(?:years?|yrs?|yr|months?)[ -]olds?\b|\b\d{{1,3}} ?y\.?o\.?\b",
    re.I,
)
ALSO_VERBS = frozenset({"may", "march", "mar"})


def find(text: str) -> Iterator[Suggestion]:
    """Every match of rules 1 to 11, overlapping as they come."""
    lower = text.lower()
    if "@" in text:
        yield from _each(EMAIL, Rule.EMAIL, text)
        yield from _each(HANDLE, Rule.HANDLE, text)
    if "://" in text or "www." in lower:
        yield from (_web(found) for found in WEB.finditer(text))
    yield from _each(AGES, Rule.AGE, text)
    if "old" in lower or "yo" in lower:
        yield from _each(YEARS_OLD, Rule.AGE, text)
    if any(map(str.isdigit, text)):
        for pattern, rule, fits in IN_DIGITS:
            yield from _each(pattern, rule, text, fits)


def _each(
    pattern: re.Pattern[str], rule: Rule, text: str, fits: Callable[[Match], bool] = bool
) -> Iterator[Suggestion]:
    for found in pattern.finditer(text):
        if fits(found):
            yield suggested(found.start(), found.end(), rule)


def _web(found: Match) -> Suggestion:
    """Without the stop or bracket that ends the sentence around it."""
    kept = found.group().rstrip(".,;:!?)]}'’")
    return suggested(found.start(), found.start() + len(kept), Rule.WEB)


def _is_nhs(found: Match) -> bool:
    return typed.has_nhs_number(found.group())


def _is_postcode(found: Match) -> bool:
    """Not "e1 2nd floor"."""
    written: str = found.group()
    return written.isupper() or ORDINAL.search(written) is None


def _is_date(found: Match) -> bool:
    """A day and a month; "3 may go" and "march 12 people" are none."""
    if found["month"].lower() not in MONTHS:
        return False
    if found["nth"] or found["year"]:
        return True
    if AFTER_DATE.match(found.string, found.end()):
        return False
    is_said_first = found.start("day") < found.start("month")
    return found["month"] not in (ALSO_VERBS - {"march", "mar"} if is_said_first else ALSO_VERBS)


IN_DIGITS: tuple[tuple[re.Pattern[str], Rule, Callable[[Match], bool]], ...] = (
    (TEN, Rule.NHS_NUMBER, _is_nhs),
    (NATIONAL_INSURANCE, Rule.NATIONAL_INSURANCE, bool),
    (PHONE, Rule.PHONE, bool),
    (POSTCODE, Rule.POSTCODE, _is_postcode),
    (BANK, Rule.BANK, bool),
    (REFERENCE, Rule.REFERENCE, bool),
    (CODED, Rule.REFERENCE, bool),
    *((pattern, Rule.DATE, _is_date) for pattern in DATES),
    (NUMERIC_DATE, Rule.DATE, bool),
)
