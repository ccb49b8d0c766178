"""Who may see and who may do: a pack on a screen, and one's own notes."""

from alliance.registries import Route
from alliance.samples import BOTH, Arguments, first, number_of
from partnership_board.models import AgendaItem, Meeting, PackBuild
from partnership_board.permissions import BoardPermission as May


def an_item_that_went_out() -> AgendaItem | None:
    build = PackBuild.objects.filter(state=PackBuild.State.SENT).order_by("pk").last()
    if build is None:
        return None
    items = [entry["item"] for entry in build.manifest["items"] if entry["version"]]
    return AgendaItem.objects.filter(pk__in=items).order_by("pk").first()


def its_address() -> Arguments:
    item = an_item_that_went_out()
    return None if item is None else {"pk": item.meeting_id, "number": item.number}


def an_address_with_papers() -> Arguments:
    item = an_item_that_went_out()
    return None if item is None else {"pk": item.meeting_id}


def of_meeting(methods: str, do: str | None = None) -> Route:
    return Route(May.READ_PACKS, do, methods, number_of(Meeting), lambda: first(Meeting))


ROUTES = {
    "read": of_meeting(BOTH, May.READ_PACKS),
    "worker": of_meeting("GET"),
    "not_saved": of_meeting("GET"),
    "read_text": Route(May.READ_PACKS, None, "GET", an_address_with_papers, an_item_that_went_out),
    "read_printed": Route(
        May.READ_PACKS, None, "GET", an_address_with_papers, an_item_that_went_out
    ),
    "my_notes": of_meeting("GET"),
    "read_item": Route(May.READ_PACKS, May.READ_PACKS, BOTH, its_address, an_item_that_went_out),
}
