"""Terms on a seat begin and end, and deputies are named. Rights follow on the same day."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from alliance import access, audit, outbox, words
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.http import absolute_url
from alliance.models import Message, User
from members.actions import networks
from members.models import Organisation, Representation, Representative
from partnership_board.deadlines import day_of, later_by_months
from partnership_board.models import Deputy, Seat, SeatTerm
from partnership_board.queries import seats as queries

NOTICE = (180, 90, 30)  # days before a term ends


@transaction.atomic
def begin_term(
    seat: Seat,
    *,
    holder: User,
    started_on: date,
    by: User | Actor,
    on: date,
    ends_on: date | None = None,
    organisation: Organisation | None = None,
    role: str = SeatTerm.Role.HOLDER,
    position: str = SeatTerm.Position.NONE,
) -> SeatTerm:
    """Somebody takes the seat, and with it the rights of a board member."""
    seat = Seat.objects.select_for_update().get(pk=seat.pk)
    ends_on = ends_on or later_by_months(started_on, seat.term_months)
    _refuse_unfit(seat, holder=holder, started_on=started_on, ends_on=ends_on)
    _refuse_overlap(seat, started_on=started_on, role=role)
    _refuse_too_many(seat, holder=holder, started_on=started_on)
    term = SeatTerm.objects.create(
        seat=seat,
        holder=holder,
        organisation=organisation,
        started_on=started_on,
        ends_on=ends_on,
        role=role,
        position=position,
    )
    access.rebuild(holder, on=on)
    _speak_there(term, by=by)
    data = {"seat": seat.pk, "holder": holder.pk, "started_on": started_on.isoformat()}
    audit.record(by=by, kind="board.term_began", subject=term, data=data)
    return term


@transaction.atomic
def end_term(term: SeatTerm, *, ended_on: date, reason: str, by: User | Actor, on: date) -> None:
    """`ended_on` is the first day on which the holder no longer sits there."""
    term = SeatTerm.objects.select_for_update().get(pk=term.pk)
    if term.ended_on is not None:
        raise Refused(f"{term.holder}'s term ended already, on {words.day(term.ended_on)}.")
    if ended_on < term.started_on:
        raise Refused("A term cannot end before it began.", field="ended_on")
    term.ended_on, term.end_reason = ended_on, reason
    term.save(update_fields=["ended_on", "end_reason"])
    access.rebuild(term.holder, on=on)
    _fall_silent(term, by=by)
    data = {"seat": term.seat_id, "holder": term.holder_id, "ended_on": ended_on.isoformat()}
    audit.record(by=by, kind="board.term_ended", subject=term, data=data)


@transaction.atomic
def name_deputy(seat: Seat, *, person: User, from_on: date, by: User | Actor, on: date) -> Deputy:
    """The next in rank among the seat's deputies."""
    seat = Seat.objects.select_for_update().get(pk=seat.pk)
    if person.is_platform_admin:
        raise Refused(f"{person} looks after the installation and so cannot sit on a board.")
    if SeatTerm.objects.filter(seat=seat, holder=person).not_ended(on=from_on).exists():
        raise Refused(f"{person} holds this seat and cannot be their own deputy.", field="person")
    there = Deputy.objects.filter(seat=seat).not_ended(on=from_on)
    if there.filter(person=person).exists():
        raise Refused(f"{person} is a deputy for this seat already.", field="person")
    rank = (there.aggregate(Max("rank"))["rank__max"] or 0) + 1
    deputy = Deputy.objects.create(seat=seat, person=person, from_on=from_on, rank=rank)
    access.rebuild(person, on=on)
    data = {"seat": seat.pk, "person": person.pk, "from_on": from_on.isoformat()}
    audit.record(by=by, kind="board.deputy_named", subject=deputy, data=data)
    return deputy


@transaction.atomic
def raise_deputy(deputy: Deputy, *, by: User | Actor, on: date) -> None:
    """Change places with the deputy one rank before."""
    there = Deputy.objects.current(on=on).filter(seat=deputy.seat_id).select_for_update()
    before = there.filter(rank__lt=deputy.rank).order_by("-rank").first()
    if before is None:
        raise Refused(f"{deputy.person} is the first deputy already.")
    last = there.aggregate(Max("rank"))["rank__max"] or 0
    # No two may have one rank even for a moment, so one of them steps out of the row first.
    for row, rank in ((before, last + 1), (deputy, before.rank), (before, deputy.rank)):
        Deputy.objects.filter(pk=row.pk).update(rank=rank)
    data = {"seat": deputy.seat_id, "person": deputy.person_id}
    audit.record(by=by, kind="board.deputy_raised", subject=deputy, data=data)


@transaction.atomic
def close_seat(seat: Seat, *, closed_on: date, by: User | Actor) -> None:
    """The seat is kept with its history; nobody can sit there any more."""
    seat = Seat.objects.select_for_update().get(pk=seat.pk)
    if seat.closed_on is not None:
        raise Refused(f"This seat closed on {words.day(seat.closed_on)}.")
    if closed_on < seat.opened_on:
        raise Refused("A seat cannot close before it opened.", field="closed_on")
    term = SeatTerm.objects.filter(seat=seat).not_ended(on=closed_on).first()
    if term is not None:
        raise Refused(f"{term.holder} sits here then. End that term first.", field="closed_on")
    seat.closed_on = closed_on
    seat.save(update_fields=["closed_on"])
    audit.record(by=by, kind="board.seat_closed", subject=seat)


