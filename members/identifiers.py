"""The shape of numbers in registers. Nothing is looked up: a right shape may still be nobody's."""

import re
from collections.abc import Callable

from alliance.typed import Unreadable

LONGEST = 20
RIGHT_SHAPE = "The number has the right shape. We have not looked it up."

# Companies House: two characters before the number of a company of that sort.
COMPANY = re.compile(
    r"(?:AC|C[ES]|F[CE]|G[ENS]|I[CP]|LP|N[ACFILOPRVZ]|O[CE]|PC|R[0CS]|S[ACEFGILOPRZ]|ZC)[0-9]{6}"
    r"|(?:IP|SP|RS|NO)[0-9]{5}[A-Z]"
)


def cleaned(scheme: str, text: str) -> str:
    """The number as we keep it. Unreadable if the scheme has a shape and this is not it."""
    value = re.sub(r"\s+", "", text).upper()
    reader = READERS.get(scheme)
    if reader is not None:
        return reader(value)
    plain = " ".join(text.split())
    if not 1 <= len(plain) <= LONGEST:
        raise Unreadable(f"Write up to {LONGEST} letters and digits.")
    return plain


def problem(scheme: str | None, text: str) -> str:
    """What is wrong with it, in a sentence; "" if its shape is right."""
    if not scheme:
        return "Say which number it is."
    try:
        cleaned(scheme, text)
    except Unreadable as wrong:
        return str(wrong)
    return ""


def exported(scheme: str, value: str) -> str:
    """As other directories write it: GB-CHC-1234567."""
    return f"{scheme}-{value}"


def _charity(value: str) -> str:
    bare = value.removeprefix("GB-CHC-").removeprefix("NO.")
    if not re.fullmatch(r"[0-9]{6,7}(-[0-9]{1,3})?", bare):
        raise Unreadable(f"“{value}” is not six or seven digits. Leave it empty if there is none.")
    return bare


def _company(value: str) -> str:
    if re.fullmatch(r"[0-9]{1,8}", value):
        return value.zfill(8)
    if COMPANY.fullmatch(value):
        return value
    raise Unreadable(
        f"“{value}” is not a company number: eight digits, or two letters and six digits."
    )


def _shaped(pattern: str, shape: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise Unreadable(f"“{value}” is not {shape}.")
        return value

    return read


READERS: dict[str, Callable[[str], str]] = {
    "GB-CHC": _charity,
    "GB-COH": _company,
    "GB-SC": _shaped(r"SC[0-9]{6}", "SC and six digits"),
    "GB-NIC": _shaped(r"[0-9]{6}", "six digits"),
    "GB-NHS": _shaped(r"[A-Z0-9]{3,6}", "three to six letters and digits"),
    "GB-LAE": _shaped(r"[A-Z]{3}", "three letters"),
}
