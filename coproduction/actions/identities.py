"""Who a contributor is: kept only where they want it, sealed, and opened with a reason."""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from coproduction import words
from coproduction.models import (
    Contributor,
    ContributorFacts,
    ContributorIdentity,
    IdentityRead,
    ReaderTerm,
)

ONLY_THE_FIRST = "Only the first reader looks up who somebody is."


@dataclass(frozen=True)
class Identity:
    """`shared_with`: who else sees this phone or post."""

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    shared_with: str = ""


@dataclass(frozen=True)
class Facts:
    """In their own words, and codes for counting. No page shows one person's."""

    ethnicity_words: str = ""
    ethnicity: str = ""
    ward: str = ""
    age_band: str = ""
    gender: str = ""
    disability: str = ""
    faith: str = ""
    sexuality: str = ""
    carer: str = ""


@transaction.atomic
def keep_identity(contributor: Contributor, identity: Identity, *, by: User, now: datetime) -> None:
    """What they gave takes the place of what they gave before."""
    _must_be_here(contributor)
    row = ContributorIdentity.objects.filter(contributor=contributor).first()
    row = row or ContributorIdentity(contributor=contributor)
    row.written_by, row.written_at = by, now
    words.seal(row, "sealed", json.dumps(asdict(identity)))
    row.save()
    audit.record(by=by, kind="coproduction.identity_kept", subject=contributor)


@transaction.atomic
def keep_facts(contributor: Contributor, facts: Facts, *, by: User, now: datetime) -> None:
    _must_be_here(contributor)
    row = ContributorFacts.objects.filter(contributor=contributor).first()
    row = row or ContributorFacts(contributor=contributor)
    row.written_at = now
    words.seal(row, "sealed", json.dumps(asdict(facts)))
    row.save()
    audit.record(by=by, kind="coproduction.facts_kept", subject=contributor)


@transaction.atomic
def open_identity(
    contributor: Contributor, *, reason: str, by: User, on: date, now: datetime
) -> Identity:
    """For the first reader, once it is written down who looked and why."""
    first = ReaderTerm.objects.current(on=on).filter(person=by, kind=ReaderTerm.Kind.FIRST)
    if not first.exists():
        raise Refused(ONLY_THE_FIRST)
    row = ContributorIdentity.objects.filter(contributor=contributor).first()
    if row is None:
        raise Refused(f"{contributor} gave no name and no way to be reached.")
    read = IdentityRead.objects.create(contributor=contributor, reader=by, reason=reason, at=now)
    audit.record(by=by, kind="coproduction.identity_opened", subject=read, data={"reason": reason})
    return Identity(**json.loads(words.opened(row, "sealed")))


def _must_be_here(contributor: Contributor) -> None:
    if contributor.state != Contributor.State.ACTIVE:
        raise Refused("They have taken everything back, so nothing more is kept of them.")
