"""The demonstration's year of power, worked out a second time from its raw rows."""

import itertools
from collections import Counter
from datetime import date, datetime, time

import pytest
from django.db import connection
from django.utils import timezone

from alliance.words import LONDON
from partnership_board.queries import boards, power
from partnership_board.queries.calendars import closed_days
from partnership_board.queries.years import years_of

pytestmark = pytest.mark.django_db
PROPOSALS = """
SELECT p.id, p.origin, p.proposed_by_id, p.submitted_at, c.label
  FROM partnership_board_agendaproposal p
  LEFT JOIN partnership_board_seat s ON s.id = p.for_seat_id
  LEFT JOIN partnership_board_constituency c ON c.id = s.constituency_id
 WHERE p.board_id = %s AND p.state <> 'draft' AND p.submitted_at >= %s AND p.submitted_at < %s
"""
TERMS = """
SELECT t.holder_id, t.started_on, t.ended_on, c.label
  FROM partnership_board_seatterm t
  JOIN partnership_board_seat s ON s.id = t.seat_id
  JOIN partnership_board_constituency c ON c.id = s.constituency_id
 WHERE s.board_id = %s ORDER BY t.started_on, t.id
"""
ANSWERS = """
SELECT DISTINCT ON (d.proposal_id) d.proposal_id, d.outcome
  FROM partnership_board_agendadecision d
 WHERE d.outcome <> 'asked' AND d.decided_at < %s
 ORDER BY d.proposal_id, d.decided_at DESC, d.id DESC
"""
NAMES = {
    "accepted": "Accepted",
    "deferred": "Put off",
    "declined": "Declined",
    "merged": "Joined or sent on",
    "redirected": "Joined or sent on",
    None: "No answer",
}


def asked(statement, *words):
    with connection.cursor() as cursor:
        cursor.execute(statement, words)
        return cursor.fetchall()


def side_again(proposal, terms):
    _, origin, by, at, label = proposal
    if origin == "lived_experience":
        return power.LIVED
    if label or by is None:
        return label or power.OWN
    day = at.astimezone(LONDON).date()
    for holder, began, ended, side in terms:
        if holder == by and began <= day and (ended is None or day < ended):
            return side
    return power.MEMBERS


def counted_again(board, year):
    """By side and by what became of it, each proposal of the year."""
    starts, ends = (datetime.combine(d, time(0), LONDON) for d in (year.starts_on, year.ends_on))
    terms, answers = asked(TERMS, board.pk), dict(asked(ANSWERS, ends))
    return Counter(
        (side_again(row, terms), NAMES[answers.get(row[0])])
        for row in asked(PROPOSALS, board.pk, starts, ends)
    )


def test_the_demonstrations_figures_agree_with_its_rows(within):
    with within("tower-hamlets"):
        board, today = boards.the_board(), timezone.localdate()
        for year in years_of(board, on=today):
            again = counted_again(board, year)
            found = power.figures_of(board, year, closed=closed_days())

            assert sum(row.total for row in found.proposals or []) in {0, sum(again.values())}
            labels = set(power.sides_of(board, year).labels)
            named = labels & {row.label for row in found.proposals or []}
            for row in found.proposals or []:
                mine = {row.label} if row.label in labels else labels - named
                assert row.total == sum(n for (side, _), n in again.items() if side in mine)
                for name, cell in zip(power.OUTCOMES, row.cells, strict=True):
                    wanted = sum(
                        n for (side, what), n in again.items() if side in mine and what == name
                    )
                    assert cell is None or cell == wanted
        assert years_of(board, on=today)
        assert counted_again(board, years_of(board, on=today)[0])


def test_no_two_years_of_the_demonstration_overlap(within):
    with within("tower-hamlets"):
        years = years_of(boards.the_board(), on=date(2031, 1, 1))

    days = sorted((year.starts_on, year.ends_on) for year in years)
    assert len(days) > 2
    assert all(one[1] == other[0] for one, other in itertools.pairwise(days))
