"""Who was elected and left, who sits, and who could follow."""

from dataclasses import dataclass
from datetime import date

from partnership_board.models import Countback, Election, Nomination, Seat, SeatTerm
from partnership_board.queries import elections
from partnership_board.queries.counts import winners


@dataclass(frozen=True)
class Vacancy:
    """A seat that nobody holds, who left it, and when their term would have ended."""

    seat: Seat
    nomination: Nomination
    ends_on: date

    @property
    def name(self) -> str:
        return self.nomination.person_name

    @property
    def title(self) -> str:
        return self.seat.title

    @property
    def number(self) -> int | None:
        return self.nomination.number


def elected(election: Election) -> list[Nomination]:
    """Those elected, and whoever followed by countback."""
    found = winners(election)
    for one in Election.objects.filter(parent=election, kind=Election.Kind.COUNTBACK):
        if one.certified_at is not None:
            found += winners(one)
    return found


def vacancies(election: Election, *, on: date) -> list[Vacancy]:
    """Seats of the election that were left before the term was over."""
    people = {one.user_id: one for one in elected(election)}
    found = []
    for seat in elections.seats_of(election):
        term = SeatTerm.objects.filter(seat=seat).order_by("started_on", "pk").last()
        if term is None or term.ended_on is None or term.ended_on > on:
            continue
        if term.holder_id in people and term.ends_on > on:
            found.append(Vacancy(seat, people[term.holder_id], term.ends_on))
    return found


def vacancy_of(election: Election, number: int, *, on: date) -> Vacancy | None:
    return next((one for one in vacancies(election, on=on) if one.number == number), None)


def sitting(election: Election, *, on: date) -> list[int]:
    """Numbers of those elected who hold one of its seats today."""
    seats = elections.seats_of(election)
    held = set(
        SeatTerm.objects.filter(seat__in=seats).current(on=on).values_list("holder_id", flat=True)
    )
    return [one.number for one in elected(election) if one.user_id in held and one.number]


def gone(election: Election) -> set[int]:
    """Whoever left a seat of this election before."""
    rows = Countback.objects.filter(election__parent=election, election__certified_at__isnull=False)
    return set(rows.values_list("leaver", flat=True))


def others(election: Election, *, on: date) -> list[Nomination]:
    """Candidates who neither sit nor left: any of them might follow."""
    sits, left = set(sitting(election, on=on)), gone(election)
    vacant = {one.number for one in vacancies(election, on=on)}
    taken = sits | left | vacant
    return [one for one in elections.candidates(election) if one.number not in taken]
