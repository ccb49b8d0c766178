"""What is published about people gives nobody away, and as much as can be said is said."""

import random
import subprocess
import sys
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.disclosure import (
    EVERYONE,
    REST,
    Base,
    CannotProtect,
    CatalogueTable,
    Dimension,
    NotSafeToPublish,
    Table,
    TooFew,
    attack,
    clashes,
    overlapping,
    percentages,
    protect,
    publication,
    publish,
    publish_linked,
    rounded,
    shown,
)
from alliance.disclosure.protection import small_cells
from alliance.disclosure.tables import Group, grouped

MANY_SMALL = (0, 1, 2, 3, 4, 5, 6, 8, 12, 20)
THREE_BY_THREE = [[2, 10, 8], [7, 3, 9], [6, 8, 12]]


def table_of(lines, *, ordered_rows=False, ordered_columns=False):
    return Table(
        Dimension(tuple(f"group {n}" for n, _ in enumerate(lines)), is_ordered=ordered_rows),
        Dimension(tuple(f"answer {n}" for n, _ in enumerate(lines[0])), is_ordered=ordered_columns),
        tuple(map(tuple, lines)),
    )


def random_lines(chance, rows=(2, 6), columns=(2, 5), values=MANY_SMALL):
    width = chance.randint(*columns)
    return [[chance.choice(values) for _ in range(width)] for _ in range(chance.randint(*rows))]


# ---- an independent reader: moves people round rings of hidden cells, one at a time --------------


def ring(cells, start, step):
    """Hidden cells to change by `step` and its opposite in turn, from `start` on, or None.

    Neighbours in the ring share a row, then a column, and so on: all totals stay as they are.
    """
    came_from = {(start, 0): None}
    waiting = [(start, 0)]
    for cell, turn in waiting:
        if turn and cell[1] == start[1] and cell != start:
            path, here = [], (cell, turn)
            while here is not None:
                path.append(here[0])
                here = came_from[here]
            return path[::-1]
        for other in cells:
            state = (other, 1 - turn)
            falls = (step if turn else -step) < 0
            if other[turn] != cell[turn] or other in (cell, start) or state in came_from:
                continue
            if not (falls and cells[other] == 1):
                came_from[state] = (cell, turn)
                waiting.append(state)
    return None


def furthest(lines, hidden, start, step):
    """How far one hidden cell can go up or down while every reader's fact stays true."""
    cells = {(r, c): lines[r][c] for r, c in hidden}
    while cells[start] + step >= 1 and (found := ring(cells, start, step)):
        for place, cell in enumerate(found):
            cells[cell] += -step if place % 2 else step
    return cells[start]


def every_guess(order, rows, columns):
    """Each way to fill the hidden cells so that what is left of every total comes out."""
    if not order:
        if not any(rows) and not any(columns):
            yield ()
        return
    (r, c), *others = order
    for value in range(1, min(rows[r], columns[c]) + 1):
        left = [n - value * (i == r) for i, n in enumerate(rows)]
        below = [n - value * (i == c) for i, n in enumerate(columns)]
        for guess in every_guess(others, left, below):
            yield (value, *guess)


def enumerated(lines, hidden):
    """The bounds of each hidden cell over every table that the reader cannot rule out."""
    order = sorted(hidden)
    left = [[n * ((r, c) in hidden) for c, n in enumerate(line)] for r, line in enumerate(lines)]
    found = list(
        every_guess(
            order, [sum(line) for line in left], [sum(column) for column in zip(*left, strict=True)]
        )
    )
    return {
        cell: (min(v[n] for v in found), max(v[n] for v in found)) for n, cell in enumerate(order)
    }


def exposed(table, published):
    """What an independent reader would call a breach in a published table."""
    rows = [Group(parts) for parts in published.row_groups]
    columns = [Group(parts) for parts in published.column_groups]
    lines = grouped(table.counts, tuple(rows), tuple(columns))
    k = published.k
    hidden = [
        (r, c)
        for r, line in enumerate(published.cells)
        for c, cell in enumerate(line)
        if cell is None
    ]
    shown_numbers = [
        *published.row_totals,
        *published.column_totals,
        published.base,
        *(cell for line in published.cells for cell in line if cell is not None),
    ]
    breaches = [number for number in shown_numbers if 1 <= number < k]
    for cell in hidden:
        if lines[cell[0]][cell[1]] < k:
            low, high = (furthest(lines, hidden, cell, step) for step in (-1, 1))
            if high - low + 1 < k - 1:
                breaches.append((cell, low, high))
    return breaches


