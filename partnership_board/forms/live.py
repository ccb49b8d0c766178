"""What is entered while a meeting goes on, and what a question and its answers take."""

from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware

from alliance.fields import ClockField, LongTextField
from alliance.models import User
from alliance.words import LONDON
from partnership_board.forms.seats import PersonField
from partnership_board.models import AgendaItem, Attendance, LiveEntry, PresenceSpan

Kind = LiveEntry.Kind
KINDS = [(kind.value, kind.label) for kind in Kind if kind != Kind.CHOSEN]
AWAY = [
    (each.value, each.label) for each in (Attendance.Outcome.APOLOGIES, Attendance.Outcome.ABSENT)
]
LONGEST_NOTE = 2000
# What each kind says, of whom or what.
WORDS = {
    Kind.CAME: ("person", "mode", "capacity"),
    Kind.LEFT: ("person", "why"),
    Kind.AWAY: ("person", "outcome"),
    Kind.BEGUN: ("item",),
    Kind.OVER: ("item",),
    Kind.NOTED: ("item", "text"),
}
NEEDS = {"person": "Say who.", "item": "Say which item.", "outcome": "Say why they are not there."}


class EntryForm(forms.Form):
    """One entry of any kind; each form on the page shows the fields of its own."""

    entry = forms.ChoiceField(choices=KINDS)
    key = forms.CharField(min_length=8, max_length=36)
    seen = forms.IntegerField(min_value=0, required=False)
    at = forms.CharField(max_length=40, required=False)
    clock = ClockField(label="At what time?", required=False)
    person = PersonField(label="Who?", required=False)
    item = forms.ModelChoiceField(AgendaItem.objects.none(), required=False)
    mode = forms.ChoiceField(choices=Attendance.Mode.choices, required=False)
    capacity = forms.ChoiceField(choices=Attendance.Capacity.choices, required=False)
    why = forms.ChoiceField(choices=PresenceSpan.EndedBy.choices, required=False)
    outcome = forms.ChoiceField(choices=AWAY, required=False)
    text = LongTextField(label="What was said?", max_length=LONGEST_NOTE, required=False, rows=3)

    def __init__(
        self,
        *args: Any,  # Any: a form's own arguments
        people: QuerySet[User],
        items: QuerySet[AgendaItem],
        on: date,
        **words: Any,
    ) -> None:
        super().__init__(*args, **words)
        self.on = on
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # a choice of rows
        self.fields["item"].queryset = items  # type: ignore[attr-defined]  # likewise

    def clean(self) -> None:
        kind = self.cleaned_data.get("entry")
        wanted = WORDS.get(Kind(kind), ()) if kind else ()
        for name, sentence in NEEDS.items():
            if name in wanted and not self.cleaned_data.get(name) and kind != Kind.NOTED:
                self.add_error(name, sentence)
        if kind == Kind.NOTED and not self.cleaned_data.get("text", "").strip():
            self.add_error("text", "Please write what was said.")

    @property
    def words(self) -> dict[str, Any]:  # Any: as JSON has it
        """What is kept of it: numbers and words, no rows."""
        said = {name: self.cleaned_data.get(name) for name in WORDS[Kind(self.kind)]}
        return {name: getattr(value, "pk", value) for name, value in said.items() if value}

    @property
    def kind(self) -> str:
        return str(self.cleaned_data["entry"])

    @property
    def moment(self) -> datetime | None:
        """When it happened: as typed, else by the clock of the tab that kept it."""
        clock = self.cleaned_data.get("clock")
        if clock:
            return datetime.combine(self.on, clock, LONDON)
        with suppress(ValueError):
            said = parse_datetime(self.cleaned_data.get("at") or "")
            return said if said is not None and is_aware(said) else None
        return None
