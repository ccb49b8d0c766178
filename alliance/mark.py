"""The alliance's mark: a ring with a dot for each member, larger where it holds a seat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

CENTRE = 20.0
RADIUS = 15.5
HEART = 6.5
SEATED = 2.9
MEMBER = 2.1


@dataclass(frozen=True)
class Dot:
    x: str
    y: str
    r: str


@dataclass(frozen=True)
class Mark:
    """`seats` has one entry for each member, in a settled order: does it hold a seat?"""

    seats: tuple[bool, ...] = ()

    @property
    def dots(self) -> list[Dot]:
        crowd = min(1.0, 22 / max(1, len(self.seats)))  # a large alliance has finer dots
        return [self._dot(place, crowd, is_seated=seat) for place, seat in enumerate(self.seats)]

    def _dot(self, place: int, crowd: float, *, is_seated: bool) -> Dot:
        angle = 2 * pi * place / len(self.seats) - pi / 2
        radius = max(0.6, (SEATED if is_seated else MEMBER) * crowd)
        return Dot(
            x=f"{CENTRE + RADIUS * cos(angle):.2f}",
            y=f"{CENTRE + RADIUS * sin(angle):.2f}",
            r=f"{radius:.2f}",
        )


def svg(seats: Sequence[bool], *, colour: str = "#0f5c5c") -> str:
    """The mark as a file of its own: the favicon, and the seal on documents."""
    dots = "".join(
        f'<circle cx="{dot.x}" cy="{dot.y}" r="{dot.r}"/>' for dot in Mark(tuple(seats)).dots
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40" width="40" height="40">'
        f'<g fill="{colour}">{dots}</g>'
        f'<circle cx="20" cy="20" r="{HEART}" fill="none" stroke="{colour}" stroke-width="2"/>'
        "</svg>"
    )
