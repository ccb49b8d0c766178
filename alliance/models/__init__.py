"""The tenant core: alliances, people, their offices, what happened, what is to be sent, files."""

from alliance.models.documents import Document
from alliance.models.happenings import Event, EventSeal
from alliance.models.people import Invitation, RoleTerm, SignedLink, User
from alliance.models.permissions import GroupPermission, UserPermission
from alliance.models.post import JobRun, Message, Upkeep
from alliance.models.preferences import PersonPreferences
from alliance.models.shredding import ShredReceipt
from alliance.models.tenants import Alliance, AllianceSettings, Priority

__all__ = [
    "Alliance",
    "AllianceSettings",
    "Document",
    "Event",
    "EventSeal",
    "GroupPermission",
    "Invitation",
    "JobRun",
    "Message",
    "PersonPreferences",
    "Priority",
    "RoleTerm",
    "ShredReceipt",
    "SignedLink",
    "Upkeep",
    "User",
    "UserPermission",
]
