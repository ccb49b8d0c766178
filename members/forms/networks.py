"""What people type about networks: their meetings, and what somebody is asked to say there."""

from django import forms

from alliance.fields import DayField, HoursField, LongTextField, OneOfField
from members.models import Representation


class MeetingForm(forms.Form):
    held_on = DayField(label="On which day does it meet, or did it?")


class MandateForm(forms.Form):
    """What changes while the same person goes on speaking for us."""

    role = OneOfField(label="As what?", choices=Representation.Role.choices, is_list=True)
    minutes_per_month = HoursField(
        label="How much time does it take in a month?", required=False, most=60 * 200
    )
    mandate = LongTextField(
        label="What are they asked to say there?", required=False, max_length=2000, rows=3
    )
