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
from members.forms.plain import email_field, few_words, phone_field, website_field
from members.models import (
    MembershipPeriod,
    Network,
    Organisation,
    ReportBack,
    Representation,
    Representative,
)
from members.profile_content.shape import LONGEST_SUMMARY
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


class ContactForm(forms.Form):
    """How to reach an organisation, and what it does."""

    plain_summary = LongTextField(
        label="What do you do?",
        help_text=f"In plain words, {LONGEST_SUMMARY} at most. Everybody in the alliance sees it.",
        required=False,
        max_length=4000,
        rows=4,
        validators=[few_words],
    )
    website = website_field()
    email = email_field("Email", required=False)
    phone = phone_field()


class ProfileForm(ContactForm):
    """What the lead says of an organisation that has not spoken for itself yet."""

    name = PlainTextField(label="What is the organisation called?", max_length=160)
    legal_form = OneOfField(
        label="What kind of organisation is it?",
        choices=Organisation.LegalForm.choices,
        is_list=True,
        help_text="A group without a constitution is a full member.",
    )
    size_band = OneOfField(
        label="How large was its income last year?",
        choices=Organisation.SizeBand.choices,
        is_list=True,
    )
    field_order = ["name", "legal_form", "size_band", "plain_summary", "website", "email", "phone"]


class NewOrganisationForm(ProfileForm):
    started_on = DayField(
        label="From which day is it a member?",
        help_text="Leave it empty if it has not joined yet.",
        required=False,
    )
    field_order = [*ProfileForm.field_order, "started_on"]


class InviteForm(forms.Form):
    name = PlainTextField(label="What is your colleague called?", max_length=120)
    email = email_field(
        "What is their email address?",
        help_text="They get a letter with a link that works for 14 days.",
    )
    role = OneOfField(
        label="What will they do?",
        choices=[
            ("editor", "Edit the profile and say how much time there is"),
            ("approver", "The same, and also approve and invite colleagues"),
        ],
    )


class EndPersonForm(forms.Form):
    ended_on = DayField(
        label="From which day do they no longer act for the organisation?",
        help_text="Their rights end at midnight as this day begins.",
    )


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


class BeginMembershipForm(forms.Form):
    started_on = DayField(label="From which day is the organisation a member?")


class EndMembershipForm(forms.Form):
    ended_on = DayField(
        label="On which day is it no longer a member?",
        help_text="Its people's rights end at midnight as this day begins.",
    )
    end_reason = OneOfField(label="Why?", choices=MembershipPeriod.EndReason.choices)
    decided_where = PlainTextField(
        label="Where was this decided?",
        help_text="For example, members' meeting of 6 May 2025. Needed if the alliance decided so.",
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
