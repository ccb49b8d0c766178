"""Who acts for an organisation: invited, changed, named to vote, ended."""

from collections.abc import Iterable
from typing import Any

from django import forms

from alliance.fields import AgreedField, ChoicesField, DayField, OneOfField, PlainTextField
from members.forms.plain import LineField, email_field
from members.models import Representative

# Any, below, is what Django itself passes to a form.


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


class LetGoForm(EndPersonForm):
    """The alliance lead ends what somebody does, though nobody else there can approve."""

    is_noted = AgreedField(
        label="I know that nobody may be left who can approve for this organisation"
    )


class ChangePersonForm(forms.Form):
    job_title = LineField(label="What do they do there?", required=False, max_length=120)
    can_approve = OneOfField(
        label="What may they do here?",
        choices=[
            ("no", "Edit the profile and say how much time there is"),
            ("yes", "The same, and also approve and invite colleagues"),
        ],
    )
    is_main_contact = forms.BooleanField(label="They are the main contact", required=False)
    receives = ChoicesField(
        label="Which letters do they get?",
        choices=Representative.Receives.choices,
        required=False,
    )

    def said(self) -> dict[str, Any]:
        words = self.cleaned_data
        return words | {"can_approve": words["can_approve"] == "yes"}


class LettersForm(forms.Form):
    """One field for each organisation that somebody acts for."""

    def __init__(self, *args: Any, acting: Iterable[Representative], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.acting = {f"receives_{one.pk}": one for one in acting}
        for name, one in self.acting.items():
            self.fields[name] = ChoicesField(
                label=f"What do you want letters about for {one.organisation}?",
                choices=Representative.Receives.choices,
                required=False,
                initial=one.receives,
            )

    def said(self) -> dict[int, list[str]]:
        return {one.pk: self.cleaned_data[name] for name, one in self.acting.items()}


class VotersForm(forms.Form):
    voter = OneOfField(label="Who votes for you?", choices=[], is_list=True, required=False)
    deputy = OneOfField(
        label="Who votes when they cannot?", choices=[], is_list=True, required=False
    )

    def __init__(self, *args: Any, people: Iterable[Representative], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        names = [(pk, one.user.name) for pk, one in self.people.items()]
        for name in ("voter", "deputy"):
            field = self.fields[name]
            assert isinstance(field, OneOfField)
            field.choices = [("", "Nobody is named"), *names]

    def said(self) -> dict[str, Representative | None]:
        return {name: self.people.get(self.cleaned_data[name]) for name in ("voter", "deputy")}
