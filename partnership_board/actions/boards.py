"""Setting up a board: its rules, the constituencies that share it, and its seats."""

from datetime import date

from django.db import transaction
from django.db.models import Max

from alliance import audit
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import User
from members.models import Network, Organisation
from partnership_board.models import Board, BoardRules, Constituency, Seat


@transaction.atomic
def open_board(
    *,
    name: str,
    kind: str,
    on: date,
    by: User | Actor,
    parent: Board | None = None,
    network: Network | None = None,
    is_public: bool = False,
    min_elected_seats: int = 3,
) -> Board:
    """A board with the usual rules, to be replaced by its own."""
    if kind == Board.Kind.PARTNERSHIP_BOARD and Board.objects.partnership().exists():
        raise Refused("This alliance has a Partnership Board already.")
    if kind == Board.Kind.AGENDA_GROUP and parent is None:
        raise Refused("Say which board this agenda group serves.", field="parent")
    board = Board.objects.create(
        name=name,
        kind=kind,
        parent=parent,
        network=network,
        is_public=is_public,
        min_elected_seats=min_elected_seats,
    )
    BoardRules.objects.create(board=board, version=1, from_on=on)
    audit.record(by=by, kind="board.opened", subject=board, data={"kind": kind})
    return board


@transaction.atomic
def adopt_rules(board: Board, *, from_on: date, by: User | Actor, **days: int) -> BoardRules:
    """A new version. Meetings that are planned already keep the one they were planned with."""
    Board.objects.select_for_update().get(pk=board.pk)
    latest = BoardRules.objects.filter(board=board).aggregate(Max("version"))["version__max"]
    names = ("notice_days", "paper_days", "proposal_days")
    rules = BoardRules(board=board, version=(latest or 0) + 1, from_on=from_on, **days)
    notice, papers, proposals = (getattr(rules, name) for name in names)
    if not notice <= papers <= proposals:
        raise Refused("Proposals close first, then papers, and then the pack goes out.")
    rules.save()
    audit.record(by=by, kind="board.rules_adopted", subject=board, data={"version": rules.version})
    return rules


@transaction.atomic
def add_constituency(
    board: Board,
    *,
    code: str,
    label: str,
    by: User | Actor,
    is_statutory: bool = False,
    min_seats: int = 0,
) -> Constituency:
    there = Constituency.objects.filter(board=board)
    if there.filter(code=code).exists():
        raise Refused("This board has a constituency with that code.", field="code")
    constituency = Constituency.objects.create(
        board=board,
        code=code,
        label=label,
        order=there.count() + 1,
        is_statutory=is_statutory,
        min_seats=min_seats,
    )
    audit.record(by=by, kind="board.constituency_added", subject=constituency)
    return constituency


@transaction.atomic
def add_seat(
    constituency: Constituency,
    *,
    title: str,
    basis: str,
    opened_on: date,
    by: User | Actor,
    is_voting: bool = True,
    nominating_organisation: Organisation | None = None,
) -> Seat:
    seat = Seat.objects.create(
        board=constituency.board,
        constituency=constituency,
        title=title,
        basis=basis,
        is_voting=is_voting,
        nominating_organisation=nominating_organisation,
        opened_on=opened_on,
    )
    audit.record(by=by, kind="board.seat_added", subject=seat)
    return seat
