"""An item does not stay where it was: put off, moved, not reached, added as urgent.

Each kind is a different fact, with its own reason, and the ledger keeps all of them.
"""

from datetime import datetime

from django.db import transaction

from alliance import access, audit
from alliance.errors import Refused
from alliance.models import User
from partnership_board.actions import items, letters, papers
from partnership_board.actions.items import ItemFacts
from partnership_board.models import (
    AgendaItem,
    AgendaMove,
    AgendaProposal,
    Decision,
    Meeting,
    PaperVersion,
)
from partnership_board.models.answers import LEAST_REASON
from partnership_board.permissions import BoardPermission
from partnership_board.queries import restrictions

Kind, State, ItemState = AgendaMove.Kind, AgendaProposal.State, AgendaItem.State
SAY_WHY = "Please say why in a sentence: the reason is published."
# What becomes of the item, and of its proposal, for each kind of move.
BECOMES = {
    Kind.DEFERRED_BY_PROPOSER: (ItemState.DEFERRED, State.ACCEPTED),
    Kind.DEFERRED_BY_GROUP: (ItemState.DEFERRED, State.ACCEPTED),
    Kind.MOVED_BY_SECRETARY: (ItemState.MOVED, State.ACCEPTED),
    Kind.OUT_OF_TIME: (ItemState.NOT_REACHED, State.NOT_REACHED),
    Kind.INQUORATE: (ItemState.MOVED, State.ACCEPTED),
    Kind.PAPER_LATE: (ItemState.MOVED, State.ACCEPTED),
    Kind.SUPERSEDED: (ItemState.WITHDRAWN, State.SUPERSEDED),
}
# Only at or after the meeting can it be known that time ran out, or that too few came.
KNOWN_LATER = {Kind.OUT_OF_TIME, Kind.INQUORATE}


@transaction.atomic
def put_off(proposal: AgendaProposal, *, reason: str, by: User, now: datetime) -> AgendaMove:
    """Off the agenda until later, by its proposer or by the agenda group: the two are not alike."""
    if proposal.proposed_by_id == by.pk:
        kind = Kind.DEFERRED_BY_PROPOSER
    elif access.may(by, BoardPermission.DECIDE_AGENDA):
        kind = Kind.DEFERRED_BY_GROUP
    else:
        raise Refused("Its proposer or the agenda group can put it off.")
    item = AgendaItem.objects.filter(proposal=proposal, state=ItemState.PLACED).last()
    if item is None:
        raise Refused("It is not on an agenda, so there is nothing to put off.")
    return move_on(item, kind=kind, reason=reason, by=by, now=now)


@transaction.atomic
def move_on(
    item: AgendaItem,
    *,
    kind: str,
    reason: str,
    by: User,
    now: datetime,
    to_meeting: Meeting | None = None,
) -> AgendaMove:
    """Off this agenda and, where a meeting is named, on to its agenda with the paper it had."""
    item = AgendaItem.objects.select_for_update().get(pk=item.pk)
    _refuse_to_move(item, kind=Kind(kind), to_meeting=to_meeting, now=now)
    reason = _in_a_sentence(reason)
    item.state, became = BECOMES[Kind(kind)]
    if item.meeting.takes_items and not item.is_on_agenda:  # nobody outside has seen its number yet
        item.number = ""
    item.save(update_fields=["state", "number"])
    if item.proposal is not None:
        item.proposal.state = became
        item.proposal.save(update_fields=["state"])
    move = AgendaMove.objects.create(
        item=item,
        from_meeting=item.meeting,
        to_meeting=to_meeting,
        kind=kind,
        reason=reason,
        moved_by=by,
        moved_at=now,
    )
    items.renumber(item.meeting)
    audit.record(by=by, kind="board.item_moved_on", subject=move, data={"kind": str(kind)})
    if to_meeting is not None:
        _carry(item, to_meeting, by=by, now=now)
    letters.tell_moved(move, now=now)
    return move


@transaction.atomic
def add_urgent(
    meeting: Meeting, facts: ItemFacts, *, reason: str, by: User, now: datetime
) -> AgendaItem:
    """After the agenda closed, with the chair's reason, printed with the item and minuted."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if meeting.takes_items:
        raise Refused("The agenda is still open, so add it as an ordinary item.")
    if not (meeting.takes_papers or meeting.state == Meeting.State.IN_SESSION):
        raise Refused(f"Nothing can be added now: this meeting is “{meeting.in_words}”.")
    reason = _in_a_sentence(reason)
    item = items.append(meeting, facts, why_urgent=reason)
    move = AgendaMove.objects.create(
        item=item,
        to_meeting=meeting,
        kind=Kind.URGENT_ADDED,
        reason=reason,
        moved_by=by,
        moved_at=now,
    )
    audit.record(by=by, kind="board.urgent_item_added", subject=move)
    return item


def _in_a_sentence(reason: str) -> str:
    if len(reason.strip()) < LEAST_REASON:
        raise Refused(SAY_WHY, field="reason")
    return reason.strip()


def _refuse_to_move(
    item: AgendaItem, *, kind: AgendaMove.Kind, to_meeting: Meeting | None, now: datetime
) -> None:
    if kind not in BECOMES:
        raise Refused("Choose why it does not stay here.", field="kind")
    if item.state not in {ItemState.PLACED, ItemState.HEARD}:
        raise Refused(f"This item is not waiting here: {item.get_state_display().lower()}.")
    if item.meeting.state in {Meeting.State.CLOSED, Meeting.State.CANCELLED}:
        raise Refused("This meeting is over, so its agenda can no longer be changed.")
    if kind in KNOWN_LATER and now < item.meeting.starts_at:
        raise Refused("The meeting has not begun, so nobody can know that yet.", field="kind")
    if kind not in KNOWN_LATER and now >= item.meeting.ends_at:
        raise Refused("The meeting is over: say that it was not reached, or why.", field="kind")
    if Decision.objects.filter(item=item).exists():
        raise Refused("The board has decided about this item, so it was heard.")
    if to_meeting is not None and to_meeting == item.meeting:
        raise Refused("It is on that agenda now. Choose another meeting.", field="to_meeting")


def _carry(item: AgendaItem, to_meeting: Meeting, *, by: User, now: datetime) -> None:
    """The same item on the other agenda, with the latest words of its paper; as restricted."""
    restriction = restrictions.open_of(item)
    own = restrictions.unveiled(item, restriction) if restriction else item
    names = ("title", "purpose", "minutes", "section", "lead", "lead_organisation")
    facts = ItemFacts(**{name: getattr(own, name) for name in names})
    latest = PaperVersion.objects.filter(paper__item=item).order_by("n").last()
    text = papers.text_of(latest) if latest else None
    items.add(to_meeting, facts, proposal=item.proposal, text=text, came_from=item, by=by, now=now)
