"""How meetings were shared: presence at items, objections, promises, votes lost, who led."""

import html
import random
from collections import Counter
from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string

from alliance.calendars import ENGLAND
from alliance.documents import pages
from members.models import Organisation
from partnership_board import spread
from partnership_board.actions import promises
from partnership_board.actions.promises import Owner
from partnership_board.models import (
    Action,
    ActionUpdate,
    AgendaItem,
    Attendance,
    DecisionPosition,
    DeclarationRuling,
    ItemDeclaration,
    ItemTiming,
    PresenceSpan,
    Question,
    SeatTerm,
)
from partnership_board.printing import Annex
from partnership_board.queries import power, power_meetings, power_sheets, power_sizes
from partnership_board.queries.years import Year
from tests.documents.reading import broken_rules, text_of
from tests.factories import members as member_rows
from tests.factories import partnership_board as rows

YEAR = Year(date(2024, 7, 1), date(2025, 7, 1))
DAY = date(2025, 3, 6)
VCSE, NHS, EBE = 0, 1, 2


@pytest.fixture
def held(board, board_member, nhs_member, expert):
    """A meeting of eight items, ten minutes each from two o'clock."""
    meeting = rows.a_meeting(board, rows.at(DAY), state="ended")
    for n in range(8):
        item = rows.an_item(meeting, number=n + 1)
        began = meeting.starts_at + timedelta(minutes=10 * n)
        ended = began + timedelta(minutes=10)
        ItemTiming.objects.create(meeting=meeting, item=item, from_at=began, to_at=ended)
    return meeting


@pytest.fixture
def sides(board, board_member, nhs_member, expert):
    found = power.sides_of(board, YEAR)
    assert found.labels[:3] == ("VCSE", "NHS", "EBE")
    return found


def there(meeting, person, *minutes, outcome="present"):
    seat = SeatTerm.objects.get(holder=person).seat
    row = Attendance.objects.create(
        meeting=meeting, person=person, seat=seat, capacity="holder", outcome=outcome
    )
    for came, left in minutes:
        PresenceSpan.objects.create(
            attendance=row,
            from_at=meeting.starts_at + timedelta(minutes=came),
            to_at=meeting.starts_at + timedelta(minutes=left),
            ended_by="left",
        )
    return row


# ---- presence ------------------------------------------------------------------------------------
def test_presence_is_counted_item_by_item(board, held, sides, board_member, nhs_member, expert):
    there(held, board_member, (0, 80))
    there(held, nhs_member, (25, 40), (40, 41), (70, 80))
    there(held, expert, outcome="stepped_back")

    found = Counter(power_meetings.present(board, YEAR, sides))

    # From minute 25 to 41 the third to fifth item were heard, and then the last.
    assert found == {(VCSE, 0): 8, (NHS, 0): 4, (NHS, 1): 4, (EBE, 1): 8}


def test_an_item_that_somebody_stood_back_from_is_not_counted_for_the_seat(
    board, held, sides, board_member, chair
):
    there(held, board_member, (0, 80))
    item = AgendaItem.objects.get(meeting=held, number="3")
    declared = ItemDeclaration.objects.create(
        item=item,
        person=board_member,
        said="Trustee of the applicant.",
        stage="at_start",
        materiality="prejudicial",
        declared_at=held.starts_at,
    )
    words = {"ruled_by": chair, "ruled_as": "chair", "ruled_at": held.starts_at}
    DeclarationRuling.objects.create(declaration=declared, ruling="leave", **words)

    found = Counter(power_meetings.present(board, YEAR, sides))

    assert found == {(VCSE, 0): 7}


def test_presence_agrees_with_counting_minute_by_minute(
    board, held, sides, board_member, nhs_member, expert
):
    chance = random.Random(5)
    spans = {}
    for person in (board_member, nhs_member, expert):
        cuts = sorted(chance.sample(range(81), 4))
        spans[person] = [(cuts[0], cuts[1]), (cuts[2], cuts[3])]
        there(held, person, *spans[person])

    found = Counter(power_meetings.present(board, YEAR, sides))

    again = Counter()
    for row, person in enumerate((board_member, nhs_member, expert)):
        minutes = {m for came, left in spans[person] for m in range(came, left)}
        for item in range(8):
            was_there = any(m in minutes for m in range(10 * item, 10 * item + 10))
            again[row, int(not was_there)] += 1
    assert found == again


# ---- votes and objections ------------------------------------------------------------------------
def then(code, state, votes=True):
    return {"side": code, "label": code, "votes": votes, "state": state, "title": "", "seat": 1}


