"""Migrations render again only what an operation touches.

Every tenant model points at Alliance, so Django counts all of them as related to each other and for
each constraint, index and trigger, builds every model class anew: most of a minute for an empty
database, and more with each model. What needs building again is the model itself and those that
point at it; for a constraint or an index the model alone; for a trigger nothing.
"""

from typing import Any

from django.db.migrations.state import ModelState, ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

Names = tuple[str, str]


def _points_at(state: ModelState, targets: set[Names]) -> bool:
    for field in state.fields.values():
        if field.is_relation:
            model = field.related_model
            if isinstance(model, str) and "." in model:
                app_label, _, name = model.partition(".")
                if (app_label, name.lower()) in targets:
                    return True
    return False


# Any: Django's own classes, patched below.
def _touched(self: Any, app_label: str, model_name: str, delay: bool = False) -> set[Names]:  # noqa: FBT001, FBT002 -- Django's own signature
    """The model, those that point at it, those that point at them, and so on."""
    found: set[Names] = {(app_label, model_name)}
    while True:
        more = {
            names
            for names, state in self.models.items()
            if names not in found and _points_at(state, found)
        }
        if not more:
            return found
        found |= more


def _render_alone(state: Any, app_label: str, model_name: str) -> None:
    """Its constraints and indexes have changed: what points at it need not know."""
    if "apps" in state.__dict__:
        state._reload({(app_label, model_name)})


def _add_to_option(
    self: Any, app_label: str, model_name: str, option_name: str, added: object
) -> None:
    options = self.models[app_label, model_name].options
    options[option_name] = [*options[option_name], added]
    _render_alone(self, app_label, model_name)


def _take_from_option(
    self: Any, app_label: str, model_name: str, option_name: str, name: str
) -> None:
    options = self.models[app_label, model_name].options
    options[option_name] = [kept for kept in options[option_name] if kept.name != name]
    _render_alone(self, app_label, model_name)


def _add_trigger(self: Any, app_label: str, state: ProjectState) -> None:
    options = state.models[app_label, self.model_name].options
    options["triggers"] = [*options.get("triggers", []), self.trigger]


def _remove_trigger(self: Any, app_label: str, state: ProjectState) -> None:
    options = state.models[app_label, self.model_name].options
    options["triggers"] = [kept for kept in options.get("triggers", []) if kept.name != self.name]


def install() -> None:
    ProjectState._find_reload_model = _touched  # type: ignore[attr-defined]  # private to Django
    ProjectState._append_option = _add_to_option  # type: ignore[attr-defined]  # as above
    ProjectState._remove_option = _take_from_option  # type: ignore[attr-defined]  # as above
    AddTrigger.state_forwards = _add_trigger  # type: ignore[method-assign]  # as above
    RemoveTrigger.state_forwards = _remove_trigger  # type: ignore[method-assign]  # as above
