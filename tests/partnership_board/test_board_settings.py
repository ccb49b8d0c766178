"""A board's rules as data: version by version, from a day; its sides and seats."""

from datetime import date, timedelta

import pytest

from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import Message
from partnership_board.actions import boards, seats
from partnership_board.models import Board, BoardRules, Constituency, Deputy, Seat, SeatTerm
from partnership_board.queries import rules as rules_queries
from partnership_board.queries import seats as queries
from partnership_board.queries.boards import rules_of, table_of
from tests.factories import partnership_board as rows
from tests.factories.members import a_network
from tests.people import an_account

RULES = {
    "from_on": "1 May 2099",
    "proposal_days": 20,
    "paper_days": 9,
    "notice_days": 5,
    "answer_days": 7,
    "minutes_days": 10,
    "least_voting": 5,
    "decision_mode": "vote",
    "threshold": "two_thirds",
    "threshold_base": "present",
    "recused_see_papers": "withheld",
    "deputies": "count",
    "remote": "count",
    "recused": "leave_out",
    "appeal_seats": 3,
    "appeal_constituencies": 2,
}


@pytest.fixture
def send(client, north):
    def sending(person, path, /, **form):
        client.force_login(person)
        return client.post(north.url(f"board/{path}"), form)

    return sending


@pytest.fixture
def look(client, north):
    def looking(person, path):
        client.force_login(person)
        answer = client.get(north.url(f"board/{path}"))
        assert answer.status_code == 200
        return " ".join(answer.content.decode().split())

    return looking


# ---- rules ---------------------------------------------------------------------------------------
def test_the_lead_adopts_rules_from_a_day_and_the_old_ones_stay(send, look, board, lead, today):
    rows.a_constituency(board, "EBE", "Experts by experience")
    wrong = send(lead, f"boards/{board.pk}/rules/", **RULES | {"paper_days": 2})
    assert "Proposals close first" in wrong.content.decode()

    done = send(lead, f"boards/{board.pk}/rules/", **RULES, side_EBE=1)

    assert done.status_code == 302
    latest = BoardRules.objects.get(version=2)
    assert latest.quorum == {"all": [{"min_voting": 5}, {"min_by": {"EBE": 1}}]}
    assert (latest.least_voting, latest.least_by_side) == (5, {"EBE": 1})
    assert rules_of(board, on=today).version == 1
    assert rules_of(board, on=date(2099, 5, 1)).version == 2
    page = look(lead, f"boards/{board.pk}/")
    assert "Version 2, from Fri 1 May 2099" in page
    assert "6 who may vote are there" in page


def test_a_quorum_is_kept_whole_and_refused_where_nobody_could_follow_it(send, board, lead, today):
    seat = rows.a_seat(board)
    rows.a_constituency(board, "NHS", "NHS")
    with pytest.raises(Refused, match="no side called “GP”"):
        boards.adopt_rules(
            board, from_on=today, by=Actor.SYSTEM, quorum={"all": [{"min_by": {"GP": 1}}]}
        )
    boards.adopt_rules(
        board,
        from_on=rows.OPENED,
        by=Actor.SYSTEM,
        quorum={"all": [{"must_include": [seat.pk]}], "wait_minutes": 30},
    )
    asked = {"least_percent": 40, "share_NHS": 30, "remote": "leave_out", "ways_out": ["panel"]}

    done = send(lead, f"boards/{board.pk}/rules/", **RULES | asked)

    assert done.status_code == 302
    latest = BoardRules.objects.get(version=3)
    assert latest.quorum == {
        "all": [
            {"min_voting": 5},
            {"min_percent": 40},
            {"max_share": {"NHS": 30}},
            {"must_include": [seat.pk]},
        ],
        "wait_minutes": 30,
        "remote": "leave_out",
    }
    assert latest.ways_out == ["panel"]
    sides = list(Constituency.objects.filter(board=board))
    assert rules_queries.quorum_in_words(latest, sides) == (
        "5 who may vote and 40 % of the seats that vote are there; NHS at most 30 % of the votes"
    )


