"""For a lead who has lost everything: `manage.py reset_second_step EMAIL --asked-by A ...`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from alliance.actions import factors
from alliance.errors import Refused
from alliance.models import User


class Command(BaseCommand):
    help = "Forget somebody's second step. Two people who know them must have spoken with them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--asked-by", required=True, help="address of the one who asks")
        parser.add_argument("--checked-by", required=True, help="address of another, who checked")

    # Any: Django's own protocol for commands.
    def handle(self, *args: Any, **options: Any) -> None:
        user = self._account(options["email"])
        two = self._account(options["asked_by"]), self._account(options["checked_by"])
        now = timezone.now()
        try:
            factors.reset_by_two(user, two=two, on=timezone.localdate(now), now=now)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(
            f"{user.email} signs in with a code by mail and sets up a new second step."
        )

    def _account(self, email: str) -> User:
        found = User.objects.filter(email=email, is_active=True).first()
        if found is None:
            raise CommandError(f"There is no account {email}.")
        return found
