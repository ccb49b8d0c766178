"""Boards, seats, agendas, meetings, papers, packs, decisions and minutes."""

from partnership_board.models.agendas import AgendaDecision, AgendaItem, AgendaProposal, Purpose
from partnership_board.models.decisions import Decision
from partnership_board.models.meetings import Attendance, Meeting
from partnership_board.models.minutes import MinuteEntry, MinuteSet
from partnership_board.models.packs import Pack, PackBuild, PackCopy, ReadMark
from partnership_board.models.papers import Paper, PaperVersion
from partnership_board.models.seats import (
    Board,
    BoardRules,
    Constituency,
    Deputy,
    Seat,
    SeatTerm,
)

__all__ = [
    "AgendaDecision",
    "AgendaItem",
    "AgendaProposal",
    "Attendance",
    "Board",
    "BoardRules",
    "Constituency",
    "Decision",
    "Deputy",
    "Meeting",
    "MinuteEntry",
    "MinuteSet",
    "Pack",
    "PackBuild",
    "PackCopy",
    "Paper",
    "PaperVersion",
    "Purpose",
    "ReadMark",
    "Seat",
    "SeatTerm",
]
