"""Asking a partner, being asked, and what happens until there is an answer."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from alliance.fields import DayField, LongTextField, OneOfField, PlainTextField
from members.models import Network
from partnership_board.actions.requests import Words
from partnership_board.forms.promises import ItemField
from partnership_board.models import AgendaItem, AgendaProposal, PartnerRequest

ANSWERS = (
    ("yes", _("Yes")),
    ("partly", _("In part")),
    ("no", _("No")),
)
BY_LINK = (
    ("received", _("We have it")),
    ("yes", _("Here is our answer: yes")),
    ("partly", _("Here is our answer: in part")),
    ("no", _("Here is our answer: no")),
    ("later", _("We need longer")),
    ("own_words", _("We want our own words to stand beside it")),
)
SPEAK = {"yes", "partly", "no", "later", "own_words"}
ENDS = (
    ("withdrawn", _("We take it back")),
    ("lapsed", _("Nobody answered, and we stop waiting")),
)


class NetworkField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only in the stubs
    def __init__(self, **words: Any) -> None:  # Any: the field's own arguments
        super().__init__(
            Network.objects.none(),
            **{"required": False, "empty_label": _("Not in the list"), **words},
        )


class BodyForm(forms.Form):
    """Of whom it is asked."""

    network = NetworkField(label=_("Which body?"))
    body_name = PlainTextField(
        label=_("Or what is it called, if it is not in the list?"), max_length=160, required=False
    )
    contact_name = PlainTextField(
        label=_("Who there is it written to?"), max_length=120, required=False
    )
    contact_email = forms.EmailField(
        label=_("Their email address"),
        required=False,
        help_text=_("They answer by a link in the letter, without an account. Or print it."),
    )

    def __init__(
        self, *args: Any, networks: QuerySet[Network], **words: Any
    ) -> None:  # Any: a form's
        super().__init__(*args, **words)
        self.fields["network"].queryset = networks  # type: ignore[attr-defined]  # a choice of rows


class RequestForm(BodyForm):
    title = PlainTextField(label=_("What is it about, in a few words?"), max_length=100)
    text = LongTextField(
        label=_("What is asked?"),
        rows=5,
        max_length=3000,
        help_text=_("Say what happened and what you ask, without guessing at reasons."),
    )
    evidence = LongTextField(
        label=_("What is it based on?"),
        rows=3,
        max_length=1200,
        required=False,
        help_text=_("Figures with their source, a decision, a report. Nobody's private story."),
    )
    wants = OneOfField(label=_("What is wanted?"), choices=PartnerRequest.Wants.choices)
    item = ItemField(label=_("From which item?"))
    is_public = forms.BooleanField(
        label=_("Anybody may read the question, its answer and how long it took"), required=False
    )
    field_order = ["title", "text", "evidence", "wants"]

    def __init__(
        self,
        *args: Any,  # Any: a form's own arguments
        items: QuerySet[AgendaItem],
        proposal: AgendaProposal | None = None,
        **words: Any,
    ) -> None:
        super().__init__(*args, **words)
        self.fields["item"].queryset = items  # type: ignore[attr-defined]  # a choice of rows
        self.proposal = proposal

    @property
    def said(self) -> Words:
        names = set(Words.__dataclass_fields__) - {"proposal"}
        return Words(**{name: self.cleaned_data[name] for name in names}, proposal=self.proposal)


class ReceivedForm(RequestForm):
    received_on = DayField(label=_("When did it come?"))
    field_order = ["received_on", "network", "body_name", "title", "text", "evidence", "wants"]


class AnswerForm(forms.Form):
    answer = OneOfField(label=_("What is the answer?"), choices=ANSWERS)
    text = LongTextField(
        label=_("In words"),
        rows=5,
        max_length=3000,
        help_text=_("It stands beside the question. A no needs a reason."),
    )
    answered_by = PlainTextField(label=_("Who answered?"), max_length=120, required=False)


class ReasonForm(forms.Form):
    """Why the clock is stopped: the other side reads it."""

    reason = LongTextField(
        label=_("Why is the clock stopped?"),
        rows=3,
        max_length=600,
        help_text=_("For example: we owe them an explanation first. They read this."),
    )


class NothingForm(forms.Form):
    """One press, and no field."""


class PassOnForm(BodyForm):
    reason = LongTextField(label=_("Why does another body take it over?"), rows=2, max_length=500)


class CloseForm(forms.Form):
    outcome = OneOfField(label=_("How does it end?"), choices=ENDS)
    reason = LongTextField(label=_("Why?"), rows=2, max_length=300)


class ByLinkForm(forms.Form):
    """What the contact says, without signing in."""

    says = OneOfField(label=_("What would you like to say?"), choices=BY_LINK)
    text = LongTextField(
        label=_("In your words"),
        rows=5,
        max_length=3000,
        required=False,
        help_text=_("It stands beside our question, as you write it."),
    )
    who = PlainTextField(label=_("Your name and role"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:  # Any: a form's own words
        said = super().clean() or self.cleaned_data
        if said.get("says") in SPEAK and not str(said.get("text", "")).strip():
            self.add_error("text", _("Please write a sentence: it stands beside the question."))
        return said


class TimesForm(forms.Form):
    acknowledge_days = forms.IntegerField(
        label=_("Within how many working days should they say that they have it?"),
        min_value=1,
        max_value=60,
    )
    answer_days = forms.IntegerField(
        label=_("Within how many working days should there be an answer?"),
        min_value=1,
        max_value=120,
    )
    very_overdue_days = forms.IntegerField(
        label=_("After how many working days does it come to the board?"),
        min_value=2,
        max_value=250,
        help_text=_("Then it is proposed for the agenda by itself, once."),
    )

    def clean(self) -> dict[str, Any]:  # Any: a form's own words
        said = super().clean() or self.cleaned_data
        first, second, third = (said.get(name) for name in self.fields)
        if first and second and third and not first <= second < third:
            raise forms.ValidationError(
                _("First comes “we have it”, then the answer, then the board.")
            )
        return said
