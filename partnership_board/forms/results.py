"""What officers and members send in once the poll has closed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from alliance.fields import AgreedField, LongTextField, OneOfField, PlainTextField
from members.models import Organisation
from partnership_board import sealing
from partnership_board.models import ElectionOfficer, Nomination, Objection


class KeyForm(forms.Form):
    """A key sheet as it is typed; never shown again, not even with an error."""

    sheet = forms.CharField(
        label=_("What stands on your sheet?"),
        widget=forms.Textarea(
            attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false", "dir": "ltr"}
        ),
        max_length=400,
        help_text=_("Fourteen groups of four letters. Capitals and spaces do not matter."),
    )

    def __init__(self, *args: Any, **words: Any) -> None:  # Any: a form's own
        super().__init__(*args, **words)
        self.fields["sheet"].widget.format_value = lambda value: None  # type: ignore[attr-defined]  # a widget of text

    def clean_sheet(self) -> bytes:
        try:
            return sealing.read_sheet(self.cleaned_data["sheet"])
        except sealing.BadSheet as problem:
            raise ValidationError(str(problem), code="sheet") from None


class DigitsForm(forms.Form):
    digits = PlainTextField(
        label=_("Which digits were drawn in public?"),
        max_length=100,
        help_text=_("At least six, for example from dice. They can be typed once."),
    )


class DeclareForm(forms.Form):
    agreed = AgreedField(label=_("I have looked at this result and agree to declare it."))


class CertifyForm(forms.Form):
    destroyed = AgreedField(
        label=_("The officers' poll sheets have been destroyed in front of each other."),
        help_text=_("The sheets to keep stay: a countback needs two of them."),
    )


class CopyForm(forms.Form):
    reason = LongTextField(
        label=_("What do you need the ballots for?"),
        rows=2,
        max_length=200,
        help_text=_("It stands in the public log, with your name."),
    )


class ObjectionForm(forms.Form):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("For which organisation?"), empty_label=None
    )
    ground = OneOfField(label=_("What is it about?"), choices=Objection.Ground.choices)
    about_officer = forms.ModelChoiceField(
        ElectionOfficer.objects.none(),
        label=_("Is it about what an officer did?"),
        required=False,
        empty_label=_("No"),
        help_text=_("Somebody else then answers it."),
    )
    text = LongTextField(
        label=_("What was not as it should be?"),
        rows=5,
        max_length=3000,
        help_text=_("The officers read it. Name nobody who need not be named."),
    )

    def __init__(
        self,
        *args: Any,  # Any: a form's own
        organisations: QuerySet[Organisation],
        officers: QuerySet[ElectionOfficer],
        **words: Any,
    ) -> None:
        super().__init__(*args, **words)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]  # rows
        self.fields["about_officer"].queryset = officers  # type: ignore[attr-defined]  # rows


class AnswerForm(forms.Form):
    outcome = OneOfField(
        label=_("What do you find?"),
        choices=[
            (Objection.Outcome.NOT_UPHELD, _("Not upheld: it was as it should be")),
            (Objection.Outcome.UPHELD, _("Upheld: it was not as it should be")),
        ],
    )
    answer = LongTextField(label=_("Why?"), rows=4, max_length=3000)


class CountbackForm(forms.Form):
    leaver = OneOfField(label=_("Who has left their seat?"), choices=[])
    unwilling = forms.MultipleChoiceField(
        label=_("Who would not take the seat now?"),
        choices=[],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Ask each of them first. Whoever is not ticked may be elected."),
    )

    def __init__(
        self,
        *args: Any,  # Any: a form's own
        sitting: Iterable[Nomination],
        others: Iterable[Nomination],
        **words: Any,
    ) -> None:
        super().__init__(*args, **words)
        for name, people in (("leaver", sitting), ("unwilling", others)):
            self.fields[name].choices = [(str(one.number), one.person_name) for one in people]  # type: ignore[attr-defined]  # choices

    @property
    def numbers(self) -> dict[str, Any]:  # Any: an action's words
        said = self.cleaned_data
        return {
            "leaver": int(said["leaver"]),
            "unwilling": [int(number) for number in said["unwilling"]],
        }
