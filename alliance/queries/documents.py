"""Where a document's bytes lie."""

from alliance.models import Document


def path_of(document: Document) -> str:
    """Below the storage's root; the name says nothing about the content."""
    name = document.public_id.hex
    return f"{document.alliance_id}/{name[:2]}/{name}"
