"""The boards of the demonstration. Everybody on them is made up; so is every word they say."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from alliance.audit import Actor
from alliance.demo import introduce
from alliance.demo_people import DemoPerson
from alliance.models import User
from alliance.registries import Story
from alliance.words import LONDON
from members.models import Organisation
from partnership_board import demo_ledger, demo_live, demo_mandates, demo_meetings
from partnership_board.actions import boards, papers, seats
from partnership_board.demo_words import WHAT_PEOPLE_SAID
from partnership_board.models import (
    AgendaItem,
    Board,
    Meeting,
    PaperVersion,
    Purpose,
    Seat,
    SeatTerm,
)

TOWER_HAMLETS = "tower-hamlets"
SIDES = (
    # code, label, is it a statutory body
    ("VCSE", "Voluntary and community organisations", False),
    ("EBE", "Experts by experience", False),
    ("NHS", "NHS", True),
    ("COUNCIL", "Council", True),
    ("PRIMARY", "Primary care", True),
    ("COMMISSIONERS", "Commissioners", True),
)
THURSDAY = 3
OPENED = date(2024, 9, 2)
# The agenda group is complete when none of these is missing.
EVERY_SIDE = {"all": [{"min_by": {"VCSE": 1, "EBE": 1, "NHS": 1}}]}
# The board itself needs six who may vote, and somebody of these three sides.
BOARDS_QUORUM = {"all": [{"min_voting": 6}, *EVERY_SIDE["all"]]}
SMALL_QUORUM = {"all": [{"min_voting": 3}]}
UNNAMED = {"EBE": "expert by experience"}  # in public, and what one of them is called


@dataclass(frozen=True)
class Place:
    """A seat and whoever holds it: a key of the demonstration's people, or a new name."""

    side: str
    title: str
    holder: str
    basis: str = Seat.Basis.NOMINATED
    position: str = SeatTerm.Position.NONE
    deputies: tuple[str, ...] = ()
    group: str = ""  # the member organisation, by the order in which it joined
    days_left: int = 400


ELECTED, CHAIR = Seat.Basis.ELECTED, SeatTerm.Position.CHAIR
DEPUTY_CHAIR = SeatTerm.Position.DEPUTY_CHAIR
FOURTEEN: tuple[Place, ...] = (
    Place("VCSE", "VCSE seat 1", "chair", ELECTED, CHAIR, group="0"),
    Place("VCSE", "VCSE seat 2", "vcse_member", ELECTED, group="10"),
    Place("VCSE", "VCSE seat 3", "Mina Choudhury", ELECTED, group="4", days_left=80),
    Place("VCSE", "VCSE seat 4", "Kwame Boateng", group="6"),
    Place("VCSE", "VCSE seat 5", "Leila Haddad", group="9"),
    Place("EBE", "Experts by experience seat 1", "expert", deputies=("Ola Brandt",)),
    Place("EBE", "Experts by experience seat 2", "Sam Whitlock"),
    Place("NHS", "NHS seat 1", "nhs_member", deputies=("deputy", "Hana Yusuf")),
    Place("NHS", "NHS seat 2", "Anil Deshmukh"),
    Place(
        "COUNCIL",
        "Council seat 1",
        "council_member",
        position=DEPUTY_CHAIR,
        deputies=("Mel Hargrove",),
    ),
    Place("COUNCIL", "Council seat 2", "Carys Bevan"),
    Place("PRIMARY", "Primary care seat 1", "gp_member"),
    Place("PRIMARY", "Primary care seat 2", "Robin Falk"),
    Place("COMMISSIONERS", "Commissioners' seat", "commissioner"),
)
GROUP_OF_FIVE: tuple[Place, ...] = (
    Place("VCSE", "VCSE voice 1", "chair", position=CHAIR, group="0"),
    Place("VCSE", "VCSE voice 2", "agenda_member", group="3"),
    Place("EBE", "Expert by experience voice", "expert"),
    Place("NHS", "NHS voice", "nhs_member"),
    Place("COUNCIL", "Council voice", "council_member"),
)
SMALL = {
    "sheffield": ("Jess Oduya", "Martin Kell", "Aisha Farooq", "Bev Lomas"),
    "coventry-and-warwickshire": ("Priti Anand", "Colm Devlin", "Ewa Zielinska", "Des Whitby"),
}