def test_rules_say_everything_in_words(board):
    side = rows.a_constituency(board, "EBE", "Experts by experience")
    rules = boards.adopt_rules(
        board,
        from_on=rows.OPENED,
        by=Actor.SYSTEM,
        quorum={"all": [{"min_voting": 5}, {"min_by": {"EBE": 1}}]},
    )

    said = {fact["label"]: fact["value"] for fact in rules_queries.in_words(rules, [side])}

    wanted = "5 who may vote and 1 of Experts by experience are there"
    assert said["Enough are there when"] == wanted
    assert said["Another look by right"] == "2 seats of 2 sides"
    assert said["The pack goes out"] == "5 clear working days before"
    nobody = BoardRules(quorum={})
    assert rules_queries.quorum_in_words(nobody, []) == "anybody is there"


def test_a_new_version_takes_over_what_it_does_not_change(board, today):
    boards.adopt_rules(board, from_on=today, by=Actor.SYSTEM, answer_days=3, casting_vote=True)
    latest = boards.adopt_rules(board, from_on=today, by=Actor.SYSTEM, minutes_days=4)

    assert (latest.answer_days, latest.casting_vote, latest.minutes_days) == (3, True, 4)
    with pytest.raises(Refused, match="come before that day"):
        boards.adopt_rules(board, from_on=today - timedelta(days=1), by=Actor.SYSTEM)
    with pytest.raises(Refused, match="at least one seat of each side"):
        boards.adopt_rules(board, from_on=today, by=Actor.SYSTEM, appeal_constituencies=4)


def test_only_the_lead_changes_how_a_board_works(client, north, board, board_member):
    client.force_login(board_member)
    for path in ("edit", "rules", "sides/new", "seats/new"):
        assert client.get(north.url(f"board/boards/{board.pk}/{path}/")).status_code == 403
    assert b"Adopt new rules" not in client.get(north.url(f"board/boards/{board.pk}/")).content


# ---- boards, sides, seats ------------------------------------------------------------------------
def test_the_lead_opens_a_subgroup_with_sides_and_seats(send, look, board, lead):
    for path in ("boards/new/", f"boards/{board.pk}/edit/", f"boards/{board.pk}/seats/new/"):
        look(lead, path)
    alone = send(lead, "boards/new/", name="Agenda group", kind="agenda_group")
    assert "Say which board this agenda group serves" in alone.content.decode()
    made = {"name": "Crisis care", "kind": "subgroup", "parent": board.pk}
    assert send(lead, "boards/new/", **made).status_code == 302
    group = Board.objects.get(kind="subgroup")
    side = {"label": "NHS", "code": "NHS", "min_seats": 2}
    assert send(lead, f"boards/{group.pk}/sides/new/", **side).status_code == 302
    seat = {
        "constituency": Constituency.objects.get(board=group).pk,
        "title": "NHS seat",
        "basis": "nominated",
        "is_voting": "on",
        "term_months": 12,
        "max_terms": 3,
        "gap_months": 6,
        "opened_on": "6 May 2025",
    }

    assert send(lead, f"boards/{group.pk}/seats/new/", **seat).status_code == 302

    made = Seat.objects.get(board=group)
    assert (made.term_months, made.max_terms, made.gap_months) == (12, 3, 6)
    assert "Too few seats" in look(lead, "seats/")
    renamed = {"name": "Crisis group", "min_elected_seats": 0, "is_public": "on"}
    assert send(lead, f"boards/{group.pk}/edit/", **renamed).status_code == 302
    group.refresh_from_db()
    assert (group.name, group.is_public) == ("Crisis group", True)


