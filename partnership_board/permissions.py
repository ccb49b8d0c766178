"""What may be done with boards, seats, agendas, meetings and packs."""

from enum import StrEnum


class BoardPermission(StrEnum):
    SEE = "see_board"
    CHANGE_SEATS = "change_seats"
    PROPOSE = "propose_items"
    DECIDE_AGENDA = "decide_agenda"
    CHANGE_MEETINGS = "change_meetings"
    SEND_PACKS = "send_packs"
    READ_PACKS = "read_packs"
    RECORD = "record_meetings"
    DRAFT_ELECTIONS = "draft_elections"
    VOTE = "vote_in_elections"
    OFFICIATE = "officiate"
    SCRUTINISE = "scrutinise"
