"""What one person sees of restricted items and papers, on one day."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import Case, When

from alliance import access, words
from alliance.models import RoleTerm, User
from alliance.roles import ROLES
from partnership_board.audiences import NOTHING, Place, Reader, Rule, Withheld, withheld
from partnership_board.models import (
    AgendaItem,
    AgendaProposal,
    Constituency,
    Decision,
    Deputy,
    Restriction,
    SeatTerm,
)
from partnership_board.permissions import BoardPermission
from partnership_board.queries import recusals

KEEPERS = [name for name, role in ROLES.items() if "change_meetings" in role.permissions]
SAID_OF_RESTRICTED = "Restricted, like the item that it is about."
NOT_SAID = "not said here"
SAID_OF_REASON = "The reason is restricted, like the item that it is about."


@dataclass(frozen=True)
class Sight:
    """Every open restriction, and which of them keep something from this person."""

    restrictions: tuple[Restriction, ...] = ()
    withheld: Withheld = NOTHING

    def hides(self, item: AgendaItem) -> bool:
        return item.pk in self.withheld.items

    def hides_paper(self, paper: int | None) -> bool:
        return paper in self.withheld.papers

    def of_item(self, item: int) -> Restriction | None:
        return next((each for each in self.restrictions if each.item_id == item), None)

    def of_paper(self, paper: int | None) -> Restriction | None:
        found = (each for each in self.restrictions if each.paper_id is not None)
        return next((each for each in found if each.paper_id == paper), None)

    @property
    def shut(self) -> frozenset[int]:
        """Proposals of which this person may not read why they were answered or moved."""
        return frozenset(
            each.item.proposal_id
            for each in self.restrictions
            if each.item and each.item.proposal_id and self.hides(each.item)
        )

    @property
    def closed_items(self) -> frozenset[int]:
        """Items of which this person does not read everything: kept whole, or only their paper."""
        papers = (each for each in self.restrictions if each.paper_id in self.withheld.papers)
        return self.withheld.items | {each.paper.item_id for each in papers if each.paper}

    def shown(self, item: AgendaItem) -> AgendaItem:
        """The item with its own words, where this person may read them; else with the stub."""
        restriction = self.of_item(item.pk)
        return item if restriction is None or self.hides(item) else unveiled(item, restriction)


STUBS = Sight()  # shows every restricted item as everybody reads it


def unveiled(item: AgendaItem, restriction: Restriction) -> AgendaItem:
    """A copy to show and never to save."""
    item = copy(item)
    item.title = restriction.kept_title
    item.lead = restriction.kept_lead
    item.lead_organisation = restriction.kept_organisation
    item.why_urgent = restriction.kept_why_urgent
    return item


# Every page of the board asks, so of what stands beside a restriction only what is shown is read.
BESIDE = (
    *("item__number", "item__meeting__board", "item__meeting__chair", "item__proposal"),
    *("paper__item__number", "paper__item__meeting__board", "paper__item__meeting__chair"),
    *("paper__item__lead", "kept_lead__name", "kept_lead__known_as"),
    *("kept_organisation__name", "kept_organisation__slug"),
)


def open_restrictions() -> list[Restriction]:
    own = [field.name for field in Restriction._meta.fields]
    return list(
        Restriction.objects.open()
        .select_related("item__meeting", "paper__item__meeting", "kept_lead", "kept_organisation")
        .only(*own, *BESIDE)
        .order_by("pk")
    )


def sight_of(user: User, *, on: date) -> Sight:
    """Two queries where nothing is restricted, three where something is."""
    there = tuple(open_restrictions())
    stands_back = recusals.withheld_papers([user.pk]).get(user.pk, frozenset())
    if not there or access.may(user, BoardPermission.CHANGE_MEETINGS):
        return Sight(there, NOTHING.also(stands_back))
    reader = Reader(user.pk, places=_places([user.pk], on=on).get(user.pk, frozenset()))
    return Sight(there, withheld(rules_of(there), reader).also(stands_back))


def withheld_from(people: Iterable[User], *, on: date) -> Mapping[int, Withheld]:
    """By person, whoever is signed in: what a pack may not tell them."""
    pks = [person.pk for person in people]
    rules, stand_back = rules_of(open_restrictions()), recusals.withheld_papers(pks)
    if not rules:
        return {pk: NOTHING.also(stand_back.get(pk, ())) for pk in pks}
    keepers = set(
        RoleTerm.objects.current(on=on)
        .filter(user__in=pks, role__in=KEEPERS)
        .values_list("user_id", flat=True)
    )
    places = _places(pks, on=on)
    return {
        pk: withheld(rules, Reader(pk, pk in keepers, places.get(pk, frozenset()))).also(
            stand_back.get(pk, ())
        )
        for pk in pks
    }


def rules_of(restrictions: Iterable[Restriction]) -> list[Rule]:
    return [_rule(each) for each in restrictions]


def _rule(restriction: Restriction) -> Rule:
    item = restriction.item or (restriction.paper and restriction.paper.item)
    assert item is not None
    return Rule(
        board=item.meeting.board_id,
        to_whom=restriction.to_whom,
        item=restriction.item_id,
        paper=restriction.paper_id,
        sides=frozenset(restriction.sides),
        chair=item.meeting.chair_id,
        lead=restriction.kept_lead_id if restriction.item_id else item.lead_id,
    )


def _places(people: list[int], *, on: date) -> dict[int, frozenset[Place]]:
    columns = ("person_id", "seat__board_id", "seat__constituency__code", "seat__is_voting")
    held = SeatTerm.objects.current(on=on).filter(holder__in=people)
    deputies = Deputy.objects.current(on=on).filter(person__in=people)
    rows = held.values_list("holder_id", *columns[1:]).union(deputies.values_list(*columns))
    found: dict[int, set[Place]] = {}
    for person, board, side, votes in rows:
        found.setdefault(person, set()).add(Place(board, side, votes))
    return {person: frozenset(places) for person, places in found.items()}


# ---- registers that everybody reads --------------------------------------------------------------
def in_public(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Each with `said`: its text, or that it is restricted. A number is never left out."""
    restricted = Restriction.objects.open().filter(item=OuterRef("item"))
    return decisions.annotate(is_restricted=Exists(restricted)).annotate(  # type: ignore[no-redef]  # named in the model for its readers
        said=Case(
            When(Q(is_restricted=True), then=Value(SAID_OF_RESTRICTED)),
            default=F("text"),
            output_field=CharField(),
        )
    )


