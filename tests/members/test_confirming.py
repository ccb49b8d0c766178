"""Still correct? One letter a cycle, one press that counts once, and a GET that writes nothing."""

import re
from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from django.conf import settings
from django.db import Error, connection, transaction

from alliance import access, outbox, vault
from alliance.calendars import ENGLAND
from alliance.models import Event, Message, SignedLink
from members import cycles, months
from members.actions import confirming, running_out
from members.actions.confirming import Said
from members.actions.letters import COUNTED, MOST_A_MONTH
from members.models import (
    Confirmation,
    ConfirmationRequest,
    ConfirmationSlot,
    PartnershipCapacity,
    Pause,
    Representative,
    Service,
    ServiceCapacity,
)
from members.queries import asking_cards
from members.queries import confirming as queries
from tests.database import PrefixClient
from tests.factories.asks import a_confirmation_request, a_response, an_ask
from tests.factories.members import a_service, a_service_capacity, an_organisation, hours
from tests.members.reading import words_of

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
TOKEN = "t" * 43
LINK = re.compile(r"https?://\S+/confirm/([\w-]{43})/")


def refused(rule, make):
    with pytest.raises(Error, match=rule), transaction.atomic():
        make()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def slot_of(moment):
    cycle = cycles.cycle_of(moment.date())
    return next(s for s in range(20) if cycles.own_day(s, cycle) == moment.date())


def its_turn(organisation, moment):
    ConfirmationSlot.objects.filter(organisation=organisation).delete()
    return ConfirmationSlot.objects.create(organisation=organisation, slot=slot_of(moment))


def bodies(person):
    found = Message.objects.filter(to=person.email, kind="mail").order_by("pk")
    return [vault.unseal(m.body, place=outbox.place_of(m.key)) for m in found]


@pytest.fixture
def tea(harbour):
    service = a_service(harbour, plain_summary="Tea, twice a week.")
    a_service_capacity(
        service, available=4, maximum=12, note="Ring first", waiting_count=3, typical_wait_days=21,
        confirmed_at=datetime.now(tz=UTC) - timedelta(days=27),
    )  # fmt: skip
    return service


@pytest.fixture
def now():
    return datetime.now(tz=UTC)


@pytest.fixture
def asked(harbour, editor, tea, now, today):
    """The link in a letter of today."""
    how = {"formats": ["online"], "preferred_times": "Tuesdays", "volunteers_involved": 2}
    hours(harbour, months.later(today, -1), 180, notice_days_needed=5, **how)
    with transaction.atomic():
        cycle = cycles.cycle_of(today)
        person = Representative.objects.get(user=editor)
        confirming._ask(person, cycle=cycle, covers=["profile", "places", "hours"], now=now)
    SignedLink.objects.update(token_hmac=vault.token_hmac(TOKEN))
    return TOKEN


@pytest.fixture
def address(asked, north):
    return north.url(f"confirm/{asked}/")


def pressed(client, address, **changes):
    """What a browser sends when somebody only presses the button."""
    page = client.get(address).content.decode()
    words = dict(re.findall(r'<input type="text" name="(\w+)"(?: value="([^"]*)")?', page))
    chosen = re.findall(r'<select name="(\w+)".*?<option value="(\w*)" selected', page, re.DOTALL)
    words |= dict(chosen) | {"answer": "right"}
    if re.search(r'name="profile_is_right"[^>]*checked', page):
        words["profile_is_right"] = "on"
    return client.post(address, {k: v for k, v in (words | changes).items() if v is not None})


# ---- the page ------------------------------------------------------------------------------------


