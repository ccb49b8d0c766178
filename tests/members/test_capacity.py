"""Two capacities: room for people, which runs out; and hours, which only two ever see."""

from datetime import UTC, date, datetime, timedelta

import pytest

from alliance.errors import Refused
from alliance.models import Event
from members import months
from members.actions import capacity
from members.models import (
    HoursAssumption,
    Organisation,
    PartnershipCapacity,
    Pause,
    ServiceCapacity,
)
from members.queries.hours import hours_of, with_hours
from members.queries.lists import Wanted, found
from members.queries.profiles import places_of, services_of
from tests.factories.members import a_service, a_service_capacity, an_organisation, hours

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = date(2026, 3, 2)
MARCH = date(2026, 3, 1)


def confirmed(service, by, **words):
    words = {"referral_status": "open", "now": NOW} | words
    return capacity.confirm_service_capacity(service, by=by, **words)


def test_the_latest_answer_counts_and_the_older_one_stays(harbour, editor):
    tea = a_service(harbour)
    confirmed(tea, editor, available=4, maximum=12)
    confirmed(tea, editor, referral_status="closed", now=NOW + timedelta(hours=1))

    said = services_of(harbour, now=NOW + timedelta(hours=2))[0].places
    assert (said.words, said.shape) == ("Closed", "closed")
    assert ServiceCapacity.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"available": 4, "maximum": 12}, "Open: 4 of 12 people"),
        ({"available": 4}, "Open: 4 people"),
        ({}, "Open"),
    ],
)
def test_room_reads_as_a_sentence(harbour, editor, fields, words):
    said = confirmed(a_service(harbour), editor, **fields)

    assert places_of(said, now=NOW).words == words


def test_one_second_past_its_day_room_reads_unconfirmed(harbour, editor):
    said = confirmed(a_service(harbour), editor, available=4, maximum=12)
    last = said.valid_until

    assert places_of(said, now=last).words == "Open: 4 of 12 people"
    late = places_of(said, now=last + timedelta(seconds=1))
    assert (late.words, late.shape) == ("Unconfirmed since Mon 30 Mar 2026", "draft")
    assert places_of(None, now=NOW).words == "Not yet said"


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ("open", ({"Harbour Lane"}, set())),
        ("closed", ({"Heron House"}, set())),
        ("unconfirmed", (set(), {"Harbour Lane", "Heron House"})),
        ("elsewhere", (set(), set())),
    ],
)
def test_what_ran_out_is_neither_open_nor_closed(harbour, heron, editor, places, expected):
    until = confirmed(a_service(harbour), editor).valid_until
    confirmed(a_service(heron), editor, referral_status="closed")

    def names(now):
        return {str(one) for one in found(Wanted(places=places), on=DAY, now=now)}

    assert (names(until), names(until + timedelta(seconds=1))) == expected


def test_more_places_free_than_there_are_is_refused(harbour, editor):
    with pytest.raises(Refused, match="You have typed 12 places free out of 10") as said:
        confirmed(a_service(harbour), editor, available=12, maximum=10)
    assert said.value.field == "available"


def test_more_places_paid_for_than_there_are_is_refused(harbour, editor):
    with pytest.raises(Refused, match="You have typed 12 paid places out of 10"):
        confirmed(a_service(harbour), editor, funded_places=12, maximum=10)


def test_paid_hours_of_somebody_who_takes_no_pay_are_refused(harbour, editor):
    words = {"minutes_offered": 60, "minutes_funded": 30, "is_unpaid_only": True}

    with pytest.raises(Refused, match="that you take no pay"):
        capacity.state_hours(harbour, month=MARCH, by=editor, now=NOW, **words)


@pytest.mark.parametrize("days", [0, 91])
def test_an_answer_holds_for_at_most_ninety_days(harbour, editor, days):
    with pytest.raises(Refused, match="at most 90 days"):
        confirmed(a_service(harbour), editor, days=days)


def test_saying_everything_at_once_keeps_what_is_counted(harbour, editor):
    tea = a_service(harbour)
    a_service_capacity(tea, unit="sessions", confirmed_at=NOW - timedelta(days=20))

    capacity.confirm(
        harbour,
        places=[capacity.SaidPlaces(tea, "limited", 1, 8)],
        hours=[capacity.SaidHours(MARCH, 0)],
        by=editor,
        now=NOW,
    )

    assert ServiceCapacity.objects.latest_each().get().words == "A few places: 1 of 8 sessions"
    assert PartnershipCapacity.objects.get().minutes_offered == 0


def test_saying_everything_is_all_or_nothing(harbour, editor):
    tea = a_service(harbour)
    wrong = capacity.SaidHours(MARCH, 60, minutes_funded=61)

    with pytest.raises(Refused, match="The paid hours are part of the hours you offer"):
        capacity.confirm(
            harbour, places=[capacity.SaidPlaces(tea, "open")], hours=[wrong], by=editor, now=NOW
        )
    assert ServiceCapacity.objects.count() == 0


