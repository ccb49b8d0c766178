"""What is typed about promises on racism and inequality."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from alliance.fields import DayField, LongTextField, OneOfField, PlainTextField
from coproduction.actions.commitments import Promise
from coproduction.models import Commitment, CommitmentJudgement, Insight
from members.models import Network, Organisation
from partnership_board.models import Decision


class CommitmentForm(forms.Form):
    """What is promised, by whom, and how people will know."""

    owner = forms.ChoiceField(label=_("Whose promise is it?"))
    statement = LongTextField(
        label=_("What do they promise?"),
        max_length=300,
        rows=3,
        help_text=_("One sentence in their words, plain enough for anybody to hold them to it."),
    )
    part = OneOfField(label=_("Which part is it about?"), choices=Commitment.Part.choices)
    competency = forms.ChoiceField(
        label=_("Which of the six?"),
        choices=[("", _("None of them")), *Commitment.Competency.choices],
        required=False,
        help_text=_("Needed for what an organisation must be able to do."),
    )
    lens = OneOfField(label=_("What should get better?"), choices=Commitment.Lens.choices)
    measure = LongTextField(
        label=_("How will people know?"),
        max_length=300,
        rows=3,
        required=False,
        help_text=_("Needed before it can be judged. Say what will be counted or asked."),
    )
    baseline = PlainTextField(label=_("Where does it stand today?"), max_length=200, required=False)
    target = PlainTextField(label=_("Where should it stand then?"), max_length=200, required=False)
    due_on = DayField(label=_("By when?"), required=False)
    developed_with = PlainTextField(
        label=_("Who worked it out with them?"),
        max_length=200,
        required=False,
        help_text=_("Groups, never the names of people."),
    )
    points = forms.ModelMultipleChoiceField(
        label=_("Which points from lived experience stand behind it?"),
        queryset=Insight.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, points: "QuerySet[Insight]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = owners()  # type: ignore[attr-defined]  # a choice field
        self.fields["points"].queryset = points  # type: ignore[attr-defined]  # a model field

    @property
    def said(self) -> dict[str, Any]:
        """The arguments of an action."""
        words = dict(self.cleaned_data)
        points = words.pop("points")
        kind, _dash, number = str(words.pop("owner")).partition("-")
        if kind == "body":
            words["network"] = Network.objects.get(pk=int(number))
        elif kind == "member":
            words["organisation"] = Organisation.objects.get(pk=int(number))
        return {"promise": Promise(**words), "points": points}


def owners() -> list[tuple[Any, Any]]:  # Any: names of groups may be translations
    bodies = Network.objects.filter(is_active=True).order_by("name")
    members = Organisation.objects.order_by("sort_name")
    return [
        ("alliance", _("The alliance itself")),
        (_("Bodies outside"), [(f"body-{each.pk}", each.name) for each in bodies]),
        (_("Member organisations"), [(f"member-{each.pk}", each.name) for each in members]),
    ]


class AgreeForm(forms.Form):
    agreed_on = DayField(label=_("When did its owner say yes?"))
    made_in = forms.ModelChoiceField(
        label=_("Was it decided at a board?"),
        queryset=Decision.objects.none(),
        required=False,
        empty_label=_("No, they told us themselves"),
    )

    def __init__(self, *args: Any, decisions: "QuerySet[Decision]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["made_in"]
        field.queryset = decisions  # type: ignore[attr-defined]  # a model field
        field.label_from_instance = lambda row: row.number  # type: ignore[attr-defined]  # a model field


class ReportForm(forms.Form):
    text = LongTextField(
        label=_("How does it go?"),
        max_length=1200,
        rows=5,
        help_text=_("What was done, what was not, and the figure that was promised."),
    )
    said_on = DayField(label=_("When was this said?"))


class JudgeForm(forms.Form):
    verdict = OneOfField(label=_("Was it kept?"), choices=CommitmentJudgement.Verdict.choices)
    because = LongTextField(
        label=_("Why?"),
        max_length=1200,
        rows=5,
        help_text=_("Everybody will read this. Name no person. What people saw and felt counts."),
    )


class SignForm(forms.Form):
    """One press, and a place for the refusal."""


class ReplyForm(forms.Form):
    text = LongTextField(
        label=_("What do you want to say to it?"),
        max_length=1200,
        rows=5,
        help_text=_("It stands beside the judgement and changes nothing of it."),
    )


class WithdrawForm(forms.Form):
    because = LongTextField(
        label=_("Why is it taken back?"),
        max_length=600,
        rows=4,
        help_text=_("The promise stays in the list, with this reason."),
    )


class AgainForm(forms.Form):
    on_day = DayField(label=_("When shall it be judged again?"))
