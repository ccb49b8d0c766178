"""What an alliance settles for itself, its priorities, its record and its post."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from alliance import audit
from alliance.actions import letters, priorities
from alliance.errors import Refused
from alliance.models import AllianceSettings, Event, Message, Priority, User
from alliance.queries.frame import crisis_lines
from alliance.queries.letters import advice
from tests.people import Place


@pytest.fixture(autouse=True)
def nothing_is_kept_from_before() -> None:
    cache.clear()


SETTLED = {
    "display_name": "North Alliance",
    "accent": "#0f5c5c",
    "public_contact": "hello@north.example",
    "crisis_lines": "Samaritans: 116 123",
    "reminder_days": "5",
    "answer_insight_days": "60",
    "k_people": "5",
    "k_organisations": "3",
    "least_reviewers": "3",
    "open_data_licence": "cc-by-4.0",
}


def test_a_new_name_is_seen_at_once(
    client: Client, lead: User, north: Place, django_capture_on_commit_callbacks: object
) -> None:
    client.force_login(lead)
    client.get(north.url(""))

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        answer = client.post(north.url("settings/"), SETTLED | {"display_name": "Northern Lights"})

    assert answer.status_code == 302
    assert b"Northern Lights" in client.get(north.url("")).content
    event = Event.objects.get(kind="alliance.settings_changed")
    assert event.data["changed"] == ["display_name"]
    assert "Northern" not in str(event.data)


def test_a_faint_colour_is_refused_with_one_nearby(
    client: Client, lead: User, north: Place
) -> None:
    client.force_login(lead)

    answer = client.post(north.url("settings/"), SETTLED | {"accent": "#ffee00"})

    assert answer.status_code == 422
    assert b"White letters on #ffee00 are too faint to read." in answer.content
    assert AllianceSettings.objects.get().accent == "#0f5c5c"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("accent", "green", "Write the colour as #"),
        ("crisis_lines", "Samaritans, ring them", "We cannot find a number"),
        ("k_people", "4", "5"),
        ("k_organisations", "2", "3"),
    ],
)
def test_what_cannot_be_is_refused(
    client: Client, lead: User, north: Place, field: str, typed: str, sentence: str
) -> None:
    client.force_login(lead)

    answer = client.post(north.url("settings/"), SETTLED | {field: typed})

    assert answer.status_code == 422
    assert sentence in str(answer.context["form"].errors[field])


def test_nothing_changed_writes_nothing(client: Client, lead: User, north: Place) -> None:
    client.force_login(lead)

    client.post(north.url("settings/"), SETTLED)

    assert Event.objects.filter(kind="alliance.settings_changed").exists() is False


def test_crisis_lines_are_read_as_people_write_them() -> None:
    found = crisis_lines("NHS 111: 111 (choose option 2)\n\nSamaritans: 116 123\nnot a line")

    assert [(line.name, line.phone, line.note) for line in found] == [
        ("NHS 111", "111", "choose option 2"),
        ("Samaritans", "116 123", ""),
    ]


def test_an_observer_reads_priorities_and_no_settings(
    client: Client, observer: User, north: Place
) -> None:
    Priority.objects.create(number=1, name="Better funding")
    client.force_login(observer)

    page = client.get(north.url("priorities/"))

    assert b"Better funding" in page.content
    assert b"Reword" not in page.content
    assert client.get(north.url("settings/")).status_code == 403
    assert client.post(north.url("priorities/add/"), {"name": "X"}).status_code == 403


def three(lead: User) -> list[Priority]:
    return [priorities.add(name=name, words="", by=lead) for name in ("One", "Two", "Three")]


def test_priorities_are_added_reworded_and_put_in_order(
    client: Client, lead: User, north: Place
) -> None:
    one, two, others = three(lead)
    client.force_login(lead)

    client.post(north.url("priorities/add/"), {"name": "Four", "words": "And why"})
    client.post(north.url(f"priorities/{two.pk}/"), {"name": "Second", "words": ""})
    four = Priority.objects.get(name="Four")
    order = [four, others, two, one]
    client.post(
        north.url("priorities/order/"),
        {f"order-{p.pk}": str(place) for place, p in enumerate(order, 1)},
    )

    names = list(Priority.objects.order_by("number").values_list("number", "name"))
    assert names == [(1, "Four"), (2, "Three"), (3, "Second"), (4, "One")]


def test_two_in_one_place_are_refused(client: Client, lead: User, north: Place) -> None:
    one, two, _ = three(lead)
    client.force_login(lead)

    answer = client.post(
        north.url("priorities/order/"), {f"order-{one.pk}": "1", f"order-{two.pk}": "1"}
    )

    assert answer.status_code == 422
    assert b"Two are in place 1" in answer.content


def test_a_retired_priority_can_come_back(client: Client, lead: User, north: Place) -> None:
    one = three(lead)[0]
    client.force_login(lead)

    client.post(north.url(f"priorities/{one.pk}/retire/"))
    client.post(north.url(f"priorities/{one.pk}/retire/"))
    retired = list(Priority.objects.current().values_list("name", flat=True))
    client.post(north.url(f"priorities/{one.pk}/bring-back/"))

    assert retired == ["Two", "Three"]
    assert Priority.objects.current().count() == 3
    with pytest.raises(Refused, match="is in use"):
        priorities.bring_back(Priority.objects.get(pk=one.pk), by=lead)


def test_the_record_is_filtered(client: Client, lead: User, observer: User, north: Place) -> None:
    three(lead)
    audit.record(by=observer, kind="test.looked", subject=lead)
    client.force_login(lead)
    tomorrow = timezone.localdate() + timedelta(days=1)

    def found(query: str) -> int:
        return int(client.get(north.url(f"happened/{query}")).context["page"].paginator.count)

    assert found("?kind=alliance.priority_added") == 3
    assert found(f"?by={observer.pk}") == 1
    assert found(f"?since={tomorrow.isoformat()}") == 0
    assert found("?since=nonsense") == found("")
    assert found("?kind=no.such") == found("")


def test_the_record_as_a_spreadsheet(client: Client, lead: User, north: Place) -> None:
    lead.known_as = "=cmd|' /C calc'!A0"
    lead.save()
    three(lead)
    client.force_login(lead)

    answer = client.get(north.url("happened/what-happened.csv?kind=alliance.priority_added"))

    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "number,at,what,by,as,about,about_id"
    assert len(lines) == 4
    assert "'=cmd" in lines[1]
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_each_sees_what_is_recorded_under_their_name(
    client: Client, lead: User, observer: User, north: Place
) -> None:
    three(lead)
    audit.record(by=observer, kind="test.looked", subject=lead)
    client.force_login(observer)

    page = client.get(north.url("happened/mine/"))

    assert [row["what"] for row in page.context["rows"]] == ["Looked"]
    assert client.get(north.url("happened/")).status_code == 403


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_the_record_costs_the_same_however_long(
    client: Client, lead: User, north: Place, rows: int, django_assert_num_queries: object
) -> None:
    for _ in range(rows):
        audit.record(by=lead, kind="test.looked", subject=lead)
    client.force_login(lead)
    client.get(north.url("happened/"))

    with django_assert_num_queries(8):  # type: ignore[operator]
        client.get(north.url("happened/"))


def a_letter(number: int = 1, **fields: object) -> Message:
    words = {
        "key": f"letter {number}",
        "to": f"p{number}@people.example",
        "subject": "The May meeting",
        "body": "SECRET WORDS",
        "due_at": timezone.now(),
    }
    return Message.objects.create(**(words | fields))


def test_the_post_page_never_says_what_letters_say(
    client: Client, lead: User, north: Place
) -> None:
    a_letter(1, failed_at=timezone.now(), problem="SMTPRecipientsRefused: {}")
    a_letter(2, sent_at=timezone.now())
    a_letter(3)
    client.force_login(lead)

    page = client.get(north.url("post/"))

    text = page.content.decode()
    assert "1 letter could not be delivered" in text
    assert "Ask for another address." in text
    assert "SECRET WORDS" not in text
    counts = page.context["counts"]
    assert (counts.failed, counts.sent, counts.waiting) == (1, 1, 1)
    only = client.get(north.url("post/?state=failed"))
    assert only.context["page"].paginator.count == 1


def test_a_failed_letter_is_sent_again(client: Client, lead: User, north: Place) -> None:
    letter = a_letter(1, failed_at=timezone.now(), attempts=12, problem="TimeoutError: x")
    client.force_login(lead)

    client.post(north.url(f"post/{letter.pk}/send-again/"))
    again = client.post(north.url(f"post/{letter.pk}/send-again/"), follow=True)

    letter.refresh_from_db()
    assert (letter.failed_at, letter.attempts, letter.problem) == (None, 0, "")
    assert b"on its way or has arrived" in again.content
    with pytest.raises(Refused, match="on its way"):
        letters.send_again(letter, by=lead, now=timezone.now())


def test_jobs_are_no_letters(client: Client, lead: User, north: Place) -> None:
    job = Message.objects.create(kind="job", key="j", task="alliance.tick", due_at=timezone.now())
    client.force_login(lead)

    assert client.post(north.url(f"post/{job.pk}/send-again/")).status_code == 404


def test_each_problem_has_something_to_do_about_it() -> None:
    assert "could not be reached" in advice(Message(problem="ConnectionRefusedError: x"))
    assert "ring the person" in advice(Message(problem="SMTPDataError: x"))
    assert advice(Message()) == ""


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_the_post_costs_the_same_however_long(
    client: Client, lead: User, north: Place, rows: int, django_assert_num_queries: object
) -> None:
    for number in range(rows):
        a_letter(number)
    client.force_login(lead)
    client.get(north.url("post/"))

    with django_assert_num_queries(7):  # type: ignore[operator]
        client.get(north.url("post/"))
