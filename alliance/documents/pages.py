"""A PDF from a template: the one door between Django's templates and WeasyPrint."""

from collections.abc import Mapping

from django.template.loader import render_to_string

from alliance.documents.accessible import render

UNLESS_SAID = {
    "language": "en-GB",
    "direction": "ltr",
    "large_print": False,
    "kind": "",
    "subtitle": "",
    "date": "",
    "facts": None,
    "mark": None,
    "contents": None,
    "contents_heading": "Contents",
}


def write(template: str, context: Mapping[str, object]) -> str:
    """The HTML of a template that extends `documents/base.html`; that lists what it may be told."""
    return render_to_string(template, {**UNLESS_SAID, **context})


def make(template: str, context: Mapping[str, object], *, accent: str | None = None) -> bytes:
    """The same as a tagged PDF. Raises Unreadable."""
    return render(write(template, context), accent=accent)
