"""What this app gives to what stands around every page: the ring, cards, search, offices."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    F,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Now, TruncDate
from django.urls import reverse

from alliance import access, words
from alliance.models import User
from alliance.queries.search import matching
from alliance.registries import Card, OfficeRow
from alliance.roles import Scope
from alliance.words import LONDON
from members import months
from members.models import Organisation, PartnershipCapacity, Representative, Service
from members.names import folded
from members.permissions import MembersPermission
from members.queries.profiles import latest_of
from members.registries import seat_holders

EXPIRES_SOON = timedelta(days=3)
NEXT_MONTH_FROM_DAY = 20  # asking for next month's hours earlier would be asking twice
MOST_NAMED = 3


def offices(user_id: int, on: date) -> QuerySet[Any, OfficeRow]:  # Any: as the registry has it
    """Whoever acts for an organisation sees what members see."""
    return (
        Representative.objects.filter(user_id=user_id)
        .not_ended(on=on)
        .annotate(
            role=Value("representative", output_field=CharField()),
            scope_kind=Value(Scope.ALLIANCE.value, output_field=CharField()),
            scope_id=Value(None, output_field=BigIntegerField()),
        )
        .values_list("role", "started_on", "ended_on", "scope_kind", "scope_id")
    )


def ring() -> list[bool]:
    """One for each member of today: does it hold a seat? The day is the database's own."""
    today = (
        Organisation.objects.annotate(today=TruncDate(Now(), tzinfo=LONDON))
        .values_list("today", flat=True)
        .first()
    )
    if today is None:
        return []
    seated = {pk for holders in seat_holders for pk in holders(today)}
    members = Organisation.objects.members(on=today).order_by("sort_name", "pk")
    return [pk in seated for pk in members.values_list("pk", flat=True)]


def cards(user: User, on: date) -> Iterable[Card]:
    """For those who say what there is room for: places that run out, and next month's hours.

    Four queries at most, however many organisations somebody acts for.
    """
    mine = user.rights.organisations("set_capacity")
    if not mine:
        return []
    organisations = list(Organisation.objects.filter(pk__in=mine).order_by("sort_name"))
    running = _running_out(mine, on=on)
    found = [_places_card(o, running[o.pk]) for o in organisations if running.get(o.pk)]
    if on.day >= NEXT_MONTH_FROM_DAY:
        following = months.later(months.first_of(on), 1)
        said = PartnershipCapacity.objects.filter(organisation__in=mine, month=following)
        done = set(said.values_list("organisation_id", flat=True))
        found += [_hours_card(o, following) for o in organisations if o.pk not in done]
    return found


def _running_out(mine: frozenset[int], *, on: date) -> dict[int, list[tuple[Service, date | None]]]:
    """By organisation: services whose room was never said, or holds for three days at most."""
    soon = datetime.combine(on, time.min, tzinfo=LONDON) + EXPIRES_SOON
    services = list(Service.objects.offered().filter(organisation__in=mine).order_by("name"))
    latest = latest_of(services)
    found: dict[int, list[tuple[Service, date | None]]] = {}
    for service in services:
        said = latest.get(service.pk)
        if said is None or said.valid_until < soon:
            until = said.valid_until.astimezone(LONDON).date() if said else None
            found.setdefault(service.organisation_id, []).append((service, until))
    return found


def _places_card(organisation: Organisation, services: list[tuple[Service, date | None]]) -> Card:
    names = words.listed([service.name for service, _ in services[:MOST_NAMED]])
    more = len(services) - MOST_NAMED
    days = [until for _, until in services if until is not None]
    return Card(
        title=f"Say who has room at {organisation}",
        url=_capacity_page(organisation),
        minutes=1,
        by_on=min(days) if days else None,
        words=f"{names}{f' and {more} more' if more > 0 else ''}",
    )


def _hours_card(organisation: Organisation, month: date) -> Card:
    return Card(
        title=f"Say how many hours {organisation} has in {months.name(month)}",
        url=_capacity_page(organisation),
        minutes=1,
        by_on=month,
        words="Any number is fine, nought too.",
    )


def _capacity_page(organisation: Organisation) -> str:
    return reverse("members:capacity", kwargs={"slug": organisation.slug})


def search(user: User, text: str, limit: int) -> list[tuple[str, str, str]]:
    """Organisations, then services, for those who may see members. One query."""
    if not access.may(user, MembersPermission.SEE_MEMBERS):
        return []
    fields = ("name", "plain_summary")
    by_name = Q(sort_name__contains=folded(text))
    organisations = matching(Organisation.objects.all(), text, *fields, also=by_name).annotate(
        kind=Value(0), page=F("slug"), number=F("pk"), of=F("size_band")
    )
    services = matching(Service.objects.offered(), text, *fields).annotate(
        kind=Value(1), page=F("organisation__slug"), number=F("pk"), of=F("organisation__name")
    )
    columns = ("kind", "name", "page", "number", "of")
    rows = organisations.values_list(*columns).union(services.values_list(*columns), all=True)
    return [_found(*row) for row in rows.order_by("kind", "name")[:limit]]


def _found(kind: int, name: str, slug: str, pk: int, of: str) -> tuple[str, str, str]:
    page = reverse("members:profile", kwargs={"slug": slug})
    if kind == 0:
        return name, str(Organisation.SizeBand(of).label).split(":")[0], page
    return name, f"A service of {of}", f"{page}#service-{pk}"
