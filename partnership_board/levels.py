"""How much of a count is published. A level lowers itself to protect voters; it is never raised."""

from collections.abc import Sequence
from dataclasses import dataclass

from partnership_board.counting.agreed import NAMES_ONLY, PROFILE, STAGES
from partnership_board.counting.ballots import Paper

PROFILE_BALLOTS = 200  # from so many ballots on, rankings may be public
PROFILE_ALIKE = 5  # or when every ranking stands on at least so many


@dataclass(frozen=True)
class Level:
    """`why` is a sentence where the level is lower than the rule asked for, else empty."""

    code: str
    why: str = ""


def level_of(
    asked: str, papers: Sequence[Paper], *, floor: int, is_plain_count: bool = True
) -> Level:
    """The level at which a count of `papers` is published.

    `asked` is the rule's; `floor` is the fewest ballots of which more than names may be told.
    `is_plain_count` is False for countbacks, and counts made only to compare: two stage tables of
    the same box could be subtracted.
    """
    ballots = sum(number for number, _ in papers)
    if not is_plain_count:
        return Level(NAMES_ONLY, "" if asked == NAMES_ONLY else SAME_BOX)
    if ballots < floor:
        return Level(NAMES_ONLY, "" if asked == NAMES_ONLY else too_few(ballots))
    if asked == PROFILE and not may_show_rankings(papers, ballots):
        return Level(STAGES, UNLIKE)
    return Level(asked)


SAME_BOX = "These ballots were counted before. To protect voters, names alone are published."
UNLIKE = (
    "Some rankings stand on few ballots. To protect voters, the stages are published and the "
    "rankings are not."
)


def too_few(ballots: int) -> str:
    cast = "Nobody voted." if not ballots else f"Only {ballots} ballots were cast."
    cast = "Only 1 ballot was cast." if ballots == 1 else cast
    return f"{cast} To protect voters, names alone are published."


def may_show_rankings(papers: Sequence[Paper], ballots: int) -> bool:
    return ballots >= PROFILE_BALLOTS or all(number >= PROFILE_ALIKE for number, _ in papers)
