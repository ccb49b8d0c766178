"""Telling people what became of what they said, until everybody who wanted to hear has heard."""

from datetime import date

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from coproduction.models import BackFeed, Contributor, Response
from coproduction.queries.answers import to_tell


@transaction.atomic
def tell_back(
    response: Response,
    *,
    contributor: Contributor,
    how: str,
    outcome: str,
    told_on: date,
    by: User,
) -> BackFeed:
    """Record that somebody was told an answer, in their language, or could not be reached."""
    if contributor not in to_tell(response):
        raise Refused("This answer is not for them, or they have heard it.", field="contributor")
    told = BackFeed.objects.create(
        response=response,
        contributor=contributor,
        how=how,
        language=contributor.preferred_language,
        outcome=outcome,
        told_on=told_on,
        told_by=by,
    )
    audit.record(by=by, kind="coproduction.told_back", subject=told, data={"outcome": outcome})
    return told
