"""What templates say and draw: `{% load alliance %}`. The words are those of `alliance.words`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.core.paginator import Page
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from alliance import words
from alliance.icons import ICONS, SHAPES, TURNS
from alliance.lists import SORT, Lap, laps, sorted_by
from alliance.mark import Mark

register = template.Library()

register.filter("pence", words.pence)
register.filter("pounds_prose", words.pounds_prose)
register.filter("day", words.day)
register.filter("moment", words.moment)
register.filter("clock", words.clock)
register.filter("minutes", words.minutes)
register.filter("about", words.about)
register.filter("hours", words.hours)
register.filter("file_size", words.file_size)
register.filter("initials", words.initials)
register.simple_tag(words.counted, name="counted")


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of our own icons. It is never alone: a word stands beside it."""
    paths = format_html_join("", '<path d="{}"/>', ((path,) for path in ICONS[name]))
    turns = " icon-turns" if name in TURNS else ""
    return format_html(
        '<svg class="icon icon-{}{}" viewBox="0 0 20 20" aria-hidden="true" focusable="false">'
        "{}</svg>",
        name,
        turns,
        paths,
    )


@register.simple_tag(name="tag")
def tag(word: str, shape: str = "closed") -> SafeString:
    """A state: its word, its own shape, and a colour that only repeats what the two have said."""
    colour, path = SHAPES[shape]
    return format_html(
        '<span class="tag tag-{}"><svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>{}</span>',
        colour,
        path,
        word,
    )


@register.inclusion_tag("components/mark.html")
def mark(ring: Mark | None, size: int = 40) -> dict[str, object]:
    """The alliance's ring. It has no words of its own: the name stands beside it."""
    return {"dots": (ring or Mark()).dots, "size": size}


@dataclass(frozen=True)
class Crumb:
    label: str
    url: str


@register.inclusion_tag("components/breadcrumb.html")
def crumbs(*labels_and_urls: str) -> dict[str, object]:
    """The way up: label, address, label, address, from the top down."""
    pairs = zip(labels_and_urls[::2], labels_and_urls[1::2], strict=True)
    return {"crumbs": [Crumb(label, url) for label, url in pairs]}


@dataclass(frozen=True)
class Step:
    label: str
    is_done: bool
    is_current: bool


@register.inclusion_tag("components/stepper.html")
def steps(*labels: str, current: int = 1) -> dict[str, object]:
    """Where one is on a way of several pages; the first step is 1."""
    return {
        "steps": [
            Step(label, is_done=place < current, is_current=place == current)
            for place, label in enumerate(labels, start=1)
        ]
    }


@register.inclusion_tag("components/column.html", takes_context=True)
def column(
    context: Context,
    label: str,
    sort: str = "",
    is_number: bool = False,  # noqa: FBT001, FBT002
) -> dict[str, object]:
    """A table's column header, and the link that sorts by it where `sort` names one."""
    request = context.get("request")
    state = sorted_by(request.GET if request else {}, sort) if sort else ""
    query = ""
    if sort and request:
        chosen = request.GET.copy()
        chosen.pop("page", None)
        chosen[SORT] = f"-{sort}" if state == "ascending" else sort
        query = chosen.urlencode()
    return {"label": label, "is_number": is_number, "state": state, "query": query}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pages(context: Context, page: Page[Any], one: str, many: str) -> dict[str, object]:
    """The foot of a long list: how many there are, and the way to the others."""
    request = context.get("request")
    kept = request.GET.copy() if request else None
    found: list[Lap] = laps(page, kept)
    return {"page": page, "laps": found, "one": one, "many": many}
