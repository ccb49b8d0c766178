"""Who may see and who may do, for promises on racism and inequality."""

from alliance.registries import ANY_OFFICE, PUBLIC, Route, routes
from alliance.samples import BOTH, POST, Arguments
from coproduction.models import Commitment, CommitmentJudgement

KEEP, JUDGE, ANSWER = "keep_commitments", "judge_commitments", "answer_commitments"


def one(**wanted: object) -> Commitment | None:
    """The first that everybody with an office may read."""
    rows = Commitment.objects.in_public().filter(**wanted)
    return rows.order_by("pk").first()


def number(**wanted: object) -> Arguments:
    found = one(**wanted)
    return None if found is None else {"pk": found.pk}


def a_members() -> Commitment | None:
    return one(organisation__isnull=False)


def its_number() -> Arguments:
    return number(organisation__isnull=False)


def a_judged() -> Commitment | None:
    """A member's, so that its own people may reply."""
    return one(organisation__isnull=False, state__in=["kept", "partly_kept", "not_kept"])


def judged_number() -> Arguments:
    found = a_judged()
    return None if found is None else {"pk": found.pk}


def a_draft() -> CommitmentJudgement | None:
    return CommitmentJudgement.objects.filter(published_at=None).order_by("pk").first()


def its_draft() -> Arguments:
    found = a_draft()
    return None if found is None else {"pk": found.pk}


def an_owner() -> Arguments:
    return {"owner": "alliance"}


ROUTES = {
    "commitments": Route(ANY_OFFICE, is_list=True),
    "commitment_new": Route(KEEP, KEEP, BOTH),
    "commitment": Route(ANY_OFFICE, None, "GET", number, one),
    "commitment_edit": Route(KEEP, KEEP, BOTH, number, one),
    "commitment_agree": Route(KEEP, KEEP, BOTH, number, one),
    "commitment_call": Route(KEEP, KEEP, BOTH, number, one),
    "commitment_again": Route(KEEP, KEEP, BOTH, number, one),
    "commitment_report": Route(ANSWER, ANSWER, BOTH, its_number, a_members),
    "commitment_withdraw": Route(ANSWER, ANSWER, BOTH, its_number, a_members),
    "commitment_reply": Route(ANSWER, ANSWER, BOTH, judged_number, a_judged),
    "commitment_judge": Route(JUDGE, JUDGE, BOTH, number, one),
    "judgement_sign": Route(JUDGE, JUDGE, POST, its_draft, a_draft),
    "open_commitments": Route(PUBLIC, is_list=True),
    "open_commitment": Route(PUBLIC, None, "GET", number, one),
    "commitments_paper": Route(PUBLIC, None, "GET", an_owner),
}


def register() -> None:
    for name, route in ROUTES.items():
        routes.add(f"coproduction:{name}", route)
