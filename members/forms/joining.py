"""How an organisation comes in and how it goes."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliance.fields import ChoicesField, DayField, OneOfField
from members.forms.plain import (
    LineField,
    TextField,
    email_field,
    phone_field,
    phone_shape,
    website_field,
)
from members.models import MembershipPeriod, Organisation, Service
from members.profile_content.shape import LONGEST_SUMMARY

# Any, below, is what Django itself passes to a form.


class ApplicationForm(forms.Form):
    """Anybody may fill this in, without an account."""

    name = LineField(label=_("What is your organisation called?"), max_length=160)
    legal_form = OneOfField(
        label=_("What kind of organisation is it?"),
        choices=[(code, _(label)) for code, label in Organisation.LegalForm.choices],  # type: ignore[misc]  # a translation will do
        is_list=True,
        help_text=_("A group without a constitution or a number is a full member."),
    )
    plain_summary = TextField(
        label=_("What do you do, and for whom?"),
        help_text=_("In plain words, 60 at most."),
        rows=4,
        most_words=LONGEST_SUMMARY,
    )
    website = website_field()
    contact_name = LineField(label=_("What is your own name?"), max_length=120)
    email = email_field(
        _("Email"), help_text=_("We write to you there, and show it to nobody else.")
    )
    phone = LineField(label=_("Phone"), required=False, max_length=30, validators=[phone_shape])


YES_NO = (("yes", "Yes"), ("no", "No"))


class CheckForm(forms.Form):
    is_yes = OneOfField(label="Should the members decide about this?", choices=YES_NO)
    reason = TextField(
        label="If not: why?",
        help_text="The person who asked reads this.",
        required=False,
        rows=3,
    )

    def said(self) -> dict[str, Any]:
        return self.cleaned_data | {"is_yes": self.cleaned_data["is_yes"] == "yes"}


class KeptForm(forms.Form):
    months = forms.TypedChoiceField(
        label="For how long after the answer?",
        coerce=int,
        choices=[(3, "3 months"), (6, "6 months"), (12, "12 months"), (24, "24 months")],
    )


class DecisionForm(forms.Form):
    is_yes = OneOfField(label="Does it become a member?", choices=YES_NO)
    decided_on = DayField(label="When was this decided?")
    decided_where = LineField(
        label="Where was this decided?", help_text="For example, members' meeting of 6 May 2025."
    )
    started_on = DayField(label="From which day is it a member?", required=False)
    reason = TextField(label="If not: why?", help_text="They read this.", required=False, rows=3)

    def said(self) -> dict[str, Any]:
        return self.cleaned_data | {"is_yes": self.cleaned_data["is_yes"] == "yes"}


class NewOrganisationForm(forms.Form):
    """What the lead says of an organisation that has not spoken for itself yet."""

    name = LineField(label="What is the organisation called?", max_length=160)
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
    plain_summary = TextField(
        label="What does it do?",
        help_text=f"In plain words, {LONGEST_SUMMARY} at most. It says more itself later.",
        required=False,
        rows=4,
        most_words=LONGEST_SUMMARY,
    )
    website = website_field()
    email = email_field("Email", required=False)
    phone = phone_field()
    contact_name = LineField(
        label="Whom shall we invite there?",
        help_text="They can say everything else, and approve it.",
        required=False,
        max_length=120,
    )
    contact_email = email_field("Their own email", required=False)
    started_on = DayField(
        label="From which day is it a member?",
        help_text="Leave it empty if the alliance has not decided yet.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(cleaned.get("contact_name")) != bool(cleaned.get("contact_email")):
            self.add_error("contact_email", "Write both the name and the email, or neither.")
        return cleaned

    def said(self) -> dict[str, Any]:
        """As the action takes it."""
        words = dict(self.cleaned_data)
        apart = {n: words.pop(n) for n in ("contact_name", "contact_email", "started_on")}
        return apart | {"words": words}


class EndMembershipForm(forms.Form):
    ended_on = DayField(
        label="On which day is it no longer a member?",
        help_text="Its people's rights end at midnight as this day begins.",
    )
    end_reason = OneOfField(
        label="Why?",
        choices=[one for one in MembershipPeriod.EndReason.choices if one[0] != "merged"],
    )
    end_words = LineField(
        label="In a sentence?",
        help_text="Everybody who acts for it reads this. Needed if the alliance decided so.",
        required=False,
        max_length=400,
    )
    decided_where = LineField(
        label="Where was this decided?",
        help_text="For example, members' meeting of 6 May 2025. Needed if the alliance decided so.",
        required=False,
    )


class MergeForm(forms.Form):
    merged_into = OneOfField(label="With which member does it merge?", choices=[], is_list=True)
    services = ChoicesField(
        label="Which of its services go there?",
        help_text="The others stay with it until it leaves. Nothing moves that you do not tick.",
        required=False,
    )
    ended_on = DayField(label="On which day does it stop being a member of its own?")
    decided_where = LineField(label="Where was this decided?", required=False)

    def __init__(
        self,
        *args: Any,
        others: Iterable[Organisation],
        services: Iterable[Service],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.others = {str(one.pk): one for one in others}
        self.offered = {str(one.pk): one for one in services}
        into, chosen = self.fields["merged_into"], self.fields["services"]
        assert isinstance(into, OneOfField)
        assert isinstance(chosen, ChoicesField)
        into.choices = [("", "Choose one"), *((pk, str(one)) for pk, one in self.others.items())]
        chosen.choices = [(pk, str(one)) for pk, one in self.offered.items()]

    def said(self) -> dict[str, Any]:
        """As the action takes it."""
        words = dict(self.cleaned_data)
        words["merged_into"] = self.others[words["merged_into"]]
        words["services"] = [self.offered[pk] for pk in words["services"]]
        return words
