"""A map of tiles: one square for each area, roughly where it lies, all of the same size.

Equal squares keep a small, crowded ward as visible as a large empty one, and need no map data.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from alliance.figures.quantities import NOT_RECORDED, Quantity
from alliance.figures.shapes import SMALL, TEXT, Drawing, Figure, measure

STEPS = 4
GAP = 3


@dataclass(frozen=True)
class Tile:
    """An area: a short code (three or four letters) for the tile, its full name for the table.

    `column` and `row` count from 0, from the west and from the north.
    """

    code: str
    label: str
    column: int
    row: int
    quantity: Quantity = NOT_RECORDED


def tile_map(
    title: str,
    sentence: str,
    tiles: Sequence[Tile],
    *,
    heads: tuple[str, str] = ("Area", "Figure"),
    width: float = 400,
) -> Figure:
    """Tiles in four shades from 0 to the largest value, each with its code and its figure.

    What is not recorded is hatched and says so in the table. A map is never mirrored: west is
    west in every language. ValueError if there are no tiles, or two share a place or lie at a
    negative one.
    """
    places = {(tile.column, tile.row) for tile in tiles}
    if not tiles or len(places) != len(tiles) or min(min(place) for place in places) < 0:
        raise ValueError("at least one tile, each in a place of its own from 0 up")
    drawing = Drawing(width, title, sentence)
    across = max(tile.column for tile in tiles) + 1
    down = max(tile.row for tile in tiles) + 1
    side = min((width + GAP) / across - GAP, 84)
    most = max((tile.quantity.value or 0 for tile in tiles), default=0)
    left = (width - across * (side + GAP) + GAP) / 2
    for tile in tiles:
        x, y = left + tile.column * (side + GAP), tile.row * (side + GAP)
        draw_tile(drawing, tile, (x, y, side), shade(tile.quantity, most))
    table = [[tile.label, str(tile.quantity)] for tile in tiles]
    return Figure(title, sentence, drawing.finish(down * (side + GAP)), table, list(heads))


def shade(quantity: Quantity, most: float) -> str:
    """0 is paper; the rest in four equal steps up to the largest."""
    if quantity.value is None:
        return "figure-hatched figure-faint"
    step = 0 if not most else min(int(quantity.value / most * STEPS) + 1, STEPS)
    return f"figure-tile figure-step-{step if quantity.value else 0}"


def draw_tile(drawing: Drawing, tile: Tile, place: tuple[float, float, float], looks: str) -> None:
    x, y, side = place
    drawing.rect(x, y, side, side, looks)
    drawing.rect(x, y, side, side, "figure-edge")
    middle = x + side / 2
    figure = "" if tile.quantity.value is None else str(tile.quantity)
    fits = measure(figure, SMALL) <= side - 4
    drop = TEXT * 0.35 if not figure or not fits else -2
    drawing.text(
        middle, y + side / 2 + drop, tile.code, "figure-text figure-strong", anchor="middle"
    )
    if figure and fits:
        drawing.text(
            middle, y + side / 2 + TEXT, figure, "figure-text", anchor="middle", size=SMALL
        )
