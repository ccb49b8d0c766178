"""The pen: draws shapes and words into an SVG, mirrored where the page reads from right to left."""

import hashlib
import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

TEXT = 13  # height of ordinary words, in the units of the picture
SMALL = 11
LINE = 17  # from one line of words to the next
WIDE_LETTERS = re.compile("[\u0900-\u0dff\u1100-\u11ff\u2e80-\uffdc]")
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not in XML 1.0


class Svg(str):
    """Markup made here by an XML writer, so every letter in it is escaped already."""

    __slots__ = ()

    def __html__(self) -> "Svg":
        return self


@dataclass(frozen=True)
class Figure:
    """A picture, the sentence that reads it out, and the same figures as a table.

    `heads` are the heads of the columns; the first cell of each row in `table` heads the row.
    """

    title: str
    sentence: str
    svg: Svg
    table: list[list[str]]
    heads: list[str]


class Drawing:
    """Coordinates run from the side where reading begins; mirroring happens here and only here."""

    def __init__(self, width: float, title: str, sentence: str, *, is_rtl: bool = False) -> None:
        self.width = width
        self.is_rtl = is_rtl
        self._key = hashlib.sha256(f"{title}\n{sentence}".encode("utf-8", "replace")).hexdigest()[
            :8
        ]
        self._root = Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "class": "figure",
                "role": "img",
                "aria-labelledby": f"t{self._key} d{self._key}",
                "direction": "ltr",
            },
        )
        words(SubElement(self._root, "title", {"id": f"t{self._key}"}), title)
        words(SubElement(self._root, "desc", {"id": f"d{self._key}"}), sentence)
        self._hatched: dict[str, str] = {}

    def x(self, x: float, width: float = 0) -> float:
        return self.width - x - width if self.is_rtl else x

    def rect(self, x: float, y: float, width: float, height: float, css: str) -> None:
        size = {"width": number(width), "height": number(height)}
        place = {"x": number(self.x(x, width)), "y": number(y)}
        SubElement(self._root, "rect", {"class": css, **place, **size, **self._fill(css)})

    def line(self, x1: float, y1: float, x2: float, y2: float, css: str) -> None:
        ends = {"x1": self.x(x1), "y1": y1, "x2": self.x(x2), "y2": y2}
        SubElement(self._root, "line", {"class": css, **{k: number(v) for k, v in ends.items()}})

    def circle(self, x: float, y: float, radius: float, css: str) -> None:
        place = {"cx": number(self.x(x)), "cy": number(y), "r": number(radius)}
        SubElement(self._root, "circle", {"class": css, **place})

    def path(self, steps: list[tuple[str, list[tuple[float, float]]]], css: str) -> None:
        """Steps as in SVG (M, L, C, Z) with absolute points."""
        drawn = " ".join(
            " ".join([step, *(f"{number(self.x(x))} {number(y)}" for x, y in points)])
            for step, points in steps
        )
        SubElement(self._root, "path", {"class": css, "d": drawn, **self._fill(css)})

    def text(
        self,
        x: float,
        y: float,
        said: str,
        css: str = "figure-text",
        *,
        anchor: str = "start",
        size: int = TEXT,
    ) -> None:
        """`anchor` start, middle or end, seen from where reading begins; y is the baseline."""
        turned = {"start": "end", "end": "start", "middle": "middle"}[anchor]
        place = {"x": number(self.x(x)), "y": number(y), "font-size": str(size)}
        side = turned if self.is_rtl else anchor
        attributes = {"class": css, **place, "text-anchor": side, "unicode-bidi": "plaintext"}
        words(SubElement(self._root, "text", attributes), said)

    def _fill(self, css: str) -> dict[str, str]:
        """Hatching is a pattern of its own for each class, since colour lives in classes."""
        if "hatched" not in css:
            return {}
        known = self._hatched.setdefault(css, f"h{self._key}-{len(self._hatched)}")
        return {"fill": f"url(#{known})"}

    def finish(self, height: float) -> Svg:
        self._root.set("viewBox", f"0 0 {number(self.width)} {number(height)}")
        if self._hatched:
            patterns = Element("defs")
            for css, name in self._hatched.items():
                hatching(patterns, name, css)
            self._root.insert(2, patterns)
        return Svg(tostring(self._root, encoding="unicode"))


def hatching(patterns: Element, name: str, css: str) -> None:
    size = {"width": "6", "height": "6", "patternUnits": "userSpaceOnUse"}
    pattern = SubElement(patterns, "pattern", {"id": name, **size})
    stripes = "M-1 1L1 -1M0 6L6 0M5 7L7 5"
    SubElement(pattern, "path", {"class": css.replace("hatched", "stripes"), "d": stripes})


def words(element: Element, said: str) -> None:
    element.text = FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", said)


def number(value: float) -> str:
    """Two decimals at most, and never -0."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def measure(said: str, size: float = TEXT) -> float:
    """About how wide these words are; rather too wide than too narrow."""
    wide = len(WIDE_LETTERS.findall(said))
    return size * (0.56 * (len(said) - wide) + 0.75 * wide)


def wrapped(said: str, room: float, size: float = TEXT) -> list[str]:
    """The words broken into lines that fit; a single word longer than a line stays whole."""
    lines: list[str] = []
    for word in said.split() or [""]:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
