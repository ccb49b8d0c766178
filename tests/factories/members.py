"""Rows of the members app, as plain as they can be."""

from datetime import UTC, date, datetime, timedelta

from members.models import (
    Area,
    MembershipPeriod,
    Network,
    Organisation,
    PartnershipCapacity,
    Representative,
    Service,
    ServiceCapacity,
)
from members.names import folded, slug_of

JOINED = date(2025, 1, 6)


def an_organisation(name="Harbour Lane", *, is_member=True, **fields):
    fields = {"size_band": "small", "status": "active"} | fields
    organisation = Organisation.objects.create(
        name=name, slug=slug_of(name), sort_name=folded(name), **fields
    )
    if is_member:
        MembershipPeriod.objects.create(organisation=organisation, started_on=JOINED)
    return organisation


def organisations(count):
    return [an_organisation(f"Group {number:03}") for number in range(count)]


def an_area(name="Shadwell", gss="E05009332", **fields):
    return Area.objects.create(name=name, gss=gss, **fields)


def a_service(organisation, name="Tea and talk", **fields):
    return Service.objects.create(organisation=organisation, name=name, **fields)


def a_service_capacity(service, **fields):
    at = fields.pop("confirmed_at", datetime.now(tz=UTC))
    fields = {"referral_status": "open", "valid_until": at + timedelta(days=28)} | fields
    return ServiceCapacity.objects.create(service=service, confirmed_at=at, **fields)


def hours(organisation, month, minutes, **fields):
    return PartnershipCapacity.objects.create(
        organisation=organisation,
        month=month,
        minutes_offered=minutes,
        confirmed_at=datetime(2026, 1, 1, tzinfo=UTC),
        **fields,
    )


def a_representative(user, organisation, **fields):
    """The row alone, without rights; people with rights come from actions."""
    return Representative.objects.create(
        user=user, organisation=organisation, **({"started_on": JOINED} | fields)
    )


def a_network(name="Harbour Forum", **fields):
    return Network.objects.create(name=name, **({"kind": "forum", "level": "borough"} | fields))
