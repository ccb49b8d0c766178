"""From the sheets that count to an order, and to the list that each way of spending gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from funding.conflicts import Effect
from funding.models import PanelOutcome, PanelSeat, Proposal, Round, Score, ScoreSheet
from funding.queries import panels
from funding.queries.panels import Conflicts
from funding.scoring import (
    Apart,
    Ask,
    Mean,
    Sheet,
    Spread,
    apart,
    best_fit,
    in_order,
    means,
    order,
    places,
    share,
    swapped,
)

Groups = list[tuple[int, ...]]


@dataclass(frozen=True)
class Row:
    """One proposal in the result."""

    proposal: Proposal
    mean: Mean | None
    place: int | None
    rank_place: int | None
    sheets: int
    is_short: bool  # fewer sheets count than the round asks for

    @property
    def points(self) -> str:
        return two_places(self.mean.raw) if self.mean else "not scored"

    @property
    def rank(self) -> str:
        return hundredths(self.mean.normalised) if self.mean else "not scored"


def two_places(value: Fraction) -> str:
    """To a hundredth, halves up: exact fractions are kept, this is for reading."""
    hundred = int(value * 100 + Fraction(1, 2))
    return f"{hundred // 100}.{hundred % 100:02}"


def hundredths(value: Fraction) -> str:
    return f"{int(value * 100 + Fraction(1, 2))} of 100"


@dataclass(frozen=True)
class Result:
    """What the sheets say, without those of anybody who is excluded by now."""

    conflicts: Conflicts
    sheets: list[Sheet]
    withdrawn: list[Sheet]

    @property
    def proposals(self) -> dict[int, Proposal]:
        return {each.pk: each for each in self.conflicts.proposals}

    @cached_property
    def means(self) -> dict[int, Mean]:
        return means(self.sheets)

    @cached_property
    def groups(self) -> Groups:
        return order({number: mean.raw for number, mean in self.means.items()})

    @cached_property
    def rank_groups(self) -> Groups:
        return order({number: mean.normalised for number, mean in self.means.items()})

    @property
    def rows(self) -> list[Row]:
        place, rank = places(self.groups), places(self.rank_groups)
        asked = self.conflicts.round.scorers
        rows = [
            Row(
                each,
                self.means.get(each.pk),
                place.get(each.pk),
                rank.get(each.pk),
                count := self.means[each.pk].sheets if each.pk in self.means else 0,
                count < asked,
            )
            for each in self.conflicts.proposals
        ]
        return sorted(rows, key=lambda row: (row.place or len(rows) + 1, row.proposal.pk))

    @property
    def swaps(self) -> list[tuple[Proposal, Proposal]]:
        known = self.proposals
        return [(known[one], known[other]) for one, other in swapped(self.means)]

    @property
    def ties(self) -> list[list[Proposal]]:
        known = self.proposals
        return [[known[number] for number in group] for group in self.groups if len(group) > 1]

    @property
    def apart(self) -> list[Apart]:
        return apart(self.sheets)

    def asks(self) -> dict[int, Ask]:
        known = self.proposals
        return {
            number: Ask(known[number].asked_pence or 1, known[number].least_pence or 1)
            for number in self.means
        }

    def spread(self, rule: str, sheets_means: Mapping[int, Mean] | None = None) -> Spread:
        """The list that a spend rule gives for this pot."""
        found = self.means if sheets_means is None else sheets_means
        values = {number: mean.raw for number, mean in found.items()}
        asks, pot = (
            {n: ask for n, ask in self.asks().items() if n in values},
            self.conflicts.round.pot_pence,
        )
        if rule == Round.Spend.BEST_FIT:
            return best_fit(values, asks, pot)
        spend = share if rule == Round.Spend.SHARE else in_order
        return spend(order(values), asks, pot)

    @cached_property
    def without_funder(self) -> dict[int, Mean] | None:
        """The means without the funder's own staff; None where there is none of it."""
        staff = (each for each in self.conflicts.found if each.effect is Effect.NOT_DECIDING)
        bound = {(each.sitter, each.bid) for each in staff}
        others = [sheet for sheet in self.sheets if (sheet.seat, sheet.proposal) not in bound]
        return None if len(others) == len(self.sheets) else means(others)

    @property
    def turned_by_funder(self) -> list[Proposal]:
        """Proposals whose money would depend on the funder's own points."""
        if self.without_funder is None:
            return []
        rule = self.conflicts.round.spend_rule
        with_them, alone = self.spread(rule), self.spread(rule, self.without_funder)
        return [
            each
            for each in self.conflicts.proposals
            if with_them.pence.get(each.pk, 0) != alone.pence.get(each.pk, 0)
        ]

    @property
    def proposed(self) -> Spread:
        """By the round's own rule; the funder's points never tip it."""
        rule = self.conflicts.round.spend_rule
        return self.spread(rule, self.without_funder if self.turned_by_funder else None)


def of_round(round_: Round, *, on: date) -> Result:
    conflicts = panels.of_round(round_, on=on)
    sent = ScoreSheet.objects.filter(proposal__round=round_, submitted_at__isnull=False)
    points: dict[int, list[int]] = {}
    scores = Score.objects.filter(sheet__in=sent).order_by("sheet", "criterion__order")
    for sheet, value in scores.values_list("sheet", "points"):
        points.setdefault(sheet, []).append(value)
    every = [
        Sheet(sheet.seat_id, sheet.proposal_id, tuple(points[sheet.pk]))
        for sheet in sent.order_by("pk")
    ]
    there = {seat.pk for seat in conflicts.seats}
    known = {each.pk for each in conflicts.proposals}
    counted = [
        sheet
        for sheet in every
        if sheet.seat in there
        and sheet.proposal in known
        and (sheet.seat, sheet.proposal) not in conflicts.excluded
    ]
    return Result(conflicts, counted, [sheet for sheet in every if sheet not in counted])


def progress(round_: Round) -> tuple[int, int]:
    """Sheets sent, of those asked for: no points, no names."""
    rows = ScoreSheet.objects.filter(proposal__round=round_)
    return rows.filter(submitted_at__isnull=False).count(), rows.count()


def outcomes(round_: Round) -> dict[int, PanelOutcome]:
    rows = PanelOutcome.objects.filter(proposal__round=round_)
    return {row.proposal_id: row for row in rows}


def owed(result: Result, seat: PanelSeat) -> list[ScoreSheet]:
    """Sheets of this seat so far from another that the panel asks for a sentence."""
    wanted = {(each.low, each.proposal) for each in result.apart}
    wanted |= {(each.high, each.proposal) for each in result.apart}
    mine = ScoreSheet.objects.filter(seat=seat, sentence="", submitted_at__isnull=False)
    rows = mine.select_related("proposal")
    return [sheet for sheet in rows if (seat.pk, sheet.proposal_id) in wanted]
