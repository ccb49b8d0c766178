"""Files that travel inside a pack: attached as they are, never merged into its tagged text."""

import io
from collections.abc import Iterable
from typing import Any, Protocol

import pikepdf
from django.core.files.storage import default_storage

from alliance.models import Document
from alliance.queries.documents import path_of


class WithFiles(Protocol):
    """An item of a pack, with the files beside its paper."""

    @property
    def enclosures(self) -> Any: ...  # Any: entries of a manifest

    @property
    def number(self) -> str: ...


Files = list[tuple[str, str, str, bytes]]  # name, what is in it, its kind, content


def files_in(rows: Iterable[WithFiles]) -> Files:
    """In order; the item's number goes before each name, so that two of one name are two."""
    wanted = [(row.number, entry) for row in rows for entry in row.enclosures]
    documents = Document.objects.in_bulk([entry["document"] for _, entry in wanted])
    found = []
    for number, entry in wanted:
        document = documents[entry["document"]]
        with default_storage.open(path_of(document)) as stored:
            name = f"{number} {entry['enclosure']} {document.name}"
            found.append((name, entry["summary"], document.media_type, stored.read()))
    return found


def attach(pdf: bytes, files: Files) -> bytes:
    """The same document with the files attached, each with a description, for PDF/UA-1."""
    if not files:
        return pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for name, summary, kind, content in files:
            opened.attachments[name] = pikepdf.AttachedFileSpec(
                opened,
                content,
                filename=name,
                description=summary,
                mime_type=kind,
                creation_date="",
                mod_date="",
            )
        out = io.BytesIO()
        opened.save(out, deterministic_id=True)
        return out.getvalue()
