"""What must hold for every election. Not among them: monotonicity, participation and, under Meek,
later-no-harm, which no method of this family keeps."""

import os
import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnership_board.counting import lots, meek, scottish
from partnership_board.counting.ballots import Constraint, Contest, Count, Rule, contest
from partnership_board.counting.countback import countback
from partnership_board.counting.explore import explore

PLAIN = Rule()
MEEK = Rule(method="meek_prf")
COUNTERS = ((scottish.count, PLAIN), (meek.count, MEEK))
# 200 in every run; EXAMPLES=20000 before a release.
EXAMPLES = settings(max_examples=int(os.environ.get("EXAMPLES", "200")), deadline=None)


def drawn(seed: int, *, most_people: int = 7, most_papers: int = 3) -> Contest:
    """A board-sized election; every seed always gives the same one."""
    chance = random.Random(seed)
    people = chance.randint(2, most_people)
    seats = chance.randint(1, min(people, 4))
    papers = [
        (chance.randint(1, most_papers), chance.sample(range(1, people + 1), length))
        for length in (chance.randint(0, people) for _ in range(chance.randint(1, 9)))
    ]
    return contest(seats, people, papers)


contests = st.integers(0, 2**32).map(drawn)


def figures(count: Count) -> tuple[object, ...]:
    return (count.stages, count.elected, count.ties)


@EXAMPLES
@given(contests)
def test_votes_are_neither_made_nor_mislaid(made: Contest) -> None:
    for counter, rule in COUNTERS:
        count = counter(made, rule)

        for stage in count.stages:
            assert sum(stage.votes) + stage.non_transferable + count.lost(stage) == (
                count.valid * count.unit
            )
            assert count.lost(stage) >= 0
            assert min(stage.votes) >= 0
        assert count.valid == sum(number for number, ranking in made.papers if ranking)


@EXAMPLES
@given(contests)
def test_exactly_as_many_are_elected_as_there_are_seats(made: Contest) -> None:
    for counter, rule in COUNTERS:
        elected = counter(made, rule).elected

        assert len(elected) == len(set(elected)) == made.seats
        assert set(elected) <= set(made.numbers)


@EXAMPLES
@given(contests, st.randoms(use_true_random=False))
def test_the_order_of_papers_does_not_matter(made: Contest, chance: random.Random) -> None:
    singles = [(1, ranking) for number, ranking in made.papers for _ in range(number)]
    chance.shuffle(singles)
    shuffled = Contest(made.seats, made.names, tuple(singles))

    for counter, rule in COUNTERS:
        one, other = counter(made, rule), counter(shuffled, rule)
        assert figures(one) == figures(other)


@EXAMPLES
@given(contests, st.randoms(use_true_random=False))
def test_new_numbers_renumber_the_result(made: Contest, chance: random.Random) -> None:
    """Where lots follow the people and not their numbers."""
    new = list(made.numbers)
    chance.shuffle(new)
    number = dict(zip(made.numbers, new, strict=True))
    old = {now: before for before, now in number.items()}
    papers = [(count, [number[c] for c in ranking]) for count, ranking in made.papers]
    renumbered = contest(made.seats, len(made.names), papers)

    for counter, rule in COUNTERS:
        before = counter(made, rule)
        after = counter(renumbered, rule, lambda tie, tied: min(tied, key=old.__getitem__))
        assert {number[c] for c in before.elected} == set(after.elected)
        for one, other in zip(before.stages, after.stages, strict=True):
            assert all(one.votes[c - 1] == other.votes[number[c] - 1] for c in made.numbers)


@EXAMPLES
@given(contests, st.data())
def test_to_withdraw_is_to_be_struck_out(made: Contest, data) -> None:
    gone = data.draw(st.sampled_from(made.numbers))
    withdrawn = contest(made.seats, made.names, made.papers, [gone])
    last = len(made.names)
    moved = {c: c - (c > gone) for c in made.numbers}
    papers = [(n, [moved[c] for c in ranking if c != gone]) for n, ranking in made.papers]
    struck = contest(made.seats, last - 1, papers)

    for counter, rule in COUNTERS:
        one, other = counter(withdrawn, rule), counter(struck, rule)
        assert tuple(moved[c] for c in one.elected) == other.elected
        for with_gap, without in zip(one.stages, other.stages, strict=True):
            assert with_gap.votes[: gone - 1] + with_gap.votes[gone:] == without.votes


