"""Who stands too near to whoever made a promise: facts in, a sentence or nothing out."""

import itertools

import pytest

from coproduction.reviewing import COUNTS, GROUNDS, Nearness, Owner, ground

NAMES = list(GROUNDS)


@pytest.mark.parametrize("owner", Owner)
def test_somebody_with_no_tie_may_judge(owner):
    assert ground(owner, Nearness()) == ""


@pytest.mark.parametrize(("owner", "name"), [(o, n) for o in Owner for n in NAMES])
def test_each_tie_counts_for_the_owners_it_is_about(owner, name):
    said = ground(owner, Nearness(**{name: True}))

    assert said == (GROUNDS[name] if name in COUNTS[owner] else "")


@pytest.mark.parametrize("owner", Owner)
def test_more_ties_never_let_anybody_in(owner):
    for held in itertools.product([False, True], repeat=len(NAMES)):
        known = dict(zip(NAMES, held, strict=True))
        bars = any(known[name] for name in COUNTS[owner])
        assert bool(ground(owner, Nearness(**known))) == bars
