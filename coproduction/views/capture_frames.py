"""What Today shows of words on their way in, of worries, and of what was agreed for afterwards."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils import timezone

from alliance import access
from alliance.models import User
from alliance.registries import Card
from coproduction.permissions import CoproductionPermission as May
from coproduction.queries import drafts, safety


def cards(user: User, on: date) -> Iterable[Card]:
    if access.may(user, May.ACT_ON_WORRIES):
        waiting = [flag for flag in safety.open_flags() if flag.is_waiting]
        for flag in waiting:
            yield Card(f"A record needs you: {flag.number}", flag.get_absolute_url(), 15, on)
    if access.may(user, May.TAKE_WORDS):
        for draft in drafts.unfinished(user, at=timezone.now()):
            until = timezone.localtime(draft.expires_at).date()
            words = "Begun and not finished. After that day it is destroyed."
            yield Card("Finish what somebody told you", draft.get_absolute_url(), 5, until, words)
    if access.may(user, May.CAPTURE_INSIGHTS):
        for care in drafts.care_due(on=on):
            url = reverse("coproduction:aftercare", args=[care.pk])
            how = care.get_how_display()
            yield Card(f"Ask how {care.contribution.contributor} is", url, 10, care.on, f"{how}.")
