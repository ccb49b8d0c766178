"""What people type about rounds: the call, a proposal, what binds them, points, sums."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Q

from alliance.fields import (
    ChoicesField,
    DayField,
    HoursField,
    LongTextField,
    MomentField,
    OneOfField,
    PenceField,
    PlainTextField,
)
from alliance.models import User
from funding.actions.outcomes import Line
from funding.actions.proposals import Costs, Words
from funding.actions.rounds import RoundFacts
from funding.models import (
    BudgetLine,
    CostPicture,
    Criterion,
    PanelTie,
    Proposal,
    Round,
    RoundQuestion,
)
from funding.queries.results import Result
from members.models import Organisation
from partnership_board.models import Constituency, Decision

LARGEST = [("", "Any size"), *(c for c in Organisation.SizeBand.choices if c[0] != "not_stated")]
NOTHING = "nothing"
NEVER_HELPED = "Nobody who may sit on the panel"


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class RoundForm(forms.Form):
    title = PlainTextField(label="What is this round called?", max_length=120)
    what_for = LongTextField(label="What is the money for?", max_length=1500, rows=4)
    line = forms.ModelChoiceField(
        label="Which budget line does it come from?", queryset=BudgetLine.objects.none()
    )
    pot_pence = PenceField(label="How much is in the pot?", least=1)
    opens_at = MomentField(label="When does it open?")
    closes_at = MomentField(label="When does it close?")
    decide_by_on = DayField(label="By when is it decided?")
    pay_by_on = DayField(label="By when is the money paid?")
    questions = LongTextField(
        label="What do you ask?", rows=5, max_length=2000,
        help_text="One question a line, at most eight. Never ask what the profile already says.",
    )  # fmt: skip
    criteria = LongTextField(
        label="What is scored?", rows=4, max_length=2000, help_text="One a line."
    )
    minutes_to_write = HoursField(label="How long does a proposal take to write?", least=15)
    who_helps = PlainTextField(
        label="Who helps with a proposal?",
        required=False,
        help_text="A name, and how to reach them.",
    )
    scorers = forms.IntegerField(
        label="How many people score each proposal?", min_value=2, max_value=12,
        help_text="At most half of them come from one side. Even numbers are easier to fill.",
    )  # fmt: skip
    load_limit = forms.IntegerField(
        label="How many proposals does one person read at most?", min_value=1, max_value=200
    )
    scale = forms.IntegerField(label="The highest number of points", min_value=2, max_value=10)
    sides = ChoicesField(label="Which sides may sit on the panel?")
    required = ChoicesField(label="Which sides must score every proposal?", required=False)
    competing_rule = OneOfField(
        label="What if somebody on the panel bids too?", choices=Round.Competing.choices
    )
    spend_rule = OneOfField(label="How is the pot spent?", choices=Round.Spend.choices)
    decides = OneOfField(label="Who decides?", choices=Round.Decides.choices)
    largest_size_band = OneOfField(
        label="How large may an applicant be?", choices=LARGEST, required=False
    )

    def __init__(self, *args: Any, sides: Iterable[Constituency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(side.pk): side for side in sides}
        choices = [(number, side.label) for number, side in self.known.items()]
        fields: Any = self.fields  # Any: of several kinds
        fields["sides"].choices = fields["required"].choices = choices
        fields["line"].queryset = BudgetLine.objects.select_related("stream").filter(
            stream__status__in=("agreed", "live", "closing")
        )
        fields["line"].label_from_instance = lambda line: f"{line.stream}: {line.title}"

    def facts(self) -> RoundFacts:
        words = dict(self.cleaned_data)
        for name in ("sides", "required"):
            words[name] = [self.known[number] for number in words[name]]
        for name in ("questions", "criteria"):
            words[name] = lines_of(words[name])
        return RoundFacts(**words)


class MoreTimeForm(forms.Form):
    organisation = forms.ModelChoiceField(
        label="Who needs more time?", queryset=Organisation.objects.none()
    )
    until = MomentField(label="Until when?")
    reason = PlainTextField(label="Why?", max_length=300, help_text="Everybody reads this.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.order_by("sort_name")  # type: ignore[attr-defined]  # a model's choices


class ProposalForm(forms.Form):
    """Everything may be empty while it is being written; sending asks for the rest."""

    title = PlainTextField(label="What do you call it?", max_length=120, required=False)
    asked_pence = PenceField(label="How much do you ask for?", required=False)
    least_pence = PenceField(
        label="What is the least you could work with?", required=False,
        help_text="If there is not enough for everybody, you are never offered less than this.",
    )  # fmt: skip
    direct_pence = PenceField(label="What does the work itself cost?", required=False)
    overhead_pence = PenceField(
        label="What are its overheads?", required=False,
        help_text="Its share of rent, insurance, accounts and the people who keep things going.",
    )  # fmt: skip
    overhead_method = OneOfField(
        label="How did you work the overheads out?", choices=CostPicture.Method.choices,
        required=False,
    )  # fmt: skip
    partners = forms.ModelMultipleChoiceField(
        label="Who would share the work and the money?", queryset=Organisation.objects.none(),
        required=False, widget=ChoicesField.widget,
    )  # fmt: skip
    helped = forms.ModelMultipleChoiceField(
        label="Who of these helped you, or would be paid by it?", queryset=User.objects.none(),
        required=False, widget=ChoicesField.widget,
        help_text="People who may sit on the panel. Help is welcome; they will not score this.",
    )  # fmt: skip
    format = OneOfField(
        label="How did you make this?", choices=Proposal.Format.choices, required=False
    )
    told_to = PlainTextField(
        label="Who wrote it down for you?", max_length=120, required=False,
        help_text="Only if you told it to somebody.",
    )  # fmt: skip
    minutes_to_write = HoursField(
        label="How long did it take you?", required=False,
        help_text="It does not count for or against you. It shows what asking costs.",
    )  # fmt: skip
    may_be_named = forms.BooleanField(
        label="If we are not funded, our name may still be published", required=False
    )

    def __init__(
        self,
        *args: Any,
        questions: list[RoundQuestion],
        own: Organisation,
        people: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for each in questions:
            self.fields[f"answer_{each.pk}"] = LongTextField(
                label=each.text, max_length=8000, rows=5, required=False,
                help_text=f"At most {each.most_words} words.",
            )  # fmt: skip
        fields: Any = self.fields  # Any: of several kinds
        fields["partners"].queryset = Organisation.objects.exclude(pk=own.pk).order_by("sort_name")
        fields["helped"].queryset = people
        if not people:
            del fields["helped"]

    def words(self) -> Words:
        typed = self.cleaned_data
        return Words(
            title=typed["title"],
            asked_pence=typed["asked_pence"],
            least_pence=typed["least_pence"],
            format=typed["format"] or Proposal.Format.WRITTEN,
            told_to=typed["told_to"],
            minutes_to_write=typed["minutes_to_write"],
            may_be_named=typed["may_be_named"],
            answers={each.pk: typed[f"answer_{each.pk}"] for each in self.questions},
            partners=list(typed["partners"]),
            helped=list(typed.get("helped", [])),
        )

    def costs(self) -> Costs | None:
        typed = self.cleaned_data
        if typed["direct_pence"] is None:
            return None
        method = typed["overhead_method"] or CostPicture.Method.NONE
        over = 0 if method == CostPicture.Method.NONE else typed["overhead_pence"] or 0
        return Costs(typed["direct_pence"], method, over)

    @property
    def answers(self) -> list[Any]:  # Any: bound fields
        return [self[f"answer_{each.pk}"] for each in self.questions]


class InviteForm(forms.Form):
    constituency = forms.ModelChoiceField(
        label="Which side is the seat for?", queryset=Constituency.objects.none()
    )
    holder = forms.ModelChoiceField(
        label="Who sits there?", queryset=User.objects.none(), required=False,
        help_text="Leave it empty for a seat that is still to be filled.",
    )  # fmt: skip
    email = PlainTextField(
        label="Or somebody from outside, by their e-mail address", required=False, max_length=254,
        help_text="They need an account first: invite them from the page of people.",
    )  # fmt: skip
    is_chair = forms.BooleanField(label="This seat chairs the panel", required=False)
    is_funder = forms.BooleanField(label="They work for the funder", required=False)

    def __init__(self, *args: Any, sides: list[Constituency], people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields  # Any: of several kinds
        fields["constituency"].queryset = Constituency.objects.filter(
            pk__in=[side.pk for side in sides]
        ).order_by("order")
        fields["holder"].queryset = people

    def clean(self) -> dict[str, Any]:  # Any: cleaned values
        words: dict[str, Any] = super().clean() or self.cleaned_data
        email = words.pop("email", "")
        words["is_outside"] = bool(email)
        if email:
            words["holder"] = User.objects.filter(Q(email__iexact=email), is_active=True).first()
            if words["holder"] is None:
                self.add_error("email", "Nobody with this address has an account yet.")
        return words


class TiesForm(forms.Form):
    """One question a proposal, by its title and who sent it."""

    def __init__(self, *args: Any, proposals: list[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposals = proposals
        for each in proposals:
            self.fields[f"tie_{each.pk}"] = OneOfField(
                label=f"{each}, by {each.organisation}",
                choices=[(NOTHING, "Nothing binds me"), *PanelTie.Ground.choices],
                initial=NOTHING,
            )

    def ties(self) -> dict[Proposal, str]:
        given = {each: self.cleaned_data[f"tie_{each.pk}"] for each in self.proposals}
        return {each: ground for each, ground in given.items() if ground != NOTHING}


class SheetForm(forms.Form):
    def __init__(self, *args: Any, criteria: list[Criterion], scale: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        points = [(str(n), str(n)) for n in range(scale + 1)]
        for each in criteria:
            self.fields[f"points_{each.pk}"] = OneOfField(label=each.text, choices=points)
        self.fields["comment"] = LongTextField(
            label="What would help the applicant to know?", required=False, max_length=2000, rows=4
        )

    def points(self) -> dict[int, int]:
        return {each.pk: int(self.cleaned_data[f"points_{each.pk}"]) for each in self.criteria}


class RecommendForm(forms.Form):
    """A sum, a reason for all and feedback for the applicant, for each proposal."""

    def __init__(self, *args: Any, result: Result, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.result = result
        for row in result.rows:
            number = row.proposal.pk
            self.fields[f"pence_{number}"] = PenceField(label="How much?")
            self.fields[f"reason_{number}"] = PlainTextField(
                label="Why? All read this.", max_length=600
            )
            self.fields[f"feedback_{number}"] = LongTextField(
                label="Feedback for the applicant", max_length=2000, rows=3
            )

    def lines(self) -> dict[int, Line]:
        typed: Mapping[str, Any] = self.cleaned_data  # Any: of several kinds
        return {
            row.proposal.pk: Line(
                typed[f"pence_{row.proposal.pk}"],
                typed[f"reason_{row.proposal.pk}"],
                typed[f"feedback_{row.proposal.pk}"],
            )
            for row in self.result.rows
        }

    @property
    def parts(self) -> list[tuple[Any, list[Any]]]:  # Any: a row of the result, bound fields
        names = ("pence", "reason", "feedback")
        return [
            (row, [self[f"{name}_{row.proposal.pk}"] for name in names]) for row in self.result.rows
        ]


class DecideForm(forms.Form):
    decision = forms.ModelChoiceField(
        label="Which decision of the board?", queryset=Decision.objects.none(), required=False
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, needs_board: bool, decisions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_board:
            self.fields["decision"].queryset = decisions  # type: ignore[attr-defined]  # a model's choices
        else:
            del self.fields["decision"]


class ReasonForm(forms.Form):
    reason = PlainTextField(label="Why?", max_length=300, help_text="In a sentence.")


class SentenceForm(forms.Form):
    sentence = PlainTextField(label="Why do you see it so differently?", max_length=300)
