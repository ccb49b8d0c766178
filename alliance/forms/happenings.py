"""Which part of the record to show."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliance.fields import DayField
from alliance.queries import happenings
from alliance.queries.happenings import Sieve


class SieveForm(forms.Form):
    kind = forms.ChoiceField(label=_("What"), required=False)
    by = forms.ChoiceField(label=_("Who"), required=False)
    since = DayField(label=_("From"), required=False, help_text="")
    until = DayField(label=_("To"), required=False, help_text="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: a form's own arguments
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Everything")), *happenings.kinds()]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["by"].choices = [("", _("Everybody")), *happenings.actors()]  # type: ignore[attr-defined]  # a ChoiceField

    def sieve(self) -> Sieve:
        """What was asked for; a field that cannot be read is left open."""
        if not self.is_bound:
            return Sieve()
        self.is_valid()
        found = self.cleaned_data
        by = found.get("by") or None
        return Sieve(
            kind=found.get("kind") or "",
            by=int(by) if by else None,
            since=found.get("since"),
            until=found.get("until"),
        )
