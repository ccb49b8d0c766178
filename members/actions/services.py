"""What the alliance enters of an organisation's services when it first lists them.

From then on the organisation says it itself: `members.actions.drafts`.
"""

from collections.abc import Iterable, Mapping

from django.db import transaction

from alliance import audit
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import User
from members.models import Area, Organisation, Service, ServiceArea, ServiceLanguage
from members.reference import languages

WRITTEN = (
    "name",
    "plain_summary",
    "description",
    "status",
    "who_for",
    "minimum_age",
    "maximum_age",
    "how_to_get_in",
    "costs",
    "url",
    "email",
    "phone",
    "is_public",
)


@transaction.atomic
def add_service(
    organisation: Organisation,
    *,
    words: Mapping[str, object],
    tags: Iterable[str] = (),
    areas: Iterable[Area] = (),
    by: User | Actor,
) -> Service:
    """`words` are fields of Service; `tags` are languages its staff speak."""
    _refuse_second(organisation, str(words.get("name", "")))
    kept = {name: value for name, value in words.items() if name in WRITTEN}
    service = Service.objects.create(organisation=organisation, **kept)
    _describe(service, tags, areas)
    data = {"organisation": organisation.pk}
    audit.record(by=by, kind="members.service_added", subject=service, data=data)
    return service


def _describe(service: Service, tags: Iterable[str], areas: Iterable[Area]) -> None:
    wanted = list(dict.fromkeys(tags))
    if any(tag not in languages() for tag in wanted):
        raise Refused("Choose the languages from the list.", field="languages")
    ServiceLanguage.objects.bulk_create(
        ServiceLanguage(service=service, language=tag) for tag in wanted
    )
    places = {area.pk: area for area in areas}
    ServiceArea.objects.bulk_create(
        ServiceArea(service=service, area=area) for area in places.values()
    )


def _refuse_second(organisation: Organisation, name: str) -> None:
    if Service.objects.filter(organisation=organisation, name__iexact=name).exists():
        raise Refused(f"{organisation} has a service called {name} already.", field="name")
