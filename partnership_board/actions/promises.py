"""Actions of the board: given once, reported on, carried forward, and done when the board says so.

Every slip is a row with its reason. Nothing here ever makes a second action of the first.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from alliance import audit
from alliance.actions.links import spend
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import SignedLink, User
from members.models import Organisation
from partnership_board.actions import minute_filling, promise_letters
from partnership_board.deadlines import day_of
from partnership_board.models import (
    Action,
    ActionUpdate,
    AgendaItem,
    Board,
    LiveEntry,
    Meeting,
    MinuteEntry,
)
from partnership_board.queries import promises as queries

Kind, State = ActionUpdate.Kind, Action.State


@dataclass(frozen=True)
class Owner:
    """One person, one organisation, or somebody outside by mail."""

    person: User | None = None
    organisation: Organisation | None = None
    name: str = ""
    email: str = ""

    @property
    def is_one(self) -> bool:
        outside = bool(self.name.strip()) and bool(self.email.strip())
        return [self.person is not None, self.organisation is not None, outside].count(True) == 1

    @property
    def columns(self) -> dict[str, object]:
        return {
            "owner": self.person,
            "owner_organisation": self.organisation,
            "contact_name": self.name.strip(),
            "contact_email": self.email.strip(),
        }


@dataclass(frozen=True)
class Report:
    """What an owner says: going on, held up, done, or later for a reason."""

    says: str  # "going_on", "held_up", "done" or "later"
    text: str = ""
    new_due_on: date | None = None
    reason: str = ""


BECOMES = {
    "going_on": (Kind.SAID, State.IN_PROGRESS),
    "held_up": (Kind.SAID, State.BLOCKED),
    "done": (Kind.CLAIMED, State.CLAIMED_DONE),
    "later": (Kind.SLIPPED, State.IN_PROGRESS),
}
SETTLES = {
    "done": (Kind.CONFIRMED, State.DONE),
    "not_done": (Kind.NOT_DONE, State.OPEN),
    "superseded": (Kind.CLOSED, State.SUPERSEDED),
    "withdrawn": (Kind.CLOSED, State.WITHDRAWN),
}


@transaction.atomic
def give(
    board: Board,
    *,
    title: str,
    owner: Owner,
    due_on: date,
    by: User,
    now: datetime,
    item: AgendaItem | None = None,
    entry: MinuteEntry | None = None,
    minutes: int | None = None,
    is_confidential: bool = False,
) -> Action:
    """Its owner is told at once. Numbers have no gaps: the board's row is locked."""
    board = Board.objects.select_for_update().get(pk=board.pk)
    on = day_of(now)
    _refuse_owner(owner, item=item, board=board)
    if due_on < on:
        raise Refused("Choose a day that is still to come.", field="due_on")
    latest = Action.objects.filter(board=board, year=on.year).aggregate(Max("sequence"))
    action = Action.objects.create(
        board=board,
        year=on.year,
        sequence=(latest["sequence__max"] or 0) + 1,
        title=title.strip(),
        item=item,
        from_entry=entry,
        set_on=on,
        due_on=due_on,
        minutes=minutes,
        is_confidential=is_confidential,
        **owner.columns,
    )
    audit.record(by=by, kind="board.action_given", subject=action, data={"due": str(due_on)})
    promise_letters.tell_given(action, now=now)
    return action


@transaction.atomic
def give_from(
    note: LiveEntry,
    *,
    title: str,
    owner: Owner,
    due_on: date,
    by: User,
    now: datetime,
    item: AgendaItem | None = None,
    minutes: int | None = None,
    is_confidential: bool = False,
) -> Action:
    """Of something noted while the meeting went on: the action and its place lead to each other."""
    return give(
        note.meeting.board,
        title=title,
        owner=owner,
        due_on=due_on,
        by=by,
        now=now,
        item=item,
        entry=minute_filling.entry_of(note),
        minutes=minutes,
        is_confidential=is_confidential,
    )


@transaction.atomic
def report(action: Action, said: Report, *, by: User, now: datetime) -> ActionUpdate:
    """By its owner, or by whoever speaks for the board on the owner's behalf."""
    on = day_of(now)
    if not (
        queries.owns(by, action, on=on) or queries.speaks_for_board(by, action.board_id, on=on)
    ):
        raise Refused("Its owner says how it goes, or the board's secretary for them.")
    update = _report(action, said, now=now, made_by=by)
    audit.record(by=by, kind="board.action_reported", subject=update, data={"says": said.says})
    return update


@transaction.atomic
def report_by_link(link: SignedLink, said: Report, *, now: datetime) -> ActionUpdate:
    """The link is spent and the words kept, or neither."""
    action = Action.objects.get(pk=link.object_id)
    if not queries.answers_by(link, action, on=day_of(now)):
        raise Refused("You no longer answer for this, so somebody else was asked.")
    spend(link, now=now)
    name = action.contact_name or action.owned_by
    update = _report(action, said, now=now, made_by=link.user, said_by="" if link.user else name)
    data = {"says": said.says, "link": link.pk}
    audit.record(
        by=link.user or Actor.LINK, kind="board.action_reported", subject=update, data=data
    )
    return update


