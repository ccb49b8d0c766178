"""The names of this app's permissions. What they mean is in alliance.roles."""

from enum import StrEnum


class MembersPermission(StrEnum):
    SEE_MEMBERS = "see_members"
    CHANGE_MEMBERS = "change_members"
    SEE_DRAFTS = "see_drafts"
    SEE_HOURS = "see_hours"
    COMPOSE_ASKS = "compose_asks"
    CHANGE_NETWORKS = "change_networks"
    READ_DECLARATIONS = "read_declarations"
    KEEP_ACTIVITIES = "keep_activities"
    KEEP_WELLBEING = "keep_wellbeing"


class OrganisationPermission(StrEnum):
    """Held for one organisation, by those who act for it."""

    EDIT_PROFILE = "edit_profile"
    SEE_DRAFTS = "see_drafts"
    APPROVE_PROFILE = "approve_profile"
    SET_CAPACITY = "set_capacity"
    ANSWER_ASKS = "answer_asks"
    INVITE_COLLEAGUES = "invite_colleagues"
    KEEP_ACTIVITIES = "keep_activities"
