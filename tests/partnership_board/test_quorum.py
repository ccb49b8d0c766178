"""Whether enough are there, for any rules and any room: pure, and the same years later."""

import json
from dataclasses import replace
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnership_board import quorum
from partnership_board.quorum import Person, Room, Seat, Side, Unclear, evaluate, read

SIDES = (
    Side("VCSE", "Voluntary and community organisations"),
    Side("EBE", "Experts by experience", "expert by experience"),
    Side("NHS", "NHS"),
)
CODES = [side.code for side in SIDES]
NEWCOMER = 99
EXAMPLES = settings(max_examples=60, deadline=None)


def a_room(*seats):
    """Seats as pairs: a side, and the numbers of the people there."""
    made = [
        Seat(n, side, f"{side} seat {n}", there=tuple(map(Person, people)))
        for n, (side, *people) in enumerate(seats, start=1)
    ]
    return Room(SIDES, tuple(made))


def with_there(room, place, *people):
    seats = list(room.seats)
    seats[place] = replace(seats[place], there=people)
    return replace(room, seats=tuple(seats))


def says(said, room, **words):
    return evaluate(read(said, **words), room)


# ---- any rules, any room -------------------------------------------------------------------------
people = st.builds(
    Person,
    number=st.integers(1, 8),
    capacity=st.sampled_from(["holder", "holder", "deputy", "support_person", "observer"]),
    mode=st.sampled_from(["room", "room", "video", "phone"]),
    is_recused=st.booleans(),
    can_vote=st.booleans(),
    counts=st.booleans(),
)
seats = st.builds(
    Seat,
    number=st.just(0),
    side=st.sampled_from(CODES),
    title=st.just("Seat"),
    is_voting=st.sampled_from([True, True, True, False]),
    is_filled=st.booleans(),
    there=st.lists(people, max_size=3, unique_by=lambda person: person.number).map(tuple),
)
rooms = st.lists(seats, min_size=1, max_size=6).map(
    lambda found: Room(SIDES, tuple(replace(s, number=n) for n, s in enumerate(found, start=1)))
)
by_side = st.dictionaries(st.sampled_from(CODES), st.integers(1, 3), min_size=1)
rising = st.one_of(
    st.integers(1, 6).map(lambda n: {"min_voting": n}),
    st.integers(1, 100).map(lambda n: {"min_percent": n}),
    by_side.map(lambda found: {"min_by": found}),
    st.integers(1, 3).map(lambda n: {"must_include": [n]}),
)
shares = st.dictionaries(st.sampled_from(CODES), st.integers(10, 90), min_size=1).map(
    lambda found: {"max_share": found}
)
nested = st.lists(rising, min_size=1, max_size=3).flatmap(
    lambda found: st.sampled_from([{"any": found}, {"all": found}])
)
choices = st.fixed_dictionaries(
    {name: st.sampled_from(found) for name, found in quorum.CHOICES.items()}
)


def quorums(*conditions):
    found = st.lists(st.one_of(*conditions), max_size=4).map(lambda parts: {"all": parts})
    return st.builds(lambda parts, chosen: parts | chosen, found, choices)


@EXAMPLES
@given(quorums(rising, nested), st.booleans(), rooms, st.data())
def test_whoever_comes_in_never_makes_too_few_of_enough(said, vacancies, room, more):
    place = more.draw(st.integers(0, len(room.seats) - 1))
    seat = replace(room.seats[place], is_voting=True)
    room = replace(room, seats=(*room.seats[:place], seat, *room.seats[place + 1 :]))
    capacity = more.draw(st.sampled_from(["holder", "deputy"]))
    fuller = with_there(room, place, *seat.there, Person(NEWCOMER, capacity))

    before = says(said, room, vacancies_count=vacancies)
    after = says(said, fuller, vacancies_count=vacancies)

    assert after.is_met or not before.is_met
    assert set(before.counted) <= set(after.counted)
    assert set(before.voting) <= set(after.voting)


@EXAMPLES
@given(quorums(rising, shares), rooms, st.data())
def test_only_a_stated_share_lets_somebody_too_many_come_and_it_is_named(said, room, more):
    place = more.draw(st.integers(0, len(room.seats) - 1))
    newcomer = Person(NEWCOMER)
    after = says(said, with_there(room, place, *room.seats[place].there, newcomer))

    if says(said, room).is_met and not after.is_met:
        assert {each.kind for each in after.missing} == {"max_share"}
        for each in after.missing:
            name, most = room.side(each.side).name, f"the rules allow {each.wanted} %"
            assert any(name in said and most in said for said in after.sentences)


@EXAMPLES
@given(rooms, st.sampled_from(CODES), quorums(rising))
def test_a_side_whose_last_person_leaves_is_always_named(room, code, said):
    said = said | {"all": [*said["all"], {"min_by": {code: 1}}]}
    for place, seat in enumerate(room.seats):
        if seat.side == code:
            room = with_there(room, place)

    result = says(said, room)

    assert not result.is_met
    assert any(each.kind == "min_by" and each.side == code for each in result.missing)
    assert f"needs one more {SIDES[CODES.index(code)].called(1)}" in result.sentences


