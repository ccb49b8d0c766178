"""Pictures of figures, drawn on the server as inline SVG that needs no script and no inline style.

Every function takes a title, a sentence that says what the picture shows, and the figures; it gives
a `Figure` whose table holds the same figures. Pictures are pure functions of their arguments: no
clock, no chance, no Django. They are drawn in their own units: text is 13 units high, so `width`
(default 400) decides how large the words look once the page has stretched the picture. Use 400 on
the web, where a phone is 320 pixels wide, and 640 on A4.

`is_rtl` mirrors the picture for right-to-left pages. Colours come from classes alone, listed in
`static/css/figures.css` with the meaning of each; hatching and words carry every difference that
colour carries, so that the picture survives a photocopier. Values must be finite and not negative;
ValueError otherwise.
"""

from alliance.figures.bars import Bar, Group, bars, grouped_bars
from alliance.figures.multiples import Panel, small_multiples
from alliance.figures.quantities import NOT_RECORDED, Kind, Quantity
from alliance.figures.sankey import Flow, sankey
from alliance.figures.shapes import Figure, Svg
from alliance.figures.share import share_bar
from alliance.figures.tiles import Tile, tile_map
from alliance.figures.timeline import Milestone, timeline

__all__ = [
    "NOT_RECORDED",
    "Bar",
    "Figure",
    "Flow",
    "Group",
    "Kind",
    "Milestone",
    "Panel",
    "Quantity",
    "Svg",
    "Tile",
    "bars",
    "grouped_bars",
    "sankey",
    "share_bar",
    "small_multiples",
    "tile_map",
    "timeline",
]
