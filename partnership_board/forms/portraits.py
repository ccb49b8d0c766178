"""Sending in a candidate's photo."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from alliance.documents.uploads import Checked
from alliance.errors import Refused
from alliance.fields import PlainTextField
from alliance.fields import UploadField as File
from partnership_board.portraits import MOST_BYTES, portrait


class PortraitForm(forms.Form):
    """It is drawn anew while the person waits, so that nothing else travels with it."""

    photo = File(label=_("Which photo?"), accept=(".jpg", ".jpeg", ".png"), max_size=MOST_BYTES)
    words = PlainTextField(
        label=_("What does it show?"),
        max_length=200,
        help_text=_("For people who cannot see it, for example “Amina laughs, in a green scarf”."),
    )

    def clean(self) -> dict[str, Any]:  # Any: cleaned values
        said = super().clean() or {}
        file = said.get("photo")
        if file is not None and not self.errors:
            said["sent"] = file.read()
            try:
                said["drawn"] = portrait(file.name, said["sent"])
            except Refused as refusal:
                raise ValidationError({"photo": str(refusal)}) from None
        return said

    @property
    def picture(self) -> dict[str, bytes | Checked | str]:
        """As the action takes it."""
        return {name: self.cleaned_data[name] for name in ("sent", "drawn", "words")}
