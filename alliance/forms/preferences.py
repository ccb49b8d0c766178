"""How a person would like to be written to and met."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliance import registries
from alliance.fields import ChoicesField, LongTextField, OneOfField
from alliance.models import PersonPreferences


class PreferencesForm(forms.Form):
    needs = ChoicesField(
        label=_("What would help you?"),
        choices=PersonPreferences.Need.choices,
        required=False,
        help_text=_("The person who runs your alliance sees this, so that it can be met."),
    )
    note = LongTextField(
        label=_("Is there anything we should know about it?"),
        required=False,
        rows=3,
        max_length=300,
        help_text=_("For example where to post papers, or which language an interpreter speaks."),
    )
    pace = OneOfField(
        label=_("When may we write to you?"),
        choices=PersonPreferences.Pace.choices,
        help_text=_("Codes and invitations always come at once."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: a form's own arguments
        super().__init__(*args, **kwargs)
        letters = registries.letters_to_stop
        self.fields["stopped"] = ChoicesField(
            label=_("Which letters would you rather not have?"),
            choices=[(name, letters[name]) for name in letters.names()],
            required=False,
            help_text=_("All others you need for your role, so they always come."),
        )


def initial_of(kept: PersonPreferences) -> dict[str, Any]:  # Any: the values of a model's fields
    return {name: getattr(kept, name) for name in ("needs", "note", "pace", "stopped")}
