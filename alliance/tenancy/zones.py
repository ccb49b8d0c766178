"""Rooms with a lock of their own: what is in them is shown, kept and copied nowhere else.

A model says which one it belongs to; a test then holds it to the rules of all of them.
"""

from enum import StrEnum


class Zone(StrEnum):
    LIVED_EXPERIENCE = "lived_experience"
    BALLOTS = "ballots"
    WELLBEING = "wellbeing"
    HARM = "harm_from_challenging"
    HOURS = "hours_of_one_organisation"
