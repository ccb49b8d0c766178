"""A meeting's day and place, and why one is cancelled."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from alliance.fields import (
    ClockField,
    DayField,
    LongTextField,
    MomentField,
    OneOfField,
    PlainTextField,
)
from alliance.models import User
from partnership_board.forms.items import PURPOSES, SECTIONS
from partnership_board.forms.seats import PersonField
from partnership_board.models import Attendance, Board, ClosedDay, Meeting
from partnership_board.queries.coming import Place


class MeetingForm(forms.Form):
    board = forms.ModelChoiceField(Board.objects.none(), label="Which board?", empty_label=None)
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

    def __init__(
        self,
        *args: Any,  # Any: a form's own arguments
        people: QuerySet[User],
        boards: QuerySet[Board] | None = None,
        **words: Any,
    ) -> None:
        super().__init__(*args, **words)
        self.fields["chair"].queryset = people  # type: ignore[attr-defined]  # a choice of rows
        if boards is None or len(boards) < 2:
            del self.fields["board"]
        else:
            self.fields["board"].queryset = boards  # type: ignore[attr-defined]  # likewise
            self.fields["board"].required = False


class StepForm(forms.Form):
    """Most steps only need a yes; cancelling and going back need a reason."""

    why = LongTextField(
        label="Why?",
        rows=3,
        max_length=300,
        required=False,
        help_text="A sentence. Members read it.",
    )
    held_informally = forms.BooleanField(
        label="Too few came to decide, so it was held informally", required=False
    )

    def __init__(self, *args: Any, to: str, is_back: bool, **words: Any) -> None:  # Any: a form's
        super().__init__(*args, **words)
        if to != Meeting.State.CANCELLED and not is_back:
            del self.fields["why"]
        if to != Meeting.State.ENDED or is_back:
            del self.fields["held_informally"]


def initial_of(meeting: Meeting) -> dict[str, Any]:  # Any: what the fields take
    names = ("starts_at", "ends_at", "place", "online_url", "chair", "access_notes", "is_public")
    return {name: getattr(meeting, name) for name in names}


WEEKDAYS = [
    (str(n), day)
    for n, day in enumerate(
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    )
]
WEEKS = [("1", "First"), ("2", "Second"), ("3", "Third"), ("4", "Fourth"), ("5", "Last")]


class SeriesForm(forms.Form):
    week = OneOfField(label="In which week of the month?", choices=WEEKS, is_list=True)
    weekday = OneOfField(label="On which day?", choices=WEEKDAYS, is_list=True)
    every_months = forms.IntegerField(
        label="Every how many months?", min_value=1, max_value=12, initial=2
    )
    begins_at = ClockField(label="At what time?", help_text="For example, 2 pm.")
    minutes = forms.IntegerField(
        label="For how many minutes?", min_value=15, max_value=480, initial=120
    )
    from_on = DayField(label="From which day?")
    until_on = DayField(label="Until which day?")
    place = PlainTextField(label="Where?", max_length=160, required=False)
    online_url = forms.URLField(
        label="Link to join online",
        required=False,
        assume_scheme="https",
        max_length=200,
        help_text="Give a place, a link, or both.",
    )

    def clean_week(self) -> int:
        return int(self.cleaned_data["week"])

    def clean_weekday(self) -> int:
        return int(self.cleaned_data["weekday"])


class StandingForm(forms.Form):
    title = PlainTextField(label="What is the item called?", max_length=120)
    purpose = OneOfField(label="What is it for?", choices=PURPOSES)
    minutes = forms.IntegerField(label="How many minutes?", min_value=1, max_value=240, initial=5)
    section = OneOfField(
        label="In which part of the agenda?", choices=SECTIONS, is_list=True, initial="opening"
    )


class ComingForm(forms.Form):
    rsvp = OneOfField(label="Will you come?", choices=())
    mode = OneOfField(label="How?", choices=Attendance.Mode.choices, required=False, initial="room")

    def __init__(self, *args: Any, place: Place, deputy: User | None, **words: Any) -> None:
        """`place` is what the person answers for; `deputy` who could come instead."""
        super().__init__(*args, **words)  # Any: a form's own
        choices = [(Attendance.Rsvp.YES.value, "I come"), (Attendance.Rsvp.NO.value, "I do not")]
        if place.is_holder and deputy is not None:
            choices.insert(1, (Attendance.Rsvp.DEPUTY.value, f"My deputy comes: {deputy}"))
        self.fields["rsvp"].choices = choices  # type: ignore[attr-defined]  # a choice

    def clean_mode(self) -> str:
        return str(self.cleaned_data["mode"] or Attendance.Mode.ROOM)


class ClosedDayForm(forms.Form):
    on = DayField(label="Which day?")
    label = PlainTextField(label="What day is it?", max_length=80)
    kind = OneOfField(
        label="What kind of day?", choices=ClosedDay.Kind.choices, initial=ClosedDay.Kind.CLOSED
    )


class OwnCalendarForm(forms.Form):
    name = PlainTextField(label="What is the calendar called?", max_length=60)
