"""The core's permissions by name; what they mean is in alliance.roles."""

from enum import StrEnum


class CorePermission(StrEnum):
    SEE_ALLIANCE = "see_alliance"
    SEE_PEOPLE = "see_people"
    CHANGE_PEOPLE = "change_people"
    SEE_SETTINGS = "see_settings"
    CHANGE_SETTINGS = "change_settings"
    SEE_EVENTS = "see_events"
    SEE_POST = "see_post"
