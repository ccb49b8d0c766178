"""What a reader types and ticks beside somebody's words."""

import re
from typing import Any

from django import forms

from alliance.fields import LongTextField
from coproduction.actions.hearing import Writing
from coproduction.actions.insights import MOST_WORDS
from coproduction.actions.redactions import Decision
from coproduction.forms import PRIVATE, WordsField
from coproduction.models import Insight, Theme
from coproduction.queries.heard import Marked
from coproduction.redaction import Suggestion
from members.models import Organisation

BLANKS = ["[a person]", "[a worker]", "[a service]", "[a place]", "[a detail]"]
BLANK = "[a detail]"


class RedactForm(forms.Form):
    """Each suggestion is a box; ticked, the words are left out."""

    out = forms.MultipleChoiceField(
        label="Leave out", required=False, widget=forms.CheckboxSelectMultiple
    )
    added = WordsField(
        label="Leave out as well",
        rows=2,
        required=False,
        help_text="The words exactly as they stand there, one piece on a line. The rules miss"
        " bare first names.",
    )
    plain_text = LongTextField(
        label="The point, in plain English",
        max_length=1500,
        required=False,
        rows=7,
        help_text=f"At most {MOST_WORDS} words of your own. Leave it empty to go on later.",
    )
    audience = forms.ChoiceField(
        label="Who is it for?",
        choices=Insight.Audience,
        initial=Insight.Audience.ALLIANCE,
        widget=forms.RadioSelect,
    )
    themes = forms.ModelMultipleChoiceField(
        label="Themes",
        queryset=Theme.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_small_team = forms.BooleanField(
        label="It names a role in a team of fewer than five", required=False
    )
    is_machine = forms.BooleanField(label="A machine translated the words", required=False)

    def __init__(self, *args: Any, marked: Marked, **kwargs: Any) -> None:  # Any: Form's own
        super().__init__(*args, **kwargs)
        self.marked = marked
        choices = [(_key(hint), _label(n, hint)) for n, hint in enumerate(marked.hints, 1)]
        self.fields["out"].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.fields["out"].initial = [_key(h) for h in marked.hints if not h.is_faint]
        agreed = Theme.objects.exclude(state=Theme.State.RETIRED).order_by("name")
        self.fields["themes"].queryset = agreed  # type: ignore[attr-defined]  # a model field
        self.fields["plain_text"].widget.attrs |= PRIVATE

    def clean_added(self) -> list[Decision]:
        lines = [line.strip() for line in self.cleaned_data["added"].splitlines() if line.strip()]
        return [each for line in lines for each in self._places_of(line)]

    def _places_of(self, words: str) -> list[Decision]:
        places = [
            Decision(m.start(), m.end(), None, is_left_out=True, replacement=BLANK)
            for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", self.marked.text)
        ]
        if not places:
            raise forms.ValidationError("One line does not stand in the text. Copy it exactly.")
        return places

    @property
    def decisions(self) -> list[Decision]:
        """Every suggestion, left out or kept, and what was marked by hand."""
        added, out = self.cleaned_data["added"], set(self.cleaned_data["out"])
        decided = [
            Decision(
                hint.start,
                hint.end,
                int(hint.rule),
                is_left_out=_key(hint) in out,
                replacement=hint.replacement,
            )
            for hint in self.marked.hints
        ]
        spans = {(d.start, d.end) for d in added}
        return sorted(
            [*added, *(d for d in decided if (d.start, d.end) not in spans)],
            key=lambda d: d.start,
        )

    @property
    def writing(self) -> Writing:
        names = ("plain_text", "audience", "is_small_team", "is_machine", "themes")
        return Writing(**{name: self.cleaned_data[name] for name in names})


def _key(hint: Suggestion) -> str:
    return f"{hint.start}-{hint.end}-{int(hint.rule)}"


def _label(number: int, hint: Suggestion) -> str:
    return f"{number}. {hint.reason}: {hint.replacement}"


class AboutForm(forms.Form):
    organisation = forms.ModelChoiceField(
        label="Which organisation is it about?",
        queryset=Organisation.objects.none(),
        help_text="Whoever works there cannot open these words from now on.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Form's own
        super().__init__(*args, **kwargs)
        every = Organisation.objects.order_by("sort_name")
        self.fields["organisation"].queryset = every  # type: ignore[attr-defined]  # a model field


class GlassForm(forms.Form):
    reason = forms.CharField(
        label="Why can it not wait for a reader?",
        max_length=300,
        help_text="Somebody else agrees before anything opens. The alliance lead is told.",
    )


class AgreeForm(forms.Form):
    """One press, and a place for the refusal."""
