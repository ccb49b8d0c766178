"""What an organisation offers is added and changed."""

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
    _replace_languages_and_areas(service, tags, areas)
    data = {"organisation": organisation.pk}
    audit.record(by=by, kind="members.service_added", subject=service, data=data)
    return service


@transaction.atomic
def change_service(
    service: Service,
    *,
    words: Mapping[str, object],
    tags: Iterable[str],
    areas: Iterable[Area],
    by: User | Actor,
) -> None:
    _refuse_second(service.organisation, str(words.get("name", service.name)), beside=service)
    changed = [n for n in WRITTEN if n in words and words[n] != getattr(service, n)]
    for name in changed:
        setattr(service, name, words[name])
    if changed:
        service.save(update_fields=changed)
    _replace_languages_and_areas(service, tags, areas)
    data = {"organisation": service.organisation_id, "changed": changed}
    audit.record(by=by, kind="members.service_changed", subject=service, data=data)


def _replace_languages_and_areas(
    service: Service, tags: Iterable[str], areas: Iterable[Area]
) -> None:
    wanted = list(dict.fromkeys(tags))
    unknown = [tag for tag in wanted if tag not in languages()]
    if unknown:
        raise Refused("Choose the languages from the list.", field="languages")
    spoken = ServiceLanguage.objects.filter(service=service, how=ServiceLanguage.How.STAFF)
    spoken.exclude(language__in=wanted).delete()
    there = set(spoken.values_list("language", flat=True))
    ServiceLanguage.objects.bulk_create(
        ServiceLanguage(service=service, language=tag) for tag in wanted if tag not in there
    )
    places = {area.pk: area for area in areas}
    served = ServiceArea.objects.filter(service=service)
    served.exclude(area__in=list(places)).delete()
    known = set(served.values_list("area_id", flat=True))
    ServiceArea.objects.bulk_create(
        ServiceArea(service=service, area=area) for pk, area in places.items() if pk not in known
    )


def _refuse_second(organisation: Organisation, name: str, *, beside: Service | None = None) -> None:
    others = Service.objects.filter(organisation=organisation, name__iexact=name)
    if beside is not None:
        others = others.exclude(pk=beside.pk)
    if others.exists():
        raise Refused(f"{organisation} has a service called {name} already.", field="name")
