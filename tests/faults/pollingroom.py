"""An open poll with a full box, the moves that follow, and everything that they leave behind."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import OperationalError, connections
from django.utils import timezone

from alliance.audit import Actor
from alliance.models import Alliance, Message
from alliance.tenancy.context import work_for
from partnership_board import sealing
from partnership_board.actions import ballot_box, boards, openings, results
from partnership_board.models import (
    Board,
    CountRun,
    Declaration,
    Election,
    ElectionLogLine,
    Envelope,
    OfficerAgreement,
    OpenedBallot,
    RetainedBox,
    RollEntry,
    SealedBallot,
    SeatTerm,
)
from partnership_board.queries import elections as queries
from tests.factories.elections import POLL_KEYS, an_election
from tests.factories.results import officer, write_what_came_before
from tests.people import an_account

BEGAN = date(2026, 1, 1)
BALLOTS = [[1]] * 50 + [[2]] * 40 + [[3]] * 30 + [[4]] * 10 + [[5]] * 6  # no lot
ROLES = ("returning_officer", "scrutineer")
PATIENCE = 60
Move = tuple[str, Callable[[], None]]


@dataclass
class PollingRoom:
    alliance: Alliance
    pk: int
    now: datetime

    @classmethod
    def furnish(cls, slug: str) -> "PollingRoom":
        """In an alliance of its own, so that its letters go to its own members alone."""
        alliance = Alliance.objects.using("owner").get(slug=slug)
        with work_for(alliance.pk, alliance.slug):
            now = timezone.now()
            election = an_election(  # type: ignore[no-untyped-call]
                the_board(), now, roll=len(BALLOTS), candidates=5
            )
            for one in queries.candidates(election):
                one.user = an_account(f"{one.person_name} of {slug}")
                one.save()
            write_what_came_before(election)  # type: ignore[no-untyped-call]
            fill(election)
        return cls(alliance, election.pk, now)

    def moves(self) -> Iterator[Move]:
        yield "close", self.within(self.close)
        yield "first key", self.within(lambda: self.use_key(0))
        yield "second key and count", self.within(lambda: self.use_key(1))
        yield "first word", self.within(lambda: self.declare(0))
        yield "declaration", self.within(lambda: self.declare(1))
        yield "certificate", self.within(self.certify)

    def within(self, work: Callable[[], None]) -> Callable[[], None]:
        def done() -> None:
            with work_for(self.alliance.pk, self.alliance.slug):
                work()

        return done

    @property
    def election(self) -> Election:
        return Election.objects.select_related("rule", "board").get(pk=self.pk)

    def close(self) -> None:
        ballot_box.close_poll(self.election, now=self.election.ends_at)

    def use_key(self, which: int) -> None:
        by = officer(self.election, ROLES[which])  # type: ignore[no-untyped-call]
        openings.use_key(self.election, private=POLL_KEYS[which], by=by, now=self.now)

    def declare(self, which: int) -> None:
        by = officer(self.election, ROLES[which])  # type: ignore[no-untyped-call]
        results.declare(self.election, by=by, now=self.election.ends_at)

    def certify(self) -> None:
        election = self.election
        by = officer(election)  # type: ignore[no-untyped-call]
        assert election.objections_close_at is not None
        results.certify(election, by=by, now=election.objections_close_at)

    def found(self) -> dict[str, Any]:
        """What there is of this election; asked until the database is back."""
        deadline = time.monotonic() + PATIENCE
        while True:
            connections.close_all()
            try:
                with work_for(self.alliance.pk, self.alliance.slug):
                    return self._found()
            except OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def _found(self) -> dict[str, Any]:
        mine = {"election": self.pk}
        sealed = SealedBallot.objects.filter(**mine)
        letters = Message.objects.filter(key__startswith=f"election {self.pk} ")
        runs = CountRun.objects.filter(**mine)
        told = Declaration.objects.filter(**mine)
        terms = SeatTerm.objects.filter(seat__in=queries.seats_of(self.election))
        return {
            "state": self.election.state,
            "envelopes": Envelope.objects.filter(roll_entry__election=self.pk).count(),
            "sealed": sealed.count(),
            "peeled": sealed.exclude(peeled=None).count(),
            "opened": OpenedBallot.objects.filter(**mine).count(),
            "voted": RollEntry.objects.filter(has_voted=True, **mine).count(),
            "words given": OfficerAgreement.objects.filter(**mine).count(),
            "kept": RetainedBox.objects.filter(**mine).count(),
            "counts": sorted(runs.values_list("kind", flat=True)),
            "published": sorted(told.values_list("stage", flat=True)),
            "jobs": Message.objects.filter(
                task="partnership_board.print_result",
                ids__declaration__in=list(told.values_list("pk", flat=True)),
            ).count(),
            "terms": terms.count(),
            "letters": Counter(key.split(" to ")[0].split()[-1] for key in keys_of(letters)),
            "log": lines_of(self.pk),
        }


def keys_of(letters: Any) -> list[str]:
    return list(letters.values_list("key", flat=True))


def lines_of(pk: int) -> list[str]:
    """The kinds of its lines in order; a line written twice would show."""
    rows = ElectionLogLine.objects.filter(election=pk).order_by("seq")
    return [line.event.kind for line in rows.select_related("event")]


def the_board() -> Board:
    there = Board.objects.first()
    return there or boards.open_board(
        name="Partnership Board", kind="partnership_board", on=BEGAN, by=Actor.SYSTEM
    )


def fill(election: Election) -> None:
    """One envelope for each organisation on the roll."""
    place = queries.poll_place(election)
    Envelope.objects.bulk_create(
        Envelope(
            roll_entry=entry,
            sealed=sealed,
            receipt=sealing.receipt(entry.pk.to_bytes(16, "big"), sealed),
        )
        for (entry, _people), ranking in zip(election.on_roll, BALLOTS, strict=True)  # type: ignore[attr-defined]  # as the factory leaves it
        for sealed in [sealing.seal(ranking, candidates=5, place=place)]
    )
