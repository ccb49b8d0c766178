"""A list that comes in: the file, and the word to put it in."""

from typing import Any

from django import forms

from alliance.fields import AgreedField, UploadField
from members.importing.files import MOST_BYTES

# Any, below, is what Django itself passes to a form.


class FileForm(forms.Form):
    file = UploadField(
        label="Which file?",
        accept=(".csv", ".xlsx", ".xls", ".xlsm"),
        max_size=MOST_BYTES,
        help_text="A .csv file, or the first sheet of an .xlsx file: 2 MB, 1,000 rows at most.",
    )


class PutInForm(forms.Form):
    """Where the file has columns that we do not know, somebody says that they may be left out."""

    leave_unknown = AgreedField(label="These columns may be left out")

    def __init__(self, *args: Any, unknown: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not unknown:
            del self.fields["leave_unknown"]
