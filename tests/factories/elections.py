"""Elections at any point of their way, as the real actions leave them; keys that tests know."""

from datetime import datetime, timedelta

from alliance.audit import Actor
from alliance.words import LONDON
from partnership_board import sealing
from partnership_board.actions import elections, voting
from partnership_board.actions.election_moves import move
from partnership_board.counting.agreed import canonical, sha256
from partnership_board.election_states import STEPS, Move
from partnership_board.models import (
    Nomination,
    RollEntry,
)
from partnership_board.queries import elections as queries
from partnership_board.timetables import Timetable
from tests.factories import partnership_board as rows
from tests.factories.members import a_representative, an_organisation
from tests.people import an_account

POLL_KEYS = [bytes([n]) * 32 for n in (1, 2, 3)]
KEEP_KEYS = [bytes([n]) * 32 for n in (11, 12, 13)]
OFFICERS = ("returning_officer", "scrutineer", "deputy_scrutineer")
ORDER = (
    Move.FREEZE_RULE,
    Move.OPEN_NOMINATIONS,
    Move.CLOSE_NOMINATIONS,
    Move.FIX_ROLL,
    Move.FINISH_KEYS,
    Move.OPEN_POLL,
)


def a_timetable(now: datetime, *, opens_in: timedelta = timedelta(days=30)) -> Timetable:
    """The poll opens after `opens_in` and lasts ten days; everything else goes before."""
    opens = now + opens_in
    return Timetable(
        (opens - timedelta(days=29)).astimezone(LONDON).date(),
        opens - timedelta(days=28),
        opens - timedelta(days=14),
        opens - timedelta(days=10),
        (opens - timedelta(days=7)).astimezone(LONDON).date(),
        opens,
        opens + timedelta(days=10),
    )


def a_draft(board, now, *, seats=3, title="VCSE seats", timetable=None, **rule):
    side = rows.a_constituency(board)
    made = [rows.a_seat(board, title=f"{title} {n}") for n in range(1, seats + 1)]
    return elections.draft(
        side,
        title=title,
        seats=made,
        timetable=timetable or a_timetable(now),
        by=Actor.SYSTEM,
        **rule,
    )


def with_officers(election, on, *, keys=True, organisations=(None, None, None)):
    """Three officers with keys that tests know."""
    made = []
    for role, name, poll, keep, organisation in zip(
        OFFICERS,
        ("Ruth Ola", "Sami Noor", "Dee Park"),
        POLL_KEYS,
        KEEP_KEYS,
        organisations,
        strict=True,
    ):
        officer = elections.appoint(
            election,
            role,
            user=an_account(f"{name} {election.pk}"),
            by=Actor.SYSTEM,
            on=on,
            organisation=organisation,
        )
        if keys:
            officer.poll_public_key = sealing.public_key(poll)
            officer.keep_public_key = sealing.public_key(keep)
            officer.fingerprint = sealing.fingerprint(
                officer.poll_public_key, officer.keep_public_key
            )
            officer.made_at = officer.confirmed_at = datetime(2026, 1, 1, tzinfo=LONDON)
            officer.save()
        made.append(officer)
    return made


def a_candidate(election, place, name=None, organisation=None, **fields):
    """Accepted, and numbered by its place unless said otherwise."""
    home = f"Home of {name or place} in {election.pk}"
    organisation = organisation or an_organisation(home)
    fields = {
        "number": place,
        "state": Nomination.State.ACCEPTED,
        "consent_at": election.nominations_open_at,
        "statement": f"I am candidate {place}.",
    } | fields
    return Nomination.objects.create(
        election=election,
        person_name=name or f"Candidate {'ABCDEFGHIJKL'[place - 1]}",
        organisation=organisation,
        **fields,
    )


def voters(election, count, *, each=1):
    """Organisations on the roll, and for each its representatives."""
    found = []
    for n in range(1, count + 1):
        organisation = an_organisation(f"Voter {n:02} of {election.pk}")
        people = [
            an_account(f"Rep {'abcdefgh'[k]} of {n:02} in {election.pk}") for k in range(each)
        ]
        for person in people:
            a_representative(person, organisation)
        entry = RollEntry.objects.create(
            election=election, organisation=organisation, voter=people[0]
        )
        found.append((entry, people))
    return found


def advance(election, to):
    """Along the table of states; the rule is frozen on the way."""
    for what in ORDER:
        if election.state == to:
            break
        if election.state not in STEPS[what].before:
            continue
        if what == Move.FREEZE_RULE:
            rule = election.rule
            rule.canonical = canonical(queries.rule_as_agreed(rule))
            rule.sha256, rule.frozen_at = sha256(rule.canonical), election.nominations_open_at
            rule.save()
        move(election, what)
    return election


def an_election(board, now, *, state="open", roll=3, candidates=4, reps=1, **words):
    """With a roll, officers and candidates, in the state asked for; the poll opened yesterday."""
    opens_in = timedelta(days=1) if state == "ready" else timedelta(days=-1)
    table = words.pop("timetable", None) or a_timetable(now, opens_in=opens_in)
    election = a_draft(board, now, timetable=table, **words)
    with_officers(election, now.date())
    for number in range(1, candidates + 1):
        a_candidate(election, number)
    election.on_roll = voters(election, roll, each=reps)
    return advance(election, state)


def cast(election, index, ranking, now, *, rep=0):
    entry, people = election.on_roll[index]
    return voting.cast(election, entry, ranking=ranking, by=people[rep], now=now)
