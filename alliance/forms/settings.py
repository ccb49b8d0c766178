"""What an alliance settles for itself, and its priorities."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from alliance.fields import LongTextField, OneOfField, PlainTextField, RankingField
from alliance.models import AllianceSettings
from alliance.queries.frame import crisis_lines

COLOUR = re.compile(r"#[0-9a-f]{6}")


class ColourInput(forms.TextInput):
    """The browser's own colour chooser; it sends the code that can also be typed."""

    input_type = "color"


class SettingsForm(forms.Form):
    display_name = PlainTextField(label=_("What is the alliance called?"), max_length=120)
    accent = forms.CharField(
        label=_("What is its colour?"),
        max_length=7,
        widget=ColourInput,
        help_text=_("White letters must be easy to read on it. We check, and offer one nearby."),
    )
    public_contact = forms.EmailField(
        label=_("Which email address may the public write to?"), required=False
    )
    crisis_lines = LongTextField(
        label=_("Who can people call when they need help now?"),
        required=False,
        rows=4,
        max_length=1000,
        help_text=_(
            "Shown at the foot of every page. One to a line: name, colon, number, and a note in"
            " brackets. For example: Samaritans: 116 123 (day and night, free)"
        ),
    )
    reminder_days = forms.IntegerField(
        label=_("How many days before something is due do we remind people?"),
        min_value=1,
        max_value=30,
    )
    answer_insight_days = forms.IntegerField(
        label=_("Within how many days should what people told us have an answer?"),
        min_value=7,
        max_value=180,
    )
    k_people = forms.IntegerField(
        label=_("How small may a group of people be before its numbers are hidden?"),
        min_value=5,
        max_value=50,
        help_text=_("Five or more, so that nobody can be recognised."),
    )
    k_organisations = forms.IntegerField(
        label=_("How small may a group of organisations be before its numbers are hidden?"),
        min_value=3,
        max_value=20,
        help_text=_("Three or more."),
    )
    least_reviewers = forms.IntegerField(
        label=_("How many community reviewers must agree before a judgement is published?"),
        min_value=3,
        max_value=15,
        help_text=_("Three or more, so that nobody stands alone with it."),
    )
    open_data_licence = OneOfField(
        label=_("Under which licence may anyone use our open data?"),
        choices=AllianceSettings.Licence.choices,
    )

    def clean_accent(self) -> str:
        accent = str(self.cleaned_data["accent"]).strip().lower()
        if not COLOUR.fullmatch(accent):
            raise ValidationError(_("Write the colour as # and six digits, for example #0f5c5c."))
        return accent

    def clean_crisis_lines(self) -> str:
        text = str(self.cleaned_data["crisis_lines"]).strip()
        for line in filter(str.strip, text.splitlines()):
            if not crisis_lines(line):
                raise ValidationError(
                    f"We cannot find a number in “{line.strip()[:60]}”. Write the name, a colon"
                    " and the number."
                )
        return text


class PriorityForm(forms.Form):
    name = PlainTextField(label=_("What is the priority called?"), max_length=80)
    words = LongTextField(
        label=_("What does it mean here?"), required=False, rows=4, max_length=1000
    )


class OrderForm(forms.Form):
    def __init__(self, *args: Any, rows: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)  # Any: a form's own arguments
        self.fields["order"] = RankingField(
            label=_("Which place has each priority?"),
            choices=rows,
            initial=[key for key, _name in rows],
            help_text=_("Those without a place come last."),
        )


def initial_of(settled: Any) -> dict[str, Any]:  # Any: the values of a model's fields
    return {name: getattr(settled, name) for name in SettingsForm.base_fields}
