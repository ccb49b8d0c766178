"""The base class of everything that belongs to one alliance, and the key between two of them."""

from collections.abc import Callable, Sequence
from typing import Any

import pghistory
import pgtrigger
from django.db import models
from django.db.models.base import ModelBase
from pghistory.models import Event

from alliance.tenancy.constraints import SameAlliance, TenantRLS, name_for
from alliance.tenancy.context import current
from alliance.tenancy.zones import Zone


class TenantKey(models.ForeignKey):  # type: ignore[type-arg]  # generic only in the stubs
    """A foreign key between two rows of one alliance.

    Its constraint and index are the composite ones that `TenantBase` adds; Django's own, on the id
    alone, would be weaker and are left out.
    """

    # Any: the arguments are ForeignKey's own.
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"db_constraint": False, "db_index": False} | options)


class TenantBase(ModelBase):
    """Writes the policy, the keys and their indexes into `Meta`, where no one can forget them."""

    def _prepare(cls) -> None:  # noqa: N805 -- of a metaclass, so it is a class
        meta = cls._meta  # type: ignore[attr-defined]  # a model class by now
        table = meta.db_table
        is_history = issubclass(cls, TenantEvent)
        keys = [f.name for f in meta.local_fields if isinstance(f, TenantKey)]
        if is_history:  # looked up by the row they copy, not by the keys in it
            for field in meta.local_fields:
                field.db_index = False
        checked = [] if is_history else keys
        indexed = ["pgh_obj"] if is_history else keys
        meta.constraints = [
            *meta.constraints,
            TenantRLS(name=name_for(table, "alliance", longest=63)),
            *(SameAlliance(field=k, name=name_for(table, k, "same", longest=63)) for k in checked),
        ]
        covered = {tuple(i.fields[:2]) for i in meta.indexes if i.condition is None} | {
            tuple(getattr(c, "fields", ())[:2])
            for c in meta.constraints
            if getattr(c, "condition", None) is None
        }
        meta.indexes = [
            *meta.indexes,
            *(
                models.Index(fields=["alliance", k], name=name_for(table, k, longest=30))
                for k in indexed
                if ("alliance", k) not in covered
            ),
        ]
        meta.original_attrs |= {"constraints": meta.constraints, "indexes": meta.indexes}
        super()._prepare()  # type: ignore[misc]  # Django's own, untyped


class TenantEvent(Event, metaclass=TenantBase):  # type: ignore[misc]  # untyped base
    """A history row: a copy of a tenant's row, so under the same policy.

    It keeps the keys as they were and does not hold the rows that they pointed at.
    """

    class Meta:
        abstract = True


class TenantModel(models.Model, metaclass=TenantBase):
    """A row of one alliance.

    `seen_with` names the permission that makes rows of the model visible (None: any office of the
    alliance). `organisation_path` leads to the organisation that a row belongs to, for people whose
    rights end at one organisation; "" means that the row is the organisation itself.
    `election_path` does the same for those whose rights end at one election. `zone` is the room
    with a lock of its own that the row is kept in, if any.
    """

    seen_with: str | None = None
    organisation_path: str | None = None
    election_path: str | None = None
    zone: Zone | None = None

    alliance = models.ForeignKey(
        "alliance.Alliance",
        on_delete=models.PROTECT,
        related_name="+",
        default=current,
        editable=False,
        db_index=False,
    )

    class Meta:
        abstract = True


def history(*, without: Sequence[str] = ()) -> Callable[[type[models.Model]], type[models.Model]]:
    """Keep every insert, update and delete of a model, whoever makes it and however.

    `without` are fields that must be gone for good once they are gone: no copy of them is kept.
    """
    kept: Callable[[type[models.Model]], type[models.Model]] = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=list(without),
        base_model=TenantEvent,
        obj_field=pghistory.ObjForeignKey(db_index=False),
        context_field=pghistory.ContextJSONField(),  # in the row, not in a table that all share
    )
    return kept


append_only = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
