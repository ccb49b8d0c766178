"""Two organisations become one: the lead chooses, service by service, what goes with it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from members.actions import organisations
from members.models import Location, MembershipPeriod, Organisation, Service, ServiceLocation


@transaction.atomic
def merge(
    organisation: Organisation,
    *,
    merged_into: Organisation,
    services: Sequence[Service],
    ended_on: date,
    by: User,
    on: date,
    now: datetime,
    decided_where: str = "",
    end_words: str = "",
) -> None:
    """Nothing moves that was not chosen. Of the places, those go that only chosen services use."""
    _refuse_unless_two_members(organisation, merged_into, on=on)
    chosen = list(
        Service.objects.filter(organisation=organisation, pk__in=[s.pk for s in services])
    )
    _refuse_second_names(chosen, merged_into)
    _move_places(chosen, merged_into)
    Service.objects.filter(pk__in=[one.pk for one in chosen]).update(organisation=merged_into)
    data = {"into": merged_into.pk, "services": [one.pk for one in chosen]}
    audit.record(by=by, kind="members.merged", subject=organisation, data=data)
    organisations.end_membership(
        organisation,
        ended_on=ended_on,
        end_reason=MembershipPeriod.EndReason.MERGED,
        merged_into=merged_into,
        decided_where=decided_where,
        end_words=end_words,
        by=by,
        on=on,
        now=now,
    )


def _refuse_unless_two_members(one: Organisation, other: Organisation, *, on: date) -> None:
    if one.pk == other.pk:
        raise Refused("Choose another organisation.", field="merged_into")
    if not Organisation.objects.members(on=on).filter(pk=other.pk).exists():
        raise Refused(f"{other} is not a member.", field="merged_into")


def _refuse_second_names(chosen: Sequence[Service], other: Organisation) -> None:
    names = {service.name for service in chosen}
    for twin in Service.objects.filter(organisation=other, name__in=names):
        raise Refused(
            f"{other} has a service called {twin.name} too. Leave this one out, or have it renamed"
            " first.",
            field="services",
        )


def _move_places(chosen: Sequence[Service], other: Organisation) -> None:
    """A place shared with a service that stays does too, and the chosen service leaves it."""
    links = ServiceLocation.objects.filter(service__in=chosen)
    staying = ServiceLocation.objects.filter(location__in=links.values("location")).exclude(
        service__in=chosen
    )
    shared = set(staying.values_list("location_id", flat=True))
    moving = set(links.values_list("location_id", flat=True)) - shared
    links.filter(location__in=shared).delete()
    Location.objects.filter(pk__in=moving).update(organisation=other)
