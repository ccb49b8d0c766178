"""A word about a build; and which paper has been read."""

from typing import Any

from django import forms

from alliance.fields import PlainTextField
from partnership_board.models import PaperVersion


class PublishForm(forms.Form):
    note = PlainTextField(
        label="What should readers know about this build?",
        required=False,
        max_length=300,
        help_text="For example: item 6 is new. It is printed beside the agenda.",
    )


class MarkForm(forms.Form):
    version = forms.TypedChoiceField(error_messages={"required": "Choose a paper."})
    next = forms.CharField(required=False, max_length=6)

    def __init__(self, *args: Any, versions: list[PaperVersion], **words: Any) -> None:  # Any: own
        super().__init__(*args, **words)
        self.versions = {str(version.pk): version for version in versions}
        self.fields["version"].choices = [(pk, pk) for pk in self.versions]  # type: ignore[attr-defined]  # a choice

    def clean_version(self) -> PaperVersion:
        return self.versions[self.cleaned_data["version"]]
