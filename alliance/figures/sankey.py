"""A Sankey picture: where money comes from and where it goes, as streams as wide as the sum."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from alliance.figures.quantities import Kind, Quantity
from alliance.figures.shapes import LINE, Drawing, Figure, measure, wrapped

NODE = 9
GAP = 30
TALLEST = 200  # height of the column with the largest sum, without gaps
TOP = 4


@dataclass(frozen=True)
class Flow:
    """From one named place to another; the quantity must be known and above 0."""

    source: str
    target: str
    quantity: Quantity

    @property
    def value(self) -> float:
        return self.quantity.value or 0


@dataclass
class Place:
    """A node: its column, and its size and how much of it has been joined on either side."""

    name: str
    column: int
    value: float
    y: float = 0
    left: float = 0
    right: float = 0
    words: str = ""
    names: list[str] = field(default_factory=list)
    sums: list[str] = field(default_factory=list)


def sankey(
    title: str,
    sentence: str,
    flows: Sequence[Flow],
    *,
    sums: dict[str, str] | None = None,
    heads: tuple[str, str, str] = ("From", "To", "Amount"),
    width: float = 400,
    is_rtl: bool = False,
) -> Figure:
    """Flows in columns from first source to last target. `sums` gives the words beside a place
    that several flows join.

    A flow that is not exact is hatched. One scale serves the whole picture, so widths can be
    compared. ValueError if there are no flows, one is unknown or 0, or they run in a circle.
    """
    if not flows or any(not flow.value for flow in flows):
        raise ValueError("at least one flow, each known and above 0")
    places = placed(flows, sums or {})
    drawing = Drawing(width, title, sentence, is_rtl=is_rtl)
    columns = max(place.column for place in places.values()) + 1
    step = (width - NODE) / max(columns - 1, 1)
    scale, height = arranged(list(places.values()), columns, step)
    for flow in sorted(flows, key=lambda f: (places[f.source].y, places[f.target].y)):
        draw_flow(drawing, flow, places, scale, step)
    for place in places.values():
        draw_place(drawing, place, scale, step, is_latest=place.column == columns - 1)
    table = [[flow.source, flow.target, str(flow.quantity)] for flow in flows]
    return Figure(title, sentence, drawing.finish(height), table, list(heads))


def placed(flows: Sequence[Flow], sums: dict[str, str]) -> dict[str, Place]:
    """Every place with its column: one further than the furthest place that feeds it."""
    into: dict[str, float] = defaultdict(float)
    out: dict[str, float] = defaultdict(float)
    column = dict.fromkeys((name for flow in flows for name in (flow.source, flow.target)), 0)
    for flow in flows:
        into[flow.target] += flow.value
        out[flow.source] += flow.value
    for _ in column:
        for flow in flows:
            column[flow.target] = max(column[flow.target], column[flow.source] + 1)
    if max(column.values()) >= len(column):
        raise ValueError("flows may not run in a circle")
    return {
        name: Place(
            name, at, max(into[name], out[name]), words=sums.get(name) or only_sum(name, flows)
        )
        for name, at in column.items()
    }


def only_sum(name: str, flows: Sequence[Flow]) -> str:
    """Where one flow is all there is of a place, its words are the place's."""
    joined = [flow for flow in flows if name in (flow.source, flow.target)]
    return str(joined[0].quantity) if len(joined) == 1 else ""


def arranged(places: list[Place], columns: int, step: float) -> tuple[float, float]:
    """Gives each place its height on the page; returns units per value and the picture's height."""
    by_column = [[p for p in places if p.column == column] for column in range(columns)]
    scale = TALLEST / max(sum(p.value for p in column) for column in by_column)
    height = 0.0
    for index, column in enumerate(by_column):
        y = float(TOP)
        room = (step if index < columns - 1 else step * 0.6) - NODE - 12
        for place in column:
            room = max(room, measure("Long word"))
            place.names = wrapped(place.name, room)
            place.sums = wrapped(place.words, room) if place.words else []
            place.y = y
            y += max(place.value * scale, LINE * len(place.names + place.sums)) + GAP / 2
        height = max(height, y)
    return scale, height


def draw_flow(
    drawing: Drawing, flow: Flow, places: dict[str, Place], scale: float, step: float
) -> None:
    """A band of one width all along, joined below those that were drawn before it."""
    source, target = places[flow.source], places[flow.target]
    thick = flow.value * scale
    x1, y1 = source.column * step + NODE, source.y + source.right
    x2, y2 = target.column * step, target.y + target.left
    source.right += thick
    target.left += thick
    bend = (x1 + x2) / 2
    looks = "figure-flow" if flow.quantity.kind is Kind.EXACT else "figure-hatched figure-faint"
    drawing.path(
        [
            ("M", [(x1, y1)]),
            ("C", [(bend, y1), (bend, y2), (x2, y2)]),
            ("L", [(x2, y2 + thick)]),
            ("C", [(bend, y2 + thick), (bend, y1 + thick), (x1, y1 + thick)]),
            ("Z", []),
        ],
        looks,
    )


def draw_place(
    drawing: Drawing, place: Place, scale: float, step: float, *, is_latest: bool
) -> None:
    """A bar with its name beside it, on the inner side in the last column."""
    x = place.column * step
    drawing.rect(x, place.y, NODE, max(place.value * scale, 0.5), "figure-bar")
    at, anchor = (x - 6, "end") if is_latest else (x + NODE + 6, "start")
    lines = place.names + place.sums
    first = place.y + max((place.value * scale - LINE * len(lines)) / 2, 0)
    for index, line in enumerate(lines):
        css = "figure-text figure-strong" if index < len(place.names) else "figure-text"
        drawing.text(at, first + LINE * (index + 1) - 4, line, css, anchor=anchor)
