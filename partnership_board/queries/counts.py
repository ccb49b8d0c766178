"""The opened box: what is in it, what it gives when counted, and how lots are drawn from it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from partnership_board import result_sheets
from partnership_board.counting import agreed, blt, countback
from partnership_board.counting.ballots import Contest, Paper, Rule, grouped
from partnership_board.counting.bundle import result_text
from partnership_board.counting.lots import Lot
from partnership_board.election_states import Move
from partnership_board.levels import Level, level_of
from partnership_board.models import (
    Countback,
    CountRun,
    Election,
    LotDraw,
    Nomination,
    OfficerAgreement,
    OpenedBallot,
    OpenedBox,
)
from partnership_board.queries import elections
from partnership_board.result_sheets import Counted

Json = dict[str, Any]  # Any: as JSON has it


@dataclass(frozen=True)
class Box:
    """What is counted: papers, candidates as numbered, and the rule as frozen."""

    contest: Contest
    rule: Rule
    as_agreed: Json
    ballots: str  # BLT: rankings alone, sorted, so that nothing says whose any of them is
    by_order: bool = False


def source_of(election: Election) -> Election:
    """The election whose roll, candidates and box are meant: a countback has none of its own."""
    return election.parent if election.parent and is_countback(election) else election


def is_countback(election: Election) -> bool:
    return election.kind == Election.Kind.COUNTBACK


def papers_of(election: Election) -> tuple[Paper, ...]:
    rankings = OpenedBallot.objects.filter(election=election).values_list("ranking", flat=True)
    return grouped((1, ranking) for ranking in rankings)


def box_of(election: Election) -> Box:
    return box_from(election, papers_of(election))


def box_from(election: Election, papers: Sequence[Paper]) -> Box:
    """For a countback without whoever left or is unwilling, and with those who sit guarded."""
    as_agreed = json.loads(election.rule.canonical)
    candidates = elections.candidates_as_agreed(source_of(election))
    contest = agreed.agreed_contest(candidates, papers)
    rule = agreed.agreed_rule(as_agreed, candidates)
    ballots = blt.write(contest)
    if not is_countback(election):
        return Box(contest, rule, as_agreed, ballots, agreed.depends_on_order(as_agreed))
    vacancy = Countback.objects.get(election=election)
    gone = [vacancy.leaver, *vacancy.unwilling]
    contest, rule = countback.again(contest, rule, sitting=vacancy.sitting, gone=gone)
    return Box(contest, rule, as_agreed, ballots)


def counted(box: Box, seed: str) -> Counted:
    return result_sheets.counted(box.contest, box.rule, seed, by_order=box.by_order)


def level(election: Election, box: Box) -> Level:
    return level_of(
        box.as_agreed["publication"],
        box.contest.papers,
        floor=int(box.as_agreed["secrecy_floor"]),
        is_plain_count=not is_countback(election),
    )


def result_at(box: Box, seed: str, level: str) -> Json:
    """What `verify` computes again and compares."""
    draw = result_sheets.seeded(box.contest, box.rule, seed)
    return agreed.result(box.contest, box.rule, draw, level=level, by_order=box.by_order)


def result_sha256(result: Json) -> str:
    return agreed.sha256(result_text(result))


def of_vacancy(election: Election, box: Box, found: Counted) -> Json:
    """What a countback tells: names alone, to officers too. Two stage tables of one box could be
    subtracted from each other."""
    vacancy = Countback.objects.get(election=election)
    followers = [c for c in found.count.winners if c not in vacancy.sitting][:1]
    names = box.contest.names
    left = names[vacancy.leaver - 1]
    if followers:
        sentence = f"{names[followers[0] - 1]} takes the seat that {left} left."
    else:
        sentence = f"Nobody takes the seat that {left} left. A by-election follows."
    said = result_sheets.published(found, agreed.NAMES_ONLY) | {
        "seats": 1,
        "result": sentence,
        "elected": [names[c - 1] for c in followers],
        "unfilled": 1 - len(followers),
    }
    return {"numbers": followers, "unfilled": said["unfilled"], "sheet": said, "published": said}


# ---- what was recorded ---------------------------------------------------------------------------


def official(election: Election) -> CountRun | None:
    kinds = (CountRun.Kind.OFFICIAL, CountRun.Kind.COUNTBACK)
    return CountRun.objects.filter(election=election, kind__in=kinds).order_by("pk").last()


def salt_of(election: Election) -> str:
    return OpenedBox.objects.get(election=election).salt


def lot_from_at(election: Election) -> datetime | None:
    """From when on a lot that decides may be drawn; None where none is due."""
    box = OpenedBox.objects.filter(election=election).first()
    return box.lot_from_at if box else None


def draws(election: Election) -> list[LotDraw]:
    return list(LotDraw.objects.filter(election=election).order_by("tie"))


def seed_of(election: Election) -> str:
    """What was typed from dice, or the box's hash where no lot decides."""
    draw = LotDraw.objects.filter(election=election).first()
    return draw.seed if draw else election.box_sha256


def lots_of(election: Election) -> tuple[Lot, ...]:
    """As they stand in the bundle."""
    return tuple(
        Lot(one.tie, one.why, one.seed, tuple((label, key) for label, key in one.keys))
        for one in draws(election)
    )


def first_opener(election: Election) -> OfficerAgreement | None:
    """Who used their key first."""
    rows = OfficerAgreement.objects.filter(election=election, move=Move.USE_FIRST_KEY)
    return rows.select_related("officer__user").first()


def agreements(election: Election, move: Move) -> list[OfficerAgreement]:
    rows = OfficerAgreement.objects.filter(election=election, move=move)
    return list(rows.select_related("officer__user").order_by("given_at"))


def winners(election: Election) -> list[Nomination]:
    """Whoever the count elected, in order of election."""
    run = official(election)
    if run is None:
        return []
    people = {one.number: one for one in elections.candidates(source_of(election))}
    return [people[number] for number in run.result["numbers"]]
