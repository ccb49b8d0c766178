"""What people allow now, for many contributions in one query."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from coproduction.models import ConsentRecord, Contribution
from coproduction.scopes import Consent, Scopes, effective


def scopes_of(contributors: Mapping[int, int], *, at: datetime) -> dict[int, Scopes]:
    """Effective scopes by contribution; `contributors` says whose each contribution is."""
    records = ConsentRecord.objects.filter(contributor__in=set(contributors.values()))
    consents: dict[int, list[Consent]] = defaultdict(list)
    for record in records if contributors else []:
        consents[record.contributor_id].append(record.as_consent())
    return {
        contribution: effective(consents[contributor], contribution=contribution, at=at)
        for contribution, contributor in contributors.items()
    }


def scopes_now(contribution: Contribution, *, at: datetime) -> Scopes:
    return scopes_of({contribution.pk: contribution.contributor_id}, at=at)[contribution.pk]
