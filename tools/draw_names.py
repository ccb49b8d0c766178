"""Draw how each language writes its own name, from the typefaces in static/fonts.

    python tools/draw_names.py    # writes alliance/language_names.py anew

The foot of every page offers the languages. A typeface of 40 KB for one word would be a lot to ask
of a phone, and without one some machines show boxes; so the words are pictures, a few hundred
octets each. Letters that join are given in the shape that they take in the word.
"""

import re
from pathlib import Path

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
FINE = 0.1  # of a unit of the typeface, which has 1000 to the em
ABOVE, BELOW = 95, 40  # of the line, in our units
# From left to right, as they stand on the page.
WORDS = {
    "bn": ("noto-sans-bengali-400.woff2", "\u09ac\u09be\u0982\u09b2\u09be"),
    "ar": ("noto-sans-arabic-400.woff2", "\ufe94\ufef4\ufe91\ufeae\ufecc\ufedf\ufe8d"),
}
MODULE = '''"""How languages write their own names. Written by tools/draw_names.py; do not edit.

Outlines of Noto Sans Bengali and Noto Sans Arabic (SIL Open Font Licence 1.1, see static/fonts).
"""

# Language: the width of a drawing {height} high, and its path.
DRAWN: dict[str, tuple[int, str]] = {{
{rows}}}
'''


def drawn(file: str, word: str) -> tuple[int, str]:
    font = TTFont(ROOT / "static" / "fonts" / file)
    glyphs, letters = font.getGlyphSet(), font.getBestCmap()
    pen = SVGPathPen(glyphs, ntos=lambda number: str(round(number)))
    across = 0.0
    for letter in word:
        glyph = glyphs[letters[ord(letter)]]
        glyph.draw(TransformPen(pen, (FINE, 0, 0, -FINE, across, ABOVE)))
        across += glyph.width * FINE
    return round(across), nearer(pen.getCommands())


def nearer(path: str) -> str:
    """The same path, each point told from the one before: shorter by a third."""
    said, here, began = [], (0, 0), (0, 0)
    for command, rest in re.findall(r"([A-Z])([^A-Z]*)", path):
        if command == "Z":
            said.append("z")
            here = began
            continue
        numbers = [int(number) for number in re.findall(r"-?\d+", rest)]
        points = as_points(command, numbers, here)
        began = points[0] if command == "M" else began
        # The two points of a curve are told from its beginning; each of a line from the one before.
        before = [here, here] if command == "Q" else [here, *points]
        steps = [(x - a, y - b) for (x, y), (a, b) in zip(points, before, strict=False)]
        said.append({"M": "m", "Q": "q"}.get(command, "l") + written(steps))
        here = points[-1]
    return "".join(said)


def as_points(command: str, numbers: list[int], here: tuple[int, int]) -> list[tuple[int, int]]:
    if command == "H":
        return [(numbers[0], here[1])]
    if command == "V":
        return [(here[0], numbers[0])]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def written(steps: list[tuple[int, int]]) -> str:
    return " ".join(str(number) for step in steps for number in step).replace(" -", "-")


def row(language: str) -> str:
    width, path = drawn(*WORDS[language])
    pieces = [path[at : at + 80] for at in range(0, len(path), 80)]
    lines = "\n".join(f'            "{piece}"' for piece in pieces)
    return f'    "{language}": (\n        {width},\n        (\n{lines}\n        ),\n    ),\n'


if __name__ == "__main__":
    rows = "".join(row(language) for language in WORDS)
    module = MODULE.format(height=ABOVE + BELOW, rows=rows)
    (ROOT / "alliance" / "language_names.py").write_text(module)
