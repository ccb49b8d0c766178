"""What somebody allows is worked out anew at every moment, from all they ever said."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from coproduction.scopes import NOTHING, Consent, Scope, effective, of_all

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
MINE, ANOTHER = 1, 2

hours = st.integers(0, 40)
moments = hours.map(lambda n: BEGAN + timedelta(hours=n))
some_scopes = st.frozensets(st.sampled_from(list(Scope)))


@st.composite
def histories(draw):
    rows = draw(
        st.lists(
            st.tuples(st.sampled_from([None, MINE, ANOTHER]), some_scopes, moments, hours),
            max_size=8,
        )
    )
    return [
        Consent(level, scopes, at, at + timedelta(hours=lasting), order)
        for order, (level, scopes, at, lasting) in enumerate(rows)
    ]


def by_hand(history, at):
    """The rule once more, as a walk through time from the beginning."""
    latest = {}
    for consent in sorted(history, key=lambda c: (c.at, c.order)):
        if consent.at <= at and consent.contribution in (None, MINE):
            latest[consent.contribution] = consent
    if not latest:
        return NOTHING
    allowed = set(Scope)
    for consent in latest.values():
        allowed &= consent.scopes if consent.valid_until > at else set()
    return frozenset(allowed)


@settings(max_examples=2000)
@given(histories(), moments)
def test_scopes_are_those_of_a_walk_through_everything_said(history, at):
    assert effective(history, contribution=MINE, at=at) == by_hand(history, at)


@given(histories(), moments)
def test_what_is_taken_back_for_everything_is_gone_at_once(history, at):
    taken_back = Consent(None, NOTHING, at, at, order=len(history))

    assert effective([*history, taken_back], contribution=MINE, at=at) == NOTHING


@given(histories(), moments)
def test_nothing_said_later_changes_what_was_allowed_before(history, at):
    later = Consent(None, NOTHING, at + timedelta(seconds=1), at + timedelta(days=1), order=99)

    before = effective(history, contribution=MINE, at=at)

    assert effective([*history, later], contribution=MINE, at=at) == before


@given(histories(), moments)
def test_another_telling_of_the_same_person_changes_nothing(history, at):
    without = [c for c in history if c.contribution != ANOTHER]

    assert effective(history, contribution=MINE, at=at) == effective(
        without, contribution=MINE, at=at
    )


@given(histories())
def test_nothing_is_allowed_for_ever(history):
    assert effective(history, contribution=MINE, at=BEGAN + timedelta(days=365)) == NOTHING


@given(st.lists(some_scopes, min_size=1, max_size=5))
def test_several_people_allow_what_each_of_them_allows(scopes):
    found = of_all(scopes)

    assert all(found <= each for each in scopes)
    assert all(scope in found for scope in Scope if all(scope in each for each in scopes))


def test_a_point_without_a_source_is_allowed_by_nobody():
    assert of_all([]) == NOTHING
