"""Form fields that take what people type, and the dress every form wears.

Fields clean and stop: what cannot be read comes back with a sentence, and as it was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import EMPTY_VALUES
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alliance import typed, words
from alliance.ranking import RankingField as RankingField
from alliance.ranking import RankingWidget as RankingWidget

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Any, below, is what Django itself passes: values of any field, and a widget's context.

Choices = Iterable[tuple[str, "StrOrPromise"]]
Value = TypeVar("Value")


class AllianceRenderer(TemplatesSetting):
    """Django's native form rendering, with our templates."""

    form_template_name = "django/forms/form.html"
    field_template_name = "django/forms/field.html"


def no_nhs_number(text: str) -> None:
    """We hold no patient records, so no field takes a patient's number."""
    if typed.has_nhs_number(text):
        raise ValidationError(
            _("This looks like an NHS number. Take it out: we keep no patients' numbers."),
            code="nhs_number",
        )


def read(reader: Callable[[str], Value], text: str) -> Value:
    try:
        return reader(text)
    except typed.Unreadable as problem:
        raise ValidationError(gettext(str(problem)), code="unreadable") from problem


UNANSWERED: dict[str, StrOrPromise] = {"required": _("Please answer this.")}


# ---- words ---------------------------------------------------------------------------------------
class PlainTextField(forms.CharField):
    """One line of text, without patients' numbers."""

    default_error_messages = UNANSWERED

    def __init__(self, *, max_length: int = 200, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.validators.append(no_nhs_number)
        self.widget.attrs.setdefault("dir", "auto")


class LongTextField(PlainTextField):
    """Several lines of text, kept in the tab until they are sent."""

    widget = forms.Textarea

    def __init__(self, *, max_length: int = 10_000, rows: int = 6, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.widget.attrs["rows"] = rows


# ---- days, times, sums, lengths ------------------------------------------------------------------
class TypedField(forms.Field):
    """A field of one line that `alliance.typed` reads."""

    default_error_messages = UNANSWERED
    widget = forms.TextInput
    size = 12
    input_mode = ""
    example: StrOrPromise = ""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", self.example)
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = {"size": self.size, "autocomplete": "off"}
        return attrs | ({"inputmode": self.input_mode} if self.input_mode else {})

    def read(self, text: str) -> Any:
        raise NotImplementedError

    def written(self, value: Any) -> str:
        raise NotImplementedError

    def to_python(self, value: Any) -> Any:
        if value in EMPTY_VALUES:
            return None
        if not isinstance(value, str):
            return value
        return read(self.read, value) if value.strip() else None

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else self.written(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class DayField(TypedField):
    """A day as people type it, as a date."""

    size = 18
    example = _("For example, 6 May 2025.")

    def read(self, text: str) -> date:
        return typed.day(text)

    def written(self, value: date) -> str:
        return words.day(value)


def clock_to_type(value: time) -> str:
    """A time as its own field can read it again: "midnight" would be asked about."""
    return "00:00" if value == time(0) else words.clock_face(value)


class ClockField(TypedField):
    """A time of day as people type it."""

    size = 9

    def read(self, text: str) -> time:
        return typed.clock(text)

    def written(self, value: time) -> str:
        return clock_to_type(value)


class SumInput(forms.TextInput):
    """A line with the pound sign before it."""

    template_name = "django/forms/widgets/sum.html"


class PenceField(TypedField):
    """A sum as people type it, as whole pence."""

    widget = SumInput
    size = 14
    input_mode = "decimal"

    def __init__(self, *, least: int = 0, most: int | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.least, self.most = least, most

    def read(self, text: str) -> int:
        return typed.pence(text)

    def written(self, value: int) -> str:
        return words.pence(value).removeprefix("£")

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is not None:
            _within(value, self.least, self.most, words.pence)


class HoursField(TypedField):
    """A length of time as people type it, as whole minutes."""

    size = 12
    example = _("For example, 2.5 hours or 90 min.")

    def __init__(self, *, least: int = 0, most: int | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.least, self.most = least, most

    def read(self, text: str) -> int:
        return typed.minutes(text)

    def written(self, value: int) -> str:
        return words.minutes(value)

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is not None:
            _within(value, self.least, self.most, words.minutes)


def _within(value: int, least: int, most: int | None, say: Callable[[int | None], str]) -> None:
    if value < least:
        raise ValidationError(f"This must be at least {say(least)}.", code="too_little")
    if most is not None and value > most:
        raise ValidationError(f"This can be at most {say(most)}.", code="too_much")


class MomentWidget(forms.MultiWidget):
    """A day and a time, each with its own small label."""

    template_name = "django/forms/widgets/moment.html"

    def decompress(self, value: datetime | None) -> list[Any]:
        if value is None:
            return [None, None]
        return [words.day(value), clock_to_type(value.astimezone(words.LONDON).time())]


class MomentField(forms.MultiValueField):
    """A day and a time of day in London, as one moment."""

    default_error_messages = UNANSWERED

    def __init__(self, **kwargs: Any) -> None:
        parts = (DayField(required=False), ClockField(required=False))
        kwargs.setdefault("help_text", _("For example, 6 May 2025 and 2 pm."))
        kwargs["widget"] = MomentWidget([part.widget for part in parts])
        super().__init__(parts, require_all_fields=False, **kwargs)

    def compress(self, values: Sequence[Any]) -> datetime | None:
        if not values or values == [None, None]:
            return None
        day, at = values
        if day is None:
            raise ValidationError(typed.HOW_TO_WRITE_A_DAY, code="incomplete")
        if at is None:
            raise ValidationError(typed.HOW_TO_WRITE_A_TIME, code="incomplete")
        return read(lambda _text: typed.moment(day, at), "")


# ---- several of many -----------------------------------------------------------------------------
class ColumnsOfChoices(forms.CheckboxSelectMultiple):
    """Boxes to tick, in as many columns as the page has room for."""

    template_name = "django/forms/widgets/columns_of_choices.html"


class OneOfField(forms.ChoiceField):
    """One of the choices: round boxes, or a list where there are many."""

    default_error_messages = {
        "required": _("Choose one of these."),
        "invalid_choice": _("Choose one of these."),
    }

    def __init__(self, *, choices: Choices, is_list: bool = False, **kwargs: Any) -> None:
        rows: list[tuple[str, StrOrPromise]] = list(choices)
        widget = forms.Select if is_list else forms.RadioSelect
        if is_list and rows and rows[0][0] != "":
            rows = [("", _("Choose one")), *rows]
        super().__init__(choices=rows, widget=widget, **kwargs)


class AgreedField(forms.BooleanField):
    """One box to tick before going on."""

    default_error_messages = {"required": _("Tick this box to go on.")}


class ChoicesField(forms.MultipleChoiceField):
    """Any number of the choices."""

    default_error_messages = {
        "required": _("Choose at least one of these."),
        "invalid_choice": _("Choose from these."),
    }
    widget = ColumnsOfChoices


# ---- files ---------------------------------------------------------------------------------------
class UploadField(forms.FileField):
    """One file of a named kind, up to a size; what it holds is examined elsewhere."""

    default_error_messages = {
        "required": _("Choose a file."),
        "empty": _("This file is empty. Choose another."),
    }

    def __init__(self, *, accept: Sequence[str], max_size: int, **kwargs: Any) -> None:
        self.accept, self.max_size = tuple(accept), max_size
        kinds = words.listed([kind.lstrip(".").upper() for kind in accept], last="or")
        kwargs.setdefault("help_text", f"{kinds}, up to {words.file_size(max_size)}.")
        super().__init__(**kwargs)
        self.kinds = kinds

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"accept": ",".join(self.accept)}

    def to_python(self, value: Any) -> UploadedFile[Any] | None:
        file: UploadedFile[Any] | None = super().to_python(value)  # type: ignore[assignment]  # always an upload
        if file is None:
            return None
        if not str(file.name).lower().endswith(self.accept):
            raise ValidationError(
                f"This kind of file cannot be used here. Save it as {self.kinds} and try again.",
                code="kind",
            )
        if (file.size or 0) > self.max_size:
            raise ValidationError(
                f"This file is larger than {words.file_size(self.max_size)}. Save it smaller and "
                "choose it again.",
                code="size",
            )
        return file
