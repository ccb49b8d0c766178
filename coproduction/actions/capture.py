"""Keeping what somebody tells, once they have said that we may keep it."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import NotRequired, TypedDict, Unpack

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import AllianceSettings, User
from coproduction import cards, refs, words
from coproduction.actions.consents import current_wording, record_consent
from coproduction.models import ConsentRecord, ConsentWording, Contribution, Contributor, Sheet
from coproduction.scopes import Scope
from members.models import Organisation

KEPT_NOTHING = "Then we keep nothing. Thank you for talking to us."
MOST_DRAWS = 200
NO_SUCH_CARD = "There is no card with this name. Look at the card again, or leave this empty."


class Telling(TypedDict):
    """How it was told: fields of a Contribution that are no words of the person."""

    channel: str
    told_by: str
    told_on: date
    language: str
    wants_to_see_text: NotRequired[bool]
    interpreter_used: NotRequired[bool]
    through: NotRequired[Organisation | None]
    public_id: NotRequired[uuid.UUID]
    state: NotRequired[str]


@transaction.atomic
def take_contribution(
    *,
    scopes: Iterable[str],
    method: str,
    original: str,
    translation: str = "",
    wish: str = "",
    witness: str = "",
    wording: ConsentWording | None = None,
    contributor: Contributor | None = None,
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
    whose = contributor or contributor_of(ref, language=told["language"], hear_back=hear_back)
    contribution = Contribution(contributor=whose, recorded_by=by, recorded_at=now, **told)
    for field, text in (("original", original), ("translation", translation), ("wish", wish)):
        words.seal(contribution, field, text.strip())
    contribution.save()
    record_consent(
        whose,
        contribution=contribution,
        kind=ConsentRecord.Kind.GIVEN,
        scopes=scopes,
        method=method,
        wording=wording or current_wording(),
        witness=witness,
        by=by,
        now=now,
    )
    audit.record(by=by, kind="coproduction.contribution_taken", subject=contribution)
    return contribution


def contributor_of(
    ref: str, *, language: str, hear_back: str, is_group: bool = False
) -> Contributor:
    """Whose card it is, or somebody new with a card of their own."""
    if ref:
        found = Contributor.objects.filter(ref__iexact=ref.strip(), state="active").first()
        if found is None:
            raise Refused(NO_SUCH_CARD, field="ref")
        return found
    return Contributor.objects.create(
        ref=new_refs(1)[0], preferred_language=language, hear_back=hear_back, is_group=is_group
    )


def give_words(contributor: Contributor) -> str:
    """Four words for a card that has none yet; "" where there are words on it already."""
    if contributor.words_hmac:
        return ""
    drawn = cards.new_words()
    contributor.words_hmac = cards.hmac_of(contributor.ref, drawn)
    contributor.save(update_fields=["words_hmac"])
    return drawn


def new_refs(count: int) -> list[str]:
    """So many names that nobody has here, on no sheet either; two people at once wait in turn."""
    AllianceSettings.objects.select_for_update().first()
    taken = set(Contributor.objects.values_list("ref", flat=True))
    taken |= set(Sheet.objects.values_list("ref", flat=True))
    found: list[str] = []
    for _ in range(MOST_DRAWS * count):
        if len(found) == count:
            return found
        if (ref := refs.draw()) not in taken:
            taken.add(ref)
            found.append(ref)
    if len(found) == count:
        return found
    raise Refused("No card name is free. Please ask the alliance lead to add names.")