def _report(
    action: Action, said: Report, *, now: datetime, made_by: User | None, said_by: str = ""
) -> ActionUpdate:
    action = _lock_open(action)
    if said.says not in BECOMES:
        raise Refused("Choose how it goes.", field="says")
    kind, state = BECOMES[said.says]
    slips: dict[str, object] = {}
    if kind == Kind.SLIPPED:
        _refuse_slip(action, said, on=day_of(now))
        slips = {"old_due_on": action.due_on, "new_due_on": said.new_due_on}
        action.due_on = said.new_due_on or action.due_on
    action.state = state
    action.save(update_fields=["state", "due_on"])
    return ActionUpdate.objects.create(
        action=action,
        kind=kind,
        state=state,
        text=said.text.strip(),
        reason=said.reason.strip() if slips else "",
        made_by=made_by,
        said_by=said_by,
        made_at=now,
        **slips,
    )


def _refuse_slip(action: Action, said: Report, *, on: date) -> None:
    if said.new_due_on is None:
        raise Refused("Say by when it will be done.", field="new_due_on")
    if said.new_due_on <= max(action.due_on, on):
        raise Refused("Later means a day after the one that stands there.", field="new_due_on")
    if not said.reason.strip():
        raise Refused("Say why it takes longer: everybody here can read it.", field="reason")


@transaction.atomic
def settle(
    action: Action,
    *,
    outcome: str,
    by: User,
    now: datetime,
    meeting: Meeting | None = None,
    text: str = "",
) -> ActionUpdate:
    """What the board says of it: done, not done yet, overtaken or no longer wanted."""
    on = day_of(now)
    if not queries.speaks_for_board(by, action.board_id, on=on):
        raise Refused("The chair or the alliance lead says this for the board.")
    action = _lock_open(action)
    if outcome not in SETTLES:
        raise Refused("Choose what the board says.", field="outcome")
    if outcome == "done" and action.owner_id == by.pk:
        raise Refused("This is your own action, so somebody else confirms for the board.")
    if outcome != "done" and not text.strip():
        raise Refused("Please say why in a sentence: its owner reads it.", field="text")
    kind, state = SETTLES[outcome]
    action.state = state
    action.closed_on = None if action.is_open else on
    action.save(update_fields=["state", "closed_on"])
    update = ActionUpdate.objects.create(
        action=action, kind=kind, state=state, meeting=meeting, text=text.strip(), made_by=by,
        made_at=now,
    )  # fmt: skip
    audit.record(by=by, kind="board.action_settled", subject=update, data={"outcome": outcome})
    return update


@transaction.atomic
def pass_on(action: Action, *, owner: Owner, reason: str, by: User, now: datetime) -> None:
    """The same action, somebody else's from now on."""
    on = day_of(now)
    if not queries.speaks_for_board(by, action.board_id, on=on):
        raise Refused("The chair or the alliance lead says this for the board.")
    action = _lock_open(action)
    _refuse_owner(owner, item=action.item, board=action.board)
    if not reason.strip():
        raise Refused("Please say why in a sentence: both owners read it.", field="reason")
    before = action.owned_by
    for name, value in owner.columns.items():
        setattr(action, name, value)
    action.save(update_fields=list(owner.columns))
    update = ActionUpdate.objects.create(
        action=action, kind=Kind.PASSED_ON, state=action.state, made_by=by, made_at=now,
        text=f"From {before} to {action.owned_by}."[:600], reason=reason.strip(),
    )  # fmt: skip
    audit.record(by=by, kind="board.action_passed_on", subject=update)
    promise_letters.take_links_back(action)
    promise_letters.tell_given(action, now=now)


def carry(meeting: Meeting, *, now: datetime) -> int:
    """At the end of a meeting: one row for each action given before it that is still open.

    A meeting that is ended twice carries an action once.
    """
    there = Action.objects.still_open().filter(board=meeting.board_id)
    before = there.filter(set_on__lt=day_of(meeting.starts_at))
    carried = ActionUpdate.objects.filter(meeting=meeting, kind=Kind.CARRIED).values("action")
    waiting = list(before.exclude(pk__in=carried))
    ActionUpdate.objects.bulk_create(
        ActionUpdate(
            action=action, kind=Kind.CARRIED, state=action.state, meeting=meeting, made_at=now
        )
        for action in waiting
    )
    return len(waiting)


def _lock_open(action: Action) -> Action:
    action = Action.objects.select_for_update(of=("self",)).select_related("item").get(pk=action.pk)
    if not action.is_open:
        raise Refused(f"This action is closed: {action.get_state_display().lower()}.")
    return action


def _refuse_owner(owner: Owner, *, item: AgendaItem | None, board: Board) -> None:
    if not owner.is_one:
        raise Refused("Name one person, one organisation, or one contact with an address.")
    if item is not None and item.meeting.board_id != board.pk:
        raise Refused("That item belongs to another board.", field="item")
    if item is not None and owner.person is not None and queries.left_for(item, owner.person):
        raise Refused(queries.LEFT, field="owner")
