"""The one door to what people told us: sealed to its row and field, opened only when read.

No lived-experience text stands in the database in clear. Each sealed text is tied to alliance,
table, row and field, so that it opens nowhere else, and sealed under the key of its subject: the
contributor, telling or point whose key can be destroyed alone. A model with sealed fields has a
`public_id` and says where its subject is: `sealed_under = "contribution"`, or nothing where the row
is its own subject.
"""

from collections.abc import Sequence

from django.db import models

from alliance import subject_keys, vault


class Withdrawn(Exception):
    """The key was destroyed: the person took it back, or it was kept as long as was promised."""

    def __init__(self) -> None:
        super().__init__("This was withdrawn by the person who said it.")


def seal(row: models.Model, field: str, text: str) -> None:
    """Put `text` into the row's field, sealed; an empty text stays empty."""
    sealed = vault.as_text(seal_file(row, field, text.encode())) if text else ""
    setattr(row, field, sealed)


def opened(row: models.Model, field: str) -> str:
    """The text of the row's field. CannotOpen if it was moved or altered; Withdrawn if shredded."""
    sealed: str = getattr(row, field)
    return open_file(row, field, vault.from_text(sealed)).decode() if sealed else ""


def opened_all(rows: Sequence[models.Model], field: str) -> list[str | None]:
    """The text of each row's field, in one query however many; None where it was shredded."""
    return opened_fields([(row, field) for row in rows])


def opened_fields(wanted: Sequence[tuple[models.Model, str]]) -> list[str | None]:
    """The text of each field of each row, in one query; None where it was shredded."""
    stored = [vault.from_text(getattr(row, field)) for row, field in wanted]
    numbers = {number for each in stored if (number := vault.number_in(each)) is not None}
    keys = subject_keys.secrets_of(numbers)
    return [
        _opened_or_gone(row, field, content, keys)
        for (row, field), content in zip(wanted, stored, strict=True)
    ]


def seal_file(row: models.Model, field: str, content: bytes) -> bytes:
    """`content` sealed for the row's field, to be kept wherever files are."""
    try:
        key = subject_keys.key_for(subject_of(row).public_id)  # type: ignore[attr-defined]  # every subject has one
    except subject_keys.Shredded:
        raise Withdrawn from None
    return vault.seal_under(content, key=key.secret, number=key.number, place=_place(row, field))


def open_file(row: models.Model, field: str, sealed: bytes) -> bytes:
    number = vault.number_in(sealed)
    keys = subject_keys.secrets_of([number]) if number is not None else {}
    return _opened(row, field, sealed, keys)


def subject_of(row: models.Model) -> models.Model:
    """The row whose key this one's words are sealed under."""
    path: str = getattr(row, "sealed_under", "")
    subject: models.Model = getattr(row, path) if path else row
    return subject


def _opened_or_gone(
    row: models.Model, field: str, sealed: bytes, keys: dict[int, bytes]
) -> str | None:
    try:
        return _opened(row, field, sealed, keys).decode() if sealed else ""
    except Withdrawn:
        return None


def _opened(row: models.Model, field: str, sealed: bytes, keys: dict[int, bytes]) -> bytes:
    place, number = _place(row, field), vault.number_in(sealed)
    if number is None:  # kept since before there were keys of their own
        return vault.open_bytes(sealed, place=place)
    if number in keys:
        return vault.open_under(sealed, key=keys[number], place=place)
    if subject_keys.is_shredded(number):
        raise Withdrawn
    raise vault.CannotOpen("Sealed under a key that is not here.")


def _place(row: models.Model, field: str) -> str:
    alliance, public_id = row.alliance_id, row.public_id  # type: ignore[attr-defined]  # sealed rows have both
    return f"{alliance}/{row._meta.db_table}/{public_id}/{field}"
