"""Words of the directory: `{% load directory %}`."""

from urllib.parse import urlsplit

from django import template
from django.utils.translation import gettext, gettext_noop

from members import hours, waiting
from members.models import ServiceCapacity
from members.open_data.records import Access, Offer, Room, Spoken
from members.reference import LANGUAGES_SOURCE, WARDS_SOURCE, Language, languages

register = template.Library()
register.filter("in_words", hours.in_words)


@register.simple_tag
def sources_of_lists() -> str:
    """Whose lists of wards and languages these are: their owners ask to be named."""
    return f"{WARDS_SOURCE} {LANGUAGES_SOURCE}"


@register.filter
def own_name(tag: str) -> Language:
    return languages()[tag]


@register.filter
def how_words(spoken: Spoken) -> str:
    return gettext(HOW[spoken.how])


@register.filter
def access_label(access: Access) -> str:
    return gettext(access.label)


@register.filter
def access_answer(access: Access) -> str:
    return gettext(access.answer_words)


@register.filter
def ages(offer: Offer) -> str:
    """16 to 25; 18 and over; up to 12."""
    low, high = offer.minimum_age, offer.maximum_age
    if low is not None and high is not None:
        return gettext("Ages %(low)d to %(high)d") % {"low": low, "high": high}
    if low is not None:
        return gettext("%(low)d and over") % {"low": low}
    return gettext("Up to %(high)d years old") % {"high": high} if high is not None else ""


@register.filter
def queue(said: Room | ServiceCapacity) -> str:
    """How many wait and for how long; empty where nobody has said."""
    return waiting.in_words(said.waiting_count, said.typical_wait_days)


@register.filter
def host(url: str) -> str:
    """An address without what nobody reads out."""
    parts = urlsplit(url)
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}"


@register.filter
def digits(phone: str) -> str:
    """A number as telephones dial it."""
    return "".join(sign for sign in phone if sign.isdecimal() or sign == "+")


HOW = {
    "staff": gettext_noop("spoken by staff"),
    "volunteer": gettext_noop("spoken by a volunteer"),
    "written": gettext_noop("written material"),
    "interpreter": gettext_noop("through an interpreter"),
}
