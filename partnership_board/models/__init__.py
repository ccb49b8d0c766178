"""Boards, seats, agendas, meetings, papers, packs, decisions and minutes."""

from partnership_board.models.agendas import AgendaProposal, ProposalPriority, Purpose
from partnership_board.models.answers import (
    AgendaAppeal,
    AgendaDecision,
    AgendaPosition,
    AppealSupport,
)
from partnership_board.models.boards import Board, BoardRules, Constituency
from partnership_board.models.calendars import ClosedDay, WorkingCalendar
from partnership_board.models.decisions import Decision
from partnership_board.models.items import AgendaItem, AgendaMove, Section, StandingItem
from partnership_board.models.meetings import (
    Attendance,
    CalendarFeed,
    Meeting,
    MeetingSeries,
    MeetingStep,
)
from partnership_board.models.minutes import MinuteEntry, MinuteSet
from partnership_board.models.packs import Pack, PackBuild, PackCopy, PaperNote, ReadMark
from partnership_board.models.papers import (
    Enclosure,
    LateWaiver,
    Paper,
    PaperParty,
    PaperVersion,
)
from partnership_board.models.restrictions import Restriction
from partnership_board.models.seats import Deputy, Seat, SeatPause, SeatTerm

__all__ = [
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
    "ClosedDay",
    "Constituency",
    "Decision",
    "Deputy",
    "Enclosure",
    "LateWaiver",
    "Meeting",
    "MeetingSeries",
    "MeetingStep",
    "MinuteEntry",
    "MinuteSet",
    "Pack",
    "PackBuild",
    "PackCopy",
    "Paper",
    "PaperNote",
    "PaperParty",
    "PaperVersion",
    "ProposalPriority",
    "Purpose",
    "ReadMark",
    "Restriction",
    "Seat",
    "SeatPause",
    "SeatTerm",
    "Section",
    "StandingItem",
    "WorkingCalendar",
]
