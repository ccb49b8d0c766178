"""Sheets to print: what is agreed to, what is told, and a card to tear off.

The square on each holds the sheet's number and nothing else: no address, no secret.
"""

import base64
import io

import qrcode  # type: ignore[import-untyped]  # untyped
from django.utils import translation
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathFillImage  # type: ignore[import-untyped]  # likewise

from alliance.documents.pages import make
from alliance.queries.frame import face
from coproduction import words
from coproduction.models import Sheet, SheetBatch
from coproduction.models.people import SCOPES

# The languages that sheets are laid out in; the wording itself must be checked in each.
LAID_OUT = {"en": "en-gb", "bn": "bn", "so": "so", "ar": "ar"}


def sheets_of(batch: SheetBatch) -> bytes:
    """A tagged PDF. Raises `alliance.documents.accessible.Unreadable` where a letter is missing."""
    shown = face()
    with translation.override(LAID_OUT[batch.language]):
        rows = Sheet.objects.filter(batch=batch).exclude(words_sealed="").order_by("pk")
        context = {
            "title": _("Sheets to tell us something"),
            "alliance": shown.display_name if shown else "",
            "subtitle": str(batch),
            "language": batch.language,
            "direction": "rtl" if translation.get_language_bidi() else "ltr",
            "large_print": batch.format == SheetBatch.Format.LARGE,
            "wording": batch.wording,
            "questions": [_(question) for _scope, question in SCOPES],
            "lines": shown.crisis_lines if shown else (),
            "sheets": [_printed(sheet) for sheet in rows],
        }
        return make("documents/told_sheets.html", context, accent=shown.accent if shown else None)


def _printed(sheet: Sheet) -> dict[str, str]:
    return {
        "number": sheet.number,
        "square": square(sheet.number),
        "ref": sheet.ref,
        "words": words.opened(sheet, "words_sealed"),
    }


def square(number: str) -> str:
    """A QR code as the address of a picture."""
    out = io.BytesIO()
    qrcode.make(number, image_factory=SvgPathFillImage, border=2).save(out)
    return f"data:image/svg+xml;base64,{base64.b64encode(out.getvalue()).decode()}"
