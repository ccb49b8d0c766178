"""The parts of a profile, each a form: what it begins with and what was typed, by path."""

from typing import Any

from django import forms

from alliance.fields import ChoicesField, OneOfField, PlainTextField
from members import identifiers
from members.forms.plain import (
    AddressesField,
    LineField,
    LinesField,
    TextField,
    email_field,
    phone_field,
    website_field,
)
from members.forms.rows import Rows
from members.models import Identifier, Organisation
from members.profile_content import Known
from members.profile_content.shape import LONGEST_SUMMARY

# Any, below, is what Django itself passes to a form, and values as JSON has them.


class PartForm(forms.Form):
    """One page of the profile. `lock` and `shown` tell what it was opened on."""

    lock = forms.IntegerField(widget=forms.HiddenInput, required=False)
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, thing: dict[str, Any], known: Known) -> None:
        self.known = known
        super().__init__(data, initial=self.beginning(thing))

    def beginning(self, thing: dict[str, Any]) -> dict[str, Any]:
        return dict(thing)

    def said(self) -> dict[str, Any]:
        """By field of the profile."""
        return {
            name: "" if value is None else value
            for name, value in self.cleaned_data.items()
            if name not in ("lock", "shown")
        }

    def opened_on(self) -> dict[str, Any]:
        return {
            "lock": self.cleaned_data.get("lock") or 0,
            "shown": self.cleaned_data.get("shown") or "",
        }


class AboutForm(PartForm):
    name = LineField(
        label="What is the organisation called?",
        max_length=160,
        help_text="The alliance lead signs a new name too: rolls and agreements quote it.",
    )
    alternative_names = LinesField(
        label="Which other names do people know it by?", most=5, help_text="One to a line."
    )
    legal_form = OneOfField(
        label="What kind of organisation is it?",
        choices=Organisation.LegalForm.choices,
        is_list=True,
        help_text="A group without a constitution is a full member. The lead signs a change too.",
    )
    size_band = OneOfField(
        label="How large was its income last year?",
        choices=Organisation.SizeBand.choices,
        is_list=True,
    )
    plain_summary = TextField(
        label="What do you do?",
        help_text=f"In plain words, {LONGEST_SUMMARY} at most.",
        required=False,
        rows=4,
        most_words=LONGEST_SUMMARY,
    )
    description = TextField(
        label="Is there more to say?",
        help_text=(
            "For example, how you began, or how somebody can help. 4,000 letters at most. Begin the"
            " lines of a list with a dash; **two stars** make words strong."
        ),
        required=False,
        rows=8,
    )


class ContactForm(PartForm):
    website = website_field()
    email = email_field("Email that everybody may see", required=False)
    phone = phone_field()
    social_accounts = AddressesField(
        label="Where else are you to be found?",
        most=8,
        longest=200,
        help_text="Addresses of your pages elsewhere, one to a line.",
    )


class GroupsForm(PartForm):
    groups = ChoicesField(label="Whom are you there for?", required=False)
    more_groups = LinesField(
        label="For anybody else?",
        most=20,
        longest=80,
        help_text="In your own words, one to a line.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(self.known.lists.get("group", {}).items())
        if not choices:
            del self.fields["groups"]
            return
        field = self.fields["groups"]
        assert isinstance(field, ChoicesField)
        field.choices = choices

    def beginning(self, thing: dict[str, Any]) -> dict[str, Any]:
        listed = self.known.lists.get("group", {})
        return {
            "groups": [one for one in thing["groups"] if one in listed],
            "more_groups": [one for one in thing["groups"] if one not in listed],
        }

    def said(self) -> dict[str, Any]:
        words = self.cleaned_data
        return {"groups": sorted({*words.get("groups", []), *words["more_groups"]})}


class NumbersForm(PartForm):
    """Registers' numbers; the first is the main one. A line is taken out by emptying it."""

    def __init__(self, *args: Any, thing: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, thing=thing, **kwargs)
        self.rows = Rows(
            self,
            "numbers",
            thing["numbers"],
            {
                "scheme": lambda: OneOfField(
                    label="Which number is it?",
                    choices=[("", "Choose"), *Identifier.Scheme.choices],
                    is_list=True,
                    required=False,
                ),
                "value": lambda: PlainTextField(label="The number", required=False, max_length=30),
                "note": lambda: PlainTextField(label="A note", required=False),
            },
            blank=2,
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for number, row in self.rows.filled("value"):
            problem = identifiers.problem(row["scheme"], row["value"])
            if problem:
                self.add_error(self.rows.name(number, "value"), problem)
        return cleaned

    def said(self) -> dict[str, Any]:
        kept: dict[tuple[str, str], str] = {}
        for _, row in self.rows.filled("value"):
            value = identifiers.cleaned(row["scheme"], row["value"])
            kept.setdefault((row["scheme"], value), row["note"])
        numbers = [
            {"scheme": scheme, "value": value, "is_primary": order == 0, "note": note}
            for order, ((scheme, value), note) in enumerate(kept.items())
        ]
        return {"numbers": [*numbers[:1], *sorted(numbers[1:], key=_by_scheme)]}


def _by_scheme(one: dict[str, Any]) -> tuple[str, str]:
    return one["scheme"], one["value"]


PART_FORMS: dict[str, type[PartForm]] = {
    "about": AboutForm,
    "contact": ContactForm,
    "numbers": NumbersForm,
    "groups": GroupsForm,
}
