"""Member organisations to measure with: hours, services, languages, wards, representatives."""

from datetime import date, timedelta

from alliance.registries import Crowd
from members import months
from members.models import (
    Area,
    MembershipPeriod,
    Network,
    Organisation,
    PartnershipCapacity,
    Representative,
    Service,
    ServiceArea,
    ServiceCapacity,
    ServiceLanguage,
)
from members.names import folded, slug_of

BEGAN = date(2024, 7, 1)
PLACES = [
    "Harbour",
    "Heron",
    "Lantern",
    "Weavers",
    "Canal",
    "Orchard",
    "Bridge",
    "Willow",
    "Market",
    "Tower",
    "Poplar",
    "Anchor",
]
KINDS = "House Lane Circle Project Network Trust Group Hub Table Garden Room Choir".split()
LANGUAGES = ("en", "bn", "syl", "so", "ar", "bfi", "ur", "pl")
WARDS, MONTHS = 20, 3


def fill(crowd: Crowd) -> None:
    organisations = _organisations(crowd)
    crowd.things["organisations"] = organisations
    MembershipPeriod.objects.bulk_create(
        MembershipPeriod(organisation=one, started_on=BEGAN) for one in organisations
    )
    Representative.objects.bulk_create(
        Representative(
            user=user,
            organisation=one,
            started_on=BEGAN,
            is_main_contact=True,
            votes_as=Representative.VotesAs.VOTER,
        )
        for user, one in zip(crowd.people, organisations, strict=False)
    )
    Network.objects.create(
        name="Health and Wellbeing Board",
        kind=Network.Kind.STATUTORY_BODY,
        level=Network.Level.BOROUGH,
    )
    _services(crowd, organisations)
    _hours(crowd, organisations)


def _organisations(crowd: Crowd) -> list[Organisation]:
    bands = list(Organisation.SizeBand)
    names = [
        f"{crowd.chance.choice(PLACES)} {crowd.chance.choice(KINDS)} {number}"
        for number in range(crowd.organisations)
    ]
    return Organisation.objects.bulk_create(
        Organisation(
            name=name,
            sort_name=folded(name),
            slug=slug_of(name),
            status=Organisation.Status.ACTIVE,
            size_band=crowd.chance.choice(bands),
            plain_summary="Made up, to measure with.",
            is_demo=True,
        )
        for name in names
    )


def _services(crowd: Crowd, organisations: list[Organisation]) -> None:
    areas = Area.objects.bulk_create(Area(name=f"Ward {number}") for number in range(WARDS))
    services = Service.objects.bulk_create(
        Service(organisation=one, name=f"{one.name}: {what}", plain_summary="Made up.")
        for one in organisations
        for what in ("drop-in", "one to one")
    )
    ServiceLanguage.objects.bulk_create(
        ServiceLanguage(service=service, language=tag)
        for service in services
        for tag in crowd.chance.sample(LANGUAGES, 2)
    )
    ServiceArea.objects.bulk_create(
        ServiceArea(service=service, area=area)
        for service in services
        for area in crowd.chance.sample(areas, 2)
    )
    ServiceCapacity.objects.bulk_create(
        ServiceCapacity(
            service=service,
            referral_status=ServiceCapacity.ReferralStatus.OPEN,
            available=crowd.chance.randint(0, 8),
            maximum=8,
            confirmed_at=crowd.now - timedelta(days=3),
            valid_until=crowd.now + timedelta(days=25),
        )
        for service in services
    )


def _hours(crowd: Crowd, organisations: list[Organisation]) -> None:
    month = months.first_of(crowd.on)
    PartnershipCapacity.objects.bulk_create(
        PartnershipCapacity(
            organisation=one,
            month=months.later(month, -back),
            minutes_offered=60 * crowd.chance.randint(1, 16),
            confirmed_at=crowd.now,
        )
        for one in organisations
        for back in range(MONTHS)
    )
