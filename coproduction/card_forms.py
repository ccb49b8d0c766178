"""What the page of a card asks of its holder."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alliance.fields import ChoicesField, OneOfField, PlainTextField
from coproduction.models.people import SCOPES
from coproduction.scopes import Scope

EVERYTHING = "everything"
PRIVATE = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


class CardForm(forms.Form):
    ref = PlainTextField(
        label=_("What is the name on your card?"),
        help_text=_("A word and a number, for example Heron-42."),
        max_length=40,
        widget=forms.TextInput(attrs=PRIVATE | {"dir": "ltr"}),
    )
    words = PlainTextField(
        label=_("What are the four words on your card?"),
        help_text=_("With a space between them. Capital letters make no difference."),
        max_length=120,
        widget=forms.TextInput(attrs=PRIVATE | {"dir": "ltr"}),
    )


class AllowedForm(forms.Form):
    """The first question, whether we may keep it, is answered by the other button."""

    scopes = ChoicesField(
        label=_("What may we do with what you told us?"),
        choices=[choice for choice in SCOPES if choice[0] != Scope.KEEP],
        required=False,
        help_text=_("Nothing is ticked for you. Taking a tick away loses you nothing."),
    )


class StopForm(forms.Form):
    """Everything, or one of several things they told us."""

    which = OneOfField(label=_("What do you want to take back?"), choices=())

    def __init__(
        self,
        *args: Any,  # Any: the arguments are Form's own
        tellings: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(EVERYTHING, gettext("Everything I told you")), *tellings]
        self.fields["which"] = OneOfField(
            label=_("What do you want to take back?"), choices=choices, initial=EVERYTHING
        )
