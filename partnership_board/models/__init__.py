"""Boards, seats, agendas, meetings, papers, packs, decisions and minutes."""

from partnership_board.models.agendas import AgendaProposal, ProposalPriority, Purpose
from partnership_board.models.answers import (
    AgendaAppeal,
    AgendaDecision,
    AgendaPosition,
    AppealSupport,
)
from partnership_board.models.ballots import (
    Envelope,
    OpenedBallot,
    RetainedBox,
    RollEntry,
    SealedBallot,
)
from partnership_board.models.boards import Board, BoardRules, Constituency
from partnership_board.models.calendars import ClosedDay, WorkingCalendar
from partnership_board.models.counts import CountRun, Declaration, LotDraw, Objection
from partnership_board.models.decisions import Decision, Way
from partnership_board.models.declarations import (
    DeclarationRuling,
    ItemChair,
    ItemDeclaration,
    RecusalForecast,
)
from partnership_board.models.election_officers import (
    ElectionLogLine,
    ElectionOfficer,
    OfficerAgreement,
)
from partnership_board.models.elections import Election, ElectionRule, ElectionSeat
from partnership_board.models.interests import Interest
from partnership_board.models.items import AgendaItem, AgendaMove, Section, StandingItem
from partnership_board.models.mandates import SeatReport
from partnership_board.models.meetings import (
    Attendance,
    CalendarFeed,
    Meeting,
    MeetingSeries,
    MeetingStep,
)
from partnership_board.models.minutes import MinuteCorrection, MinuteEntry, MinuteSet
from partnership_board.models.nominations import Nomination, NominationSupport
from partnership_board.models.opened_boxes import Countback, OpenedBox
from partnership_board.models.pack_changes import PackReplacement
from partnership_board.models.packs import (
    Pack,
    PackBuild,
    PackCopy,
    PackPart,
    PaperNote,
    ReadMark,
)
from partnership_board.models.papers import (
    Enclosure,
    LateWaiver,
    Paper,
    PaperParty,
    PaperVersion,
)
from partnership_board.models.presence import ItemTiming, LiveEntry, PresenceSpan, QuorumCheck
from partnership_board.models.promises import Action, ActionUpdate
from partnership_board.models.questions import (
    ConsentRemoval,
    DecisionPosition,
    DecisionReview,
    ItemExtract,
    Question,
)
from partnership_board.models.requests import ClockEvent, PartnerRequest, RequestTimes
from partnership_board.models.restrictions import Restriction
from partnership_board.models.seats import Deputy, Seat, SeatPause, SeatTerm

__all__ = [
    "Action",
    "ActionUpdate",
    "AgendaAppeal",
    "AgendaDecision",
    "AgendaItem",
    "AgendaMove",
    "AgendaPosition",
    "AgendaProposal",
    "AppealSupport",
    "Attendance",
    "Board",
    "BoardRules",
    "CalendarFeed",
    "ClockEvent",
    "ClosedDay",
    "ConsentRemoval",
    "Constituency",
    "CountRun",
    "Countback",
    "Decision",
    "DecisionPosition",
    "DecisionReview",
    "Declaration",
    "DeclarationRuling",
    "Deputy",
    "Election",
    "ElectionLogLine",
    "ElectionOfficer",
    "ElectionRule",
    "ElectionSeat",
    "Enclosure",
    "Envelope",
    "Interest",
    "ItemChair",
    "ItemDeclaration",
    "ItemExtract",
    "ItemTiming",
    "LateWaiver",
    "LiveEntry",
    "LotDraw",
    "Meeting",
    "MeetingSeries",
    "MeetingStep",
    "MinuteCorrection",
    "MinuteEntry",
    "MinuteSet",
    "Nomination",
    "NominationSupport",
    "Objection",
    "OfficerAgreement",
    "OpenedBallot",
    "OpenedBox",
    "Pack",
    "PackBuild",
    "PackCopy",
    "PackPart",
    "PackReplacement",
    "Paper",
    "PaperNote",
    "PaperParty",
    "PaperVersion",
    "PartnerRequest",
    "PresenceSpan",
    "ProposalPriority",
    "Purpose",
    "Question",
    "QuorumCheck",
    "ReadMark",
    "RecusalForecast",
    "RequestTimes",
    "Restriction",
    "RetainedBox",
    "RollEntry",
    "SealedBallot",
    "Seat",
    "SeatPause",
    "SeatReport",
    "SeatTerm",
    "Section",
    "StandingItem",
    "Way",
    "WorkingCalendar",
]
