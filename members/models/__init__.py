"""Member organisations: who acts for them, what they offer and have room for, where we speak."""

from members.models.areas import Area
from members.models.capacity import HoursAssumption, PartnershipCapacity, Pause, ServiceCapacity
from members.models.declarations import LedByDeclaration, LedByDefinition
from members.models.networks import Network, ReportBack, Representation
from members.models.organisations import Identifier, MembershipPeriod, Organisation
from members.models.representatives import Representative
from members.models.services import Service, ServiceArea, ServiceLanguage

__all__ = [
    "Area",
    "HoursAssumption",
    "Identifier",
    "LedByDeclaration",
    "LedByDefinition",
    "MembershipPeriod",
    "Network",
    "Organisation",
    "PartnershipCapacity",
    "Pause",
    "ReportBack",
    "Representation",
    "Representative",
    "Service",
    "ServiceArea",
    "ServiceCapacity",
    "ServiceLanguage",
]
