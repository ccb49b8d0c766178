"""Elections of the demonstration, up to the close of a poll. Everybody in them is made up.

The officers' keys follow from fixed words, so that whoever tries the demonstration can open its
boxes. A real key is random, and known to its sheet alone.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from alliance.actions import documents
from alliance.audit import Actor
from alliance.demo import give_second_factor
from alliance.documents.uploads import JPEG
from alliance.registries import Story
from alliance.words import LONDON
from members.models import Organisation
from partnership_board import demo_portrait, sealing
from partnership_board.actions import ballot_box, election_clock, elections, portraits, rolls
from partnership_board.actions.election_moves import move
from partnership_board.deadlines import day_of
from partnership_board.demo_election_words import BALLOT, IN_NOMINATIONS, STATEMENTS
from partnership_board.election_states import Move
from partnership_board.models import (
    Board,
    Constituency,
    Election,
    ElectionOfficer,
    Envelope,
    Nomination,
    NominationSupport,
    RollEntry,
    Seat,
)
from partnership_board.queries import elections as queries
from partnership_board.timetables import Timetable

TOWER_HAMLETS = "tower-hamlets"
OFFICERS = ("returning_officer", "scrutineer", "deputy_scrutineer")
CAST = 7  # of seventeen


@dataclass(frozen=True)
class Plan:
    """An election by the days, counted from today, on which its poll opens and closes."""

    title: str
    seats: tuple[str, ...]
    opens: int
    closes: int


INQUORATE = Plan("By-election, autumn", ("VCSE seat 3",), -90, -80)
OPEN = Plan("VCSE seats, this year", ("VCSE seat 1", "VCSE seat 2"), -5, 6)
NOMINATING = Plan("VCSE seat 3", ("VCSE seat 3",), 24, 38)


def tell(story: Story) -> None:
    """One that too few voted in, one open with seven envelopes, one in nominations."""
    if story.slug != TOWER_HAMLETS:
        return
    story.things["election_inquorate"] = tell_inquorate(story)
    story.things["election_open"] = tell_open(story)
    story.things["election_nominating"] = tell_nominating(story)


def key_of(role: str, purpose: str) -> bytes:
    """The private half of a demonstration's key; its sheet is `sealing.sheet(...)`."""
    return sha256(f"the demonstration's {purpose} key of its {role}".encode()).digest()


def tell_open(story: Story) -> Election:
    election = announce(story, OPEN)
    for number, (name, words) in enumerate(BALLOT, start=1):
        stand(election, name, words, place=number)
    show_a_portrait(election, BALLOT[0][0], story)
    to_the_poll(election)
    cast(election, CAST)
    return election


def tell_inquorate(story: Story) -> Election:
    election = announce(story, INQUORATE, extension_days=0)
    stand(election, "Hodan Warsame", STATEMENTS["Hodan Warsame"], place=5)
    stand(election, "Peter Lindqvist", STATEMENTS["Peter Lindqvist"], place=6)
    to_the_poll(election)
    cast(election, 4)
    ballot_box.close_poll(election, now=election.closes_at)
    return election


def tell_nominating(story: Story) -> Election:
    """One who stands, one still to be checked, one who has not said yes."""
    election = announce(story, NOMINATING)
    N = Nomination.State  # noqa: N806 -- a class
    states = (N.ACCEPTED, N.SENT, N.AWAITING_CONSENT)
    for place, (state, name) in enumerate(zip(states, IN_NOMINATIONS, strict=True), start=7):
        stand(election, name, STATEMENTS[name], place=place, state=state)
    election_clock.open_nominations(election, now=election.nominations_open_at)
    return election


def announce(story: Story, plan: Plan, **rule: Any) -> Election:  # Any: of the rule
    """Drafted, with officers, and its rule frozen the day before nominations opened."""
    board: Board = story.things["board"]
    side = Constituency.objects.get(board=board, code="VCSE")
    titles = list(plan.seats)
    seats = sorted(
        Seat.objects.filter(board=board, title__in=titles), key=lambda s: titles.index(s.title)
    )
    table = timetable(story.now, plan)
    election = elections.draft(
        side, title=plan.title, seats=seats, timetable=table, by=Actor.SYSTEM, **rule
    )
    for role in OFFICERS:
        appoint(election, role, story)
    before = table.nominations_open_at - timedelta(days=1)
    return elections.freeze(election, by=Actor.SYSTEM, now=before)