def tell(story: Story) -> None:
    """Leaves `board`, `agenda_group` and `meeting` in `story.things`."""
    places, five = FOURTEEN, GROUP_OF_FIVE
    if story.slug != TOWER_HAMLETS:
        places, five = small_board(*SMALL[story.slug])
    board = open_board(story, "Partnership Board", places)
    group = open_board(story, "Agenda group", five, parent=board)
    story.things |= {"board": board, "agenda_group": group}
    agree_rules(story, board)
    demo_meetings.tell_standing(story, board, OPENED)
    if story.slug == TOWER_HAMLETS:
        demo_live.tell(story, board, thursday(story.on - timedelta(days=126)))
        past = demo_meetings.tell_past(story, board, thursday(story.on - timedelta(days=63)))
        demo_mandates.tell_restricted(story, past)
    coming = thursday(story.on + timedelta(days=24))
    story.things["meeting"] = demo_meetings.tell_coming(story, board, coming)
    if story.slug == TOWER_HAMLETS:
        boards.adopt_rules(group, from_on=OPENED, quorum=EVERY_SIDE, by=Actor.SYSTEM)
        demo_ledger.tell(story, board)
        demo_meetings.tell_plans(story, board, group)


def agree_rules(story: Story, board: Board) -> None:
    """What the board needs to decide, and what it may do where an interest empties a side."""
    is_large = story.slug == TOWER_HAMLETS
    boards.adopt_rules(
        board,
        from_on=OPENED,
        quorum=BOARDS_QUORUM if is_large else SMALL_QUORUM,
        class_interest=is_large,
        written_procedure=is_large,
        ways_out=["split", "deputies", "panel", "accept"],
        by=Actor.SYSTEM,
    )


def small_board(vcse: str, expert: str, nhs: str, council: str) -> tuple[tuple[Place, ...], ...]:
    places = (
        Place("VCSE", "VCSE seat 1", "chair", ELECTED, CHAIR, group="0"),
        Place("VCSE", "VCSE seat 2", vcse, ELECTED, group="1"),
        Place("EBE", "Experts by experience seat", expert),
        Place("NHS", "NHS seat", nhs),
        Place("COUNCIL", "Council seat", council),
    )
    five = (
        Place("VCSE", "VCSE voice", "chair", position=CHAIR, group="0"),
        Place("EBE", "Expert by experience voice", expert),
    )
    return places, five


def open_board(
    story: Story, name: str, places: tuple[Place, ...], *, parent: Board | None = None
) -> Board:
    kind = Board.Kind.AGENDA_GROUP if parent else Board.Kind.PARTNERSHIP_BOARD
    is_ours = parent is None and story.slug == TOWER_HAMLETS
    board = boards.open_board(
        name=name,
        kind=kind,
        on=OPENED,
        by=Actor.SYSTEM,
        parent=parent,
        network=demo_mandates.the_board_as_a_network(story) if is_ours else None,
        is_public=is_ours,
    )
    wanted = {place.side for place in places}
    sides = {
        code: boards.add_constituency(
            board,
            code=code,
            label=label,
            is_statutory=is_statutory,
            is_named=code not in UNNAMED,
            one=UNNAMED.get(code, ""),
            by=Actor.SYSTEM,
        )
        for code, label, is_statutory in SIDES
        if code in wanted
    }
    for place in places:
        seat = boards.add_seat(
            sides[place.side],
            title=place.title,
            basis=place.basis,
            opened_on=OPENED,
            by=Actor.SYSTEM,
        )
        fill(story, seat, place)
    return board


def fill(story: Story, seat: Seat, place: Place) -> None:
    started = story.on - timedelta(days=700)
    seats.begin_term(
        seat,
        holder=person(story, place.holder),
        started_on=started,
        ends_on=story.on + timedelta(days=place.days_left),
        organisation=organisation(story, place.group),
        position=place.position,
        by=Actor.SYSTEM,
        on=story.on,
    )
    for key in place.deputies:
        deputy = person(story, key)
        seats.name_deputy(seat, person=deputy, from_on=started, by=Actor.SYSTEM, on=story.on)


def person(story: Story, key: str) -> User:
    """Somebody of the demonstration's cast, or somebody new, who is then introduced."""
    if key not in story.people:
        new = DemoPerson(key, key, story.slug, "Holds a seat on the board")
        story.people[key] = introduce(new, on=story.on)
    return story.people[key]


def organisation(story: Story, place: str) -> Organisation | None:
    there = list(story.things.get("organisations", {}).values())
    if not place or not there:
        return None
    found: Organisation = there[int(place) % len(there)]
    return found


def thursday(day: date) -> datetime:
    """Two in the afternoon on the next Thursday, London time."""
    on = day + timedelta(days=(THURSDAY - day.weekday()) % 7)
    return datetime.combine(on, time(14), LONDON)


def tell_the_rest(story: Story) -> None:
    """After the other apps: an item that they put on the agenda without a paper gets one."""
    meeting: Meeting = story.things["meeting"]
    with_paper = PaperVersion.objects.filter(paper__item__meeting=meeting)
    bare = (
        AgendaItem.objects.on_agenda()
        .filter(meeting=meeting, purpose__in=[Purpose.DECIDE, Purpose.DISCUSS])
        .exclude(pk__in=with_paper.values("paper__item"))
    )
    for item in bare:
        by = story.people["coproduction_lead"]
        papers.receive(item, WHAT_PEOPLE_SAID, by=by, now=story.now)
