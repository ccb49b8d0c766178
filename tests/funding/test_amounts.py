"""Nothing becomes firmer by being added, divided or printed."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding.amounts import Amount, Qualifier, share, total, words

MILLION = 100_000_000
PILOT = Amount(5 * MILLION, Qualifier.NEARLY)
VCSE = Amount(180_000_000, Qualifier.STATED)
NOBODY_KNOWS = Amount(None, Qualifier.UNKNOWN)

known = st.builds(
    Amount,
    st.integers(0, 10**12),
    st.sampled_from([q for q in Qualifier if q is not Qualifier.UNKNOWN]),
)
amounts = st.one_of(known, st.just(NOBODY_KNOWS))


def true_values(amount):
    """Sums that would make the amount true."""
    n, q = amount.pence, amount.qualifier
    if q in (Qualifier.EXACT, Qualifier.STATED):
        return st.just(n)
    if q is Qualifier.AT_LEAST:
        return st.integers(n, n + 10**12)
    return st.integers(1, max(n, 1)) if n else st.just(0)


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (Amount(10_000_000, Qualifier.EXACT), "£100,000.00"),
        (Amount(10_000_000, Qualifier.STATED), "£100,000 (stated)"),
        (PILOT, "nearly £5 million"),
        (Amount(200_000, Qualifier.UP_TO), "up to £2,000"),
        (Amount(200_000, Qualifier.AT_LEAST), "at least £2,000"),
        (Amount(4_000_000, Qualifier.ABOUT), "about £40,000"),
        (NOBODY_KNOWS, "not recorded"),
    ],
)
def test_a_sum_is_said_as_firmly_as_it_is_known(amount, said):
    assert words(amount) == said


def test_the_time_a_sum_is_for_stands_before_how_firm_it_is():
    sum_for_three_years = Amount(10_000_000, Qualifier.STATED)

    said = words(sum_for_three_years, over="over three years from 1 July 2024")

    assert said == "£100,000 over three years from 1 July 2024 (stated)"


def test_the_voluntary_share_of_the_pilot_is_a_lower_bound():
    assert str(share(VCSE, PILOT)) == "at least 36%, if the stated figures hold"


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (Amount(25, Qualifier.EXACT), Amount(100, Qualifier.EXACT), "25%"),
        (Amount(1, Qualifier.EXACT), Amount(3, Qualifier.EXACT), "33.3%"),
        (Amount(1, Qualifier.STATED), Amount(3, Qualifier.EXACT),
         "33.3%, if the stated figures hold"),
        (Amount(1, Qualifier.NEARLY), Amount(3, Qualifier.EXACT),
         "at most 34%, if the stated figures hold"),
        (Amount(4, Qualifier.EXACT), Amount(3, Qualifier.NEARLY),
         "the two figures do not fit: the part is more than the whole"),
        (Amount(1, Qualifier.NEARLY), PILOT, "cannot be worked out from what is recorded"),
        (Amount(1, Qualifier.EXACT), Amount(0, Qualifier.EXACT),
         "cannot be worked out from what is recorded"),
        (Amount(0, Qualifier.EXACT), Amount(5, Qualifier.EXACT), "0%"),
        (NOBODY_KNOWS, PILOT, "cannot be worked out from what is recorded"),
        (VCSE, Amount(9, Qualifier.ABOUT), "cannot be worked out from what is recorded"),
        (Amount(2, Qualifier.UP_TO), Amount(1, Qualifier.EXACT),
         "cannot be worked out from what is recorded"),
    ],
)  # fmt: skip
def test_a_share_says_no_more_than_its_figures(part, whole, said):
    assert str(share(part, whole)) == said


@given(st.data(), known, known)
def test_a_share_holds_whatever_the_figures_turn_out_to_be(data, part, whole):
    some = data.draw(true_values(part))
    every = data.draw(true_values(whole))

    found = share(part, whole)

    if part.counts and whole.counts and every and some <= every:
        if found.least is not None and found.least <= 1:
            assert found.least <= Fraction(some, every)
        if found.most is not None:
            assert Fraction(some, every) <= found.most


@given(known, known)
def test_only_two_exact_sums_give_a_share_without_a_condition(part, whole):
    said = str(share(part, whole))

    if said[-1] == "%":
        assert part.is_exact
        assert whole.is_exact


@given(st.data(), st.lists(known, max_size=6))
def test_a_total_holds_whatever_the_figures_turn_out_to_be(data, sums):
    truth = sum(data.draw(true_values(a)) for a in sums if a.counts)

    found = total(sums)

    assert found.least <= truth
    assert found.most is None or truth <= found.most


@given(st.lists(amounts, max_size=6))
def test_every_sum_is_counted_named_or_said_to_be_unknown(sums):
    found = total(sums)

    assert found.counted + len(found.about) + found.unknown == len(sums)
    assert type(found.least) is int
    assert not found.is_exact or all(a.is_exact for a in sums if a.counts)


@pytest.mark.parametrize(
    ("sums", "said"),
    [
        ([], "not recorded"),
        ([NOBODY_KNOWS], "not recorded"),
        ([PILOT], "nearly £5 million"),
        ([PILOT, NOBODY_KNOWS], "nearly £5 million, not including 1 sum not recorded"),
        ([Amount(150, Qualifier.EXACT)] * 2, "£3.00"),
        ([Amount(150, Qualifier.EXACT), Amount(150, Qualifier.STATED)], "£3 (stated)"),
        ([PILOT, VCSE], "between £1.8 million and £6.8 million"),
        ([PILOT, PILOT], "up to £10 million"),
        ([VCSE, Amount(200_000, Qualifier.AT_LEAST)], "at least £1,802,000"),
        ([Amount(4_000_000, Qualifier.ABOUT)], "not recorded, not including about £40,000"),
    ],
)
def test_a_total_is_said_with_what_it_leaves_out(sums, said):
    assert str(total(sums)) == said


@pytest.mark.parametrize(
    ("pence", "qualifier"),
    [(None, Qualifier.EXACT), (0, Qualifier.UNKNOWN), (-1, Qualifier.EXACT)],
)
def test_a_sum_that_contradicts_itself_is_refused(pence, qualifier):
    with pytest.raises(ValueError, match="a sum is"):
        Amount(pence, qualifier)
