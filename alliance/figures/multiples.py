"""Small multiples: the same small chart for each group, on one common scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from alliance.figures.quantities import Kind, Quantity, largest
from alliance.figures.shapes import LINE, SMALL, TEXT, Drawing, Figure, wrapped

COLUMN = 60  # height of the tallest column
GUTTER = 24
NARROWEST = 150


@dataclass(frozen=True)
class Panel:
    """One quantity for each point, in the order of the points."""

    label: str
    quantities: tuple[Quantity, ...]


def small_multiples(
    title: str,
    sentence: str,
    panels: Sequence[Panel],
    *,
    points: Sequence[str],
    head: str = "",
    width: float = 400,
    is_rtl: bool = False,
) -> Figure:
    """A panel of columns for each group; the last figure of each is written out.

    ValueError if there are no panels or points, or a panel has not one quantity for each point.
    """
    if not panels or not points or any(len(p.quantities) != len(points) for p in panels):
        raise ValueError("at least one panel, and one quantity for each point")
    drawing = Drawing(width, title, sentence, is_rtl=is_rtl)
    across = max(1, min(len(panels), int((width + GUTTER) // (NARROWEST + GUTTER))))
    room = (width - GUTTER * (across - 1)) / across
    most = largest([q for panel in panels for q in panel.quantities])
    y = 0.0
    for first in range(0, len(panels), across):
        row = panels[first : first + across]
        names = max(len(wrapped(panel.label, room)) for panel in row) * LINE
        for index, panel in enumerate(row):
            chart = Chart(drawing, index * (room + GUTTER), y, room, names, most)
            chart.draw(panel, points)
        y += names + COLUMN + 2 * LINE + 20
    table = [[panel.label, *(str(q) for q in panel.quantities)] for panel in panels]
    return Figure(title, sentence, drawing.finish(y - 14), table, [head, *points])


@dataclass(frozen=True)
class Chart:
    """One panel's place: its corner, how wide it is, and the value of the tallest column."""

    drawing: Drawing
    x: float
    y: float
    width: float
    names: float
    most: float

    def draw(self, panel: Panel, points: Sequence[str]) -> None:
        for index, line in enumerate(wrapped(panel.label, self.width)):
            y = self.y + TEXT + index * LINE
            self.drawing.text(self.x, y, line, "figure-text figure-strong")
        latest = panel.quantities[-1]
        floor = self.y + self.names + COLUMN + LINE
        step = self.width / len(points)
        for index, quantity in enumerate(panel.quantities):
            self.column(self.x + index * step, floor, step * 0.72, quantity)
        self.drawing.line(self.x, floor, self.x + self.width, floor, "figure-axis")
        self.name_points(floor, points, latest, step)

    def column(self, x: float, floor: float, thick: float, quantity: Quantity) -> None:
        if quantity.value is None:
            self.drawing.line(x, floor - 3, x + thick, floor - 3, "figure-broken")
            return
        height = COLUMN * quantity.value / self.most
        soft = quantity.kind in (Kind.NEARLY, Kind.ABOUT)
        looks = "figure-hatched" if soft else "figure-bar"
        self.drawing.rect(x, floor - height, thick, height, looks)
        if quantity.kind in (Kind.AT_LEAST, Kind.ABOUT):
            for side in (x + 0.5, x + thick - 0.5):
                self.drawing.line(side, floor - height, side, floor - height - 7, "figure-broken")

    def name_points(
        self, floor: float, points: Sequence[str], latest: Quantity, step: float
    ) -> None:
        """The first and last point under the floor; the latest figure on the last column."""
        quiet = "figure-text figure-quiet"
        end = self.x + self.width - step * 0.28
        self.drawing.text(self.x, floor + LINE - 2, points[0], quiet, size=SMALL)
        if len(points) > 1:
            self.drawing.text(end, floor + LINE - 2, points[-1], quiet, anchor="end", size=SMALL)
        height = COLUMN * (latest.value or 0) / self.most + 6
        self.drawing.text(end, floor - height, str(latest), "figure-text", anchor="end", size=SMALL)
