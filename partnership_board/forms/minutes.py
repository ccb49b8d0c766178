"""One entry of the minutes."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from alliance.fields import LongTextField, OneOfField
from partnership_board.models import AgendaItem, MinuteEntry

KINDS = [(each.value, each.label) for each in MinuteEntry.Kind]


class ItemOfMeetingField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only in the stubs
    def __init__(self, **words: Any) -> None:  # Any: the field's own arguments
        super().__init__(AgendaItem.objects.none(), required=False, empty_label="No item", **words)


class EntryForm(forms.Form):
    item = ItemOfMeetingField(label="About which item?")
    kind = OneOfField(label="What is it?", choices=KINDS, initial=MinuteEntry.Kind.NOTE)
    text = LongTextField(
        label="What was said or agreed?",
        rows=5,
        max_length=4000,
        help_text="Write “an expert by experience said”: they are not named unless they ask.",
    )

    def __init__(
        self, *args: Any, items: QuerySet[AgendaItem], **words: Any
    ) -> None:  # Any: a form's own arguments
        super().__init__(*args, **words)
        self.fields["item"].queryset = items  # type: ignore[attr-defined]  # a choice of rows
