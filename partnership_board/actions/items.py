"""What is on a meeting's agenda, in which order, and with which papers."""

from dataclasses import dataclass
from datetime import datetime
from string import ascii_uppercase

from django.db import transaction
from django.db.models import F

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from members.models import Organisation
from partnership_board.actions import letters, papers
from partnership_board.actions import restrictions as restricting
from partnership_board.actions.papers import PaperText
from partnership_board.models import (
    AgendaItem,
    AgendaProposal,
    Meeting,
    PaperVersion,
    StandingItem,
)
from partnership_board.queries import restrictions

Section = AgendaItem.Section
ORDER = {section.value: place for place, section in enumerate(Section)}
AT_THE_END = 1_000_000
KEPT = {"title": "kept_title", "lead": "kept_lead", "lead_organisation": "kept_organisation"}


@dataclass(frozen=True)
class ItemFacts:
    """What stands on the agenda about an item."""

    title: str
    purpose: str
    minutes: int
    section: str = Section.BUSINESS
    lead: User | None = None
    lead_organisation: Organisation | None = None


@transaction.atomic
def add(
    meeting: Meeting,
    facts: ItemFacts,
    *,
    by: User,
    now: datetime,
    proposal: AgendaProposal | None = None,
    text: PaperText | None = None,
    came_from: AgendaItem | None = None,
) -> AgendaItem:
    """At the end of its part of the agenda; restricted, where the same matter is already."""
    meeting = _lock_open(meeting)
    if proposal is not None:
        proposal = AgendaProposal.objects.select_for_update().get(pk=proposal.pk)
        if not proposal.can_be_placed:
            raise Refused("The agenda group has not accepted this proposal.", field="proposal")
        proposal.state = proposal.State.PLACED
        proposal.save(update_fields=["state"])
    item = append(meeting, facts, proposal=proposal)
    restricting.follow(item, came_from=came_from, by=by)
    letters.tell_placed(item, now=now)
    data = {"meeting": meeting.pk, "proposal": proposal.pk if proposal else None}
    audit.record(by=by, kind="board.item_placed", subject=item, data=data)
    if text is not None:
        version = papers.receive(item, text, by=by, now=now)
        restricting.follow_paper(version.paper, came_from=came_from, by=by)
    return item


def append(
    meeting: Meeting,
    facts: ItemFacts,
    *,
    proposal: AgendaProposal | None = None,
    standing: StandingItem | None = None,
    why_urgent: str = "",
) -> AgendaItem:
    """At the end of its part. Once the agenda is closed, others keep their numbers: 7, 7A, 8."""
    number, position = "new", AT_THE_END
    if not meeting.takes_items:
        number, position = _between(meeting, facts.section)
    item = AgendaItem.objects.create(
        meeting=meeting,
        proposal=proposal,
        standing=standing,
        number=number,
        position=position,
        is_urgent=bool(why_urgent),
        why_urgent=why_urgent,
        **vars(facts),
    )
    renumber(meeting)
    item.refresh_from_db()
    return item


def _between(meeting: Meeting, section: str) -> tuple[str, int]:
    """The number and the place after the last item of a part, or of the part before it."""
    there = list(AgendaItem.objects.numbered().filter(meeting=meeting))
    before = [item for item in there if ORDER[item.section] <= ORDER[section]]
    place = max((item.position for item in before), default=0)
    digits = (before[-1].number if before else "0").rstrip(ascii_uppercase)
    taken = {item.number for item in there}
    free = (f"{digits}{letter}" for letter in ascii_uppercase)
    number = next(number for number in free if number not in taken)
    after = AgendaItem.objects.filter(meeting=meeting, position__gt=place)
    after.update(position=F("position") + 1)
    return number, place + 1


@transaction.atomic
def edit(
    item: AgendaItem, facts: ItemFacts, *, text: PaperText | None, by: User, now: datetime
) -> None:
    """The item's own facts, and a new version of its paper where the text is another."""
    item = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if not item.meeting.takes_papers:
        raise Refused("This meeting is over, so its agenda can no longer be changed.")
    if facts.section != item.section and not item.meeting.takes_items:
        raise Refused("The agenda is closed, so items keep their places.", field="section")
    _write_down(item, facts)
    renumber(item.meeting)
    audit.record(by=by, kind="board.item_edited", subject=item)
    latest = PaperVersion.objects.filter(paper__item=item).order_by("n").last()
    if text is not None and (latest is None or latest.sha256 != text.sha256):
        papers.receive(item, text, by=by, now=now)


def _write_down(item: AgendaItem, facts: ItemFacts) -> None:
    """Of a restricted item its own words go to where they are kept; the item carries the stub."""
    told = vars(facts)
    restriction = restrictions.open_of(item)
    if restriction is not None:
        told = {name: value for name, value in told.items() if name not in KEPT}
        for name, kept in KEPT.items():
            setattr(restriction, kept, getattr(facts, name))
        restriction.save(update_fields=list(KEPT.values()))
    for name, value in told.items():
        setattr(item, name, value)
    item.save()


@transaction.atomic
def move(item: AgendaItem, *, up: bool, by: User) -> None:
    """Change places with the item before or after it, within its part of the agenda."""
    meeting = _lock_open(item.meeting)
    beside = list(AgendaItem.objects.on_agenda().filter(meeting=meeting, section=item.section))
    place = next(n for n, other in enumerate(beside) if other.pk == item.pk)
    if up and place == 0:
        raise Refused("It is already the first in its part of the agenda.")
    if not up and place == len(beside) - 1:
        raise Refused("It is already the last in its part of the agenda.")
    mine, other = beside[place], beside[place - 1 if up else place + 1]
    mine.position, other.position = other.position, mine.position
    AgendaItem.objects.bulk_update([mine, other], ["position"])
    renumber(meeting)
    audit.record(by=by, kind="board.item_moved", subject=item, data={"up": up})


@transaction.atomic
def remove(item: AgendaItem, *, by: User) -> None:
    """Off the agenda, as if it had never been there. What was proposed moves with a reason."""
    meeting = _lock_open(item.meeting)
    item = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if item.proposal is not None:
        raise Refused("Somebody proposed this: move it with a reason, so that they hear of it.")
    item.state, item.number = item.State.REMOVED, ""
    item.save(update_fields=["state", "number"])
    renumber(meeting)
    audit.record(by=by, kind="board.item_removed", subject=item)


def renumber(meeting: Meeting) -> None:
    """Numbers follow the order, as long as nobody outside has seen them."""
    if not meeting.takes_items:
        return
    on_it = list(AgendaItem.objects.on_agenda().filter(meeting=meeting))
    on_it.sort(key=lambda item: (ORDER[item.section], item.position, item.pk))
    for place, item in enumerate(on_it, start=1):
        item.position, item.number = place, str(place)
    AgendaItem.objects.bulk_update(on_it, ["position", "number"])


def _lock_open(meeting: Meeting) -> Meeting:
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not meeting.takes_items:
        raise Refused("The agenda of this meeting is closed.")
    return meeting
