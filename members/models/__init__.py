"""Member organisations: who acts for them, what they offer and have room for, where we speak."""

from members.models.areas import Area
from members.models.asks import Ask, AskResponse, AskRules
from members.models.capacity import HoursAssumption, PartnershipCapacity, Pause, ServiceCapacity
from members.models.confirmations import Confirmation, ConfirmationRequest, ConfirmationSlot
from members.models.declarations import DeclarationReading, LedByDeclaration, LedByDefinition
from members.models.imports import ImportChange, ImportRun
from members.models.initiatives import Initiative, InitiativePartner, InitiativeSession
from members.models.joining import ApplicantRule, JoiningApplication, JoiningDecision
from members.models.kinds import (
    GroupServed,
    PriorityOfService,
    ServiceSchedule,
    ServiceType,
    TypeOfService,
)
from members.models.learning import LearningBooking, LearningOpportunity
from members.models.locations import Location, LocationAccess, ServiceLocation
from members.models.networks import Network, NetworkMeeting, ReportBack, Representation
from members.models.organisations import Identifier, MembershipPeriod, Organisation
from members.models.profiles import ProfileVersion
from members.models.representatives import Representative
from members.models.services import Service, ServiceArea, ServiceLanguage
from members.models.statements import BurdenStatement, StatementPaper, StatementRelease
from members.models.stepping_back import StepBack
from members.models.wellbeing import (
    HelpRequest,
    WellbeingFinding,
    WellbeingRound,
    WellbeingTally,
    WellbeingToken,
)

__all__ = [
    "ApplicantRule",
    "Area",
    "Ask",
    "AskResponse",
    "AskRules",
    "BurdenStatement",
    "Confirmation",
    "ConfirmationRequest",
    "ConfirmationSlot",
    "DeclarationReading",
    "GroupServed",
    "HelpRequest",
    "HoursAssumption",
    "Identifier",
    "ImportChange",
    "ImportRun",
    "Initiative",
    "InitiativePartner",
    "InitiativeSession",
    "JoiningApplication",
    "JoiningDecision",
    "LearningBooking",
    "LearningOpportunity",
    "LedByDeclaration",
    "LedByDefinition",
    "Location",
    "LocationAccess",
    "MembershipPeriod",
    "Network",
    "NetworkMeeting",
    "Organisation",
    "PartnershipCapacity",
    "Pause",
    "PriorityOfService",
    "ProfileVersion",
    "ReportBack",
    "Representation",
    "Representative",
    "Service",
    "ServiceArea",
    "ServiceCapacity",
    "ServiceLanguage",
    "ServiceLocation",
    "ServiceSchedule",
    "ServiceType",
    "StatementPaper",
    "StatementRelease",
    "StepBack",
    "TypeOfService",
    "WellbeingFinding",
    "WellbeingRound",
    "WellbeingTally",
    "WellbeingToken",
]
