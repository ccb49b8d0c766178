"""What is typed about points that are joined, read twice, and carried back."""

from typing import Any

from django import forms

from alliance.fields import DayField, LongTextField, PlainTextField
from coproduction.forms import InsightForm
from coproduction.models import BackFeed, CheckBack, Contributor, Insight, SecondReading, Theme

GONE = (Insight.State.MERGED, Insight.State.SUPERSEDED, Insight.State.WITHDRAWN)


class JoinForm(InsightForm):
    parents = forms.ModelMultipleChoiceField(
        label="Which points become one?",
        queryset=Insight.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Their numbers stay, and lead to the new one.",
    )
    field_order = ("parents", "plain_text", "audience")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Form's own
        super().__init__(*args, **kwargs)
        rows = Insight.objects.exclude(state__in=GONE).order_by("-number")
        self.fields["parents"].queryset = rows  # type: ignore[attr-defined]  # a model field


class SecondForm(forms.Form):
    outcome = forms.ChoiceField(
        label="Can this text go on?", choices=SecondReading.Outcome, widget=forms.RadioSelect
    )


class PressForm(forms.Form):
    """One press, and a place for the refusal."""


class TellForm(forms.Form):
    contributor = forms.ModelChoiceField(
        label="Who did you tell?", queryset=Contributor.objects.none()
    )
    how = forms.ChoiceField(label="How?", choices=CheckBack.How, widget=forms.RadioSelect)
    outcome = forms.ChoiceField(
        label="What came of it?", choices=BackFeed.Outcome, widget=forms.RadioSelect
    )
    told_on = DayField(label="When?")

    def __init__(self, *args: Any, people: list[Contributor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Contributor.objects.filter(pk__in=[each.pk for each in people]).order_by("ref")
        self.fields["contributor"].queryset = rows  # type: ignore[attr-defined]  # a model field


class ThemeForm(forms.Form):
    name = PlainTextField(label="What do you call it?", max_length=60)
    plain_summary = LongTextField(label="In one sentence", max_length=200, rows=2, required=False)
    parent = forms.ModelChoiceField(
        label="Does it belong under another?", queryset=Theme.objects.none(), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Form's own
        super().__init__(*args, **kwargs)
        rows = Theme.objects.exclude(state=Theme.State.RETIRED).order_by("name")
        self.fields["parent"].queryset = rows  # type: ignore[attr-defined]  # a model field
