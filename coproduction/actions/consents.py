"""Consent: given, changed and taken back. Each change is a record of its own."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from alliance import audit
from alliance.audit import Actor
from alliance.models import User
from coproduction.actions import withdrawals
from coproduction.actions.records import current_wording as current_wording
from coproduction.actions.records import record_consent as record_consent
from coproduction.models import ConsentRecord, ConsentWording, Contribution, Contributor, Withdrawal
from coproduction.queries.consents import scopes_now, scopes_of
from coproduction.scopes import Scope

Kind = ConsentRecord.Kind


@transaction.atomic
def change_consent(
    contribution: Contribution,
    *,
    scopes: Iterable[str],
    method: str,
    is_for_everything: bool = False,
    witness: str = "",
    asked_how: str = Withdrawal.How.WORD_OF_MOUTH,
    by: User | None,
    now: datetime,
) -> ConsentRecord:
    """What the person allows from now on. Without "keep", it is taken back at once.

    `by` is None where the person did it themselves, on the page of their card.
    """
    contributor, allowed = contribution.contributor, set(scopes)
    about = None if is_for_everything else contribution
    if Scope.KEEP not in allowed:
        withdrawals.take_back(
            contributor, contribution=about, method=method, asked_how=asked_how, by=by, now=now
        )
        return ConsentRecord.objects.filter(contributor=contributor).latest("captured_at", "pk")
    before = scopes_now(contribution, at=now)
    record = record_consent(
        contributor,
        contribution=about,
        kind=Kind.REFRESHED if allowed == before else Kind.CHANGED,
        scopes=allowed,
        method=method,
        wording=current_wording(),
        witness=witness,
        by=by,
        now=now,
    )
    audit.record(by=by or Actor.PUBLIC, kind="coproduction.consent_changed", subject=record)
    if narrowed := before - scopes_now(contribution, at=now):
        withdrawals.narrow(
            contributor, narrowed, contribution=about, asked_how=asked_how, by=by, now=now
        )
    return record


@transaction.atomic
def change_all(
    contributor: Contributor,
    *,
    scopes: Iterable[str],
    method: str,
    asked_how: str = Withdrawal.How.WORD_OF_MOUTH,
    by: User | None,
    now: datetime,
) -> ConsentRecord | None:
    """The same for everything they told us: a record for each telling, so that more can be allowed.

    What they said of everything at once before is said anew too, or it would still stand between.
    """
    told = Contribution.objects.filter(contributor=contributor)
    tellings = list(told.exclude(state=Contribution.State.WITHDRAWN))
    whose = {telling.pk: contributor.pk for telling in tellings}
    before = scopes_of(whose, at=now)
    said = ConsentRecord.objects.filter(contributor=contributor, contribution=None)
    about: list[Contribution | None] = [*tellings, *([None] if said.exists() and tellings else [])]
    allowed, asked_with, record = set(scopes), current_wording(), None
    for each in about:
        record = record_consent(
            contributor,
            contribution=each,
            kind=Kind.CHANGED,
            scopes=allowed,
            method=method,
            wording=asked_with,
            by=by,
            now=now,
        )
        audit.record(by=by or Actor.PUBLIC, kind="coproduction.consent_changed", subject=record)
    after = scopes_of(whose, at=now)
    lost = frozenset(scope for pk in whose for scope in before[pk] - after[pk])
    if lost:
        withdrawals.narrow(contributor, lost, asked_how=asked_how, by=by, now=now)
    return record


@transaction.atomic
def adopt_wording(
    *,
    body: str,
    controllers: str,
    reviewed_by: str,
    reviewed_on: date,
    language: str = "en",
    by: User,
) -> ConsentWording:
    """The wording in a language from now on. Consents given before keep the one they had."""
    latest = ConsentWording.objects.filter(language=language).order_by("-version").first()
    adopted = ConsentWording.objects.create(
        version=latest.version + 1 if latest else 1,
        language=language,
        body=body,
        controllers=controllers,
        reviewed_by=reviewed_by,
        reviewed_on=reviewed_on,
    )
    audit.record(by=by, kind="coproduction.wording_adopted", subject=adopted)
    return adopted
