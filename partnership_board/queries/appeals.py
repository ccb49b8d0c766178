"""Appeals against the agenda group's answers: who supports one, and what is still missing."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from alliance.models import User
from partnership_board.models import (
    AgendaAppeal,
    AgendaProposal,
    AppealSupport,
    BoardRules,
    Deputy,
    Seat,
    SeatPause,
    SeatTerm,
)


@dataclass(frozen=True)
class Progress:
    """The seats that support an appeal, and what the board's rules ask for."""

    seats: list[Seat]
    rules: BoardRules

    @property
    def sides(self) -> int:
        return len({seat.constituency_id for seat in self.seats})

    @property
    def seats_missing(self) -> int:
        return max(self.rules.appeal_seats - len(self.seats), 0)

    @property
    def sides_missing(self) -> int:
        return max(self.rules.appeal_constituencies - self.sides, 0)

    @property
    def is_met(self) -> bool:
        return not self.seats_missing and not self.sides_missing


def seats_of(user: User, board_id: int, *, on: date) -> QuerySet[Seat]:
    """Those that the person speaks for that day: as holder, or as deputy of one who is away."""
    paused = SeatPause.objects.current(on=on).values("seat_term")
    held = SeatTerm.objects.current(on=on).filter(holder=user).exclude(pk__in=paused)
    away = SeatTerm.objects.current(on=on).filter(pk__in=paused)
    deputising = Deputy.objects.current(on=on).filter(
        person=user, rank=1, seat__in=away.values("seat")
    )
    return Seat.objects.filter(
        Q(pk__in=held.values("seat")) | Q(pk__in=deputising.values("seat")), board=board_id
    ).order_by("pk")


def progress_of(appeal: AgendaAppeal) -> Progress:
    """By the rules under which the answer was given."""
    given = AppealSupport.objects.filter(appeal=appeal).select_related("seat__constituency")
    return Progress(
        [each.seat for each in given.order_by("supported_at", "pk")], appeal.agenda_decision.rules
    )


def appeal_against(proposal: AgendaProposal) -> AgendaAppeal | None:
    """The appeal against the latest answer, if somebody began one."""
    appeals = AgendaAppeal.objects.filter(proposal=proposal).select_related(
        "agenda_decision__rules"
    )
    return appeals.order_by("-begun_at", "-pk").first()
