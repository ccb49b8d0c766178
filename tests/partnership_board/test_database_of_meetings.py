"""What the database refuses by itself about meetings as they go, and about decisions."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from partnership_board.models import (
    Attendance,
    ConsentRemoval,
    DecisionPosition,
    DecisionReview,
    ItemExtract,
    ItemTiming,
    LiveEntry,
    PresenceSpan,
    Question,
    QuorumCheck,
)
from tests.factories import partnership_board as rows

DAY = timedelta(days=1)


def the_database_says(name):
    return pytest.raises(IntegrityError, match=name)


@pytest.fixture
def item(meeting):
    return rows.an_item(meeting)


@pytest.fixture
def make(meeting, item, seat, lead, now):
    """One row of a kind, made good by what is not given."""
    decided = {"text": "Agreed.", "kind": "approve", "threshold": "simple"}
    plain = {
        Attendance: {"meeting": meeting, "person": lead, "capacity": "holder"},
        ItemTiming: {"meeting": meeting, "item": item, "from_at": now},
        QuorumCheck: {"meeting": meeting, "at": now, "rules": meeting.rules, "cause": "opened"}
        | {"inputs": {}, "is_met": True, "recorded_at": now},
        LiveEntry: {"meeting": meeting, "key": "k", "kind": "noted", "words": {}}
        | {"outcome": "taken", "happened_at": now, "entered_by": lead, "entered_at": now},
        Question: {"item": item, "way": "named", "threshold_base": "cast", "rules": meeting.rules}
        | {"put_by": lead, "put_at": now}
        | decided,
        ConsentRemoval: {"item": item, "seat": seat, "comment": "Why?", "asked_by": lead}
        | {"asked_at": now},
        ItemExtract: {"item": item, "text": "So.", "sent_by": lead, "sent_at": now},
        DecisionReview: {"why": "interest", "opened_at": now},
        DecisionPosition: {"seat": seat, "person": lead, "capacity": "holder", "position": "for"}
        | {"sent": "self", "key": "k", "entered_by": lead, "entered_at": now},
    }

    def making(model, **words):
        return model.objects.create(**plain[model] | words)

    return making


@pytest.fixture
def span(make, now):
    """From an hour ago until now, of one attendance."""
    attendance = make(Attendance)

    def making(from_at=-1, to_at=0, ended_by="left"):
        moments = {"from_at": now + timedelta(hours=from_at)}
        if to_at is not None:
            moments["to_at"] = now + timedelta(hours=to_at)
        return PresenceSpan.objects.create(attendance=attendance, ended_by=ended_by, **moments)

    return making


# ---- who was there -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nobody_is_there_twice_at_once", (-0.5, 1)),
        ("presence_ends_after_it_begins", (3, 2)),
        ("presence_ends_by_something", (3, 4, "")),
    ],
)
def test_presence(name, words, span):
    span()
    span(1, None, "")
    refused = "range lower bound|presence" if name == "presence_ends_after_it_begins" else name

    with pytest.raises(DatabaseError, match=refused):
        span(*words)


def test_somebody_comes_back_at_the_moment_they_left(span):
    span(-1, 0)
    assert span(0, 1).pk


def test_one_item_at_a_time(make, meeting, now):
    make(ItemTiming)
    with the_database_says("one_item_at_a_time"):
        make(ItemTiming, item=rows.an_item(meeting, 2, "Another"), from_at=now + DAY)


def test_an_item_ends_after_it_begins(make, now):
    with pytest.raises(DatabaseError, match=r"range lower bound|item_ends_after_it_begins"):
        make(ItemTiming, to_at=now - DAY)
    assert "item_ends_after_it_begins" in {c.name for c in ItemTiming._meta.constraints}


def test_a_check_that_fails_says_what_is_missing(make):
    with the_database_says("quorum_check_says_what_is_missing"):
        make(QuorumCheck, is_met=False)


# ---- entries -------------------------------------------------------------------------------------
def test_an_entry_is_taken_once(make):
    make(LiveEntry)
    with the_database_says("live_entry_is_taken_once"):
        make(LiveEntry)


def test_a_conflict_is_settled_once_and_against_something(make):
    first = make(LiveEntry)
    conflict = make(LiveEntry, key="c", outcome="conflict", against=first)
    make(LiveEntry, key="d", kind="chosen", settles=conflict)
    with the_database_says("conflict_is_settled_once"), transaction.atomic():
        make(LiveEntry, key="e", kind="chosen", settles=conflict)
    with the_database_says("conflict_is_against_another_entry"):
        make(LiveEntry, key="f", outcome="conflict")


# ---- questions -----------------------------------------------------------------------------------
def test_one_open_question_about_an_item(make):
    make(Question)
    with the_database_says("one_open_question_an_item"):
        make(Question)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("question_is_over_at_a_time", {"state": "dropped"}),
        ("question_in_writing_has_a_last_day", {"way": "written"}),
        ("question_in_writing_has_a_last_day", {"answers_by_on": date(2026, 3, 1)}),
    ],
)
def test_a_question(name, words, make):
    with the_database_says(name):
        make(Question, **words)


def test_a_decided_question_has_its_decision(make, now):
    with the_database_says("decided_question_has_its_decision"):
        make(Question, state="decided", over_at=now)


@pytest.mark.parametrize("column", ["text", "way", "threshold", "kind"])
def test_a_question_stays_as_it_was_put(make, column):
    question = make(Question)
    setattr(question, column, "secret")
    with pytest.raises(DatabaseError, match="as_it_was_put"):
        question.save(update_fields=[column])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("objection_has_a_reason", {"position": "object"}),
        ("vote_from_afar_has_evidence", {"sent": "phone"}),
        ("vote_from_afar_has_evidence", {"evidence": "Rang."}),
        ("position_of_holder_or_deputy", {"capacity": "support_person"}),
    ],
)
def test_a_position(name, words, make):
    question = make(Question)
    with the_database_says(name):
        make(DecisionPosition, question=question, **words)


def test_a_position_is_taken_once(make):
    question = make(Question)
    make(DecisionPosition, question=question)
    with the_database_says("position_is_taken_once"):
        make(DecisionPosition, question=question)


def test_no_row_ties_a_seat_to_a_secret_vote(make):
    question = make(Question, way="secret")
    with the_database_says("nobodys_secret"):
        make(DecisionPosition, question=question)


def test_an_item_is_taken_out_once_with_a_comment(make):
    with the_database_says("taken_out_with_a_comment"), transaction.atomic():
        make(ConsentRemoval, comment="")
    make(ConsentRemoval)
    with the_database_says("taken_out_of_consent_once"):
        make(ConsentRemoval)


# ---- decisions -----------------------------------------------------------------------------------
def test_one_open_review_of_a_decision(make, item, lead, now):
    decision = rows.a_decision(item, lead, now)
    make(DecisionReview, decision=decision)
    with the_database_says("one_open_review_a_decision"):
        make(DecisionReview, decision=decision)


def test_a_recommendation_is_ratified_once(item, lead, now):
    first = rows.a_decision(item, lead, now, is_recommendation=True)
    rows.a_decision(item, lead, now, 2, ratifies=first)
    with the_database_says("recommendation_is_ratified_once"):
        rows.a_decision(item, lead, now, 3, ratifies=first)


def test_a_decision_is_reviewed_after_its_day(item, lead, now):
    with the_database_says("decision_is_reviewed_later"):
        rows.a_decision(item, lead, now, review_on=now.date())


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("quorum_check_append_only", QuorumCheck),
        ("live_entry_append_only", LiveEntry),
        ("decision_position_append_only", DecisionPosition),
        ("consent_removal_append_only", ConsentRemoval),
        ("item_extract_append_only", ItemExtract),
    ],
)
def test_the_record_of_a_meeting_stays(name, model, make):
    assert name in {constraint.name for constraint in model._meta.constraints}
    make(model, **({"question": make(Question)} if model is DecisionPosition else {}))

    for statement in ("UPDATE {} SET id = id", "DELETE FROM {}"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(statement.format(model._meta.db_table))
