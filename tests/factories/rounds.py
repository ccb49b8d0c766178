"""A round with its money in the ledger, proposals and a panel, made by the actions of the pages.

The people are few and plain: seat n of the panel is held by person n.
"""

from datetime import UTC, date, datetime, timedelta

from alliance.models import User
from funding.actions import panels, proposals, rounds
from funding.actions.proposals import Words
from funding.actions.rounds import RoundFacts
from funding.models import Round, RoundQuestion
from funding.queries import rounds as known
from partnership_board.models import Constituency
from tests.factories.ledger import a_book, fund
from tests.factories.members import an_organisation
from tests.factories.partnership_board import a_board
from tests.people import an_account

OPENS = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CLOSES = datetime(2026, 3, 30, 16, 0, tzinfo=UTC)
DURING, AFTER = OPENS + timedelta(days=3), CLOSES + timedelta(days=1)
SIDES = (("MEM", "Member organisations", ""), ("EXP", "Experts", "expert by experience"),
         ("STA", "Statutory", ""))  # fmt: skip


def three_sides(board=None) -> list[Constituency]:
    board = board or a_board()
    return [
        Constituency.objects.create(board=board, code=code, label=label, one=one, order=n)
        for n, (code, label, one) in enumerate(SIDES)
    ]


def round_facts(line, sides, **words) -> RoundFacts:
    given = {
        "title": "Small steps",
        "what_for": "Small groups.",
        "line": line,
        "pot_pence": 300_000,
        "opens_at": OPENS,
        "closes_at": CLOSES,
        "decide_by_on": date(2026, 4, 20),
        "pay_by_on": date(2026, 5, 11),
        "sides": sides,
        "required": [sides[1]],
        "questions": ["What will you do?"],
        "criteria": ["It is needed", "It can be done"],
    }
    return RoundFacts(**(given | words))


def a_line(preparer, approver, *, pence=1_000_000):
    book = a_book(preparer, approver)
    fund(book, pence)
    return book.lines[0]


def an_open_round(preparer, approver, *, sides=None, **words) -> Round:
    line = a_line(preparer, approver)
    sides = three_sides() if sides is None else sides
    made = rounds.draft_round(round_facts(line, sides, **words), by=preparer)
    rounds.open_round(made, by=preparer, now=OPENS)
    made.refresh_from_db()
    return made


def words_for(round_, *, title="Walks", asked=100_000, least=60_000, **words) -> Words:
    asked_of = RoundQuestion.objects.filter(round=round_)
    answers = {each.pk: f"SECRET of {title}." for each in asked_of}
    return Words(
        **({"title": title, "asked_pence": asked, "least_pence": least, "answers": answers} | words)
    )


def send_one(round_, body, by, *, now=DURING, **words):
    return proposals.write(
        round_,
        body,
        words=words_for(round_, **words),
        costs=None,
        is_sent=True,
        by=by,
        now=now,
        on=now.date(),
    )


def close(round_) -> None:
    rounds.close_when_due(now=CLOSES)
    round_.refresh_from_db()


def a_panel(round_, by, *, codes="MES", declare=True, **words):
    """Seats by the first letters of their sides; the first chairs."""
    sides = {side.constituency.code[0]: side.constituency for side in known.sides(round_)}
    made = []
    for number, letter in enumerate(codes):
        person = a_person(f"seat{number}")
        seat = panels.invite(
            round_, constituency=sides[letter], holder=person, is_chair=number == 0,
            by=by, now=AFTER, on=AFTER.date(), **words,
        )  # fmt: skip
        if declare:
            panels.declare(seat, {}, by=person, now=AFTER, on=AFTER.date())
        seat.refresh_from_db()
        made.append(seat)
    return made


def a_person(name: str) -> User:
    return User.objects.filter(email=f"{name}@people.example").first() or an_account(name)


def members(count: int):
    return [an_organisation(f"Group {n:02}") for n in range(count)]
