"""What stands on Today: requests to answer, what to confirm, and for the lead whom to ring."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.urls import reverse

from alliance import access, words
from alliance.models import User
from alliance.registries import Card
from alliance.words import LONDON
from members.models import AskResponse, ConfirmationRequest
from members.permissions import MembersPermission, OrganisationPermission
from members.queries import confirming

CALL_MINUTES, MOST_NAMED = 5, 3


def cards(user: User, on: date) -> Iterable[Card]:
    """Three queries at most."""
    found: list[Card] = []
    answering = user.rights.organisations(OrganisationPermission.ANSWER_ASKS)
    if answering:
        found += _asked(answering)
        now = datetime.combine(on, time.max, LONDON)
        found += [_confirm(one) for one in confirming.open_requests(answering, now=now)]
    if access.may(user, MembersPermission.CHANGE_MEMBERS):
        found += _ring(on)
    return found


def _asked(organisations: frozenset[int]) -> list[Card]:
    """One for each organisation, with the time that a yes to everything would take."""
    waiting = AskResponse.objects.waiting().filter(organisation__in=organisations)
    by_organisation: dict[str, list[AskResponse]] = {}
    for one in waiting.select_related("ask", "organisation").order_by("ask__due_on", "pk"):
        by_organisation.setdefault(str(one.organisation), []).append(one)
    return [
        Card(
            title=f"Answer {words.counted(len(asked), 'ask')} to {name}",
            url=reverse("asks:asks"),
            minutes=len(asked),
            by_on=asked[0].ask.due_on,
            words=f"A yes to all takes {words.about(sum(one.minutes_asked for one in asked))}.",
        )
        for name, asked in by_organisation.items()
    ]


def _confirm(request: ConfirmationRequest) -> Card:
    organisation = request.organisation
    return Card(
        title=f"Say whether everything about {organisation} is still correct",
        url=reverse("confirm:signed-in", kwargs={"slug": organisation.slug}),
        minutes=1,
        words="One press, if it is.",
    )


def _ring(on: date) -> list[Card]:
    """One line for all: nobody gets a third letter."""
    found = confirming.worth_a_call(on=on)
    if not found:
        return []
    names = words.listed([str(one) for one, _ in found[:MOST_NAMED]])
    more = len(found) - MOST_NAMED
    first = found[0][0]
    return [
        Card(
            title="Worth a phone call",
            url=reverse("members:people", kwargs={"slug": first.slug}),
            minutes=CALL_MINUTES * len(found),
            words=f"{names}{f' and {more} more' if more > 0 else ''}"
            f" {'has' if len(found) == 1 else 'have'} not answered our letters.",
        )
    ]
