"""A correction of when somebody was there."""

from django import forms

from alliance.fields import LongTextField, MomentField


class CorrectionForm(forms.Form):
    from_at = MomentField(label="From when?")
    to_at = MomentField(label="Until when?")
    why = LongTextField(
        label="What was wrong?", rows=3, max_length=300, help_text="A sentence, for the record."
    )
