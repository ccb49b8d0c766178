"""What is counted for practice."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliance.fields import OneOfField
from alliance.fields import UploadField as File
from partnership_board import practice
from partnership_board.counting.ballots import MEEK, MOST_VOTES, SCOTTISH, Unreadable

METHODS = (
    (SCOTTISH, _("Scottish STV: you rank people")),
    (MEEK, _("Meek's method: you rank people, and votes are shared out again and again")),
    (MOST_VOTES, _("Most votes: ranks do not matter")),
)


class PracticeForm(forms.Form):
    file = File(
        label=_("A BLT file"), accept=(".blt", ".txt"), max_size=practice.MOST_BYTES, required=False
    )
    ballots = forms.CharField(
        label=_("Or the ballots themselves"),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "dir": "ltr"}),
        required=False,
        max_length=practice.MOST_BYTES,
        strip=False,
        help_text=_("In BLT form: 3 2 in the first line means 3 people for 2 places."),
    )
    method = OneOfField(label=_("By which rule?"), choices=METHODS, initial=SCOTTISH)
    has_mentions = forms.BooleanField(
        label=_("Settle ties by mentions before lots (Scottish STV only)"), required=False
    )

    def clean(self) -> dict[str, Any]:  # Any: cleaned values
        said = super().clean() or {}
        if self.errors:
            return said
        file, typed = said.get("file"), said.get("ballots") or ""
        if file is None and not typed.strip():
            self.add_error("file", _("Choose a file, or write the ballots below."))
            return said
        if said["has_mentions"] and said["method"] != SCOTTISH:
            self.add_error("has_mentions", _("Mentions go with Scottish STV."))
            return said
        content = file.read() if file else typed.encode("utf-8", "surrogatepass")
        try:
            said["practice"] = practice.practised(
                content, method=said["method"], has_mentions=said["has_mentions"]
            )
        except Unreadable as refusal:
            self.add_error("file" if file else "ballots", str(refusal))
        return said
