"""Drafting an election: seats, days, rule, officers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from alliance.fields import (
    AgreedField,
    ChoicesField,
    DayField,
    LongTextField,
    MomentField,
    OneOfField,
    PlainTextField,
)
from partnership_board.forms.seats import OrganisationField, PersonField, WhoForm
from partnership_board.models import Constituency, ElectionOfficer, ElectionRule, Seat

MOST_MONTHS = 120
QUORUM_HELP = _("In 100. With 50, nine of seventeen must vote.")


class DraftForm(forms.Form):
    """Which seats, under which name. The days are worked out and can be changed."""

    title = PlainTextField(
        label=_("What is the election called?"),
        max_length=120,
        help_text=_("For example, VCSE seats 2026."),
    )
    seats = ChoicesField(
        label=_("Which seats are to be filled?"),
        choices=(),
        help_text=_("In this order: whoever is elected first takes the first."),
    )
    notice_on = DayField(
        label=_("On which day will everybody be told?"),
        help_text=_("The other days follow from it in working days. You can change each later."),
    )

    def __init__(self, *args: Any, seats: list[Seat], **words: Any) -> None:  # Any: a form's own
        super().__init__(*args, **words)
        self.by_key = {str(seat.pk): seat for seat in seats}
        self.fields["seats"].choices = [(key, seat.title) for key, seat in self.by_key.items()]  # type: ignore[attr-defined]  # a choice of many

    def clean_seats(self) -> list[Seat]:
        return [self.by_key[key] for key in self.cleaned_data["seats"]]

    @property
    def side(self) -> Constituency:
        first: Seat = self.cleaned_data["seats"][0]
        side: Constituency = first.constituency
        return side


class TimesForm(forms.Form):
    notice_on = DayField(label=_("Everybody is told on"))
    nominations_open_at = MomentField(label=_("Nominations open"), help_text="")
    nominations_close_at = MomentField(label=_("Nominations close"), help_text="")
    withdraw_by_at = MomentField(label=_("People can withdraw until"), help_text="")
    roll_on = DayField(label=_("The roll is that of"), help_text=_("Members of that day may vote."))
    opens_at = MomentField(label=_("The poll opens"), help_text="")
    closes_at = MomentField(label=_("The poll closes"), help_text="")
    why = PlainTextField(
        label=_("Why do the days move?"), max_length=300, help_text=_("Everybody reads this.")
    )

    def __init__(self, *args: Any, is_draft: bool, **words: Any) -> None:  # Any: a form's own
        super().__init__(*args, **words)
        if is_draft:
            del self.fields["why"]


class RuleForm(forms.Form):
    """The parts of the rule that people choose; those not shown keep their usual value."""

    method = OneOfField(
        label=_("How are votes counted?"),
        choices=ElectionRule.Method.choices,
        help_text=_("Both rank people. On real votes they sometimes elect different people."),
    )
    ron = forms.BooleanField(label=_("“Re-open nominations” stands on the ballot"), required=False)
    mentions = forms.BooleanField(
        label=_("Before a lot, look who is mentioned more"), required=False
    )
    uncontested = OneOfField(
        label=_("If no more people stand than there are seats?"),
        choices=ElectionRule.Uncontested.choices,
    )
    quorum_percent = forms.IntegerField(
        label=_("How many must vote?"), min_value=0, max_value=100, help_text=QUORUM_HELP
    )
    extension_days = forms.IntegerField(
        label=_("If too few vote, for how many working days is the poll extended, once?"),
        min_value=0,
        max_value=20,
    )
    publication = OneOfField(
        label=_("What is published?"), choices=ElectionRule.Publication.choices
    )
    turnout_visibility = OneOfField(
        label=_("What can be seen while the poll is open?"), choices=ElectionRule.Turnout.choices
    )
    max_preferences = forms.IntegerField(
        label=_("To how many people may a ballot give a place?"),
        min_value=1,
        required=False,
        help_text=_("Leave it empty for all of them."),
    )
    supporters = forms.IntegerField(
        label=_("How many other organisations must support a nomination?"),
        min_value=0,
        max_value=2,
    )
    statement_words = forms.IntegerField(
        label=_("How many words may a statement have?"), min_value=50, max_value=1000
    )
    key_holders = OneOfField(
        label=_("Who holds keys?"),
        choices=[
            ("3", "Three officers; any two open the box"),
            ("2", "Two officers; both are needed"),
        ],
    )
    vacancy = OneOfField(
        label=_("If a seat falls empty later?"), choices=ElectionRule.Vacancy.choices
    )
    term_months = PlainTextField(
        label=_("How many months does each serve?"),
        required=False,
        help_text=_("In order of election, for example 36, 24, 12. Empty: as each seat says."),
    )
    constraints = LongTextField(
        label=_("Are seats kept, or limited, for some organisations?"),
        required=False,
        rows=3,
        max_length=600,
        help_text=_(
            "One a line: the group, the fewest and the most, for example “Black-led, 1, 3”."
            " Positive action under the Equality Act 2010 needs advice; confirm with the alliance."
        ),
    )

    def clean_term_months(self) -> list[int]:
        typed = self.cleaned_data["term_months"].replace(",", " ").split()
        if not all(each.isdecimal() and 0 < int(each) <= MOST_MONTHS for each in typed):
            raise ValidationError(_("Write months as numbers, for example 36, 24, 12."))
        return [int(each) for each in typed]

    def clean_constraints(self) -> list[dict[str, Any]]:  # Any: as JSON has it
        return [_constraint(line) for line in self.cleaned_data["constraints"].splitlines() if line]

    def clean_key_holders(self) -> int:
        return int(self.cleaned_data["key_holders"])

    def changes(self) -> dict[str, Any]:  # Any: of the rule
        said = dict(self.cleaned_data)
        steps = ["history", "mentions", "lot"] if said.pop("mentions") else ["history", "lot"]
        return said | {"tie_steps": steps}


def _constraint(line: str) -> dict[str, Any]:  # Any: as JSON has it
    parts = [part.strip() for part in line.rsplit(",", 2)]
    if len(parts) != 3 or not all(part.isdecimal() for part in parts[1:]):
        raise ValidationError(
            _("Write each line as a group, the fewest and the most: “Black-led, 1, 3”.")
        )
    return {"label": parts[0], "group": parts[0], "min": int(parts[1]), "max": int(parts[2])}


def initial_rule(rule: ElectionRule) -> dict[str, Any]:  # Any: as a form has it
    said = {name: getattr(rule, name) for name in RuleForm.base_fields if hasattr(rule, name)}
    return said | {
        "mentions": "mentions" in rule.tie_steps,
        "key_holders": str(rule.key_holders),
        "term_months": ", ".join(str(months) for months in rule.term_months),
        "constraints": "\n".join(
            f"{one['label']}, {one.get('min') or 0}, {one.get('max')}" for one in rule.constraints
        ),
    }


class OfficerForm(WhoForm):
    role = OneOfField(label=_("As what?"), choices=ElectionOfficer.Role.choices)
    user = PersonField(label=_("Who?"))
    organisation = OrganisationField(
        label=_("Who employs them?"),
        help_text=_("None of the members: they are independent."),
    )


class FreezeForm(forms.Form):
    agreed = AgreedField(label=_("We have agreed this rule. It cannot change after this."))


class AbandonForm(forms.Form):
    why = LongTextField(
        label=_("Why is the election abandoned?"),
        rows=3,
        max_length=300,
        help_text=_("Everybody reads it. Two officers must give the same words."),
    )