def test_one_press_confirms_everything_without_signing_in(
    client, address, harbour, tea, editor, today
):
    answer = pressed(client, address)

    assert (answer.status_code, answer.url) == (302, address)
    assert set(Confirmation.objects.values_list("what", "how", "confirmed_by")) == {
        (what, "link", editor.pk) for what in ("profile", "places", "hours")
    }
    newest = ServiceCapacity.objects.latest_each().get()
    assert (newest.words, newest.note, newest.source) == (
        "Open: 4 of 12 people",
        "Ring first",
        "link",
    )
    stated = PartnershipCapacity.objects.get(month=months.later(today, 1))
    assert (stated.minutes_offered, stated.notice_days_needed, stated.formats) == (
        180,
        5,
        ["online"],
    )
    assert Service.objects.get().last_checked_on == today
    assert ConfirmationRequest.objects.get().answer == "confirmed"
    assert "Already confirmed on" in words_of(client.get(address))


def test_new_figures_and_a_wrong_profile_are_kept_as_said(client, address, tea, today):
    pressed(
        client, address, profile_is_right=None, offered="0",
        **{f"status_{tea.pk}": "closed", f"available_{tea.pk}": "0"},
    )  # fmt: skip

    assert ConfirmationRequest.objects.get().answer == "changes"
    assert not Confirmation.objects.filter(what="profile").exists()
    newest = ServiceCapacity.objects.latest_each().get()
    assert (newest.words, newest.note) == ("Closed: 0 of 12 people", "")
    assert newest.waiting_count is None
    assert PartnershipCapacity.objects.get(month=months.later(today, 1)).minutes_offered == 0
    assert Service.objects.get().last_checked_on is None


def test_what_the_page_does_not_ask_stays_as_it_was(client, address, today):
    assert "3 people are waiting, usually for about 3 weeks." in words_of(client.get(address))

    pressed(client, address, offered="4")

    newest = ServiceCapacity.objects.latest_each().get()
    assert (newest.waiting_count, newest.typical_wait_days, newest.note) == (3, 21, "Ring first")
    said = PartnershipCapacity.objects.get(month=months.later(today, 1))
    assert (said.minutes_offered, said.notice_days_needed, said.formats) == (240, 5, ["online"])
    assert (said.preferred_times, said.volunteers_involved) == ("Tuesdays", 2)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("available", "13", "You have typed 13 places free out of 12."),
        ("status", "ajar", "Choose one of these"),
        ("offered", "lots", "Write the time like this"),
    ],
)
def test_what_cannot_be_is_explained_and_the_link_still_works(
    client, address, tea, field, typed, sentence
):
    name = field if field == "offered" else f"{field}_{tea.pk}"

    page = pressed(client, address, **{name: typed})

    assert page.status_code == 422
    assert sentence in words_of(page)
    assert not Confirmation.objects.exists()
    assert pressed(client, address).status_code == 302


def test_the_page_is_small_and_shows_nobody_where_it_came_from(client, address):
    page = client.get(address)

    assert len(page.content) <= 40_000
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in page.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("bn", "হ্যাঁ, সব এখনও ঠিক"),
        ("so", "Haa, dhammaan weli way saxan yihiin"),
        ("ar", "نعم، كل شيء ما زال صحيحًا"),
    ],
)
def test_the_page_speaks_the_readers_language_and_changes_nothing_by_it(
    client, address, code, sentence
):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = code

    page = client.get(address).content.decode()

    assert sentence in page
    assert "This changed after our letter" not in page
    assert "Yes, all still correct" not in page


def test_what_changed_after_the_letter_is_shown_and_said(client, address, harbour):
    assert "This changed after our letter" not in words_of(client.get(address))
    harbour.plain_summary = "A new beginning"
    harbour.save()

    words = words_of(client.get(address))

    assert "A new beginning" in words
    assert "This changed after our letter" in words


