"""A meeting's day and place, and why one is cancelled."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from alliance.fields import LongTextField, MomentField, PlainTextField
from alliance.models import User
from partnership_board.forms.seats import PersonField
from partnership_board.models import Meeting


class MeetingForm(forms.Form):
    starts_at = MomentField(
        label="When does it begin?",
        help_text="For example, 6 May 2025 and 2 pm. The deadlines are worked out from this day.",
    )
    ends_at = MomentField(label="When does it end?", help_text="")
    place = PlainTextField(label="Where?", max_length=160, required=False)
    online_url = forms.URLField(
        label="Link to join online",
        required=False,
        assume_scheme="https",
        max_length=200,
        help_text="Give a place, a link, or both.",
    )
    chair = PersonField(
        label="Who chairs?",
        required=False,
        help_text="Somebody who holds a seat on the board.",
    )
    access_notes = LongTextField(
        label="What should people know about getting in and taking part?",
        required=False,
        rows=3,
        max_length=1000,
        help_text="Steps, hearing loop, quiet room, interpreters, how to travel.",
    )
    is_public = forms.BooleanField(
        label="This meeting is held in public",
        required=False,
        help_text="Once the pack is out, everybody in the alliance can read its papers.",
    )

    def __init__(self, *args: Any, people: QuerySet[User], **words: Any) -> None:  # Any: a form's
        super().__init__(*args, **words)
        self.fields["chair"].queryset = people  # type: ignore[attr-defined]  # a choice of rows


class StepForm(forms.Form):
    """Most steps only need a yes; cancelling needs a reason."""

    why = LongTextField(
        label="Why is it cancelled?",
        rows=3,
        max_length=300,
        required=False,
        help_text="A sentence. Members will read it.",
    )

    def __init__(self, *args: Any, to: str, **words: Any) -> None:  # Any: a form's own
        super().__init__(*args, **words)
        if to != Meeting.State.CANCELLED:
            del self.fields["why"]


def initial_of(meeting: Meeting) -> dict[str, Any]:  # Any: what the fields take
    names = ("starts_at", "ends_at", "place", "online_url", "chair", "access_notes", "is_public")
    return {name: getattr(meeting, name) for name in names}
