"""When enough was done to reach somebody: shown a text, or told what became of their words.

Pure: outcomes and days in, yes or no out.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

TRIES = 3
WITHIN = timedelta(weeks=6)
TOLD = frozenset({"told", "message_left", "not_wanted"})
NOT_REACHED = "not_reached"


def is_out_of_reach(tries: Sequence[tuple[str, date]]) -> bool:
    """Three tries in a row without reaching somebody, no more than six weeks from first to third.

    `tries` are outcomes with their days in the order they were made.
    """
    latest = list(tries)[-TRIES:]
    if len(latest) < TRIES or any(outcome != NOT_REACHED for outcome, _ in latest):
        return False
    return latest[-1][1] - latest[0][1] <= WITHIN


def has_heard(outcomes: Iterable[str]) -> bool:
    """Told, or a message left, or no wish to hear; or tried three times."""
    known = list(outcomes)
    return any(outcome in TOLD for outcome in known) or known.count(NOT_REACHED) >= TRIES


def is_closed(wanting: Iterable[int], outcomes: dict[int, list[str]]) -> bool:
    """Whether everybody who wanted to hear back has heard, or was tried three times.

    `wanting` are contributors, `outcomes` what came of telling each of them.
    """
    return all(has_heard(outcomes.get(contributor, [])) for contributor in wanting)
