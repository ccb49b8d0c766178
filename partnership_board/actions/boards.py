"""Setting up a board: its rules, the constituencies that share it, and its seats."""

from datetime import date
from typing import Any

from django.db import transaction

from alliance import audit, words
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import User
from alliance.queries.frame import forget_face
from members.models import Network, Organisation
from partnership_board import quorum
from partnership_board.models import Board, BoardRules, Constituency, Decision, Seat

# What a new version takes over from the one before, unless it says otherwise.
RULES = (
    "notice_days",
    "proposal_days",
    "paper_days",
    "answer_days",
    "minutes_days",
    "quorum",
    "vacancies_count",
    "decision_mode",
    "threshold",
    "threshold_base",
    "casting_vote",
    "recused_see_papers",
    "class_interest",
    "ways_out",
    "appeal_seats",
    "appeal_constituencies",
    "written_procedure",
)


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
    transaction.on_commit(forget_face)
    return board


@transaction.atomic
def adopt_rules(
    board: Board,
    *,
    from_on: date,
    by: User | Actor,
    adopted_by: Decision | None = None,
    **changes: Any,  # Any: whatever else the rules say
) -> BoardRules:
    """A new version, from a day. Meetings that are planned keep the one they were planned with."""
    Board.objects.select_for_update().get(pk=board.pk)
    latest = BoardRules.objects.filter(board=board).latest("version")
    if from_on < latest.from_on:
        raise Refused(
            f"The rules of {words.day(latest.from_on)} come before that day. Choose a later one.",
            field="from_on",
        )
    kept = {name: getattr(latest, name) for name in RULES}
    rules = BoardRules(
        board=board,
        version=latest.version + 1,
        from_on=from_on,
        adopted_by=adopted_by,
        **kept | changes,
    )
    _refuse_rules(rules)
    rules.save()
    audit.record(by=by, kind="board.rules_adopted", subject=board, data={"version": rules.version})
    return rules


def _refuse_rules(rules: BoardRules) -> None:
    if not rules.notice_days <= rules.paper_days <= rules.proposal_days:
        raise Refused("Proposals close first, then papers, and then the pack goes out.")
    if not 1 <= rules.appeal_constituencies <= rules.appeal_seats:
        raise Refused(
            "An appeal needs at least one seat of each side that it needs.",
            field="appeal_constituencies",
        )
    sides = Constituency.objects.filter(board=rules.board).values_list("code", flat=True)
    seats = Seat.objects.filter(board=rules.board).values_list("pk", flat=True)
    try:
        quorum.read(rules.quorum, sides=set(sides), seats=set(seats))
    except quorum.Unclear as unclear:
        raise Refused(str(unclear), field="quorum") from None


@transaction.atomic
def edit_board(
    board: Board,
    *,
    name: str,
    is_public: bool,
    min_elected_seats: int,
    network: Network | None,
    by: User,
) -> None:
    """A network is one board at most: else nobody knew whose meeting a report was about."""
    board = Board.objects.select_for_update(of=("self",)).get(pk=board.pk)
    if network and Board.objects.filter(network=network).exclude(pk=board.pk).exists():
        raise Refused("Another board here is that network already.", field="network")
    board.name, board.is_public, board.min_elected_seats = name, is_public, min_elected_seats
    board.network = network
    board.save(update_fields=["name", "is_public", "min_elected_seats", "network"])
    audit.record(by=by, kind="board.edited", subject=board, data={"is_public": is_public})
    transaction.on_commit(forget_face)  # at the foot of every page stands whether it is public


@transaction.atomic
def add_constituency(
    board: Board,
    *,
    code: str,
    label: str,
    by: User | Actor,
    is_statutory: bool = False,
    is_named: bool = True,
    one: str = "",
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
        is_named=is_named,
        one=one,
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
    term_months: int = 24,
    max_terms: int = 2,
    gap_months: int = 12,
) -> Seat:
    seat = Seat.objects.create(
        board=constituency.board,
        constituency=constituency,
        title=title,
        basis=basis,
        is_voting=is_voting,
        nominating_organisation=nominating_organisation,
        opened_on=opened_on,
        term_months=term_months,
        max_terms=max_terms,
        gap_months=gap_months,
    )
    audit.record(by=by, kind="board.seat_added", subject=seat)
    return seat
