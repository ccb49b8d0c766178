"""Terms begin and end, and rights follow on the same day."""

from datetime import date, timedelta

import pytest

from alliance import access
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import Event
from members.actions import representatives
from members.models import Network, Representation
from partnership_board.actions import boards, seats
from partnership_board.models import BoardRules, Deputy, SeatTerm
from partnership_board.queries.boards import seated_organisations, table_of
from tests.factories import partnership_board as rows
from tests.factories.members import an_organisation
from tests.people import an_account

BEGAN = date(2025, 1, 6)


def begin(seat, holder, today, **words):
    words = {"started_on": BEGAN, "by": Actor.SYSTEM, "on": today} | words
    return seats.begin_term(seat, holder=holder, **words)


def end(term, today, **words):
    words = {"ended_on": today, "reason": "resigned", "by": Actor.SYSTEM, "on": today} | words
    seats.end_term(term, **words)


def can_read(person, today):
    access.carry_rights(person, on=today)
    return access.may(person, "read_packs")


def test_a_term_gives_the_rights_of_a_board_member(seat, today):
    person = an_account("Yusuf Karim")

    term = begin(seat, person, today)

    assert can_read(person, today)
    assert access.rights_of(person).roles == {"board_member"}
    assert term.ends_on == date(2027, 1, 6)
    assert Event.objects.filter(kind="board.term_began", subject_id=term.pk).count() == 1


def test_a_seat_in_the_agenda_group_gives_the_right_to_decide(agenda_member, today):
    access.carry_rights(agenda_member, on=today)

    assert access.rights_of(agenda_member).roles == {"agenda_group"}
    assert access.may(agenda_member, "decide_agenda")


def test_rights_end_when_the_last_day_begins(seat, today):
    person = an_account("Yusuf Karim")
    term = begin(seat, person, today)

    end(term, today, ended_on=today + timedelta(days=1))

    assert can_read(person, today)
    assert not can_read(person, today + timedelta(days=1))


def test_a_term_that_begins_tomorrow_gives_nothing_today(seat, today):
    person = an_account("Yusuf Karim")

    begin(seat, person, today, started_on=today + timedelta(days=1))

    assert not can_read(person, today)
    assert can_read(person, today + timedelta(days=1))


def test_a_deputy_has_the_same_rights_until_the_day_they_stop(deputy, today):
    assert can_read(deputy, today)

    row = Deputy.objects.get(person=deputy)
    seats.end_deputy(row, to_on=today, by=Actor.SYSTEM, on=today)

    assert not can_read(deputy, today)


def test_two_terms_of_a_seat_do_not_overlap(seat, today):
    begin(seat, an_account("Amina Begum"), today, ends_on=date(2027, 3, 31))

    with pytest.raises(Refused) as refusal:
        begin(seat, an_account("Joe Tanner"), today, started_on=date(2026, 1, 1))

    assert str(refusal.value) == (
        "That term would overlap Amina Begum's, which is to end on Wed 31 Mar 2027."
    )
    assert refusal.value.field == "started_on"


def test_a_term_that_has_an_end_is_named_with_it(seat, today):
    first = begin(seat, an_account("Amina Begum"), today)
    end(first, today, ended_on=date(2027, 2, 1))

    with pytest.raises(Refused) as refusal:
        begin(seat, an_account("Joe Tanner"), today, started_on=date(2027, 1, 31))

    assert str(refusal.value).endswith("which ends on Mon 1 Feb 2027.")


def test_the_next_term_begins_on_the_day_the_last_one_ended(seat, today):
    first = begin(seat, an_account("Amina Begum"), today)
    end(first, today)

    second = begin(seat, an_account("Joe Tanner"), today, started_on=today)

    assert list(SeatTerm.objects.current(on=today)) == [second]


def test_two_people_share_a_seat_as_a_job_share(seat, today):
    begin(seat, an_account("Amina Begum"), today, role="job_share")
    begin(seat, an_account("Joe Tanner"), today, role="job_share")

    assert SeatTerm.objects.current(on=today).count() == 2


def test_after_two_terms_in_a_row_comes_a_gap(seat, today):
    person = an_account("Amina Begum")
    for began, ended in ((2024, 2025), (2025, 2026)):
        rows.a_term(
            seat,
            person,
            started_on=date(began, 10, 1),
            ends_on=date(ended, 10, 1),
            ended_on=date(ended, 10, 1),
            end_reason="term",
        )

    with pytest.raises(Refused) as refusal:
        begin(seat, person, today, started_on=date(2026, 10, 1))
    assert str(refusal.value) == (
        "2 terms have been served in a row; this seat needs a gap until Fri 1 Oct 2027."
    )

    assert begin(seat, person, today, started_on=date(2027, 10, 1)).pk


def test_a_seat_without_a_limit_can_be_held_for_ever(board, today):
    seat = rows.a_seat(board, max_terms=0)
    person = an_account("Amina Begum")
    rows.a_term(seat, person, ended_on=date(2026, 1, 6), end_reason="term")

    assert begin(seat, person, today, started_on=date(2026, 1, 6)).pk


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"started_on": date(2024, 9, 1)}, "This seat opened on Mon 2 Sep 2024."),
        ({"started_on": date(2026, 6, 1)}, "This seat closed on Mon 1 Jun 2026."),
        ({"ends_on": BEGAN}, "A term ends after it begins."),
    ],
)
def test_a_term_fits_its_seat(board, today, words, sentence):
    seat = rows.a_seat(board, closed_on=date(2026, 6, 1))

    with pytest.raises(Refused, match=sentence):
        begin(seat, an_account("Amina Begum"), today, **words)


