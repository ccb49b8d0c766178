"""Nominating somebody, checking a nomination, correcting the roll, typing a key sheet back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliance.fields import LongTextField, OneOfField, PlainTextField
from members.models import Organisation, Representative

ACCEPT, RETURN, REJECT = "accept", "return", "reject"


class NominateForm(forms.Form):
    person = OneOfField(
        label=_("Who stands?"),
        choices=(),
        is_list=True,
        help_text=_("Somebody who acts for your organisation. They must say yes themselves."),
    )
    statement = LongTextField(
        label=_("What do they say to members?"), rows=8, max_length=8000, required=False
    )
    statement_formats = PlainTextField(
        label=_("Where else is the statement to be had?"),
        required=False,
        max_length=300,
        help_text=_("A recording, a signed video, large print or another language."),
    )
    interests = LongTextField(
        label=_("What should voters know?"),
        rows=4,
        max_length=2000,
        required=False,
        help_text=_(
            "Money from partners or the pilot, who employs them, family who are involved"
            " (without names)."
        ),
    )

    with_register = forms.BooleanField(
        label=_("Add what the public register of interests says about them"), required=False
    )

    def __init__(
        self,
        *args: Any,  # Any: a form's own
        people: list[Representative],
        words_most: int,
        **words: Any,
    ) -> None:
        super().__init__(*args, **words)
        self.people = {f"{one.user_id}-{one.organisation_id}": one for one in people}
        if not people:
            del self.fields["person"]
        else:
            self.fields["person"].choices = [  # type: ignore[attr-defined]  # a choice
                ("", _("Choose one")),
                *(
                    (key, f"{one.user.name}, {one.organisation}")
                    for key, one in self.people.items()
                ),
            ]
        statement = self.fields["statement"]
        statement.help_text = _("Up to %(most)s words.") % {"most": words_most}
        statement.widget.attrs |= {
            "data-words": words_most,
            "data-counted": _("{n} of {most} words"),
            "data-over": _("{n} words. The most is {most}: shorten it."),
        }

    def clean_person(self) -> Representative:
        return self.people[self.cleaned_data["person"]]

    @property
    def texts(self) -> dict[str, Any]:  # Any: as the action takes them
        names = ("statement", "statement_formats", "interests", "with_register")
        return {name: self.cleaned_data[name] for name in names}


class SupportForm(forms.Form):
    organisation = OneOfField(label=_("On behalf of which organisation?"), choices=())

    def __init__(self, *args: Any, mine: list[Organisation], **words: Any) -> None:  # Any: its own
        super().__init__(*args, **words)
        self.mine = {str(each.pk): each for each in mine}
        self.fields["organisation"].choices = [(key, each.name) for key, each in self.mine.items()]  # type: ignore[attr-defined]  # a choice
        if len(mine) == 1:
            self.fields["organisation"].initial = str(mine[0].pk)

    def clean_organisation(self) -> Organisation:
        return self.mine[self.cleaned_data["organisation"]]


class CheckForm(forms.Form):
    says = OneOfField(
        label=_("What do you find?"),
        choices=[
            (ACCEPT, "It is in order: they stand"),
            (RETURN, "Something is missing: send it back"),
            (REJECT, "It cannot be accepted"),
        ],
    )
    reason = PlainTextField(
        label=_("Why?"),
        required=False,
        max_length=300,
        help_text=_("For sending it back or refusing it. The candidate reads it."),
    )


class EntryForm(forms.Form):
    is_entitled = OneOfField(
        label=_("May this organisation vote?"), choices=[("yes", "Yes"), ("no", "No")]
    )
    reason = PlainTextField(
        label=_("Why not?"), required=False, max_length=200, help_text=_("Everybody reads it.")
    )

    def clean_is_entitled(self) -> bool:
        return bool(self.cleaned_data["is_entitled"] == "yes")


class SheetForm(forms.Form):
    """Fourteen groups of four letters, twice."""

    poll = PlainTextField(label=_("Your poll key"), max_length=120)
    keep = PlainTextField(label=_("Your keep key"), max_length=120)

    def __init__(self, *args: Any, **words: Any) -> None:  # Any: a form's own
        super().__init__(*args, **words)
        for field in self.fields.values():
            field.validators = []  # a key is no patient's number, whatever it looks like
            field.widget.attrs |= {"autocomplete": "off", "spellcheck": "false", "data-private": ""}
