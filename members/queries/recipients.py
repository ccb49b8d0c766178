"""Who gets an organisation's letters of a kind."""

from collections.abc import Collection
from datetime import date

from alliance.models import RoleTerm
from alliance.roles import ROLES, Scope
from members.models import ConfirmationRequest, Representative
from members.queries import away

ANSWERS = "answer_asks"
ANSWERING = [code for code, role in ROLES.items() if ANSWERS in role.permissions]


def who_receives(
    kind: str, organisations: Collection[int], *, on: date
) -> dict[int, list[Representative]]:
    """By organisation, the main contact first: who may answer, wants such letters and is here."""
    found: dict[int, list[Representative]] = {}
    rows = (
        Representative.objects.current(on=on)
        .filter(organisation__in=organisations, receives__contains=[kind])
        .exclude(user_id__in=away.rows(on=on).values("user_id"))
        .select_related("user", "organisation")
        .order_by("-is_main_contact", "started_on", "pk")
    )
    able = may_answer(organisations, on=on)
    for one in rows:
        if (one.user_id, one.organisation_id) in able:
            found.setdefault(one.organisation_id, []).append(one)
    return found


def may_answer(organisations: Collection[int], *, on: date) -> set[tuple[int, int | None]]:
    """Person and organisation of everybody with an office that answers for it."""
    terms = RoleTerm.objects.filter(
        scope_kind=Scope.ORGANISATION, scope_id__in=organisations, role__in=ANSWERING
    ).current(on=on)
    return set(terms.values_list("user_id", "scope_id"))


def who_confirms(organisations: Collection[int], *, on: date) -> dict[int, Representative]:
    """By organisation, whom to ask "still correct?": never somebody who said it was not them."""
    wrong = set(
        ConfirmationRequest.objects.filter(
            organisation__in=organisations, answer=ConfirmationRequest.Answer.WRONG_PERSON
        ).values_list("representative_id", flat=True)
    )
    everyone = who_receives(Representative.Receives.CONFIRMATIONS, organisations, on=on)
    return {
        number: next(one for one in people if one.pk not in wrong)
        for number, people in everyone.items()
        if any(one.pk not in wrong for one in people)
    }


def still_acts(representative: Representative, *, on: date) -> bool:
    """Whether somebody may still answer for the organisation, today."""
    rows = Representative.objects.current(on=on).filter(pk=representative.pk)
    pair = (representative.user_id, representative.organisation_id)
    return rows.exists() and pair in may_answer([representative.organisation_id], on=on)
