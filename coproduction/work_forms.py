"""What is asked of whoever acts on a worry, asks how somebody is, or prints sheets."""

from collections.abc import Sequence

from django import forms

from alliance.fields import LongTextField, OneOfField, PlainTextField
from coproduction.forms import PRIVATE
from coproduction.models import ConsentRecord, SafetyFlag, SheetBatch
from coproduction.models.sheets import MOST_COPIES


class WorryForm(forms.Form):
    """One press: each kind is a button."""

    kind = forms.ChoiceField(choices=SafetyFlag.Kind.choices)


class ActForm(forms.Form):
    outside_reference = PlainTextField(
        label="The number that the outside body gave it",
        max_length=60,
        required=False,
        help_text="For example, of the council's safeguarding team. No names.",
    )


class CloseForm(forms.Form):
    outcome = LongTextField(
        label="What came of it?",
        max_length=4000,
        rows=5,
        help_text="Sealed. Only those who look after worries can read it.",
    )
    may_be_used = OneOfField(
        label="May the words be used now?",
        choices=[("no", "No: they are kept and go no further"), ("yes", "Yes, they agreed again")],
        initial="no",
    )
    method = forms.ChoiceField(
        label="How did they agree again?",
        choices=[("", "Choose one"), *ConsentRecord.Method.choices],
        required=False,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Form's own
        self.fields["outcome"].widget.attrs |= PRIVATE

    def clean_may_be_used(self) -> bool:
        return bool(self.cleaned_data["may_be_used"] == "yes")


class AftercareForm(forms.Form):
    outcome = OneOfField(label="How did it go?", choices=())

    def __init__(
        self, *args: object, choices: Sequence[tuple[str, object]], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Form's own
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]  # a choice field


class SheetsForm(forms.Form):
    """Sheets to print. Only languages in which somebody has checked the wording."""

    language = forms.ChoiceField(label="In which language?")
    format = OneOfField(
        label="How?", choices=SheetBatch.Format.choices[:2], initial=SheetBatch.Format.STANDARD
    )
    copies = forms.IntegerField(label="How many?", min_value=1, max_value=MOST_COPIES, initial=10)

    def __init__(self, *args: object, languages: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Form's own
        self.fields["language"].choices = languages  # type: ignore[attr-defined]  # a choice field