@EXAMPLES
@given(st.integers(0, 2**32), st.data())
def test_a_solid_coalition_gets_its_share(seed: int, data) -> None:
    """Droop: k quotas of papers that rank the same people first elect k of them."""
    made = drawn(seed)
    group = data.draw(st.sets(st.sampled_from(made.numbers), min_size=1))
    chance = random.Random(seed)
    solid = [
        (chance.randint(1, 3), chance.sample(sorted(group), len(group)))
        for _ in range(chance.randint(1, 8))
    ]
    whole = contest(made.seats, made.names, [*made.papers, *solid])
    papers = sum(n for n, ranking in whole.papers if set(ranking[: len(group)]) == group)

    for counter, rule in COUNTERS:
        count = counter(whole, rule)
        deserved = min(papers // count.quota, len(group), made.seats)
        assert len(group & set(count.elected)) >= deserved


@EXAMPLES
@given(st.integers(0, 2**32))
def test_constraints_are_met_or_reported(seed: int) -> None:
    made = drawn(seed)
    rule = Rule(constraints=constrained(made, random.Random(seed)))

    count = scottish.count(made, rule)

    met = all(
        one.least <= len(one.group & set(count.winners)) <= one.most for one in rule.constraints
    )
    assert met != count.is_constraint_unmet


def constrained(made: Contest, chance: random.Random) -> tuple[Constraint, ...]:
    found = []
    for _ in range(chance.randint(1, 2)):
        group = chance.sample(made.numbers, chance.randint(1, len(made.numbers)))
        least = chance.randint(0, 2)
        found.append(Constraint(frozenset(group), least, least + chance.randint(0, 2)))
    return tuple(found)


@EXAMPLES
@given(st.integers(0, 2**32))
def test_a_constraint_that_excluded_nobody_left_every_stage_alone(seed: int) -> None:
    made = drawn(seed)
    rule = Rule(constraints=constrained(made, random.Random(seed)))
    plain, bound = scottish.count(made, PLAIN), scottish.count(made, rule)
    kinds = {stage.kind for stage in bound.stages}

    if bound.is_constraint_unmet:
        return
    if "constraint" not in kinds and not bound.saved:
        assert [stage.votes for stage in bound.stages] == [stage.votes for stage in plain.stages]
        assert set(bound.winners) == set(plain.winners)


@EXAMPLES
@given(st.integers(0, 2**32))
def test_the_explorer_sums_to_one_and_holds_every_count(seed: int) -> None:
    made = drawn(seed, most_people=5)
    for rule in (PLAIN, Rule(mentions=True), MEEK):
        found = explore(made, rule)
        outcomes = {outcome.elected for outcome in found.outcomes}

        assert sum(outcome.probability for outcome in found.outcomes) == 1
        assert len(outcomes) == len(found.outcomes)
        for number in range(3):
            draw = lots.drawn_by(str(number), str)
            counter = meek.count if rule is MEEK else scottish.count
            assert tuple(sorted(counter(made, rule, draw).elected)) in outcomes


@EXAMPLES
@given(st.integers(0, 2**32))
def test_empty_ties_set_aside_change_no_probability(seed: int) -> None:
    made = drawn(seed, most_people=4)
    made = contest(made.seats, len(made.names) + 2, made.papers)

    for mentions in (False, True):
        plain = explore(made, Rule(mentions=mentions))
        spared = explore(made, Rule(mentions=mentions, empty_aside=True))
        assert spared.outcomes == plain.outcomes
        assert spared.runs <= plain.runs


@EXAMPLES
@given(contests)
def test_a_countback_in_which_nobody_leaves_elects_the_same(made: Contest) -> None:
    winners = scottish.count(made, PLAIN).winners

    found = countback(made, PLAIN, sitting=winners, leaving=[])

    assert set(found.count.winners) == set(winners)
    assert not found.elected


@EXAMPLES
@given(contests)
def test_whoever_still_sits_is_elected_again(made: Contest) -> None:
    winners = scottish.count(made, PLAIN).winners

    found = countback(made, PLAIN, sitting=winners[1:], leaving=winners[:1])

    assert set(winners[1:]) <= set(found.count.winners)
    assert winners[0] not in found.count.elected
    assert len(found.elected) == min(1, len(made.names) - made.seats)


@EXAMPLES
@given(st.integers(0, 2**32))
def test_re_open_nominations_and_people_share_the_seats(seed: int) -> None:
    made = drawn(seed)
    rule = Rule(ron=len(made.names))

    count = scottish.count(made, rule)

    assert len(count.elected) == made.seats or count.unfilled == 0
    assert len(count.winners) + count.unfilled == len(count.elected)
    rons = [c for c in count.elected if count.slate.is_ron(c)]
    assert rons == list(count.slate.rons[: len(rons)])


@pytest.mark.parametrize("seed", range(20))
def test_probabilities_are_those_of_many_drawings(seed: int) -> None:
    """The explorer against a plain sample of 400 lots, loosely."""
    made = drawn(seed, most_people=5)
    found = explore(made, PLAIN)
    sample = explore(made, PLAIN, cap=1, sample=400) if found.has_lots else found

    seen = {outcome.elected: outcome.probability for outcome in sample.outcomes}
    for outcome in found.outcomes:
        assert abs(seen.get(outcome.elected, 0) - outcome.probability) < Fraction(1, 8)