def test_the_record_does_not_hold_the_hours(harbour, editor):
    capacity.state_hours(harbour, month=DAY, minutes_offered=1733, by=editor, now=NOW)

    event = Event.objects.get(kind="members.hours_stated")
    assert event.data == {"organisation": harbour.pk, "month": "2026-03-01"}


def test_saying_the_hours_again_replaces_them(harbour, editor):
    for minutes in (60, 90):
        capacity.state_hours(harbour, month=MARCH, minutes_offered=minutes, by=editor, now=NOW)

    assert list(PartnershipCapacity.objects.values_list("minutes_offered", flat=True)) == [90]


@pytest.mark.parametrize(
    ("said_for", "words"),
    [
        (date(2026, 3, 1), "1 h, confirmed"),
        (date(2026, 2, 1), "1 h, carried forward"),
        (date(2025, 12, 1), "1 h, carried forward"),
        (date(2025, 11, 1), "4 h, assumed"),  # four months ago is too long
        (date(2026, 4, 1), "4 h, assumed"),  # what is said of April says nothing of March
    ],
)
def test_what_counts_is_stated_or_carried_or_assumed(harbour, said_for, words):
    hours(harbour, said_for, 60)

    assert hours_of(harbour, month=MARCH).words == words


def test_the_newest_answer_is_carried_forward_and_nought_is_an_answer(harbour):
    hours(harbour, date(2025, 12, 1), 600)
    hours(harbour, date(2026, 2, 1), 0)

    assert hours_of(harbour, month=MARCH).words == "0 h, carried forward"


@pytest.mark.parametrize(
    ("band", "words"),
    [
        ("micro", "2 h, assumed"),
        ("small", "4 h, assumed"),
        ("medium", "8 h, assumed"),
        ("large", "16 h, assumed"),
        ("major", "20 h, assumed"),
        ("not_stated", "not recorded"),
    ],
)
def test_an_organisation_that_said_nothing_is_assumed_by_its_size(north, band, words):
    quiet = an_organisation("Quiet", size_band=band)

    assert hours_of(quiet, month=MARCH).words == words


def test_an_alliance_may_assume_otherwise(harbour):
    HoursAssumption.objects.create(size_band="small", minutes=90)

    assert hours_of(harbour, month=MARCH).words == "1½ h, assumed"


def test_hours_of_all_are_one_query(harbour, heron, django_assert_num_queries):
    hours(harbour, MARCH, 60)
    hours(harbour, date(2026, 2, 1), 600)

    with django_assert_num_queries(1):
        rows = with_hours(Organisation.objects.order_by("sort_name"), month=MARCH)
        assert [(one.minutes, one.hours_source) for one in rows] == [
            (60, "stated"),
            (960, "assumed"),
        ]


def test_months_are_counted_across_years():
    assert months.later(date(2026, 12, 1), 1) == date(2027, 1, 1)
    assert months.later(date(2026, 2, 1), -3) == date(2025, 11, 1)
    assert months.first_of(date(2028, 2, 29)) == date(2028, 2, 1)
    assert months.name(MARCH) == "March 2026"


def test_an_organisation_rests_and_comes_back(harbour, editor):
    until = DAY + timedelta(days=60)
    capacity.pause(harbour, from_on=DAY, until_on=until, by=editor)
    assert Pause.objects.current(on=DAY).exists()

    capacity.resume(harbour, by=editor, on=DAY + timedelta(days=3))

    assert Pause.objects.get().until_on == DAY + timedelta(days=3)
    with pytest.raises(Refused, match="Harbour Lane is not paused"):
        capacity.resume(harbour, by=editor, on=DAY + timedelta(days=3))


def test_a_rest_that_has_not_begun_is_dropped(harbour, editor):
    later = DAY + timedelta(days=10)
    capacity.pause(harbour, from_on=later, until_on=later + timedelta(days=5), by=editor)

    capacity.resume(harbour, by=editor, on=DAY)

    assert Pause.objects.count() == 0


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (0, "Choose a day after the pause begins"),
        (185, "A pause lasts at most six months"),
    ],
)
def test_a_rest_ends_within_six_months(harbour, editor, days, sentence):
    with pytest.raises(Refused, match=sentence):
        capacity.pause(harbour, from_on=DAY, until_on=DAY + timedelta(days=days), by=editor)


def test_two_rests_do_not_overlap(harbour, editor):
    words = {"from_on": DAY, "until_on": DAY + timedelta(days=9), "by": editor}
    capacity.pause(harbour, **words)

    with pytest.raises(Refused, match="Harbour Lane is paused on some of these days already"):
        capacity.pause(harbour, **words)
