"""The words and drawings that every page, mail and document shares."""

import re
from datetime import UTC, date, datetime, time
from xml.etree import ElementTree as ET

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from alliance import words
from alliance.icons import ICONS, SHAPES
from alliance.mark import Mark, svg


def rendered(source: str, **values: object) -> str:
    return Template("{% load alliance %}" + source).render(Context(values)).strip()


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "not recorded"),
        (0, "£0.00"),
        (5, "£0.05"),
        (10_000_000, "£100,000.00"),
        (180_000_000, "£1,800,000.00"),
        (-1250, "−£12.50"),
    ],
)
def test_a_sum_in_a_table_is_written_to_the_penny(value, said):
    assert rendered("{{ sum|pence }}", sum=value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "not recorded"),
        (350, "£3.50"),
        (1_250_000, "£12,500"),
        (99_999_999, "£999,999.99"),
        (100_000_000, "£1 million"),
        (180_000_000, "£1.8 million"),
        (125_000_000, "£1.25 million"),
        (180_000_001, "£1,800,000.01"),
        (123_456_700, "£1,234,567"),
        (210_000_000_000, "£2.1 billion"),
        (-180_000_000, "−£1.8 million"),
    ],
)
def test_a_sum_in_a_sentence_is_short_but_never_rounded(value, said):
    assert rendered("{{ sum|pounds_prose }}", sum=value) == said


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_no_sum_in_a_sentence_loses_a_penny(value):
    said = words.pounds_prose(value).replace(",", "").replace("−", "-").replace("£", "")
    figures, _, scale = said.partition(" ")
    whole, _, part = figures.partition(".")
    zeros = {"": 2, "million": 8, "billion": 11}[scale]

    assert int(whole + part.ljust(zeros, "0")) == value


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "not recorded"),
        (date(2025, 5, 6), "Tue 6 May 2025"),
        (datetime(2025, 5, 5, 23, 30, tzinfo=UTC), "Tue 6 May 2025"),
    ],
)
def test_a_day_is_said_with_its_weekday_and_in_london(value, said):
    assert rendered("{{ on|day }}", on=value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (datetime(2025, 5, 6, 13, 0, tzinfo=UTC), "Tue 6 May 2025, 2 pm"),
        (datetime(2025, 1, 6, 14, 30, tzinfo=UTC), "Mon 6 Jan 2025, 2.30 pm"),
        (datetime(2025, 1, 6, 12, 0, tzinfo=UTC), "Mon 6 Jan 2025, noon"),
        (datetime(2025, 5, 5, 23, 0, tzinfo=UTC), "Tue 6 May 2025, midnight"),
        (datetime(2025, 1, 6, 0, 5, tzinfo=UTC), "Mon 6 Jan 2025, 12.05 am"),
        (None, "not recorded"),
    ],
)
def test_a_moment_is_said_in_london_time(value, said):
    assert rendered("{{ at|moment }}", at=value) == said


def test_a_clock_face_is_said_as_people_say_it():
    assert [words.clock_face(time(hour)) for hour in (0, 9, 12, 21)] == [
        "midnight", "9 am", "noon", "9 pm",
    ]  # fmt: skip


def test_the_year_is_left_out_where_it_is_this_year():
    assert words.short_day(date(2025, 5, 6), today=date(2025, 1, 1)) == "Tue 6 May"
    assert words.short_day(date(2025, 5, 6), today=date(2024, 1, 1)) == "Tue 6 May 2025"


@pytest.mark.parametrize(
    ("value", "long", "short"),
    [
        (None, "not recorded", "not recorded"),
        (1, "1 minute", "1 minute"),
        (15, "15 minutes", "¼ h"),
        (60, "1 hour", "1 h"),
        (120, "2 hours", "2 h"),
        (150, "2 h 30 min", "2½ h"),
        (80, "1 h 20 min", "1 h 20 min"),
        (0, "0 minutes", "0 h"),
    ],
)
def test_a_length_of_time_is_said_in_hours_and_minutes(value, long, short):
    assert rendered("{{ m|minutes }}/{{ m|hours }}", m=value) == f"{long}/{short}"


def test_an_estimate_says_about():
    assert rendered("{{ m|about }}", m=15) == "about 15 minutes"
    assert rendered("{{ m|about }}", m=None) == "not recorded"


