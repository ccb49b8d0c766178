"""Whose voice counts, and what the numbers come to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnership_board import deciding
from partnership_board.deciding import Ballot, Place, SideCount, Totals, comes_out, voices, why_not

AMINA, BEN, CAROL, DAN = 1, 2, 3, 4
POSITIONS = st.sampled_from(deciding.VOTES)


def a_place(seat=1, *, holders=(AMINA,), deputies=(BEN,), there=(AMINA,), stood_back=(), **rest):
    sets = (frozenset(people) for people in (holders, deputies, there, stood_back))
    return Place(seat, rest.pop("side", "VCSE"), rest.pop("votes", True), *sets)


def said(*ballots, places):
    return {seat: ballot.person for seat, ballot in voices(places, ballots).items()}


# ---- whose voice counts --------------------------------------------------------------------------
def test_the_holders_own_vote_replaces_the_deputys_whichever_came_later():
    place = a_place(there=(AMINA, BEN))
    holder, deputy = Ballot(1, AMINA, "for", 1), Ballot(1, BEN, "against", 2)

    assert voices([place], [holder, deputy]) == {1: holder}
    assert voices([place], [deputy, holder]) == {1: holder}


def test_a_deputy_who_is_not_there_does_not_vote_even_by_mail():
    place = a_place(there=())

    assert said(Ballot(1, BEN, "for"), places=[place]) == {}
    assert said(Ballot(1, BEN, "for", is_from_afar=True), places=[place]) == {}
    assert said(Ballot(1, AMINA, "for", is_from_afar=True), places=[place]) == {1: AMINA}


def test_a_holders_vote_by_phone_replaces_that_of_the_deputy_in_the_room():
    place = a_place(there=(BEN,))
    room, phone = Ballot(1, BEN, "for", 2), Ballot(1, AMINA, "against", 1, is_from_afar=True)

    assert voices([place], [room, phone]) == {1: phone}


def test_a_deputys_deputy_is_nobody():
    places = [a_place(1, there=()), a_place(2, holders=(BEN,), deputies=(CAROL,), there=(CAROL,))]

    assert said(Ballot(1, CAROL, "for"), Ballot(2, CAROL, "for"), places=places) == {2: CAROL}


def test_somebody_who_holds_two_seats_votes_once():
    places = [a_place(1), a_place(2)]

    assert said(Ballot(1, AMINA, "for"), Ballot(2, AMINA, "for"), places=places) == {1: AMINA}


def test_a_seat_of_ones_own_comes_before_one_as_deputy():
    places = [a_place(1, there=(BEN,)), a_place(2, holders=(BEN,), deputies=(), there=(BEN,))]

    assert said(Ballot(1, BEN, "for"), Ballot(2, BEN, "for"), places=places) == {2: BEN}


@pytest.mark.parametrize(
    ("place", "person", "sentence"),
    [
        (a_place(), AMINA, ""),
        (a_place(there=(BEN,)), BEN, ""),
        (a_place(votes=False), AMINA, "This seat has no vote."),
        (a_place(), CAROL, "Only the holder of a seat or its deputy speaks for it."),
        (
            a_place(stood_back=(AMINA,)),
            AMINA,
            "You stood back from this item, so you take no part in deciding it.",
        ),
        (
            a_place(there=(BEN,)),
            AMINA,
            "Your deputy is marked present for this item. Who is voting for the seat?",
        ),
        (a_place(there=()), AMINA, "You are not marked present for this item."),
        (a_place(there=()), BEN, "A deputy votes only when present at the item."),
        (a_place(there=(AMINA, BEN)), BEN, "The holder of the seat is here and speaks for it."),
        (a_place(there=(AMINA, BEN), stood_back=(AMINA,)), BEN, ""),
    ],
)
def test_why_somebody_cannot_speak_for_a_seat(place, person, sentence):
    assert why_not(place, person) == sentence


people = st.frozensets(st.integers(1, 6), max_size=3)
tables = st.lists(
    st.builds(
        Place,
        st.integers(1, 5),
        st.sampled_from("AB"),
        st.booleans(),
        people,
        people,
        people,
        people,
    ),
    max_size=5,
    unique_by=lambda place: place.seat,
)
ballots = st.lists(
    st.builds(
        Ballot, st.integers(1, 5), st.integers(1, 6), POSITIONS, st.integers(0, 9), st.booleans()
    ),
    max_size=12,
)


@given(tables, ballots)
def test_delegation_never_counts_twice_never_chains_never_votes_in_absence(places, cast):
    at = {place.seat: place for place in places}

    counted = voices(places, cast)

    heard = [ballot.person for ballot in counted.values()]
    assert len(heard) == len(set(heard))
    for seat, ballot in counted.items():
        place = at[seat]
        assert place.votes
        assert ballot.person not in place.stood_back
        assert ballot.person in place.holders | place.deputies
        if ballot.person not in place.holders:
            assert ballot.person in place.there
            assert not (place.holders & place.there) - place.stood_back


@given(tables, ballots, st.randoms())
def test_the_order_in_which_ballots_are_read_changes_nothing(places, cast, chance):
    numbered = [Ballot(b.seat, b.person, b.position, n, b.is_from_afar) for n, b in enumerate(cast)]
    mixed = list(numbered)
    chance.shuffle(mixed)

    assert voices(places, mixed) == voices(places, numbered)


@given(tables, ballots)
def test_no_side_casts_more_votes_than_it_has_voices(places, cast):
    positions = {seat: b.position for seat, b in voices(places, cast).items()}

    for side in deciding.count(places, positions):
        assert side.yes + side.no + side.neither <= side.present
        assert side.yes + side.no + side.neither <= side.entitled


# ---- what the numbers come to --------------------------------------------------------------------
@pytest.mark.parametrize(
    ("threshold", "least"),
    [
        ("simple", {0: 1, 1: 1, 2: 2, 3: 2, 10: 6, 11: 6}),
        ("two_thirds", {0: 1, 1: 1, 3: 2, 4: 3, 9: 6, 10: 7}),
        ("four_fifths", {0: 1, 1: 1, 5: 4, 6: 5, 10: 8, 11: 9}),
    ],
)
def test_how_many_it_needs(threshold, least):
    assert {of: deciding.needed(of, threshold) for of in least} == least


@given(st.integers(1, 200), st.sampled_from(["simple", "two_thirds", "four_fifths"]))
def test_what_it_needs_is_the_share_and_one_fewer_is_not(of, threshold):
    reaches = {
        "simple": lambda yes: 2 * yes > of,
        "two_thirds": lambda yes: 3 * yes >= 2 * of,
        "four_fifths": lambda yes: 5 * yes >= 4 * of,
    }[threshold]
    least = deciding.needed(of, threshold)

    assert reaches(least)
    assert not reaches(least - 1)


@pytest.mark.parametrize(
    ("base", "carried", "of"), [("cast", True, 5), ("present", False, 8), ("entitled", False, 12)]
)
def test_of_what_the_share_is_taken(base, carried, of):
    side = SideCount("VCSE", yes=3, no=2, neither=3, present=8, entitled=12)

    found = comes_out([side], threshold="simple", base=base)

    assert (found.is_carried, found.yes, found.of) == (carried, 3, of)


def test_a_tie_is_not_carried_unless_the_rules_have_a_casting_vote():
    sides = [SideCount("VCSE", yes=4, no=4, present=8, entitled=8)]
    out = {vote: comes_out(sides, threshold="simple", base="cast", casting=vote).is_carried
           for vote in ("", "for", "against")}  # fmt: skip

    assert out == {"": False, "for": True, "against": False}


def test_a_casting_vote_decides_ties_alone():
    sides = [SideCount("VCSE", yes=3, no=4, present=7, entitled=7)]

    found = comes_out(sides, threshold="simple", base="cast", casting="for")

    assert not found.is_carried
    assert not found.by_casting_vote


def test_each_side_present_needs_its_own_majority():
    vcse = SideCount("VCSE", yes=5, no=0, present=5, entitled=5)
    nhs = SideCount("NHS", yes=1, no=1, present=2, entitled=2)
    away = SideCount("EBE", entitled=2)

    found = comes_out([vcse, nhs, away], threshold="each_constituency", base="cast")
    without = comes_out([vcse, away], threshold="each_constituency", base="cast")

    assert (found.is_carried, found.sides_against) == (False, ("NHS",))
    assert without.is_carried


def test_nothing_is_carried_by_nobody():
    for threshold in ("simple", "two_thirds", "four_fifths", "each_constituency"):
        for base in ("cast", "present", "entitled"):
            assert not comes_out([], threshold=threshold, base=base).is_carried


sides = st.builds(
    lambda side, yes, no, neither, silent, away: SideCount(
        side, yes, no, neither, yes + no + neither + silent, yes + no + neither + silent + away
    ),
    st.sampled_from("ABC"), *[st.integers(0, 6)] * 5,
)  # fmt: skip


@given(
    st.lists(sides, min_size=1, max_size=4),
    st.sampled_from(["simple", "two_thirds", "four_fifths", "each_constituency"]),
    st.sampled_from(["cast", "present", "entitled"]),
)
def test_a_vote_that_turns_from_against_to_for_never_loses_it(table, threshold, base):
    before = comes_out(table, threshold=threshold, base=base)
    one = next((n for n, side in enumerate(table) if side.no), None)
    if one is None:
        return
    turned = list(table)
    side = table[one]
    turned[one] = SideCount(
        side.side, side.yes + 1, side.no - 1, side.neither, side.present, side.entitled
    )

    assert comes_out(turned, threshold=threshold, base=base).is_carried or not before.is_carried


# ---- agreement, and secrets ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("positions", "reached"),
    [
        (["for", "for", "stand_aside"], True),
        (["for", "object"], False),
        (["stand_aside"], False),
        ([], False),
    ],
)
def test_agreement_needs_support_and_no_objection(positions, reached):
    assert deciding.agreement(positions).is_reached is reached


def test_a_breakdown_with_a_cell_of_one_or_two_is_not_kept_at_all():
    small = Totals(7, 1, 0, {"VCSE": (4, 1, 0), "NHS": (3, 0, 0)})
    safe = Totals(7, 3, 0, {"VCSE": (4, 3, 0), "NHS": (3, 0, 0)})

    assert deciding.without_small_cells(small) == Totals(7, 1, 0)
    assert deciding.without_small_cells(safe) == safe


def test_a_breakdown_that_leaves_a_side_out_is_not_kept():
    """The side left out would be the difference from the totals."""
    assert deciding.without_small_cells(Totals(5, 0, 0, {"VCSE": (4, 0, 0)})) == Totals(5, 0, 0)


cells = st.tuples(*[st.integers(0, 5)] * 3)


@given(
    st.dictionaries(st.sampled_from("ABCD"), cells, max_size=4),
    st.tuples(*[st.integers(0, 20)] * 3),
)
def test_no_cell_of_one_or_two_can_be_read_or_worked_out(by_side, totals):
    kept = deciding.without_small_cells(Totals(*totals, by_side))

    rows = list(kept.by_side.values())
    assert all(cell == 0 or cell >= 3 for row in rows for cell in row)
    left = [
        total - sum(column) for total, column in zip(totals, zip(*rows, strict=True), strict=False)
    ]
    assert not any(left)


def test_totals_are_a_sides_own_cells_where_no_other_side_was_there():
    totals = Totals(4, 1, 0)

    assert deciding.tells_how_a_side_voted(totals, {"VCSE": 5, "NHS": 0})
    assert not deciding.tells_how_a_side_voted(totals, {"VCSE": 4, "NHS": 1})
    assert not deciding.tells_how_a_side_voted(Totals(4, 0, 0), {"VCSE": 4})