# ---- the attack ----------------------------------------------------------------------------------


def test_the_attack_finds_what_enumeration_of_every_table_finds():
    chance = random.Random(12)
    for number in range(500):
        rows, columns = ((2, 2), (2, 3)) if number % 2 else ((2, 3), (2, 2))
        lines = random_lines(chance, rows, columns, values=range(7))
        cells = [(r, c) for r, line in enumerate(lines) for c, n in enumerate(line) if n]
        hidden = {cell for cell in cells if chance.random() < 0.7}

        assert attack(lines, hidden) == enumerated(lines, hidden)


def test_the_attack_finds_what_moving_people_round_finds():
    chance = random.Random(21)
    for _ in range(100):
        lines = random_lines(chance)
        cells = [(r, c) for r, line in enumerate(lines) for c, n in enumerate(line) if n]
        hidden = {cell for cell in cells if chance.random() < 0.6}

        assert attack(lines, hidden) == {
            cell: tuple(furthest(lines, hidden, cell, step) for step in (-1, 1)) for cell in hidden
        }


@pytest.mark.parametrize(
    ("lines", "hidden", "bounds"),
    [
        (THREE_BY_THREE, {(0, 0), (1, 1)}, [(2, 2), (3, 3)]),
        (THREE_BY_THREE, {(0, 0), (0, 1), (1, 0), (1, 1)}, [(1, 8), (4, 11), (1, 8), (2, 9)]),
        (
            [[1, 2], [3, 4], [20, 30]],
            {(0, 0), (0, 1), (1, 0), (1, 1)},
            [(1, 2), (1, 2), (2, 3), (4, 5)],
        ),
    ],
)
def test_a_reader_learns_exactly_these_bounds(lines, hidden, bounds):
    assert list(attack(lines, hidden).values()) == bounds


def test_a_zero_is_never_hidden():
    with pytest.raises(ValueError, match="zero"):
        attack([[0, 5], [5, 5]], {(0, 0)})


# ---- hiding --------------------------------------------------------------------------------------


def test_two_small_cells_are_hidden_behind_two_larger_ones():
    assert protect(THREE_BY_THREE, 5) == {(0, 0), (0, 1), (1, 0), (1, 1)}


@pytest.mark.parametrize(
    ("lines", "sensitive", "why"),
    [
        ([[1, 2], [0, 0]], (), "total is small"),
        ([[1, 2], [20, 30]], (), "total is small"),
        ([[9, 1], [9, 2]], (), "total is small"),
        ([[9, 0], [9, 20]], (0,), "one sensitive answer"),
        ([[3, 20]] * 2, (), "More than half"),
        ([[2, 0, 9], [0, 7, 0], [9, 0, 0]], (), "Nothing is left"),
    ],
)
def test_a_table_that_cannot_be_made_safe_is_refused(lines, sensitive, why):
    with pytest.raises(CannotProtect, match=why):
        protect(lines, 5, sensitive)


def test_one_person_is_never_a_group():
    with pytest.raises(ValueError, match="at least 2"):
        protect([[5, 5]], 1)


# ---- publishing ----------------------------------------------------------------------------------


def test_the_smallest_groups_are_put_together():
    published = publish(table_of([[2, 3], [30, 25], [6, 14]]), 5)

    assert published.cells == ((30, 25), (8, 17))
    assert published.rows == ("group 1", REST)
    assert published.row_groups == ((1,), (0, 2))


def test_everyone_is_one_row_when_groups_cannot_be_shown():
    published = publish(table_of([[3, 12], [9, 6]]), 5)

    assert published.cells == ((12, 18),)
    assert published.rows == (EVERYONE,)


def test_neighbours_of_an_order_are_put_together():
    lines = [[1, 2], [30, 25], [6, 14], [9, 9]]

    published = publish(table_of(lines, ordered_rows=True), 5)

    assert published.rows == ("group 0 and group 1", "group 2 and group 3")
    assert published.cells == ((31, 27), (15, 23))


@pytest.mark.parametrize("lines", [[[1]], [[1, 2], [1, 0]], [[0, 3], [3, 0]], [[2, 9], [1, 9]]])
def test_too_few_people_are_not_spoken_of(lines):
    with pytest.raises(TooFew):
        publish(table_of(lines), 5)


def test_a_list_of_groups_is_a_table_of_one_column():
    published = publish(table_of([[3], [4], [20], [0]]), 5)

    assert published.cells == ((20,), (7,))
    assert published.rows == ("group 2", REST)