def timetable(now: datetime, plan: Plan) -> Timetable:
    """Every step at nine or at noon; nominations three weeks before the poll."""
    day = now.astimezone(LONDON).replace(minute=0, second=0, microsecond=0)
    opens = (day + timedelta(days=plan.opens)).replace(hour=9)
    return Timetable(
        day_of(opens - timedelta(days=29)),
        opens - timedelta(days=27),
        (opens - timedelta(days=13)).replace(hour=12),
        (opens - timedelta(days=9)).replace(hour=12),
        day_of(opens - timedelta(days=6)),
        opens,
        (day + timedelta(days=plan.closes)).replace(hour=12),
    )


def appoint(election: Election, role: str, story: Story) -> ElectionOfficer:
    user = story.people[role]
    officer = elections.appoint(election, role, user=user, by=Actor.SYSTEM, on=story.on)
    give_second_factor(user)
    return officer


def stand(
    election: Election,
    name: str,
    statement: str,
    *,
    place: int,
    state: str = Nomination.State.ACCEPTED,
) -> Nomination:
    """Somebody of the organisation at `place`, supported by the two after it."""
    members = list(Organisation.objects.members(on=election.roll_on).order_by("pk"))
    home, *others = (members[(place + step) % len(members)] for step in range(3))
    said_yes = state != Nomination.State.AWAITING_CONSENT
    nomination = Nomination.objects.create(
        election=election,
        person_name=name,
        organisation=home,
        statement=statement,
        statement_formats="A recording is on the organisation's own page." if place == 1 else "",
        interests=f"Employed by {home}." if place % 2 else "",
        consent_at=election.nominations_open_at if said_yes else None,
        state=state,
    )
    officer = queries.officers(election)[1].user  # stands for people without an account here
    NominationSupport.objects.bulk_create(
        NominationSupport(
            nomination=nomination,
            organisation=organisation,
            by=officer,
            role=role,
            given_at=election.nominations_open_at,
        )
        for organisation, role in zip(others, NominationSupport.Role.values, strict=True)
    )
    return nomination


def show_a_portrait(election: Election, name: str, story: Story) -> None:
    document = documents.keep(
        demo_portrait.drawn(),
        name="portrait.jpg",
        media_type=JPEG,
        purpose=portraits.PURPOSE,
        now=story.now,
    )
    rows = Nomination.objects.filter(election=election, person_name=name)
    rows.update(photo=document, photo_words=demo_portrait.WORDS)


def to_the_poll(election: Election) -> None:
    """Through nominations, roll and keys to the open poll, each at its hour."""
    election_clock.open_nominations(election, now=election.nominations_open_at)
    election_clock.close_nominations(election, now=election.nominations_close_at)
    at = election.opens_at - timedelta(days=1)
    rolls.prepare(election, by=Actor.SYSTEM, now=at)
    officers = queries.officers(election)
    for officer in officers[:2]:
        rolls.fix(election, by=officer.user, now=at)
    for officer in officers:
        give_keys(officer, at)
    election.refresh_from_db()
    move(election, Move.FINISH_KEYS)
    ballot_box.open_poll(election, now=election.opens_at)
    election.refresh_from_db()


def give_keys(officer: ElectionOfficer, at: datetime) -> None:
    poll, keep = (key_of(officer.role, purpose) for purpose in ("poll", "keep"))
    officer.poll_public_key = sealing.public_key(poll)
    officer.keep_public_key = sealing.public_key(keep)
    officer.fingerprint = sealing.fingerprint(officer.poll_public_key, officer.keep_public_key)
    officer.made_at = officer.confirmed_at = at
    officer.save()


def cast(election: Election, count: int) -> None:
    """Envelopes of the first organisations on the roll, as if their people had voted."""
    place = queries.poll_place(election)
    numbers = [one["number"] for one in queries.candidates_as_agreed(election)["candidates"]]
    chance = random.Random(election.title)  # noqa: S311 -- nobody's secret
    entries = RollEntry.objects.filter(election=election, is_entitled=True).order_by("pk")[:count]
    made = []
    for entry in entries:
        ranking = chance.sample(numbers, chance.randint(1, len(numbers)))
        sealed = sealing.seal(ranking, candidates=len(numbers), place=place)
        nonce = chance.randbytes(16)
        made.append(
            Envelope(roll_entry=entry, sealed=sealed, receipt=sealing.receipt(nonce, sealed))
        )
    Envelope.objects.bulk_create(made)