@EXAMPLES
@given(quorums(rising, shares, nested), st.booleans(), rooms)
def test_an_answer_can_be_worked_out_again_from_what_was_written_down(said, vacancies, room):
    rules = read(said, vacancies_count=vacancies)
    result = evaluate(rules, room)
    written = quorum.canonical(quorum.inputs_of(rules, room))

    again = quorum.evaluate_again(json.loads(written))

    assert again == result
    assert again.sentences == result.sentences
    assert quorum.canonical(json.loads(written)) == written


@EXAMPLES
@given(rooms)
def test_nobody_has_two_votes_and_a_second_reckoning_agrees(room):
    result = says({}, room)

    wanted = [[p.number for p in s.there if p.votes()] for s in room.seats if s.is_voting]
    assert len(result.voting) == most_votes(wanted)
    assert len(result.voting) <= len({n for seat in wanted for n in seat})


def most_votes(wanted):
    """Without sharing anybody out: some seats together never have more votes than people."""
    groups = chain.from_iterable(combinations(wanted, n) for n in range(len(wanted) + 1))
    return min(len(wanted) - len(g) + len({n for seat in g for n in seat}) for g in groups)


@EXAMPLES
@given(quorums(rising, shares, nested), rooms, st.sampled_from(["support_person", "observer"]))
def test_a_support_person_changes_nothing(said, room, capacity):
    more = with_there(room, 0, *room.seats[0].there, Person(NEWCOMER, capacity))
    before, after = says(said, room), says(said, more)

    assert replace(after, room=room) == before


# ---- one at a time -------------------------------------------------------------------------------
def test_what_is_missing_is_said_in_words():
    room = a_room(("VCSE", 1), ("VCSE",), ("EBE",), ("NHS", 3), ("NHS", 4))
    said = {"all": [{"min_voting": 5}, {"min_by": {"VCSE": 2, "EBE": 1, "NHS": 1}}]}

    result = says(said, room)

    assert result.sentences == [
        "needs two more who may vote",
        "needs one more VCSE seat",
        "needs one more expert by experience",
    ]
    assert result.lacks == [
        "two who may vote are missing",
        "one VCSE seat is missing",
        "one expert by experience is missing",
    ]
    assert result.in_words == f"Not quorate: {'; '.join(result.sentences)}."
    assert quorum.least(result.missing[1], room) == "needs at least two VCSE seats"
    assert quorum.least(result.missing[2], room) == "needs at least one expert by experience"
    assert result.missing_as_json()[2] == {
        "kind": "min_by",
        "side": "EBE",
        "there": 0,
        "wanted": 1,
    }
    assert result.votes_by_side() == {"VCSE": 1, "EBE": 0, "NHS": 2}
    assert says({}, room).in_words == "Quorate."


def test_a_share_a_seat_and_ways_that_would_do_are_said_too():
    room = a_room(("VCSE", 1), ("NHS", 3), ("NHS", 4), ("EBE",))
    share = says({"all": [{"max_share": {"NHS": 40}}]}, room)
    assert share.sentences == [
        "NHS would hold 2 of 3 votes (67 %), and the rules allow 40 %",
    ]
    assert share.lacks == share.sentences
    seat = says({"all": [{"must_include": 4}]}, room)
    assert seat.sentences == ["needs somebody in the seat “EBE seat 4”"]
    assert seat.lacks == ["nobody is in the seat “EBE seat 4”"]
    either = says({"any": [{"min_by": {"EBE": 1}}, {"min_voting": 4}]}, room)
    assert either.sentences == [
        "one of these would do: needs one more expert by experience; or needs one more who may vote"
    ]
    assert either.lacks == ["one expert by experience is missing; or one who may vote is missing"]
    assert quorum.least(share.missing[0], room) == share.sentences[0]
    assert either.missing_as_json()[0]["choices"][1][0]["wanted"] == 4
    assert says({"any": [{"min_by": {"EBE": 1}}, {"min_voting": 3}]}, room).is_met


def test_holder_and_deputy_have_one_vote_and_so_has_a_job_share():
    pair = (Person(1), Person(2, "deputy"))
    assert says({}, with_there(a_room(("NHS",)), 0, *pair)).counted == (1,)
    assert says({"deputies": "leave_out"}, with_there(a_room(("NHS",)), 0, pair[1])).counted == ()
    job_share = says({"all": [{"min_voting": 2}]}, a_room(("NHS", 1, 2)))
    assert job_share.sentences == ["needs one more who may vote"]


def test_somebody_with_two_seats_has_one_vote_unless_the_rules_say_otherwise():
    room = a_room(("VCSE", 1), ("EBE", 1), ("EBE", 2))
    assert says({}, room).counted == (1, 3)
    assert says({"two_seats": "each_seat"}, room).counted == (1, 2, 3)
    # a deputy or a job-sharer for one of the two seats leaves the person free for the other
    shared = with_there(room, 0, Person(1), Person(7, "deputy"))
    assert says({}, shared).counted == (1, 2, 3)