def test_the_lead_says_which_network_a_board_is_and_no_two_boards_are_one(
    send, look, board, agenda_group, lead
):
    forum, gone = a_network("Health forum"), a_network("Old forum", is_active=False)
    said = {"name": "Partnership Board", "min_elected_seats": 3, "network": forum.pk}
    assert send(lead, f"boards/{board.pk}/edit/", **said).status_code == 302
    board.refresh_from_db()
    assert board.network == forum
    assert forum.get_absolute_url() in look(lead, f"boards/{board.pk}/")

    choices = look(lead, f"boards/{agenda_group.pk}/edit/")
    assert "Health forum" not in choices
    assert gone.name not in choices
    with pytest.raises(Refused, match="Another board here is that network already"):
        boards.edit_board(
            agenda_group, name="G", is_public=False, min_elected_seats=0, network=forum, by=lead
        )


def test_a_seat_shows_its_history_and_its_limits(look, seat, lead, today):
    person = an_account("Amina Begum")
    old = {"ended_on": date(2025, 1, 6), "end_reason": "term", "started_on": date(2024, 10, 1)}
    rows.a_term(seat, person, ends_on=date(2025, 1, 6), **old)
    rows.a_term(seat, person, ends_on=date(2099, 1, 6))

    page = look(lead, f"seats/{seat.pk}/")

    assert "The term was over" in page
    assert "At most 2 terms in a row, then a gap of 12 months." in page
    assert "Amina Begum can sit here again from Wed 6 Jan 2100." in page
    seat.max_terms = 0
    assert queries.limits_of(seat, [])[-1] == "There is no limit to terms in a row."


def test_deputies_change_places(send, look, seat, lead, today):
    first, second = (an_account(name) for name in ("Ann Lee", "Bo Lee"))
    for person in (first, second):
        seats.name_deputy(seat, person=person, from_on=today, by=lead, on=today)
    deputy = Deputy.objects.get(person=second)

    assert send(lead, f"deputies/{deputy.pk}/up/").status_code == 302

    order = Deputy.objects.filter(seat=seat).order_by("rank").values_list("person__name", flat=True)
    assert list(order) == ["Bo Lee", "Ann Lee"]
    assert send(lead, f"deputies/{deputy.pk}/up/").status_code == 302
    assert "Bo Lee is the first deputy already." in look(lead, f"seats/{seat.pk}/")


def test_a_seat_closes_once_nobody_sits_there(send, look, seat, lead, today):
    term = rows.a_term(seat, an_account("Ann Lee"))
    look(lead, f"seats/{seat.pk}/close/")
    held = send(lead, f"seats/{seat.pk}/close/", closed_on="1 May 2027")
    assert "Ann Lee sits here then" in held.content.decode()
    early = send(lead, f"seats/{seat.pk}/close/", closed_on="1 May 2020")
    assert "cannot close before it opened" in early.content.decode()
    seats.end_term(term, ended_on=today, reason="resigned", by=lead, on=today)

    assert send(lead, f"seats/{seat.pk}/close/", closed_on="1 May 2027").status_code == 302

    with pytest.raises(Refused, match="This seat closed on Sat 1 May 2027"):
        seats.close_seat(seat, closed_on=date(2027, 5, 2), by=lead)
    assert "Close this seat" not in look(lead, f"seats/{seat.pk}/")


def test_terms_that_all_end_at_once_are_pointed_out(look, board, lead, today):
    for n in range(4):
        rows.a_term(rows.a_seat(board, title=f"Seat {n}"), an_account(f"Person {n}"))

    assert "Terms end: 4 terms in Jan 2028. <strong>All at once" in look(lead, "seats/")
    (side,) = table_of([board], on=today)[board.pk].sides
    assert (side.votes, side.filled) == (4, 4)


def test_the_lead_hears_in_time_that_a_term_ends(board, sit, lead, today, now):
    sit("Ann Lee", board)
    SeatTerm.objects.update(ends_on=today + timedelta(days=90))

    assert seats.tell_of_ends(now=now - timedelta(days=1)) == 0
    assert seats.tell_of_ends(now=now) == 1
    assert seats.tell_of_ends(now=now) == 0
    letter = Message.objects.get(kind="mail")
    assert letter.to == lead.email
    assert letter.subject.startswith("A term on the board ends on")
