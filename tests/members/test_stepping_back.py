"""Somebody steps back: one day, no reason, and nothing is asked of them."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import Error, transaction
from django.utils import timezone

from alliance.errors import Refused
from alliance.registries import Registry
from members.actions import stepping_back
from members.models import AskResponse, StepBack
from members.queries import away, recipients
from members.registries import StepBackHook
from tests.factories.asks import a_response, an_ask
from tests.members.reading import words_of


def in_days(today, days):
    return today + timedelta(days=days)


def now_on(day):
    return datetime.combine(day, time(12), UTC)


def responses():
    return sorted(AskResponse.objects.values_list("ask__title", "state"))


def test_one_button_and_a_day(editor, send, ask, today):
    answer = send(editor, "wellbeing/step-back/", until_on=in_days(today, 30).isoformat())

    assert answer.status_code == 302
    (stepped,) = StepBack.objects.all()
    assert (stepped.user, stepped.from_on, stepped.until_on) == (editor, today, in_days(today, 30))
    assert "You are away." in words_of(ask(editor, "wellbeing/"))


def test_there_is_nowhere_to_write_a_reason(editor, ask):
    kinds = {field.get_internal_type() for field in StepBack._meta.local_fields}
    page = ask(editor, "wellbeing/step-back/").content.decode()

    assert kinds <= {"BigAutoField", "ForeignKey", "TenantKey", "DateField"}
    assert page.count("<textarea") == 0
    assert page.count('type="text"') == 1


def test_others_see_away_and_no_more(editor, approver, harbour, ask, lead, today):
    stepping_back.step_back(editor, until_on=in_days(today, 30), now=now_on(today))

    for other in (lead, approver):
        page = words_of(ask(other, "members/harbour-lane/people/"))
        assert f"{editor.name} Away" in page
        assert str(in_days(today, 30).year) + "until" not in page


def test_what_waits_at_an_organisation_with_nobody_else_is_let_off(editor, harbour, today):
    soon, required, later = (
        an_ask("Soon", due_on=in_days(today, 9), state="sent", sent_at=timezone.now()),
        an_ask(
            "Required",
            due_on=in_days(today, 9),
            state="sent",
            sent_at=timezone.now(),
            is_required=True,
            required_because="The law asks for it.",
        ),
        an_ask("Later", due_on=in_days(today, 40), state="sent", sent_at=timezone.now()),
    )
    for one in (soon, required, later):
        a_response(one, harbour)

    stepping_back.step_back(editor, until_on=in_days(today, 30), now=now_on(today))

    assert responses() == [("Later", "pending"), ("Required", "pending"), ("Soon", "released")]


def test_where_a_colleague_is_there_the_ask_stays_with_the_organisation(
    editor, approver, harbour, today
):
    a_response(
        an_ask("Soon", due_on=in_days(today, 9), state="sent", sent_at=timezone.now()), harbour
    )

    stepping_back.step_back(editor, until_on=in_days(today, 30), now=now_on(today))
    assert responses() == [("Soon", "pending")]
    stepping_back.step_back(
        approver, until_on=in_days(today, 30), now=now_on(today)
    )  # the last one

    assert responses() == [("Soon", "released")]


def test_no_letter_about_asks_goes_to_somebody_who_is_away(editor, approver, harbour, today):
    stepping_back.step_back(editor, until_on=in_days(today, 30), now=now_on(today))

    told = recipients.who_receives("asks", [harbour.pk], on=today)
    assert [one.user for one in told[harbour.pk]] == [approver]
    back = recipients.who_receives("asks", [harbour.pk], on=in_days(today, 30))
    assert {one.user for one in back[harbour.pk]} == {approver, editor}


def test_upper_apps_are_told_of_both(editor, today, monkeypatch):
    heard = []
    hooks = Registry()
    hooks.add("board", StepBackHook(lambda *words: heard.append(words), lambda *w: heard.append(w)))
    monkeypatch.setattr(stepping_back, "step_backs", hooks)

    stepping_back.step_back(editor, until_on=in_days(today, 30), now=now_on(today))
    stepping_back.come_back(editor, now=now_on(in_days(today, 3)))

    assert heard == [
        (editor, in_days(today, 30), now_on(today)),
        (editor, now_on(in_days(today, 3))),
    ]


def test_somebody_comes_back_early(editor, send, ask, today):
    stepping_back.step_back(editor, until_on=in_days(today, 30), now=now_on(today))

    assert send(editor, "wellbeing/come-back/").status_code == 302

    assert away.away(on=today) == frozenset()
    assert "For a week or for months." in words_of(ask(editor, "wellbeing/"))
    stepping_back.step_back(
        editor, until_on=in_days(today, 5), now=now_on(today)
    )  # and may rest again


def test_coming_back_without_having_left_says_so(editor, send, ask):
    send(editor, "wellbeing/come-back/")

    assert "You are here already." in words_of(ask(editor, "wellbeing/"))


def test_somebody_is_back_on_the_day_they_named(editor, today):
    stepping_back.step_back(editor, until_on=in_days(today, 30), now=now_on(today))

    assert away.away(on=in_days(today, 29)) == {editor.pk}
    assert away.away(on=in_days(today, 30)) == frozenset()


@pytest.mark.parametrize("days", [0, -1, 185])
def test_a_day_to_come_within_six_months(editor, send, today, days):
    answer = send(editor, "wellbeing/step-back/", until_on=in_days(today, days).isoformat())

    assert answer.status_code == 422
    assert "within six months" in words_of(answer)


def test_nobody_steps_back_twice_at_once(editor, today):
    stepping_back.step_back(editor, until_on=in_days(today, 30), now=now_on(today))

    with pytest.raises(Refused, match="already"):
        stepping_back.step_back(editor, until_on=in_days(today, 40), now=now_on(today))
    with pytest.raises(Error, match="stepping_back_once_at_a_time"), transaction.atomic():
        StepBack.objects.create(user=editor, from_on=today, until_on=in_days(today, 2))


@pytest.mark.parametrize("days", [-1, 185])
def test_the_database_refuses_a_rest_that_is_none(editor, today, days):
    with (
        pytest.raises(Error, match="stepping_back_for_six_months_at_most"),
        transaction.atomic(),
    ):
        StepBack.objects.create(user=editor, from_on=today, until_on=in_days(today, days))
