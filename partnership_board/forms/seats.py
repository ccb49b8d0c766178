"""Beginning and ending a term; naming a deputy."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from alliance.fields import DayField, OneOfField
from alliance.models import User
from members.models import Organisation
from partnership_board.models import SeatTerm

POSITIONS = [(each.value, each.label) for each in SeatTerm.Position]
REASONS = [(each.value, each.label) for each in SeatTerm.EndReason]


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only in the stubs
    """Somebody known in this alliance."""

    default_error_messages = {
        "required": "Choose a person.",
        "invalid_choice": "Choose one of the people in the list.",
    }

    def __init__(self, **words: Any) -> None:  # Any: the field's own arguments
        super().__init__(User.objects.none(), empty_label="Choose a person", **words)

    def label_from_instance(self, obj: User) -> str:
        return obj.name


class OrganisationField(forms.ModelChoiceField):  # type: ignore[type-arg]  # likewise
    """One of the member organisations, or none of them."""

    default_error_messages = {"invalid_choice": "Choose one of the organisations in the list."}

    def __init__(self, **words: Any) -> None:  # Any: the field's own arguments
        super().__init__(
            Organisation.objects.none(), required=False, empty_label="None of them", **words
        )


class WhoForm(forms.Form):
    """Offers the same people, and the same organisations, wherever it asks for one of them."""

    def __init__(
        self,
        *args: Any,  # Any: a form's own arguments, here and below
        people: QuerySet[User],
        organisations: QuerySet[Organisation],
        **words: Any,
    ) -> None:
        super().__init__(*args, **words)
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.queryset = people
            if isinstance(field, OrganisationField):
                field.queryset = organisations


class BeginTermForm(WhoForm):
    holder = PersonField(
        label="Who takes the seat?",
        help_text="Only people who already belong to the alliance are listed. "
        "Invite somebody new first.",
    )
    organisation = OrganisationField(label="For which member organisation?")
    started_on = DayField(label="From which day?")
    ends_on = DayField(
        label="Until which day?",
        required=False,
        help_text="Leave it empty for the usual length of a term.",
    )
    position = OneOfField(label="As what?", choices=POSITIONS, initial="none")
    role = OneOfField(
        label="In which way?", choices=SeatTerm.Role.choices, initial="holder", required=False
    )

    def clean_role(self) -> str:
        return str(self.cleaned_data["role"] or SeatTerm.Role.HOLDER)


class EndTermForm(forms.Form):
    ended_on = DayField(
        label="From which day is the seat free?",
        help_text="Their rights as a board member end when this day begins.",
    )
    reason = OneOfField(label="Why?", choices=REASONS)


class DeputyForm(forms.Form):
    person = PersonField(label="Who is the deputy?")
    from_on = DayField(label="From which day?")

    def __init__(self, *args: Any, people: QuerySet[User], **words: Any) -> None:
        super().__init__(*args, **words)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # a choice of rows


class EndDeputyForm(forms.Form):
    to_on = DayField(label="From which day are they no longer a deputy?")
