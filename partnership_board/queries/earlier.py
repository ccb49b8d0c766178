"""How rows were at an earlier time, from the copies that their history keeps."""

from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet


def copies_of(model: type[Model]) -> QuerySet[Any, Any]:  # Any: history's models have no types
    """Every copy of the model's rows, the oldest first; `pgh_obj_id` is the row, since when
    `pgh_created_at`."""
    kept = apps.get_model(model._meta.app_label, f"{model.__name__}TenantEvent")
    found: QuerySet[Any, Any] = kept._default_manager.order_by("pgh_id")
    return found
