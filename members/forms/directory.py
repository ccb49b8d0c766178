"""What somebody looks for in the directory, and what an organisation says about itself there."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliance.fields import DayField, PlainTextField
from members.models.services import LONGEST_ALERT
from members.queries.directory import PLACES, Choices

SELDOM = ("priority", "group")  # asked for only where somebody has said so


class LookForm(forms.Form):
    """Everything in the address, so that a search can be kept and sent to somebody."""

    words = PlainTextField(label=_("Words"), required=False, max_length=80)
    language = forms.ChoiceField(label=_("Language"), required=False)
    ward = forms.ChoiceField(label=_("Ward"), required=False)
    type = forms.ChoiceField(label=_("Type of service"), required=False)
    priority = forms.ChoiceField(label=_("Works towards"), required=False)
    group = forms.ChoiceField(label=_("People it is for"), required=False)
    places = forms.ChoiceField(label=_("Places"), required=False, choices=PLACES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def offer(self, choices: Choices) -> None:
        """What can be chosen. A word that is no choice stays in the address and finds nothing."""
        for name in ("language", "ward", "type", "priority", "group"):
            field, found = self.fields[name], getattr(choices, name)
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Any")), *found]
            if name in SELDOM and not found and not self.initial.get(name):
                del self.fields[name]


class ShowingForm(forms.Form):
    """Where an organisation lets itself be seen by everybody."""

    in_directory = forms.BooleanField(
        label="Show us and our public services in the directory on this site",
        required=False,
    )
    in_open_data = forms.BooleanField(
        label="Show us in the open data",
        required=False,
        help_text=(
            "Then other directories, such as the council's, can copy what is public about you."
            " A place whose address is hidden stays hidden."
        ),
    )


class TypeForm(forms.Form):
    name = PlainTextField(label="What is the type called?", max_length=80)
    words = PlainTextField(label="What does it mean?", required=False, max_length=200)


class AlertForm(forms.Form):
    """Something out of the ordinary about a service, for a while."""

    alert = PlainTextField(
        label="What should people know now?",
        help_text="One line, such as: Closed from 24 December to 4 January.",
        required=False,
        max_length=200,
    )
    alert_until = DayField(
        label="Until which day, with that day?",
        help_text=f"At most {LONGEST_ALERT} days from today. Leave both empty to take it away.",
        required=False,
    )
