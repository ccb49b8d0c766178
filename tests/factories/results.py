"""Elections whose poll has closed, as the real actions leave them."""

from datetime import timedelta

from alliance.audit import Actor
from partnership_board.actions import (
    ballot_box,
    election_log,
    lot_drawing,
    openings,
    results,
)
from partnership_board.counting.agreed import canonical, sha256
from partnership_board.queries import elections as queries
from tests.factories.elections import POLL_KEYS, an_election, cast
from tests.people import an_account, with_second_factor

# The worked example: three seats, A to E, a quota of five, no lot.
WORKED = ("ABD",) * 6 + ("AE",) * 4 + ("C",) * 3 + ("DEB",) * 2 + ("D", "EDC")
PEOPLE = ("Amina Said", "Bela Kovacs", "Cem Aydin", "Dina Osei", "Emre Lund")


def numbers(letters):
    return [ord(letter) - 64 for letter in letters]


def a_closed_one(board, now, ballots=WORKED, *, people=PEOPLE, groups=None, **rule):
    """Closed a minute ago. Everybody on the roll voted; candidates have accounts."""
    election = an_election(board, now, roll=len(ballots), candidates=len(people), **rule)
    for one, name in zip(queries.candidates(election), people, strict=True):
        one.person_name, one.user = name, an_account(f"{name} {election.pk}")
        one.groups = (groups or {}).get(name, [])
        one.save()
    for each in queries.officers(election):
        with_second_factor(each.user)
    write_what_came_before(election)
    for index, letters in enumerate(ballots):
        cast(election, index, numbers(letters), now)
    ballot_box.close_poll(election, now=election.ends_at)
    election.refresh_from_db()
    return election


def write_what_came_before(election):
    """The lines that the log has by then: roll and candidates with their hashes."""
    election.roll_sha256 = queries.roll_sha256(list(queries.roll(election)))
    election.save()
    agreed = sha256(canonical(queries.candidates_as_agreed(election)))
    for text in (f"The roll is {election.roll_sha256}.", f"Candidates: {agreed}."):
        election_log.write(election, text, kind="made_for_a_test", by=Actor.SYSTEM)


def officer(election, role="returning_officer"):
    return next(one.user for one in queries.officers(election) if one.role == role)


RO, SCRUTINEER, DEPUTY = ROLES = ("returning_officer", "scrutineer", "deputy_scrutineer")


def open_box(election, *, at, first=RO, second=SCRUTINEER, keys=POLL_KEYS):
    for role in (first, second):
        private = keys[ROLES.index(role)]
        openings.use_key(election, private=private, by=officer(election, role), now=at)
        election.refresh_from_db()
    return election


def an_opened_one(board, now, ballots=WORKED, **words):
    election = a_closed_one(board, now, ballots, **words)
    return open_box(election, at=election.ends_at)


def declare(election, *, at):
    for role in (RO, SCRUTINEER):
        results.declare(election, by=officer(election, role), now=at)
    election.refresh_from_db()
    return election


def a_declared_one(board, now, ballots=WORKED, **words):
    election = an_opened_one(board, now, ballots, **words)
    if election.state == "lot_due":
        by = officer(election, SCRUTINEER)
        at = election.ends_at + timedelta(days=2)
        lot_drawing.draw(election, digits="4 1 5 2 6 3", by=by, now=at)
    return declare(election, at=election.ends_at + timedelta(days=2))


def certify(election):
    results.certify(election, by=officer(election), now=election.objections_close_at)
    election.refresh_from_db()
    return election


def a_certified_one(board, now, ballots=WORKED, **words):
    return certify(a_declared_one(board, now, ballots, **words))
