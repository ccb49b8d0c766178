"""Bars: how much of each, side by side, with the figure written beside every bar."""

from collections.abc import Sequence
from dataclasses import dataclass

from alliance.figures.quantities import Kind, Quantity, beyond, largest
from alliance.figures.shapes import LINE, SMALL, TEXT, Drawing, Figure, measure, wrapped

THICK = 14
THIN = 11
GAP = 12
OPEN = 22  # the part of a bar that is open at its end
WIDE_ENOUGH = 520  # from here on labels stand beside the bars, not above them


@dataclass(frozen=True)
class Bar:
    label: str
    quantity: Quantity


@dataclass(frozen=True)
class Group:
    """One quantity for each series, in the order of the series."""

    label: str
    quantities: tuple[Quantity, ...]


def bars(
    title: str,
    sentence: str,
    rows: Sequence[Bar],
    *,
    heads: tuple[str, str] = ("", "Figure"),
    width: float = 400,
    is_rtl: bool = False,
) -> Figure:
    """One bar a row, from a common zero; the longest fills the room there is.

    ValueError if there are no rows.
    """
    groups = [Group(row.label, (row.quantity,)) for row in rows]
    return drawn(Drawing(width, title, sentence, is_rtl=is_rtl), (title, sentence), groups, heads)


def grouped_bars(
    title: str,
    sentence: str,
    groups: Sequence[Group],
    *,
    series: Sequence[str],
    head: str = "",
    width: float = 400,
    is_rtl: bool = False,
) -> Figure:
    """Two or three bars a row, one for each series: full, hatched, outlined, with a key on top.

    ValueError if there are no groups, or not one quantity for each of two or three series.
    """
    if not 2 <= len(series) <= 3 or any(len(g.quantities) != len(series) for g in groups):
        raise ValueError("two or three series, and one quantity for each")
    drawing = Drawing(width, title, sentence, is_rtl=is_rtl)
    return drawn(drawing, (title, sentence), list(groups), (head, *series))


def drawn(
    drawing: Drawing, said: tuple[str, str], groups: list[Group], heads: tuple[str, ...]
) -> Figure:
    if not groups:
        raise ValueError("no bars to draw")
    is_grouped = len(heads) > 2
    y = key(drawing, heads[1:]) if is_grouped else 2.0
    room = Room.for_groups(drawing.width, groups)
    for group in groups:
        y = room.draw(drawing, y, group) + GAP
    table = [[group.label, *(str(q) for q in group.quantities)] for group in groups]
    return Figure(*said, drawing.finish(y), table, list(heads))


@dataclass(frozen=True)
class Room:
    """Where labels, bars and figures stand: `start` to `start + longest` is for the bars."""

    start: float
    longest: float
    most: float

    @classmethod
    def for_groups(cls, width: float, groups: list[Group]) -> "Room":
        quantities = [q for group in groups for q in group.quantities]
        figures = min(max(measure(str(q)) for q in quantities) + 8, width * 0.45)
        start = width * 0.32 if width >= WIDE_ENOUGH else 0.0
        spare = OPEN if beyond(quantities) else 0
        return cls(start, max(width - start - figures - spare, width * 0.2), largest(quantities))

    def draw(self, drawing: Drawing, y: float, group: Group) -> float:
        """Draws one row; returns where it ends."""
        thick = THICK if len(group.quantities) == 1 else THIN
        lines = wrapped(group.label, (self.start or drawing.width) - 14)
        top = y if self.start else y + LINE * len(lines) - 2
        for index, line in enumerate(lines):
            drawing.text(0, y + TEXT - 1 + index * LINE, line, "figure-text figure-strong")
        for index, quantity in enumerate(group.quantities):
            self.draw_bar(drawing, top + index * (thick + 4), thick, quantity, index)
        end = top + len(group.quantities) * (thick + 4)
        return max(end, y + LINE * len(lines)) if self.start else end

    def draw_bar(
        self, drawing: Drawing, y: float, thick: float, quantity: Quantity, series: int
    ) -> None:
        length = self.longest * (quantity.value or 0) / self.most
        end = self.start + length
        if quantity.value is not None:
            bar(drawing, (self.start, y), (length, thick), quantity.kind, series=series)
            end += OPEN if quantity.kind in (Kind.AT_LEAST, Kind.ABOUT) else 0
        drawing.line(self.start, y - 1, self.start, y + thick + 1, "figure-axis")
        quiet = " figure-quiet" if quantity.value is None else ""
        drawing.text(end + 7, y + thick / 2 + 4.5, str(quantity), f"figure-text{quiet}")


def bar(
    drawing: Drawing,
    corner: tuple[float, float],
    size: tuple[float, float],
    kind: Kind,
    *,
    series: int = 0,
) -> None:
    """One bar, as firm as its figure: hatched if it may be less, open at the end if more."""
    (x, y), (length, thick) = corner, size
    soft = kind in (Kind.NEARLY, Kind.ABOUT)
    looks = "figure-hatched" if soft else ("figure-bar", "figure-hatched", "figure-outline")[series]
    drawing.rect(x, y, length, thick, looks)
    end = x + length
    if kind is Kind.NEARLY:
        drawing.line(end, y - 2, end, y + thick + 2, "figure-broken")
    if kind in (Kind.AT_LEAST, Kind.ABOUT):
        drawing.line(end, y + 0.5, end + OPEN, y + 0.5, "figure-broken")
        drawing.line(end, y + thick - 0.5, end + OPEN, y + thick - 0.5, "figure-broken")


def key(drawing: Drawing, series: Sequence[str]) -> float:
    """What full, hatched and outlined mean, on as many lines as it needs; returns where it ends."""
    x, y = 0.0, 2.0
    for index, name in enumerate(series):
        needed = 18 + measure(name, SMALL) + 14
        if x and x + needed > drawing.width:
            x, y = 0.0, y + LINE
        looks = ("figure-bar", "figure-hatched", "figure-outline")[index]
        drawing.rect(x + 0.5, y + 0.5, 11, 11, looks)
        drawing.text(x + 18, y + 10, name, "figure-text figure-quiet", size=SMALL)
        x += needed
    return y + LINE + 8
