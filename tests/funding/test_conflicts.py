"""Who stands back from what is computed, and so is whether a lawful panel remains."""

from dataclasses import replace
from random import Random
from time import process_time

import pytest

from funding.conflicts import (
    Bid,
    Competing,
    Effect,
    Finding,
    Gap,
    Ground,
    Panel,
    Place,
    Rule,
    Shortage,
    Sitter,
    assign,
    findings,
    missing,
    smallest_addition,
)
from tests.funding.brute_rounds import compare, is_kept, with_more

MEMBERS, EXPERTS, STATUTORY = 1, 2, 3
HERON, QUAY, MILL = 11, 12, 13
BIDS = [Bid(1, frozenset({HERON, MILL})), Bid(2, frozenset({QUAY}))]


def of(sitter, *, competing=Competing.OWN_ONLY):
    return [(f.bid, f.ground, f.effect) for f in findings([sitter], BIDS, competing=competing)]


def test_somebody_who_belongs_to_the_applicant_or_to_a_partner_stands_back():
    assert of(Sitter(5, bodies=frozenset({HERON}))) == [(1, Ground.BELONGS, Effect.EXCLUDED)]
    assert of(Sitter(5, bodies=frozenset({MILL}))) == [(1, Ground.BELONGS, Effect.EXCLUDED)]
    assert of(Sitter(5, bodies=frozenset({99}))) == []


@pytest.mark.parametrize(
    ("words", "ground"),
    [("helped", Ground.HELPED), ("close", Ground.CLOSE), ("tightened", Ground.TIGHTENED)],
)
def test_what_somebody_says_or_the_chair_asks_excludes_from_that_proposal_only(words, ground):
    assert of(Sitter(5, **{words: frozenset({2})})) == [(2, ground, Effect.EXCLUDED)]


def test_a_round_may_send_bidders_out_of_every_proposal():
    sitter = Sitter(5, bodies=frozenset({QUAY}))

    assert of(sitter, competing=Competing.ALL) == [
        (1, Ground.COMPETES, Effect.EXCLUDED),
        (2, Ground.BELONGS, Effect.EXCLUDED),
    ]
    assert of(replace(sitter, bodies=frozenset({99})), competing=Competing.ALL) == []


def test_the_funders_staff_score_and_never_decide_unless_the_chair_sets_that_aside():
    sitter = Sitter(5, is_funder=True, loosened=frozenset({(2, Ground.FUNDER)}))

    assert of(sitter) == [(1, Ground.FUNDER, Effect.NOT_DECIDING)]


def test_no_ground_but_the_funders_is_ever_set_aside():
    sitter = Sitter(5, bodies=frozenset({QUAY}), loosened=frozenset({(2, Ground.BELONGS)}))

    assert of(sitter) == [(2, Ground.BELONGS, Effect.EXCLUDED)]


def test_findings_come_by_sitter_then_by_proposal():
    sitters = [Sitter(8, close=frozenset({2, 1})), Sitter(5, helped=frozenset({1}))]

    assert findings(sitters, BIDS, competing=Competing.OWN_ONLY) == [
        Finding(8, 1, Ground.CLOSE, Effect.EXCLUDED),
        Finding(8, 2, Ground.CLOSE, Effect.EXCLUDED),
        Finding(5, 1, Ground.HELPED, Effect.EXCLUDED),
    ]


def a_rule(**changes):
    rule = Rule(4, frozenset({EXPERTS}), 10, (EXPERTS, MEMBERS, STATUTORY))
    return replace(rule, **changes)


def a_panel(*sides, proposals=(1,), excluded=()):
    places = tuple(Place(10 + n, side) for n, side in enumerate(sides))
    return Panel(places, tuple(proposals), frozenset(excluded))


def test_a_panel_of_all_sides_scores_each_proposal_and_shares_the_reading_evenly():
    panel = a_panel(MEMBERS, MEMBERS, MEMBERS, EXPERTS, EXPERTS, STATUTORY, proposals=range(6))

    found = assign(panel, a_rule())

    assert found is not None
    assert is_kept(found, panel, a_rule())
    assert [sum(seat == place.number for seat, _ in found) for place in panel.places] == [4] * 6


def test_members_alone_are_more_than_half():
    panel = a_panel(MEMBERS, MEMBERS, MEMBERS, MEMBERS, EXPERTS)

    assert missing(panel, a_rule()) == Shortage((Gap(1, None, 1),), {EXPERTS: 1})
    assert assign(with_more(panel, [EXPERTS]), a_rule()) is not None


def test_a_proposal_that_no_free_expert_can_score_names_the_seat_to_fill():
    panel = a_panel(
        MEMBERS, MEMBERS, EXPERTS, STATUTORY, STATUTORY, proposals=(1, 4), excluded={(12, 4)}
    )

    assert missing(panel, a_rule()) == Shortage((Gap(4, EXPERTS, 1),), {EXPERTS: 1})


def test_too_much_to_read_is_told_apart_from_a_missing_side():
    panel = a_panel(MEMBERS, MEMBERS, EXPERTS, EXPERTS, proposals=(1, 2, 3))

    assert missing(panel, a_rule(limit=2)) == Shortage((), {EXPERTS: 1, MEMBERS: 1})


def test_fifteen_of_seventeen_bid_and_the_smallest_addition_makes_the_round_lawful():
    sides = [MEMBERS] * 12 + [EXPERTS] * 3 + [STATUTORY] * 2
    bids = [Bid(n, frozenset({n})) for n in range(15)]
    sitters = [Sitter(10 + n, bodies=frozenset({n})) for n in range(17)]
    excluded = {(f.sitter, f.bid) for f in findings(sitters, bids, competing=Competing.ALL)}
    panel = a_panel(*sides, proposals=range(15), excluded=excluded)
    rule = a_rule(limit=15)

    shortage = missing(panel, rule)

    assert len(excluded) == 15 * 15
    assert shortage is not None
    assert shortage.addition == {EXPERTS: 2}
    assert assign(with_more(panel, [EXPERTS, EXPERTS]), rule) is not None
    assert assign(with_more(panel, [EXPERTS]), rule) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"scorers": 1},
        {"limit": 0},
        {"scorers": 2, "required": frozenset({1, 2, 3})},
        {"constituencies": (EXPERTS,)},
        {"scorers": 3, "constituencies": (EXPERTS, MEMBERS)},
    ],
)
def test_a_rule_that_no_panel_could_meet_says_so(changes):
    rule = a_rule(**changes)

    assert not rule.can_be_met
    assert assign(a_panel(MEMBERS, EXPERTS), rule) is None
    with pytest.raises(ValueError, match="no panel"):
        smallest_addition(a_panel(MEMBERS, EXPERTS), rule)


def test_every_verdict_is_that_of_trying_everything():
    assert compare(150, seed=7) == []


def test_nine_seats_and_forty_proposals_take_less_than_fifty_milliseconds():
    chance = Random(3)
    places = tuple(Place(n, n % 4) for n in range(9))
    excluded = frozenset((n, p) for n in range(9) for p in range(40) if chance.random() < 0.1)
    panel, rule = Panel(places, tuple(range(40)), excluded), Rule(4, frozenset(), 22, (0, 1, 2, 3))
    began = process_time()

    found = missing(panel, rule)

    assert found is None
    assert process_time() - began < 0.05
