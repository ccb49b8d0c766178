"""Linking a point to money."""

from typing import Any

from django import forms

from alliance.fields import LongTextField
from coproduction.models import Insight, InsightLinkBase
from funding.models import Award, BudgetLine, FundingStream, Round

MONEY = {"award": Award, "budget_line": BudgetLine, "round": Round, "stream": FundingStream}


class LinkMoneyForm(forms.Form):
    insight = forms.ModelChoiceField(label="Which point?", queryset=Insight.objects.none())
    to = forms.ChoiceField(label="To which money?")
    relation = forms.ChoiceField(
        label="How are they linked?",
        choices=InsightLinkBase.Relation,
        widget=forms.RadioSelect,
    )
    reason = LongTextField(
        label="Because",
        max_length=1200,
        rows=3,
        required=False,
        help_text="Needed where it was put off or declined. The person who told us reads it.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Form's own
        super().__init__(*args, **kwargs)
        approved = Insight.objects.filter(state=Insight.State.APPROVED).order_by("-number")
        self.fields["insight"].queryset = approved  # type: ignore[attr-defined]  # a model field
        self.rows = {
            f"{name}-{row.pk}": row
            for name, model in MONEY.items()
            for row in model._default_manager.order_by("-pk")
        }
        named = [
            (key, f"{str(row._meta.verbose_name).capitalize()}: {row}")
            for key, row in self.rows.items()
        ]
        self.fields["to"].choices = named  # type: ignore[attr-defined]  # a choice field

    def clean_to(self) -> Any:  # Any: a row of one of four models
        return self.rows[self.cleaned_data["to"]]
