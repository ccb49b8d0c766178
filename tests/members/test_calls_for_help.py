"""A call for help reaches the wellbeing guardian and nobody else."""

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import Event, Message
from members.actions import calls_for_help, representatives
from members.models import HelpRequest
from tests.members.reading import words_of
from tests.people_board import *  # noqa: F403 -- fixtures

WORDS = "Since I spoke up about the zebrawood table nobody rings me back."


@pytest.fixture
def call(guardian, editor, today):
    return calls_for_help.ask_for_help(
        kind=HelpRequest.Kind.HARM, words=WORDS, by=editor, on=today, now=timezone.now()
    )


def test_somebody_asks_and_the_guardian_alone_reads_it(send, ask, editor, guardian):
    answer = send(editor, "wellbeing/help/", kind="too_much", words=WORDS)
    assert answer.status_code == 302

    (call,) = HelpRequest.objects.all()
    assert call.by == editor
    assert WORDS in words_of(ask(guardian, f"wellbeing/help/{call.pk}/"))


def test_for_everybody_else_there_is_no_such_page(
    call, ask, lead, editor, approver, board_member, safeguarding_lead, coproduction_lead
):
    address = f"wellbeing/help/{call.pk}/"

    others = (lead, editor, approver, board_member, safeguarding_lead, coproduction_lead)
    assert [ask(other, address).status_code for other in others] == [404] * 6


def test_the_words_are_sealed_in_the_database(call):
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM members_helprequest t")
        assert "zebrawood" not in str(cursor.fetchall())


def test_the_guardian_is_told_that_there_is_something_and_no_more(call, guardian, editor):
    (letter,) = Message.objects.all()

    assert letter.to == guardian.email
    said = letter.subject + letter.body + letter.body_html + letter.key
    for word in ("zebrawood", editor.name, editor.email, "harm", "speaking up"):
        assert word not in said


def test_nothing_in_the_record_tells_that_somebody_asked(call, ask, lead, editor):
    assert not Event.objects.filter(subject_type__contains="help").exists()
    assert not Event.objects.filter(by=editor, kind__startswith="members.help").exists()
    assert "zebrawood" not in words_of(ask(lead, "happened/"))


def test_whom_to_ring_comes_before_the_form(ask, editor):
    page = ask(editor, "wellbeing/help/").content.decode()

    assert page.index("tel:116123") < page.index("<textarea")
    assert page.index("ring now") < page.index("<textarea")


def test_where_nobody_would_read_it_nothing_is_kept(send, editor):
    answer = send(editor, "wellbeing/help/", kind="support", words=WORDS)

    assert answer.status_code == 422
    assert "There is no wellbeing guardian just now" in words_of(answer)
    assert WORDS in answer.content.decode()
    assert not HelpRequest.objects.exists()


def test_a_guardian_whose_term_has_ended_is_not_told(hold, editor, today):
    hold("Grace Mensah", "wellbeing_guardian", ended_on=today)

    with pytest.raises(Refused, match="no wellbeing guardian"):
        calls_for_help.ask_for_help(
            kind="other", words=WORDS, by=editor, on=today, now=timezone.now()
        )


def test_nobody_who_acts_for_the_organisation_complained_of_is_told_or_reads_it(
    send, ask, editor, heron, hold, guardian, today
):
    other = hold("Gus Adair", "wellbeing_guardian")
    act_for_heron(other, heron, today)

    send(editor, "wellbeing/help/", kind="harm_from_challenging", about=heron.pk, words=WORDS)

    (call,) = HelpRequest.objects.all()
    assert {letter.to for letter in Message.objects.all()} == {guardian.email}
    address = f"wellbeing/help/{call.pk}/"
    assert ask(other, address).status_code == 404
    assert "Somebody is waiting for you" not in words_of(ask(other, ""))
    assert editor.name not in words_of(ask(other, "wellbeing/"))
    assert WORDS in words_of(ask(guardian, address))


def test_where_only_they_would_read_it_nothing_is_kept(send, editor, heron, guardian, today):
    act_for_heron(guardian, heron, today)

    answer = send(editor, "wellbeing/help/", kind="other", about=heron.pk, words=WORDS)

    assert answer.status_code == 422
    assert "no wellbeing guardian just now who does not act for Heron House" in words_of(answer)
    assert not HelpRequest.objects.exists()


def act_for_heron(person, heron, today):
    representatives.add_representative(
        heron, user=person, role="editor", started_on=today, by=Actor.SYSTEM, on=today
    )


def test_closing_erases_the_words_for_good(call, send, ask, guardian):
    answer = send(guardian, f"wellbeing/help/{call.pk}/")

    call.refresh_from_db()
    assert answer.status_code == 302
    assert (call.sealed, call.closed_at is not None) == ("", True)
    assert "what was written is erased" in words_of(ask(guardian, f"wellbeing/help/{call.pk}/"))
    assert "Nobody is waiting for you." in words_of(ask(guardian, "wellbeing/"))
    with pytest.raises(Refused, match="closed already"):
        calls_for_help.close(call, now=timezone.now())


def test_closing_twice_says_so(call, send, ask, guardian):
    send(guardian, f"wellbeing/help/{call.pk}/")
    send(guardian, f"wellbeing/help/{call.pk}/")

    assert "closed already" in words_of(ask(guardian, f"wellbeing/help/{call.pk}/"))


def test_the_guardian_sees_on_today_that_somebody_waits(call, ask, guardian, lead):
    assert "Somebody is waiting for you" in words_of(ask(guardian, ""))
    assert "Somebody is waiting for you" not in words_of(ask(lead, ""))


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("words_of_a_closed_help_request_are_gone", {"sealed": ""}),
        ("words_of_a_closed_help_request_are_gone", {"closed_at": timezone.now()}),
    ],
)
def test_the_database_keeps_words_only_while_the_call_is_open(call, rule, change):
    with pytest.raises(Error, match=rule), transaction.atomic():
        HelpRequest.objects.update(**change)


def test_the_database_refuses_two_calls_of_one_name(call):
    with pytest.raises(Error, match="help_request_public_id_once"), transaction.atomic():
        HelpRequest.objects.create(
            public_id=call.public_id, by=call.by, kind="other", sealed="x", sent_at=call.sent_at
        )
