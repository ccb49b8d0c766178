"""A pack with the files beside its papers behind it, page by page, to be put on paper. Pure.

Files from outside have no tags, so the whole is not tagged either and says so: whoever reads with
a program has the pack itself. Each sheet of a file carries its label in a corner: 7.1-2 is page 2
of the first file of item 7.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Dictionary, Name, OutlineItem, Page, Pdf
from PIL import Image

from alliance.documents.labels import set_labels
from alliance.documents.uploads import JPEG, PDF, PNG

SAID = "for printing, not tagged"
FONT = Name("/AllianceLabel")
SIZE, MARGIN, WIDE = 9, 14, 5  # points; no letter of a label is wider
A4 = (595, 842)
PRINTABLE = frozenset({PDF, PNG, JPEG})


@dataclass(frozen=True)
class Sheets:
    """A file to be printed: its label, what it is called, its kind and what is in it."""

    label: str
    title: str
    media_type: str
    content: bytes


def with_files(pack: bytes, files: Sequence[Sheets]) -> bytes:
    """The pack's own pages as they are, then each file. The same parts give the same bytes.

    ValueError for a file of a kind that cannot be printed (`PRINTABLE`).
    """
    with pikepdf.open(io.BytesIO(pack)) as whole:
        labels = [str(page.label) for page in whole.pages]
        marks = []
        font = whole.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        )
        for file in files:
            marks.append(OutlineItem(f"{file.label} {file.title}", len(whole.pages)))
            with pikepdf.open(io.BytesIO(_as_pdf(file))) as part:
                for number, page in enumerate(part.pages, start=1):
                    whole.pages.append(page)
                    labels.append(f"{file.label}-{number}")
                    _stamp(whole, whole.pages[-1], labels[-1], font)
        with whole.open_outline() as outline:
            outline.root.extend(marks)
        set_labels(whole, labels)
        _say_what_it_is(whole)
        out = io.BytesIO()
        whole.save(out, deterministic_id=True)
        return out.getvalue()


def _as_pdf(file: Sheets) -> bytes:
    if file.media_type == PDF:
        return file.content
    if file.media_type not in PRINTABLE:
        raise ValueError(f"{file.media_type} cannot be printed.")
    with Image.open(io.BytesIO(file.content)) as picture:
        wide, high = picture.size
        upright = A4 if wide <= high else A4[::-1]
        scale = max(wide / (upright[0] - 4 * MARGIN), high / (upright[1] - 4 * MARGIN)) * 72
        out = io.BytesIO()
        picture.convert("RGB").save(
            out, "PDF", resolution=max(scale, 1), creationDate=None, modDate=None
        )
        return out.getvalue()


def _stamp(whole: Pdf, page: Page, label: str, font: pikepdf.Object) -> None:
    """In the corner that is at the bottom right when the page is looked at, on white."""
    page.contents_add(b"q\n", prepend=True)
    if FONT not in page.resources.get(Name.Font, Dictionary()):
        page.add_resource(font, Name.Font, FONT)
    width = len(label) * WIDE
    turn = int(page.obj.get(Name.Rotate, 0)) % 360
    x0, y0, x1, y1 = (float(number) for number in page.cropbox)
    far = width + MARGIN
    place = {
        0: f"1 0 0 1 {x1 - far:.2f} {y0 + MARGIN:.2f}",
        90: f"0 1 -1 0 {x1 - MARGIN:.2f} {y1 - far:.2f}",
        180: f"-1 0 0 -1 {x0 + far:.2f} {y1 - MARGIN:.2f}",
        270: f"0 -1 1 0 {x0 + MARGIN:.2f} {y0 + far:.2f}",
    }[turn]
    written = (
        f"\nQ q {place} cm 1 g -3 -3 {width + 6} {SIZE + 5} re f 0 g"
        f" BT {FONT} {SIZE} Tf ({label}) Tj ET Q"
    )
    page.contents_add(written.encode("ascii", "replace"))


def _say_what_it_is(whole: Pdf) -> None:
    """No longer a tagged document, so it does not call itself one; nothing is pinned to it."""
    for name in (Name.StructTreeRoot, Name.MarkInfo, Name.AF):
        if name in whole.Root:
            del whole.Root[name]
    for pinned in list(whole.attachments):
        del whole.attachments[pinned]
    with whole.open_metadata(update_docinfo=False, set_pikepdf_as_editor=False) as told:
        title = str(told.get("dc:title", ""))
        told["dc:title"] = f"{title}: {SAID}" if title else SAID.capitalize()
        if "pdfuaid:part" in told:
            del told["pdfuaid:part"]
