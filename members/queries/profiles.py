"""What one organisation's page shows."""

from dataclasses import dataclass
from datetime import date, datetime

from alliance import words
from alliance.models import RoleTerm
from alliance.roles import ROLES, Scope
from members.models import (
    GroupServed,
    Identifier,
    LedByDeclaration,
    MembershipPeriod,
    Organisation,
    Pause,
    Representation,
    Representative,
    Service,
    ServiceArea,
    ServiceCapacity,
    ServiceLanguage,
)
from members.queries.declarations import consented
from members.queries.published import name_of_group, with_aims
from members.reference import Language, languages

SHAPES = {
    ServiceCapacity.ReferralStatus.OPEN: "room",
    ServiceCapacity.ReferralStatus.LIMITED: "near",
    ServiceCapacity.ReferralStatus.WAITING_LIST: "waiting",
    ServiceCapacity.ReferralStatus.CLOSED: "closed",
    ServiceCapacity.ReferralStatus.BY_ASSESSMENT: "open",
}


@dataclass(frozen=True)
class Places:
    """What a service last said about its room, as far as it still holds."""

    capacity: ServiceCapacity | None
    is_confirmed: bool

    @property
    def words(self) -> str:
        if self.capacity is None:
            return "Not yet said"
        if not self.is_confirmed:
            return f"Unconfirmed since {words.day(self.capacity.valid_until)}"
        return self.capacity.words

    @property
    def shape(self) -> str:
        if self.capacity is None or not self.is_confirmed:
            return "draft"
        return SHAPES[ServiceCapacity.ReferralStatus(self.capacity.referral_status)]


@dataclass(frozen=True)
class OfferedService:
    service: Service
    languages: list[Language]
    areas: list[str]
    places: Places
    aims: list[str]


def services_of(organisation: Organisation, *, now: datetime) -> list[OfferedService]:
    """Its services by name, each with languages, places served and room. Four queries."""
    offered = Service.objects.offered().filter(organisation=organisation)
    services = list(with_aims(offered.order_by("name")))
    tags, areas, latest = _about(services)
    return [
        OfferedService(
            service,
            [languages()[tag] for tag in tags.get(service.pk, []) if tag in languages()],
            areas.get(service.pk, []),
            places_of(latest.get(service.pk), now=now),
            list(service.aims),
        )
        for service in services
    ]


def places_of(capacity: ServiceCapacity | None, *, now: datetime) -> Places:
    return Places(capacity, capacity is not None and capacity.is_confirmed(now=now))


def latest_of(services: list[Service]) -> dict[int, ServiceCapacity]:
    rows = ServiceCapacity.objects.filter(service__in=services).latest_each()
    return {capacity.service_id: capacity for capacity in rows}


def _about(
    services: list[Service],
) -> tuple[dict[int, list[str]], dict[int, list[str]], dict[int, ServiceCapacity]]:
    tags: dict[int, list[str]] = {}
    areas: dict[int, list[str]] = {}
    spoken = ServiceLanguage.objects.filter(service__in=services).order_by("language")
    for service, tag in spoken.values_list("service_id", "language").distinct():
        tags.setdefault(service, []).append(tag)
    served = ServiceArea.objects.filter(service__in=services).order_by("area__name")
    for service, name in served.values_list("service_id", "area__name"):
        areas.setdefault(service, []).append(name)
    return tags, areas, latest_of(services)


@dataclass(frozen=True)
class Acting:
    """Somebody who acts for the organisation, and what they may do for it."""

    representative: Representative
    roles: list[str]

    @property
    def words(self) -> str:
        """Coordinator, main contact, votes."""
        person = self.representative
        facts = [person.job_title] if person.job_title else []
        if person.is_main_contact:
            facts.append("main contact")
        if person.votes_as != Representative.VotesAs.NOT_NAMED:
            facts.append(person.get_votes_as_display().lower())
        return ", ".join(facts)


def people_of(organisation: Organisation, *, on: date) -> list[Acting]:
    """Who acts for it on the day, the main contact first. Two queries."""
    terms: dict[int, list[str]] = {}
    held = RoleTerm.objects.filter(scope_kind=Scope.ORGANISATION, scope_id=organisation.pk)
    for user, role in held.current(on=on).values_list("user_id", "role"):
        terms.setdefault(user, []).append(ROLES[role].title)
    acting = (
        Representative.objects.filter(organisation=organisation)
        .not_ended(on=on)
        .select_related("user")
        .order_by("-is_main_contact", "user__name")
    )
    return [Acting(person, sorted(terms.get(person.user_id, []))) for person in acting]


def networks_of(organisation: Organisation, *, on: date) -> list[Representation]:
    return list(
        Representation.objects.filter(organisation=organisation)
        .current(on=on)
        .select_related("network", "user")
        .order_by("network__name")
    )


def shown_to_members(organisation: Organisation, *, on: date) -> list[LedByDeclaration]:
    """Only what the organisation said may be shown with its name."""
    return list(
        consented(LedByDeclaration.objects.all(), use="show_name_to_members", on=on)
        .filter(organisation=organisation, leads=LedByDeclaration.Leads.YES)
        .select_related("definition")
        .order_by("group")
    )


@dataclass(frozen=True)
class Standing:
    """Its membership in words, and whether it takes requests."""

    period: MembershipPeriod | None
    is_paused: bool

    @property
    def words(self) -> str:
        if self.period is None:
            return "Not a member now"
        if self.period.ended_on is None:
            return f"Member since {words.day(self.period.started_on)}"
        return f"Member until {words.day(self.period.ended_on)}"


def standing_of(organisation: Organisation, *, on: date) -> Standing:
    periods = MembershipPeriod.objects.filter(organisation=organisation)
    return Standing(
        periods.current(on=on).first(),
        Pause.objects.filter(organisation=organisation).current(on=on).exists(),
    )


def identifiers_of(organisation: Organisation) -> list[Identifier]:
    rows = Identifier.objects.filter(organisation=organisation)
    return list(rows.order_by("-is_primary", "scheme", "value"))


def groups_of(organisation: Organisation) -> list[str]:
    """Whom it is there for, by name: groups of the Census or its own words."""
    rows = GroupServed.objects.filter(organisation=organisation).order_by("group")
    return [name_of_group(group) for group in rows.values_list("group", flat=True)]