@transaction.atomic
def tell_of_ends(*, now: datetime) -> int:
    """To the lead, half a year, three months and one month before a term ends."""
    told = 0
    for term in queries.ending_within(NOTICE, on=day_of(now)):
        for lead in queries.leads(on=day_of(now)):
            key = f"end of term {term.pk} on {term.last_day}, {day_of(now)} to {lead.pk}"
            if Message.objects.filter(key=key).exists():
                continue
            address = reverse("partnership_board:seat", kwargs={"pk": term.seat_id})
            outbox.post(
                key=key,
                to=lead.email,
                template="board/term_ends",
                context={
                    "person": lead,
                    "term": term,
                    "url": absolute_url(address),
                    "elect_url": _address_to_elect(term.seat),
                },
                now=now,
            )
            told += 1
    return told


def _address_to_elect(seat: Seat) -> str:
    """Where an election for it is drafted; empty where others fill it."""
    if seat.basis != Seat.Basis.ELECTED:
        return ""
    return absolute_url(reverse("partnership_board:election_new"))


@transaction.atomic
def end_deputy(deputy: Deputy, *, to_on: date, by: User | Actor, on: date) -> None:
    deputy = Deputy.objects.select_for_update().get(pk=deputy.pk)
    if deputy.to_on is not None and deputy.to_on <= on:
        raise Refused(f"{deputy.person} is no longer a deputy.")
    if to_on < deputy.from_on:
        raise Refused("That is before they became a deputy.", field="to_on")
    deputy.to_on = to_on
    deputy.save(update_fields=["to_on"])
    access.rebuild(deputy.person, on=on)
    data = {"seat": deputy.seat_id, "person": deputy.person_id, "to_on": to_on.isoformat()}
    audit.record(by=by, kind="board.deputy_ended", subject=deputy, data=data)


def _speak_there(term: SeatTerm, *, by: User | Actor) -> None:
    """Whoever is elected to a board that is a network of ours speaks for the alliance there."""
    network, organisation = term.seat.board.network, term.organisation
    if network is None or organisation is None or term.seat.basis != Seat.Basis.ELECTED:
        return
    acting = Representative.objects.filter(user=term.holder, organisation=organisation)
    if not acting.current(on=term.started_on).exists():
        return
    speaking = Representation.objects.filter(network=network, user=term.holder)
    if not speaking.current(on=term.started_on).exists():
        networks.begin_representation(
            network,
            user=term.holder,
            organisation=organisation,
            started_on=term.started_on,
            by=by,
        )


def _fall_silent(term: SeatTerm, *, by: User | Actor) -> None:
    """The voice that the seat gave ends with it, unless another elected seat there goes on."""
    network, ended_on = term.seat.board.network, term.ended_on
    if network is None or ended_on is None or term.seat.basis != Seat.Basis.ELECTED:
        return
    others = SeatTerm.objects.filter(holder=term.holder_id, seat__board=term.seat.board_id)
    if others.not_ended(on=ended_on).exclude(pk=term.pk).exists():
        return
    given = Representation.objects.filter(
        network=network, user=term.holder_id, started_on=term.started_on, ended_on=None
    )
    for voice in given.select_related("user"):
        networks.end_representation(voice, ended_on=ended_on, by=by)


def _refuse_unfit(seat: Seat, *, holder: User, started_on: date, ends_on: date) -> None:
    if holder.is_platform_admin:
        raise Refused(f"{holder} looks after the installation and so cannot sit on a board.")
    if started_on < seat.opened_on:
        raise Refused(f"This seat opened on {words.day(seat.opened_on)}.", field="started_on")
    if seat.closed_on is not None and started_on >= seat.closed_on:
        raise Refused(f"This seat closed on {words.day(seat.closed_on)}.", field="started_on")
    if ends_on <= started_on:
        raise Refused("A term ends after it begins.", field="ends_on")


def _refuse_overlap(seat: Seat, *, started_on: date, role: str) -> None:
    others = SeatTerm.objects.filter(seat=seat).not_ended(on=started_on).select_related("holder")
    if role == SeatTerm.Role.JOB_SHARE:
        others = others.exclude(role=role)
    other = others.order_by("started_on").first()
    if other is None:
        return
    end = other.ended_on or other.ends_on
    until = "which ends on" if other.ended_on else "which is to end on"
    raise Refused(
        f"That term would overlap {other.holder}'s, {until} {words.day(end)}.", field="started_on"
    )


def _refuse_too_many(seat: Seat, *, holder: User, started_on: date) -> None:
    """Terms in a row count together until a gap of the agreed months lies between them."""
    if not seat.max_terms:
        return
    earlier = SeatTerm.objects.filter(seat=seat, holder=holder, ended_on__lte=started_on)
    in_a_row, next_began = 0, started_on
    for began, ended in earlier.order_by("-started_on").values_list("started_on", "ended_on"):
        assert ended is not None
        if later_by_months(ended, seat.gap_months) <= next_began:
            break
        in_a_row, next_began = in_a_row + 1, began
    if in_a_row >= seat.max_terms:
        latest = earlier.aggregate(Max("ended_on"))["ended_on__max"]
        until = words.day(later_by_months(latest, seat.gap_months))
        terms = words.counted(in_a_row, "term has", "terms have")
        raise Refused(
            f"{terms} been served in a row; this seat needs a gap until {until}.",
            field="started_on",
        )
