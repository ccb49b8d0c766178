"""Who opens sealed words, and how they are made safe beside the new text."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from alliance import access
from alliance.errors import Refused
from alliance.models import Message
from coproduction import words
from coproduction.actions import glass, reading, redactions
from coproduction.actions.redactions import Decision
from coproduction.models import AboutBody, BreakGlass, Insight, RawRead, ReaderTerm, Redaction
from tests.factories.coproduction import LONG_AGO, a_reader, a_telling, now
from tests.people import an_account, with_second_factor

pytestmark = pytest.mark.django_db
SAID = "I rang Dr Rahman on 07700 900461. Zofia was with me."


def refusal(action, *args, **fields):
    with pytest.raises(Refused) as refused:
        action(*args, **fields)
    return str(refused.value)


def opens(telling, by, today, at=None):
    return reading.open_words(telling, reason="write", by=by, on=today, now=at or now())


def test_a_reader_decides_each_suggestion_and_writes_beside_it(client, reader, today):
    telling = a_telling(reader, SAID, wants_to_see_text=True)
    client.force_login(reader)

    opened = client.post(telling.get_absolute_url(), {"reason": "write"}).content.decode()
    assert "<mark>Dr Rahman<sup>1</sup></mark>" in opened
    assert "<mark>07700 900461<sup>2</sup></mark>" in opened
    answer = client.post(
        telling.get_absolute_url() + "redact/",
        {
            "out": ["7-16-13", "20-32-6"],
            "added": "with me",
            "plain_text": "Nobody rings back.",
            "audience": "board",
        },
    )

    rows = list(Redaction.objects.order_by("start"))
    assert [(SAID[r.start : r.end], r.state, words.opened(r, "replacement")) for r in rows] == [
        ("Dr Rahman", "accepted", "[a person]"),
        ("07700 900461", "accepted", "[a phone number]"),
        ("Zofia", "rejected", ""),
        ("with me", "added", "[a detail]"),
    ]
    insight = Insight.objects.get()
    assert answer["Location"].endswith(insight.get_absolute_url())
    telling.refresh_from_db()
    assert (insight.state, telling.state) == ("checking_back", "checking_back")
    assert RawRead.objects.count() == 1


def test_a_line_that_does_not_stand_there_is_said_and_nothing_is_lost(client, reader):
    telling = a_telling(reader, SAID)
    client.force_login(reader)
    client.post(telling.get_absolute_url(), {"reason": "write"})

    answer = client.post(
        telling.get_absolute_url() + "redact/",
        {"added": "Somebody Else", "plain_text": "My new text.", "audience": "board"},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "One line does not stand in the text." in page
    assert "My new text." in page
    assert RawRead.objects.count() == 1
    assert not Redaction.objects.exists()


def test_after_an_hour_the_words_are_closed_again(client, reader, today):
    telling = a_telling(reader, SAID)
    opens(telling, reader, today, at=now() - timedelta(hours=2))
    client.force_login(reader)

    answer = client.post(telling.get_absolute_url() + "redact/", {"audience": "board"})

    assert "The words were closed again." in answer.content.decode()
    assert "Dr Rahman" not in answer.content.decode()


def test_two_places_do_not_lie_over_each_other(reader, today):
    telling = a_telling(reader, SAID)
    opens(telling, reader, today)
    over = [Decision(0, 9, None, is_left_out=True), Decision(5, 12, None, is_left_out=True)]

    said = refusal(
        redactions.decide,
        telling,
        field="original",
        decisions=over,
        by=reader,
        on=today,
        now=now(),
    )

    assert said.startswith("Two of the places")


@pytest.mark.parametrize("who", ["lead", "board_member", "safeguarding_lead", "writer"])
def test_nobody_but_a_reader_opens_anything(reader, request, today, who):
    telling = a_telling(reader, SAID)
    person = request.getfixturevalue(who)
    access.carry_rights(person, on=today)

    assert refusal(opens, telling, person, today) == reading.ONLY_READERS
    assert not RawRead.objects.exists()


def test_who_runs_the_installation_opens_nothing(client, reader, today):
    telling = a_telling(reader, SAID)
    admin = with_second_factor(an_account("Pat Admin", is_platform_admin=True))

    assert refusal(opens, telling, admin, today) == reading.ONLY_READERS
    client.force_login(admin)
    assert client.get(telling.get_absolute_url()).status_code == 404
    assert client.post(telling.get_absolute_url(), {"reason": "write"}).status_code == 404
    admin.is_superuser = True
    with pytest.raises(IntegrityError, match="nobody_is_superuser"), transaction.atomic():
        admin.save()


def test_what_is_about_where_a_reader_works_goes_to_the_other(
    client, reader, writer, harbour, today
):
    telling = a_telling(reader, SAID)
    ReaderTerm.objects.filter(person=reader).update(employer=harbour)
    a_reader(writer, "second", by=reader)
    client.force_login(reader)
    client.post(telling.get_absolute_url(), {"reason": "write"})

    client.post(telling.get_absolute_url() + "about/", {"organisation": harbour.pk})
    after = client.post(telling.get_absolute_url(), {"reason": "write"}).content.decode()

    said = f"This is about {harbour}, where you work. {writer} will read it."
    assert said in after
    assert "Dr Rahman" not in after
    again = client.post(telling.get_absolute_url() + "redact/", {"audience": "board"})
    assert "Dr Rahman" not in again.content.decode()
    assert opens(telling, writer, today).original == SAID


def test_where_no_reader_is_left_it_goes_to_the_safeguarding_lead(
    reader, safeguarding_lead, harbour, today
):
    telling = a_telling(reader, SAID)
    ReaderTerm.objects.filter(person=reader).update(employer=harbour)
    access.carry_rights(safeguarding_lead, on=today)
    assert refusal(opens, telling, safeguarding_lead, today) == reading.ONLY_READERS

    reading.mark_about(telling, organisation=harbour, by=reader, now=now())

    assert refusal(opens, telling, reader, today).endswith("The safeguarding lead will read it.")
    assert opens(telling, safeguarding_lead, today).original == SAID
    mark = {"organisation": harbour, "by": reader, "now": now()}
    assert refusal(reading.mark_about, telling, **mark) == "That is marked already."
    assert refusal(reading.mark_about, telling, by=reader, now=now()).startswith("Choose one")


def test_the_glass_takes_two_people_and_lasts_an_hour(reader, lead, writer, today):
    telling = a_telling(reader, SAID)
    access.carry_rights(reader, on=today)
    access.carry_rights(lead, on=today)
    asked = {"reason": "They may be in danger tonight.", "on": today, "now": now()}
    assert refusal(glass.ask_to_break, telling, by=reader, **asked).startswith("You are one")
    assert refusal(
        glass.ask_to_break, telling, by=writer, **(asked | {"reason": "Now"})
    ).startswith("Say why")

    broken = glass.ask_to_break(telling, by=writer, **asked)
    agree = {"on": today, "now": now()}
    assert refusal(opens, telling, writer, today) == reading.ONLY_READERS
    assert refusal(glass.agree_to_break, broken, by=writer, **agree).startswith("Two people")
    assert refusal(glass.agree_to_break, broken, by=lead, **agree).startswith("Somebody who works")
    glass.agree_to_break(broken, by=reader, **agree)

    assert refusal(glass.agree_to_break, broken, by=reader, **agree).startswith("Somebody has")
    assert opens(telling, writer, today).original == SAID
    later = now() + timedelta(minutes=61)
    assert refusal(opens, telling, writer, today, later) == reading.ONLY_READERS
    told = Message.objects.get(to=lead.email, key__startswith="coproduction.glass:")
    assert telling.contributor.ref not in f"{told.subject} {told.body}"


def test_both_see_who_opened_what_and_who_broke_the_glass(client, north, reader, writer, today):
    telling = a_telling(reader, SAID)
    opens(telling, reader, today)
    glass.ask_to_break(telling, reason="It is urgent tonight.", by=writer, on=today, now=now())
    client.force_login(writer)

    page = client.get(north.url("lived-experience/heard/openings/")).content.decode()

    assert f"<bdi>{reader}</bdi> · <bdi>{telling.contributor.ref}</bdi>" in page
    assert "It is urgent tonight." in page
    agree = client.post(
        north.url(f"lived-experience/heard/glass/{BreakGlass.objects.get().pk}/agree/")
    )
    assert agree.status_code == 422
    client.force_login(reader)
    client.post(north.url(f"lived-experience/heard/glass/{BreakGlass.objects.get().pk}/agree/"))
    assert BreakGlass.objects.get().agreed_by == reader


def rows(reader, telling, organisation):
    at = now()
    glass_of = {"contribution": telling, "asked_by": reader, "asked_at": at, "reason": "x" * 20}
    mark = {"contribution": telling, "marked_by": reader, "marked_at": at}
    span = {"contribution": telling, "field": "original", "decided_by": reader, "decided_at": at}
    agreed = {"agreed_at": at, "until": at + timedelta(minutes=5)}
    return {
        "break_glass_takes_two_people": lambda: BreakGlass.objects.create(
            **glass_of, agreed_by=reader, **agreed
        ),
        "break_glass_agreed_as_a_whole": lambda: BreakGlass.objects.create(**glass_of, **agreed),
        "break_glass_says_why": lambda: BreakGlass.objects.create(**(glass_of | {"reason": "x"})),
        "break_glass_lasts_an_hour": lambda: BreakGlass.objects.create(
            **glass_of,
            agreed_by=an_account("Olu Two"),
            agreed_at=at,
            until=at + timedelta(minutes=61),
        ),
        "about_body_is_one_body": lambda: AboutBody.objects.create(**mark),
        "about_body_once": lambda: [
            AboutBody.objects.create(**mark, organisation=organisation) for _ in range(2)
        ],
        "redaction_once": lambda: [
            Redaction.objects.create(**span, start=0, end=2, state="added") for _ in range(2)
        ],
        "redaction_ends_after_it_starts": lambda: Redaction.objects.create(
            **span, start=2, end=2, state="added"
        ),
        "redaction_by_a_rule_or_by_hand": lambda: Redaction.objects.create(
            **span, start=0, end=2, state="accepted"
        ),
    }


@pytest.mark.parametrize(
    "name",
    [
        "break_glass_takes_two_people",
        "break_glass_agreed_as_a_whole",
        "break_glass_says_why",
        "break_glass_lasts_an_hour",
        "about_body_is_one_body",
        "about_body_once",
        "redaction_once",
        "redaction_ends_after_it_starts",
        "redaction_by_a_rule_or_by_hand",
    ],
)
def test_the_database_refuses_what_makes_no_sense(reader, harbour, name):
    breaking = rows(reader, a_telling(reader), harbour)[name]

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        breaking()


def test_a_reader_is_named_with_where_they_work(reader, writer, harbour):
    term = reading.appoint_reader(
        writer, kind="second", from_on=LONG_AGO, employer=harbour, by=reader
    )

    assert term.employer == harbour
