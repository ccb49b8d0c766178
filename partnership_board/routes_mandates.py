"""Who may see and who may do: telling the members, looking again, public pages."""

from alliance.registries import PUBLIC, Route
from alliance.samples import BOTH, POST, first, number_of
from partnership_board.models import Meeting, Restriction, SeatReport, StandingItem
from partnership_board.permissions import BoardPermission as May

CHANGE = May.CHANGE_MEETINGS

ROUTES = {
    "seat_report": Route(
        May.PROPOSE, May.PROPOSE, BOTH, number_of(SeatReport), lambda: first(SeatReport)
    ),
    "reports_place": Route(CHANGE, CHANGE, BOTH, number_of(Meeting), lambda: first(Meeting)),
    "restriction_keep": Route(
        CHANGE, CHANGE, BOTH, number_of(Restriction), lambda: first(Restriction)
    ),
    "open_seats": Route(PUBLIC, is_list=True),
    "open_power": Route(PUBLIC),
    "standing_raise": Route(
        CHANGE, CHANGE, POST, number_of(StandingItem), lambda: first(StandingItem)
    ),
}
