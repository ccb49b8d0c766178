"""Chances to learn, who has a place, and who waits for one."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from members.models import (
    LearningBooking,
    LearningOpportunity,
    Network,
    Organisation,
    Representative,
)
from members.seating import Asker

SMALL = (Organisation.SizeBand.MICRO, Organisation.SizeBand.SMALL)
Booking = LearningBooking.State
BOOKED = Q(learningbooking__state=Booking.BOOKED)
State = LearningOpportunity.State
SHAPES = {
    State.DRAFT: "draft",
    State.OPEN: "room",
    State.FULL: "near",
    State.CLOSED: "closed",
    State.CANCELLED: "over",
    State.DONE: "done",
}


@dataclass(frozen=True)
class Offered:
    """An opportunity, and how many of its places are taken."""

    opportunity: LearningOpportunity
    taken: int

    @property
    def shape(self) -> str:
        return SHAPES[State(self.opportunity.state)]

    @property
    def free(self) -> int | None:
        places = self.opportunity.places
        return None if places is None else max(0, places - self.taken)


def with_offerer(rows: QuerySet[LearningOpportunity]) -> QuerySet[LearningOpportunity]:
    return rows.select_related("offered_by_organisation", "offered_by_network", "priority")


def offered(*, on: date, sees_drafts: bool) -> tuple[list[Offered], list[Offered]]:
    """What is to come, the soonest first; and what is over, for those who keep it drafts too."""
    rows = list(with_offerer(LearningOpportunity.objects.order_by("starts_at", "pk")))
    taken = taken_of(rows)
    coming = set(LearningOpportunity.objects.coming(on=on).values_list("pk", flat=True))
    found = [Offered(row, taken.get(row.pk, 0)) for row in rows]
    others = [
        one
        for one in found
        if one.opportunity.pk not in coming
        and (sees_drafts or one.opportunity.state != State.DRAFT)
    ]
    return [one for one in found if one.opportunity.pk in coming], others[::-1]


def taken_of(rows: list[LearningOpportunity]) -> dict[int, int]:
    counted = (
        LearningBooking.objects.filter(opportunity__in=rows)
        .exclude(state__in=[Booking.WAITING, Booking.CANCELLED])
        .values_list("opportunity")
        .annotate(count=Count("pk"))
    )
    return dict(counted)


def bookings_of(opportunity: LearningOpportunity) -> list[LearningBooking]:
    """Everybody who asked and did not give it back: those with a place first."""
    rows = (
        LearningBooking.objects.filter(opportunity=opportunity)
        .exclude(state=Booking.CANCELLED)
        .select_related("representative__user", "representative__organisation")
        .order_by("asked_at", "pk")
    )
    return sorted(rows, key=lambda row: row.state == Booking.WAITING)


def askers(bookings: list[LearningBooking], state: str) -> list[Asker]:
    return [
        Asker(
            row.pk,
            row.representative.organisation_id,
            row.representative.organisation.size_band in SMALL,
            row.asked_at,
        )
        for row in bookings
        if row.state == state
    ]


def acting(user_id: int, *, on: date) -> list[Representative]:
    """For which members this person acts on the day."""
    members = Organisation.objects.members(on=on)
    rows = Representative.objects.filter(user=user_id, organisation__in=members).current(on=on)
    return list(rows.select_related("organisation").order_by("organisation__sort_name"))


def offerers() -> tuple[list[Organisation], list[Network]]:
    return (
        list(Organisation.objects.order_by("sort_name")),
        list(Network.objects.filter(is_active=True).order_by("name")),
    )
