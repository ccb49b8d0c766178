"""Members begin things together, and count who came: numbers, never names."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from alliance import audit
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import User
from members.models import (
    Area,
    Initiative,
    InitiativePartner,
    InitiativeSession,
    Organisation,
)

WRITTEN = ("title", "kind", "priority", "starts_on", "ends_on", "aim", "what_changed")
Fields = Mapping[str, Any]  # Any: fields of all kinds


@transaction.atomic
def begin(
    organisation: Organisation,
    *,
    words: Fields,
    partners: Iterable[Organisation] = (),
    by: User | Actor,
) -> Initiative:
    """`organisation` leads it."""
    _refuse_nonsense(words)
    _refuse_second(str(words["title"]))
    kept = {name: words[name] for name in WRITTEN if name in words}
    initiative = Initiative.objects.create(lead_organisation=organisation, **kept)
    _replace_partners(initiative, partners)
    data = {"organisation": organisation.pk}
    audit.record(by=by, kind="members.initiative_begun", subject=initiative, data=data)
    return initiative


@transaction.atomic
def change(
    initiative: Initiative, *, words: Fields, partners: Iterable[Organisation], by: User | Actor
) -> None:
    _refuse_nonsense(words)
    _refuse_second(str(words["title"]), beside=initiative)
    changed = [name for name in WRITTEN if name in words]
    for name in changed:
        setattr(initiative, name, words[name])
    initiative.save(update_fields=changed)
    _replace_partners(initiative, partners)
    audit.record(by=by, kind="members.initiative_changed", subject=initiative)


@transaction.atomic
def count_session(
    initiative: Initiative,
    *,
    held_on: date,
    people_count: int,
    by: User | Actor,
    on: date,
    carers_count: int | None = None,
    area: Area | None = None,
) -> InitiativeSession:
    """How many came. Nobody is named, so nothing here can be asked for or erased."""
    if held_on > on:
        raise Refused("This day is still to come.", field="held_on")
    if held_on < initiative.starts_on:
        raise Refused("The initiative had not begun.", field="held_on")
    if carers_count is not None and carers_count > people_count:
        raise Refused("Carers are counted among the people who came.", field="carers_count")
    try:
        with transaction.atomic():
            session = InitiativeSession.objects.create(
                initiative=initiative,
                held_on=held_on,
                people_count=people_count,
                carers_count=carers_count,
                area=area,
            )
    except IntegrityError:
        raise Refused(
            "A session on this day in this place is recorded already.", field="held_on"
        ) from None
    data = {"initiative": initiative.pk, "held_on": held_on.isoformat()}
    audit.record(by=by, kind="members.session_counted", subject=session, data=data)
    return session


@transaction.atomic
def strike_session(session: InitiativeSession, *, by: User | Actor) -> None:
    """It was counted wrongly. Count it again."""
    data = {"initiative": session.initiative_id, "held_on": session.held_on.isoformat()}
    audit.record(by=by, kind="members.session_struck", subject=session, data=data)
    session.delete()


def _replace_partners(initiative: Initiative, partners: Iterable[Organisation]) -> None:
    wanted = {one.pk: one for one in partners if one.pk != initiative.lead_organisation_id}
    there = InitiativePartner.objects.filter(initiative=initiative)
    there.exclude(organisation__in=list(wanted)).delete()
    known = set(there.values_list("organisation_id", flat=True))
    InitiativePartner.objects.bulk_create(
        InitiativePartner(initiative=initiative, organisation=one)
        for pk, one in wanted.items()
        if pk not in known
    )


def _refuse_nonsense(words: Fields) -> None:
    ends_on = words.get("ends_on")
    if ends_on is not None and ends_on < words["starts_on"]:
        raise Refused("It ends before it starts.", field="ends_on")


def _refuse_second(title: str, *, beside: Initiative | None = None) -> None:
    others = Initiative.objects.filter(title__iexact=title)
    if beside is not None:
        others = others.exclude(pk=beside.pk)
    if others.exists():
        raise Refused("There is an initiative of this name already.", field="title")
