"""Asking is priced, spread by room, and refused where it would overload somebody in silence."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import Error, connection, transaction

from alliance import access
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import Event, Message
from alliance.tenancy.context import work_for
from members.actions import answers, asks
from members.actions.asks import Chosen
from members.load import Load
from members.models import (
    Ask,
    AskResponse,
    AskRules,
    MembershipPeriod,
    Pause,
    Representation,
    ServiceArea,
    ServiceLanguage,
)
from members.queries import room
from members.registries import load_sources
from tests.factories.asks import a_draft, a_response, an_ask
from tests.factories.members import (
    a_network,
    a_service,
    an_area,
    an_organisation,
    hours,
)
from tests.people import an_account

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = date(2026, 3, 2)
MARCH = date(2026, 3, 1)
WHY = "They alone know the old contract."


def refused(rule, make):
    with pytest.raises(Error, match=rule), transaction.atomic():
        make()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def load_of(organisation, month=MARCH):
    return room.loads([organisation.pk], month)[organisation.pk]


def sent(ask, *organisations, by, because=""):
    chosen = [Chosen(one.pk, because) for one in organisations]
    return asks.send(ask, chosen=chosen, by=by, now=NOW, on=DAY)


# ---- what the database refuses -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"title": ""}, "ask_has_a_title"),
        ({"estimated_minutes": 0}, "ask_takes_time"),
        ({"places_wanted": 0}, "ask_wants_somebody"),
        ({"is_required": True}, "required_ask_says_why"),
        ({"required_because": "The law"}, "required_ask_says_why"),
        ({"is_paid": True}, "paid_ask_says_how_much_and_by_whom"),
        ({"is_paid": True, "pence_per_hour": 2000}, "paid_ask_says_how_much_and_by_whom"),
        ({"paid_by": "NHS"}, "paid_ask_says_how_much_and_by_whom"),
        ({"state": "sent", "sent_at": None}, "ask_is_sent_at_a_moment"),
        ({"state": "draft", "sent_at": NOW}, "ask_is_sent_at_a_moment"),
    ],
)
def test_the_database_refuses_an_ask_that_makes_no_sense(north, fields, rule):
    refused(rule, lambda: an_ask(**fields))


def test_an_origin_raises_one_ask(north):
    an_ask(origin_key="meeting/7")
    an_ask()
    an_ask()

    refused("ask_of_one_origin_once", lambda: an_ask(origin_key="meeting/7"))


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"minutes_before": 541}, "nobody_is_overloaded_without_a_reason"),
        ({"override_because": "Because"}, "a_reason_is_a_sentence"),
        ({"override_because": "       Because.        "}, "a_reason_is_a_sentence"),
        ({"decline_reason": "no_time"}, "only_a_no_has_a_reason"),
        ({"actual_minutes": 5}, "only_a_yes_takes_actual_time"),
        ({"state": "accepted", "answered_at": None}, "an_answer_has_its_moment"),
        ({"minutes_asked": 0}, "response_takes_time"),
    ],
)
def test_the_database_refuses_an_answer_that_makes_no_sense(harbour, fields, rule):
    refused(rule, lambda: a_response(an_ask(), harbour, **fields))


def test_the_database_keeps_one_answer_an_organisation(harbour, heron):
    ask = an_ask()
    a_response(ask, harbour, minutes_before=541, override_because=WHY)

    refused("one_answer_an_organisation", lambda: a_response(ask, harbour))
    refused(
        "only_what_is_passed_on_names_somebody",
        lambda: a_response(ask, heron, passed_to=harbour),
    )


def test_the_database_values_time_by_a_source_in_one_row(north):
    refused("hourly_figure_has_its_source", lambda: AskRules.objects.create(hourly_pence=2000))
    AskRules.objects.create(hourly_pence=2000, hourly_source="Members' meeting, May 2025")
    refused("one_row_of_ask_rules", AskRules.objects.create)


# ---- load ----------------------------------------------------------------------------------------


def test_taken_are_pending_and_accepted_minutes_of_the_month(harbour):
    hours(harbour, MARCH, 600)
    for state, minutes in [
        ("pending", 10), ("accepted", 20), ("declined", 40), ("passed_on", 80),
        ("unanswered", 160), ("released", 320),
    ]:  # fmt: skip
        a_response(an_ask(estimated_minutes=minutes), harbour, state=state)
    april = an_ask(due_on=date(2026, 4, 1), estimated_minutes=7, preparation_minutes=5)
    a_response(april, harbour)
    for state in ("draft", "cancelled"):
        a_response(an_ask(state=state, estimated_minutes=599), harbour)

    assert load_of(harbour) == Load(600, 30)
    assert load_of(harbour, date(2026, 4, 1)) == Load(600, 12)


def test_what_was_reported_afterwards_changes_no_load(harbour):
    hours(harbour, MARCH, 600)
    a_response(an_ask(), harbour, state="accepted", actual_minutes=500)

    assert load_of(harbour).committed == 60


def test_speaking_for_the_alliance_takes_time_while_it_lasts(harbour):

    hours(harbour, MARCH, 600)
    for name, began, ended in [
        ("Ann", date(2026, 3, 31), None),
        ("Ben", date(2025, 1, 1), date(2026, 3, 1)),
        ("Cem", date(2026, 4, 1), None),
        ("Dee", date(2025, 1, 1), date(2026, 3, 2)),
    ]:
        Representation.objects.create(
            network=a_network(name), user=an_account(f"{name} Bell"), organisation=harbour,
            started_on=began, ended_on=ended, minutes_per_month=50,
        )  # fmt: skip

    assert load_of(harbour).committed == 100


def test_upper_apps_report_standing_work_once(harbour, monkeypatch):
    hours(harbour, MARCH, 600)
    monkeypatch.setattr(load_sources, "_entries", {"t": lambda pks, month: dict.fromkeys(pks, 25)})

    assert load_of(harbour).committed == 25
    assert room.standings(a_draft(), on=DAY)[0].load.committed == 25


def test_hours_are_stated_else_carried_forward_else_assumed(harbour, heron):
    nobody_knows = an_organisation("Ash Tree", size_band="not_stated")
    hours(harbour, date(2025, 12, 1), 90)

    found = {one.name: one for one in room.standings(a_draft(), on=DAY)}

    assert (found["Harbour Lane"].load.offered, found["Harbour Lane"].source) == (
        90,
        "carried_forward",
    )
    assert (found["Heron House"].load.offered, found["Heron House"].source) == (960, "assumed")
    assert (load_of(nobody_knows).offered, found["Ash Tree"].source) == (120, "assumed")


# ---- the composer --------------------------------------------------------------------------------


def test_who_cannot_be_asked_stands_with_the_word_why(harbour, heron):
    hours(harbour, MARCH, 600, most_open_asks=1)
    a_response(an_ask(), harbour)
    resting, gone, away = (an_organisation(name) for name in ("Rest", "Gone", "Away"))
    Pause.objects.create(organisation=resting, from_on=DAY, until_on=date(2026, 3, 3))
    Pause.objects.create(organisation=away, from_on=date(2026, 3, 19), until_on=date(2026, 3, 25))
    ask = a_draft()

    MembershipPeriod.objects.filter(organisation=gone).update(
        ended_on=date(2026, 3, 15), end_reason="left"
    )
    asked = an_organisation("Asked")
    a_response(ask, asked)

    found = {one.name: one.left_out for one in room.standings(ask, on=DAY)}

    assert found == {
        "Asked": "asked already",
        "Away": "not taking requests",
        "Gone": "not a member on that day",
        "Harbour Lane": "has as many open asks as it takes",
        "Heron House": "",
        "Rest": "not taking requests",
    }


@pytest.mark.parametrize(
    ("words", "wishes"),
    [
        ({"format": "in_person"}, ["Rather online or by phone", "Tuesdays"]),
        ({"format": "online"}, ["Tuesdays"]),
        ({"is_paid": True, "pence_per_hour": 2000, "paid_by": "x"}, ["Takes no pay", "Tuesdays"]),
    ],
)
def test_whoever_asks_sees_how_an_organisation_likes_to_be_asked(harbour, words, wishes):
    said = {"formats": ["online", "phone"], "is_unpaid_only": True, "preferred_times": "Tuesdays"}
    hours(harbour, MARCH, 600, **said)
    ask = a_draft(**words)

    (found,) = room.standings(ask, on=DAY)

    assert found.wishes(ask) == wishes


def test_who_said_nothing_has_no_wishes(harbour):
    ask = a_draft(format="in_person")

    assert [one.wishes(ask) for one in room.standings(ask, on=DAY)] == [[]]


def test_an_audience_is_those_whose_one_service_answers_to_everything(harbour, heron):

    shadwell, weavers = an_area(), an_area("Weavers", gss="E05009336")
    tea, choir, walk = a_service(harbour), a_service(heron), a_service(heron, "Walk")
    ServiceLanguage.objects.create(service=tea, language="syl")
    ServiceArea.objects.create(service=tea, area=shadwell)
    ServiceLanguage.objects.create(service=choir, language="syl")
    ServiceArea.objects.create(service=walk, area=shadwell)

    def names(**words):
        audience = room.Audience(**words)
        return [one.name for one in room.standings(a_draft(), on=DAY, audience=audience)]

    assert names(language="syl") == ["Harbour Lane", "Heron House"]
    assert names(language="syl", ward=str(shadwell.pk)) == ["Harbour Lane"]
    assert names(ward=str(weavers.pk)) == []
    assert names(ward="Shadwell") == names(type="9") == names(priority="x") == []


def test_the_suggestion_takes_those_with_most_room(harbour, heron):
    hours(harbour, MARCH, 60)
    hours(heron, MARCH, 50)
    ask = a_draft(places_wanted=2)

    found = room.suggested(room.standings(ask, on=DAY), ask)

    assert (found.order, found.chosen, found.unfilled) == (
        (harbour.pk, heron.pk),
        frozenset({harbour.pk}),
        1,
    )


# ---- sending -------------------------------------------------------------------------------------


def test_a_draft_is_written_rewritten_and_sent(lead, harbour, heron, editor):
    words = {
        "title": "Read the strategy",
        "kind": "reading",
        "estimated_minutes": 60,
        "due_on": date(2026, 3, 20),
        "is_paid": True,
        "pence_per_hour": 2500,
        "paid_by": "NHS",
    }
    ask = asks.compose(words=words, by=lead, on=DAY)
    asks.rewrite(ask, words=words | {"is_paid": False, "estimated_minutes": 90}, by=lead, on=DAY)
    hours(harbour, MARCH, 600, notice_days_needed=5)

    (response,) = sent(ask, harbour, by=lead)

    ask.refresh_from_db()
    assert (ask.state, ask.sent_at, ask.pence_per_hour, ask.paid_by) == ("sent", NOW, None, "")
    assert (response.minutes_asked, response.minutes_before, response.minutes_offered) == (
        90,
        0,
        600,
    )
    assert (response.offered_source, response.notice_days_wished) == ("stated", 5)
    response.refresh_from_db()
    assert response.told_at == NOW
    letter = Message.objects.get(to=editor.email)
    assert letter.subject == "An ask to Harbour Lane: about 1 h 30 min, by Fri 20 Mar 2026"
    assert letter.is_secret
    event = Event.objects.get(kind="members.ask_sent")
    assert event.data == {"organisations": [harbour.pk], "overrides": 0}


def test_over_the_hours_needs_a_sentence_that_is_counted(lead, harbour, editor):
    access.carry_rights(lead, on=DAY)
    hours(harbour, MARCH, 180)
    a_response(an_ask(estimated_minutes=180), harbour)
    ask = a_draft()

    with pytest.raises(Refused) as said:
        sent(ask, harbour, by=lead, because="Just because")
    assert str(said.value) == (
        "Harbour Lane offered 3 h in March 2026, and 3 h of it is taken."
        " Say why it has to be them, or leave them out."
    )
    assert AskResponse.objects.count() == 1

    (response,) = sent(ask, harbour, by=lead, because=WHY)
    assert (response.is_over, response.override_because) == (True, WHY)
    assert Event.objects.get(kind="members.ask_sent").data["overrides"] == 1


def test_who_does_not_see_hours_is_refused_without_figures(coproduction_lead, harbour):
    access.carry_rights(coproduction_lead, on=DAY)
    hours(harbour, MARCH, 0)

    with pytest.raises(Refused) as said:
        sent(a_draft(), harbour, by=coproduction_lead)
    assert str(said.value).startswith("Harbour Lane has no room for this in March 2026.")


def test_a_reason_where_there_is_room_is_not_kept(lead, harbour):
    (response,) = sent(a_draft(), harbour, by=lead, because=WHY)

    assert response.override_because == ""


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: a_draft(due_on=date(2026, 3, 1)), "That day has passed"),
        (lambda: an_ask(state="cancelled"), "This Ask is over"),
        (lambda: an_ask(state="closed"), "This Ask is over"),
    ],
)
def test_what_is_over_is_not_sent(lead, harbour, make, sentence):
    with pytest.raises(Refused, match=sentence):
        sent(make(), harbour, by=lead)


def test_only_members_who_take_requests_are_asked(lead, harbour):
    with pytest.raises(Refused, match="Choose at least one"):
        sent(a_draft(), by=lead)
    Pause.objects.create(organisation=harbour, from_on=DAY, until_on=date(2026, 3, 9))
    with pytest.raises(Refused, match="Harbour Lane cannot be asked: not taking requests"):
        sent(a_draft(), harbour, by=lead)
    with pytest.raises(Refused, match="not a member on that day"):
        sent(a_draft(), an_organisation("Nobody", is_member=False), by=lead)


def test_everyone_is_asked_only_where_the_alliance_settled_it(lead):
    everyone = [an_organisation(f"Group {number}") for number in range(4)]

    with pytest.raises(Refused, match="does not go to everyone"):
        sent(a_draft(), *everyone, by=lead)
    asks.settle_rules(hourly_pence=None, hourly_source="", kinds_for_everyone=["reading"], by=lead)
    assert len(sent(a_draft(), *everyone, by=lead)) == 4


def test_what_cannot_be_settled_is_said(lead):
    def composed(**words):
        first = {"title": "x", "kind": "bid", "estimated_minutes": 5, "due_on": DAY}
        return asks.compose(words=first | words, by=lead, on=DAY)

    with pytest.raises(Refused, match="Say how much an hour is paid"):
        composed(is_paid=True)
    with pytest.raises(Refused, match="Say why it is required"):
        composed(is_required=True)
    with pytest.raises(Refused, match="That day has passed"):
        composed(due_on=DAY - timedelta(days=1))
    with pytest.raises(Refused, match="where the hourly figure comes from"):
        asks.settle_rules(hourly_pence=2000, hourly_source=" ", kinds_for_everyone=[], by=lead)
    with pytest.raises(Refused, match="This has been sent"):
        asks.rewrite(an_ask(), words={"due_on": DAY}, by=lead, on=DAY)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_at_once_one_is_refused_the_last_room(lead, harbour, north):
    hours(harbour, MARCH, 60)
    drafts = [a_draft("One"), a_draft("Two")]
    start, outcomes = Barrier(2), []

    def send(draft):
        try:
            with work_for(north.id, north.slug):
                start.wait(5)
                sent(draft, harbour, by=lead)
                outcomes.append("sent")
        except Refused as refusal:
            outcomes.append(str(refusal).split(" in ")[0])
        finally:
            connection.close()

    both = [Thread(target=send, args=[draft]) for draft in drafts]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(10)

    assert sorted(outcomes) == ["Harbour Lane has no room for this", "sent"]
    assert AskResponse.objects.count() == 1


# ---- raised by upper apps ------------------------------------------------------------------------


def raised(organisations, **words):
    words = {
        "title": "Meeting",
        "kind": "meeting",
        "estimated_minutes": 120,
        "due_on": MARCH.replace(day=20),
    } | words
    return asks.raise_ask(
        origin_key="meeting/7/attend",
        words=words,
        organisations=[one.pk for one in organisations],
        because="It holds a seat on this board.",
        by=Actor.SYSTEM,
        now=NOW,
        on=DAY,
    )


def test_a_meeting_raises_its_ask_once_and_counts_who_is_over(harbour, heron):
    hours(harbour, MARCH, 60)
    Pause.objects.create(organisation=heron, from_on=DAY, until_on=date(2026, 3, 30))

    first, second = raised([harbour, heron]), raised([harbour, heron])

    assert (first.ask.pk, first.left_out) == (
        second.ask.pk,
        (("Heron House", "not taking requests"),),
    )
    response = AskResponse.objects.get()
    assert response.override_because == "It holds a seat on this board."


@pytest.mark.django_db(transaction=True)
def test_what_is_raised_eight_times_in_one_second_counts_once(harbour, heron, north):
    start, raised_asks = Barrier(8), []

    def go():
        try:
            with work_for(north.id, north.slug):
                start.wait(5)
                raised_asks.append(raised([harbour, heron]).ask.pk)
        finally:
            connection.close()

    eight = [Thread(target=go) for _ in range(8)]
    for thread in eight:
        thread.start()
    for thread in eight:
        thread.join(10)

    assert raised_asks == [Ask.objects.get().pk] * 8
    assert sorted(AskResponse.objects.values_list("organisation__name", flat=True)) == [
        "Harbour Lane",
        "Heron House",
    ]
    assert room.loads([harbour.pk], MARCH)[harbour.pk].committed == 120


def test_what_it_really_took_is_recorded_by_its_origin(harbour, editor):
    raised([harbour])
    answers.answer(AskResponse.objects.get(), says="accepted", by=editor, now=NOW)

    count = answers.record_attendance_minutes(
        origin_key="meeting/7/attend", minutes={harbour.pk: 95}, by=editor
    )

    assert (count, AskResponse.objects.get().actual_minutes) == (1, 95)


def test_an_estimate_that_rises_over_somebodys_hours_is_counted(lead, harbour):
    hours(harbour, MARCH, 60)
    ask = an_ask()
    a_response(ask, harbour, minutes_offered=60)

    asks.change_estimate(ask, estimated_minutes=90, by=lead)

    response = AskResponse.objects.get()
    assert (response.minutes_asked, load_of(harbour).committed) == (90, 90)
    assert response.override_because.startswith("It takes longer")
    with pytest.raises(Refused, match="how long it takes"):
        asks.change_estimate(ask, estimated_minutes=0, by=lead)


def test_calling_off_frees_everybody_and_tells_those_who_said_yes(
    lead, harbour, heron, editor, heron_approver
):
    ask = an_ask()
    a_response(ask, harbour, state="accepted")
    a_response(ask, heron)

    asks.call_off(ask, by=lead, now=NOW)

    assert set(AskResponse.objects.values_list("state", flat=True)) == {"released"}
    assert [m.to for m in Message.objects.filter(kind="mail")] == [editor.email]
    assert load_of(harbour).committed == 0
    with pytest.raises(Refused, match="This Ask is over"):
        asks.call_off(Ask.objects.get(), by=lead, now=NOW)
