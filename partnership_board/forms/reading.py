"""A paper in reading mode: all of somebody's notes on it at once, so that nothing typed is lost."""

import re
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from alliance.fields import LongTextField
from partnership_board.models import PaperNote, PaperVersion
from partnership_board.queries.notes import Noted, WithNotes
from partnership_board.queries.reading import version_of

MOST_LETTERS = 2000
NEW = re.compile(r"words-(\d{1,4})")
KEPT = re.compile(r"note-(\d{1,10})-(\d{1,4})")
GONE = re.compile(r"gone-(\d{1,10})")


class ReadingForm(forms.Form):
    """`do` is the button: "save", "read", or "gone-12" for the note to take away."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reader = forms.CharField(required=False, widget=forms.HiddenInput)
    do = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,  # Any: own
        shown: PaperVersion | None,
        reader: str,
        noted: Noted,
        **words: Any,  # Any: own
    ) -> None:
        super().__init__(*args, **words)
        self.shown, self.is_reader, self.noted = shown, reader, noted
        self.initial["version"] = shown.pk if shown else None
        self.initial["reader"] = reader
        for place in noted.places:
            if not place.paragraph.is_heading:
                self._ask(f"words-{place.paragraph.number}")
            for note in place.notes:
                self._ask(name_of(note, place), note.body)
        for note in noted.gone:
            self._ask(name_of(note), note.body)
        for name in self.data:  # written beside an earlier version, or taken away elsewhere
            if name not in self.fields and (NEW.fullmatch(name) or KEPT.fullmatch(name)):
                self._ask(name)

    def _ask(self, name: str, body: str = "") -> None:
        label = _("Your note") if body else _("Write a note")
        self.fields[name] = LongTextField(
            label=label, required=False, max_length=MOST_LETTERS, rows=3, initial=body
        )

    def clean_version(self) -> PaperVersion:
        found = version_of(self.shown, self.cleaned_data["version"])
        if found is None:
            raise forms.ValidationError(
                _("There is another paper now. Please load the page again.")
            )
        return found

    def clean_reader(self) -> str:
        said: str = self.cleaned_data["reader"]
        if said and said != self.is_reader:
            raise forms.ValidationError(_("Somebody else wrote this, so it was not kept here."))
        return said

    @cached_property
    def new(self) -> dict[int, str]:
        return {int(found[1]): self._said(name) for name, found in self._named(NEW)}

    @cached_property
    def changed(self) -> dict[int, tuple[int, str]]:
        return {
            int(found[1]): (int(found[2]), self._said(name)) for name, found in self._named(KEPT)
        }

    @cached_property
    def gone(self) -> list[int]:
        found = GONE.fullmatch(self.cleaned_data["do"])
        return [int(found[1])] if found else []

    @property
    def is_read(self) -> bool:
        return bool(self.cleaned_data["do"] == "read")

    def _named(self, pattern: re.Pattern[str]) -> list[tuple[str, re.Match[str]]]:
        matches = ((name, pattern.fullmatch(name)) for name in self.fields)
        return [(name, found) for name, found in matches if found and name in self.data]

    def _said(self, name: str) -> str:
        return str(self.cleaned_data[name]).replace("\r\n", "\n")

    # ---- as the page shows it ----
    @property
    def places(self) -> list[dict[str, object]]:
        return [
            {
                "paragraph": place.paragraph,
                "field": self._field(f"words-{place.paragraph.number}"),
                "notes": [(note, self[name_of(note, place)]) for note in place.notes],
            }
            for place in self.noted.places
        ]

    @property
    def lost(self) -> list[tuple[PaperNote, BoundField]]:
        return [(note, self[name_of(note)]) for note in self.noted.gone]

    def _field(self, name: str) -> BoundField | None:
        return self[name] if name in self.fields else None


def name_of(note: PaperNote, place: WithNotes | None = None) -> str:
    return f"note-{note.pk}-{place.paragraph.number if place else 0}"
