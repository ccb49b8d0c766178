"""What binds those on a panel to the proposals of a round, worked out anew at every reading."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from django.db.models import QuerySet

from alliance.models import User
from funding.conflicts import (
    Bid,
    Competing,
    Effect,
    Finding,
    Ground,
    Panel,
    Place,
    Rule,
    Shortage,
    Sitter,
    assign,
    findings,
    missing,
)
from funding.models import (
    PanelRuling,
    PanelSeat,
    PanelTie,
    Proposal,
    ProposalPartner,
    ProposalTie,
    Round,
    RoundSide,
)
from members.models import Representative
from partnership_board.models import Interest, SeatTerm

A_YEAR = timedelta(days=365)
CLOSE = (Interest.Category.PERSONAL, Interest.Category.INDIRECT)


@dataclass(frozen=True)
class Bound:
    """Organisations somebody belongs to or did within a year, and those of people close to them."""

    bodies: frozenset[int] = frozenset()
    close: frozenset[int] = frozenset()


def bound(people: Iterable[int], *, on: date) -> dict[int, Bound]:
    """By person: from who acts for whom, seats held for an organisation, and the register."""
    people, since = list(people), on - A_YEAR
    terms = (
        Representative.objects.filter(user__in=people).exclude(ended_on__lte=since),
        SeatTerm.objects.filter(holder__in=people, organisation__isnull=False).exclude(
            ended_on__lte=since
        ),
    )
    bodies: dict[int, set[int]] = {person: set() for person in people}
    close: dict[int, set[int]] = {person: set() for person in people}
    for person, body in terms[0].values_list("user", "organisation"):
        bodies[person].add(body)
    for person, body in terms[1].values_list("holder", "organisation"):
        bodies[person].add(body or 0)
    said = Interest.objects.filter(person__in=people, organisation__isnull=False)
    for person, body, kind in said.exclude(to_on__lte=since).values_list(
        "person", "organisation", "category"
    ):
        (close if kind in CLOSE else bodies)[person].add(body or 0)
    return {one: Bound(frozenset(bodies[one]), frozenset(close[one])) for one in people}


def bids(round_: Round) -> list[Bid]:
    """Every proposal before the panel, with all that would receive."""
    return bids_of(Proposal.objects.sent().filter(round=round_))


def bids_of(rows: QuerySet[Proposal]) -> list[Bid]:
    numbers = dict(rows.order_by().values_list("pk", "organisation"))
    bodies = {number: {body} for number, body in numbers.items()}
    partners = ProposalPartner.objects.filter(proposal__in=numbers)
    for number, body in partners.values_list("proposal", "organisation"):
        bodies[number].add(body)
    return [Bid(number, frozenset(found)) for number, found in sorted(bodies.items())]


@dataclass(frozen=True)
class Conflicts:
    """A panel as it stands: its seats, the proposals, and one finding where something binds."""

    round: Round
    seats: list[PanelSeat]
    proposals: list[Proposal]
    found: list[Finding]
    sides: list[RoundSide]
    empty: list[PanelSeat] = field(default_factory=list)

    @cached_property
    def by_pair(self) -> dict[tuple[int, int], Finding]:
        return {(each.sitter, each.bid): each for each in self.found}

    @cached_property
    def excluded(self) -> frozenset[tuple[int, int]]:
        stays_out = (each for each in self.found if each.effect is Effect.EXCLUDED)
        return frozenset((each.sitter, each.bid) for each in stays_out)

    @property
    def panel(self) -> Panel:
        places = tuple(Place(seat.pk, seat.constituency_id) for seat in self.seats)
        return Panel(places, tuple(each.pk for each in self.proposals), self.excluded)

    @property
    def rule(self) -> Rule:
        required = frozenset(side.constituency_id for side in self.sides if side.is_required)
        every = tuple(side.constituency_id for side in self.sides)
        return Rule(
            self.round.scorers, required, self.round.load_limit, required_first(every, required)
        )

    @cached_property
    def shortage(self) -> Shortage | None:
        """What is missing from a lawful panel; None: nothing. Also None before there are bids."""
        return missing(self.panel, self.rule) if self.proposals and self.rule.can_be_met else None

    def shared_out(self) -> frozenset[tuple[int, int]] | None:
        return assign(self.panel, self.rule)

    def funders(self) -> frozenset[int]:
        return frozenset(seat.pk for seat in self.seats if seat.is_funder)


def required_first(every: tuple[int, ...], required: frozenset[int]) -> tuple[int, ...]:
    """Where one more seat would do, it is looked for where one is needed anyway."""
    return tuple(sorted(every, key=lambda side: (side not in required, every.index(side))))


def of_round(round_: Round, *, on: date) -> Conflicts:
    """Twelve queries, however many seats and proposals."""
    seats = list(
        PanelSeat.objects.filter(round=round_)
        .exclude(state=PanelSeat.State.STEPPED_BACK)
        .select_related("constituency", "holder")
        .order_by("constituency__order", "pk")
    )
    there = [seat for seat in seats if seat.is_there]
    proposals = list(
        Proposal.objects.sent()
        .filter(round=round_)
        .select_related("organisation")
        .order_by("submitted_at", "pk")
    )
    bids_ = bids(round_)
    found = findings(
        sitters(there, bids_, on=on), bids_, competing=Competing(round_.competing_rule)
    )
    sides = list(
        RoundSide.objects.filter(round=round_)
        .select_related("constituency")
        .order_by("constituency__order")
    )
    empty = [seat for seat in seats if seat.holder_id is None]
    return Conflicts(round_, there, proposals, found, sides, empty)


def sitters(seats: list[PanelSeat], bids_: list[Bid], *, on: date) -> list[Sitter]:
    known = bound([seat.holder_id or 0 for seat in seats], on=on)
    helped, close, tightened, loosened = _said(seats)
    told = set(
        ProposalTie.objects.filter(proposal__in=[bid.number for bid in bids_]).values_list(
            "person", "proposal"
        )
    )
    return [
        Sitter(
            seat.pk,
            bodies=known[seat.holder_id or 0].bodies,
            helped=frozenset(helped[seat.pk] | _of(told, seat.holder_id)),
            close=frozenset(close[seat.pk] | _through(known[seat.holder_id or 0].close, bids_)),
            tightened=frozenset(tightened[seat.pk]),
            loosened=frozenset((bid, Ground.FUNDER) for bid in loosened[seat.pk]),
            is_funder=seat.is_funder,
        )
        for seat in seats
    ]


BySeat = dict[int, set[int]]


def _said(seats: list[PanelSeat]) -> tuple[BySeat, BySeat, BySeat, BySeat]:
    """By seat: what its holder said of proposals, and what the chair ruled."""
    helped: BySeat = {seat.pk: set() for seat in seats}
    close: BySeat = {seat.pk: set() for seat in seats}
    tighter: BySeat = {seat.pk: set() for seat in seats}
    looser: BySeat = {seat.pk: set() for seat in seats}
    if not helped.keys() - {0}:
        return helped, close, tighter, looser
    for tie in PanelTie.objects.filter(seat__in=list(helped)):
        into = close if tie.ground == PanelTie.Ground.CLOSE else helped
        into[tie.seat_id].add(tie.proposal_id)
    for ruling in PanelRuling.objects.filter(seat__in=list(helped)):
        (tighter if ruling.is_tighter else looser)[ruling.seat_id].add(ruling.proposal_id)
    return helped, close, tighter, looser


def _of(told: set[tuple[int, int]], person: int | None) -> set[int]:
    return {bid for one, bid in told if one == person}


def _through(bodies: frozenset[int], bids_: list[Bid]) -> set[int]:
    return {bid.number for bid in bids_ if bid.bodies & bodies}


def seat_of(round_: Round, user: User, *, on: date) -> PanelSeat | None:
    """The seat this person holds on the panel today."""
    return PanelSeat.objects.not_ended(on=on).filter(round=round_, holder=user).first()


@dataclass(frozen=True)
class Reading:
    """Whether somebody may open the text of a proposal; where not, why, in words."""

    why_not: str = ""
    seat: PanelSeat | None = None

    @property
    def may(self) -> bool:
        return not self.why_not


NOT_YET = "Nobody reads a proposal before the round closes."
NOT_FOR_THE_PANEL = "This proposal is not before the panel."
NO_SEAT = "You have no seat on this panel, so you see only the title."
DECLARE = "Say first what binds you to those who apply. Then you can read."
LINKED = "You told us about a link to this organisation, so you see only its title."
RECORDED = "The record shows a link between you and those who apply, so you see only the title."
ASKED = "The chair asked you to stand back from this one, so you see only its title."
WHY = {Ground.HELPED: LINKED, Ground.CLOSE: LINKED, Ground.TIGHTENED: ASKED}


def reading(
    conflicts: Conflicts,
    proposal: Proposal,
    user: User,
    *,
    is_lead: bool,
    has_closed: bool,
    on: date,
) -> Reading:
    """By the seat where they hold one; the lead too is kept from what binds them."""
    if not has_closed:
        return Reading(NOT_YET)
    seat = next((each for each in conflicts.seats if each.holder_id == user.pk), None)
    if seat is None:
        bound_to = bound_to_it(user, Proposal.objects.filter(pk=proposal.pk), on=on)
        return Reading(RECORDED if bound_to else "") if is_lead else Reading(NO_SEAT)
    if proposal.pk not in {each.pk for each in conflicts.proposals}:
        return Reading(NOT_FOR_THE_PANEL, seat)
    if (seat.pk, proposal.pk) in conflicts.excluded:
        ground = conflicts.by_pair[seat.pk, proposal.pk].ground
        return Reading(WHY.get(ground, RECORDED), seat)
    if not seat.has_declared:
        return Reading(DECLARE, seat)
    return Reading(seat=seat)


def bound_to_it(user: User, rows: QuerySet[Proposal], *, on: date) -> set[int]:
    """Which of these the record binds somebody to who has no seat, such as the lead."""
    asked_of = bids_of(rows)
    found = findings(
        sitters([PanelSeat(pk=0, holder=user)], asked_of, on=on),
        asked_of,
        competing=Competing.OWN_ONLY,
    )
    return {each.bid for each in found}


def kept_from(conflicts: Conflicts, user: User, *, on: date) -> set[int]:
    """Proposals of which this person sees the title and nothing more."""
    seat = next((each for each in conflicts.seats if each.holder_id == user.pk), None)
    if seat is None:
        rows = Proposal.objects.sent().filter(round=conflicts.round)
        return bound_to_it(user, rows, on=on)
    return {bid for sitter, bid in conflicts.excluded if sitter == seat.pk}
