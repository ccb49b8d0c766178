"""Which services, organisations and places an Open Referral question finds.

Only of organisations that ticked the open data; without the tick they are gone at the next request.
"""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from alliance.queries.search import matching
from members.models import (
    Location,
    Organisation,
    Service,
    ServiceCapacity,
    ServiceLocation,
    ServiceSchedule,
    ServiceType,
    TypeOfService,
)
from members.open_data.parameters import Asked
from members.open_data.records import Kind, number_of
from members.open_data.serialiser import REFERRAL_STATUS, SERVICE_TYPES, Context
from members.queries import published


def services(asked: Asked, context: Context, *, on: date) -> QuerySet[Service]:
    rows = published.services_of(_organisations(asked, on=on))
    if asked.search:
        words = ("name", "plain_summary", "description", "organisation__name")
        rows = matching(rows, asked.search, *words)
    if asked.minimum_age is not None:
        rows = rows.filter(minimum_age__gte=asked.minimum_age)
    if asked.maximum_age is not None:
        rows = rows.filter(maximum_age__lte=asked.maximum_age)
    rows = _open_at(rows, asked)
    rows = _of_types(rows, asked, context)
    rows = _changed_since(rows, asked.modified_after, now=context.now)
    if asked.postcode:
        there = ServiceLocation.objects.filter(service=OuterRef("pk"))
        rows = rows.filter(Exists(there.filter(_has_postcode(asked.postcode))))
    return rows.order_by("name", "public_id")


def _organisations(asked: Asked, *, on: date) -> QuerySet[Organisation]:
    rows = published.in_open_data(on=on)
    return rows.filter(public_id=asked.organization_id) if asked.organization_id else rows


def _open_at(rows: QuerySet[Service], asked: Asked) -> QuerySet[Service]:
    """One stretch of hours has to answer to the day and to both times."""
    wanted = {
        "weekday": asked.day,
        "opens_at__gte": asked.start_time,
        "closes_at__lte": asked.end_time,
    }
    given = {name: value for name, value in wanted.items() if value is not None}
    if not given:
        return rows
    return rows.filter(Exists(ServiceSchedule.objects.filter(service=OuterRef("pk"), **given)))


def _of_types(rows: QuerySet[Service], asked: Asked, context: Context) -> QuerySet[Service]:
    sorted_as = TypeOfService.objects.filter(service=OuterRef("pk"))
    if asked.taxonomy_term_id:
        as_type = Exists(sorted_as.filter(type__public_id=asked.taxonomy_term_id))
        rows = rows.filter(Q(as_type) | _has_status(asked, context))
    if asked.taxonomy_id == context.taxonomy_id(SERVICE_TYPES):
        return rows.filter(Exists(sorted_as))
    if asked.taxonomy_id == context.taxonomy_id(REFERRAL_STATUS):
        return rows.filter(Exists(_holding(context.now)))
    return rows.none() if asked.taxonomy_id else rows


def _holding(now: datetime) -> QuerySet[ServiceCapacity]:
    """What a service said last about its places, if that still counts."""
    said = ServiceCapacity.objects.filter(service=OuterRef("pk"))
    return said.filter(pk=latest_said(), valid_until__gte=now)


def latest_said() -> Subquery:
    said = ServiceCapacity.objects.filter(service=OuterRef("service"))
    return Subquery(said.order_by("-confirmed_at", "-pk").values("pk")[:1])


def _has_status(asked: Asked, context: Context) -> Q:
    for status in ServiceCapacity.ReferralStatus:
        if number_of("referral-status", status.value) == asked.taxonomy_term_id:
            return Q(Exists(_holding(context.now).filter(referral_status=status)))
    return Q(pk__in=[])


def _changed_since(
    rows: QuerySet[Service], since: datetime | None, *, now: datetime
) -> QuerySet[Service]:
    """Also those whose places were confirmed since, or have run out since."""
    if since is None:
        return rows
    latest = ServiceCapacity.objects.filter(service=OuterRef("pk"), pk=latest_said())
    confirmed = Exists(latest.filter(confirmed_at__gte=since))
    has_run_out = Exists(latest.filter(valid_until__gte=since, valid_until__lt=now))
    return rows.filter(Q(changed_at__gte=since) | confirmed | has_run_out)


def _has_postcode(postcode: str) -> Q:
    """Only a place that may be told is found by its postcode."""
    return Q(location__in=Location.objects.shown().filter(postcode=postcode))


def organisations(asked: Asked, context: Context, *, on: date) -> QuerySet[Organisation]:
    rows = published.in_open_data(on=on)
    if asked.search:
        rows = matching(rows, asked.search, "name", "plain_summary", "description")
    if asked.taxonomy_id or asked.taxonomy_term_id:
        offered = _of_types(Service.objects.filter(is_public=True), asked, context)
        rows = rows.filter(pk__in=offered.values("organisation"))
    return rows.order_by("sort_name", "public_id")


def at_locations(asked: Asked, context: Context, *, on: date) -> QuerySet[ServiceLocation]:
    """Places of services that themselves answer to everything else."""
    rows = ServiceLocation.objects.filter(service__in=services(asked, context, on=on).order_by())
    if asked.postcode:
        rows = rows.filter(_has_postcode(asked.postcode))
    return rows.order_by("service__name", "public_id")


# ---- taxonomies ----------------------------------------------------------------------------------
TAXONOMIES = {
    SERVICE_TYPES: "The alliance's own short list of what services do.",
    REFERRAL_STATUS: "Whether a service can take people now, as its organisation last confirmed.",
}


def types() -> list[Kind]:
    rows = ServiceType.objects.current().order_by("name")
    return [Kind(row.public_id, row.name, row.words) for row in rows]
