"""What is asked where things are kept and given back."""

from typing import Any

from django import forms

from alliance.fields import DayField, OneOfField, PlainTextField
from coproduction.models import AccessRequest, Contributor

REF = "What is the name on their card?"
NO_CARD = "There is no card with this name. Look at the card again."


class CardNameField(PlainTextField):
    """A contributor, by the name on the card."""

    def clean(self, value: Any) -> Any:  # Any: Django's own signature
        text = super().clean(value)
        found = Contributor.objects.filter(ref__iexact=text).first()
        if text and found is None:
            raise forms.ValidationError(NO_CARD)
        return found


class ConfirmForm(forms.Form):
    months = forms.IntegerField(
        label="For how many months?",
        min_value=1,
        max_value=240,
        error_messages={"min_value": "Choose 1 or more.", "max_value": "Choose 240 or fewer."},
    )


class HoldForm(forms.Form):
    contributor = CardNameField(label=REF, max_length=20)
    reason = PlainTextField(label="Why is it kept longer?", max_length=200)
    until_on = DayField(label="Until which day?")


class RequestForm(forms.Form):
    contributor = CardNameField(label=REF, max_length=20)
    kind = OneOfField(label="What do they ask for?", choices=AccessRequest.Kind.choices)
    proof = OneOfField(
        label="How do we know that it is them?",
        choices=[
            choice
            for choice in AccessRequest.Proof.choices
            if choice[0] != AccessRequest.Proof.ACCOUNT
        ],
    )
    received_on = DayField(label="On which day did it come?")


class CloseForm(forms.Form):
    state = OneOfField(
        label="How was it answered?",
        choices=[("answered", "They have what they asked for"), ("refused", "It was refused")],
    )
