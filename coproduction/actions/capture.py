"""Taking down what somebody says, once they have said that we may keep it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NotRequired, TypedDict, Unpack

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import AllianceSettings, User
from coproduction import refs, words
from coproduction.actions.consents import current_wording, record_consent
from coproduction.models import ConsentRecord, Contribution, Contributor
from coproduction.scopes import Scope

KEPT_NOTHING = "Then we keep nothing. Thank you for talking to us."
MOST_DRAWS = 200


class Telling(TypedDict):
    """How it was told: fields of a Contribution that are no words of the person."""

    channel: str
    told_by: str
    told_on: date
    language: str
    wants_to_see_text: NotRequired[bool]


@transaction.atomic
def take_contribution(
    *,
    scopes: Iterable[str],
    method: str,
    original: str,
    translation: str = "",
    hear_back: str = Contributor.HearBack.ASK_AGAIN,
    ref: str = "",
    by: User,
    now: datetime,
    **told: Unpack[Telling],
) -> Contribution:
    """Keep the words, sealed, with the consent given for them. Without "keep", nothing is kept.

    `ref` is the name on a card the person has already; without it they get a new one.
    """
    if Scope.KEEP not in scopes:
        raise Refused(KEPT_NOTHING, field="scopes")
    wording = current_wording()
    contributor = _contributor(ref, language=told["language"], hear_back=hear_back)
    contribution = Contribution(contributor=contributor, recorded_by=by, recorded_at=now, **told)
    words.seal(contribution, "original", original.strip())
    words.seal(contribution, "translation", translation.strip())
    contribution.save()
    record_consent(
        contributor,
        contribution=contribution,
        kind=ConsentRecord.Kind.GIVEN,
        scopes=scopes,
        method=method,
        wording=wording,
        by=by,
        now=now,
    )
    audit.record(by=by, kind="coproduction.contribution_taken", subject=contribution)
    return contribution


def _contributor(ref: str, *, language: str, hear_back: str) -> Contributor:
    if ref:
        found = Contributor.objects.filter(ref__iexact=ref.strip(), state="active").first()
        if found is None:
            raise Refused(
                "There is no card with this name. Look at the card again, or leave this empty.",
                field="ref",
            )
        return found
    return Contributor.objects.create(
        ref=_new_ref(), preferred_language=language, hear_back=hear_back
    )


def _new_ref() -> str:
    """A name that nobody has here; two people at once wait for each other."""
    AllianceSettings.objects.select_for_update().first()
    taken = set(Contributor.objects.values_list("ref", flat=True))
    for _ in range(MOST_DRAWS):
        if (ref := refs.draw()) not in taken:
            return ref
    raise Refused("No card name is free. Please ask the alliance lead to add names.")
