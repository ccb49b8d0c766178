"""Colours for a document: the alliance's accent, and the figure styles in each inline picture.

WeasyPrint does not apply a page's stylesheet to the inline SVG on it, and knows no `var()` there,
so the rules of `figures.css` are written into each picture with the custom properties filled in.
"""

import re
from functools import cache
from typing import Any  # WeasyPrint's element tree is untyped
from xml.etree.ElementTree import Element, SubElement

import weasyprint

from alliance.documents.local_files import STATIC

SVG = "{http://www.w3.org/2000/svg}"
DEFAULT_ACCENT = "#0f5c5c"
HEX = re.compile("#[0-9a-fA-F]{6}")
PROPERTY = re.compile(r"--([a-z-]+):\s*([^;]+);")
USED = re.compile(r"var\(--([a-z-]+)\)")


def paint_pictures(root: Element, accent: str | None) -> list[Any]:
    """Style each inline SVG below `root`; returns the stylesheet that sets the accent.

    ValueError if the accent is not `#rrggbb`: it comes from a form and goes into a stylesheet.
    """
    colour = accent or DEFAULT_ACCENT
    if not HEX.fullmatch(colour):
        raise ValueError(f"not a colour: {colour!r}")
    for picture in root.iter(f"{SVG}svg"):
        style = SubElement(picture, f"{SVG}style")
        style.text = figure_rules(colour)
    return [weasyprint.CSS(string=f":root {{ --accent: {colour} }}")]


@cache
def figure_rules(accent: str) -> str:
    tokens = dict(PROPERTY.findall((STATIC / "css" / "document.css").read_text("utf-8")))
    tokens["accent"] = accent
    rules = (STATIC / "css" / "figures.css").read_text("utf-8")
    return USED.sub(lambda match: tokens[match[1]], rules)
