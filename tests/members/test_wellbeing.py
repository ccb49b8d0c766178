"""A wellbeing round holds no person's answer, and shows nothing of fewer than seven."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.core import mail
from django.db import Error, connection, transaction
from django.db.models import Sum

from alliance import relay
from alliance.errors import Refused
from alliance.models import Event, Message, Upkeep
from members import codes, middles
from members.actions import wellbeing
from members.errors import WrongCode
from members.models import (
    WellbeingFinding,
    WellbeingRound,
    WellbeingTally,
    WellbeingToken,
)
from members.models.wellbeing import Question
from members.queries import wellbeing as queries
from tests.factories.wellbeing import (
    DAY,
    a_planned_round,
    all_the_same,
    an_open_round,
    answer_with,
    at_night,
    close,
    codes_of,
    people_who_act,
)

State = WellbeingRound.State


@pytest.fixture
def crowd(harbour, act_for):
    """Nine people who act for Harbour Lane."""
    return people_who_act(act_for, harbour, 9)


@pytest.fixture
def asked(crowd):
    return an_open_round()


def counts(asked):
    rows = WellbeingTally.objects.filter(round=asked).order_by("question", "option")
    return {(row.question, row.option): row.count for row in rows if row.count}


# ---- opening -------------------------------------------------------------------------------------


def test_everybody_who_carries_the_alliance_gets_a_code_and_onlookers_do_not(
    crowd, lead, guardian, observer
):
    asked = an_open_round()

    to = {letter.to for letter in Message.objects.filter(key__startswith="wellbeing")}
    assert to == {person.email for person in [*crowd, lead, guardian]}
    assert asked.invited_count == WellbeingToken.objects.count() == 11


def test_tallies_begin_at_zero_one_for_each_option(asked):
    assert WellbeingTally.objects.filter(round=asked, count=0).count() == 24


def test_a_code_is_kept_only_as_a_digest_under_a_key_outside_the_database(asked, settings):
    (code, *_others) = codes_of(asked)
    place = f"{asked.alliance_id}/{asked.pk}"
    stored = set(WellbeingToken.objects.values_list("token_hmac", flat=True))
    assert codes.token_of(code, place=place) in stored

    settings.TOKEN_KEY = "another key"

    assert codes.token_of(code, place=place) not in stored


def test_codes_stand_in_an_order_of_their_own(asked):
    tokens = list(WellbeingToken.objects.order_by("pk").values_list("token_hmac", flat=True))

    assert tokens == sorted(tokens)


def test_a_letter_with_a_code_is_sealed_until_nine_and_erased_when_it_is_sent(asked):
    (code, *_others) = codes_of(asked)
    letters = Message.objects.filter(key__startswith=queries.letters_begin(asked))
    assert not [one for one in letters if code in one.body + one.body_html + one.subject + one.key]
    assert relay.deliver_due(now=at_night(DAY) + timedelta(hours=8)) == 0

    relay.deliver_due(now=at_night(DAY) + timedelta(hours=9))

    assert any(code in str(sent.body) for sent in mail.outbox)
    assert f"/wellbeing/answer/#{code}" in "".join(str(sent.body) for sent in mail.outbox)
    assert set(letters.values_list("body", "body_html")) == {("", "")}


def test_a_round_of_fewer_than_seven_people_is_not_planned(harbour, act_for):
    people_who_act(act_for, harbour, 6)

    with pytest.raises(Refused, match="Only 6 people"):
        a_planned_round()


@pytest.mark.parametrize(
    ("words", "why"),
    [({"days": 6}, "7 to 28"), ({"days": 29}, "7 to 28"), ({"opens_on": None}, "tomorrow")],
)
def test_a_round_lasts_one_to_four_weeks_and_begins_later(crowd, words, why):
    days, opens_on = words.get("days", 14), DAY if words.get("opens_on", DAY) is None else None
    on = DAY if opens_on else DAY - timedelta(days=1)

    with pytest.raises(Refused, match=why):
        wellbeing.plan(
            title="Spring", opens_on=DAY, closes_on=DAY + timedelta(days=days), by=crowd[0], on=on
        )


def test_two_rounds_do_not_overlap(asked):
    with pytest.raises(Refused, match="another round"):
        a_planned_round(opens_on=DAY + timedelta(days=5))


# ---- answering -----------------------------------------------------------------------------------


def test_an_answer_uses_the_code_up_and_adds_one_to_each_question(asked):
    (code, *_others) = codes_of(asked)

    wellbeing.answer(code, answers=all_the_same(2), on=DAY)

    assert counts(asked) == {(question.value, 2): 1 for question in Question}
    assert WellbeingToken.objects.count() == 8
    with pytest.raises(WrongCode):
        wellbeing.answer(code, answers=all_the_same(3), on=DAY)
    assert counts(asked) == {(question.value, 2): 1 for question in Question}


@pytest.mark.parametrize("way", ["{} {} {}", " {}, {}  {}. ", "{}-{}-{}", "{}\n{}\n{}"])
def test_a_code_is_read_however_it_was_typed(asked, way):
    (code, *_others) = codes_of(asked)

    wellbeing.answer(way.format(*code.split("-")).upper(), answers=all_the_same(0), on=DAY)

    assert WellbeingToken.objects.count() == 8


def test_on_the_day_of_closing_it_is_too_late_even_before_the_nights_job(asked):
    (code, *_others) = codes_of(asked)

    with pytest.raises(Refused, match="No round is open"):
        wellbeing.answer(code, answers=all_the_same(2), on=asked.closes_on)


def test_answering_leaves_no_event_no_letter_and_no_row(asked):
    there = connection.introspection.table_names()
    tables = [model for model in apps.get_models() if model._meta.db_table in there]
    before = {m: m._base_manager.count() for m in tables}
    (code, *_others) = codes_of(asked)

    wellbeing.answer(code, answers=all_the_same(2), on=DAY)

    after = {m: m._base_manager.count() for m in tables}
    assert {m.__name__: after[m] - n for m, n in before.items() if after[m] != n} == {
        "WellbeingToken": -1
    }


def test_neither_tallies_nor_codes_keep_history(north):
    query = """SELECT tgrelid::regclass::text FROM pg_trigger
                WHERE NOT tgisinternal AND tgrelid = ANY(%s::regclass[])"""
    tables = ["members_wellbeingtally", "members_wellbeingtoken"]
    with connection.cursor() as cursor:
        cursor.execute(query, [tables])
        assert cursor.fetchall() == []
        cursor.execute("SELECT relname FROM pg_class WHERE relname LIKE 'members_wellbeing%event'")
        assert cursor.fetchall() == []


def test_neither_table_has_a_column_for_a_person_or_a_moment():
    fields = {
        model: {field.name for field in model._meta.local_fields}
        for model in (WellbeingTally, WellbeingToken)
    }

    assert fields == {
        WellbeingTally: {"id", "alliance", "round", "question", "option", "count"},
        WellbeingToken: {"id", "alliance", "round", "token_hmac"},
    }


# ---- reminding -----------------------------------------------------------------------------------


def test_one_reminder_goes_to_everybody_and_carries_no_code(asked):
    answer_with(asked, 1, 2, 3)
    made = codes_of(asked)
    for night in range(1, 14):
        wellbeing.turn(now=at_night(DAY + timedelta(days=night)))

    letters = Message.objects.filter(key__contains="reminder")
    assert letters.count() == 9
    assert len({letter.body for letter in letters}) == 1
    assert not [code for code in made for letter in letters if code in letter.body]
    with pytest.raises(Refused, match="reminded"):
        wellbeing.remind(asked, now=at_night(DAY))


# ---- closing -------------------------------------------------------------------------------------


def test_six_answers_leave_nothing(asked):
    answer_with(asked, 1, 2, 3, 4, 5, 5)

    close(asked)

    assert asked.state == State.WITHHELD
    assert (asked.answered, asked.sentence) == ("", "")
    assert not WellbeingTally.objects.exists()
    assert not WellbeingToken.objects.exists()
    assert not WellbeingFinding.objects.exists()


def test_of_seven_answers_the_middle_the_band_and_the_range_are_kept(asked):
    answer_with(asked, 1, 1, 2, 3, 4, 5, 5)

    close(asked)

    assert (asked.state, asked.answered) == (State.SUMMARISED, "7-9")
    found = WellbeingFinding.objects.values_list("median", "worried")
    assert list(found) == [(3, "some")] * 4
    assert not WellbeingTally.objects.exists()
    assert not WellbeingToken.objects.exists()


def test_a_question_that_fewer_than_seven_chose_to_answer_is_not_kept(asked):
    for number, code in enumerate(codes_of(asked)[:8]):
        answers = all_the_same(5) | {"speaking": 5 if number < 6 else 0}
        wellbeing.answer(code, answers=answers, on=DAY)

    close(asked)

    kept = set(WellbeingFinding.objects.values_list("question", flat=True))
    assert kept == {"load", "support", "keeping_up"}
    assert [found.is_kept for found in queries.summary(asked)] == [True, True, False, True]


def test_closing_asks_for_the_vacuum_of_both_tables(asked):
    close(asked)

    assert Upkeep.objects.get().kind == Upkeep.Kind.VACUUM_TALLIES


def test_the_record_says_that_a_round_turned_and_never_how_many_answered(asked):
    answer_with(asked, *[3] * 9)
    close(asked)

    events = Event.objects.filter(kind__startswith="members.wellbeing").order_by("pk")
    assert [(event.kind, event.data) for event in events] == [
        ("members.wellbeing_planned", {}),
        ("members.wellbeing_opened", {"invited": 9}),
        ("members.wellbeing_closed", {"state": "summarised"}),
    ]


def test_a_code_on_its_way_is_taken_back_when_the_round_closes(asked):
    close(asked)

    assert not Message.objects.filter(key__startswith=queries.letters_begin(asked)).exists()


def test_a_closed_round_cannot_be_closed_again(asked):
    close(asked)

    with pytest.raises(Refused, match="not open"):
        close(asked)


def test_the_nights_job_opens_and_closes_by_itself(crowd):
    planned = a_planned_round()

    wellbeing.turn(now=at_night(DAY - timedelta(days=1)))
    planned.refresh_from_db()
    assert planned.state == State.PLANNED
    wellbeing.turn(now=at_night(DAY))
    planned.refresh_from_db()
    assert planned.state == State.OPEN
    wellbeing.turn(now=at_night(planned.closes_on))
    planned.refresh_from_db()
    assert planned.state == State.WITHHELD


def test_a_round_that_the_clock_slept_through_is_called_off(crowd):
    planned = a_planned_round()

    wellbeing.turn(now=at_night(planned.closes_on - timedelta(days=3)))

    assert not WellbeingRound.objects.exists()
    assert Event.objects.filter(kind="members.wellbeing_called_off").exists()


def test_a_round_opens_once(asked):
    with pytest.raises(Refused, match="opened already"):
        wellbeing.open_round(asked, now=at_night(DAY))


# ---- the guardian --------------------------------------------------------------------------------


def test_a_planned_round_can_be_called_off_and_an_open_one_cannot(crowd, guardian):
    planned = a_planned_round()
    wellbeing.call_off(planned, by=guardian)
    assert not WellbeingRound.objects.exists()

    running = an_open_round()

    with pytest.raises(Refused, match="runs to its end"):
        wellbeing.call_off(running, by=guardian)


def test_the_board_hears_the_guardians_words_once_a_round_is_over(asked, guardian):
    now = at_night(asked.closes_on)
    with pytest.raises(Refused, match="Wait"):
        wellbeing.tell_the_board(asked, sentence="Ask for less.", by=guardian, now=now)

    close(asked)
    wellbeing.tell_the_board(asked, sentence="Ask for less.", by=guardian, now=now)

    on = asked.closes_on + timedelta(days=1)
    assert queries.in_pack(0, on) == {"round": asked}
    assert queries.in_pack(0, on + timedelta(days=120)) is None
    assert queries.in_pack(0, asked.closes_on - timedelta(days=1)) is None


# ---- the database --------------------------------------------------------------------------------


def refused(rule, make):
    with pytest.raises(Error, match=rule), transaction.atomic():
        make()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Other"},
        {"questions_sha256": "0" * 64},
        {"fewest_answers": 8},
        {"closes_on": DAY + timedelta(days=10)},
        {"opens_on": DAY + timedelta(days=1)},
        {"invited_count": 3},
    ],
)
def test_nothing_about_a_round_changes_once_it_is_open(asked, change):
    refused("Cannot update rows", lambda: WellbeingRound.objects.update(**change))


def test_a_round_never_goes_back_and_is_never_deleted_once_open(asked):
    refused("Invalid transition", lambda: WellbeingRound.objects.update(state="planned"))
    refused("Invalid transition", lambda: WellbeingRound.objects.update(state="summarised"))
    refused("Cannot delete rows", lambda: WellbeingRound.objects.all()._raw_delete("default"))


def a_round(**fields):
    words = {"title": "Spring", "opens_on": DAY, "closes_on": DAY + timedelta(days=14)}
    return WellbeingRound.objects.create(**(words | {"questions_sha256": "0" * 64} | fields))


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("wellbeing_round_lasts_one_to_four_weeks", {"closes_on": DAY + timedelta(days=6)}),
        ("wellbeing_round_lasts_one_to_four_weeks", {"closes_on": DAY + timedelta(days=29)}),
        ("wellbeing_round_needs_seven_answers", {"fewest_answers": 6}),
        ("wellbeing_round_has_a_title", {"title": ""}),
        ("only_a_summary_says_how_many_answered", {"answered": "7-9"}),
        ("the_board_hears_of_a_round_that_is_over", {"sentence": "Ask for less."}),
    ],
)
def test_the_database_refuses_a_round_that_is_none(north, rule, fields):
    refused(rule, lambda: a_round(**fields))


def test_the_database_refuses_two_rounds_at_once(north):
    first = a_round()
    refused("wellbeing_rounds_do_not_overlap", a_round)
    later = a_round(opens_on=first.closes_on, closes_on=first.closes_on + timedelta(days=7))
    for one in (first, later)[:1]:
        WellbeingRound.objects.filter(pk=one.pk).update(state="open")

    refused(
        "one_open_wellbeing_round",
        lambda: WellbeingRound.objects.filter(pk=later.pk).update(state="open"),
    )


def test_the_database_refuses_tallies_tokens_and_findings_that_are_none(asked):
    tally, token = WellbeingTally.objects.all()[0], WellbeingToken.objects.all()[0]
    for rule, make in {
        "one_tally_an_option": lambda: WellbeingTally.objects.create(
            round=asked, question=tally.question, option=tally.option
        ),
        "tally_option_is_on_the_form": lambda: WellbeingTally.objects.create(
            round=asked, question="load", option=6
        ),
        "tally_question_is_on_the_form": lambda: WellbeingTally.objects.create(
            round=asked, question="sleep", option=1
        ),
        "wellbeing_token_once": lambda: WellbeingToken.objects.create(
            round=asked, token_hmac=token.token_hmac
        ),
        "finding_is_an_option_said": lambda: WellbeingFinding.objects.create(
            round=asked, question="load", median=0, worried="few"
        ),
    }.items():
        refused(rule, make)
    finding = {"round": asked, "question": "load", "median": 1, "worried": "few"}
    WellbeingFinding.objects.create(**finding)
    refused("one_finding_a_question", lambda: WellbeingFinding.objects.create(**finding))


# ---- words and figures ---------------------------------------------------------------------------


def test_the_list_has_4096_plain_words():
    words = codes.kind_words()

    assert len(set(words)) == len(words) == 4096
    assert [word for word in words if not re.fullmatch("[a-z]{3,8}", word)] == []
    assert list(words) == sorted(words)


def test_new_codes_are_three_words_each_and_all_different():
    made = codes.new_codes(200)

    assert len(set(made)) == 200
    assert all(codes.looks_like_one(code) for code in made)
    assert {word for code in made for word in code.split("-")} <= set(codes.kind_words())


@pytest.mark.parametrize(
    ("people", "words"), [(7, "7-9"), (9, "7-9"), (10, "10-14"), (14, "10-14"), (15, "15+")]
)
def test_how_many_answered_is_said_in_three_bands(people, words):
    assert middles.answered_band(people) == words


@pytest.mark.parametrize(
    ("worried", "of", "words"),
    [
        (0, 7, "few"),
        (1, 7, "few"),
        (2, 8, "some"),
        (3, 7, "some"),
        (4, 8, "many"),
        (5, 7, "many"),
        (6, 8, "most"),
        (7, 7, "most"),
    ],
)
def test_worry_is_said_in_four_bands(worried, of, words):
    assert middles.band(worried, of) == words


@pytest.mark.parametrize(
    ("counts", "median"),
    [
        ([0, 7, 0, 0, 0, 0], 1),
        ([3, 4, 0, 0, 0, 4], 5),  # of two in the middle the more worried one
        ([0, 1, 1, 3, 1, 1], 3),
        ([9, 0, 0, 6, 0, 0], None),
    ],
)
def test_the_middle_is_of_those_who_chose(counts, median):
    found = middles.middle(counts, fewest=7)

    assert (found.median if found else None) == median


def test_the_questions_that_were_asked_are_known_by_their_digest(asked):
    assert asked.questions_sha256 == middles.questions_sha256()
    assert re.fullmatch("[0-9a-f]{64}", asked.questions_sha256)


def test_every_tally_of_a_round_adds_up_alike(asked):
    answer_with(asked, 1, 0, 5, 3)

    sums = WellbeingTally.objects.values("question").annotate(people=Sum("count"))
    assert {row["people"] for row in sums} == {4}