def test_looking_two_hundred_times_writes_nothing(client, address, north):
    def everything():
        return [
            list(model.objects.order_by("pk").values())
            for model in (ConfirmationRequest, SignedLink, Confirmation, Event, Message)
        ]

    before = everything()
    for _ in range(200):
        assert client.get(address).status_code == 200

    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_ten_presses_at_once_count_once(address, tea, north):
    def press():
        try:
            PrefixClient().post(
                address, {"answer": "right", "profile_is_right": "on", "offered": "2 h"}
            )
        finally:
            connection.close()

    presses = [Thread(target=press) for _ in range(10)]
    for one in presses:
        one.start()
    for one in presses:
        one.join(20)

    assert Confirmation.objects.count() == 2
    assert Event.objects.filter(kind="members.confirmed").count() == 1
    assert SignedLink.objects.get().uses_left == 0


def test_after_the_term_the_link_does_not_exist(client, address, editor, today):
    Representative.objects.filter(user=editor).update(ended_on=today)

    assert client.get(address).status_code == 404
    assert client.post(address, {"answer": "right"}).status_code == 404


def test_a_link_that_ran_out_offers_a_new_one_and_tells_nothing(
    client, address, editor, now, asked
):
    SignedLink.objects.update(expires_at=now - timedelta(seconds=1))
    page = client.get(address)
    assert page.status_code == 410
    assert "This link ran out on" in words_of(page)

    for _ in range(2):
        client.post(address)

    assert len(bodies(editor)) == 2
    old, new = (LINK.search(body)[1] for body in bodies(editor))
    assert new != old
    assert pressed(client, address.replace(asked, new)).status_code == 302
    assert client.get(address.replace(asked, "x" * 43)).status_code == 410


def test_the_wrong_person_ends_nothing_and_is_asked_no_more(
    client, address, harbour, editor, approver, lead, today
):
    client.post(address, {"answer": "wrong_person"})

    assert ConfirmationRequest.objects.get().answer == "wrong_person"
    assert "You get no more of these letters" in words_of(client.get(address))
    assert Representative.objects.current(on=today).filter(user=editor).exists()
    assert queries.worth_a_call(on=today) == [(harbour, "wrong_person")]
    chosen = confirming.who_confirms([harbour.pk], on=today)
    assert chosen[harbour.pk].user == approver


def test_what_else_waits_follows_the_press(client, address, harbour):
    a_response(an_ask("Read", due_on=date(2100, 1, 1)), harbour)

    answer = pressed(client, address)

    assert "/asks/link/" in answer.url
    words = words_of(client.get(answer.url))
    assert "All confirmed. Thank you." in words
    assert "1 ask to Harbour Lane" in words


def test_the_same_page_signed_in_answers_the_letter(
    asked, send, ask, editor, harbour, heron_approver
):
    assert "still correct?" in words_of(ask(editor, "confirm/for/harbour-lane/"))
    assert ask(heron_approver, "confirm/for/harbour-lane/").status_code == 403

    send(editor, "confirm/for/harbour-lane/", profile_is_right="on", offered="2 h")

    assert ConfirmationRequest.objects.get().answer == "confirmed"
    assert set(Confirmation.objects.values_list("how", flat=True)) == {"page"}


# ---- the letters ---------------------------------------------------------------------------------


def test_a_letter_goes_on_the_organisations_own_day_and_covers_what_is_due(harbour, editor):
    its_turn(harbour, MONDAY)
    a_service(harbour)

    assert confirming.send_due(now=MONDAY - timedelta(days=3)) == 0
    assert confirming.send_due(now=MONDAY) == 1
    assert confirming.send_due(now=MONDAY + timedelta(hours=1)) == 0
    assert confirming.send_due(now=MONDAY + timedelta(days=1)) == 0

    request = ConfirmationRequest.objects.get()
    assert request.covers == ["profile", "places", "hours"]
    assert Message.objects.get().subject == "Still correct for Harbour Lane? About 1 minute"


