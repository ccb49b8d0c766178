"""Giving an action, saying how it goes, and what the board says of it."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from alliance.fields import DayField, HoursField, LongTextField, OneOfField, PlainTextField
from partnership_board.actions.promises import Owner, Report
from partnership_board.forms.seats import OrganisationField, PersonField, WhoForm
from partnership_board.models import AgendaItem, Meeting

SAYS = (
    ("going_on", _("It is being done")),
    ("held_up", _("Something holds it up")),
    ("done", _("It is done")),
    ("later", _("It will take longer")),
)
OUTCOMES = (
    ("done", _("It is done")),
    ("not_done", _("Not yet: it goes on")),
    ("superseded", _("Something else took its place")),
    ("withdrawn", _("It is no longer wanted")),
)


class ItemField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only in the stubs
    def __init__(self, **words: Any) -> None:  # Any: the field's own arguments
        super().__init__(
            AgendaItem.objects.none(),
            **{"required": False, "empty_label": _("No item"), **words},
        )

    def label_from_instance(self, obj: AgendaItem) -> str:
        return f"{obj} ({obj.meeting})"


class MeetingField(forms.ModelChoiceField):  # type: ignore[type-arg]  # likewise
    def __init__(self, **words: Any) -> None:  # Any: the field's own arguments
        super().__init__(Meeting.objects.none(), **words)


class OwnerForm(WhoForm):
    """Whose it is: a person, an organisation, or somebody outside."""

    owner = PersonField(label=_("Who does it?"), required=False)
    owner_organisation = OrganisationField(label=_("Or which organisation?"))
    contact_name = PlainTextField(
        label=_("Or somebody outside: what is their name?"), max_length=120, required=False
    )
    contact_email = forms.EmailField(
        label=_("And their email address?"),
        required=False,
        help_text=_("They get a link to this one action and need no account."),
    )

    @property
    def whose(self) -> Owner:
        said = self.cleaned_data
        return Owner(
            said["owner"],
            said["owner_organisation"],
            said["contact_name"],
            said["contact_email"],
        )

    def clean(self) -> dict[str, Any]:  # Any: a form's own words
        said = super().clean() or self.cleaned_data
        if not self.errors and not self.whose.is_one:
            raise forms.ValidationError(
                _("Name one person, one organisation, or one contact with an address.")
            )
        return said


class PassOnForm(OwnerForm):
    reason = LongTextField(label=_("Why does it pass to somebody else?"), rows=2, max_length=300)


class ActionForm(OwnerForm):
    title = PlainTextField(
        label=_("What is to be done?"),
        max_length=200,
        help_text=_("Begin with what to do: Write, Ask, Bring."),
    )
    due_on = DayField(label=_("By which day?"))
    item = ItemField(label=_("From which item?"))
    minutes = HoursField(label=_("About how many hours does it take?"), required=False)
    is_confidential = forms.BooleanField(
        label=_("Confidential: only its owner, the chair and the alliance lead read it"),
        required=False,
    )
    field_order = ["title", "owner", "owner_organisation", "contact_name", "contact_email"]

    def __init__(
        self, *args: Any, items: QuerySet[AgendaItem], **words: Any
    ) -> None:  # Any: as above
        super().__init__(*args, **words)
        self.fields["item"].queryset = items  # type: ignore[attr-defined]  # a choice of rows

    @property
    def said(self) -> dict[str, Any]:  # Any: what the action takes
        names = ("title", "due_on", "item", "minutes", "is_confidential")
        return {name: self.cleaned_data[name] for name in names} | {"owner": self.whose}


class ReportForm(forms.Form):
    """How it goes. The same signed in and by the link in a letter."""

    says = OneOfField(label=_("How does it go?"), choices=SAYS)
    text = LongTextField(
        label=_("What should the board know?"), required=False, rows=3, max_length=600
    )
    new_due_on = DayField(label=_("If it takes longer: by which day?"), required=False)
    reason = PlainTextField(
        label=_("And why?"),
        required=False,
        max_length=300,
        help_text=_("The day it was due stays on the record, with this reason."),
    )

    @property
    def report(self) -> Report:
        return Report(**self.cleaned_data)


class SettleForm(forms.Form):
    outcome = OneOfField(label=_("What does the board say?"), choices=OUTCOMES)
    meeting = MeetingField(
        label=_("At which meeting?"), required=False, empty_label=_("Between meetings")
    )
    text = LongTextField(
        label=_("In a sentence"),
        required=False,
        rows=2,
        max_length=600,
        help_text=_("Needed unless it is done."),
    )

    def __init__(
        self, *args: Any, meetings: QuerySet[Meeting], **words: Any
    ) -> None:  # Any: as above
        super().__init__(*args, **words)
        self.fields["meeting"].queryset = meetings  # type: ignore[attr-defined]  # a choice of rows