def test_counts_lists_sizes_and_initials_read_well():
    assert rendered('{% counted 1 "person" "people" %}, {% counted 1200 "person" "people" %}') == (
        "1 person, 1,200 people"
    )
    assert [words.listed(list("abc")[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert [words.file_size(n) for n in (1, 840, 212_000, 2_000_000, 3_400_000)] == [
        "1 byte", "840 bytes", "212 KB", "2 MB", "3.4 MB",
    ]  # fmt: skip
    assert [words.initials(name) for name in ("Amina Yusuf", "Zoë", "Anna de la Cruz", "(?)")] == [
        "AY", "Z", "AC", "",
    ]  # fmt: skip


@pytest.mark.parametrize("name", sorted(ICONS))
def test_every_icon_is_drawn_and_stays_silent(name):
    drawn = ET.fromstring(rendered(f'{{% icon "{name}" %}}'))

    assert drawn.get("aria-hidden") == "true"
    assert [path.get("d") for path in drawn] == list(ICONS[name])
    assert all(re.fullmatch(r"[MmLlHhVvCcSsAaZz0-9 .,-]+", path) for path in ICONS[name])


def test_an_unknown_icon_is_a_mistake_one_hears_of():
    with pytest.raises(KeyError):
        rendered('{% icon "unicorn" %}')


def test_every_state_has_a_shape_of_its_own():
    assert len({path for _colour, path in SHAPES.values()}) == len(SHAPES)


def test_a_state_is_a_word_first_and_the_word_is_escaped():
    drawn = rendered('{% tag word "room" %}', word="<b>Room</b>")

    assert "&lt;b&gt;Room&lt;/b&gt;" in drawn
    assert 'class="tag tag-good"' in drawn


def test_the_ring_has_a_dot_for_each_member_and_a_larger_one_for_each_seat():
    ring = Mark((True, False, False, True))

    assert [dot.r for dot in ring.dots] == ["2.90", "2.10", "2.10", "2.90"]
    assert [(dot.x, dot.y) for dot in ring.dots] == [
        ("20.00", "4.50"), ("35.50", "20.00"), ("20.00", "35.50"), ("4.50", "20.00"),
    ]  # fmt: skip
    assert rendered("{% mark ring %}", ring=ring).count("<circle") == 5
    assert rendered("{% mark None size=24 %}").count("<circle") == 1


def test_a_large_alliance_has_finer_dots_that_do_not_touch():
    ring = Mark((False,) * 60)
    gap = 2 * 3.14159 * 15.5 / 60

    assert all(2 * float(dot.r) < gap for dot in ring.dots)


def test_the_ring_as_a_file_is_the_same_each_time_and_well_formed():
    drawn = svg([True, False], colour="#123456")

    assert drawn == svg([True, False], colour="#123456")
    assert len(ET.fromstring(drawn).findall(".//{*}circle")) == 3


def test_crumbs_lead_up_and_steps_say_where_one_is():
    up = rendered('{% crumbs "Members" "/m/" "Harbour Lane" "/m/1/" %}')
    way = rendered('{% steps "The sum" "The papers" "Check" current=2 %}')

    assert re.findall(r'href="([^"]+)"', up) == ["/m/", "/m/1/"]
    assert re.findall(r"<li([^>]*)>([^<]+)", way) == [
        (' class="done"', "The sum"), (' aria-current="step"', "The papers"), ("", "Check"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "state", "link"),
    [
        ("/?ward=bow&page=3", "", "?ward=bow&amp;sort=hours"),
        ("/?sort=hours", ' aria-sort="ascending"', "?sort=-hours"),
        ("/?sort=-hours", ' aria-sort="descending"', "?sort=hours"),
    ],
)
def test_a_column_header_sorts_and_keeps_the_filters(address, state, link):
    head = rendered(
        '{% column "Hours" sort="hours" is_number=True %}', request=RequestFactory().get(address)
    )

    assert head.startswith(f'<th scope="col" class="number"{state}><a href="{link}">Hours<svg')


def test_a_column_that_cannot_be_sorted_is_only_a_header():
    assert rendered('{% column "Where" %}') == '<th scope="col">Where</th>'
