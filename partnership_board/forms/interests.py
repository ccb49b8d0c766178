"""What somebody enters of their interests, declares against an item, and how the chair rules."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from alliance.fields import DayField, LongTextField, OneOfField
from alliance.models import User
from members.models import Organisation
from partnership_board.actions.interests import InterestFacts
from partnership_board.forms.seats import OrganisationField
from partnership_board.models import BoardRules, DeclarationRuling, Interest, ItemDeclaration

CATEGORIES = [
    (Interest.Category.PROFESSIONAL.value, "My work, or a post I hold"),
    (Interest.Category.FINANCIAL.value, "Money: I am paid, own a part, or have a contract"),
    (Interest.Category.PERSONAL.value, "Something personal, such as using a service"),
    (Interest.Category.INDIRECT.value, "Through somebody close to me"),
]
OTHER = ""  # a connection that is not in the register
Materiality, Ruling = ItemDeclaration.Materiality, DeclarationRuling.Ruling


class InterestForm(forms.Form):
    category = OneOfField(label="What kind of interest is it?", choices=CATEGORIES)
    organisation = OrganisationField(label="With which member organisation?")
    description = LongTextField(
        label="What is it?",
        rows=2,
        max_length=300,
        help_text="For example: I am a trustee of the housing association. Everybody reads this. "
        "Name nobody else: “a close relative works there” is enough.",
    )
    from_on = DayField(label="Since when?")
    withheld_because = OneOfField(
        label="Should anything keep it off the page?",
        choices=[
            ("", "No, everybody may read it"),
            *((value, f"Yes, {label}") for value, label in Interest.Withheld.choices),
        ],
        required=False,
        help_text="If so, the page shows that there is an interest and why it is withheld.",
    )

    def __init__(
        self,
        *args: Any,  # Any: a form's own arguments
        organisations: QuerySet[Organisation],
        **words: Any,
    ) -> None:
        super().__init__(*args, **words)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]  # a choice of rows

    @property
    def facts(self) -> InterestFacts:
        return InterestFacts(**self.cleaned_data)


class EndInterestForm(forms.Form):
    to_on = DayField(label="From which day do you no longer have it?")


class DeclareForm(forms.Form):
    """Chosen beforehand is what they are asked about, so that two taps are enough."""

    materiality = OneOfField(
        label="How does this item touch you?",
        choices=[
            (each.value, str(each.label))
            for each in (
                Materiality.PREJUDICIAL,
                Materiality.PERSONAL,
                Materiality.CLASS,
                Materiality.NONE,
            )
        ],
    )
    interest = forms.ModelChoiceField(
        Interest.objects.none(),
        label="Which entry of yours in the register is it?",
        required=False,
        empty_label="Another connection, which I describe below",
    )
    said = LongTextField(
        label="What is the connection?",
        rows=2,
        max_length=300,
        required=False,
        help_text="Name nobody else. Once the chair has ruled, everybody here reads it.",
    )

    def __init__(
        self,
        *args: Any,  # Any: a form's own arguments
        interests: QuerySet[Interest],
        **words: Any,
    ) -> None:
        super().__init__(*args, **words)
        if interests:
            self.fields["interest"].queryset = interests  # type: ignore[attr-defined]  # a choice of rows
        else:
            del self.fields["interest"]


class RuleForm(forms.Form):
    ruling = OneOfField(label="What follows from it?", choices=[])
    reason = LongTextField(
        label="Why?",
        rows=2,
        max_length=300,
        required=False,
        help_text="It is printed with the ruling. A dispensation needs it.",
    )

    def __init__(
        self,
        *args: Any,  # Any: a form's own arguments
        rules: BoardRules,
        **words: Any,
    ) -> None:
        """A dispensation is offered where the board's rules know one."""
        super().__init__(*args, **words)
        lawful = [
            (value, str(label))
            for value, label in Ruling.choices
            if value != Ruling.DISPENSATION or rules.class_interest
        ]
        self.fields["ruling"].choices = lawful  # type: ignore[attr-defined]  # choices


class ItemChairForm(forms.Form):
    person = forms.ModelChoiceField(
        User.objects.none(),
        label="Whom did the meeting choose to chair this item?",
        empty_label="Choose somebody",
        error_messages={"required": "Choose somebody.", "invalid_choice": "Choose from the list."},
    )

    def __init__(
        self,
        *args: Any,  # Any: a form's own arguments
        people: QuerySet[User],
        **words: Any,
    ) -> None:
        super().__init__(*args, **words)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # a choice of rows
