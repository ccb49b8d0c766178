"""How a request stands, in the reader's language: what happened, and never why we think it did."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnership_board.clocks import Stands
from partnership_board.models import PartnerRequest

State = PartnerRequest.State


def standing_words() -> dict[Stands, str]:
    return {
        Stands.UNHEARD: _("Sent"),
        Stands.UNHEARD_LATE: _("Sent, and nobody has said yet that they have it"),
        Stands.AWAITING: _("They have it, and an answer is awaited"),
        Stands.STOPPED: _("The clock is stopped by whoever asked"),
        Stands.OVERDUE: _("The answer is late"),
        Stands.VERY_OVERDUE: _("The answer is very late"),
    }


def closed_words() -> dict[PartnerRequest.State, str]:
    return {
        State.DRAFT: _("Not sent yet"),
        State.SENT: _("Sent"),
        State.ACKNOWLEDGED: _("Sent"),
        State.ANSWERED: _("Answered"),
        State.PARTLY_ANSWERED: _("Partly answered"),
        State.REFUSED: _("Answered with a no"),
        State.WITHDRAWN: _("Taken back by whoever asked"),
        State.LAPSED: _("Closed without an answer"),
    }


def working_days(count: int) -> str:
    return ngettext("%(n)d working day", "%(n)d working days", count) % {"n": count}


def days_of(count: int, *, within: int) -> str:
    return _("%(n)d of %(within)d working days") % {"n": count, "within": within}
