"""Who may see and who may do: interests, declarations, rulings."""

from alliance.registries import PUBLIC, Route
from alliance.samples import BOTH, Arguments, first, number_of
from partnership_board.models import AgendaItem, Interest, ItemDeclaration, Meeting
from partnership_board.permissions import BoardPermission as May
from partnership_board.routes_live import an_item as a_kept_item
from partnership_board.routes_live import an_items_address as a_kept_address


def an_item() -> AgendaItem | None:
    return AgendaItem.objects.on_agenda().order_by("pk").first()


def an_items_address() -> Arguments:
    item = an_item()
    return None if item is None else {"pk": item.meeting_id, "number": item.number}


ROUTES = {
    "interests": Route(PUBLIC, is_list=True),
    "interests_mine": Route(May.PROPOSE, May.PROPOSE, BOTH),
    "interest_new": Route(May.PROPOSE, May.PROPOSE, BOTH),
    "interest_end": Route(
        May.PROPOSE, May.PROPOSE, BOTH, number_of(Interest), lambda: first(Interest)
    ),
    "recusal": Route(May.READ_PACKS, None, "GET", number_of(Meeting), lambda: first(Meeting)),
    "declaration_rule": Route(
        May.READ_PACKS,
        May.READ_PACKS,
        BOTH,
        number_of(ItemDeclaration),
        lambda: first(ItemDeclaration),
    ),
    "item_declare": Route(May.PROPOSE, May.PROPOSE, BOTH, an_items_address, an_item),
    "item_chair": Route(May.RECORD, May.RECORD, BOTH, a_kept_address, a_kept_item),
}