def test_a_deputy_who_may_not_vote_or_does_not_count_is_only_there():
    alone = a_room(("NHS",))
    no_vote = says({}, with_there(alone, 0, Person(2, "deputy", can_vote=False)))
    assert (no_vote.counted, no_vote.voting) == ((1,), ())
    no_count = says({}, with_there(alone, 0, Person(2, "deputy", counts=False)))
    assert (no_count.counted, no_count.voting) == ((), (1,))


def test_who_is_recused_has_no_vote_and_counts_only_where_the_rules_say_so():
    room = a_room(("VCSE", 1), ("NHS", 2)).without({1})
    left_out = says({"all": [{"min_voting": 2}]}, room)
    assert (left_out.counted, left_out.voting) == ((2,), (2,))
    counted = says({"all": [{"min_voting": 2}], "recused": "count"}, room)
    assert (counted.is_met, counted.counted, counted.voting) == (True, (1, 2), (2,))
    # a free deputy takes the place of a holder who left
    deputy = with_there(room, 0, *room.seats[0].there, Person(8, "deputy"))
    assert says({}, deputy).voting == (1, 2)


def test_those_on_a_screen_or_on_the_phone_count_unless_the_rules_leave_them_out():
    room = with_there(a_room(("VCSE",), ("NHS", 2)), 0, Person(1, mode="phone"))
    assert says({}, room).counted == (1, 2)
    afar = says({"remote": "leave_out"}, room)
    assert (afar.counted, afar.voting) == ((2,), (1, 2))


def test_a_part_of_the_seats_counts_empty_ones_only_where_the_rules_say_so():
    room = a_room(("VCSE", 1), ("NHS", 2), ("EBE",))
    room = replace(room, seats=(*room.seats[:2], replace(room.seats[2], is_filled=False)))
    said = {"all": [{"min_percent": 75}]}
    assert says(said, room).is_met
    empty = says(said, room, vacancies_count=True)
    assert empty.missing[0].total == 3
    assert empty.sentences == ["needs one more who may vote"]


def test_a_seat_without_a_vote_is_no_part_of_it_but_can_be_asked_for():
    room = a_room(("VCSE", 1), ("NHS", 2))
    room = replace(room, seats=(room.seats[0], replace(room.seats[1], is_voting=False)))
    result = says({"all": [{"must_include": [2]}, {"min_by": {"NHS": 1}}]}, room)
    assert (result.counted, result.sentences) == ((1,), ["needs one more NHS seat"])


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ([], "a list of conditions with names"),
        ({"every": []}, "no part called “every”"),
        ({"all": {}}, "“all” takes a list"),
        ({"any": []}, "at least one condition"),
        ({"all": [{"min_voting": 1, "min_by": {}}]}, "exactly one name"),
        ({"all": ["min_voting"]}, "exactly one name"),
        ({"all": [{"most": 1}]}, "no condition called “most”"),
        ({"all": [{"min_voting": 0}]}, "How many may vote is a whole number from 1 to 100"),
        ({"all": [{"min_voting": True}]}, "whole number"),
        ({"all": [{"min_percent": 101}]}, "whole number from 1 to 100"),
        ({"all": [{"min_by": {}}]}, "a number for each side"),
        ({"all": [{"min_by": {"GP": 1}}]}, "no side called “GP”"),
        ({"all": [{"max_share": {"NHS": 0}}]}, "The number for NHS"),
        ({"all": [{"must_include": []}]}, "at least one seat"),
        ({"all": [{"must_include": [7]}]}, "no seat with the number 7"),
        ({"all": [{"must_include": "chair"}]}, "no seat with the number chair"),
        ({"deputies": "maybe"}, "“deputies” is one of these: count, leave_out"),
        ({"wait_minutes": 600}, "The wait is a whole number from 0 to 120"),
        ({"any": [{"any": [{"any": [{"any": [{"any": []}]}]}]}]}, "too deep"),
    ],
)
def test_rules_that_cannot_be_followed_are_refused_in_a_sentence(said, sentence):
    with pytest.raises(Unclear, match=sentence):
        read(said, sides=CODES, seats=[1, 2])


def test_what_was_meant_is_written_out():
    rules = read({"all": [{"min_by": {"NHS": 1}}, {"any": [{"min_percent": 50}]}]})

    assert rules.as_json() == {
        "all": [{"min_by": {"NHS": 1}}, {"any": [{"min_percent": 50}]}],
        "deputies": "count",
        "recused": "leave_out",
        "remote": "count",
        "two_seats": "one_vote",
        "wait_minutes": 15,
        "vacancies_count": False,
    }


def test_sides_are_called_as_people_call_them():
    assert Side("COUNCIL", "Council").called(2) == "council seats"
    assert Side("PRIMARY", "Primary care").called(1) == "primary care seat"
    assert SIDES[0].called(1) == "VCSE seat"
    assert SIDES[1].called(3) == "experts by experience"
    assert SIDES[2].name == "NHS"
    assert (quorum.number(9), quorum.number(12)) == ("nine", "12")
    assert [quorum.percent(*x) for x in ((4, 7), (4, 12), (1, 8), (0, 0))] == [
        "57 %",
        "33 %",
        "13 %",
        "0 %",
    ]
