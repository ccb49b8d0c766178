"""How power was shared: counts that agree with counting again, and expose nobody."""

import itertools
import random
from collections import Counter
from datetime import date, timedelta

import pytest

from alliance.calendars import ENGLAND
from partnership_board.actions import agendas, meetings, moves
from partnership_board.models import AgendaDecision, AgendaItem, AgendaProposal, Meeting, Seat
from partnership_board.queries import power, power_sheets
from partnership_board.queries.years import Year, first_year_ends, years_of
from tests.factories import partnership_board as rows
from tests.people import an_account

WHY = "There are two other groups that ask the same."
FIRST = date(2024, 7, 1)
AFTER = date(2026, 11, 1)
EASTER_AND_CHRISTMAS = {
    date.fromisoformat(day)
    for day in (
        "2024-08-26",
        "2024-12-25",
        "2024-12-26",
        "2025-01-01",
        "2025-04-18",
        "2025-04-21",
        "2025-05-05",
        "2025-05-26",
    )
}


@pytest.fixture
def full_year(board, board_member, nhs_member, expert, lead):
    """Forty proposals of a year, and three after it; answered, heard and moved at random."""
    chance = random.Random(11)
    people = [board_member, board_member, nhs_member, expert]
    meeting = rows.a_meeting(board, rows.at(date(2025, 6, 5)), state="ended")
    for n in range(43):
        day = date(2025, 1, 7) + timedelta(days=chance.randrange(120))
        sent = rows.at(day if n < 40 else date(2025, 7, 2), 10)
        proposal = rows.a_proposal(board, chance.choice(people), sent, title=f"Question {n}")
        _answer(proposal, chance, lead)
        if proposal.state == "accepted" and n < 40:
            item = rows.an_item(meeting, number=n + 1, proposal=proposal, state="heard")
            if chance.random() < 0.4:
                rows_move(item, meeting, lead)
    return years_of(board, on=AFTER)[-1]


def _answer(proposal, chance, by):
    if chance.random() < 0.25:
        return
    outcome = chance.choice(["accepted", "accepted", "declined", "deferred"])
    later = proposal.submitted_at + timedelta(days=chance.randrange(1, 40))
    until = {"defer_until_on": date(2026, 1, 1)} if outcome == "deferred" else {}
    rows.an_answer(proposal, by, later, outcome=outcome, reason=WHY, **until)
    proposal.state = outcome
    proposal.save()


def rows_move(item, meeting, by):
    moves.move_on(item, kind="out_of_time", reason=WHY, by=by, now=meeting.ends_at)


# ---- a second implementation ---------------------------------------------------------------------
def side_again(proposal):
    names = {"Yusuf Karim": "VCSE", "Helen Castellane": "NHS", "Rosa Lindqvist": "EBE"}
    return names[proposal.proposed_by.name]


def working_days_again(start, end):
    days = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    return len([d for d in days if d.isoweekday() <= 5 and d not in EASTER_AND_CHRISTMAS])


def median_again(waits):
    """By walking through the days one at a time."""
    left = 1.0
    for day in range(400):
        at_risk = [w for w, _ in waits if w >= day]
        done = [w for w, answered in waits if answered and w == day]
        if done:
            left *= 1 - len(done) / len(at_risk)
        if left <= 0.5 + 1e-12:
            return day
    return None


def test_the_figures_agree_with_counting_again(board, full_year):
    """Check 20: from raw rows, written a second time."""
    found = power.figures_of(board, full_year, closed=ENGLAND)

    last = date(2025, 6, 30)
    made = [p for p in AgendaProposal.objects.all() if p.submitted_at.date() <= last]
    assert len(made) == 40
    outcomes, waits = Counter(), {}
    for proposal in made:
        said = [
            d
            for d in AgendaDecision.objects.filter(proposal=proposal).order_by("pk")
            if d.decided_at.date() <= last
        ]
        label = {"accepted": 0, "deferred": 1, "declined": 2}[said[-1].outcome] if said else 5
        outcomes[side_again(proposal), label] += 1
        end = said[0].decided_at.date() if said else last
        days = working_days_again(proposal.submitted_at.date(), end)
        waits.setdefault(side_again(proposal), []).append((days, bool(said)))

    assert found.proposals is not None
    shown = {row.label: row for row in found.proposals if row.label in waits}
    assert shown
    for label, row in shown.items():
        assert row.total == len(waits[label])
        assert row.waited.days == median_again(waits[label])
        for place, cell in enumerate(row.cells):
            assert cell is None or cell == outcomes[label, place]
    assert sum(row.total for row in found.proposals) == 40


