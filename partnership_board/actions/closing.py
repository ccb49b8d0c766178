"""Items that are agreed together, what goes back to proposers, and what a meeting closes with."""

from datetime import datetime

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from partnership_board.actions import decision_letters, decisions, presence
from partnership_board.actions.decisions import DECIDES, Circumstances
from partnership_board.models import (
    AgendaItem,
    ConsentRemoval,
    Decision,
    ItemExtract,
    ItemTiming,
    Meeting,
    Purpose,
    Question,
    QuorumCheck,
    Seat,
    Way,
)
from partnership_board.models.items import Section
from partnership_board.queries import closing as queries
from partnership_board.queries import coming, live, papers, proposals, standing
from partnership_board.queries import decisions as register

State = AgendaItem.State
LONGEST_EXTRACT = 2400


@transaction.atomic
def take_out(
    item: AgendaItem, *, seat: Seat, comment: str, by: User, now: datetime
) -> ConsentRemoval:
    """A seat wants to talk about it, and says about what; nobody has to agree."""
    item = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if item.section != Section.CONSENT or not item.is_on_agenda:
        raise Refused("This item is not to be agreed together with others.")
    if Decision.objects.filter(item=item).exists():
        raise Refused("This item has been agreed already.")
    if seat.board_id != item.meeting.board_id:
        raise Refused("That seat belongs to another board.")
    if not comment.strip():
        raise Refused("Please say in a sentence what you want to talk about.", field="comment")
    item.section = Section.BUSINESS
    item.save(update_fields=["section"])
    removal = ConsentRemoval.objects.create(
        item=item, seat=seat, comment=comment.strip(), asked_by=by, asked_at=now
    )
    audit.record(by=by, kind="board.taken_out_of_consent", subject=item, data={"seat": seat.pk})
    return removal


@transaction.atomic
def take_out_as(item: AgendaItem, *, comment: str, by: User, now: datetime) -> ConsentRemoval:
    """For one's own seat."""
    place = coming.place_of(by, item.meeting)
    if place is None:
        raise Refused("You hold no seat on this board, and are nobody's deputy there.")
    return take_out(item, seat=place.seat, comment=comment, by=by, now=now)


@transaction.atomic
def agree_together(meeting: Meeting, *, by: User, now: datetime) -> list[Decision]:
    """Whatever no seat took out, each with a number of its own."""
    meeting = (
        Meeting.objects.select_for_update(of=("self",)).select_related("board", "rules")
    ).get(pk=meeting.pk)
    if meeting.state != Meeting.State.IN_SESSION:
        raise Refused("Open the meeting first.")
    items = register.together(meeting.pk)
    if not items:
        raise Refused("Nothing is left to be agreed together.")
    return [_agree(item, meeting, by=by, now=now) for item in items]


def _agree(item: AgendaItem, meeting: Meeting, *, by: User, now: datetime) -> Decision:
    decides = item.purpose == Purpose.DECIDE and papers.may_decide(item)
    kind = Decision.Kind.APPROVE if decides else Decision.Kind.NOTE
    there = standing.standing(meeting, item=item, at=now)
    check = presence.check(meeting, item=item, at=now, cause=QuorumCheck.Cause.DECISION, by=by)
    how = Circumstances(
        way=Way.CONSENT,
        rules=meeting.rules,
        quorum_check=check,
        is_recommendation=not check.is_met and kind in DECIDES,
        seats_then=[each.as_json for each in there.seats],
    )
    text = queries.asked_of(item)
    return decisions.record(item, text=text, kind=kind, by=by, now=now, how=how)


# ---- back to whoever proposed it -----------------------------------------------------------------
@transaction.atomic
def send_extract(item: AgendaItem, *, text: str, by: User, now: datetime) -> list[ItemExtract]:
    """What came of it goes to every proposer; of what nobody proposed by name, its page says it."""
    item = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if item.proposal is None:
        raise Refused("Nobody proposed this item, so there is nobody to write to.")
    if not queries.has_an_outcome(item):
        raise Refused("This item has no outcome yet.")
    if not text.strip():
        raise Refused("Please say what came of it.", field="text")
    people: list[User | None] = [*proposals.proposers_of(item.proposal)] or [None]
    found = []
    for person in people:
        extract = ItemExtract.objects.create(
            item=item, sent_to=person, text=text.strip(), sent_by=by, sent_at=now
        )
        decision_letters.send_back(extract, now=now)
        found.append(extract)
    audit.record(by=by, kind="board.outcome_returned", subject=item)
    return found


# ---- the end -------------------------------------------------------------------------------------
def heard(meeting: Meeting) -> list[AgendaItem]:
    """What was heard: everything, or where the meeting was kept as it went, what was begun."""
    placed = AgendaItem.objects.filter(meeting=meeting, state=State.PLACED)
    if ItemTiming.objects.filter(meeting=meeting).exists():
        decided = Decision.objects.filter(item__meeting=meeting).values("item")
        timed = ItemTiming.objects.filter(meeting=meeting).values("item")
        placed = placed.filter(pk__in=timed.union(decided))
    return list(placed.select_related("proposal"))


def refuse_unfinished(meeting: Meeting) -> None:
    """A meeting closes when every item is heard, put off, moved or withdrawn, and it is told."""
    if Question.objects.filter(item__meeting=meeting, state=Question.State.OPEN).exists():
        raise Refused("A question is still being decided. Decide it, or take it back.")
    if live.contradictions(meeting):
        raise Refused(
            "Two entries of this meeting contradict each other. Choose between them first,"
            " on the page that says who was there."
        )
    for item in AgendaItem.objects.on_agenda().filter(meeting=meeting).select_related("proposal"):
        if not queries.has_an_outcome(item):
            raise Refused(
                f"Item {item.number} has no outcome yet. Record one, or move it with a reason."
            )
        if not queries.is_returned(item):
            raise Refused(
                f"What came of item {item.number} has not gone back to whoever proposed it yet."
            )
