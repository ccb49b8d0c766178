"""What each body asked for, over time and in the board's pack: nobody named, everything summed."""

from datetime import date

import pytest

from members.models import BurdenStatement
from members.queries import burden
from tests.factories.members import a_network
from tests.members.reading import words_of

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
NOUGHTS = dict.fromkeys(
    (
        "asks", "organisations", "times_asked", "times_accepted", "minutes_asked",
        "minutes_accepted", "minutes_reported", "minutes_estimated", "minutes_paid", "pence_paid",
        "minutes_unpaid", "wishes", "wishes_missed", "overrides",
    ),
    0,
)  # fmt: skip


@pytest.fixture
def trust(north):
    return a_network("Harbour Trust", kind="statutory_body")


@pytest.fixture
def state(north):
    def stating(month=MARCH, network=None, **fields):
        body = "alliance" if network is None else "network"
        given = fields.get("minutes_paid", 0) + fields.get("minutes_unpaid", 0)
        words = NOUGHTS | {"minutes_estimated": given, "frozen_at": "2026-04-03T06:00Z"} | fields
        return BurdenStatement.objects.create(month=month, body=body, network=network, **words)

    return stating


def test_months_and_versions_are_summed_by_body(state, trust):
    state(network=trust, asks=2, minutes_asked=600, minutes_paid=120, minutes_unpaid=240)
    state(network=trust, asks=3, minutes_asked=700, minutes_paid=120, minutes_unpaid=240,
          version=2, overrides=1)  # fmt: skip
    state(month=APRIL, network=trust, asks=1, minutes_asked=60, minutes_unpaid=60, overrides=1)
    state(asks=4, minutes_asked=90, minutes_unpaid=30)
    state(month=date(2025, 2, 1), asks=9, minutes_asked=999)

    theirs, ours = burden.of_a_year(on=date(2026, 5, 12))

    assert (theirs.name, theirs.asks, theirs.minutes_asked) == ("Harbour Trust", 4, 760)
    assert (theirs.minutes_given, theirs.share_paid, theirs.overrides) == (420, 29, 2)
    assert (ours.name, ours.asks, ours.share_paid) == ("The alliance itself", 4, 0)


def test_a_share_of_nothing_is_none(state):
    state(asks=1, minutes_asked=60)

    (row,) = burden.of_a_year(on=APRIL)

    assert row.share_paid is None
    assert burden.sentence_of([row]) == "No time has been given yet."


def test_the_picture_reads_itself_out(state, trust):
    state(network=trust, minutes_asked=60, minutes_paid=60, minutes_unpaid=90)

    picture = burden.drawn(burden.of_a_year(on=APRIL), width=320)

    assert picture.sentence == "Of 2 h 30 min given, 1 h 30 min were unpaid."
    assert picture.table == [["Harbour Trust", "1 h", "1½ h"]]


def test_the_pack_has_the_latest_closed_month(state, trust):
    assert burden.in_pack(1, APRIL) is None
    state(network=trust, asks=2, minutes_asked=600, minutes_paid=60, overrides=1)
    state(month=APRIL, network=trust, asks=9, minutes_asked=900)

    found = burden.in_pack(1, APRIL)

    assert found is not None
    assert (found["month"], found["overrides"]) == ("March 2026", 1)
    assert [row.asks for row in found["rows"]] == [2]
    assert burden.in_pack(1, date(2026, 5, 1))["month"] == "April 2026"


def test_members_see_the_year_beside_the_months(ask, editor, state, trust, today):
    month = date(today.year - (today.month == 1), (today.month - 2) % 12 + 1, 1)
    state(month=month, network=trust, asks=2, minutes_asked=600, minutes_unpaid=90, overrides=1)

    page = words_of(ask(editor, "asks/statement/"))

    assert "Over the last twelve months" in page
    assert "Harbour Trust" in page
    assert "1 time somebody was asked for more than they offered" in page
