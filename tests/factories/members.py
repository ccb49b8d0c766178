"""Rows of the members app, as plain as they can be."""

from datetime import UTC, date, datetime, timedelta

from members.actions import approvals, drafts
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
from members.queries.versions import open_version

JOINED = date(2025, 1, 6)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


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


def a_draft(organisation, by, *, now=NOW, **values):
    """Fields of the organisation, put into its draft."""
    paths = {f"organisation/{name}": value for name, value in values.items()}
    version = open_version(organisation)
    lock = version.lock if version else 0
    return drafts.save(organisation, values=paths, by=by, now=now, lock=lock)


def a_sent_version(organisation, by, *, now=NOW, **values):
    version = a_draft(organisation, by, now=now, **values)
    drafts.send(version, by=by, now=now)
    version.refresh_from_db()
    return version


def an_approved_version(organisation, by, approver, *, now=NOW, **values):
    version = a_sent_version(organisation, by, now=now, **values)
    approvals.approve(version, by=approver, now=now, on=now.date())
    version.refresh_from_db()
    organisation.refresh_from_db()
    return version
