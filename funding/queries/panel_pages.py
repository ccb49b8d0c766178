"""The panel's pages: who is bound to what, what is still to score, and the result side by side."""

from dataclasses import dataclass
from typing import Any

from funding.conflicts import Competing, Ground, findings
from funding.models import PanelOutcome, PanelSeat, Proposal, Round, Score, ScoreSheet
from funding.queries import panels
from funding.queries.panels import Conflicts
from funding.queries.results import Result

SAID = {
    Ground.BELONGS: "belongs to it",
    Ground.HELPED: "helped, or would be paid",
    Ground.CLOSE: "personal",
    Ground.COMPETES: "bids in this round",
    Ground.FUNDER: "funder: never decides",
    Ground.TIGHTENED: "asked to stand back",
}


@dataclass(frozen=True)
class Cell:
    """One seat and one proposal: the ground where something binds, never the story."""

    seat: PanelSeat
    proposal: Proposal
    ground: str
    is_out: bool


@dataclass(frozen=True)
class PanelRow:
    proposal: Proposal
    cells: list[Cell]

    @property
    def bound(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.ground]

    @property
    def free(self) -> int:
        return sum(not cell.is_out for cell in self.cells)


def table(conflicts: Conflicts) -> list[PanelRow]:
    return [
        PanelRow(each, [_cell(conflicts, seat, each) for seat in conflicts.seats])
        for each in conflicts.proposals
    ]


def _cell(conflicts: Conflicts, seat: PanelSeat, proposal: Proposal) -> Cell:
    found = conflicts.by_pair.get((seat.pk, proposal.pk))
    ground = SAID[found.ground] if found else ""
    return Cell(seat, proposal, ground, (seat.pk, proposal.pk) in conflicts.excluded)


@dataclass(frozen=True)
class Way:
    """What a competing rule leaves of a side: free for every proposal, free for some, for none."""

    label: str
    is_chosen: bool
    left: list[tuple[str, int, int]]  # side, seats free of at least one proposal, seats


def ways(conflicts: Conflicts) -> list[Way]:
    """Both rules, before anybody is invited or a word is read."""
    return [_way(conflicts, rule) for rule in Competing]


def _way(conflicts: Conflicts, rule: Competing) -> Way:
    bids = panels.bids(conflicts.round)
    seats = conflicts.seats
    on = max((seat.started_on for seat in seats), default=None)
    found = (
        findings(panels.sitters(seats, bids, on=on), bids, competing=rule) if on is not None else []
    )
    out = {(each.sitter, each.bid) for each in found if each.effect == "excluded"}
    left = []
    for side in conflicts.sides:
        own = [seat for seat in seats if seat.constituency_id == side.constituency_id]
        free = [s for s in own if any((s.pk, bid.number) not in out for bid in bids)]
        left.append((side.constituency.label, len(free), len(own)))
    label = dict(Round.Competing.choices)[rule.value]
    return Way(str(label), rule == conflicts.round.competing_rule, left)


def to_score(conflicts: Conflicts, seat: PanelSeat) -> dict[str, Any]:  # Any: a template's
    """Sheets still to send first; titles alone of what somebody is bound to."""
    rows = ScoreSheet.objects.filter(seat=seat).select_related("proposal").order_by("pk")
    mine = [row for row in rows if (seat.pk, row.proposal_id) not in conflicts.excluded]
    bound = [each for each in conflicts.proposals if (seat.pk, each.pk) in conflicts.excluded]
    waiting = [row for row in mine if not row.is_sent]
    return {
        "waiting": waiting,
        "done": [row for row in mine if row.is_sent],
        "bound": bound,
        "minutes": 20 * len(waiting),
    }


def given(sheet: ScoreSheet) -> list[tuple[str, int]]:
    rows = Score.objects.filter(sheet=sheet).select_related("criterion")
    return [(row.criterion.text, row.points) for row in rows.order_by("criterion__order")]


def result(read: Result, *, hidden: set[int], rule: str) -> dict[str, Any]:  # Any: a template's
    """The whole result, but only the titles of what this reader is bound to."""
    chosen = rule if rule in Round.Spend.values else read.conflicts.round.spend_rule
    spread = read.spread(chosen)
    seats = {seat.pk: seat for seat in read.conflicts.seats}
    known = read.proposals
    return {
        "rows": [(row, spread.pence.get(row.proposal.pk, 0)) for row in read.rows
                 if row.proposal.pk not in hidden],
        "hidden": [known[number] for number in sorted(hidden)],
        "left": spread.left,
        "tied": [known[number] for number in spread.tied],
        "swaps": [pair for pair in read.swaps if not {p.pk for p in pair} & hidden],
        "apart": [
            (known[each.proposal], seats[each.low].constituency, seats[each.high].constituency)
            for each in read.apart
            if each.proposal not in hidden
        ],
        "withdrawn": len(read.withdrawn),
        "turned": [each for each in read.turned_by_funder if each.pk not in hidden],
        "rules": [
            {"label": label, "url": f"?rule={code}", "is_current": code == chosen, "count": None}
            for code, label in Round.Spend.choices
        ],
    }  # fmt: skip


def suggested(read: Result) -> dict[str, Any]:  # Any: what fields begin with
    """By the round's own rule, with the panel's comments as a beginning for the feedback."""
    spread = read.proposed
    before = {
        row.proposal_id: row
        for row in PanelOutcome.objects.filter(proposal__round=read.conflicts.round)
    }
    found: dict[str, Any] = {}
    for number in read.proposals:
        row = before.get(number)
        found[f"pence_{number}"] = row.recommended_pence if row else spread.pence.get(number, 0)
        if row is not None:
            found |= {f"reason_{number}": row.reason, f"feedback_{number}": row.feedback}
    comments = ScoreSheet.objects.filter(proposal__in=list(read.proposals)).exclude(comment="")
    for number, comment in comments.order_by("pk").values_list("proposal", "comment"):
        if number not in before:
            there = found.get(f"feedback_{number}", "")
            found[f"feedback_{number}"] = f"{there}\n{comment}".strip()
    return found


def decided(round_: Round, chosen: dict[int, PanelOutcome]) -> list[tuple[Proposal, int]]:
    rows = Proposal.objects.filter(pk__in=chosen).select_related("organisation")
    pairs = [(row, chosen[row.pk].recommended_pence) for row in rows]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0].pk))