def test_votes_lost_are_read_from_what_was_kept_with_each_decision(board, held, sides, lead):
    item = AgendaItem.objects.filter(meeting=held).first()
    seats = [
        then("VCSE", "stood_back"),
        then("VCSE", "there"),
        then("NHS", "deputy"),
        then("NHS", "away"),
        then("EBE", "vacant"),
        then("EBE", "there", votes=False),
    ]
    for n in range(3):
        rows.a_decision(item, lead, held.ends_at, sequence=n + 1, seats_then=seats)
    after = rows.at(YEAR.ends_on)
    rows.a_decision(item, lead, after, sequence=4, seats_then=seats)

    found = Counter(power_meetings.votes(board, YEAR, sides))

    assert found == {(VCSE, 1): 3, (VCSE, 0): 3, (NHS, 0): 3}


def asked(item, by, text, state="dropped", **fields):
    meeting = item.meeting
    over = {"over_at": meeting.ends_at} if state != "open" else {}
    return Question.objects.create(
        item=item,
        text=text,
        kind="approve",
        way="consensus",
        threshold="simple",
        threshold_base="cast",
        rules=meeting.rules,
        state=state,
        put_by=by,
        put_at=meeting.starts_at,
        **over | fields,
    )


def objects(question, person, position="object", at=0):
    DecisionPosition.objects.create(
        question=question,
        seat=SeatTerm.objects.get(holder=person).seat,
        person=person,
        capacity="holder",
        position=position,
        reason="It leaves carers out." if position == "object" else "",
        sent="room",
        key=f"{question.pk}-{person.pk}-{at}",
        entered_by=person,
        entered_at=question.put_at + timedelta(minutes=at),
    )


def test_an_objection_is_upheld_unless_those_very_words_were_decided(
    board, held, sides, lead, board_member, nhs_member
):
    first, second, third = AgendaItem.objects.filter(meeting=held).order_by("position")[:3]
    taken_back = asked(first, lead, "Close the centre.")
    voted_on = asked(second, lead, "Open on Sundays.")
    still_open = asked(third, lead, "Meet less often.", state="open")
    for question in (taken_back, voted_on, still_open):
        objects(question, board_member)
    objects(taken_back, nhs_member)
    objects(taken_back, nhs_member, "for", at=5)
    rows.a_decision(first, lead, held.ends_at, text="Keep it open for a year.")
    rows.a_decision(second, lead, held.ends_at, sequence=2, text="Open on Sundays.")

    found = Counter(power_meetings.objections(board, YEAR, sides))

    assert found == {(VCSE, 0): 1, (VCSE, 1): 1}


def test_an_objection_is_upheld_where_the_vote_was_lost(board, held, sides, lead, board_member):
    item = AgendaItem.objects.filter(meeting=held).first()
    objects(asked(item, lead, "Close the centre."), board_member)
    rows.a_decision(item, lead, held.ends_at, text="Close the centre.", kind="reject")

    assert list(power_meetings.objections(board, YEAR, sides)) == [(VCSE, 0)]


# ---- promises ------------------------------------------------------------------------------------
def test_a_promise_counts_for_the_side_that_took_it_on(
    board, sides, board_member, nhs_member, chair, lead
):
    given = rows.at(DAY)
    owners = [Owner(person=board_member)] * 2 + [Owner(person=nhs_member), Owner(person=lead)]
    outside = Owner(name="Ada", email="ada@example.org")
    made = [
        promises.give(
            board, title=f"Ask {n}", owner=owner, due_on=date(2025, 5, 1), by=lead, now=given
        )
        for n, owner in enumerate([*owners, outside])
    ]
    why = {"reason": "Yusuf has more to do than time.", "by": lead}
    promises.pass_on(made[0], owner=Owner(person=nhs_member), now=rows.at(date(2025, 8, 1)), **why)
    for action, day in ((made[1], date(2025, 6, 30)), (made[2], YEAR.ends_on)):
        ActionUpdate.objects.create(
            action=action, kind="confirmed", state="done", made_at=rows.at(day), made_by=lead
        )

    found = Counter(power_meetings.promises(board, YEAR, sides))

    members = sides.labels.index(power.MEMBERS)
    assert found == {(VCSE, 1): 1, (VCSE, 0): 1, (NHS, 1): 1, (members, 1): 1}
    assert Action.objects.count() == 5


def test_a_promise_of_an_organisation_counts_for_the_side_of_its_seat(board, lead, sit):
    organisation = member_rows.an_organisation("Mind the Gap")
    sit("Ana Perez", board, organisation=organisation)
    owner = Owner(organisation=organisation)
    words = {"due_on": date(2025, 5, 1), "by": lead, "now": rows.at(DAY)}
    promises.give(board, title="Ask", owner=owner, **words)

    found = list(power_meetings.promises(board, YEAR, power.sides_of(board, YEAR)))

    assert found == [(VCSE, 1)]


