"""Somebody may be at risk: told at once, told again, and told nothing of what it is about."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from alliance import vault
from alliance.calendars import ENGLAND
from alliance.errors import Refused
from alliance.models import Message
from alliance.outbox import place_of
from coproduction import words
from coproduction.actions import drafts, safety
from coproduction.models import ConsentRecord, Contribution, RawRead, SafetyFlag
from coproduction.working_hours import elapsed, is_open
from tests.factories.capture import a_draft, told
from tests.factories.coproduction import a_telling, now

LONDON = ZoneInfo("Europe/London")
pytestmark = pytest.mark.django_db


def at(day, clock):
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=LONDON)


def refusal(action, *args, **said):
    with pytest.raises(Refused) as refused:
        action(*args, **said)
    return str(refused.value)


@pytest.fixture
def safeguarding(hold):
    return hold("Sade Okafor", "safeguarding_lead")


@pytest.fixture
def deputy(hold):
    return hold("Ines Duarte", "safeguarding_deputy")


def raised(by, kind="risk_to_self", **fields):
    return safety.raise_flag(kind, by=by, **({"now": now()} | fields))


def told_people():
    """Who got a letter, in the order in which it was written."""
    letters = Message.objects.filter(key__startswith="worry ").order_by("pk")
    return [letter.to for letter in letters]


# ---- at once -------------------------------------------------------------------------------------


def test_the_letter_says_nothing(reader, safeguarding, north):
    telling = a_telling(reader, "I waited.")

    raised(reader, contribution=telling)

    letter = Message.objects.get(key__startswith="worry ")
    body = vault.unseal(letter.body, place=place_of(letter.key))
    assert (letter.to, letter.subject) == (safeguarding.email, "A record needs you")
    assert letter.due_at <= now()
    start = "A record needs you. Please sign in and open it:\n\n"
    assert body.startswith(start)
    assert body.removeprefix(start).splitlines()[0].endswith("/lived-experience/safety/")
    twin = vault.unseal(letter.body_html, place=place_of(letter.key))
    for secret in (telling.contributor.ref, "hurt", "risk", str(reader), "I waited"):
        assert secret not in body + twin + letter.subject


def test_one_press_holds_what_was_told(client, reader, safeguarding):
    telling = a_telling(reader)
    client.force_login(reader)

    answer = client.post(
        reverse("coproduction:contribution_worry", args=[telling.public_id]), {"kind": "distress"}
    )
    page = client.get(answer.url).content.decode()

    telling.refresh_from_db()
    assert telling.state == "held"
    assert "999" in page
    assert "The safeguarding lead has been told" in page
    assert told_people() == [safeguarding.email]


def test_half_way_through_it_is_held_once_it_is_finished(client, reader, safeguarding):
    draft = a_draft(reader)
    client.force_login(reader)
    client.post(
        reverse("coproduction:capture_worry", args=[draft.public_id]),
        {"kind": "child_safeguarding"},
    )

    drafts.finish(draft, told(), by=reader, now=now())

    flag, telling = SafetyFlag.objects.get(), Contribution.objects.get()
    assert telling.state == "held"
    assert (flag.draft, flag.contribution) == (None, telling)


def test_pressed_twice_it_is_one_worry(reader, safeguarding):
    draft = a_draft(reader)

    assert raised(reader, draft=draft) == raised(reader, draft=draft)
    assert len(told_people()) == 1


def test_a_worry_after_the_card_is_about_the_telling(reader, safeguarding):
    draft = drafts.finish(a_draft(reader), told(), by=reader, now=now())

    flag = raised(reader, draft=draft)

    assert flag.contribution == draft.contribution


def test_about_somebody_of_whom_nothing_is_kept(client, north, reader, safeguarding):
    client.force_login(reader)

    client.post(north.url("lived-experience/capture/worry/"), {"kind": "risk_to_others"})

    assert SafetyFlag.objects.get().contribution is None
    assert told_people() == [safeguarding.email]


def test_where_there_is_no_safeguarding_lead_the_next_is_told_at_once(reader, deputy, lead):
    raised(reader)

    assert told_people() == [deputy.email]


def test_thrown_away_words_leave_the_worry(reader, safeguarding):
    draft = a_draft(reader)
    flag = raised(reader, draft=draft)

    assert drafts.clear_stale(now=now() + timedelta(days=9)) == 0
    drafts.throw_away(draft, by=reader, now=now())

    flag.refresh_from_db()
    assert flag.draft is None
    assert refusal(safety.read_held, flag, by=safeguarding, now=now()).startswith(
        "There are no words"
    )


# ---- on a clock ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raised_at", "deputy_at", "lead_at"),
    [
        (("2026-03-03", "10:00"), ("2026-03-03", "11:00"), ("2026-03-03", "11:30")),
        (("2026-03-06", "17:00"), ("2026-03-09", "09:30"), ("2026-03-09", "10:00")),  # weekend
        (("2026-04-02", "17:15"), ("2026-04-07", "09:45"), ("2026-04-07", "10:15")),  # Easter
        (("2026-03-28", "12:00"), ("2026-03-30", "10:00"), ("2026-03-30", "10:30")),  # clocks on
        (("2026-10-23", "17:29"), ("2026-10-26", "09:59"), ("2026-10-26", "10:29")),  # clocks back
    ],
    ids=["a working day", "a weekend", "Easter", "clocks go on", "clocks go back"],
)
def test_an_hour_then_half_an_hour_of_working_time(
    reader, safeguarding, deputy, lead, raised_at, deputy_at, lead_at
):
    raised(reader, now=at(*raised_at))
    minute = timedelta(minutes=1)

    for due, people in (
        (at(*deputy_at), [safeguarding.email, deputy.email]),
        (at(*lead_at), [safeguarding.email, deputy.email, lead.email]),
    ):
        safety.escalate(now=due - minute)
        assert told_people() == people[:-1]
        safety.escalate(now=due)
        safety.escalate(now=due)
        assert told_people() == people


def test_what_can_wait_waits_a_working_day(reader, safeguarding, deputy, lead):
    raised(reader, "complaint", now=at("2026-03-06", "12:00"))

    assert safety.escalate(now=at("2026-03-09", "11:59")) == 0
    assert safety.escalate(now=at("2026-03-09", "12:00")) == 1
    assert safety.escalate(now=at("2026-03-10", "12:00")) == 1
    assert told_people() == [safeguarding.email, deputy.email, lead.email]


def test_once_taken_on_nobody_else_is_told(reader, safeguarding, deputy, lead):
    flag = raised(reader, now=at("2026-03-03", "10:00"))
    safety.take_on(flag, by=safeguarding, now=at("2026-03-03", "10:20"))

    assert safety.escalate(now=at("2026-03-03", "16:00")) == 0
    assert told_people() == []  # its letter had not left yet
    assert "has taken this on already" in refusal(safety.take_on, flag, by=deputy, now=now())


@pytest.mark.parametrize(
    ("since", "until", "minutes"),
    [
        (("2026-03-03", "08:00"), ("2026-03-03", "09:30"), 30),
        (("2026-03-03", "17:00"), ("2026-03-04", "09:10"), 40),
        (("2026-12-24", "17:00"), ("2026-12-29", "09:00"), 30),
        (("2026-03-03", "10:00"), ("2026-03-03", "10:00"), 0),
        (("2026-03-03", "10:00"), ("2026-03-03", "09:00"), 0),
        (("2041-03-01", "17:00"), ("2041-03-04", "09:10"), 40),
    ],
)
def test_working_time_is_counted_as_on_ones_fingers(since, until, minutes):
    assert elapsed(at(*since), at(*until), ENGLAND) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("moment", "answer"),
    [
        (at("2026-03-03", "09:00"), True),
        (at("2026-03-03", "17:30"), False),
        (at("2026-03-07", "12:00"), False),
        (at("2026-12-25", "12:00"), False),
        (datetime(2026, 7, 1, 8, 30, tzinfo=UTC), True),  # summer time
    ],
)
def test_when_somebody_can_be_expected_to_answer(moment, answer):
    assert is_open(moment, ENGLAND) is answer


# ---- acting and closing --------------------------------------------------------------------------


def test_the_safeguarding_lead_takes_on_acts_reads_and_closes(client, reader, safeguarding):
    telling = a_telling(reader, "I waited.")
    flag = raised(reader, contribution=telling)
    client.force_login(safeguarding)
    page = flag.get_absolute_url()

    assert "I waited." not in client.get(page).content.decode()
    client.post(f"{page}take-on/")
    client.post(f"{page}act/", {"outside_reference": "SG 114"})
    opened = client.post(page).content.decode()
    client.post(f"{page}close/", {"outcome": "She is safe.", "may_be_used": "no"})

    flag.refresh_from_db()
    telling.refresh_from_db()
    assert "I waited." in opened
    assert [(r.reader, r.reason) for r in RawRead.objects.all()] == [(safeguarding, "worry")]
    assert (flag.state, flag.outside_reference) == ("closed", "SG 114")
    assert "safe" not in flag.outcome
    assert words.opened(flag, "outcome") == "She is safe."
    assert telling.state == "not_taken_further"
    assert "She is safe." in client.get(page).content.decode()


def test_the_words_are_used_again_only_with_fresh_consent(reader, safeguarding):
    telling = a_telling(reader)
    flag = raised(reader, contribution=telling)
    safety.take_on(flag, by=safeguarding, now=now())
    said = {"outcome": "Settled.", "may_be_used": True, "by": safeguarding, "now": now()}

    assert refusal(safety.close, flag, **said) == "Say how the person agreed again."
    safety.close(flag, method="spoken_witnessed", **said)

    telling.refresh_from_db()
    assert telling.state == "captured"
    assert ConsentRecord.objects.order_by("pk").last().kind == "refreshed"


def test_while_another_worry_is_open_it_stays_held(reader, safeguarding):
    telling = a_telling(reader)
    one, _other = (raised(reader, kind, contribution=telling) for kind in ("distress", "complaint"))
    safety.take_on(one, by=safeguarding, now=now())

    safety.close(one, outcome="Settled.", may_be_used=False, by=safeguarding, now=now())

    telling.refresh_from_db()
    assert telling.state == "held"


def test_closing_needs_an_outcome_and_somebody_who_took_it_on(reader, safeguarding):
    flag = raised(reader)
    said = {"may_be_used": False, "by": safeguarding, "now": now()}

    assert refusal(safety.close, flag, outcome="x", **said) == "First take it on."
    safety.take_on(flag, by=safeguarding, now=now())
    assert refusal(safety.close, flag, outcome="  ", **said).startswith("Say what came of it.")
    safety.close(flag, outcome="Done.", **said)
    assert refusal(safety.close, flag, outcome="x", **said) == "This is closed already."
    flag.refresh_from_db()
    assert refusal(safety.read_held, flag, by=safeguarding, now=now()).startswith("This is closed.")


def test_nothing_is_agreed_again_by_somebody_who_took_everything_back(reader, safeguarding):
    telling = a_telling(reader)
    flag = raised(reader, contribution=telling)
    safety.take_on(flag, by=safeguarding, now=now())
    later = now() + timedelta(days=800)

    said = refusal(
        safety.close,
        flag,
        outcome="Done.",
        may_be_used=True,
        method="written",
        by=safeguarding,
        now=later,
    )

    assert said.startswith("They allow nothing now.")


@pytest.mark.parametrize("who", ["reader", "lead"])
def test_nobody_else_sees_the_records(client, request, north, reader, safeguarding, who):
    flag = raised(reader)
    client.force_login(request.getfixturevalue(who))

    assert client.get(north.url("lived-experience/safety/")).status_code == 403
    assert client.get(flag.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("rows", [5, 50])
def test_the_list_costs_the_same_however_long_it_is(
    client, north, reader, safeguarding, rows, django_assert_num_queries
):
    for _ in range(rows):
        SafetyFlag.objects.create(kind="distress", raised_by=reader, raised_at=now())
    client.force_login(safeguarding)
    client.get(north.url("lived-experience/safety/"))

    with django_assert_num_queries(7):
        client.get(north.url("lived-experience/safety/"))


@pytest.mark.parametrize(
    ("broken", "name"),
    [
        ({"state": "acting"}, "safety_flag_taken_on_by_somebody"),
        ({"closed_at": now()}, "safety_flag_closed_with_an_outcome"),
        ({"lead_told_at": now()}, "safety_flag_deputy_before_lead"),
    ],
)
def test_the_database_refuses_records_that_make_no_sense(reader, broken, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        SafetyFlag.objects.create(
            **({"kind": "distress", "raised_by": reader, "raised_at": now()} | broken)
        )


def test_a_record_has_a_number_of_its_own(reader):
    flag = raised(reader)
    flag.pk = None

    with pytest.raises(IntegrityError, match="safety_flag_public_id"), transaction.atomic():
        flag.save(force_insert=True)