def test_a_group_of_one_mind_is_never_shown():
    chance = random.Random(7)
    for _ in range(200):
        lines = random_lines(chance, values=(0, 0, 6, 9, 14))
        try:
            published = publish(table_of(lines), 5, sensitive=(0,))
        except TooFew:
            continue

        sensitive = next(n for n, parts in enumerate(published.column_groups) if 0 in parts)
        for line, total in zip(published.cells, published.row_totals, strict=True):
            assert total == 0 or line[sensitive] != total


@pytest.mark.parametrize(("k", "published", "kept"), [(5, 0.95, 0.55), (8, 0.90, 0.33)])
def test_nothing_published_can_be_worked_out_and_much_is_published(k, published, kept):
    chance = random.Random(k)
    tables = [table_of(random_lines(chance)) for _ in range(1000)]
    spoken = kept_cells = 0.0
    for table in tables:
        try:
            found = publish(table, k)
        except TooFew:
            continue
        spoken += 1
        asked = len(table.counts) * len(table.counts[0])
        kept_cells += len(found.cells) * len(found.cells[0]) / asked

        assert exposed(table, found) == []

    assert spoken / len(tables) >= published
    assert kept_cells / len(tables) >= kept


@given(
    st.integers(1, 5).flatmap(
        lambda columns: st.lists(
            st.lists(st.integers(0, 25), min_size=columns, max_size=columns),
            min_size=1,
            max_size=6,
        )
    ),
    st.sampled_from([2, 3, 5, 8]),
    st.booleans(),
    st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_whatever_the_table_only_the_truth_and_nothing_unsafe_is_shown(lines, k, rows, columns):
    table = table_of(lines, ordered_rows=rows, ordered_columns=columns)
    try:
        published = publish(table, k)
    except TooFew:
        return

    truth = grouped(
        lines,
        tuple(map(Group, published.row_groups)),
        tuple(map(Group, published.column_groups)),
    )
    assert exposed(table, published) == []
    assert published.base == sum(map(sum, lines))
    assert sorted(p for parts in published.row_groups for p in parts) == list(range(len(lines)))
    for shown_line, true_line in zip(published.cells, truth, strict=True):
        assert all(a is None or a == b for a, b in zip(shown_line, true_line, strict=True))


# ---- the rule broken on purpose ------------------------------------------------------------------


def only_the_small_ones(counts, k, sensitive=()):
    return frozenset(small_cells(counts, k))


def test_without_the_second_hiding_the_last_look_refuses(monkeypatch):
    monkeypatch.setattr(publication, "protect", only_the_small_ones)

    with pytest.raises(NotSafeToPublish, match="worked out"):
        publish(table_of(THREE_BY_THREE), 5)


def test_without_the_second_hiding_the_independent_reader_finds_small_cells(monkeypatch):
    monkeypatch.setattr(publication, "protect", only_the_small_ones)
    monkeypatch.setattr(publication, "refuse_if_unsafe", lambda *_: None)
    chance = random.Random(3)
    tables = [table_of(random_lines(chance)) for _ in range(100)]

    assert sum(bool(exposed(table, publish(table, 5))) for table in tables) >= 90


def test_the_last_look_refuses_a_small_total_and_a_small_cell_in_sight():
    with pytest.raises(NotSafeToPublish, match="total"):
        publication.refuse_if_unsafe(((2, 1), (9, 9)), {(0, 0), (0, 1)}, 5)
    with pytest.raises(NotSafeToPublish, match="shown"):
        publication.refuse_if_unsafe(((2, 10), (9, 9)), set(), 5)


# ---- tables that belong together -----------------------------------------------------------------

SIZES = [84, 55, 34, 12, 10, 8, 7, 6, 5, 4, 3, 3, 2, 2, 1, 1, 1, 1, 1]


def test_a_question_with_several_answers_is_told_group_by_group():
    assert sum(SIZES) == 240
    chance = random.Random(13)
    rows = Dimension(tuple(f"group {n}" for n in range(len(SIZES))))
    shown_rows = []
    for number in range(300):
        share = (0.10, 0.20, 0.35)[number % 3]
        said = [sum(chance.random() < share for _ in range(people)) for people in SIZES]
        (answer,) = publish_linked(rows, SIZES, {"waiting": said}, 5)
        shown_rows.append(0 if answer.said is None else len(answer.said.rows))

    assert sum(rows >= 2 for rows in shown_rows) >= 285
    assert sorted(shown_rows)[150] >= 6


def test_the_groupings_of_linked_tables_lie_in_one_another():
    chance = random.Random(5)
    rows = Dimension(tuple(f"group {n}" for n in range(len(SIZES))))
    for _ in range(20):
        answers = {
            f"answer {share}": [sum(chance.random() < share for _ in range(n)) for n in SIZES]
            for share in (0.05, 0.2, 0.5)
        }
        told = [a.said for a in publish_linked(rows, SIZES, answers, 5) if a.said is not None]
        told.sort(key=lambda published: len(published.rows))
        for coarse, fine in pairwise(told):
            for parts in coarse.row_groups:
                inside = [p for p in fine.row_groups if set(p) <= set(parts)]
                assert sorted(n for p in inside for n in p) == list(parts)


def test_an_answer_of_a_few_has_no_table():
    rows = Dimension(("one", "other"))

    few, none, nearly_all = publish_linked(
        rows, [20, 30], {"few": [1, 2], "none": [0, 0], "nearly all": [19, 29]}, 5
    )

    assert (few.said, few.is_fewer_than_k) == (None, True)
    assert none.said is not None
    assert none.said.cells == ((0, 20), (0, 30))
    assert (nearly_all.said, nearly_all.is_fewer_than_k) == (None, False)


def test_linked_tables_have_no_order():
    with pytest.raises(ValueError, match="no order"):
        publish_linked(Dimension(("a", "b"), is_ordered=True), [9, 9], {"x": [5, 5]}, 5)


# ---- numbers as the public reads them ------------------------------------------------------------


def test_the_public_reads_fives_worked_out_from_the_release_alone():
    published = publish(table_of([[0, 52], [33, 25], [6, 14]]), 5)

    public = rounded(published)

    assert public.cells == ((0, 50), (35, 25), (5, 15))
    assert public.row_totals == (50, 60, 20)
    assert public.column_totals == (40, 90)
    assert public.base == 130


def test_percentages_are_whole_and_of_twenty_people_or_more():
    published = publish(table_of([[7, 12], [7, 13], [0, 40]]), 5)

    assert percentages(published) == ((None, None), (35, 65), (0, 100))


@pytest.mark.parametrize(("count", "k", "seen"), [(0, 5, 0), (1, 5, None), (4, 5, None), (5, 5, 5)])
def test_a_count_that_stands_alone_is_shown_from_k_on(count, k, seen):
    assert shown(count, k) == seen


@pytest.mark.parametrize(
    ("rows", "columns", "counts"),
    [(("a",), ("x",), ()), (("a",), ("x",), ((1, 2),)), (("a",), ("x",), ((-1,),)), ((), (), ())],
)
def test_a_table_is_complete_and_counts_nobody_less_than_never(rows, columns, counts):
    with pytest.raises(ValueError):  # noqa: PT011 -- each has its own words
        Table(Dimension(rows), Dimension(columns), counts)


# ---- which tables may stand side by side ---------------------------------------------------------

ALL = Base("people who spoke with us")
WOMEN = Base("women who spoke with us", part_of=ALL)
THEMES = CatalogueTable("themes by group", ALL, "ethnic group", "theme", "quarter")


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (CatalogueTable("themes of women", WOMEN, "age", "ward", "quarter"), "some of the people"),
        (CatalogueTable("themes by group", ALL, "age", "ward", "month"), "one cadence"),
        (CatalogueTable("groups by theme", ALL, "theme", "ethnic group", "year"), "same two"),
    ],
)
def test_two_tables_that_give_people_away_together_are_named(other, words):
    (sentence,) = clashes([THEMES, other])

    assert words in sentence


def test_tables_about_different_things_may_stand_side_by_side():
    ages = CatalogueTable("ages by ward", ALL, "age", "ward", "quarter")

    assert list(clashes([THEMES, ages])) == []


def test_two_periods_that_share_a_day_are_named():
    spring = (date(2026, 4, 1), date(2026, 6, 30))
    summer = (date(2026, 7, 1), date(2026, 9, 30))

    assert list(overlapping([summer, spring])) == []
    assert len(list(overlapping([spring, (date(2026, 6, 30), date(2026, 7, 31))]))) == 1


def test_the_rule_stands_on_nothing_but_python():
    script = "import sys, alliance.disclosure; print([m for m in sys.modules if 'django' in m])"

    # In no surroundings: a measurement of these tests would load its own modules.
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, env={})

    assert found.stdout == b"[]\n"
