"""Proposing an item in five minutes, and answering a proposal with a reason."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from alliance.fields import DayField, LongTextField, OneOfField, PlainTextField
from members.models import Organisation
from partnership_board.forms.items import PURPOSES
from partnership_board.forms.seats import OrganisationField
from partnership_board.models import AgendaDecision, AgendaProposal

OUTCOMES = [(each.value, each.label) for each in AgendaDecision.Outcome]
CODES = [("", "Choose one"), *((e.value, e.label) for e in AgendaDecision.ReasonCode)]


class ProposeForm(forms.Form):
    title = PlainTextField(
        label="What should the board talk about?",
        max_length=120,
        help_text="A few words, as they would stand on the agenda.",
    )
    why_now = LongTextField(
        label="Why, and why now?",
        rows=5,
        max_length=1200,
        help_text="Two or three sentences. Everybody in the alliance can read them, so leave out "
        "names and anything private.",
    )
    purpose = OneOfField(label="What do you want from the board?", choices=PURPOSES)
    minutes_wanted = forms.IntegerField(
        label="How many minutes would it take?", min_value=1, max_value=240, initial=15
    )
    for_organisation = OrganisationField(
        label="For which organisation do you ask?",
        help_text="It is named beside the proposal, instead of you.",
    )

    def __init__(
        self, *args: Any, organisations: QuerySet[Organisation], **words: Any
    ) -> None:  # Any: a form's own arguments
        super().__init__(*args, **words)
        field = self.fields["for_organisation"]
        field.queryset = organisations  # type: ignore[attr-defined]  # a choice of rows


class DecideForm(forms.Form):
    outcome = OneOfField(label="What does the agenda group say?", choices=OUTCOMES)
    reason_code = forms.ChoiceField(
        label="What kind of reason is it?", choices=CODES, required=False
    )
    reason = LongTextField(
        label="Why?",
        required=False,
        rows=4,
        max_length=1200,
        help_text="A sentence, unless you accept it. It is published with the decision.",
    )
    defer_until_on = DayField(
        label="If it is put off: until which day?",
        required=False,
        help_text="It comes back to the group by itself on that day.",
    )
    merged_into = forms.ModelChoiceField(
        AgendaProposal.objects.none(),
        label="If it is joined with another: which one?",
        required=False,
        empty_label="Choose a proposal",
    )
    redirected_to = PlainTextField(
        label="If it is sent to another body: which one?", max_length=160, required=False
    )

    def __init__(
        self, *args: Any, others: QuerySet[AgendaProposal], **words: Any
    ) -> None:  # Any: a form's own arguments
        super().__init__(*args, **words)
        self.fields["merged_into"].queryset = others  # type: ignore[attr-defined]  # a choice of rows
