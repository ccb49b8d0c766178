"""allauth's forms in our words: labels are questions, and nothing hides inside a field."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

# Any, below: the arguments of forms that have no types.

CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "size": 12, "spellcheck": "false"}
LONG_ENOUGH = _("At least 12 letters. Three or four words are easy to remember and hard to guess.")


class InOurWords:
    """Before a form of allauth's: `labels` and `helps` by field."""

    labels: dict[str, Any] = {}
    helps: dict[str, Any] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")
            if name == "code":
                field.widget.attrs |= CODE


class LoginForm(InOurWords, account.LoginForm):  # type: ignore[misc]  # untyped base
    labels = {"login": _("Email address"), "password": _("Password")}


class RequestLoginCodeForm(InOurWords, account.RequestLoginCodeForm):  # type: ignore[misc]  # untyped base
    labels = {"email": _("Email address")}


class ConfirmLoginCodeForm(InOurWords, account.ConfirmLoginCodeForm):  # type: ignore[misc]  # untyped base
    labels = {"code": _("Which code did we send you?")}
    helps = {"code": _("Six figures.")}


class ConfirmAddressForm(InOurWords, account.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]  # untyped base
    labels = {"code": _("Which code did we send you?")}
    helps = {"code": _("Six figures.")}


class AddEmailForm(InOurWords, account.AddEmailForm):  # type: ignore[misc]  # untyped base
    labels = {"email": _("Which address would you like to add?")}


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):  # type: ignore[misc]  # untyped base
    labels = {
        "oldpassword": _("Your password now"),
        "password1": _("Your new password"),
        "password2": _("Your new password again"),
    }
    helps = {"password1": LONG_ENOUGH}


class SetPasswordForm(InOurWords, account.SetPasswordForm):  # type: ignore[misc]  # untyped base
    labels = {"password1": _("Your password"), "password2": _("Your password again")}
    helps = {"password1": LONG_ENOUGH}


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):  # type: ignore[misc]  # untyped base
    labels = {"email": _("Email address")}


class ResetPasswordKeyForm(InOurWords, account.ResetPasswordKeyForm):  # type: ignore[misc]  # untyped base
    labels = {"password1": _("Your new password"), "password2": _("Your new password again")}
    helps = {"password1": LONG_ENOUGH}


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):  # type: ignore[misc]  # untyped base
    labels = {"password": _("Your password")}


class AuthenticateForm(InOurWords, mfa.AuthenticateForm):  # type: ignore[misc]  # untyped base
    labels = {"code": _("Which code does your app show?")}
    helps = {"code": _("Six figures. Or type one of your recovery codes.")}


class ReauthenticateByCodeForm(InOurWords, mfa.ReauthenticateForm):  # type: ignore[misc]  # untyped base
    labels = AuthenticateForm.labels
    helps = AuthenticateForm.helps


class ActivateAppForm(InOurWords, totp.ActivateTOTPForm):  # type: ignore[misc]  # untyped base
    labels = {"code": _("Which code does the app show now?")}
    helps = {"code": _("Six figures. They change every half minute.")}


class AddPasskeyForm(InOurWords, webauthn.AddWebAuthnForm):  # type: ignore[misc]  # untyped base
    labels = {
        "name": _("What shall we call it?"),
        "passwordless": _("Let it sign me in by itself, without a code or password"),
    }
    helps = {"name": _("For example: my phone.")}


class EditPasskeyForm(InOurWords, webauthn.EditWebAuthnForm):  # type: ignore[misc]  # untyped base
    labels = {"name": _("What shall we call it?")}
