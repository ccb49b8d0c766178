"""Promises on racism, made by the same actions as on the pages."""

from datetime import timedelta

from alliance.audit import Actor
from coproduction.actions import commitments as actions
from coproduction.actions.commitments import Promise
from tests.factories.coproduction import LONG_AGO, now

BECAUSE = "We rang on five evenings, and somebody answered."
NAMES = ("Halima Warsame", "Desmond Clarke", "Anjali Das")


def a_promise(*, due_in=30, on=None, is_agreed=True, **fields):
    """Of the alliance itself unless an owner is given; under way."""
    on = on or now().date()
    fields = {
        "statement": "The helpline is answered in Sylheti.",
        "part": "feedback",
        "lens": "access",
        "measure": "Evenings on which it was.",
        "due_on": on + timedelta(days=due_in),
    } | fields
    found = actions.propose(Promise(**fields), by=Actor.SYSTEM, on=LONG_AGO)
    if is_agreed:
        found = actions.agree(found, agreed_on=LONG_AGO, by=Actor.SYSTEM, on=on)
    return found


def being_judged(**fields):
    found = a_promise(**fields)
    actions.call_for_judgement(found, by=Actor.SYSTEM, now=now())
    found.refresh_from_db()
    return found


def judged(reviewers, *, verdict="kept", **fields):
    """Signed by all of these reviewers."""
    found = being_judged(**fields)
    draft = actions.judge(found, verdict=verdict, because=BECAUSE, by=reviewers[0], now=now())
    for reviewer in reviewers[1:]:
        draft = actions.sign(draft, by=reviewer, now=now())
    found.refresh_from_db()
    return found, draft
