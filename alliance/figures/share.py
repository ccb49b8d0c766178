"""A part of a whole on one bar, honest about what is only stated, nearly or at least."""

from alliance.figures.bars import OPEN, bar
from alliance.figures.quantities import Kind, Quantity
from alliance.figures.shapes import LINE, TEXT, Drawing, Figure, measure

HEIGHT = 20
TOP = LINE + 8


def share_bar(
    title: str,
    sentence: str,
    part: tuple[str, Quantity],
    whole: tuple[str, Quantity],
    *,
    heads: tuple[str, str] = ("", "Figure"),
    width: float = 400,
    is_rtl: bool = False,
) -> Figure:
    """The part drawn inside the whole, each with its label and words.

    A whole that may be less ("nearly") is hatched with a broken end; a part or whole that may be
    more ("at least") stays open. No percentage is worked out here: put it, hedged, in the sentence.
    ValueError if either is unknown, the whole is 0, or the part is more than the whole though
    neither is open at the end.
    """
    (part_name, some), (whole_name, total) = part, whole
    if some.value is None or not total.value:
        raise ValueError("a share needs a part and a whole above 0")
    if some.value > total.value and total.kind not in (Kind.AT_LEAST, Kind.ABOUT):
        raise ValueError("the part is more than the whole")
    drawing = Drawing(width, title, sentence, is_rtl=is_rtl)
    scale = (width - OPEN - 2) / max(some.value, total.value)
    bar(drawing, (1, TOP), (total.value * scale, HEIGHT), total.kind, series=2)
    bar(drawing, (1, TOP), (some.value * scale, HEIGHT), some.kind)
    name_both(drawing, f"{part_name}: {some}", f"{whole_name}: {total}", some.value * scale)
    table = [[part_name, str(some)], [whole_name, str(total)]]
    return Figure(title, sentence, drawing.finish(TOP + HEIGHT + LINE + 8), table, list(heads))


def name_both(drawing: Drawing, part: str, whole: str, length: float) -> None:
    """The part is named above its end, the whole below the bar."""
    longest = measure(part)
    x = min(max(length - longest, 0), max(drawing.width - longest, 0)) + 1
    drawing.text(x, TEXT, part, "figure-text figure-strong")
    drawing.line(max(length, 1), TOP - 4, max(length, 1), TOP + HEIGHT, "figure-axis")
    drawing.text(1, TOP + HEIGHT + LINE + 1, whole)
