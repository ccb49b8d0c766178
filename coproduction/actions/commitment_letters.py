"""Letters about promises on racism: to those who judge, and to whoever made the promise."""

from datetime import datetime

from django.urls import reverse

from alliance import outbox
from alliance.http import absolute_url
from alliance.models import RoleTerm
from coproduction.models import Commitment, CommitmentJudgement
from coproduction.queries import commitments as queries
from coproduction.reviewing import ground
from members.queries.people import approvers_of
from partnership_board.deadlines import day_of


def ask_reviewers(commitment: Commitment, *, now: datetime) -> None:
    """Everybody who may judge it; nobody who stands too near its owner."""
    on, kind = day_of(now), queries.kind_of_owner(commitment)
    people = queries.reviewers(on=on)
    known = queries.nearness(people, commitment, on=on)
    for person in people:
        if ground(kind, known[person.pk]):
            continue
        outbox.post(
            key=f"judge {commitment.pk} round {commitment.round} to {person.pk}",
            to=person.email,
            template="coproduction/judge",
            context=_context(commitment) | {"person": str(person)},
            now=now,
        )


def tell_owner(commitment: Commitment, judgement: CommitmentJudgement, *, now: datetime) -> None:
    """A member's approvers; for everybody else's promises, whoever keeps the list."""
    on = day_of(now)
    if commitment.organisation is not None:
        terms = approvers_of(commitment.organisation, on=on)
    else:
        keepers = RoleTerm.objects.current(on=on).filter(role="alliance_lead")
        terms = list(keepers.select_related("user"))
    for term in terms:
        outbox.post(
            key=f"judgement {judgement.pk} to {term.user_id}",
            to=term.user.email,
            template="coproduction/judged",
            context=_context(commitment)
            | {
                "person": str(term.user),
                "verdict": judgement.get_verdict_display(),
                "because": judgement.because,
            },
            now=now,
        )


def _context(commitment: Commitment) -> dict[str, object]:
    page = reverse("coproduction:commitment", kwargs={"pk": commitment.pk})
    return {
        "statement": commitment.statement,
        "owner": queries.owner_name(commitment),
        "url": absolute_url(page),
    }
