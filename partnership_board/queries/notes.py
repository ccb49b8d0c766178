"""Somebody's own notes, each beside the paragraph that it belongs to today."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from alliance.models import User
from partnership_board.audiences import Withheld
from partnership_board.models import Deputy, Meeting, PaperNote, PaperVersion, SeatTerm
from partnership_board.paragraphs import Paragraph, paragraphs, place_of


@dataclass(frozen=True)
class WithNotes:
    """A paragraph, and what this person wrote beside it."""

    paragraph: Paragraph
    notes: list[PaperNote] = field(default_factory=list)


@dataclass(frozen=True)
class Noted:
    """A paper with somebody's notes; `gone` are those whose paragraph is no longer there."""

    places: list[WithNotes]
    gone: list[PaperNote]


def paragraphs_of(version: PaperVersion) -> list[Paragraph]:
    return paragraphs(version.summary, version.asks, version.body_md)


def noted(version: PaperVersion, person: User) -> Noted:
    return beside(paragraphs_of(version), _own(person, [version.paper_id]))


def beside(there: Iterable[Paragraph], notes: Iterable[PaperNote]) -> Noted:
    """Where each note belongs is worked out anew, so that it finds its way back too."""
    places = [WithNotes(each) for each in there]
    by_number = {place.paragraph.number: place for place in places}
    gone = []
    for note in notes:
        number = place_of(note.quote, note.paragraph, [place.paragraph for place in places])
        if number is None:
            gone.append(note)
        else:
            by_number[number].notes.append(note)
    return Noted(places, gone)


def _own(person: User, papers: Collection[int]) -> list[PaperNote]:
    found = PaperNote.objects.filter(person=person, paper__in=papers)
    return list(found.select_related("paper__item", "version").order_by("paragraph", "pk"))


def of_meeting(meeting: Meeting, person: User, withheld: Withheld) -> list[PaperNote]:
    """All that this person wrote in the meeting's papers, in the order of its agenda.

    Of what has been closed to them since, nothing is shown, their own quotations included.
    """
    found = PaperNote.objects.filter(person=person, paper__item__meeting=meeting)
    found = found.exclude(paper__item__in=withheld.items).exclude(paper__in=withheld.papers)
    ordered = found.order_by("paper__item__position", "paper__item_id", "paragraph", "pk")
    return list(ordered.select_related("paper__item", "version"))


def left_behind(*, since: date) -> list[int]:
    """Notes whose author has had no seat on the meeting's board, nor stood in, since that day."""
    rows = PaperNote.objects.values_list("pk", "person_id", "paper__item__meeting__board_id")
    notes = list(rows)
    people = {person for _, person, _ in notes}
    held = SeatTerm.objects.filter(holder__in=people)
    stood = Deputy.objects.filter(person__in=people)
    there = {
        *_still(held.values_list("holder_id", "seat__board_id", "ended_on"), since),
        *_still(stood.values_list("person_id", "seat__board_id", "to_on"), since),
    }
    had = {
        *held.values_list("holder_id", "seat__board_id"),
        *stood.values_list("person_id", "seat__board_id"),
    }
    return [pk for pk, *place in notes if tuple(place) in had - there]


def _still(rows: Iterable[tuple[int, int, date | None]], since: date) -> Iterable[tuple[int, int]]:
    return ((person, board) for person, board, end in rows if end is None or end > since)
