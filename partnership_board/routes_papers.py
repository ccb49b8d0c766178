"""Who may see and who may do: papers, their files, restrictions."""

from alliance.registries import Route
from alliance.samples import BOTH, POST, Arguments, first, number_of
from partnership_board.models import AgendaItem, Enclosure, Meeting, PaperVersion, Restriction
from partnership_board.permissions import BoardPermission as May

OUT = [Meeting.State.PUBLISHED, Meeting.State.ENDED, Meeting.State.MINUTES_OPEN]


def an_item() -> AgendaItem | None:
    return AgendaItem.objects.on_agenda().order_by("pk").first()


def an_items_address() -> Arguments:
    item = an_item()
    return None if item is None else {"pk": item.meeting_id, "number": item.number}


def a_readable_item() -> AgendaItem | None:
    """One whose paper has gone out."""
    versions = PaperVersion.objects.filter(paper__item__meeting__state__in=OUT)
    version = versions.select_related("paper__item").order_by("pk").first()
    return version.paper.item if version else None


def a_readable_items_address() -> Arguments:
    item = a_readable_item()
    return None if item is None else {"pk": item.meeting_id, "number": item.number}


def of_item(do: str) -> Route:
    return Route(do, do, BOTH, an_items_address, an_item)


ROUTES = {
    "item_restrict": of_item(May.CHANGE_MEETINGS),
    "restriction_lift": Route(
        May.CHANGE_MEETINGS,
        May.CHANGE_MEETINGS,
        POST,
        number_of(Restriction),
        lambda: first(Restriction),
    ),
    "paper_edit": of_item(May.PROPOSE),
    "paper_enclose": of_item(May.PROPOSE),
    "paper_waive": of_item(May.READ_PACKS),
    "paper_versions": Route(May.READ_PACKS, None, "GET", a_readable_items_address, a_readable_item),
    "enclosure_remove": Route(
        May.PROPOSE, May.PROPOSE, POST, number_of(Enclosure), lambda: first(Enclosure)
    ),
}