# ---- by size -------------------------------------------------------------------------------------
def test_who_led_is_counted_by_size_as_it_was_then_and_by_how_evenly(board, held, lead, sit, today):
    small = member_rows.an_organisation("Small", size_band="small")
    large = member_rows.an_organisation("Large", size_band="large")
    head = sit("Ana Perez", board, organisation=small)
    held.chair = head
    held.save()
    for n, item in enumerate(AgendaItem.objects.filter(meeting=held).order_by("position")):
        item.lead, item.lead_organisation = (head, None) if n < 3 else (None, large)
        item.save()
        rows.a_paper(item, lead, held.starts_at, from_organisation=large if n else small)
        rows.a_paper(item, lead, held.starts_at, from_organisation=small)
    expert_led = rows.an_item(held, number=9, lead=lead)
    Organisation.objects.filter(pk=large.pk).update(size_band="major")
    sides = power.sides_of(board, YEAR)

    found = Counter(power_sizes.by_size(board, YEAR, sides))

    is_small, is_large = power_sizes.ROWS.index("Small"), power_sizes.ROWS.index("Large")
    assert expert_led.lead == lead
    assert found == {
        (is_small, power_sizes.CHAIRED): 1,
        (is_small, power_sizes.LED): 3,
        (is_large, power_sizes.LED): 5,
        (power_sizes.NO_ORGANISATION, power_sizes.LED): 1,
        (is_small, power_sizes.BROUGHT): 1,
        (is_large, power_sizes.BROUGHT): 7,
    }


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([], "too few to say"),
        ([9], "too few to say"),
        ([10], "1.0"),
        ([10, 10], "0.5"),
        ([5, 5, 5, 5], "0.3"),
        ([1] * 100, "0.0"),
        ([9, 1], "0.8"),
        ([0, 10], "1.0"),
    ],
)
def test_the_index_is_the_sum_of_squared_shares(counts, said):
    assert spread.in_words(counts) == said


def test_the_index_agrees_with_shares_squared_one_by_one():
    chance = random.Random(3)
    for _ in range(200):
        counts = [chance.randrange(30) for _ in range(chance.randrange(1, 12))]
        if sum(counts) >= spread.LEAST:
            again = sum((count / sum(counts)) ** 2 for count in counts)
            assert abs(spread.tenths(counts) / 10 - again) <= 0.05 + 1e-9
    with pytest.raises(ValueError, match="less than no times"):
        spread.tenths([-1, 20])


# ---- minutes used, and what is shown -------------------------------------------------------------
@pytest.fixture
def proposed(board, held, board_member):
    """The eight items came of proposals of one side."""
    for item in AgendaItem.objects.filter(meeting=held):
        sent = rows.at(date(2025, 1, 7), 10)
        item.proposal = rows.a_proposal(board, board_member, sent, title=item.title)
        item.state = "heard"
        item.save()
    return held


def used(board):
    found = power.figures_of(board, YEAR, closed=ENGLAND).items
    assert found is not None
    return {row.total: row.used for row in found if row.total}


def test_minutes_used_are_said_where_every_item_has_its_time(board, proposed):
    assert used(board) == {8: "67 %"}  # 80 of the 120 minutes of the meeting

    ItemTiming.objects.filter(item__number="8").delete()

    assert used(board) == {8: "not recorded"}


def test_every_measure_is_printed_with_its_definition_and_nothing_below_five(
    client, north, board, proposed, lead, board_member, nhs_member, expert
):
    for person in (board_member, nhs_member, expert):
        there(proposed, person, (0, 30))
    client.force_login(lead)

    page = client.get(north.url("board/power/"), {"year": "2024-07-01"}).content.decode()
    page = html.unescape(page)

    figures = power.figures_of(board, YEAR, closed=ENGLAND)
    (present,) = (m for m in figures.measures if m.measure.title == "Who was there for each item")
    assert present.shown.base == 24
    assert all(cell in (None, 0) or cell >= 5 for _, cells in present.lines for cell in cells)
    measures = [(each.measure.title, each.measure.definition) for each in figures.measures]
    for title, definition in [*power_sheets.DEFINITIONS, *measures]:
        assert title in page
        assert definition in page
    assert "Who was there for each item," in power_sheets.of_figures(figures).decode()


def test_the_packs_page_of_figures_is_tagged_and_says_what_each_means(
    board, proposed, board_member
):
    there(proposed, board_member, (0, 80))
    for item in AgendaItem.objects.filter(meeting=proposed):
        rows.a_paper(item, board_member, proposed.starts_at)
    meeting = rows.a_meeting(board, rows.at(date(2025, 7, 3)))
    told = power_sheets.shared_in_pack(meeting.pk, YEAR.ends_on)
    annex = Annex(
        "J", "How power was shared", render_to_string("documents/section_power.html", told)
    )

    pdf = pages.make(
        "documents/pack_part.html", {"title": "P", "alliance": "A", "row": None, "annex": annex}
    )

    # The only h1 is on the front of the pack, to which this part is joined.
    assert [rule for rule in broken_rules(pdf) if "H2 skips" not in rule] == []
    said = " ".join(text_of(pdf).split())
    for each in told["figures"].measures:
        assert each.measure.definition in said
    assert len(told["figures"].measures) >= 2