def test_nothing_due_is_no_letter(harbour, editor):
    its_turn(harbour, MONDAY)
    hours(harbour, date(2026, 4, 1), 60)
    Confirmation.objects.create(
        organisation=harbour, what="profile", content_sha256="x", how="page",
        confirmed_at=MONDAY - timedelta(days=179),
    )  # fmt: skip

    assert queries.due([harbour.pk], now=MONDAY) == {harbour.pk: []}
    assert confirming.send_due(now=MONDAY) == 0
    assert queries.due([harbour.pk], now=MONDAY + timedelta(days=1)) == {harbour.pk: ["profile"]}


def test_a_place_that_runs_out_within_three_days_is_due(harbour):
    service = a_service(harbour)
    a_service_capacity(service, confirmed_at=MONDAY, valid_until=MONDAY + timedelta(days=28))

    assert queries.due([harbour.pk], now=MONDAY + timedelta(days=24))[harbour.pk] == [
        "profile",
        "hours",
    ]
    assert "places" in queries.due([harbour.pk], now=MONDAY + timedelta(days=25))[harbour.pk]


def test_one_reminder_after_fourteen_days_and_then_the_lead(harbour, editor, lead, today):
    its_turn(harbour, MONDAY)
    confirming.send_due(now=MONDAY)
    for days in range(1, 28):
        confirming.send_due(now=MONDAY + timedelta(days=days))

    subjects = list(Message.objects.order_by("pk").values_list("subject", flat=True))
    assert [subject.split("? ")[1] for subject in subjects] == [
        "About 1 minute",
        "A reminder, about 1 minute",
    ]
    assert ConfirmationRequest.objects.get().reminded_at == MONDAY + timedelta(days=14)
    assert queries.worth_a_call(on=date(2026, 3, 29)) == []
    assert queries.worth_a_call(on=date(2026, 3, 30)) == [(harbour, "")]


def test_an_answered_letter_is_not_reminded_of(harbour, editor):
    its_turn(harbour, MONDAY)
    confirming.send_due(now=MONDAY)
    ConfirmationRequest.objects.update(answer="confirmed", answered_at=MONDAY)

    assert confirming.send_due(now=MONDAY + timedelta(days=14)) == 0


def test_seventeen_members_get_seventeen_days(north, act_for):
    for n in range(17):
        act_for(f"Person {n}", an_organisation(f"Group {n}"))

    confirming.send_due(now=MONDAY)

    assert sorted(ConfirmationSlot.objects.values_list("slot", flat=True)) == list(range(17))


def test_who_rests_left_or_has_had_four_letters_gets_none(
    harbour, heron, editor, heron_approver, today
):
    its_turn(harbour, MONDAY)
    its_turn(heron, MONDAY)
    Pause.objects.create(organisation=harbour, from_on=MONDAY.date(), until_on=date(2026, 4, 1))
    for n in range(MOST_A_MONTH):
        Message.objects.create(key=f"{COUNTED}{n}", to=heron_approver.email, due_at=MONDAY)

    assert confirming.send_due(now=MONDAY) == 0
    Representative.objects.update(ended_on=MONDAY.date())
    assert confirming.send_due(now=MONDAY + timedelta(days=28)) == 0


def test_a_day_of_rest_brings_no_letters(harbour, editor):
    its_turn(harbour, MONDAY)

    assert confirming.send_due(now=datetime(2026, 2, 28, 9, tzinfo=UTC)) == 0
    assert not list(cycles.turns(date(2026, 12, 25), ENGLAND))


@pytest.fixture
def running_out_on_monday(harbour, editor):
    """Confirmed on the site, out of step with the organisation's own day."""
    its_turn(harbour, MONDAY + timedelta(days=14))
    ends = MONDAY + timedelta(days=3)
    for name in ("Tea", "Walks"):
        service = a_service(harbour, name)
        a_service_capacity(service, confirmed_at=MONDAY - timedelta(days=25), valid_until=ends)
    return harbour


