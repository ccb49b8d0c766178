"""The names of this app's permissions. What they mean is in alliance.roles."""

from enum import StrEnum


class MembersPermission(StrEnum):
    SEE_MEMBERS = "see_members"
    CHANGE_MEMBERS = "change_members"
    SEE_HOURS = "see_hours"
    CHANGE_NETWORKS = "change_networks"


class OrganisationPermission(StrEnum):
    """Held for one organisation, by those who act for it."""

    EDIT_PROFILE = "edit_profile"
    APPROVE_PROFILE = "approve_profile"
    SET_CAPACITY = "set_capacity"
    SEE_OWN_HOURS = "see_own_hours"
    INVITE_COLLEAGUES = "invite_colleagues"
