"""Days and lengths of time on pages that somebody opens from a letter: `{% load by_link %}`.

English says them as everywhere on the site; other languages as their readers write them.
"""

from datetime import date, datetime

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext

from alliance import words
from alliance.words import LONDON

register = template.Library()
DAY = "j F Y"


@register.filter
def on_day(value: date) -> str:
    if _is_english():
        return words.day(value)
    return date_format(value.astimezone(LONDON) if isinstance(value, datetime) else value, DAY)


@register.filter
def takes(minutes: int) -> str:
    """About 15 minutes."""
    if _is_english():
        return words.about(minutes)
    many = ngettext("about %(count)d minute", "about %(count)d minutes", minutes)
    return many % {"count": minutes}


def _is_english() -> bool:
    return (get_language() or "en").startswith("en")
