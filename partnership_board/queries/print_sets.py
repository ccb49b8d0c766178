"""Which files beside the papers are printed behind a pack, and under which labels."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.core.files.storage import default_storage

from alliance.models import Document
from alliance.queries.documents import path_of
from partnership_board.models import Enclosure
from partnership_board.print_set import PRINTABLE, Sheets
from partnership_board.queries.manifests import Entry


@dataclass(frozen=True)
class Beside:
    """A file of a build, with the label that it keeps in every build."""

    label: str
    title: str
    name: str
    document: Document

    @property
    def is_printable(self) -> bool:
        return self.document.media_type in PRINTABLE


def files_of(entries: Collection[Entry]) -> list[Beside]:
    """Of what `entries_for` shows a reader; in the order of the agenda."""
    there = [(entry, file) for entry in entries for file in entry["enclosures"]]
    documents = Document.objects.filter(state=Document.State.READY).in_bulk(
        [file["document"] for _, file in there]
    )
    places = _places(entry["paper"] for entry, _ in there)
    return [
        Beside(
            f"{entry['number']}.{places[file['enclosure']]}",
            file["title"],
            file["name"],
            documents[file["document"]],
        )
        for entry, file in there
        if file["document"] in documents
    ]


def _places(papers: Iterable[int]) -> dict[int, int]:
    """By enclosure: the first, second, third that ever came beside its paper.

    So taking a file out moves no other's label.
    """
    found: dict[int, int] = {}
    came: dict[int, int] = {}
    rows = Enclosure.objects.filter(paper__in=set(papers)).order_by("pk")
    for pk, paper in rows.values_list("pk", "paper"):
        came[paper] = found[pk] = came.get(paper, 0) + 1
    return found


def sheets_of(files: Iterable[Beside]) -> list[Sheets]:
    """Those that can be printed, with what is in them."""
    found = []
    for file in files:
        if file.is_printable:
            with default_storage.open(path_of(file.document)) as stored:
                content: bytes = stored.read()
            found.append(Sheets(file.label, file.title, file.document.media_type, content))
    return found
