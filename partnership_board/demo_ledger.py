"""The agenda ledger of the demonstration: proposals in every state. All of it is made up."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from alliance import access
from alliance.models import User
from alliance.registries import Story
from alliance.words import LONDON
from members.models import Network
from partnership_board.actions import agendas, answers, appeals, items, meetings, moves
from partnership_board.actions.agendas import Extras
from partnership_board.actions.items import ItemFacts
from partnership_board.models import AgendaItem, AgendaProposal, Board, Meeting, SeatTerm
from partnership_board.queries.appeals import seats_of
from partnership_board.queries.years import years_of

TWO_HOURS = timedelta(hours=2)
ROOM = "Bromley by Bow, the long room (fictional booking)"
NO_ROOM = "Both meetings are full. It is the first to be placed on the one after."
RIGHT = "Who asks first is not heard first: the group gives each side its turn."


@dataclass(frozen=True)
class Asked:
    """A proposal: by whom, on which day of the board's year (or how many days ago), and its end.

    Positive days count from the first day of the latest year that is over; negative ones from
    today.
    """

    title: str
    why: str
    by: str
    day: int
    answer: str = ""
    after: int = 0  # days until the answer
    reason: str = ""
    code: str = ""
    then: str = ""  # heard, or the kind of move that took it off


IN_THE_YEAR: tuple[Asked, ...] = (
    Asked("Waiting times by ward", "Two wards wait twice as long.", "vcse_member", 60, "accepted",
          9, then="heard"),
    Asked("A shared calendar of groups", "People miss what is on.", "Mina Choudhury", 64,
          "accepted", 5, then="heard"),
    Asked("Paid time for experts", "Two people gave up for want of it.", "vcse_member", 71,
          "accepted", 11, then="heard"),
    Asked("Interpreters on the telephone", "Calls are dropped.", "Kwame Boateng", 76, "declined",
          14, "The telephone service belongs to the trust. It has been asked by letter.",
          "out_of_scope"),
    Asked("Rooms for evening groups", "Halls close at six.", "Leila Haddad", 80, "accepted", 8,
          then="out_of_time"),
    Asked("Discharge letters in plain English", "Nobody understands them.", "vcse_member", 92,
          "deferred", 12, NO_ROOM, "room"),
    Asked("Beds in the crisis house", "We need a decision by spring.", "nhs_member", 95,
          "accepted", 2, then="heard"),
    Asked("Winter plan", "It comes every year.", "nhs_member", 102, "accepted", 1, then="heard"),
    Asked("Numbers of referrals", "They have doubled.", "Anil Deshmukh", 110, "accepted", 3,
          then="inquorate"),
    Asked("Staff who leave", "A third left last year.", "nhs_member", 118, "declined", 6,
          "A working group looks at this already. Its report comes to the board in spring.",
          "duplicate"),
    Asked("Estates", "Two buildings close.", "Anil Deshmukh", 125, "accepted", 4,
          then="moved_by_secretary"),
    Asked("What young men tell us", "They do not come to us at all.", "expert", 131, "accepted",
          10, then="deferred_by_proposer"),
    Asked("Benefits advice in surgeries", "It keeps people well.", "council_member", 140,
          "redirected", 9, "The Health and Wellbeing Board decides about surgeries.",
          "other_forum"),
)  # fmt: skip
LATELY: tuple[Asked, ...] = (
    Asked("A new logo for the alliance", "The old one is hard to read on a phone.", "vcse_member",
          -30, "declined", 6,
          "The members can choose a logo without the board. The lead will ask them by letter.",
          "out_of_scope"),
    Asked("What changed since the first report on priorities",
          "By then we will have half a year of figures.", "council_member", -15, "deferred", 6,
          "There is only one report so far. It is worth hearing when there are two.", "timing"),
    Asked("Help that is near the school gate", "Parents ask for it every week.", "Mina Choudhury",
          -45, "accepted", 7),
    Asked("Help at the school gate, for fathers too", "Fathers ask as well.", "Leila Haddad", -44,
          "merged", 8, "It asks the same as the proposal about the school gate. Both are named.",
          "duplicate"),
    Asked("Yoga for the board", "We sit too long.", "gp_member", -40, "withdrawn"),
    Asked("One form for all referrals", "We fill in five.", "gp_member", -75),
    Asked("Where a crisis café could open", "There is a building.", "Kwame Boateng", -9, "asked", 3,
          "Which building is it, and who owns it today? Please add a sentence."),
    Asked("Interpreters at every first appointment",
          "Three member groups report that people wait longer when they need an interpreter.",
          "vcse_member", -4),
    Asked("Food at meetings", "Long meetings are hard on an empty stomach.", "council_member", -62,
          "accepted", 5, then="superseded"),
)  # fmt: skip


@dataclass
class Ledger:
    """What has been proposed so far, by title, and where items go."""

    story: Story
    board: Board
    first: datetime
    autumn: Meeting
    spring: Meeting
    found: dict[str, AgendaProposal] = field(default_factory=dict)

    def moment(self, day: int, hour: int = 10) -> datetime:
        if day < 0:
            return self.story.now + timedelta(days=day)
        return self.first + timedelta(days=day, hours=hour)

    def person(self, key: str) -> User:
        return self.story.people[key]


def tell(story: Story, board: Board) -> None:
    """Two earlier meetings of the year, and twenty-three proposals; coproduction brings another."""
    year = years_of(board, on=story.on)[0]
    autumn = _meeting(story, board, year.starts_on, 150)
    spring = _meeting(story, board, year.starts_on, 240)
    first = datetime.combine(year.starts_on, time(0), LONDON)
    ledger = Ledger(story, board, first, autumn, spring)
    for asked in (*IN_THE_YEAR, *LATELY):
        _tell(ledger, asked)
    _hold(ledger)
    _unfinished(ledger)


def _meeting(story: Story, board: Board, starts_on: date, days: int) -> Meeting:
    day = starts_on + timedelta(days=days)
    day += timedelta(days=(3 - day.weekday()) % 7)
    starts_at = datetime.combine(day, time(14), LONDON)
    return meetings.plan(
        board,
        starts_at=starts_at,
        ends_at=starts_at + TWO_HOURS,
        place=ROOM,
        chair=story.people["chair"],
        by=story.people["lead"],
        now=starts_at - timedelta(days=100),
    )


def _tell(ledger: Ledger, asked: Asked) -> None:
    sent, by = ledger.moment(asked.day), ledger.person(asked.by)
    proposal = agendas.propose(
        ledger.board,
        title=asked.title,
        why_now=asked.why,
        purpose="discuss",
        minutes_wanted=15,
        by=by,
        now=sent,
    )
    ledger.found[asked.title] = proposal
    if asked.answer == "withdrawn":
        agendas.withdraw(proposal, by=by)
    elif asked.answer:
        _answer(ledger, proposal, asked, now=sent + timedelta(days=asked.after))
    if asked.then:
        _place(ledger, proposal, asked)


def _answer(ledger: Ledger, proposal: AgendaProposal, asked: Asked, *, now: datetime) -> None:
    rest: dict[str, object] = {}
    if asked.answer == "deferred":
        rest["defer_until_on"] = ledger.story.on + timedelta(days=70)
    if asked.answer == "merged":
        rest["merged_into"] = ledger.found["Help that is near the school gate"]
    if asked.answer == "redirected":
        rest["network"] = Network.objects.filter(kind=Network.Kind.STATUTORY_BODY).first()
        rest["redirected_to"] = "Health and Wellbeing Board"
    answers.decide(
        proposal,
        outcome=asked.answer,
        reason=asked.reason,
        reason_code=asked.code,
        positions=_everybody(ledger.board, on=now.date()),
        by=ledger.person("agenda_member"),
        now=now,
        **rest,
    )


def _everybody(board: Board, *, on: date) -> dict[int, str]:
    """Each seat of the group takes part; those whose own it is stand aside by themselves."""
    seats = SeatTerm.objects.current(on=on).filter(seat__board__parent=board)
    return dict.fromkeys(seats.values_list("seat_id", flat=True), "support")


def _place(ledger: Ledger, proposal: AgendaProposal, asked: Asked) -> None:
    """On an agenda, and off it again where that is its story."""
    meeting = ledger.autumn if 0 <= asked.day < 100 else ledger.spring
    lead = ledger.person("lead")
    if asked.day < 0:
        meeting = ledger.story.things["meeting"]
    now = ledger.moment(asked.day) + timedelta(days=asked.after + 1)
    item = items.add(
        meeting,
        ItemFacts(proposal.title, "discuss", 15),
        proposal=proposal,
        by=lead,
        now=now,
    )
    if asked.then == "deferred_by_proposer":
        by = ledger.person(asked.by)
        moves.put_off(proposal, reason="We want to ask ten more people first.", by=by, now=now)
    elif asked.then in {"moved_by_secretary", "superseded"}:
        reason = "The same people speak to two items, so one of them goes to another day."
        moves.move_on(item, kind=asked.then, reason=reason, by=lead, now=now)


def _hold(ledger: Ledger) -> None:
    """One was held as planned; at the other too few came."""
    lead = ledger.person("lead")
    for meeting, is_informal in ((ledger.autumn, False), (ledger.spring, True)):
        for to in ("agenda_closed", "papers_closed"):
            meetings.step(meeting, to=to, by=lead, now=meeting.starts_at - timedelta(days=12))
        end = meeting.ends_at
        meetings.step(meeting, to="ended", held_informally=is_informal, by=lead, now=end)
        for kind, reason in (
            ("out_of_time", "The item before took forty minutes longer than planned."),
            ("inquorate", "No expert by experience was there, and this item needs one."),
        ):
            _not_heard(ledger, meeting, kind, reason)


def item_on(meeting: Meeting, proposal: AgendaProposal) -> AgendaItem | None:
    return AgendaItem.objects.on_agenda().filter(meeting=meeting, proposal=proposal).first()


def _not_heard(ledger: Ledger, meeting: Meeting, kind: str, reason: str) -> None:
    for asked in IN_THE_YEAR:
        item = item_on(meeting, ledger.found[asked.title])
        if asked.then == kind and item is not None:
            lead = ledger.person("lead")
            moves.move_on(item, kind=kind, reason=reason, by=lead, now=meeting.ends_at)


def _unfinished(ledger: Ledger) -> None:
    """A draft, a sensitive one, an answer that a seat wants looked at again, and a group's no."""
    story, board = ledger.story, ledger.board
    agendas.propose(
        board,
        title="Bicycles for outreach workers",
        why_now="Buses are slow. We are still asking what they cost.",
        purpose="discuss",
        by=ledger.person("council_member"),
        now=story.now - timedelta(days=2),
        is_draft=True,
    )
    logo, member = ledger.found["A new logo for the alliance"], ledger.person("Mina Choudhury")
    appeals.support(
        logo, seat=seats_of(member, board.pk, on=story.on)[0], by=member,
        now=story.now - timedelta(days=20),
    )  # fmt: skip
    sensitive = Extras(neutral_title="A matter about one service")
    kept = agendas.propose(
        board,
        title="Complaints about one ward",
        why_now="Four families have told us the same. It must be heard without naming them.",
        purpose="discuss",
        by=ledger.person("vcse_member"),
        now=story.now - timedelta(days=26),
        extras=sensitive,
    )
    answers.decide(
        kept, outcome="accepted", by=ledger.person("agenda_member"),
        positions=_everybody(board, on=story.on), now=story.now - timedelta(days=21),
    )  # fmt: skip
    _put_off_by_the_group(ledger, kept)


def _put_off_by_the_group(ledger: Ledger, proposal: AgendaProposal) -> None:
    story, group = ledger.story, ledger.person("agenda_member")
    coming: Meeting = story.things["meeting"]
    now = story.now - timedelta(days=14)
    facts = ItemFacts(proposal.title, "discuss", 15)
    items.add(coming, facts, proposal=proposal, by=ledger.person("lead"), now=now)
    access.carry_rights(group, on=story.on)
    moves.put_off(proposal, reason=RIGHT, by=group, now=now)
