"""What somebody needs is said once, and every letter keeps to it."""

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client

from alliance import outbox, relay
from alliance.actions import preferences as actions
from alliance.errors import Refused
from alliance.models import Event, Message, PersonPreferences, User
from alliance.queries import preferences as queries
from alliance.tenancy.context import use
from tests.people import NOW, Place

NOTHING = {"needs": [], "note": "", "pace": "as_it_happens", "stopped": []}


def prefer(user: User, **wishes: object) -> PersonPreferences:
    return actions.prefer(user, by=user, **(NOTHING | wishes))


def write(
    to: User, *, key: str = "k", template: str = "ready", now: datetime = NOW, **words: object
) -> Message | None:
    return outbox.post(key=key, to=to.email, template=template, context={}, now=now, **words)


@pytest.fixture(autouse=True)
def a_template(settings: object, tmp_path: object) -> None:
    folder = tmp_path / "mail"  # type: ignore[operator]
    (folder / "board").mkdir(parents=True)
    for name in ("ready", "board/reminder"):
        (folder / f"{name}.txt").write_text("It is ready\n\nRead it here.\n")
        (folder / f"{name}.html").write_text("<p>Read it here.</p>")
    engine = settings.TEMPLATES[0]  # type: ignore[attr-defined]
    settings.TEMPLATES = [engine | {"DIRS": [tmp_path, *engine["DIRS"]]}]  # type: ignore[attr-defined]


def test_somebody_says_what_they_need_and_reads_it_again(
    client: Client, observer: User, north: Place
) -> None:
    client.force_login(observer)
    wishes = {"needs": ["large_print", "bsl"], "note": "Cream paper.", "pace": "mornings"}

    answer = client.post(north.url("preferences/"), wishes | {"stopped": ["board/reminder"]})

    assert answer.status_code == 302
    kept = queries.of(observer)
    assert (kept.needs, kept.note, kept.pace, kept.stopped) == (
        ["bsl", "large_print"],
        "Cream paper.",
        "mornings",
        ["board/reminder"],
    )
    assert kept.needs_in_words == ["Papers in large print", "British Sign Language at meetings"]
    page = client.get(north.url("preferences/")).content.decode()
    assert page.count(" checked") == 4


def test_the_record_says_that_they_changed_and_not_what_to(observer: User, north: Place) -> None:
    prefer(observer, needs=["easy_read"], note="Short words.")

    event = Event.objects.get(kind="alliance.preferences_changed")
    assert (event.by, event.data) == (observer, {})


def test_what_is_not_offered_is_refused(client: Client, observer: User, north: Place) -> None:
    client.force_login(observer)

    for wrong in ({"needs": ["gold"]}, {"stopped": ["alliance/invitation"]}, {"pace": "never"}):
        answer = client.post(north.url("preferences/"), {"pace": "mornings"} | wrong)
        assert answer.status_code == 422

    assert not PersonPreferences.objects.exists()


def test_only_letters_that_one_may_do_without_can_be_stopped(observer: User, north: Place) -> None:
    with pytest.raises(Refused):
        prefer(observer, stopped=["board/pack"])


def test_the_page_is_for_those_with_an_office(
    client: Client, stranger: User, leaver: User, north: Place
) -> None:
    assert client.get(north.url("preferences/")).status_code == 302
    for user in (stranger, leaver):
        client.force_login(user)
        assert client.get(north.url("preferences/")).status_code == 404


def test_the_persons_menu_leads_there(client: Client, observer: User, north: Place) -> None:
    client.force_login(observer)

    assert f'href="{north.url("preferences/")}"' in client.get(north.url("")).content.decode()


def test_who_runs_the_alliance_sees_what_helps_and_nobody_else(
    client: Client, observer: User, lead: User, north: Place
) -> None:
    prefer(observer, needs=["by_post"], note="To the community centre.")
    pages = {}

    for reader in (lead, observer):
        client.force_login(reader)
        pages[reader] = client.get(north.url(f"people/{observer.pk}/")).content.decode()

    assert "Papers by post" in pages[lead]
    assert "To the community centre." in pages[lead]
    assert "Papers by post" not in pages[observer]


def test_plain_text_has_no_twin(observer: User, lead: User, north: Place) -> None:
    prefer(observer, needs=["plain_text"])
    write(observer, key="a")
    write(lead, key="b")

    relay.deliver_due(now=NOW)

    twins = {letter.to[0]: len(letter.alternatives) for letter in mail.outbox}
    assert twins == {observer.email: 0, lead.email: 1}


def test_a_secret_letter_can_be_plain_as_well(observer: User, north: Place) -> None:
    prefer(observer, needs=["plain_text"])
    write(observer, secret=True)

    relay.deliver_due(now=NOW)

    (letter,) = mail.outbox
    assert (letter.body, letter.alternatives) == ("Read it here.\n", [])


@pytest.mark.parametrize(
    ("written", "due"),
    [
        (datetime(2026, 3, 2, 6, 59, tzinfo=UTC), datetime(2026, 3, 2, 8, 0, tzinfo=UTC)),
        (datetime(2026, 3, 2, 8, 0, tzinfo=UTC), datetime(2026, 3, 3, 8, 0, tzinfo=UTC)),
        (datetime(2026, 3, 28, 9, 0, tzinfo=UTC), datetime(2026, 3, 29, 7, 0, tzinfo=UTC)),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), datetime(2026, 7, 1, 7, 0, tzinfo=UTC)),
    ],
)
def test_letters_wait_for_the_morning_in_london(
    observer: User, north: Place, written: datetime, due: datetime
) -> None:
    prefer(observer, pace="mornings")

    letter = write(observer, now=written)

    assert letter is not None
    assert letter.due_at == due


def test_a_secret_letter_never_waits(observer: User, north: Place) -> None:
    prefer(observer, pace="mornings")

    letter = write(observer, secret=True)

    assert letter is not None
    assert letter.due_at == NOW


def test_a_stopped_letter_is_not_written_and_others_are(observer: User, north: Place) -> None:
    prefer(observer, stopped=["board/reminder"])

    assert write(observer, template="board/reminder") is None
    assert write(observer) is not None


def test_each_alliance_keeps_its_own(observer: User, north: Place, south: Place) -> None:
    prefer(observer, needs=["plain_text"])

    with use(south.id):
        assert queries.of(observer).needs == []


def test_papers_come_in_the_form_that_somebody_reads(
    observer: User, lead: User, north: Place
) -> None:
    prefer(observer, needs=["large_print"])

    assert (queries.format_of(observer), queries.format_of(lead)) == ("large_print", "pdf")
    assert queries.formats_of([observer, lead]) == {observer.pk: "large_print", lead.pk: "pdf"}


def test_a_person_has_one_row(observer: User, north: Place) -> None:
    prefer(observer, needs=["audio"])
    prefer(observer, needs=["bsl"])

    with pytest.raises(IntegrityError), transaction.atomic():
        PersonPreferences.objects.create(user=observer)

    assert queries.of(observer).needs == ["bsl"]


def test_the_database_knows_the_needs(observer: User, north: Place) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonPreferences.objects.create(user=observer, needs=["gold"])


def test_the_models_needs_are_those_of_the_constraint() -> None:
    (constraint,) = [
        c for c in PersonPreferences._meta.constraints if c.name == "preferences_needs_are_known"
    ]

    assert constraint.condition.children == [  # type: ignore[attr-defined]
        ("needs__contained_by", PersonPreferences.Need.values)
    ]
