"""What people are written about an election. Never how anybody votes, nor who has voted.

Letters that would tell who has voted have keys that begin with `UNLISTED`: no list of letters
shows them, their words are sealed, and they are deleted once the poll is over.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from alliance import outbox
from alliance.http import absolute_url
from alliance.models import Message, User
from members.queries.people import could_speak
from partnership_board.deadlines import day_of
from partnership_board.models import Election, Nomination, RollEntry
from partnership_board.queries import elections as queries

UNLISTED, REMINDER = "ballot letter ", "reminder"


def tell_notice(election: Election, *, now: datetime) -> None:
    """To everybody who acts for a member."""
    write(members(now), f"election {election.pk} notice", "notice", election, now=now)


def tell_nominations_open(election: Election, *, now: datetime) -> None:
    key = f"election {election.pk} nominations {election.nominations_close_at:%Y-%m-%d}"
    write(members(now), key, "nominations", election, page="nominations", now=now)


def tell_poll(election: Election, *, now: datetime) -> None:
    """To every representative of every organisation that may vote."""
    key = f"election {election.pk} poll"
    write(_voters(election, now), key, "poll", election, page="vote", now=now)


def tell_extended(election: Election, *, now: datetime) -> None:
    key = f"election {election.pk} extended"
    write(_voters(election, now), key, "extended", election, page="vote", now=now)


def tell_inquorate(election: Election, *, now: datetime) -> None:
    write(members(now), f"election {election.pk} inquorate", "inquorate", election, now=now)


def tell_closed(election: Election, *, now: datetime) -> None:
    """To the officers: the box can be opened."""
    people = [officer.user for officer in queries.officers(election)]
    write(people, f"election {election.pk} closed", "closed", election, now=now)


def tell_abandoned(election: Election, *, now: datetime) -> None:
    write(members(now), f"election {election.pk} abandoned", "abandoned", election, now=now)


def tell_voted(election: Election, entry: RollEntry, *, by: User, now: datetime) -> None:
    """To all who act for that organisation: when and who, never how."""
    for person in queries.representatives_of(entry.organisation_id, on=day_of(now)):
        _post_unlisted(election, entry, person.user, "voted", now=now, by=by)


def remind(election: Election, entries: Iterable[RollEntry], *, now: datetime) -> int:
    """To those whose organisation has not voted; how many letters."""
    written = 0
    for entry in entries:
        for person in queries.representatives_of(entry.organisation_id, on=day_of(now)):
            _post_unlisted(election, entry, person.user, REMINDER, now=now)
            written += 1
    return written


def reminders_sent(election: Election) -> int:
    """How many letters, all mornings together. Said once the poll is over, never before."""
    keys = f"{UNLISTED}{election.pk} {REMINDER} "
    return Message.objects.filter(key__startswith=keys).count()


def forget(election: Election) -> None:
    """Once the poll is over, nothing of those letters is kept but what is still on its way."""
    there = Message.objects.filter(key__startswith=f"{UNLISTED}{election.pk} ")
    there.exclude(sent_at=None).delete()


def ask_consent(nomination: Nomination, token: str, *, now: datetime) -> None:
    assert nomination.user is not None
    address = reverse("partnership_board:consent", kwargs={"token": token})
    outbox.post(
        key=f"nomination {nomination.pk} consent {uuid.uuid4()}",
        to=nomination.user.email,
        template="elections/consent",
        context={
            "person": nomination.user,
            "nomination": nomination,
            "election": nomination.election,
            "url": absolute_url(address),
        },
        now=now,
        secret=True,
    )


def tell_checked(nomination: Nomination, *, now: datetime) -> None:
    """Accepted, returned or rejected: to the candidate and whoever nominated them."""
    people = {person for person in (nomination.user, nomination.nominated_by) if person}
    key = f"nomination {nomination.pk} {nomination.state} {uuid.uuid4()}"
    page = nomination.get_absolute_url()
    write(people, key, "checked", nomination.election, page=page, now=now, nomination=nomination)


def _post_unlisted(
    election: Election,
    entry: RollEntry,
    person: User,
    template: str,
    *,
    now: datetime,
    by: User | None = None,
) -> None:
    address = reverse("partnership_board:vote", kwargs={"pk": election.pk})
    outbox.post(
        key=f"{UNLISTED}{election.pk} {template} {uuid.uuid4()}",
        to=person.email,
        template=f"elections/{template}",
        context={
            "person": person,
            "election": election,
            "organisation": entry.organisation,
            "by": by,
            "at": now,
            "url": absolute_url(address),
        },
        now=now,
        secret=True,
    )


def members(now: datetime) -> list[User]:
    return list({one.user_id: one.user for one in could_speak(on=day_of(now))}.values())


def _voters(election: Election, now: datetime) -> list[User]:
    found: dict[int, User] = {}
    for entry in queries.roll(election).filter(is_entitled=True):
        for person in queries.representatives_of(entry.organisation_id, on=day_of(now)):
            found[person.user_id] = person.user
    return list(found.values())


def write(
    people: Iterable[User],
    key: str,
    template: str,
    election: Election,
    *,
    now: datetime,
    page: str = "election",
    **context: object,
) -> None:
    """Once for each key and person. `page` is a name among the election's pages, or an address."""
    own = {"pk": election.pk}
    address = page if "/" in page else reverse(f"partnership_board:{page}", kwargs=own)
    keys = {f"{key} to {person.pk}": person for person in people}
    there = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
    for each, person in keys.items():
        if each not in there:
            outbox.post(
                key=each,
                to=person.email,
                template=f"elections/{template}",
                context=context
                | {"person": person, "election": election, "url": absolute_url(address)},
                now=now,
            )
