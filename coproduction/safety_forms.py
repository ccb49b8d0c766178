"""What is asked of whoever acts on a worry."""

from django import forms

from alliance.fields import LongTextField, OneOfField, PlainTextField
from coproduction.forms import PRIVATE
from coproduction.models import ConsentRecord, SafetyFlag


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

    def __init__(self, *args: object, choices: list[tuple[str, object]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Form's own
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]  # a choice field
