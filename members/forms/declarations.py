"""What an organisation says of who leads it: its own words, its own consents."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from alliance.fields import DayField, LongTextField, OneOfField, PlainTextField
from members.forms.capacity import a_count
from members.models import LedByDeclaration, LedByDefinition
from members.queries.declarations import CONSENTS

# Any, below, is what Django itself passes to a form.

SHARES = ("board_percent", "senior_staff_percent", "serves_percent")


def consent_fields() -> dict[str, forms.BooleanField]:
    """Each its own box, and empty until somebody ticks it."""
    return {
        name: forms.BooleanField(label=words, required=False) for name, words in CONSENTS.items()
    }


class ConsentForm(forms.Form):
    """Which uses the organisation agrees to, one by one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(consent_fields())

    @property
    def consents(self) -> frozenset[str]:
        return frozenset(name for name in CONSENTS if self.cleaned_data[name])


class DeclareForm(ConsentForm):
    """One group, the answer, the shares, and the consents."""

    definition = forms.ChoiceField(
        label="Which wording do you answer?",
        error_messages={
            "invalid_choice": "The wording has changed since you opened this page. Read it again.",
            "required": "Choose which wording you answer.",
        },
    )
    group = PlainTextField(
        label="Which group is it about?",
        max_length=120,
        help_text="In your own words, for example: Somali community, or people with lived"
        " experience.",
    )
    leads = OneOfField(
        label="Is your organisation led by this group?", choices=LedByDeclaration.Leads.choices
    )
    board_percent = a_count("How many in 100 of your board belong to it?", most=100)
    senior_staff_percent = a_count("How many in 100 of your senior staff?", most=100)
    serves_percent = a_count("How many in 100 of the people you serve?", most=100)
    evidence_note = LongTextField(
        label="How do you know?",
        help_text="For example, a question in your yearly form. Name nobody.",
        required=False,
        max_length=1000,
        rows=3,
    )

    def __init__(
        self, *args: Any, definitions: Sequence[LedByDefinition], group: str = "", **kwargs: Any
    ) -> None:
        """`group` is given where the organisation answers anew about the same one."""
        super().__init__(*args, **kwargs)
        self.given_group = group
        if group:
            del self.fields["group"]
        self.definitions = {str(one.pk): one for one in definitions}
        field = self.fields["definition"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(pk, str(one)) for pk, one in self.definitions.items()]
        if len(self.definitions) == 1:
            field.widget = forms.HiddenInput()
            field.initial = next(iter(self.definitions))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self["definition"].is_hidden:
            for wrong in self.errors.pop("definition", []):
                self.add_error(None, wrong)
        return cleaned

    @property
    def answers(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in CONSENTS]

    @property
    def uses(self) -> list[forms.BoundField]:
        return [self[name] for name in CONSENTS]

    def said(self) -> dict[str, Any]:
        """As the action takes it."""
        words = self.cleaned_data
        return {
            "definition": self.definitions[words["definition"]],
            "group": self.given_group or words["group"],
            "leads": words["leads"],
            "evidence_note": words["evidence_note"],
            "shares": tuple(words[name] for name in SHARES),
            "consents": self.consents,
        }


class ReadingForm(forms.Form):
    purpose = PlainTextField(
        label="What do you read them for?",
        max_length=200,
        help_text="The organisations see your name, the day and this sentence.",
    )


class DefinitionForm(forms.Form):
    name = PlainTextField(label="What is this definition called?", max_length=120)
    wording = LongTextField(label="How is it worded?", max_length=2000, rows=4)
    board_minimum = a_count("Least share of the board, in 100", most=100)
    senior_staff_minimum = a_count("Least share of senior staff, in 100", most=100)
    serves_minimum = a_count("Least share of the people served, in 100", most=100)
    valid_from = DayField(label="From which day does it hold?")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = on
        for name, least in (("board", 75), ("senior_staff", 50), ("serves", 75)):
            field = self.fields[f"{name}_minimum"]
            field.required, field.initial = True, least
