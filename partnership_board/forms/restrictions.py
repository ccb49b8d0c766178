"""The four things that everybody reads of something restricted."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from alliance.fields import ChoicesField, DayField, LongTextField, OneOfField
from partnership_board.actions.restrictions import Terms
from partnership_board.models import Constituency, Restriction

ITEM, PAPER = "item", "paper"


class RestrictForm(forms.Form):
    what = OneOfField(
        label="What is restricted?",
        choices=[
            (ITEM, "The whole item: its title, who introduces it, and its paper"),
            (PAPER, "Only its paper: everybody reads the title"),
        ],
        initial=ITEM,
    )
    why = OneOfField(
        label="Why?",
        choices=Restriction.Why.choices,
        help_text="Everybody reads this. It is chosen from a list so that it gives nothing away.",
    )
    to_whom = OneOfField(
        label="Who may read it?",
        choices=Restriction.ToWhom.choices,
        help_text="The chair and who introduces it always may; so does the alliance lead.",
    )
    sides = ChoicesField(label="If only some sides: which?", choices=[], required=False)
    review_on = DayField(label="When is this looked at again?")
    how_to_challenge = LongTextField(
        label="How can somebody say that it should be open?",
        rows=2,
        max_length=300,
        help_text="A sentence that everybody reads, with whom to write to and what happens then.",
    )

    def __init__(
        self,
        *args: Any,  # Any: a form's own arguments
        sides: QuerySet[Constituency],
        has_paper: bool,
        **words: Any,
    ) -> None:
        super().__init__(*args, **words)
        self.fields["sides"].choices = list(sides.values_list("code", "label"))  # type: ignore[attr-defined]  # choices
        if not has_paper:
            del self.fields["what"]

    @property
    def terms(self) -> Terms:
        names = ("why", "to_whom", "review_on", "how_to_challenge", "sides")
        return Terms(**{name: self.cleaned_data[name] for name in names})

    @property
    def is_of_paper(self) -> bool:
        return self.cleaned_data.get("what") == PAPER
