"""Everything we hold that leads to one person, for the person: rows of every registered model.

Other people's names are masked and counted, so that somebody looks at the copy before it goes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import F, ForeignKey, Model, Q

from alliance import registries
from alliance.models import User
from coproduction import words
from coproduction.models import AccessRequest, Contributor

MASKED = "another person"
YOURSELF = "you"
# How each of our models leads to a contributor; a test finds one that is missing.
OF_CONTRIBUTOR: dict[str, str] = {
    "coproduction.AccessRequest": "contributor",
    "coproduction.Aftercare": "contribution__contributor",
    "coproduction.RawRead": "contribution__contributor",
    "coproduction.SealedFile": "contribution__contributor",
    "coproduction.BackFeed": "contributor",
    "coproduction.CheckBack": "contributor",
    "coproduction.ConsentRecord": "contributor",
    "coproduction.Contribution": "contributor",
    "coproduction.ContributorFacts": "contributor",
    "coproduction.ContributorIdentity": "contributor",
    "coproduction.IdentityRead": "contributor",
    "coproduction.RetentionDue": "contributor",
    "coproduction.RetentionHold": "contributor",
    "coproduction.Withdrawal": "contributor",
}
# Sealed fields, opened for the person whose words they are.
SEALED: dict[str, tuple[str, ...]] = {
    "coproduction.Contribution": ("original", "translation", "wish"),
    "coproduction.ContributorFacts": ("sealed",),
    "coproduction.ContributorIdentity": ("sealed",),
}
# What proves who somebody is would only help somebody else.
LEFT_OUT = {"password", "words_hmac", "token_hmac", "public_id", "alliance"}
WITHDRAWN = "taken back: nobody can read it"


@dataclass
class Copy:
    """By model, its rows as JSON has them; and how many names were masked."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)  # Any: as JSON has it
    masked: int = 0


def copy_for(request: AccessRequest) -> Copy:
    copy = Copy()
    whose = request.contributor or request.person
    assert whose is not None
    copy.rows[whose._meta.label] = [_told(whose, whose, copy)]
    for model, rows in _leading_to(whose):
        copy.rows[model._meta.label] = [_told(row, whose, copy) for row in rows]
    return copy


def _leading_to(whose: Contributor | User) -> Iterator[tuple[type[Model], Any]]:
    if isinstance(whose, Contributor):
        for label, path in OF_CONTRIBUTOR.items():
            model = apps.get_model(label)
            yield model, model._default_manager.filter(**{path: whose}).order_by("pk")
        return
    for subject in registries.subjects:
        model, wanted = apps.get_model(subject.model), Q(pk__in=[])
        for name in subject.fields:
            wanted |= Q(**{name: whose.pk})
        yield model, model._default_manager.filter(wanted).order_by(F("pk"))


def _told(row: Model, whose: Contributor | User, copy: Copy) -> dict[str, Any]:  # Any: as JSON
    told: dict[str, Any] = {}
    for column in row._meta.concrete_fields:
        if column.name in LEFT_OUT:
            continue
        value = getattr(row, column.attname)
        if isinstance(column, ForeignKey) and column.related_model is User and value is not None:
            is_self = isinstance(whose, User) and value == whose.pk
            copy.masked += not is_self
            value = YOURSELF if is_self else MASKED
        elif column.name in SEALED.get(row._meta.label, ()):
            value = _opened(row, column.name)
        told[column.name] = value if isinstance(value, int | bool | None) else str(value)
    return told


def _opened(row: Model, name: str) -> str:
    try:
        return words.opened(row, name)
    except words.Withdrawn:
        return WITHDRAWN
