"""A word about a build; and which paper has been read."""

from typing import Any

from django import forms

from alliance.fields import OneOfField, PlainTextField
from partnership_board.models import PackBuild, PaperVersion


class PublishForm(forms.Form):
    kind = OneOfField(
        label="What goes out?",
        choices=[
            (PackBuild.Kind.SUPPLEMENT, "Only what changed, with the new agenda"),
            (PackBuild.Kind.FULL, "The whole pack again"),
        ],
        initial=PackBuild.Kind.SUPPLEMENT,
        help_text="Either way, pages that stayed keep their labels, and both say what changed.",
    )
    note = PlainTextField(
        label="What should readers know about this build?",
        required=False,
        max_length=300,
        help_text="For example: item 6 is new. It is printed beside the agenda.",
    )

    def __init__(self, *args: Any, is_out: bool, **words: Any) -> None:  # Any: own
        super().__init__(*args, **words)
        if not is_out:
            del self.fields["kind"]


class MarkForm(forms.Form):
    version = forms.TypedChoiceField(error_messages={"required": "Choose a paper."})
    next = forms.CharField(required=False, max_length=6)

    def __init__(self, *args: Any, versions: list[PaperVersion], **words: Any) -> None:  # Any: own
        super().__init__(*args, **words)
        self.versions = {str(version.pk): version for version in versions}
        self.fields["version"].choices = [(pk, pk) for pk in self.versions]  # type: ignore[attr-defined]  # a choice

    def clean_version(self) -> PaperVersion:
        return self.versions[self.cleaned_data["version"]]