def test_room_that_runs_out_is_told_once_three_days_before(running_out_on_monday, editor):
    assert running_out.warn(now=MONDAY - timedelta(hours=1)) == 0
    assert running_out.warn(now=MONDAY) == 1
    assert running_out.warn(now=MONDAY + timedelta(days=1)) == 0

    (letter,) = Message.objects.filter(to=editor.email)
    assert letter.subject == "Who has room at Harbour Lane? About 1 minute"
    assert "Tea" in letter.body
    assert "Walks" in letter.body


@pytest.mark.parametrize("why", ["a letter is out", "a letter comes", "four letters went", "rest"])
def test_who_is_told_otherwise_or_rests_gets_no_warning(running_out_on_monday, editor, why):
    person = Representative.objects.get(user=editor)
    if why == "a letter is out":
        a_confirmation_request(person, sent_at=MONDAY - timedelta(days=3))
    elif why == "a letter comes":
        its_turn(running_out_on_monday, MONDAY + timedelta(days=1))
    elif why == "rest":
        Pause.objects.create(
            organisation=running_out_on_monday, from_on=MONDAY.date(), until_on=date(2026, 4, 1)
        )
    else:
        for n in range(MOST_A_MONTH):
            Message.objects.create(key=f"{COUNTED}{n}", to=editor.email, due_at=MONDAY)

    assert running_out.warn(now=MONDAY) == 0


# ---- today ---------------------------------------------------------------------------------------


def test_today_says_what_waits_and_whom_to_ring(asked, harbour, editor, lead, today, now):
    a_response(an_ask(due_on=today + timedelta(days=3)), harbour)
    access.carry_rights(editor, on=today)
    access.carry_rights(lead, on=today)

    mine = list(asking_cards.cards(editor, today))
    assert [(card.title, card.minutes, card.words) for card in mine] == [
        ("Answer 1 ask to Harbour Lane", 1, "A yes to all takes about 1 hour."),
        (
            "Say whether everything about Harbour Lane is still correct",
            1,
            "One press, if it is.",
        ),
    ]
    assert list(asking_cards.cards(lead, today)) == []
    (ring,) = asking_cards.cards(lead, today + timedelta(days=28))
    assert (ring.title, ring.words) == (
        "Worth a phone call",
        "Harbour Lane has not answered our letters.",
    )


# ---- what the database refuses -------------------------------------------------------------------


def test_the_database_refuses_letters_and_answers_that_make_no_sense(harbour, editor):
    person = Representative.objects.get(user=editor)
    request = a_confirmation_request(person)
    refused("one_letter_a_cycle", lambda: a_confirmation_request(person))
    for fields, rule in [
        ({"answer": "confirmed"}, "confirmation_answer_has_its_moment"),
        ({"answered_at": MONDAY}, "confirmation_answer_has_its_moment"),
        ({"covers": []}, "confirmation_covers_something"),
    ]:
        refused(rule, lambda fields=fields: a_confirmation_request(person, cycle=1, **fields))
    words = {"organisation": harbour, "content_sha256": "x", "how": "link", "confirmed_at": MONDAY}
    for fields in (
        {"what": "profile", "month": date(2026, 3, 1)},
        {"what": "places"},
        {"what": "hours"},
    ):
        refused(
            "confirmation_says_of_what",
            lambda fields=fields: Confirmation.objects.create(**words, **fields),
        )
    Confirmation.objects.create(what="profile", request=request, **words)
    refused("permission denied", lambda: Confirmation.objects.update(content_sha256="y"))
    ConfirmationSlot.objects.create(organisation=harbour, slot=19)
    refused(
        "one_slot_an_organisation",
        lambda: ConfirmationSlot.objects.create(organisation=harbour, slot=1),
    )
    refused("slot_is_one_of_twenty", lambda: ConfirmationSlot.objects.update(slot=20))


def test_nothing_said_is_nothing_kept(harbour, editor, now):
    confirming.confirm(harbour, said=Said(profile_is_right=False), by=editor, now=now)

    assert not Confirmation.objects.exists()
