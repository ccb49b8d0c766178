"""Opened ballots are laid down once, sorted by ranking, under random numbers sorted likewise."""

import uuid
from collections.abc import Iterable

from partnership_board.models import Election, OpenedBallot, OpenedBox


def lay_out(election: Election, rankings: Iterable[tuple[int, ...]], *, salt: str) -> None:
    """One statement, so that no row, order or time says whose a ranking is."""
    in_order = sorted(rankings)
    keys = sorted(uuid.uuid4() for _ in in_order)
    OpenedBallot.objects.bulk_create(
        OpenedBallot(id=key, election=election, ranking=list(ranking))
        for key, ranking in zip(keys, in_order, strict=True)
    )
    OpenedBox.objects.create(election=election, salt=salt)
