"""Words for lists of members: `{% load members %}`."""

from collections.abc import Sequence

from django import template

from alliance import words
from members.models import PartnershipCapacity
from members.prose import Prose
from members.queries.hours import SOURCES
from members.reference import LANGUAGES_SOURCE, WARDS_SOURCE, language_name

register = template.Library()
MOST = 3


@register.filter
def some(names: Sequence[str], one: str = "") -> str:
    """a, b and c; where there are more than three: 5 wards, or a, b, c and 2 more."""
    if len(names) <= MOST:
        return words.listed(list(names))
    if one:
        return words.counted(len(names), one)
    return f"{', '.join(names[:MOST])} and {len(names) - MOST} more"


@register.filter
def language_names(tags: Sequence[str]) -> list[str]:
    return sorted(language_name(tag) for tag in tags)


@register.filter
def source(key: str) -> str:
    """How we know the hours: confirmed, carried forward, assumed."""
    return SOURCES.get(key, "")


@register.filter
def how_and_when(hours: PartnershipCapacity) -> str:
    """In person, online; Tuesday mornings; takes no pay."""
    formats = [str(PartnershipCapacity.Format(one).label).lower() for one in hours.formats]
    pay = "takes no pay" if hours.is_unpaid_only else ""
    said = "; ".join(part for part in (words.listed(formats), hours.preferred_times, pay) if part)
    return f"{said[:1].upper()}{said[1:]}"


@register.filter
def prose(text: str) -> Prose:
    """A text of several paragraphs, with lists and emphasis as people type them."""
    return Prose(text)


@register.simple_tag
def sources() -> str:
    """Whose lists of wards and languages these are: their owners ask to be named."""
    return f"{WARDS_SOURCE} {LANGUAGES_SOURCE}"
