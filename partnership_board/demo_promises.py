"""What the demonstration remembers and promised. Everybody in it is made up, and every word."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from alliance.calendars import is_working_day
from alliance.registries import Story
from alliance.words import LONDON
from members.models import Network
from partnership_board.actions import (
    corrections,
    minute_states,
    minutes,
    promises,
    requests,
)
from partnership_board.actions.promises import Owner, Report
from partnership_board.actions.requests import Words
from partnership_board.models import AgendaItem, Board, Meeting, MinuteEntry
from partnership_board.queries.calendars import closed_days

TOWER_HAMLETS = "tower-hamlets"
COUNCIL = "A council team (fictional)"
INES, INES_MAIL = "Ines Okoro", "ines.okoro@council.example"
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """A question to the one body, so many working days ago, and after how many it was answered."""

    title: str
    text: str
    ago: int
    after: int | None = None
    answer: str = "yes"
    said: str = ""
    is_public: bool = True


# Seven to one body: half have not been answered after 52 working days, so there is no median.
SEVEN = (
    Asked("Rooms after six", "May groups use the halls after six?", 58, 3, "yes",
          "Yes, from the first of the month. The caretaker has the list."),
    Asked("Names of ward contacts", "Who is the contact in each ward?", 57, 4, "partly",
          "Twelve of twenty wards have one. The others are being asked."),
    Asked("Bus passes for volunteers", "Would you pay for bus passes?", 56, 6, "no",
          "There is no money for it this year. We will look again in April."),
    Asked("Interpreters on the telephone", "Who pays when a call needs an interpreter?", 52),
    Asked("Waiting times by ward", "May we have the waiting times of each ward?", 45),
    Asked("A named officer", "Who answers for the crisis line at night?", 40, is_public=False),
    Asked("Benefits advice in surgeries", "Would you host advice in three surgeries?", 30),
)  # fmt: skip


def tell(story: Story) -> None:
    board: Board = story.things["board"]
    if story.slug != TOWER_HAMLETS:
        tell_a_little(story, board)
        return
    autumn = Meeting.objects.filter(board=board, state=Meeting.State.ENDED).earliest("starts_at")
    tell_actions(story, board)
    tell_minutes(story, autumn)
    tell_requests(story, board)


def tell_a_little(story: Story, board: Board) -> None:
    lead, due = story.people["lead"], story.on + timedelta(days=20)
    promises.give(
        board, title="Find a room with a hearing loop", owner=Owner(person=lead), due_on=due,
        by=lead, now=story.now,
    )  # fmt: skip
    words = Words("A hearing loop", "May we use yours?", "information", body_name=COUNCIL)
    requests.draft(board, words, by=lead, now=story.now)


# ---- actions -------------------------------------------------------------------------------------
def tell_actions(story: Story, board: Board) -> None:
    """One that four meetings have carried, one with somebody outside, one said to be done."""
    people, lead = story.people, story.people["lead"]
    held = Meeting.objects.filter(board=board).past(now=story.now).order_by("-starts_at")
    four = list(held[:4])[::-1]
    long_ago = four[0].starts_at - timedelta(days=30)
    carried = promises.give(
        board, title="Write down who answers a crisis call at night", by=lead, now=long_ago,
        owner=Owner(person=people["nhs_member"]), due_on=(four[0].starts_at + A_DAY).date(),
        minutes=240,
    )  # fmt: skip
    for meeting in four:
        promises.carry(meeting, now=meeting.ends_at)
        carried.refresh_from_db()
        later = Report(
            "later",
            new_due_on=max(carried.due_on, meeting.ends_at.date()) + timedelta(days=75),
            reason="The rota changes hands this season, so the list would be wrong at once.",
        )
        promises.report(carried, later, by=people["nhs_member"], now=meeting.ends_at + A_DAY)
    tell_lately(story, board)


def tell_lately(story: Story, board: Board) -> None:
    people, lead = story.people, story.people["lead"]
    latest = Meeting.objects.filter(board=board).past(now=story.now).latest("starts_at")
    item = AgendaItem.objects.filter(meeting=latest).order_by("position").last()
    given = latest.ends_at + A_DAY
    report = promises.give(
        board, title="Bring the first report on the seven priorities", owner=Owner(person=lead),
        due_on=story.on + timedelta(days=10), item=item, by=lead, now=given,
    )  # fmt: skip
    promises.report(report, Report("going_on", "Four of seven pages."), by=lead, now=story.now)
    taxi = promises.give(
        board, title="Settle with a taxi firm for evening meetings", item=item, by=lead, now=given,
        owner=Owner(person=people["chair"]), due_on=given.date() + 30 * A_DAY,
    )  # fmt: skip
    promises.report(
        taxi, Report("done", "Two firms, on account."), by=people["chair"], now=story.now
    )
    promises.give(
        board, title="Send the map of halls that are free in the evening", item=item, by=lead,
        owner=Owner(name=INES, email=INES_MAIL),
        due_on=story.on + timedelta(days=18), now=given,
    )  # fmt: skip
    promises.give(
        board, title="Speak with the family who wrote to the board", is_confidential=True, by=lead,
        owner=Owner(person=people["vcse_member"]), due_on=story.on + timedelta(days=25), now=given,
    )  # fmt: skip


# ---- minutes -------------------------------------------------------------------------------------
def tell_minutes(story: Story, autumn: Meeting) -> None:
    """Sent round, corrected, and approved two meetings later: at the next one too few came."""
    people, lead = story.people, story.people["lead"]
    item = AgendaItem.objects.on_agenda().filter(meeting=autumn, standing=None).first()
    minutes.write(autumn, text="The chair welcomed everybody.", by=lead)
    said = minutes.write(
        autumn, item=item, by=lead, text="Two wards wait longest. An expert by experience said "
        "that the letters are the hardest part.",
    )  # fmt: skip
    written = autumn.ends_at + timedelta(days=4)
    minute_states.to_chair(autumn, by=lead, now=written)
    minute_states.circulate(autumn, by=people["chair"], now=written + A_DAY)
    offered = corrections.offer(
        MinuteEntry.objects.get(pk=said.pk), by=people["council_member"], now=written + 3 * A_DAY,
        new="Three wards wait longest. An expert by experience said that the letters are the "
        "hardest part.",
    )  # fmt: skip
    corrections.accept(offered, by=people["chair"], now=written + 6 * A_DAY)
    later = Meeting.objects.filter(board=autumn.board_id, starts_at__gt=autumn.starts_at)
    held = later.past(now=story.now).order_by("starts_at")
    there = next(meeting for meeting in held if minute_states.was_quorate(meeting))
    agenda = AgendaItem.objects.on_agenda().filter(meeting=there)
    approves = agenda.filter(title__icontains="minutes").first() or agenda.earliest("position")
    minute_states.approve(autumn, item=approves, by=lead, now=there.ends_at)
    tell_draft(story, autumn.board)


def tell_draft(story: Story, board: Board) -> None:
    """The latest minutes are being checked, and somebody has offered other words."""
    latest = Meeting.objects.filter(board=board).past(now=story.now).latest("starts_at")
    people, written = story.people, latest.ends_at + timedelta(days=5)
    minute_states.to_chair(latest, by=people["lead"], now=written)
    minute_states.circulate(latest, by=people["chair"], now=written + A_DAY)
    entry = MinuteEntry.objects.filter(minute_set__meeting=latest, kind="note").latest("seq")
    corrections.offer(
        entry, by=people["gp_member"], now=written + 4 * A_DAY,
        new="Both ways were discussed. Small groups preferred every second meeting; surgeries "
        "would rather begin at five.",
    )  # fmt: skip


# ---- requests ------------------------------------------------------------------------------------
def tell_requests(story: Story, board: Board) -> None:
    """Nine: seven to one body, one with its clock stopped, one that was asked of us."""
    chair = story.people["chair"]
    for asked in SEVEN:
        sent = worked_back(story, asked.ago)
        words = Words(
            asked.title, asked.text, "information", body_name=COUNCIL, is_public=asked.is_public,
            contact_name=INES, contact_email=INES_MAIL,
        )  # fmt: skip
        request = requests.draft(board, words, by=chair, now=sent)
        requests.send(request, by=chair, now=sent)
        if asked.after is not None:
            on = worked_back(story, asked.ago - asked.after)
            requests.answer(
                request, answer=asked.answer, text=asked.said, by=chair, now=on,
                answered_by=INES,
            )  # fmt: skip
    tell_other_requests(story, board)


def tell_other_requests(story: Story, board: Board) -> None:
    chair = story.people["chair"]
    network = Network.objects.filter(kind=Network.Kind.STATUTORY_BODY).order_by("pk").first()
    words = Words(
        "Paid time for experts", "Would you share the cost of paid time for experts?", "money",
        network=network, body_name="" if network else COUNCIL, is_public=True,
        evidence="Two experts stopped coming this year for want of it (our own count).",
    )  # fmt: skip
    sent = worked_back(story, 25)
    request = requests.draft(board, words, by=chair, now=sent)
    requests.send(request, by=chair, now=sent)
    requests.acknowledge(request, by=chair, now=worked_back(story, 23))
    requests.pause(
        request, reason="We owe them a list of what it costs.", by=chair, now=worked_back(story, 18)
    )
    ours = Words(
        "What members think of the new form", "Please ask your members by the end of the month.",
        "information", body_name=COUNCIL, contact_name=INES, contact_email=INES_MAIL,
        is_public=True,
    )  # fmt: skip
    on = worked_back(story, 24)
    requests.receive(board, ours, received_on=on.date(), by=chair, now=on)


def worked_back(story: Story, days: int) -> datetime:
    """Ten in the morning of the day from which so many working days have run until today."""
    closed, day, left = closed_days(), story.on, days
    while left:
        left -= is_working_day(day, closed)
        day -= A_DAY
    while not is_working_day(day, closed):
        day -= A_DAY
    return datetime.combine(day, time(10), LONDON)
