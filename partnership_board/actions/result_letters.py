"""What people are written about the box, the lot and the result. Subjects give nothing away."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from alliance import outbox, words
from alliance.http import absolute_url
from alliance.models import Message, User
from members.queries.people import could_speak
from partnership_board.deadlines import day_of
from partnership_board.models import Election, Objection
from partnership_board.queries import elections
from partnership_board.queries.counts import source_of


def tell_opening(election: Election, *, now: datetime) -> None:
    """One officer has used their key: the others can come."""
    _write(_officers(election), f"election {election.pk} opening", "opening", election, now=now)


def tell_countback(election: Election, *, now: datetime) -> None:
    """To the officers: the box that was kept is needed."""
    key = f"election {election.pk} countback"
    _write(_officers(election), key, "countback", election, now=now)


def tell_lot_due(election: Election, *, from_at: datetime, now: datetime) -> None:
    """To officers and candidates: when the lot is drawn, so that they can be there."""
    standing = elections.candidates(source_of(election))
    people = _officers(election) + [one.user for one in standing if one.user]
    key = f"election {election.pk} lot"
    _write(people, key, "lot", election, page="lot", now=now, at=words.moment(from_at))


def tell_declared(election: Election, *, now: datetime) -> None:
    key = f"election {election.pk} declared"
    _write(_members(now), key, "declared", election, page="result", now=now)


def tell_certified(election: Election, *, now: datetime) -> None:
    key = f"election {election.pk} certified"
    _write(_members(now), key, "certified", election, page="result", now=now)


def tell_objection(objection: Objection, *, now: datetime) -> None:
    """To the officers: somebody objects."""
    election = objection.election
    people = _officers(election)
    _write(people, f"objection {objection.pk}", "objection", election, page="objections", now=now)


def tell_answered(objection: Objection, *, now: datetime) -> None:
    """To whoever objected."""
    key = f"objection {objection.pk} answered"
    election = objection.election
    _write([objection.by], key, "objection_answered", election, page="objections", now=now)


def _officers(election: Election) -> list[User]:
    return [officer.user for officer in elections.officers(election)]


def _members(now: datetime) -> list[User]:
    return [one.user for one in could_speak(on=day_of(now))]


def _write(
    people: Iterable[User],
    key: str,
    template: str,
    election: Election,
    *,
    now: datetime,
    page: str = "open",
    **context: object,
) -> None:
    """Once for each key and person."""
    address = absolute_url(reverse(f"partnership_board:{PAGES[page]}", kwargs={"pk": election.pk}))
    keys = {f"{key} to {person.pk}": person for person in people}
    there = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
    for each, person in keys.items():
        if each not in there:
            told = context | {"person": person, "election": election, "url": address}
            outbox.post(
                key=each,
                to=person.email,
                template=f"elections/{template}",
                context=told,
                now=now,
            )


PAGES = {
    "open": "election_open",
    "lot": "election_lot",
    "result": "result",
    "objections": "objections",
}
