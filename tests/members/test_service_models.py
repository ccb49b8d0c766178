"""Where services are, when, of which type; and how the database knows that one changed."""

from datetime import UTC, date, datetime, time, timedelta

import pgtrigger
import pytest
from django.db import IntegrityError, transaction

from alliance.models import Priority
from members.models import (
    Area,
    GroupServed,
    Location,
    LocationAccess,
    PriorityOfService,
    Service,
    ServiceArea,
    ServiceLanguage,
    ServiceLocation,
    ServiceSchedule,
    ServiceType,
    TypeOfService,
)
from tests.factories.directory import a_place, a_public_service, a_whole_service
from tests.factories.members import a_service, an_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def door(harbour):
    return a_service(harbour, "Open door")


def refused(make, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make()


def hours(service, **fields):
    words = {"weekday": "TU", "opens_at": time(10), "closes_at": time(12)} | fields
    return ServiceSchedule.objects.create(service=service, **words)


def test_hours_end_after_they_begin(door):
    refused(lambda: hours(door, closes_at=time(10)), "schedule_closes_after_it_opens")


def test_hours_once_a_month_say_in_which_week(door):
    refused(lambda: hours(door, frequency="monthly"), "schedule_week_where_monthly")
    refused(lambda: hours(door, week_of_month=2), "schedule_week_where_monthly")


def test_hours_are_on_a_day_of_the_week(door):
    refused(lambda: hours(door, weekday="XX"), "schedule_on_a_weekday")


def test_a_season_ends_after_it_begins(door):
    season = {"valid_from": date(2026, 9, 2), "valid_to": date(2026, 9, 1)}
    refused(lambda: hours(door, **season), "schedule_days_in_order")


def test_the_same_hours_are_listed_once(door):
    hours(door)

    refused(lambda: hours(door), "schedule_once")


@pytest.mark.parametrize(
    "words",
    [
        {"alert": "Closed"},
        {"alert": "Closed", "alert_from": date(2026, 5, 1)},
        {"alert_from": date(2026, 5, 1), "alert_until": date(2026, 5, 2)},
        {"alert": "Closed", "alert_from": date(2026, 5, 2), "alert_until": date(2026, 5, 1)},
        {"alert": "Closed", "alert_from": date(2026, 5, 1), "alert_until": date(2026, 7, 1)},
    ],
)
def test_a_notice_stands_for_at_most_sixty_days(harbour, words):
    refused(lambda: a_service(harbour, "Night line", **words), "service_alert_runs_out")


def test_a_notice_is_shown_from_its_first_day_to_its_last(harbour):
    day = date(2026, 5, 1)
    until = day + timedelta(days=60)
    service = a_service(harbour, alert="Closed", alert_from=day, alert_until=until)

    shown = [service.alert_on(day + timedelta(days=n)) for n in (-1, 0, 60, 61)]
    assert shown == ["", "Closed", "Closed", ""]


@pytest.mark.parametrize("code", ["e1 0cc", "E10CC", "E1  0CC", "1E 0CC", "E1 0C", "E1 0CCC", "X"])
def test_a_postcode_is_kept_in_one_shape(harbour, code):
    refused(
        lambda: Location.objects.create(organisation=harbour, postcode=code),
        "location_postcode_has_its_shape",
    )


@pytest.mark.parametrize("code", ["E1 0CC", "EC1A 1BB", "W1A 0AX", "M1 1AE", "GIR 0AA", ""])
def test_every_real_shape_of_a_postcode_is_kept(harbour, code):
    assert Location.objects.create(organisation=harbour, postcode=code).pk


def test_a_place_on_the_internet_says_where(harbour):
    refused(
        lambda: Location.objects.create(organisation=harbour, kind="virtual"),
        "virtual_location_says_where",
    )


def test_a_place_is_hidden_unless_somebody_says_otherwise(harbour):
    place = Location.objects.create(
        organisation=harbour, address_1="9 Nightjar Close", city="London", postcode="E1 0CC"
    )

    assert not place.is_public
    assert not place.has_address
    assert "Nightjar" not in str(place)


def test_what_helps_to_get_in_is_answered_once(door):
    place = a_place(door, access=[("step_free", "yes")])

    refused(
        lambda: LocationAccess.objects.create(location=place.location, kind="step_free"),
        "access_answered_once",
    )


def test_a_service_is_at_a_place_once(door):
    there = a_place(door)

    refused(
        lambda: ServiceLocation.objects.create(service=door, location=there.location),
        "service_at_location_once",
    )


def test_numbers_for_everybody_are_given_once(door):
    there = a_place(door)
    other = a_service(door.organisation, "Evening group")

    refused(
        lambda: ServiceLocation.objects.create(
            service=other, location=there.location, public_id=there.public_id
        ),
        "service_location_public_id_once",
    )
    refused(
        lambda: Location.objects.create(
            organisation=door.organisation, public_id=there.location.public_id
        ),
        "location_public_id_once",
    )
    kind = ServiceType.objects.create(name="Homes")
    refused(
        lambda: ServiceType.objects.create(name="Advice", public_id=kind.public_id),
        "service_type_public_id_once",
    )


def test_a_type_has_a_name_of_its_own(north):
    ServiceType.objects.create(name="Homes")

    refused(lambda: ServiceType.objects.create(name="Homes"), "service_type_once")
    refused(lambda: ServiceType.objects.create(name=""), "service_type_has_a_name")


def test_a_service_is_of_a_type_and_for_a_priority_once(door):
    priority, _ = Priority.objects.get_or_create(number=1, defaults={"name": "Being heard"})
    kind = ServiceType.objects.create(name="Homes")
    TypeOfService.objects.create(service=door, type=kind)
    PriorityOfService.objects.create(service=door, priority=priority)

    refused(lambda: TypeOfService.objects.create(service=door, type=kind), "type_of_service_once")
    refused(
        lambda: PriorityOfService.objects.create(service=door, priority=priority),
        "priority_of_service_once",
    )


def test_a_group_that_is_served_is_named_once(harbour):
    GroupServed.objects.create(organisation=harbour, group="Carers")

    refused(
        lambda: GroupServed.objects.create(organisation=harbour, group="Carers"),
        "group_served_once",
    )
    refused(
        lambda: GroupServed.objects.create(organisation=harbour, group=""), "group_served_is_named"
    )


def test_the_days_of_a_ward_are_in_order(north):
    refused(
        lambda: Area.objects.create(
            name="Old", valid_from=date(2022, 5, 2), valid_to=date(2022, 5, 1)
        ),
        "area_days_in_order",
    )


# ---- the stamp -----------------------------------------------------------------------------------
def age(service):
    """Whether the stamp was set since it was last put back."""
    service.refresh_from_db()
    return service.changed_at.year


def put_back(service):
    """To long ago: within one transaction, now is one moment."""
    with pgtrigger.ignore("members.Service:stamp_change"):
        Service.objects.update(changed_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert age(service) == 2020


CHANGES = {
    "its own words": lambda s: Service.objects.filter(pk=s.pk).update(costs="£2"),
    "a language": lambda s: ServiceLanguage.objects.filter(service=s).delete(),
    "a new language": lambda s: ServiceLanguage.objects.create(service=s, language="bfi"),
    "a ward": lambda s: ServiceArea.objects.filter(service=s).delete(),
    "a ward's name": lambda s: Area.objects.update(name="Shadwell East"),
    "hours": lambda s: ServiceSchedule.objects.filter(service=s).update(closes_at=time(17)),
    "a type": lambda s: TypeOfService.objects.filter(service=s).delete(),
    "a type's name": lambda s: ServiceType.objects.update(name="Peers"),
    "a place": lambda s: ServiceLocation.objects.filter(service=s).delete(),
    "an address": lambda s: Location.objects.update(address_1="2 Example Street"),
    "getting in": lambda s: LocationAccess.objects.filter(kind="lift").update(answer="yes"),
    "its organisation": lambda s: s.organisation.__class__.objects.update(website=""),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_service_is_stamped_when_anything_about_it_changes(north, what):
    service = a_whole_service()
    put_back(service)

    CHANGES[what](service)

    assert age(service) > 2020


def test_a_service_is_not_stamped_when_nothing_changes(north):
    service = a_whole_service()
    put_back(service)

    Service.objects.filter(pk=service.pk).update(costs="Free")

    assert age(service) == 2020


def test_another_service_is_not_stamped(north):
    service = a_whole_service()
    other = a_public_service(an_organisation("Heron House"), "Day centre")
    put_back(service)

    ServiceLanguage.objects.filter(service=service).delete()

    assert age(other) == 2020
