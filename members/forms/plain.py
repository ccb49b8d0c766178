"""Fields for a profile: nothing that is pasted is cut off, and what is wrong is said in numbers."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

from alliance.fields import LongTextField, PlainTextField, no_nhs_number
from members.profile_content.check import URL, is_visible
from members.profile_content.shape import LONGEST_SUMMARY, LONGEST_TEXT

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Any, below, is what Django itself passes to a form.


class AtMost(MaxLengthValidator):
    """Says how many letters there are, and how many there may be."""

    def __init__(self, most: int) -> None:
        super().__init__(most)

    def __call__(self, value: str) -> None:
        if len(value) > self.limit_value:
            raise ValidationError(
                _("This has %(count)s letters. Please use %(most)s at most."),
                code="too_long",
                params={"count": f"{len(value):,}", "most": f"{self.limit_value:,}"},
            )


class _Uncut:
    """The browser would cut a long paste off without a word, so the limit is ours alone."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs: dict[str, Any] = super().widget_attrs(widget)  # type: ignore[misc]  # of the field
        attrs.pop("maxlength", None)
        return attrs


def _counted(field: forms.CharField, most: int) -> None:
    field.validators = [v for v in field.validators if not isinstance(v, MaxLengthValidator)]
    field.validators.append(AtMost(most))


class LineField(_Uncut, PlainTextField):
    def __init__(self, *, max_length: int = 200, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        _counted(self, max_length)
        self.validators.append(visible)


class TextField(_Uncut, LongTextField):
    """Several lines, 4,000 letters at most."""

    def __init__(self, *, most_words: int = 0, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_TEXT, **kwargs)
        _counted(self, LONGEST_TEXT)
        if most_words:
            self.validators.append(few_words)


def visible(text: str) -> None:
    """Joiners and marks that nobody can see are kept beside letters, and are no words alone."""
    if text and not is_visible(text):
        raise ValidationError(_("Please write something that can be seen."), code="invisible")


def few_words(text: str) -> None:
    count = len(text.split())
    if count > LONGEST_SUMMARY:
        raise ValidationError(
            _("This has %(count)s words. Please use %(most)s at most."),
            code="too_long",
            params={"count": count, "most": LONGEST_SUMMARY},
        )


phone_shape = RegexValidator(
    r"^\+?[0-9][0-9 ()-]{4,28}$",
    _("Write the phone number in figures, like this: 020 7946 0123."),
)


class LinesField(TextField):
    """A list, one to a line."""

    def __init__(self, *, most: int, longest: int = 160, **kwargs: Any) -> None:
        super().__init__(rows=3, required=False, **kwargs)
        self.most, self.longest = most, longest

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        lines = [self.one(line.strip()) for line in text.splitlines() if line.strip()]
        if len(lines) > self.most:
            raise ValidationError(f"This has {len(lines)} lines. Please use {self.most} at most.")
        return list(dict.fromkeys(lines))

    def one(self, line: str) -> str:
        if len(line) > self.longest:
            raise ValidationError(f"Please use {self.longest} letters a line at most.")
        visible(line)
        return line


class AddressesField(LinesField):
    """Addresses of pages, one to a line; "https://" may be left out."""

    def one(self, line: str) -> str:
        address = line if "://" in line else f"https://{line}"
        if not URL.fullmatch(address) or "." not in address:
            raise ValidationError(f"“{line}” is not a web address. Write: www.example.org.")
        return super().one(address)


def website_field(label: "StrOrPromise | None" = None) -> forms.URLField:
    return forms.URLField(
        label=label or _("Website"),
        required=False,
        max_length=200,
        assume_scheme="https",
        validators=[no_nhs_number],
        error_messages={"invalid": _("Write the address like this: www.example.org.")},
    )


def email_field(label: "StrOrPromise", **words: Any) -> forms.EmailField:
    return forms.EmailField(
        label=label,
        validators=[no_nhs_number],
        error_messages={
            "invalid": _("Write the address like this: name@example.org."),
            "required": _("Please answer this."),
        },
        **words,
    )


def phone_field() -> LineField:
    return LineField(label="Phone", required=False, max_length=30, validators=[phone_shape])
