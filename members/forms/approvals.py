"""What an approver or the lead writes when something is not right yet."""

from typing import Any

from django import forms

from members.forms.plain import TextField

# Any, below, is what Django itself passes to a form.


class NoteForm(forms.Form):
    note = TextField(
        label="What should be different?",
        help_text="One sentence is enough. Whoever wrote it reads this.",
        rows=3,
    )

    def __init__(self, *args: Any, is_needed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = is_needed


class SignatureForm(NoteForm):
    """The lead signs; only not signing needs words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = "If you do not sign it: why not?"
