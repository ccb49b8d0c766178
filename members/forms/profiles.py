"""What people type about organisations: read and cleaned, nothing saved."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from alliance.fields import (
    DayField,
    HoursField,
    LongTextField,
    OneOfField,
    PlainTextField,
)
from alliance.models import User
from members.forms.plain import website_field
from members.models import (
    Network,
    ReportBack,
    Representation,
    Representative,
)
from members.queries.lists import PLACES, STATUSES

# Any, below, is what Django itself passes to a form.

Choices = Sequence[tuple[str, str]]


class FilterForm(forms.Form):
    """What somebody is looking for in the list of members."""

    name = PlainTextField(label="Name", required=False, max_length=80)
    language = forms.ChoiceField(label="Language", required=False)
    ward = forms.ChoiceField(label="Ward", required=False)
    places = forms.ChoiceField(label="Places", required=False, choices=PLACES)
    status = forms.ChoiceField(label="Which organisations", required=False, choices=STATUSES)

    def __init__(self, *args: Any, choices: Mapping[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("language", "ward"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "Any"), *choices[name]]


class PauseForm(forms.Form):
    until_on = DayField(
        label="On which day are you back?",
        help_text="Six months away at most.",
    )
    reason = PlainTextField(
        label="Is there anything the alliance lead should know?",
        help_text="Only you and the alliance lead see this.",
        required=False,
    )


class NetworkForm(forms.Form):
    name = PlainTextField(label="What is it called?", max_length=160)
    kind = OneOfField(label="What kind is it?", choices=Network.Kind.choices, is_list=True)
    level = OneOfField(label="How far does it reach?", choices=Network.Level.choices, is_list=True)
    url = website_field()
    meets = PlainTextField(
        label="When does it meet?",
        required=False,
        max_length=120,
        help_text="Such as: monthly.",
    )


class VoiceForm(forms.Form):
    """Who begins to speak for the alliance in a network."""

    person = OneOfField(label="Who speaks for us there?", choices=(), is_list=True)
    role = OneOfField(label="As what?", choices=Representation.Role.choices, is_list=True)
    started_on = DayField(label="From which day?")
    minutes_per_month = HoursField(
        label="How much time does it take in a month?", required=False, most=60 * 200
    )
    mandate = LongTextField(
        label="What are they asked to say there?", required=False, max_length=2000, rows=3
    )

    def __init__(self, *args: Any, people: Iterable[Representative], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        person = self.fields["person"]
        assert isinstance(person, forms.ChoiceField)
        person.choices = [("", "Choose somebody")] + [
            (pk, f"{one.user.name}, {one.organisation}") for pk, one in self.people.items()
        ]

    def said(self) -> dict[str, Any]:
        """As the action takes it."""
        words = dict(self.cleaned_data)
        acting = self.people[words.pop("person")]
        user: User = acting.user
        words["minutes_per_month"] = words["minutes_per_month"] or 0
        return words | {"user": user, "organisation": acting.organisation}


class EndVoiceForm(forms.Form):
    ended_on = DayField(label="From which day do they no longer speak for us there?")


class ReportForm(forms.Form):
    meeting_on = DayField(label="When was the meeting?")
    what_was_said = LongTextField(label="What was said?", max_length=4000)
    what_was_asked_of_us = LongTextField(
        label="What was asked of us?", required=False, max_length=2000, rows=3
    )
    visibility = OneOfField(label="Who may read this?", choices=ReportBack.Visibility.choices)
