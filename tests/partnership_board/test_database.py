"""What the database refuses by itself, whoever asks."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction

from alliance.models import Document
from partnership_board.models import (
    AgendaDecision,
    AgendaItem,
    Attendance,
    BoardRules,
    Constituency,
    Decision,
    MinuteEntry,
    MinuteSet,
    Pack,
    PackBuild,
    PackCopy,
    PackReplacement,
    Paper,
    PaperVersion,
    ReadMark,
    SeatTerm,
)
from tests.factories import partnership_board as rows
from tests.people import an_account

BEGAN = date(2025, 1, 6)
REASON = "There are two other groups that ask the same."


def the_database_says(name):
    return pytest.raises(IntegrityError, match=name)


@pytest.fixture
def item(meeting):
    return rows.an_item(meeting)


@pytest.fixture
def version(item, lead, now):
    return rows.a_paper(item, lead, now)


@pytest.fixture
def build(meeting, lead, now):
    return rows.a_build(meeting, lead, now)


# ---- boards and seats ----------------------------------------------------------------------------
def test_one_partnership_board(board):
    with the_database_says("one_partnership_board"):
        rows.a_board()


def test_one_agenda_group_a_board(board, agenda_group):
    with the_database_says("one_agenda_group_a_board"):
        rows.a_board("agenda_group", parent=board)


def test_an_agenda_group_serves_a_board(north):
    with the_database_says("agenda_group_serves_a_board"):
        rows.a_board("agenda_group")


def test_rules_have_one_version_each(board):
    with the_database_says("board_rules_version"):
        BoardRules.objects.create(board=board, version=1, from_on=BEGAN)


def test_rules_keep_their_days_in_order(board):
    with the_database_says("board_rules_days_in_order"):
        BoardRules.objects.create(board=board, version=2, from_on=BEGAN, notice_days=9)


def test_a_constituency_code_once(board):
    rows.a_constituency(board)
    with the_database_says("constituency_code"):
        Constituency.objects.create(board=board, code="VCSE", label="Again", order=2)


def test_a_seat_closes_after_it_opens(board):
    with the_database_says("seat_closes_after_it_opens"):
        rows.a_seat(board, closed_on=rows.OPENED - timedelta(days=1))


def test_terms_do_not_overlap(seat):
    rows.a_term(seat, an_account("Ann Lee"))
    with the_database_says("seat_terms_do_not_overlap"):
        rows.a_term(seat, an_account("Bo Lee"), started_on=date(2026, 1, 1))


def test_a_job_share_stands_beside_a_job_share_only(seat):
    rows.a_term(seat, an_account("Ann Lee"), role="job_share")
    rows.a_term(seat, an_account("Bo Lee"), role="job_share")
    with the_database_says("job_share_stands_beside_job_share_only"):
        rows.a_term(seat, an_account("Cy Lee"))


def test_nobody_holds_a_seat_twice_at_once(seat):
    person = an_account("Ann Lee")
    rows.a_term(seat, person, role="job_share")
    with the_database_says("nobody_holds_a_seat_twice_at_once"):
        rows.a_term(seat, person, role="job_share")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ({"ended_on": date(2025, 1, 5), "end_reason": "term"}, "seat_term_ends_after_it_starts"),
        ({"ends_on": BEGAN}, "seat_term_is_planned_to_last"),
        ({"ended_on": date(2026, 1, 5)}, "seat_term_end_has_a_reason"),
        ({"end_reason": "term"}, "seat_term_end_has_a_reason"),
    ],
)
def test_a_term_makes_sense(seat, words, name):
    with the_database_says(name):
        rows.a_term(seat, an_account("Ann Lee"), **words)


def test_deputies_have_ranks(seat):
    rows.a_deputy(seat, an_account("Ann Lee"))
    with the_database_says("one_deputy_of_a_rank"):
        rows.a_deputy(seat, an_account("Bo Lee"))


def test_a_deputy_ends_after_starting(seat):
    with the_database_says("deputy_ends_after_starting"):
        rows.a_deputy(seat, an_account("Ann Lee"), to_on=date(2025, 1, 5))


# ---- meetings and items --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "name"),
    [
        ({"ends_at": rows.at(date(2026, 4, 9))}, "meeting_ends_after_it_starts"),
        ({"place": ""}, "meeting_is_somewhere"),
        ({"state": "cancelled"}, "meeting_is_cancelled_for_a_reason"),
        ({"proposals_by_on": date(2026, 4, 8)}, "meeting_deadlines_in_order"),
    ],
)
def test_a_meeting_makes_sense(board, words, name):
    with the_database_says(name):
        rows.a_meeting(board, rows.at(date(2026, 4, 9)), **words)


def test_a_person_attends_once(meeting, lead):
    Attendance.objects.create(meeting=meeting, person=lead, capacity="in_attendance")
    with the_database_says("attends_once"):
        Attendance.objects.create(meeting=meeting, person=lead, capacity="observer")


def test_a_number_stands_on_an_agenda_once(meeting, item):
    with the_database_says("item_number_once_a_meeting"), transaction.atomic():
        rows.an_item(meeting, number=1, title="Again")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_proposal_stands_on_an_agenda_once(board, meeting, lead, now):
    proposal = rows.a_proposal(board, lead, now)
    rows.an_item(meeting, proposal=proposal)
    with the_database_says("proposal_once_on_an_agenda"):
        rows.an_item(meeting, number=2, proposal=proposal)


def test_an_item_on_the_agenda_has_a_number(item):
    with the_database_says("item_on_agenda_has_a_number"):
        AgendaItem.objects.update(number="")


def test_an_item_takes_some_minutes(item):
    with the_database_says("item_takes_some_minutes"):
        AgendaItem.objects.update(minutes=0)


# ---- proposals -----------------------------------------------------------------------------------
def test_lived_experience_names_nobody_and_everybody_else_somebody(board, lead, now):
    with the_database_says("lived_experience_names_nobody"), transaction.atomic():
        rows.a_proposal(board, lead, now, origin="lived_experience")
    with the_database_says("lived_experience_names_nobody"):
        rows.a_proposal(board, None, now)


def test_a_proposal_takes_some_minutes(board, lead, now):
    with the_database_says("proposal_takes_some_minutes"):
        rows.a_proposal(board, lead, now, minutes_wanted=0)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ({"outcome": "declined", "reason": "No room."}, "agenda_decision_has_a_reason"),
        ({"outcome": "declined", "reason": " " * 30}, "agenda_decision_has_a_reason"),
        ({"outcome": "deferred", "reason": REASON}, "agenda_decision_deferred_until_a_day"),
        ({"outcome": "merged", "reason": REASON}, "agenda_decision_merged_into_another"),
        ({"outcome": "redirected", "reason": REASON}, "agenda_decision_redirected_to_a_body"),
        ({"defer_until_on": BEGAN}, "agenda_decision_deferred_until_a_day"),
    ],
)
def test_an_answer_makes_sense(board, lead, now, words, name):
    with the_database_says(name):
        rows.an_answer(rows.a_proposal(board, lead, now), lead, now, **words)


# ---- papers and packs ----------------------------------------------------------------------------
def test_a_paper_has_its_place_and_a_version_its_number(item, version, lead, now):
    with the_database_says("paper_order"), transaction.atomic():
        Paper.objects.create(item=item)
    with the_database_says("paper_version_n"):
        PaperVersion.objects.create(
            paper=version.paper, n=1, words=1, received_at=now, received_from=lead
        )


def test_a_meeting_has_one_pack(meeting):
    with the_database_says("one_pack_a_meeting"):
        Pack.objects.create(meeting=meeting)


def test_builds_are_numbered_and_made_one_at_a_time(meeting, build, lead, now):
    with the_database_says("one_build_at_a_time"), transaction.atomic():
        rows.a_build(meeting, lead, now, n=2)
    with the_database_says("pack_build_n"):
        rows.a_build(meeting, lead, now, state="failed")


def test_a_file_is_made_again_once_at_a_time(build, now):
    facts = {"name": "x", "media_type": "application/pdf", "bytes": 1, "sha256": "0"}
    document = Document.objects.create(purpose="pack", uploaded_at=now, **facts)
    row = {"build": build, "document": document, "was_sha256": "0", "taken_at": now}
    PackReplacement.objects.create(**row)

    with the_database_says("pack_replacement_one_at_a_time"):
        PackReplacement.objects.create(**row)


def test_a_build_that_was_sent_has_a_document(build):
    with the_database_says("pack_build_sent_has_a_document"):
        PackBuild.objects.update(state="sent")


@pytest.mark.parametrize(
    "change",
    [{"n": 3}, {"manifest": {}}, {"manifest_sha256": "1" * 64}, {"note": "Another."}],
)
def test_what_a_build_is_made_of_does_not_change(build, change):
    with pytest.raises(DatabaseError, match="Cannot update"):
        PackBuild.objects.update(**change)


def test_a_build_that_failed_stays_failed(build):
    PackBuild.objects.update(state="failed", problem="No font.")
    with pytest.raises(DatabaseError, match="Cannot update"):
        PackBuild.objects.update(state="building")


def test_a_build_stays(build):
    with pytest.raises(DatabaseError, match="Cannot delete"):
        PackBuild.objects.all().delete()


def a_copy(build, person, now):
    document = Document.objects.create(
        purpose="pack", name="a.pdf", media_type="application/pdf", bytes=1, uploaded_at=now
    )
    return PackCopy.objects.create(
        build=build, person=person, audience_key="everything", document=document
    )


def test_a_copy_is_given_once_and_stays(build, lead, now):
    a_copy(build, lead, now)
    with the_database_says("pack_copy_once"), transaction.atomic():
        a_copy(build, lead, now)
    with pytest.raises(DatabaseError, match="Cannot update or delete"):
        PackCopy.objects.all().delete()


def test_a_paper_is_marked_once_by_each(version, lead, now):
    mark = {"person": lead, "paper": version.paper, "version": version, "marked_at": now}
    ReadMark.objects.create(**mark)
    with the_database_says("read_mark_once"):
        ReadMark.objects.create(**mark)


# ---- decisions and minutes -----------------------------------------------------------------------
def test_two_decisions_do_not_share_a_number(item, lead, now):
    rows.a_decision(item, lead, now)
    with the_database_says("decision_number"):
        rows.a_decision(item, lead, now)


def test_minutes_have_one_set_a_part_with_entries_in_order(meeting):
    minutes = rows.minutes_of(meeting, "First.")
    with the_database_says("minute_entry_seq"), transaction.atomic():
        MinuteEntry.objects.create(minute_set=minutes, seq=1, text="Again.")
    with the_database_says("one_minute_set_a_part"):
        MinuteSet.objects.create(meeting=meeting)


def test_minutes_are_approved_on_a_day(meeting):
    with the_database_says("minutes_approved_on_a_day"):
        MinuteSet.objects.create(meeting=meeting, state="approved")


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("board_rules_append_only", BoardRules),
        ("agenda_decision_append_only", AgendaDecision),
        ("paper_version_append_only", PaperVersion),
        ("decision_append_only", Decision),
    ],
)
def test_what_was_said_stays(name, model, board, version, lead, now):
    assert name in {constraint.name for constraint in model._meta.constraints}
    rows.an_answer(rows.a_proposal(board, lead, now), lead, now)
    rows.a_decision(version.paper.item, lead, now)
    assert model.objects.exists()

    for statement in ("UPDATE {} SET id = id", "DELETE FROM {}"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(statement.format(model._meta.db_table))


def test_every_named_constraint_of_the_board_is_tried_here():
    """Those named by the metaclass are the same for every app, and are tried with the tenancy."""
    app = apps.get_app_config("partnership_board")
    named = {
        constraint.name
        for model in app.get_models()
        for constraint in model._meta.constraints
        if not constraint.name.startswith(f"{app.label}_")
    }
    files = Path(__file__).parent.glob("test_*.py")
    tried = {name for file in files for name in re.findall(r'"([a-z_0-9]+)"', file.read_text())}

    assert "pack_copy_once" in named
    assert sorted(named - tried) == []


def test_a_term_leaves_its_history(seat, lead):
    term = rows.a_term(seat, lead)
    SeatTerm.objects.update(ended_on=date(2026, 1, 6), end_reason="term")

    (history,) = [r.related_model for r in SeatTerm._meta.related_objects]
    kept = history.objects.filter(pgh_obj_id=term.pk).order_by("pgh_id")
    assert [row.ended_on for row in kept] == [None, date(2026, 1, 6)]
