"""Where allauth asks us: accounts begin with an invitation only, and letters look like ours.

A letter to an unknown address takes the same way as one to a known address, up to the mail server:
whoever is guessing addresses learns nothing from words, status or time.
"""

import json
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from celery import current_app
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError

from alliance import vault

PLACE = "account letter"
NOBODY = "account/email/unknown_account"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # untyped base
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _("The address or the password is not right. Please try again."),
        "enter_current_password": _("This is not your password. Please try again."),
        "incorrect_code": _("This code is not right. Look again, or ask for a new one."),
        "incorrect_password": _("This is not your password. Please try again."),
        "too_many_login_attempts": _("That was a lot at once. Try again in five minutes."),
        "rate_limited": _("That was a lot at once. Try again in a minute."),
        "email_taken": _("Another account uses this address."),
        "duplicate_email": _("This address is already yours."),
    }

    def get_login_stages(self) -> list[str]:
        ours = {"allauth.mfa.stages.AuthenticateStage": "alliance.known_devices.SecondStep"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return subject

    def generate_login_code(self) -> str:
        return six_figures()

    def generate_email_verification_code(self) -> str:
        return six_figures()

    # Any: a template's context, as allauth gives it.
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Hand the letter to a worker, sealed: it may hold a code."""
        is_to_nobody = template_prefix == NOBODY
        prefix = "account/email/login_code" if is_to_nobody else template_prefix
        words = {"code": "000000", "email": email} | context
        subject = " ".join(render_to_string(f"{prefix}_subject.txt", words).split())
        text = render_to_string(f"{prefix}_message.txt", words).strip() + "\n"
        letter = {
            "to": "" if is_to_nobody else email,
            "subject": subject,
            "text": text,
            "html": _twin(prefix, words | {"subject": subject}),
        }
        hand_over(vault.seal(json.dumps(letter), place=PLACE))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # untyped base
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right. Look at the app again: it changes often."),
        "unverified_email": _("First show that your address is yours."),
    }


def six_figures() -> str:
    """Easy to type on a phone. Three tries and fifteen minutes make guessing hopeless."""
    return f"{secrets.randbelow(1_000_000):06d}"


def hand_over(sealed: str) -> None:
    """To the worker; if the broker is away, at once."""
    task = current_app.tasks["alliance.send_account_letter"]
    try:
        task.apply_async(kwargs={"sealed": sealed}, retry=False)
    except OperationalError:
        send(sealed)


def send(sealed: str) -> None:
    letter = json.loads(vault.unseal(sealed, place=PLACE))
    if letter["to"]:
        message = EmailMultiAlternatives(letter["subject"], letter["text"], to=[letter["to"]])
        if letter["html"]:
            message.attach_alternative(letter["html"], "text/html")
        message.send()


def _twin(prefix: str, words: dict[str, Any]) -> str:  # Any: a template's context
    """The HTML of a letter that has one."""
    try:
        return render_to_string(f"{prefix}_message.html", words)
    except TemplateDoesNotExist:
        return ""
