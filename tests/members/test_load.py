"""Minutes taken against minutes offered, and whom to ask next. No database."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from alliance.calendars import ENGLAND, is_working_day
from members import cycles
from members.load import Candidate, Load, Word, jain, pushed_over, suggest, word_of

HOUR = 60
OFFERS = [40, 32, 24, *[12] * 4, *[6] * 5, *[3] * 5]
ASKS = [
    (2, 3), (3, 2), (1, 6), (1, 4), (4, 2), (4, 3), (1, 2), (3, 5), (1, 3), (1, 6), (3, 2),
    (4, 2), (2, 6), (1, 6), (4, 5), (1, 3), (1, 6), (2, 4), (3, 3), (4, 2), (4, 4), (4, 3),
    (1, 6), (4, 3), (2, 2), (4, 2),
]  # fmt: skip


@pytest.mark.parametrize(
    ("offered", "committed", "word"),
    [
        (600, 0, Word.ROOM),
        (600, 479, Word.ROOM),
        (600, 480, Word.NEARLY_FULL),
        (600, 600, Word.NEARLY_FULL),
        (600, 601, Word.OVER),
        (0, 0, Word.ROOM),
        (0, 1, Word.OVER),
    ],
)
def test_fullness_has_one_word(offered, committed, word):
    assert word_of(Load(offered, committed)) == word


@pytest.mark.parametrize(
    ("load", "percent", "remaining"),
    [
        (Load(180, 0), 0, 180),
        (Load(180, 20), 10, 160),
        (Load(180, 26), 10, 154),
        (Load(180, 179), 95, 1),
        (Load(180, 200), 100, 0),
        (Load(0, 5), 100, 0),
        (Load(0, 0), 0, 0),
    ],
)
def test_a_bar_says_no_more_than_steps_of_five(load, percent, remaining):
    assert (load.percent, load.remaining) == (percent, remaining)


def test_nothing_offered_has_no_room_for_anything():
    assert not Load(0).takes(1)
    assert Load(0).takes(0)
    assert pushed_over([Load(0), Load(60), Load(120)], 90) == 2


def test_more_room_comes_first_then_whoever_was_asked_least():
    full, empty, asked = (
        Candidate(1, Load(600, 540)),
        Candidate(2, Load(600)),
        Candidate(3, Load(600), asked_lately=1),
    )

    found = suggest([asked, full, empty], minutes=HOUR, places=2, ask="7")

    assert found.order == (2, 3, 1)
    assert (found.chosen, found.unfilled) == (frozenset({2, 3}), 0)


def test_who_has_no_room_is_listed_last_and_not_suggested():
    found = suggest(
        [Candidate(1, Load(0)), Candidate(2, Load(60, 60)), Candidate(3, Load(60))],
        minutes=HOUR,
        places=3,
        ask="7",
    )

    assert found.order == (3, 2, 1)
    assert (found.chosen, found.unfilled) == (frozenset({3}), 2)


def test_among_equals_another_ask_begins_with_somebody_else():
    equals = [Candidate(number, Load(600)) for number in range(17)]
    firsts = {suggest(equals, minutes=HOUR, places=1, ask=str(ask)).order[0] for ask in range(60)}

    assert len(firsts) > 10


def test_a_busy_month_of_twenty_six_asks_puts_nobody_over_and_is_fair():
    for draw in range(40):
        loads, unfilled = play(draw)
        shares = [load.ratio or Fraction(0) for load in loads.values()]

        assert all(load.committed <= load.offered for load in loads.values())
        assert unfilled == 11
        assert jain(shares) >= Fraction(97, 100)


def play(draw):
    """The month's asks sent in turn to whom the suggestion names."""
    loads = {number: Load(hours * HOUR) for number, hours in enumerate(OFFERS)}
    asked = dict.fromkeys(loads, 0)
    unfilled = 0
    for ask, (hours, places) in enumerate(ASKS):
        candidates = [Candidate(number, load, asked[number]) for number, load in loads.items()]
        found = suggest(candidates, minutes=hours * HOUR, places=places, ask=f"{draw}/{ask}")
        unfilled += found.unfilled
        for number in found.chosen:
            loads[number] = loads[number].with_more(hours * HOUR)
            asked[number] += 1
    return loads, unfilled


def test_the_same_asks_to_everybody_put_everybody_over():
    everything = sum(hours for hours, _ in ASKS) * HOUR

    assert everything == 65 * HOUR
    assert sum(hours * places for hours, places in ASKS) == 212
    assert sum(OFFERS) == 189
    assert pushed_over([Load(hours * HOUR) for hours in OFFERS], everything) == len(OFFERS) == 17


def test_fairness_runs_from_one_to_one_in_n():
    assert jain([Fraction(1, 2)] * 4) == 1
    assert jain([Fraction(1), Fraction(0), Fraction(0), Fraction(0)]) == Fraction(1, 4)
    with pytest.raises(ValueError, match="nobody has a share"):
        jain([Fraction(0)])


# ---- a year of letters ---------------------------------------------------------------------------


def test_a_newcomer_gets_the_day_used_least():
    slots: list[int] = []
    for _ in range(25):
        slots.append(cycles.least_used(slots))

    assert slots == [*range(20), 0, 1, 2, 3, 4]


def test_a_bank_holiday_moves_the_letter_to_the_next_working_day():
    good_friday, tuesday = date(2026, 4, 3), date(2026, 4, 7)
    cycle = cycles.cycle_of(good_friday)
    slot = next(s for s in range(cycles.SLOTS) if cycles.own_day(s, cycle) == good_friday)

    assert cycles.asked_on(slot, cycle, ENGLAND) == tuesday
    assert (slot, cycle) in cycles.turns(tuesday, ENGLAND)
    assert not list(cycles.turns(good_friday, ENGLAND))


def test_a_turn_missed_is_taken_up_for_five_days_and_then_left():
    monday = date(2026, 3, 2)
    cycle = cycles.cycle_of(monday)
    slot = next(s for s in range(cycles.SLOTS) if cycles.own_day(s, cycle) == monday)

    days = [monday + timedelta(days=n) for n in range(9)]
    assert [(slot, cycle) in cycles.turns(day, ENGLAND) for day in days] == 5 * [True] + 4 * [False]


@pytest.mark.parametrize("begins", [date(2025, 1, 1), date(2026, 1, 1), date(2027, 6, 1)])
def test_a_year_of_letters_to_seventeen_who_never_answer(begins):
    """First letters and reminders by organisation, by day and by month."""
    slots = {number: number for number in range(17)}
    firsts: dict[int, list[date]] = {number: [] for number in slots}
    reminders: dict[int, list[date]] = {number: [] for number in slots}
    done: set[tuple[int, int]] = set()
    for n in range(365):
        day = begins + timedelta(days=n)
        for number, cycle in cycles.whose_turn(day, slots, done, ENGLAND):
            done.add((number, cycle))
            firsts[number].append(day)
        for number in slots:
            if is_working_day(day, ENGLAND) and any(
                cycles.is_reminded(first, on=day, closed=ENGLAND) for first in firsts[number]
            ):
                reminders[number].append(day)

    days = [day for found in firsts.values() for day in found]
    assert max(len(found) for found in firsts.values()) <= 14
    assert max(len(found) for found in reminders.values()) <= 14
    assert max(days.count(day) for day in days) <= 4
    for number in slots:
        letters = [*firsts[number], *reminders[number]]
        by_month = [(day.year, day.month) for day in letters]
        assert max(by_month.count(month) for month in by_month) <= 4
        assert min(len(firsts[number]), len(reminders[number])) >= 12
