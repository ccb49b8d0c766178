"""Answers that come by a link in a letter: the link is spent and the answer kept, or neither."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from alliance.actions.links import spend
from alliance.errors import Refused
from alliance.models import SignedLink
from members.actions import answers
from members.models import AskResponse, Representative


@transaction.atomic
def answer_by_link(
    link: SignedLink,
    person: Representative,
    *,
    response: str,
    now: datetime,
    on: date,
    **words: Any,  # Any: what the answer takes
) -> None:
    """`response` is a number as it came from the page; only this organisation's own count."""
    rows = AskResponse.objects.filter(organisation=person.organisation_id)
    found = (
        rows.filter(pk=int(response)).first()
        if response.isdecimal() and len(response) < 19
        else None
    )
    if found is None:
        raise Refused("This ask is no longer there.")
    spend(link, now=now)
    answers.say(found, now=now, on=on, **words)
