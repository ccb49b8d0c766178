"""The one door to the record of what happened."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.db.models import Model

from alliance.models import Event, User


class Actor(StrEnum):
    """Who acted, where nobody was signed in. The event's data says which job or link."""

    SYSTEM = "system"
    PUBLIC = "public"
    LINK = "link"


def record(
    *,
    by: User | Actor,
    kind: str,
    subject: Model,
    data: dict[str, Any] | None = None,  # Any: ids and states, as JSON has them
) -> Event:
    """Write an Event in the transaction of what it tells of. `data` never holds people's words."""
    event = _event(by, kind, subject, data or {})
    event.save(force_insert=True)
    return event


def record_each(
    *, by: User | Actor, kind: str, subjects: Iterable[tuple[Model, dict[str, Any]]]
) -> None:
    """The same for many subjects at once, each with its own data, in one query."""
    Event.objects.bulk_create(_event(by, kind, subject, data) for subject, data in subjects)


def _event(by: User | Actor, kind: str, subject: Model, data: dict[str, Any]) -> Event:
    if isinstance(by, User):
        acting_as = ",".join(sorted(by.rights.roles)) if hasattr(by, "rights") else "person"
    else:
        acting_as = by.value
    return Event(
        by=by if isinstance(by, User) else None,
        acting_as=acting_as[:60],
        kind=kind,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        data=data,
    )
