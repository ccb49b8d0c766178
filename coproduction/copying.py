"""The copy somebody asked for, as one file: for a program (JSON) and to be read (PDF)."""

import io
import json
import zipfile
from datetime import date

from alliance.documents.pages import make
from alliance.queries.frame import face
from alliance.words import day as in_words
from coproduction.queries.copies import Copy

STILL = (1980, 1, 1, 0, 0, 0)  # the same copy has the same bytes


def zipped(copy: Copy, *, on: date) -> bytes:
    """A zip of `copy.json` and `copy.pdf`."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        said = json.dumps(copy.rows, indent=1, ensure_ascii=False, sort_keys=True)
        archive.writestr(zipfile.ZipInfo("copy.json", STILL), said)
        archive.writestr(zipfile.ZipInfo("copy.pdf", STILL), printed(copy, on=on))
    return file.getvalue()


def printed(copy: Copy, *, on: date) -> bytes:
    shown = face()
    parts = [
        {"id": f"part-{n}", "title": label.partition(".")[2], "rows": rows}
        for n, (label, rows) in enumerate(copy.rows.items(), 1)
        if rows
    ]
    return make(
        "documents/copy_for_person.html",
        {
            "title": "Everything we hold that leads to you",
            "alliance": shown.display_name if shown else "",
            "date": in_words(on),
            "parts": parts,
            "contents": [{"id": part["id"], "title": part["title"]} for part in parts],
            "masked": copy.masked,
        },
        accent=shown.accent if shown else "#0f5c5c",
    )
