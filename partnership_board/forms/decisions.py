"""What the board decided."""

from django import forms

from alliance.fields import LongTextField, OneOfField
from partnership_board.models import Decision

KINDS = [(each.value, each.label) for each in Decision.Kind]


class DecisionForm(forms.Form):
    kind = OneOfField(label="What did the board do?", choices=KINDS)
    text = LongTextField(
        label="What was decided?",
        rows=4,
        max_length=1200,
        help_text="In a sentence that makes sense alone. It cannot be changed afterwards.",
    )
