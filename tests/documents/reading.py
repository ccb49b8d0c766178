"""Reading a PDF back the way other programs do."""

import io
import re
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

import page
import pikepdf

MARKS = re.compile("[\u200b\u200e\u200f\u202a-\u202e\f]")


def broken_rules(pdf):
    """The machine-checkable rules of PDF/UA-1 that the file breaks."""
    report = page.validate_pdf_bytes(pdf, profile="ua1")
    found = Counter(f"{failure.rule_id}: {failure.message}" for failure in report.failures)
    return [f"{rule} ({times})" for rule, times in sorted(found.items())]


def text_of(pdf, *, sheet=None):
    """What a person gets who copies everything, or one page, with single spaces between words."""
    only = [] if sheet is None else ["-f", str(sheet), "-l", str(sheet)]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.pdf"
        file.write_bytes(pdf)
        said = subprocess.run(
            ["pdftotext", "-q", *only, str(file), "-"], capture_output=True, text=True, check=True
        ).stdout
    return " ".join(MARKS.sub("", said).split())


def sizes(pdf):
    """What is printed in each size of letter, in whole points."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.pdf"
        file.write_bytes(pdf)
        program = ["pdftohtml", "-xml", "-zoom", "1", "-i", "-stdout", str(file)]
        said = subprocess.run(program, capture_output=True, text=True, check=True).stdout
    points = dict(re.findall(r'fontspec id="(\d+)" size="(\d+)"', said))
    found = {}
    for font, words in re.findall(r'font="(\d+)">(.*?)</text>', said):
        found.setdefault(int(points[font]), set()).add(re.sub("<.*?>", "", words).strip())
    return found


def lines_from_the_right(pdf, language):
    """Each line in a language that is written from the right, letter by letter as the file has it.

    Glyphs are painted from the left, and each says which letters it stands for. So the line read
    from its right end is what was written: every space and stop too, which pdftotext moves about
    when it guesses the order of such a line.
    """
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [line for sheet in opened.pages for line in _lines(sheet, language)]


def _lines(sheet, language):
    letters, line, is_inside = {}, [], False
    for operands, operator in pikepdf.parse_content_stream(sheet):
        kind = str(operator)
        if kind == "BDC":
            is_inside = str(operands[1].get("/Lang", "")) == language
        elif kind == "Tf":
            letters = letters_by_glyph(sheet.Resources.Font[str(operands[0])])
        elif kind == "TJ" and is_inside:
            glyphs = b"".join(bytes(p) for p in operands[0] if isinstance(p, pikepdf.String))
            line += [letters[glyphs[n : n + 2]] for n in range(0, len(glyphs), 2)]
        elif kind == "EMC" and is_inside:
            yield MARKS.sub("", "".join(reversed(line)))
            line, is_inside = [], False


def letters_by_glyph(font):
    """What the font's own table says that each glyph means."""
    pairs = re.findall(
        r"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>", font.ToUnicode.read_bytes().decode()
    )
    return {bytes.fromhex(glyph): bytes.fromhex(said).decode("utf-16-be") for glyph, said in pairs}


def bookmarks(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_outline() as outline:
        return [item.title for item in every(outline.root)]


def every(items):
    for item in items:
        yield item
        yield from every(item.children)


def marks(pdf):
    """For each run of text, the outermost mark that it stands in."""
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for sheet in opened.pages:
            inside = []
            for operands, operator in pikepdf.parse_content_stream(sheet):
                if str(operator) in ("BMC", "BDC"):
                    inside.append(str(operands[0]))
                elif str(operator) == "EMC":
                    inside.pop()
                elif str(operator) in ("Tj", "TJ"):
                    found.append(inside[0] if inside else "unmarked")
    return found


def fonts_of(pdf):
    """The families embedded, without the prefix that says which letters."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {
            str(thing.FontName).partition("+")[2]
            for thing in opened.objects
            if isinstance(thing, pikepdf.Dictionary) and "/FontName" in thing
        }
