"""Inviting somebody, beginning and ending a role, taking up an invitation."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from alliance import roles
from alliance.actions.invitations import Where
from alliance.fields import AgreedField, DayField, PlainTextField
from alliance.models import User
from alliance.queries import scopes
from alliance.roles import ROLES, Scope

# Any, below: the arguments and cleaned values of a form, as Django has them.


def roles_by_hand() -> list[tuple[str, str]]:
    return [(code, role.title) for code, role in ROLES.items() if role.is_granted_by_hand]


def with_nothing(choices: list[tuple[str, str]], words: str) -> list[tuple[str, str]]:
    return [("", words), *choices]


class RoleAndScope(forms.Form):
    """Which role, and for which organisation where the role is one organisation's."""

    role = forms.ChoiceField(label=_("Which role?"), choices=roles_by_hand)
    organisation = forms.ChoiceField(
        label=_("For which organisation?"),
        required=False,
        help_text=_("Only editors and approvers need one."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = scopes.organisations()
        choice: Any = self.fields["organisation"]
        choice.choices = with_nothing(found, str(_("None: the whole alliance")))
        if not found:
            del self.fields["organisation"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "role" in cleaned:
            self._check_organisation(cleaned)
        chosen = cleaned.pop("organisation", "")
        names = dict(self.fields["organisation"].choices) if chosen else {}  # type: ignore[attr-defined]  # a ChoiceField
        cleaned["where"] = (
            Where(Scope.ORGANISATION, int(chosen), names[chosen]) if chosen else Where()
        )
        return cleaned

    def _check_organisation(self, cleaned: dict[str, Any]) -> None:
        is_own = roles.ROLES[cleaned["role"]].scope == Scope.ORGANISATION
        title = roles.ROLES[cleaned["role"]].title
        field = "organisation" if "organisation" in self.fields else "role"
        if is_own and not cleaned.get("organisation"):
            self.add_error(field, _("Choose the organisation that this role is for."))
        if not is_own and cleaned.get("organisation"):
            self.add_error(field, f"{title} is a role for the whole alliance. Choose none.")


class InviteForm(RoleAndScope):
    name = PlainTextField(label=_("What is their name?"), max_length=120)
    email = forms.EmailField(label=_("What is their email address?"), max_length=254)

    field_order = ["name", "email", "role", "organisation"]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()


class BeginRoleForm(RoleAndScope):
    started_on = DayField(label=_("From which day?"))
    why = PlainTextField(
        label=_("Why?"),
        required=False,
        help_text=_("For example: agreed at the meeting in May. Others here can read this."),
    )

    field_order = ["role", "organisation", "started_on", "why"]


class EndRoleForm(forms.Form):
    ended_on = DayField(
        label=_("Which is the first day without it?"),
        help_text=_("From midnight that day they can no longer do what the role lets them do."),
    )


class ResetSecondStepForm(forms.Form):
    spoken = AgreedField(
        label=_("I have spoken with them, and I know that it was them"),
        help_text=_("Ring them on a number that you had before. A mail is not enough."),
    )


class DetailsForm(forms.Form):
    """What a person says of themselves."""

    name = PlainTextField(label=_("What is your full name?"), max_length=120)
    known_as = PlainTextField(
        label=_("What should we call you?"),
        max_length=60,
        required=False,
        help_text=_("The name that others here will see. Leave it empty to use your full name."),
    )
    language = forms.ChoiceField(
        label=_("Which language do you like best?"), choices=User.Language.choices
    )


class JoinForm(DetailsForm):
    password = forms.CharField(
        label=_("Would you like a password?"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "Leave it empty and we will send you a code each time you sign in. A password needs at"
            " least 12 letters; three or four words are easy to remember and hard to guess."
        ),
    )

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if password:
            validate_password(password)
        return password
