"""What was declared against items, who rules on it, and who is asked if they are bound."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from alliance.models import User
from partnership_board.deadlines import day_of
from partnership_board.models import (
    AgendaItem,
    DeclarationRuling,
    Deputy,
    ItemChair,
    ItemDeclaration,
    ItemTiming,
    Meeting,
    SeatTerm,
)
from partnership_board.models.items import ON_AGENDA
from partnership_board.queries import connections, restrictions
from partnership_board.queries.connections import Connection
from partnership_board.queries.recusals import Declarations, with_ruling

Stage, Materiality = ItemDeclaration.Stage, ItemDeclaration.Materiality
RuledAs, Position = DeclarationRuling.RuledAs, SeatTerm.Position


# ---- what was declared ---------------------------------------------------------------------------
@dataclass(frozen=True)
class Declared:
    """A declaration with the ruling that holds now."""

    declaration: ItemDeclaration
    ruling: DeclarationRuling | None

    @property
    def is_waiting(self) -> bool:
        """Who says that an item touches nothing of theirs needs no ruling."""
        return self.ruling is None and not self.declaration.touches_nothing


def of_items(items: Iterable[int]) -> dict[int, list[Declared]]:
    """By item, in the order in which they were declared. Two queries."""
    there = list(
        ItemDeclaration.objects.filter(item__in=list(items))
        .select_related("person", "interest", "item")
        .order_by("declared_at", "pk")
    )
    rulings = DeclarationRuling.objects.filter(declaration__in=there)
    latest = {
        each.declaration_id: each
        for each in rulings.select_related("ruled_by").order_by("ruled_at", "pk")
    }
    found: dict[int, list[Declared]] = {}
    for each in there:
        found.setdefault(each.item_id, []).append(Declared(each, latest.get(each.pk)))
    return found


def mine(person: User, item: AgendaItem) -> ItemDeclaration | None:
    """What somebody said latest about an item."""
    found = ItemDeclaration.objects.filter(person=person, item=item)
    return found.order_by("declared_at", "pk").last()


def waiting() -> Declarations:
    """Those that no chair has ruled on, about items that the board has still to hear."""
    touching = ItemDeclaration.objects.exclude(materiality=Materiality.NONE)
    open_ones = with_ruling(touching).filter(ruling=None, item__state=AgendaItem.State.PLACED)
    return open_ones.exclude(item__meeting__state=Meeting.State.CANCELLED)


def stage_of(item: AgendaItem, *, now: datetime) -> str:
    """How far the item is."""
    timings = list(ItemTiming.objects.filter(item=item).order_by("from_at"))
    if item.state != AgendaItem.State.PLACED or item.meeting.was_held:
        return Stage.AFTER
    if timings:
        return Stage.DURING if timings[-1].to_at is None else Stage.AFTER
    return Stage.AT_START if item.meeting.is_out else Stage.BEFORE_PACK


# ---- who rules -----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Ruler:
    """Who rules on the declarations of one item; nobody, until the meeting has chosen."""

    person: User | None
    ruled_as: str
    why: str = ""  # where it is not the chair

    @property
    def is_to_be_chosen(self) -> bool:
        return self.ruled_as == RuledAs.ELECTED and self.person is None


def ruler_of(item: AgendaItem, *, on: date) -> Ruler:
    return rulers_of([item], on=on)[item.pk]


def rulers_of(items: Sequence[AgendaItem], *, on: date) -> dict[int, Ruler]:
    """By item: the chair, or who takes their place. Three queries, however many items there are."""
    touched = touched_by_item([item.pk for item in items])
    terms = SeatTerm.objects.current(on=on).filter(
        seat__board__in={item.meeting.board_id for item in items},
        position__in=[Position.CHAIR, Position.DEPUTY_CHAIR],
    )
    office = {
        (term.seat.board_id, term.position): term.holder
        for term in terms.select_related("holder", "seat").order_by("-pk")
    }
    chosen = {
        each.item_id: each.person
        for each in ItemChair.objects.filter(item__in=items).select_related("person")
    }
    return {
        item.pk: _ruler(item, office, touched.get(item.pk, set()), chosen.get(item.pk))
        for item in items
    }


def _ruler(
    item: AgendaItem, office: Mapping[tuple[int, str], User], touched: set[int], chosen: User | None
) -> Ruler:
    """Who stands back from an item does not rule on it."""
    board = item.meeting.board_id
    chair = item.meeting.chair or office.get((board, Position.CHAIR))
    deputy = office.get((board, Position.DEPUTY_CHAIR))
    if chair is not None and chair.pk not in touched:
        return Ruler(chair, RuledAs.CHAIR)
    if deputy is not None and deputy.pk not in touched:
        return Ruler(deputy, RuledAs.DEPUTY_CHAIR, "The chair has declared an interest.")
    why = "Neither the chair nor a deputy chair is free to rule on this item."
    return Ruler(chosen, RuledAs.ELECTED, why)


def touched_by(item: AgendaItem) -> set[int]:
    return touched_by_item([item.pk]).get(item.pk, set())


def touched_by_item(items: Iterable[int]) -> dict[int, set[int]]:
    """By item: whoever declared an interest in it, and did not say later that there is none."""
    found = ItemDeclaration.objects.filter(item__in=items).order_by("declared_at", "pk")
    latest: dict[tuple[int, int], str] = {}
    for item, person, said in found.values_list("item_id", "person_id", "materiality"):
        latest[item, person] = said
    touched: dict[int, set[int]] = {}
    for (item, person), said in latest.items():
        if said != Materiality.NONE:
            touched.setdefault(item, set()).add(person)
    return touched


def to_rule_on(user: User, *, on: date) -> list[ItemDeclaration]:
    """What waits for a ruling by this person. Four queries; one where nothing waits."""
    there = list(
        waiting()
        .exclude(person=user)
        .select_related("item__meeting__board", "item__meeting__chair")
        .order_by("item__meeting__starts_at", "item__position", "pk")
    )
    if not there:
        return []
    rulers = rulers_of(list({each.item_id: each.item for each in there}.values()), on=on)
    return [each for each in there if rulers[each.item_id].person == user]


def could_chair(item: AgendaItem, *, on: date) -> QuerySet[User]:
    """Whom the meeting can choose for an item: those with a seat that votes, free of it."""
    terms = SeatTerm.objects.current(on=on).filter(
        seat__board=item.meeting.board_id, seat__is_voting=True
    )
    people = User.objects.filter(pk__in=terms.values("holder"))
    return people.exclude(pk__in=touched_by(item)).order_by("name")


def may_declare(person: User, meeting: Meeting, *, on: date) -> bool:
    """Those with a seat on this board, and their deputies."""
    held = SeatTerm.objects.current(on=on).filter(holder=person, seat__board=meeting.board_id)
    seconds = Deputy.objects.current(on=on).filter(person=person, seat__board=meeting.board_id)
    return held.exists() or seconds.exists()


# ---- who is asked --------------------------------------------------------------------------------
@dataclass(frozen=True)
class Asked:
    """An item about which somebody is asked, and why."""

    item: AgendaItem
    connections: list[Connection]


def asked_of(person: User, *, now: datetime) -> list[Asked]:
    """Items of coming meetings that touch what they are bound to, and of which they said nothing.

    Six queries; one where no meeting is coming. Of what is kept from them, they are asked nothing.
    """
    said = ItemDeclaration.objects.filter(item=OuterRef("pk"), person=person)
    held = SeatTerm.objects.current(on=day_of(now)).filter(
        holder=person, seat__board=OuterRef("meeting__board")
    )
    items = {
        item.pk: item
        for item in AgendaItem.objects.filter(state__in=ON_AGENDA, meeting__ends_at__gt=now)
        .exclude(meeting__state=Meeting.State.CANCELLED)
        .filter(Exists(held))
        .exclude(Exists(said))
        .select_related("meeting__board")
        .order_by("meeting__starts_at", "position")
    }
    if not items:
        return []
    found = connections.connections(list(items), [person.pk], on=day_of(now), is_own=True)
    asked = {pk: there for pk, there in found.items() if there}
    closed = restrictions.sight_of(person, on=day_of(now)).closed_items if asked else frozenset()
    return [Asked(items[pk], there) for pk, there in asked.items() if pk not in closed]