def test_nothing_below_five_is_shown_nor_can_be_subtracted(board, full_year):
    found = power.figures_of(board, full_year, closed=ENGLAND)

    for table in (found.proposals, found.items):
        for row in table or []:
            assert row.total == 0 or row.total >= 5
            assert all(cell in (None, 0) or cell >= 5 for cell in row.cells)
            assert sum(cell is None for cell in row.cells) != 1
    sheet = power_sheets.of_figures(found).decode("utf-8-sig")
    numbers = [line.rsplit(",", 1) for line in sheet.splitlines()[1:]]
    counts = [v for what, v in numbers if what.split(",")[2] in (*power.OUTCOMES, "Made")]
    assert counts
    assert not {"1", "2", "3", "4"} & set(counts)
    years = years_of(board, on=AFTER)
    for one, other in itertools.pairwise(years):
        assert other.ends_on == one.starts_on


def test_what_changes_after_the_year_changes_none_of_its_figures(board, full_year, lead, now):
    """Else one report could be subtracted from a later one of the same year, and tell of one."""
    before = power_sheets.of_figures(power.figures_of(board, full_year, closed=ENGLAND))
    waiting = AgendaProposal.objects.filter(state="submitted").first()
    agendas.withdraw(waiting, by=waiting.proposed_by)
    declined = AgendaProposal.objects.filter(state="declined").first()
    rows.an_answer(declined, lead, now)
    item = AgendaItem.objects.filter(state="heard").exclude(proposal=None).first()
    moves.move_on(item, kind="out_of_time", reason=WHY, by=lead, now=now)

    after = power_sheets.of_figures(power.figures_of(board, full_year, closed=ENGLAND))

    assert after == before


def test_other_measures_appear_when_there_is_enough_and_never_below_five(board, full_year, lead):
    found = power.figures_of(board, full_year, closed=ENGLAND)
    assert found.measures == []
    for n, item in enumerate(AgendaItem.objects.exclude(proposal=None)):
        late = "late" if n % 2 else "on_time"
        stage = "idea" if n % 3 else "final"
        when = rows.at(date(2025, 6, 1))
        told = {"money": "one_off", "money_pence": None, "stage": stage, "timeliness": late}
        rows.a_paper(item, lead, when, **told)
        rows.a_decision(item, lead, rows.at(date(2025, 6, 6)), sequence=n + 1)

    shown = power.figures_of(board, full_year, closed=ENGLAND).measures

    assert {each.measure.title for each in shown} == {"Papers", "Money, and how early", "Decisions"}
    papers = next(each for each in shown if each.measure.title == "Papers")
    assert papers.shown.base == AgendaItem.objects.exclude(proposal=None).count()
    for each in shown:
        for _, cells in each.lines:
            assert all(cell in (None, 0) or cell >= 5 for cell in cells)
    sheet = power_sheets.of_figures(power.figures_of(board, full_year, closed=ENGLAND)).decode()
    assert "Papers," in sheet


def test_a_seat_was_there_when_its_holder_or_a_deputy_came(board, full_year, sit, lead):
    meeting = Meeting.objects.get()
    for n in range(6):
        holder = sit(f"Holder {n}", board)
        seat = Seat.objects.get(title=f"VCSE seat of Holder {n}")
        came = "apologies" if n == 0 else "present"
        meetings.record_attendance(meeting, person=holder, seat=seat, outcome=came, by=lead)
    stand_in = an_account("Stand In")
    words = {"seat": Seat.objects.get(title="VCSE seat of Holder 0"), "by": lead}
    meetings.record_attendance(meeting, person=stand_in, outcome="present", **words)

    (who_came,) = power.figures_of(board, full_year, closed=ENGLAND).measures

    assert who_came.measure.title == "Who came"
    assert who_came.shown.base == 6
    assert sum(who_came.shown.column_totals) == 6