def due_for_review(*, on: date) -> QuerySet[Restriction]:
    due = Restriction.objects.open().filter(review_on__lte=on)
    return due.select_related("item__meeting", "paper__item__meeting").order_by("review_on")


def of_item(item: AgendaItem) -> list[Restriction]:
    """Of the item itself and of its paper, lifted ones included; the latest first."""
    found = Restriction.objects.filter(Q(item=item) | Q(paper__item=item))
    return list(found.select_related("set_by", "lifted_by").order_by("-pk"))


def is_restricted(item: AgendaItem) -> bool:
    """The item or its paper."""
    return Restriction.objects.open().filter(Q(item=item) | Q(paper__item=item)).exists()


def shut_by(*paths: str) -> Exists:
    """Whether an item that came of a row's proposal, by one of these paths, is restricted."""
    wanted = Q()
    for path in paths:
        wanted |= Q(item__proposal=OuterRef(path))
    return Exists(Restriction.objects.open().filter(wanted))


def is_shut(proposal: AgendaProposal) -> bool:
    """Whether an item that came of it is restricted, so that reasons are not for everybody."""
    return Restriction.objects.open().filter(item__proposal=proposal).exists()


def hides_words_of(proposal: AgendaProposal) -> bool:
    """Whether the proposal's words are kept because its item is restricted."""
    there = Restriction.objects.open().filter(item__proposal=proposal, hid_proposal=True)
    return proposal.is_sensitive and there.exists()


def open_of(item: AgendaItem) -> Restriction | None:
    """What keeps the item's own words, while the item carries a stub."""
    return Restriction.objects.open().filter(item=item).first()


def for_whom(restriction: Restriction) -> str:
    """Who may read it, in words that everybody may read."""
    if restriction.to_whom != Restriction.ToWhom.SIDES:
        return restriction.get_to_whom_display()
    item = restriction.item or (restriction.paper and restriction.paper.item)
    assert item is not None
    sides = Constituency.objects.filter(board=item.meeting.board_id, code__in=restriction.sides)
    return words.listed(list(sides.order_by("order").values_list("label", flat=True)))


def lead_of(item: AgendaItem) -> int | None:
    """Who introduces a restricted item: its restriction knows."""
    found = Restriction.objects.open().filter(item=item)
    return found.values_list("kept_lead_id", flat=True).first()
