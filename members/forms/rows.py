"""Rows of the same few fields inside one form, with some left empty; no script is needed."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django import forms

# Any, below, is what Django itself passes to a form, and values as JSON has them.


class Rows:
    """`languages-0-tag`, `languages-0-how`, `languages-1-tag` and so on."""

    def __init__(
        self,
        form: forms.Form,
        prefix: str,
        there: list[dict[str, Any]],
        fields: Mapping[str, Callable[[], forms.Field]],
        *,
        blank: int,
    ) -> None:
        self.form, self.prefix, self.columns = form, prefix, tuple(fields)
        self.count = max(len(there) + blank, self._sent())
        for number in range(self.count):
            for column, make in fields.items():
                name = self.name(number, column)
                form.fields[name] = make()
                if number < len(there):
                    form.initial[name] = there[number][column]

    def _sent(self) -> int:
        """How many rows came back, so that none is lost where fewer are there by now."""
        found = [name.split("-") for name in self.form.data if name.startswith(f"{self.prefix}-")]
        numbers = [int(parts[1]) for parts in found if len(parts) == 3 and parts[1].isdecimal()]
        return min(max(numbers, default=-1) + 1, 120)

    def name(self, number: int, column: str) -> str:
        return f"{self.prefix}-{number}-{column}"

    def filled(self, needed: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """Rows in which the `needed` column says something, with their number."""
        for number in range(self.count):
            row = {
                column: self.form.cleaned_data.get(self.name(number, column))
                for column in self.columns
            }
            if row[needed] not in (None, ""):
                yield number, row

    def __iter__(self) -> Iterator[list[forms.BoundField]]:
        for number in range(self.count):
            yield [self.form[self.name(number, column)] for column in self.columns]
