"""Putting choices in order without dragging: with selects, with buttons or by keyboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

# Any, below, is what Django itself passes: values of any field, and a widget's context.


class RankingWidget(forms.Widget):
    """One select for each choice; with JavaScript, also buttons that move it up and down."""

    template_name = "django/forms/widgets/ranking.html"
    use_fieldset = True
    choices: Sequence[tuple[str, str]] = ()

    def id_for_label(self, id_: str | None) -> str:
        return ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        places = value if isinstance(value, Mapping) else _places(value or ())
        context["widget"]["rows"] = [
            {
                "name": f"{name}-{key}",
                "id": f"{context['widget']['attrs'].get('id', name)}_{index}",
                "label": label,
                "place": str(places.get(key, "")),
            }
            for index, (key, label) in enumerate(self.choices)
        ]
        context["widget"]["places"] = [str(place) for place in range(1, len(self.choices) + 1)]
        return context

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, UploadedFile[Any]], name: str
    ) -> dict[str, str]:
        return {key: data.get(f"{name}-{key}", "") for key, _label in self.choices}

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: MultiValueDict[str, UploadedFile[Any]], name: str
    ) -> bool:
        return not any(f"{name}-{key}" in data for key, _label in self.choices)


def _places(ranked: Sequence[str]) -> dict[str, str]:
    return {key: str(place) for place, key in enumerate(ranked, start=1)}


class RankingField(forms.Field):
    """The choices in the order the person prefers them; those left out are not in the list."""

    default_error_messages = {"required": _("Give at least one a place.")}
    widget = RankingWidget

    def __init__(self, *, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choices = tuple(choices)
        self.widget.choices = self.choices

    def to_python(self, value: Any) -> list[str]:
        if not isinstance(value, Mapping):
            return list(value or ())
        ranked: dict[int, str] = {}
        for key, label in self.choices:
            place = value.get(key, "")
            if not place:
                continue
            if not place.isdecimal() or not 1 <= int(place) <= len(self.choices):
                raise ValidationError(f"Choose a place for {label} from the list.", code="no_place")
            if int(place) in ranked:
                raise ValidationError(
                    f"Two are in place {place}. Give each a place of its own.", code="twice"
                )
            ranked[int(place)] = key
        return _without_gaps(ranked)


def _without_gaps(ranked: dict[int, str]) -> list[str]:
    for expected, place in enumerate(sorted(ranked), start=1):
        if place != expected:
            raise ValidationError(
                f"There is a place {place} but no place {expected}. Please fill the gap.",
                code="gap",
            )
    return [ranked[place] for place in sorted(ranked)]
