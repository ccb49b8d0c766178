"""Two meetings of the demonstration, kept as they went: one with too few, one with everybody.

Everybody at them is made up; so is every word.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from alliance.registries import Story
from partnership_board.actions import closing, items, live, meetings, participation, questions
from partnership_board.actions.items import ItemFacts
from partnership_board.actions.live import Entry
from partnership_board.actions.questions import Stand, Wording
from partnership_board.models import (
    AgendaItem,
    Board,
    Decision,
    Meeting,
    Question,
    SeatTerm,
    Way,
)
from partnership_board.queries import coming, decisions

TOWER_HAMLETS = "tower-hamlets"
TWO_HOURS = timedelta(hours=2)
FEW = ("chair", "vcse_member", "council_member", "gp_member")
AWAY = {"nhs_member", "Robin Falk"}
ROOM = "Idea Store Whitechapel, room 3"
GRANTS = "Give £12,000 this year to groups with an income below £10,000, £500 to each."
CRISIS = "Ask the hospital to tell families within a day who to ring after somebody goes home."
PANEL = "Kwame Boateng and Sam Whitlock choose who gets the small grants."
CARERS = "Meet between half past five and half past seven twice a year, so that carers can come."


def tell(story: Story, board: Board, first: datetime) -> None:
    """Before the meetings that everybody knows: four weeks apart."""
    tell_too_few(story, board, first)
    second = tell_everybody(story, board, first + timedelta(days=28))
    story.things["kept_meeting"] = second


def planned(story: Story, board: Board, starts_at: datetime, facts: Iterable[ItemFacts]) -> Meeting:
    """As far as its papers; the room opens ten minutes before it begins."""
    lead, before = story.people["lead"], starts_at - timedelta(days=45)
    meeting = meetings.plan(
        board,
        starts_at=starts_at,
        ends_at=starts_at + TWO_HOURS,
        place=ROOM,
        chair=story.people["chair"],
        by=lead,
        now=before,
    )
    for each in facts:
        items.add(meeting, each, by=lead, now=before)
    for state in ("agenda_closed", "papers_closed"):
        meetings.step(meeting, to=state, by=lead, now=starts_at - timedelta(days=9))
    return Meeting.objects.select_related("board", "rules").get(pk=meeting.pk)


class Secretary:
    """Writes down what happens, minute after minute."""

    def __init__(self, story: Story, meeting: Meeting) -> None:
        self.story, self.meeting = story, meeting
        self.by = story.people["lead"]
        self.now = meeting.starts_at
        self.entries = 0

    def note(self, kind: str, minutes: int = 0, **words: object) -> None:
        self.now += timedelta(minutes=minutes)
        self.entries += 1
        key = f"demo-{self.meeting.pk}-{self.entries:04}"
        live.enter(self.meeting, Entry(kind, key, words), by=self.by, now=self.now)

    def came(self, key: str, mode: str = "room") -> None:
        self.note("came", person=self.story.people[key].pk, mode=mode)

    def step(self, to: str, *, informally: bool = False) -> None:
        meetings.step(self.meeting, to=to, by=self.by, now=self.now, held_informally=informally)
        self.meeting.refresh_from_db()

    def begin(self, title: str) -> AgendaItem:
        item = AgendaItem.objects.select_related("meeting__board", "meeting__rules").get(
            meeting=self.meeting, title=title
        )
        self.note("begun", 5, item=item.pk)
        return item

    def ask(self, item: AgendaItem, text: str, way: str, **words: object) -> Question:
        wording = Wording(text, Decision.Kind.APPROVE, way, **words)  # type: ignore[arg-type]  # its fields
        return questions.put(item, wording, by=self.by, now=self.now)

    def hear(self, question: Question, said: dict[str, str], reason: str = "") -> None:
        """What each seat says in the room."""
        for key, position in said.items():
            person = self.story.people[key]
            place = coming.place_of(person, self.meeting)
            assert place is not None
            why = reason if position == "object" else ""
            questions.say(
                question,
                Stand(position, "room", why),
                seat=place.seat,
                person=person,
                key=f"demo-{question.pk}-{key}",
                by=self.by,
                now=self.now,
            )

    def decide(self, question: Question, **numbers: object) -> Decision:
        self.now += timedelta(minutes=5)
        return questions.decide(question, by=self.by, now=self.now, **numbers)  # type: ignore[arg-type]  # counts


def tell_too_few(story: Story, board: Board, starts_at: datetime) -> None:
    """No expert by experience and nobody of the NHS: the meeting recommends and decides nothing."""
    meeting = planned(story, board, starts_at, [ItemFacts("Small grants", "decide", 30)])
    writes = Secretary(story, meeting)
    for key in FEW:
        writes.came(key)
    writes.note("away", person=story.people["expert"].pk, outcome="apologies")
    writes.step("in_session")
    item = writes.begin("Small grants")
    writes.note("noted", 2, item=item.pk, text="Small groups cannot fill in long forms.")
    question = writes.ask(item, GRANTS, Way.CONSENSUS)
    writes.hear(question, dict.fromkeys(FEW, "for"))
    writes.decide(question)
    writes.note("over", item=item.pk)
    writes.step("ended", informally=True)


def tell_everybody(story: Story, board: Board, starts_at: datetime) -> Meeting:
    """Takes up the recommendation, votes by name after an objection, and votes in secret."""
    facts = [
        ItemFacts("After a hospital stay", "decide", 30),
        ItemFacts("Who chooses the small grants", "decide", 10),
        ItemFacts("Meeting times for carers", "discuss", 10),
        ItemFacts("Report of the agenda group", "note", 5, AgendaItem.Section.CONSENT),
        ItemFacts("Report of the training fund", "note", 5, AgendaItem.Section.CONSENT),
    ]
    meeting = planned(story, board, starts_at, facts)
    writes = Secretary(story, meeting)
    everybody = those_who_came(story, board)
    for key in everybody:
        writes.came(key, "video" if key == "commissioner" else "room")
    writes.note("away", person=story.people["nhs_member"].pk, outcome="apologies")
    writes.step("in_session")
    closing.agree_together(meeting, by=writes.by, now=writes.now)
    take_up(writes, board, everybody)
    vote_by_name(writes, everybody)
    vote_in_secret(writes)
    item = writes.begin("Meeting times for carers")
    writes.note("left", 4, person=story.people["commissioner"].pk, why="connection_lost")
    writes.note("over", 6, item=item.pk)
    writes.step("ended")
    participation.confirm(meeting, by=writes.by, now=writes.now)
    return meeting


def those_who_came(story: Story, board: Board) -> list[str]:
    """Keys of the story: every holder but two, and a deputy."""
    holders = SeatTerm.objects.filter(seat__board=board).values_list("holder", flat=True)
    found = [key for key, person in story.people.items() if person.pk in set(holders)]
    return [*(key for key in found if key not in AWAY), "deputy"]


def take_up(writes: Secretary, board: Board, everybody: list[str]) -> None:
    recommended = decisions.recommendations(board).last()
    assert recommended is not None
    item = writes.begin(f"Recommendation {recommended.number}, to be decided")
    words = {"ratifies": recommended, "review_on": (writes.now + timedelta(days=365)).date()}
    question = writes.ask(item, GRANTS, Way.CONSENSUS, **words)
    writes.hear(question, dict.fromkeys(everybody, "for") | {"council_member": "stand_aside"})
    writes.decide(question)


def vote_by_name(writes: Secretary, everybody: list[str]) -> None:
    """An objection stands, so the question is put to the vote."""
    item = writes.begin("After a hospital stay")
    question = writes.ask(item, CRISIS, Way.CONSENSUS)
    why = "The wards cannot promise a day at weekends."
    writes.hear(question, {"expert": "for", "deputy": "object"}, why)
    questions.drop(question, by=writes.by, now=writes.now)
    vote = writes.ask(item, CRISIS, Way.NAMED)
    said = dict.fromkeys(everybody, "for") | {"deputy": "against", "gp_member": "abstain"}
    writes.hear(vote, said)
    writes.decide(vote)


def vote_in_secret(writes: Secretary) -> None:
    item = writes.begin("Who chooses the small grants")
    question = writes.ask(item, PANEL, Way.CONSENSUS)
    questions.drop(question, by=writes.by, now=writes.now)
    papers = writes.ask(item, PANEL, Way.SECRET)
    writes.decide(papers, totals=(7, 3, 1))


def tell_open(story: Story) -> None:
    """Something that the board decides in writing this week; two seats have answered."""
    meeting = story.things.get("kept_meeting")
    if story.slug != TOWER_HAMLETS or meeting is None:
        return
    writes = Secretary(story, meeting)
    writes.now = story.now
    item = AgendaItem.objects.select_related("meeting__board", "meeting__rules").get(
        meeting=meeting, title="Meeting times for carers"
    )
    until = story.on + timedelta(days=7)
    question = writes.ask(item, CARERS, Way.WRITTEN, answers_by_on=until)
    for key in ("commissioner", "expert"):
        person = story.people[key]
        place = coming.place_of(person, meeting)
        assert place is not None
        questions.say(
            question,
            Stand("for"),
            seat=place.seat,
            person=person,
            key=f"demo-written-{key}",
            by=person,
            now=story.now,
        )
