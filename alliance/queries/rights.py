"""Whose rights there are to look after in an alliance."""

from django.apps import apps

from alliance import registries


def people_here() -> set[int]:
    """Everybody whom any row of the current alliance names."""
    found: set[int] = set()
    for subject in registries.subjects:
        rows = apps.get_model(subject.model)._base_manager
        for field in subject.fields:
            found.update(
                rows.exclude(**{field: None}).values_list(f"{field}_id", flat=True).distinct()
            )
    return found
