"""Stepping back from a seat for a while: nobody asks why, and no column could hold it."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from alliance import audit, outbox
from alliance.errors import Refused
from alliance.http import absolute_url
from alliance.models import User
from partnership_board.deadlines import day_of
from partnership_board.models import Deputy, SeatPause, SeatTerm
from partnership_board.queries.seats import leads, my_pause


@transaction.atomic
def step_back(
    term: SeatTerm, *, from_on: date, by: User, now: datetime, to_on: date | None = None
) -> SeatPause:
    """The deputy is told; the lead sees it; everybody else sees apologies and a deputy."""
    term = SeatTerm.objects.select_for_update(of=("self",)).select_related("seat").get(pk=term.pk)
    on = day_of(now)
    if term.holder_id != by.pk:
        raise Refused("Only whoever holds the seat can step back from it.")
    if not term.is_current(on=on):
        raise Refused("You no longer hold this seat.")
    if from_on < on:
        raise Refused("Choose today, or a day to come.", field="from_on")
    if to_on is not None and to_on <= from_on:
        raise Refused("You come back after you step back.", field="to_on")
    if SeatPause.objects.filter(seat_term=term).not_over(on=from_on).exists():
        raise Refused("You are stepping back already.")
    pause = SeatPause.objects.create(seat_term=term, from_on=from_on, to_on=to_on)
    audit.record(by=by, kind="board.stepped_back", subject=pause)
    deputies = Deputy.objects.current(on=on).filter(seat=term.seat).select_related("person")
    first = deputies.order_by("rank").first()
    for person in [first.person] if first else leads(on=on):
        _tell(pause, person, has_deputy=first is not None, now=now)
    return pause


@transaction.atomic
def come_back(term: SeatTerm, *, by: User, now: datetime) -> None:
    """One click. What had not begun yet is as if it had never been asked for."""
    on = day_of(now)
    if term.holder_id != by.pk:
        raise Refused("Only whoever holds the seat can come back to it.")
    pause = my_pause(term, on=on)
    if pause is None:
        raise Refused("You are not stepping back, so there is nothing to come back from.")
    pause = SeatPause.objects.select_for_update().get(pk=pause.pk)
    pause.to_on = max(pause.from_on, on)
    pause.save(update_fields=["to_on"])
    audit.record(by=by, kind="board.came_back", subject=pause)


def _tell(pause: SeatPause, person: User, *, has_deputy: bool, now: datetime) -> None:
    term = pause.seat_term
    address = reverse("partnership_board:seat", kwargs={"pk": term.seat_id})
    outbox.post(
        key=f"stand in {pause.pk} to {person.pk}",
        to=person.email,
        template="board/stand_in" if has_deputy else "board/stand_in_wanted",
        context={"person": person, "pause": pause, "seat": term.seat, "url": absolute_url(address)},
        now=now,
    )
