"""Calls for help go to the wellbeing guardian alone.

The row is the only record: an event or a named letter would tell others that somebody asked.
"""

from datetime import date, datetime

from django.db import transaction

from alliance import outbox, vault
from alliance.errors import Refused
from alliance.http import absolute_url
from alliance.models import User
from members.models import HelpRequest, Organisation
from members.queries import wellbeing as queries


@transaction.atomic
def ask_for_help(
    *,
    kind: str,
    words: str,
    by: User,
    on: date,
    now: datetime,
    about: Organisation | None = None,
) -> HelpRequest:
    """Seal the words and tell the guardians that there is something to read, and no more.

    A guardian who acts for the organisation that it is about is not told and cannot read it.
    """
    guardians = queries.guardians(on=on, about=about)
    if not guardians:
        raise Refused(_nobody(about))
    request = HelpRequest(kind=kind, by=by, about=about, sent_at=now)
    request.sealed = vault.seal(words, place=request.place)
    request.save(force_insert=True)
    for guardian in guardians:
        outbox.post(
            key=f"help request {request.pk} to person {guardian.pk}",
            to=guardian.email,
            template="members/help_requested",
            context={"person": guardian, "link": absolute_url(request.get_absolute_url())},
            now=now,
        )
    return request


def _nobody(about: Organisation | None) -> str:
    there = "There is no wellbeing guardian just now"
    if about is not None:
        there += f" who does not act for {about}"
    return (
        f"{there}, so nobody would read this. Nothing has been kept. Please speak to somebody you"
        " trust, or ring one of the numbers above."
    )


@transaction.atomic
def close(request: HelpRequest, *, now: datetime) -> None:
    """The guardian has been in touch. What was written is erased; that it was written stays."""
    request = HelpRequest.objects.select_for_update().get(pk=request.pk)
    if request.closed_at is not None:
        raise Refused("This has been closed already.")
    request.sealed, request.closed_at = "", now
    request.save(update_fields=["sealed", "closed_at"])
