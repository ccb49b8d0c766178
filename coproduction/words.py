"""The one door to what people told us: sealed to its row and field, opened only when read.

No lived-experience text stands in the database in clear. Each sealed text is tied to alliance,
table, row and field, so that it opens nowhere else.
"""

from django.db import models

from alliance import vault


def seal(row: models.Model, field: str, text: str) -> None:
    """Put `text` into the row's field, sealed; an empty text stays empty."""
    setattr(row, field, vault.seal(text, place=_place(row, field)) if text else "")


def opened(row: models.Model, field: str) -> str:
    """The text of the row's field. CannotOpen if it was moved or altered."""
    sealed: str = getattr(row, field)
    return vault.unseal(sealed, place=_place(row, field)) if sealed else ""


def _place(row: models.Model, field: str) -> str:
    alliance, public_id = row.alliance_id, row.public_id  # type: ignore[attr-defined]  # sealed rows have both
    return f"{alliance}/{row._meta.db_table}/{public_id}/{field}"