def test_who_asked_is_said_where_the_outcomes_are_too_few(board, board_member, nhs_member, lead):
    for n in range(11):
        by = board_member if n < 6 else nhs_member
        made = rows.a_proposal(board, by, rows.at(date(2025, 2, 3), 10), title=f"Question {n}")
        if n in {1, 7}:
            rows.an_answer(made, lead, rows.at(date(2025, 2, 10)), outcome="declined", reason=WHY)
    year = Year(FIRST, date(2025, 7, 1))

    found = power.figures_of(board, year, closed=ENGLAND).proposals

    assert found is not None
    assert {row.total for row in found} == {0, 5, 6}
    assert all(cell is None for row in found for cell in row.cells)
    assert {row.days_to_an_answer for row in found if row.total} == {
        "not reached: more than half are still open after 101 days"
    }


def test_a_year_is_shown_when_it_is_over(board):
    assert years_of(board, on=date(2025, 6, 30)) == []
    assert first_year_ends(board) == date(2025, 7, 1)
    (year,) = years_of(board, on=date(2025, 7, 1))
    assert (year.starts_on, year.label) == (FIRST, "Jul 2024 to Jun 2025")


def test_items_have_their_share_of_the_free_minutes(board, full_year):
    found = power.figures_of(board, full_year, closed=ENGLAND)

    items = AgendaItem.objects.exclude(proposal=None)
    assert found.free_minutes == 120
    assert found.items is not None
    assert sum(row.total for row in found.items) == items.count()
    share = round(100 * sum(item.minutes for item in items) / 120)
    assert abs(sum(row.share for row in found.items) - share) <= len(found.items)
    assert all(row.mean_place for row in found.items if row.total)


def test_lived_experience_and_the_board_itself_are_told_apart(board, lead, today, now):
    year = Year(today - timedelta(days=1), today + timedelta(days=1))
    sides = power.sides_of(board, year)
    for origin, label in (("lived_experience", power.LIVED), ("matter_arising", power.OWN)):
        proposal = rows.a_proposal(board, None, now, origin=origin)
        assert sides.labels[sides.row_of(proposal)] == label
    assert sides.labels[sides.row_of(rows.a_proposal(board, lead, now))] == power.MEMBERS
    seat = rows.a_seat(board)
    mine = rows.a_proposal(board, lead, now, for_seat=seat)
    sides = power.sides_of(board, year)
    assert sides.labels[sides.row_of(mine)] == seat.constituency.label


def test_the_page_says_what_it_knows(client, north, board, lead, full_year):
    client.force_login(lead)

    page = client.get(north.url("board/power/")).content.decode()
    assert "Too few to say." in page
    old = {"year": "2024-07-01"}
    shown = client.get(north.url("board/power/"), old).content.decode()
    sheet = client.get(north.url("board/power/"), old | {"format": "csv"})

    assert "Jul 2024 to Jun 2025" in shown
    assert "too few" in shown
    assert sheet.headers["Content-Type"] == "text/csv"
    assert "Yusuf" not in shown


def test_without_a_board_or_a_year_the_page_says_so(client, north, lead):
    client.force_login(lead)
    assert b"There is no board yet" in client.get(north.url("board/power/")).content


def test_the_pack_prints_what_was_not_selected_and_what_has_no_answer(
    board, meeting, lead, today, now
):
    assert power_sheets.not_selected_in_pack(meeting.pk, today) is None
    assert power_sheets.unanswered_in_pack(meeting.pk, today) is None
    dropped = rows.a_proposal(board, lead, now, title="A logo", state="declined")
    rows.an_answer(dropped, lead, now, outcome="declined", reason=WHY)
    long_ago = now - timedelta(days=120)
    waiting = rows.a_proposal(board, lead, long_ago, title="Evenings")

    (row,) = power_sheets.not_selected_in_pack(meeting.pk, today)["rows"]
    (late,) = power_sheets.unanswered_in_pack(meeting.pk, today)["rows"]

    assert (row.proposal, row.because) == (dropped, WHY)
    assert late.proposal == waiting
    assert late.days_waited > 60
