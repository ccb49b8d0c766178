"""Reading a PDF back the way other programs do."""

import io
import re
import subprocess
import tempfile
import unicodedata
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


def letters_of(text):
    """Letters alone, in order, each Arabic ligature of lam and alef taken apart."""
    flat = unicodedata.normalize("NFKC", text)
    return "".join(c for c in flat if unicodedata.category(c)[0] in "LMN")


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