def test_who_looks_after_the_installation_sits_on_no_board(seat, platform_admin, today):
    with pytest.raises(Refused, match="looks after the installation"):
        begin(seat, platform_admin, today)
    with pytest.raises(Refused, match="looks after the installation"):
        seats.name_deputy(seat, person=platform_admin, from_on=BEGAN, by=Actor.SYSTEM, on=today)


def test_a_term_ends_once_and_not_before_it_began(seat, today):
    term = begin(seat, an_account("Amina Begum"), today)

    with pytest.raises(Refused, match="cannot end before it began"):
        end(term, today, ended_on=BEGAN - timedelta(days=1))
    end(term, today)
    with pytest.raises(Refused, match="Amina Begum's term ended already"):
        end(term, today)


def test_deputies_are_ranked_and_never_the_holder(seat, today):
    holder, first, second = (an_account(name) for name in ("Ann Lee", "Bo Lee", "Cy Lee"))
    begin(seat, holder, today)
    name = {"from_on": BEGAN, "by": Actor.SYSTEM, "on": today}

    ranks = [seats.name_deputy(seat, person=each, **name).rank for each in (first, second)]

    assert ranks == [1, 2]
    with pytest.raises(Refused, match="cannot be their own deputy"):
        seats.name_deputy(seat, person=holder, **name)
    with pytest.raises(Refused, match="is a deputy for this seat already"):
        seats.name_deputy(seat, person=first, **name)


def test_a_deputy_stops_once_and_not_before_beginning(deputy, today):
    row = Deputy.objects.get(person=deputy)

    with pytest.raises(Refused, match="before they became a deputy"):
        seats.end_deputy(row, to_on=BEGAN - timedelta(days=1), by=Actor.SYSTEM, on=today)
    seats.end_deputy(row, to_on=today, by=Actor.SYSTEM, on=today)
    with pytest.raises(Refused, match="is no longer a deputy"):
        seats.end_deputy(row, to_on=today, by=Actor.SYSTEM, on=today)


def test_the_ring_knows_which_organisations_hold_a_seat(board, agenda_group, sit, today):
    harbour, heron = an_organisation("Harbour Lane"), an_organisation("Heron House")
    sit("Yusuf Karim", board, organisation=harbour)
    sit("Joy Mbeki", agenda_group, organisation=heron)

    assert seated_organisations(today) == {harbour.pk}


def test_the_table_counts_vacancies_ends_and_elected_seats(board, today):
    first, second = rows.a_seat(board), rows.a_seat(board, title="VCSE seat 2")
    rows.a_seat(board, title="NHS seat", code="NHS", basis="nominated")
    rows.a_term(first, an_account("Ann Lee"), ends_on=today + timedelta(days=80))
    rows.a_term(second, an_account("Bo Lee"), ends_on=today + timedelta(days=800))

    table = table_of([board], on=today)[board.pk]

    assert (len(table.seats), table.vacancies, table.ending, table.elected) == (3, 1, 1, 2)
    assert table.has_too_few_elected


def test_an_alliance_has_one_partnership_board(board, today):
    with pytest.raises(Refused, match="has a Partnership Board already"):
        boards.open_board(name="Another", kind="partnership_board", on=today, by=Actor.SYSTEM)


def test_an_agenda_group_serves_a_board(north, today):
    with pytest.raises(Refused, match="Say which board"):
        boards.open_board(name="Agenda group", kind="agenda_group", on=today, by=Actor.SYSTEM)


def test_rules_are_adopted_as_a_new_version(board, today):
    rules = boards.adopt_rules(
        board, from_on=today, by=Actor.SYSTEM, notice_days=3, paper_days=4, proposal_days=5
    )

    assert (rules.version, BoardRules.objects.filter(board=board).count()) == (2, 2)
    with pytest.raises(Refused, match="Proposals close first"):
        boards.adopt_rules(board, from_on=today, by=Actor.SYSTEM, notice_days=9, paper_days=8)


def test_a_board_has_each_constituency_once(board):
    boards.add_constituency(board, code="NHS", label="NHS", by=Actor.SYSTEM)

    with pytest.raises(Refused, match="has a constituency with that code"):
        boards.add_constituency(board, code="NHS", label="The NHS", by=Actor.SYSTEM)


def test_whoever_is_elected_to_a_network_of_ours_speaks_for_us_there(board, seat, north, today):
    harbour, person = an_organisation("Harbour Lane"), an_account("Yusuf Karim")
    board.network = Network.objects.create(name="The board", kind="forum", level="borough")
    board.save()
    words = {"started_on": BEGAN, "by": Actor.SYSTEM, "on": today}
    representatives.add_representative(harbour, user=person, role="editor", **words)

    begin(seat, person, today, organisation=harbour)

    speaking = Representation.objects.get()
    assert (speaking.network, speaking.user, speaking.started_on) == (board.network, person, BEGAN)
    other = rows.a_seat(board, title="VCSE seat 2")
    begin(other, an_account("Ann Lee"), today, organisation=harbour)
    assert Representation.objects.count() == 1
