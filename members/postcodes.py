"""Postcodes as we keep them: upper case, one space before the last three signs."""

import re

from django.core.exceptions import ValidationError

from members.profile_content.check import POSTCODE

INWARD = 3  # signs after the space
HOW = "Write the postcode in full, like this: E1 6AN."


def cleaned(text: str) -> str:
    """As kept, whether or not it is one: e16an becomes E1 6AN."""
    close = re.sub(r"\s+", "", text).upper()
    return f"{close[:-INWARD]} {close[-INWARD:]}" if len(close) > INWARD else close


def cleaned_or_refused(text: str) -> str:
    """The postcode, or "" for none."""
    kept = cleaned(text)
    if kept and not POSTCODE.fullmatch(kept):
        raise ValidationError(HOW, code="invalid")
    return kept
