"""What everybody may read of a board that is public: what was proposed, answered and why.

A side, an organisation or neither: never a person.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnership_board.models import AgendaProposal, Board
from partnership_board.queries.proposals import LedgerRow

State = AgendaProposal.State


PAGES = {
    "open_ledger": gettext_lazy("What was proposed"),
    "open_seats": gettext_lazy("Who sits on the board"),
    "open_decisions": gettext_lazy("What was decided"),
    "open_minutes": gettext_lazy("Minutes"),
    "open_power": gettext_lazy("How power was shared"),
}


OUR_BOARD = gettext_lazy("Our board")  # as it stands at the foot of every page


def open_board() -> Board | None:
    """The Partnership Board, where it is public."""
    return Board.objects.partnership().filter(is_public=True).first()


def is_open() -> bool:
    return Board.objects.partnership().filter(is_public=True).exists()


def tabs(here: str) -> list[dict[str, object]]:
    return [
        {
            "label": label,
            "url": reverse(f"partnership_board:{name}"),
            "is_current": name == here,
            "count": None,
        }
        for name, label in PAGES.items()
    ]


@dataclass(frozen=True)
class PublicRow:
    """A proposal on the open ledger."""

    row: LedgerRow

    @property
    def asked_by(self) -> str:
        proposals = (self.row.proposal, *self.row.joined)
        return ", ".join(dict.fromkeys(asker_of(each) for each in proposals))

    @property
    def answer(self) -> str:
        return answers()[State(self.row.proposal.state)]


def asker_of(proposal: AgendaProposal) -> str:
    if proposal.is_from_lived_experience:
        return _("People with lived experience")
    if proposal.for_organisation is not None:
        return str(proposal.for_organisation)
    if proposal.for_seat is not None:
        return str(proposal.for_seat.constituency.label)
    return _("A member of the alliance")


def answers() -> dict[State, str]:
    """In the reader's language."""
    waiting, chosen = _("Waiting for an answer"), _("Accepted")
    return {
        State.DRAFT: waiting,
        State.ASKED: waiting,
        State.SUBMITTED: waiting,
        State.ACCEPTED: chosen,
        State.PLACED: chosen,
        State.NOT_REACHED: chosen,
        State.HEARD: _("Heard by the board"),
        State.SUPERSEDED: _("Overtaken by another item"),
        State.DEFERRED: _("Put off"),
        State.MERGED: _("Joined with another"),
        State.REDIRECTED: _("Sent to another body"),
        State.DECLINED: _("Declined"),
        State.WITHDRAWN: _("Withdrawn"),
    }
