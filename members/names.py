"""How an organisation's name is sorted, searched for and put into an address."""

import re
import unicodedata

LONGEST_SLUG = 60


def folded(name: str) -> str:
    """Small letters without accents, and without a leading "the"."""
    apart = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return re.sub(r"\s+", " ", plain).strip().removeprefix("the ")


def slug_of(name: str) -> str:
    """Letters, digits and hyphens; "organisation" where nothing of the name can be kept."""
    kept = re.sub(r"['’]", "", folded(name))
    kept = re.sub(r"[^a-z0-9]+", "-", kept).strip("-")
    return kept[:LONGEST_SLUG].strip("-") or "organisation"
