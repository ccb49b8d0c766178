"""Services that everybody may see, and where and when they are."""

from datetime import UTC, date, datetime, time

from members.models import (
    Identifier,
    Location,
    LocationAccess,
    Organisation,
    ServiceArea,
    ServiceLanguage,
    ServiceLocation,
    ServiceSchedule,
    ServiceType,
    TypeOfService,
)
from tests.factories.members import a_service, a_service_capacity, an_area, an_organisation

CHECKED = date(2026, 11, 2)
SECRET = "9 Nightjar Close"


def an_open_organisation(name="Harbour Lane", **fields):
    fields = {
        "in_directory": True,
        "in_open_data": True,
        "website": "https://lane.example/",
    } | fields
    there = Organisation.objects.filter(name=name).first()
    return there or an_organisation(name, plain_summary="A house by the water.", **fields)


def a_public_service(organisation, name="Open door", **fields):
    words = {"plain_summary": "Somebody listens.", "is_public": True, "last_checked_on": CHECKED}
    return a_service(organisation, name, **(words | fields))


def a_place(service, *, access=(), **fields):
    words = {
        "name": "Lane House",
        "address_1": "1 Example Street",
        "city": "London",
        "postcode": "E1 0CC",
        "is_public": True,
    }
    location = Location.objects.create(organisation=service.organisation, **(words | fields))
    for kind, answer in access:
        LocationAccess.objects.create(location=location, kind=kind, answer=answer)
    return ServiceLocation.objects.create(service=service, location=location)


def a_whole_service(name="Circle", *, now=None):
    """With one of everything."""
    organisation = an_open_organisation()
    service = a_public_service(
        organisation,
        name,
        description="A weekly group.",
        who_for="Women",
        minimum_age=18,
        maximum_age=99,
        how_to_get_in="Come along.",
        costs="Free",
        url="https://circle.example/group",
        email="group@circle.example",
        phone="020 7946 0123",
    )
    for tag, how in (("syl", "staff"), ("pt-BR", "volunteer"), ("so", "interpreter")):
        ServiceLanguage.objects.create(service=service, language=tag, how=how)
    area = an_area()
    ServiceArea.objects.create(service=service, area=area)
    kind = ServiceType.objects.create(name="Peer support", words="Others like me.")
    TypeOfService.objects.create(service=service, type=kind)
    ServiceSchedule.objects.create(
        service=service, weekday="TU", opens_at=time(10), closes_at=time(12, 30)
    )
    ServiceSchedule.objects.create(
        service=service,
        frequency="monthly",
        week_of_month=-1,
        weekday="FR",
        opens_at=time(14),
        closes_at=time(16),
        valid_from=date(2026, 9, 1),
    )
    answers = (("step_free", "yes"), ("hearing_loop", "no"), ("lift", "not_known"))
    a_place(service, access=answers, ward=area)
    Identifier.objects.create(
        organisation=organisation, scheme="GB-CHC", value="9900001", is_primary=True
    )
    at = now or datetime.now(tz=UTC)
    a_service_capacity(service, confirmed_at=at, available=4, maximum=20, referral_status="limited")
    return service
