"""What a seat tells the members, and the day until which something stays restricted."""

from django import forms

from alliance.fields import DayField, LongTextField, OneOfField
from members.models import ReportBack


class TellForm(forms.Form):
    what_was_said = LongTextField(
        label="What did the board come to?",
        max_length=4000,
        help_text="In your own words, for somebody who was not there. "
        "Nothing of an item that is restricted.",
    )
    what_was_asked_of_us = LongTextField(
        label="What was asked of the members?", required=False, max_length=2000, rows=3
    )
    visibility = OneOfField(
        label="Who may read this?",
        choices=ReportBack.Visibility.choices,
        initial=ReportBack.Visibility.MEMBERS,
    )


class KeepForm(forms.Form):
    review_on = DayField(
        label="Until when?",
        help_text="It is looked at again on that day. Everybody reads it.",
    )
