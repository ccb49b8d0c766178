"""Elections of the demonstration that were counted. Everybody in them is made up.

They fill a panel of their own, so that the Partnership Board stays as it is: one certified, with
lots that could not matter and a later countback; one that a lot decided, still open to objections;
one in which a minimum kept somebody in.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from alliance.audit import Actor
from alliance.models import User
from alliance.registries import Story
from partnership_board import demo_elections, sealing
from partnership_board.actions import (
    ballot_box,
    boards,
    countbacks,
    elections,
    lot_drawing,
    objections,
    openings,
    result_papers,
    results,
    seats,
)
from partnership_board.demo import OPENED, TOWER_HAMLETS, person
from partnership_board.demo_elections import Plan, appoint, key_of, stand, timetable, to_the_poll
from partnership_board.models import (
    Board,
    Constituency,
    Declaration,
    Election,
    Envelope,
    Nomination,
    RollEntry,
    Seat,
    SeatTerm,
)
from partnership_board.queries import elections as queries

RO, SCRUTINEER, DEPUTY = demo_elections.OFFICERS
NAMES = (
    "Nadia Rahim",
    "Joseph Amadi",
    "Catherine Lowe",
    "Bashir Noor",
    "Wei Chen",
    "Orla Byrne",
    "Samira Haddad",
)
WORDS = "I would give small grants to those who have never had one, and say yes or no in a month."
SMALL = "small organisations"


@dataclass(frozen=True)
class Told:
    """A counted election: each letter of a ballot is a candidate in the order of `NAMES`."""

    plan: Plan
    ballots: str
    people: int
    rule: dict[str, Any] = field(default_factory=dict)  # Any: as a draft takes it
    small: str = ""


CERTIFIED = Told(
    Plan("Small grants panel, first election", ("Panel seat 1", "Panel seat 2", "Panel seat 3"),
         -420, -410),
    "AGFDC B BFGA BGF CGD DBGC DBGF EC FB G GBCFEDA GBED GCA GCDBFAE GCDEF",
    7,
    {"term_months": [36, 36, 24]},
)  # fmt: skip
BY_LOT = Told(
    Plan("Small grants panel, readers", ("Panel seat 4", "Panel seat 5"), -26, -14),
    "BD BEADC BED CAEBD CBEA CD DCAEB DCEA DEB DEC E EAB EBCAD",
    5,
    {"objection_days": 15},
)
WITH_A_MINIMUM = Told(
    Plan("Small grants panel, second election", ("Panel seat 6", "Panel seat 7", "Panel seat 8"),
         -200, -190),
    "AB ABED AEBFC BACDF BAE BAEFDC BDCAEF BEDC BEFA BEFDAC C CAEBF CB DBCA DFBCEA FBD",
    6,
    {"constraints": [{"label": SMALL.capitalize(), "group": SMALL, "min": 1, "max": 3}]},
    small="EF",
)  # fmt: skip


def tell(story: Story) -> None:
    if story.slug != TOWER_HAMLETS:
        return
    panel = open_panel(story)
    certified = certify(tell_declared(story, panel, CERTIFIED))
    story.things["election_certified"] = certified
    story.things["election_countback"] = tell_countback(story, certified)
    story.things["election_by_lot"] = tell_objection(tell_declared(story, panel, BY_LOT))
    kept_in = tell_declared(story, panel, WITH_A_MINIMUM)
    story.things["election_with_a_minimum"] = certify(kept_in)
    for declaration in Declaration.objects.filter(document=None, level="stages"):
        result_papers.print_result(declaration, now=story.now)


def open_panel(story: Story) -> Constituency:
    panel = boards.open_board(
        name="Small grants panel", kind=Board.Kind.SUBGROUP, on=OPENED, by=Actor.SYSTEM
    )
    side = boards.add_constituency(
        panel, code="VCSE", label="Voluntary and community organisations", by=Actor.SYSTEM
    )
    for number in range(1, 9):
        boards.add_seat(
            side,
            title=f"Panel seat {number}",
            basis=Seat.Basis.ELECTED,
            opened_on=OPENED,
            by=Actor.SYSTEM,
        )
    return side


def tell_declared(story: Story, side: Constituency, told: Told) -> Election:
    election = voted(story, side, told)
    ballot_box.close_poll(election, now=election.ends_at)
    at = election.ends_at + timedelta(hours=2)
    use_keys(election, "poll", at=at)
    if election.awaits_lot:
        at += timedelta(days=2)
        lot_drawing.draw(election, digits="41 52 63", by=officer(election, SCRUTINEER), now=at)
    return declare(election, at=at + timedelta(days=1))


def voted(story: Story, side: Constituency, told: Told) -> Election:
    """From the draft to the last envelope."""
    table = timetable(story.now, told.plan)
    free = Seat.objects.filter(board=side.board, title__in=told.plan.seats).order_by("title")
    election = elections.draft(
        side,
        title=told.plan.title,
        seats=list(free),
        timetable=table,
        by=Actor.SYSTEM,
        **told.rule,
    )
    for role in demo_elections.OFFICERS:
        appoint(election, role, story)
    elections.freeze(election, by=Actor.SYSTEM, now=table.nominations_open_at - timedelta(days=1))
    election.refresh_from_db()
    for place, name in enumerate(NAMES[: told.people]):
        one = stand(election, name, WORDS, place=place)
        one.user = person(story, name)
        one.groups = [SMALL] if "ABCDEFG"[place] in told.small else []
        one.save()
    to_the_poll(election)
    put_in(election, told.ballots.split())
    return election


def put_in(election: Election, ballots: list[str]) -> None:
    """Envelopes of the first organisations on the roll, as if their people had voted."""
    place = queries.poll_place(election)
    numbers = {one.person_name: one.number for one in queries.candidates(election)}
    count = len(queries.candidates_as_agreed(election)["candidates"])
    entries = RollEntry.objects.filter(election=election, is_entitled=True).order_by("pk")
    made = []
    for entry, letters in zip(entries, ballots, strict=False):
        ranking = [numbers[NAMES["ABCDEFG".index(letter)]] or 0 for letter in letters]
        sealed = sealing.seal(ranking, candidates=count, place=place)
        receipt = sealing.receipt(entry.pk.to_bytes(16, "big"), sealed)
        made.append(Envelope(roll_entry=entry, sealed=sealed, receipt=receipt))
    Envelope.objects.bulk_create(made)


def use_keys(election: Election, purpose: str, *, at: datetime) -> None:
    for role in (RO, SCRUTINEER):
        private = key_of(role, purpose)
        openings.use_key(election, private=private, by=officer(election, role), now=at)
        election.refresh_from_db()


def declare(election: Election, *, at: datetime) -> Election:
    for role in (RO, SCRUTINEER):
        results.declare(election, by=officer(election, role), now=at)
    election.refresh_from_db()
    return election


def certify(election: Election) -> Election:
    at = election.objections_close_at
    assert at is not None
    results.certify(election, by=officer(election, RO), now=at)
    election.refresh_from_db()
    return election


def officer(election: Election, role: str) -> User:
    return next(one.user for one in queries.officers(election) if one.role == role)


def tell_objection(election: Election) -> Election:
    """One organisation asks about the lot; nobody has answered yet."""
    entry = RollEntry.objects.filter(election=election, is_entitled=True).order_by("pk")[3]
    by = queries.representatives_of(entry.organisation_id, on=election.roll_on).first()
    at = election.declared_at
    if by is not None and at is not None:
        objections.object_to(
            election,
            organisation=entry.organisation,
            ground="count",
            text="We could not be there when the dice were thrown. Who wrote the digits down?",
            by=by.user,
            now=at + timedelta(days=1),
        )
    return election


def tell_countback(story: Story, certified: Election) -> Election:
    """Whoever was elected second left a month ago."""
    second = Nomination.objects.get(election=certified, person_name="Joseph Amadi")
    term = SeatTerm.objects.get(holder=second.user, seat__in=queries.seats_of(certified))
    left_on = story.on - timedelta(days=40)
    seats.end_term(term, ended_on=left_on, reason="resigned", by=Actor.SYSTEM, on=left_on)
    at = story.now - timedelta(days=30)
    countback = countbacks.start(
        certified,
        leaver=second.number or 0,
        unwilling=[],
        by=story.people["lead"],
        now=at,
    )
    use_keys(countback, "keep", at=at + timedelta(days=1))
    return certify(declare(countback, at=at + timedelta(days=2)))
