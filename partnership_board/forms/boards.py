"""What a board has agreed about itself; its sides and its seats."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from alliance.fields import ChoicesField, DayField, OneOfField, PlainTextField
from members.models import Network, Organisation
from partnership_board import quorum
from partnership_board.forms.seats import OrganisationField
from partnership_board.models import Board, BoardRules, Constituency, Decision, Seat

KINDS = [(kind.value, kind.label) for kind in Board.Kind if kind != Board.Kind.PARTNERSHIP_BOARD]
BASES = [(each.value, each.label) for each in Seat.Basis]
SIDE, SHARE = "side_", "share_"
ASKED = {"min_voting", "min_percent", "min_by", "max_share"}  # what this form asks of a quorum
WHO_COUNTS = ("deputies", "remote", "recused")
COUNTED = [("count", "They count"), ("leave_out", "They do not count")]


def days_field(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=60)


class RulesForm(forms.Form):
    from_on = DayField(label="From which day do they hold?")
    adopted_by = forms.ModelChoiceField(
        Decision.objects.none(),
        label="By which decision of the board?",
        required=False,
        empty_label="Not in the register",
    )
    proposal_days = days_field("How many clear working days before a meeting do proposals close?")
    paper_days = days_field("And papers?")
    notice_days = days_field("And when does the pack go out?")
    answer_days = days_field("Within how many working days does a proposal get an answer?")
    minutes_days = days_field("Within how many working days are minutes sent round?")
    least_voting = forms.IntegerField(
        label="How many who may vote must be there?", min_value=1, max_value=100
    )
    least_percent = forms.IntegerField(
        label="And which part of all seats that vote, in per cent?",
        min_value=1,
        max_value=100,
        required=False,
    )
    deputies = OneOfField(label="Deputies, when we ask if enough are there", choices=COUNTED)
    remote = OneOfField(label="People on a screen or on the phone", choices=COUNTED)
    recused = OneOfField(label="People who stand back from an item", choices=COUNTED)
    decision_mode = OneOfField(
        label="How does the board decide?", choices=BoardRules.DecisionMode.choices
    )
    threshold = OneOfField(label="What does a vote need?", choices=BoardRules.Threshold.choices)
    threshold_base = OneOfField(label="Of whom?", choices=BoardRules.ThresholdBase.choices)
    recused_see_papers = OneOfField(
        label="Somebody who stands back from an item for an interest",
        choices=BoardRules.RecusedSee.choices,
    )
    appeal_seats = forms.IntegerField(
        label="How many seats can ask the agenda group to look again?", min_value=1, max_value=20
    )
    appeal_constituencies = forms.IntegerField(
        label="Of how many different sides?", min_value=1, max_value=20
    )
    vacancies_count = forms.BooleanField(
        label="Empty seats count when we ask if enough are there", required=False
    )
    casting_vote = forms.BooleanField(label="The chair has a casting vote", required=False)
    class_interest = forms.BooleanField(
        label="An interest that a whole side shares does not keep it from voting", required=False
    )
    ways_out = ChoicesField(
        label="What may the board do where an interest leaves a side without a vote?",
        choices=BoardRules.WayOut.choices,
        required=False,
    )
    written_procedure = forms.BooleanField(
        label="The board can decide in writing, between meetings", required=False
    )

    def __init__(
        self,
        *args: Any,  # Any: a form's own arguments
        sides: list[Constituency],
        decisions: QuerySet[Decision],
        rules: BoardRules,
        **words: Any,
    ) -> None:
        words.setdefault("initial", initial_of(rules))
        super().__init__(*args, **words)
        self.fields["adopted_by"].queryset = decisions  # type: ignore[attr-defined]  # a choice of rows
        self.sides, self.stored = sides, rules.quorum
        for side in sides:
            self.fields[f"{SHARE}{side.code}"] = forms.IntegerField(
                label=f"The most of the votes that these may hold, in per cent: {side.label}",
                min_value=1,
                max_value=100,
                required=False,
                initial=_stored(rules.quorum, "max_share").get(side.code),
            )
            self.fields[f"{SIDE}{side.code}"] = forms.IntegerField(
                label=f"How many of these must be there: {side.label}?",
                min_value=0,
                max_value=20,
                required=False,
                initial=rules.least_by_side.get(side.code, 0),
            )

    @property
    def said(self) -> dict[str, Any]:  # Any: what the action takes
        of_sides = {f"{kind}{side.code}" for kind in (SIDE, SHARE) for side in self.sides}
        apart = {"least_voting", "least_percent", *WHO_COUNTS, *of_sides}
        said = {name: value for name, value in self.cleaned_data.items() if name not in apart}
        return said | {"quorum": self.quorum}

    @property
    def quorum(self) -> dict[str, Any]:  # Any: as JSON has it
        """With whatever else the board had agreed and this form does not ask for."""
        wanted: list[dict[str, Any]] = [{"min_voting": self.cleaned_data["least_voting"]}]
        if self.cleaned_data["least_percent"]:
            wanted.append({"min_percent": self.cleaned_data["least_percent"]})
        for kind, name in ((SIDE, "min_by"), (SHARE, "max_share")):
            found = {side.code: self.cleaned_data[f"{kind}{side.code}"] for side in self.sides}
            if any(found.values()):
                wanted.append({name: {code: value for code, value in found.items() if value}})
        others = [part for part in self.stored.get("all", []) if not set(part) & ASKED]
        usual = {name: self.cleaned_data[name] for name in WHO_COUNTS}
        chosen = {name: said for name, said in usual.items() if said != quorum.CHOICES[name][0]}
        kept = {
            name: said for name, said in self.stored.items() if name not in {"all", *WHO_COUNTS}
        }
        return kept | {"all": [*wanted, *others]} | chosen


def initial_of(rules: BoardRules) -> dict[str, Any]:  # Any: what the fields take
    apart = {"from_on", "adopted_by", "least_voting", "least_percent", *WHO_COUNTS}
    percent = _stored(rules.quorum, "min_percent", 0) or None
    counted = {name: rules.quorum.get(name, quorum.CHOICES[name][0]) for name in WHO_COUNTS}
    numbers = {"least_voting": rules.least_voting, "least_percent": percent}
    names = set(RulesForm.base_fields) - apart
    return {name: getattr(rules, name) for name in names} | numbers | counted


def _stored(said: dict[str, Any], name: str, nothing: Any = None) -> Any:  # Any: as JSON has it
    """What the rules say under a name, in the list that must all hold."""
    empty = {} if nothing is None else nothing
    return next((part[name] for part in said.get("all", []) if name in part), empty)


class BoardForm(forms.Form):
    name = PlainTextField(label="What is it called?", max_length=120)
    is_public = forms.BooleanField(
        label="Anybody may see who sits on it, what it decides and why",
        required=False,
        help_text="Never a restricted matter, and never a contributor's name.",
    )
    min_elected_seats = forms.IntegerField(
        label="How many elected seats should always be filled?", min_value=0, max_value=40
    )
    network = forms.ModelChoiceField(
        Network.objects.none(),
        label="Which network on the members’ list is it?",
        required=False,
        empty_label="None of them",
        help_text="Then who speaks for the members there tells them on that network’s page.",
    )

    def __init__(
        self, *args: Any, networks: QuerySet[Network], **words: Any
    ) -> None:  # Any: a form's
        super().__init__(*args, **words)
        self.fields["network"].queryset = networks  # type: ignore[attr-defined]  # a choice of rows


class NewBoardForm(forms.Form):
    name = PlainTextField(label="What is it called?", max_length=120)
    kind = OneOfField(label="What kind of board is it?", choices=KINDS)
    parent = forms.ModelChoiceField(
        Board.objects.none(),
        label="Which board does it serve?",
        required=False,
        empty_label="None of them",
    )

    def __init__(self, *args: Any, boards: QuerySet[Board], **words: Any) -> None:  # Any: a form's
        super().__init__(*args, **words)
        self.fields["parent"].queryset = boards  # type: ignore[attr-defined]  # a choice of rows


class SideForm(forms.Form):
    label = PlainTextField(label="What is this side called?", max_length=60)
    code = PlainTextField(label="And in short?", max_length=20, help_text="For example, VCSE.")
    min_seats = forms.IntegerField(
        label="How many seats should it have at least?", min_value=0, max_value=40, initial=0
    )
    one = PlainTextField(
        label="What is one of its people called?",
        max_length=60,
        required=False,
        help_text="For example, expert by experience. Left empty, we say “VCSE seat”.",
    )
    is_statutory = forms.BooleanField(label="It is a public body", required=False)
    is_named = forms.BooleanField(
        label="Its people stand by name on pages that everybody can read",
        required=False,
        initial=True,
    )


class SeatForm(forms.Form):
    constituency = forms.ModelChoiceField(
        Constituency.objects.none(), label="Of which side is it?", empty_label="Choose a side"
    )
    title = PlainTextField(label="What is the seat called?", max_length=120)
    basis = OneOfField(label="How does somebody come to sit here?", choices=BASES)
    nominating_organisation = OrganisationField(label="Which organisation names its holder?")
    is_voting = forms.BooleanField(label="It has a vote", required=False, initial=True)
    term_months = forms.IntegerField(
        label="How many months does a term last?", min_value=1, max_value=120, initial=24
    )
    max_terms = forms.IntegerField(
        label="How many terms in a row?",
        min_value=0,
        max_value=10,
        initial=2,
        help_text="0 means without a limit.",
    )
    gap_months = forms.IntegerField(
        label="And then a gap of how many months?", min_value=0, max_value=120, initial=12
    )
    opened_on = DayField(label="From which day is there this seat?")

    def __init__(
        self,
        *args: Any,  # Any: a form's own arguments
        sides: QuerySet[Constituency],
        organisations: QuerySet[Organisation],
        **words: Any,
    ) -> None:
        super().__init__(*args, **words)
        self.fields["constituency"].queryset = sides  # type: ignore[attr-defined]  # a choice of rows
        self.fields["nominating_organisation"].queryset = organisations  # type: ignore[attr-defined]  # likewise


class CloseSeatForm(forms.Form):
    closed_on = DayField(label="From which day is there no such seat?")


class StepBackForm(forms.Form):
    """There is no place for a reason."""

    from_on = DayField(label="From which day?")
    to_on = DayField(
        label="Which is your first day back?",
        required=False,
        help_text="Leave it empty if you do not know. You come back with one click.",
    )
