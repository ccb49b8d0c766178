"""A list is looked at, put in as a whole or not at all, undone for a day, and then forgotten."""

import io
import random
import time
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from alliance.errors import Refused
from alliance.models import Document, Invitation, Message
from alliance.queries.documents import path_of
from members.actions import drafts, imports, live_profile, organisations
from members.importing import files
from members.importing.comparing import State
from members.models import (
    Identifier,
    ImportChange,
    ImportRun,
    LedByDeclaration,
    MembershipPeriod,
    Organisation,
    ProfileVersion,
    Representative,
    Service,
    ServiceArea,
    ServiceCapacity,
    ServiceLanguage,
)
from members.queries import imports as queries
from tests.factories.members import a_service, a_service_capacity, an_area, an_organisation
from tests.members.made_files import csv_of, saved, xlsx_of
from tests.members.reading import words_of
from tests.members.test_importing import TWELVE, TWELVE_HEADS, TWELVE_SAID
from tests.members.test_models import refused

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LIST = csv_of(
    [
        ("Poplar Pattern Cutters", "", "Micro", "hello@ppc.example", "4 May 2025"),
        ("Harbour Lane", "1234567", "Medium", "", ""),
    ]
).encode()


@pytest.fixture
def check(lead, today):
    """Look at a file as the lead."""

    def checking(content, *, kind="organisations", name="list.csv", now=NOW):
        return imports.check_file(kind, name=name, content=content, by=lead, on=today, now=now)

    return checking


@pytest.fixture
def put_in(lead, today):
    def putting(run, *, now=NOW, **words):
        imports.put_in(run, by=lead, on=today, now=now, **words)
        run.refresh_from_db()
        return run

    return putting


def states(run):
    return [row["state"] for row in run.preview["rows"]]


def faults(run):
    return [words for row in run.preview["rows"] for words in row["problems"]]


def all_there_is():
    return {
        model: list(model.objects.order_by("pk").values())
        for model in (Organisation, Identifier, MembershipPeriod, Service, ServiceLanguage)
    }


# ---- looking ------------------------------------------------------------------------------------
def test_looking_writes_nothing(check, harbour):
    before = all_there_is()

    run = check(LIST)

    assert states(run) == ["new", "changed"]
    assert all_there_is() == before
    assert run.state == ImportRun.State.CHECKED


def test_thirteen_faults_give_thirteen_sentences_and_nothing_is_written(check, put_in, harbour):
    before = all_there_is()
    run = check(csv_of(TWELVE, heads=TWELVE_HEADS).encode())

    assert faults(run) == TWELVE_SAID
    assert run.problems == 13
    assert all_there_is() == before


def test_the_corrected_file_is_put_in_and_put_in_again_changes_nothing(check, put_in, harbour):
    put_in(check(LIST))

    new = Organisation.objects.get(name="Poplar Pattern Cutters")
    assert (new.size_band, new.email, new.status) == ("micro", "hello@ppc.example", "active")
    assert MembershipPeriod.objects.get(organisation=new).started_on == date(2025, 5, 4)
    harbour.refresh_from_db()
    assert harbour.size_band == "medium"
    assert Identifier.objects.get().value == "1234567"

    again, before = check(LIST), all_there_is()
    assert states(again) == ["same", "same"]
    with pytest.raises(Refused, match="There is nothing to change"):
        put_in(again)
    assert all_there_is() == before


def test_good_rows_go_in_and_rows_with_faults_are_left_out(check, put_in):
    put_in(check(csv_of([("Right", "", "", "", ""), ("Wrong", "A12", "", "", "")]).encode()))

    assert list(Organisation.objects.values_list("name", flat=True)) == ["Right"]


def test_a_list_that_fails_half_way_leaves_nothing(check, put_in, harbour, monkeypatch):
    run, before = check(LIST), all_there_is()

    def failing(*args, **words):
        raise RuntimeError("killed")

    monkeypatch.setattr(live_profile, "write", failing)
    with pytest.raises(RuntimeError, match="killed"):
        put_in(run)

    run.refresh_from_db()
    assert run.state == ImportRun.State.CHECKED
    assert all_there_is() == before


def test_a_refusal_of_one_row_is_told_with_its_row(check, put_in, harbour, monkeypatch):
    def refusing(*args, **words):
        raise Refused("No.")

    an_organisation("Reed House", is_member=False)
    run = check(csv_of([("Reed House", "", "", "", "4 May 2025")]).encode())
    monkeypatch.setattr(organisations, "begin_membership", refusing)

    with pytest.raises(Refused, match=r"Row 2: No\. Nothing was written\."):
        put_in(run)
    assert not MembershipPeriod.objects.filter(organisation__name="Reed House").exists()


def test_what_moved_since_it_was_looked_at_is_looked_at_again(check, put_in, harbour):
    run = check(LIST)
    Organisation.objects.filter(pk=harbour.pk).update(size_band="medium")
    Identifier.objects.create(organisation=harbour, scheme="GB-CHC", value="1234567")

    put_in(run)

    assert run.state == ImportRun.State.CHECKED
    assert states(run) == ["new", "same"]
    assert put_in(run).state == ImportRun.State.APPLIED


def test_columns_we_do_not_know_are_left_out_only_when_somebody_says_so(check, put_in):
    run = check(b"Organisation,Email,Led by\nTea,a@b.example,Women\n")

    with pytest.raises(Refused, match="Tick that columns we do not know"):
        put_in(run)
    put_in(run, leave_unknown=True)

    assert Organisation.objects.get().name == "Tea"
    assert LedByDeclaration.objects.count() == 0


def test_a_list_is_settled_once(check, put_in, lead):
    run = put_in(check(LIST))

    for again in (lambda: put_in(run), lambda: imports.discard(run, by=lead)):
        with pytest.raises(Refused, match="settled already"):
            again()


def test_a_list_put_aside_is_not_put_in(check, put_in, lead):
    run = check(LIST)
    imports.discard(run, by=lead)

    with pytest.raises(Refused, match="settled already"):
        put_in(run)


# ---- who speaks for themselves ------------------------------------------------------------------
@pytest.fixture
def speaking(harbour, editor, approver):
    """Harbour Lane has approved what is said of it."""
    from members.actions import approvals

    values = {"organisation/plain_summary": "Tea and talk."}
    version = drafts.save(harbour, values=values, by=editor, now=NOW)
    drafts.send(version, by=editor, now=NOW)
    approvals.approve(version, by=approver, on=NOW.date(), now=NOW)
    harbour.refresh_from_db()
    return harbour


def test_an_organisation_that_approves_itself_is_asked_and_nothing_changes(
    check, put_in, speaking, lead
):
    run = check(LIST)
    assert [row["is_asked"] for row in run.preview["rows"]] == [False, True]

    put_in(run)

    speaking.refresh_from_db()
    assert speaking.size_band == "small"
    version = ProfileVersion.objects.get(state="sent")
    assert version.content["organisation"]["size_band"] == "medium"
    assert version.content["organisation"]["numbers"][0]["value"] == "1234567"
    assert "is writing a change itself" in faults(check(LIST))[0]

    imports.undo(run, by=lead, now=NOW + timedelta(hours=1))
    version.refresh_from_db()
    assert version.state == "withdrawn"


def test_its_services_are_asked_about_in_the_same_version(check, put_in, speaking):
    tea = a_service(speaking, "Tea")
    ServiceLanguage.objects.create(service=tea, language="ar", how="written")
    an_area()
    content = (
        "Organisation,Service,What it costs,Languages,Wards\n"
        "Harbour Lane,Tea,Free,Somali,Shadwell\nHarbour Lane,Cake,,,\n"
    )

    put_in(check(content.encode(), kind="services"))

    version = ProfileVersion.objects.get(state="sent")
    said = {one["name"]: one for one in version.content["services"].values()}
    assert sorted(said) == ["Cake", "Tea"]
    assert said["Tea"]["costs"] == "Free"
    assert {(one["tag"], one["how"]) for one in said["Tea"]["languages"]} == {
        ("ar", "written"),
        ("so", "staff"),
    }
    tea.refresh_from_db()
    assert tea.costs == ""


# ---- services, people, places -------------------------------------------------------------------
SERVICES = (
    "Organisation,Service,Running,Languages,Wards,Youngest age\n"
    "Harbour Lane,Tea,Running,Sylheti; BSL,St George,18\n"
    "Harbour Lane,Cake,Closed for a while,,Shadwell,\n"
    "Nowhere,Pie,,,,\n"
)


def test_services_come_in_with_languages_and_former_names_of_wards(check, put_in, harbour):
    an_area(former_name="St George")
    cake = a_service(harbour, "Cake")

    run = check(SERVICES.encode(), kind="services")

    assert states(run) == ["new", "changed", "problem"]
    assert faults(run) == ["Row 4, Organisation: there is no organisation called “Nowhere” here."]
    put_in(run)
    tea = Service.objects.get(name="Tea")
    assert tea.minimum_age == 18
    spoken = ServiceLanguage.objects.filter(service=tea).order_by("language")
    assert list(spoken.values_list("language", flat=True)) == ["bfi", "syl"]
    cake.refresh_from_db()
    assert cake.status == "temporarily_closed"
    assert ServiceArea.objects.count() == 2
    assert states(check(SERVICES.encode(), kind="services"))[:2] == ["same", "same"]


def test_a_service_that_was_given_up_is_not_brought_back_by_a_list(check, harbour):
    a_service(harbour, "Cake", status="defunct")

    run = check(b"Organisation,Service,What it costs\nHarbour Lane,Cake,Free\n", kind="services")

    assert faults(run) == ["Row 2: Cake was given up. Choose another name."]


PEOPLE = (
    "Organisation,Name,Email,Role,Job title\n"
    "Harbour Lane,Robin Reed,Robin@people.example,Approver,\n"
    "Harbour Lane,Shirin B,shirin.begum@people.example,,Cook\n"
)


def test_somebody_new_is_invited_and_somebody_known_gets_a_job_title(
    check, put_in, harbour, editor
):
    run = put_in(check(PEOPLE.encode(), kind="representatives"))

    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("robin@people.example", "approver")
    assert Message.objects.get(to="robin@people.example").is_secret
    assert Representative.objects.get(user=editor).job_title == "Cook"
    assert run.state == ImportRun.State.APPLIED
    assert states(check(PEOPLE.encode(), kind="representatives")) == ["same", "same"]


def test_a_role_is_not_changed_by_a_list(check, harbour, editor):
    content = PEOPLE.replace("people.example,,Cook", "people.example,Approver,Cook")

    run = check(content.encode(), kind="representatives")

    assert "Shirin Begum has Editor here. Change that on its own page." in faults(run)[0]


PLACES = (
    "Organisation,Service,Places,Places free,Places in all,Opens again on\n"
    "Harbour Lane,Tea,A few places,4,12,\n"
    "Harbour Lane,Cake,Closed,,,4 May 2026\n"
    "Harbour Lane,Pie,Open,,,\n"
)


def test_places_free_come_in_for_services_that_are_listed(check, put_in, harbour):
    tea, cake = a_service(harbour, "Tea"), a_service(harbour, "Cake")
    a_service_capacity(cake, available=9, maximum=9)

    run = check(PLACES.encode(), kind="capacity", now=datetime.now(tz=UTC))

    assert states(run) == ["changed", "changed", "problem"]
    assert "“Pie” is not listed here. Put it in first." in faults(run)[0]
    put_in(run, now=datetime.now(tz=UTC))
    said = ServiceCapacity.objects.filter(source="import").order_by("service")
    assert list(said.values_list("service", "referral_status", "available", "maximum")) == [
        (tea.pk, "limited", 4, 12),
        (cake.pk, "closed", None, None),
    ]
    again = check(PLACES.encode(), kind="capacity", now=datetime.now(tz=UTC))
    assert states(again)[:2] == ["same", "same"]


def test_places_that_ran_out_hold_again_when_a_list_says_the_same(check, harbour):
    long_ago = NOW - timedelta(days=60)
    tea = a_service(harbour, "Tea")
    a_service_capacity(
        tea, referral_status="limited", available=4, maximum=12, confirmed_at=long_ago
    )

    assert states(check(PLACES.encode(), kind="capacity"))[0] == "changed"


def test_places_cannot_be_undone_and_the_page_says_what_to_do(check, put_in, harbour, lead):
    a_service(harbour, "Tea")
    run = put_in(check(PLACES.encode(), kind="capacity"))

    with pytest.raises(Refused, match="Send a list with the right ones"):
        imports.undo(run, by=lead, now=NOW)


# ---- undoing ------------------------------------------------------------------------------------
def test_a_list_is_undone_as_a_whole(check, put_in, harbour, lead):
    before = all_there_is()
    run = put_in(check(LIST))

    imports.undo(run, by=lead, now=NOW + timedelta(hours=23))

    assert all_there_is() == before
    run.refresh_from_db()
    assert run.state == ImportRun.State.UNDONE


def test_services_and_people_are_undone_too(check, put_in, harbour, editor, lead):
    area = an_area(former_name="St George")
    cake = a_service(harbour, "Cake")
    ServiceArea.objects.create(service=cake, area=area)
    ServiceLanguage.objects.create(service=cake, language="so")
    before = all_there_is()
    services = put_in(check(SERVICES.replace("Shadwell", "").encode(), kind="services"))
    people = put_in(check(PEOPLE.encode(), kind="representatives"))

    for run in (people, services):
        imports.undo(run, by=lead, now=NOW + timedelta(hours=1))

    assert all_there_is() == before
    assert list(ServiceArea.objects.values_list("service", "area")) == [(cake.pk, area.pk)]
    assert Invitation.objects.get().withdrawn_at is not None
    assert Representative.objects.get(user=editor).job_title == ""


@pytest.mark.parametrize("hours", [24, 48])
def test_after_a_day_or_a_second_time_a_list_is_not_undone(check, put_in, lead, hours):
    run = put_in(check(LIST))

    with pytest.raises(Refused, match="for a day after it was put in, and once"):
        imports.undo(run, by=lead, now=NOW + timedelta(hours=hours))
    imports.undo(run, by=lead, now=NOW)
    with pytest.raises(Refused, match="for a day after it was put in, and once"):
        imports.undo(run, by=lead, now=NOW)


def test_what_somebody_changed_since_is_not_undone(check, put_in, harbour, lead):
    run = put_in(check(LIST))
    Organisation.objects.filter(pk=harbour.pk).update(size_band="large")

    with pytest.raises(Refused, match=r"Changed since: Harbour Lane\. Put it right by hand"):
        imports.undo(run, by=lead, now=NOW)
    assert Organisation.objects.filter(name="Poplar Pattern Cutters").exists()


def test_what_somebody_built_on_since_is_not_undone(check, put_in, harbour, lead):
    run = put_in(check(LIST))
    a_service(Organisation.objects.get(name="Poplar Pattern Cutters"))

    with pytest.raises(Refused, match="Used since: Poplar Pattern Cutters"):
        imports.undo(run, by=lead, now=NOW)


def test_an_organisation_somebody_was_invited_to_is_not_undone(check, put_in, harbour, lead):
    run = put_in(check(LIST))
    people = PEOPLE.replace("Harbour Lane", "Poplar Pattern Cutters")
    put_in(check(people.encode(), kind="representatives"))

    with pytest.raises(Refused, match="Used since: Poplar Pattern Cutters"):
        imports.undo(run, by=lead, now=NOW)


def test_somebody_who_has_accepted_is_not_uninvited(check, put_in, harbour, editor, lead):
    run = put_in(check(PEOPLE.encode(), kind="representatives"))
    Invitation.objects.update(accepted_at=NOW)

    with pytest.raises(Refused, match="Robin Reed, who has accepted"):
        imports.undo(run, by=lead, now=NOW)


# ---- forgetting ---------------------------------------------------------------------------------
def test_files_and_what_stood_in_them_are_forgotten_once_past_undoing(check, put_in, lead):
    run = put_in(check(LIST))
    path = path_of(run.file)
    assert imports.forget_settled(now=NOW + timedelta(hours=23)) == 0

    assert imports.forget_settled(now=NOW + timedelta(hours=25)) == 1
    assert imports.forget_settled(now=NOW + timedelta(hours=25)) == 0

    run.refresh_from_db()
    assert (run.file, run.preview, run.state) == (None, {}, ImportRun.State.APPLIED)
    assert ImportChange.objects.count() == 0
    assert Document.objects.count() == 0
    assert default_storage.exists(path)  # until the transaction of the test, never committed


@pytest.mark.parametrize("days", [6, 8])
def test_a_list_nobody_decided_about_is_put_aside_after_a_week(check, days):
    run = check(LIST)

    imports.forget_settled(now=NOW + timedelta(days=days))

    run.refresh_from_db()
    assert run.state == ("discarded" if days > 7 else "checked")


# ---- there and back -----------------------------------------------------------------------------
@pytest.fixture
def everything(harbour, heron, editor, approver, heron_approver):
    """Two organisations with awkward words, numbers, services, people and places."""
    Organisation.objects.filter(pk=heron.pk).update(
        phone="+44 20 7946 0123", plain_summary="=Not a formula\nsecond line; “quoted”, café 🍲"
    )
    for organisation, scheme, value in (
        (harbour, "GB-CHC", "1234567"),
        (heron, "GB-CHC", "1234567"),  # it hosts Harbour Lane
        (heron, "GB-CHC", "7654321"),
        (heron, "GB-NHS", "RRE"),
        (heron, "other", "-12"),
    ):
        Identifier.objects.create(organisation=organisation, scheme=scheme, value=value)
    tea = a_service(harbour, "Tea", minimum_age=0, maximum_age=18, costs="@nothing")
    for tag in ("so", "bn", "zh", "bfi"):
        ServiceLanguage.objects.create(service=tea, language=tag)
    ServiceArea.objects.create(service=tea, area=an_area())
    a_service_capacity(tea, referral_status="closed", available=0, maximum=12, note="-ask us")
    a_service(heron, "Tea")
    a_service(heron, "Old", status="defunct")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", ["organisations", "services", "representatives", "capacity"])
def test_what_goes_out_comes_back_with_nothing_to_change(
    ask, check, everything, lead, kind, ending
):
    answer = ask(lead, f"members/import/{kind}/held.{ending}")
    assert answer.status_code == 200

    run = check(answer.content, kind=kind, name=f"held.{ending}", now=datetime.now(tz=UTC))

    assert faults(run) == []
    assert set(states(run)) == {"same"}
    assert run.preview["unknown"] == []


def test_no_cell_that_goes_out_is_a_formula(ask, everything, lead):
    content = ask(lead, "members/import/organisations/held.xlsx").content

    cells = [cell for row in load_workbook(io.BytesIO(content)).active.rows for cell in row]
    assert any(cell.value == "'+44 20 7946 0123" for cell in cells)
    assert [cell.value for cell in cells if cell.data_type == "f"] == []


# ---- two hundred rows of somebody's real life ---------------------------------------------------
def a_messy_book():
    """Titles, merged headings, numbers as numbers, twins, bad numbers and formulas: 200 rows."""
    book = xlsx_of([], heads=("Members of the network, autumn",))
    sheet = book.active
    sheet.merge_cells("A1:F1")
    sheet.append([])
    sheet.append(["", "Registers", "", "Contact", "", ""])
    sheet.merge_cells("B3:C3")
    sheet.append(["Charity Name", "Charity no.", "Company No", "E-mail", "Telephone", "Joined"])
    expected = []
    for number in range(200):
        line = [f"Group {number:03}", 1_000_000 + number, "", f"hello@g{number}.example", "", ""]
        line[5] = date(2025, 1, 1) + timedelta(days=number)
        fault = MESS.get(number % 20)
        if fault:
            column, value, words = fault
            line[column] = value
            expected.append((number + 5, words))
        sheet.append(line)
    return saved(book), expected


MESS = {
    3: (1, "A12", "Charity number: “A12” is not six or seven digits"),
    5: (1, 12345, "Charity number: “12345” is not six or seven digits"),
    7: (3, "no email", "Email: “no email” is not an email address"),
    9: (4, "=1+1", "Phone: this is a formula without its result"),
    11: (5, "13/13/2025", "Member since: “13/13/2025”: There is no such month"),
    13: (0, "Group 000", "this is in row 5 already"),
    15: (0, None, "Organisation: this is empty"),
    17: (5, "1/13/2025", "and is 13 January 2025 with the month first"),
    19: (2, "12-34", "Company number: “12-34” is not a company number"),
}


def test_a_messy_book_of_two_hundred_rows_has_each_fault_named_and_the_good_rows_go_in(
    check, put_in
):
    content, expected = a_messy_book()
    started = time.perf_counter()

    run = check(content, name="Members (final) v3.xlsx")

    assert time.perf_counter() - started < 5
    found = [(row["number"], row["problems"][0]) for row in run.preview["rows"] if row["problems"]]
    assert [row for row, _ in found] == [row for row, _ in expected]
    for (row, said), (_, words) in zip(found, expected, strict=True):
        assert said.startswith(f"Row {row}")
        assert words in said
    put_in(run)
    assert Organisation.objects.count() == 200 - len(expected)
    assert set(states(check(content, name="x.xlsx"))) == {"same", "problem"}


def test_the_same_mess_as_text_of_mixed_writings(check):
    chance = random.Random(7)
    lines = ["Organisation;Charity number;Summary"]
    lines += [f"Café {n};{1_000_000 + n};“Tea” — naïve, über" for n in range(200)]
    content = b"\r\n".join(
        line.encode("cp1252" if chance.random() < 0.5 else "utf-8") for line in lines
    )

    run = check(content)

    assert run.rows == 200
    assert {row["name"][:4] for row in run.preview["rows"]} == {"Café"}


def test_a_thousand_rows_are_looked_at_in_five_seconds_and_in_the_same_few_queries(
    check, django_assert_num_queries, harbour, today
):
    rows = [(f"Group {n}", str(1_000_000 + n), "Small", f"a@g{n}.example", "") for n in range(1000)]
    content = saved(xlsx_of(rows))
    started = time.perf_counter()

    with django_assert_num_queries(4):
        found = queries.look("organisations", name="x.xlsx", content=content, on=today, now=NOW)

    assert time.perf_counter() - started < 5
    assert [one.state for one in found.verdicts] == [State.NEW] * 1000


@pytest.fixture
def counted():
    """How many questions something asks of the database."""

    def counting(do):
        with CaptureQueriesContext(connection) as asked:
            do()
        return len(asked)

    return counting


def test_a_long_list_is_put_in_and_undone_in_as_many_questions_as_a_short_one(
    check, put_in, lead, counted, harbour
):
    found = []
    for start, count in ((0, 5), (100, 60)):
        rows = [
            (f"Group {n}", str(1_000_000 + n), "Small", f"a@g{n}.example", "4 May 2025")
            for n in range(start, start + count)
        ]
        run = check(csv_of(rows).encode())
        found.append((counted(partial(put_in, run)), counted(partial(undo, run, lead))))

    assert found[0] == found[1]
    assert found[0][0] <= PUT_IN_QUERIES
    assert list(Organisation.objects.all()) == [harbour]


def undo(run, lead):
    imports.undo(run, by=lead, now=NOW)


def test_places_of_many_services_come_in_with_as_many_questions_as_of_few(
    check, put_in, counted, harbour
):
    found = []
    for start, count in ((0, 2), (10, 30)):
        names = [f"Group {n}" for n in range(start, start + count)]
        for name in names:
            a_service(harbour, name)
        rows = [("Harbour Lane", name, "Open", "3", "9") for name in names]
        heads = ("Organisation", "Service", "Places", "Places free", "Places in all")
        run = check(csv_of(rows, heads=heads).encode(), kind="capacity")
        found.append(counted(partial(put_in, run)))

    assert found[0] == found[1]
    assert ServiceCapacity.objects.count() == 32


PUT_IN_QUERIES = 26


# ---- pages --------------------------------------------------------------------------------------
def upload(send, lead, content, *, name="list.csv", kind="organisations"):
    return send(lead, f"members/import/{kind}/", file=SimpleUploadedFile(name, content))


def test_the_lead_looks_puts_in_and_undoes(ask, send, lead, harbour):
    page = ask(lead, "members/import/organisations/")
    assert "Charity number" in words_of(page)

    answer = upload(send, lead, LIST)
    run = ImportRun.objects.get()
    assert answer.headers["Location"].endswith(f"/members/import/runs/{run.pk}/")
    shown = words_of(ask(lead, f"members/import/runs/{run.pk}/"))
    assert "Nothing is written yet" in shown
    assert "Poplar Pattern Cutters" in shown
    changed = words_of(ask(lead, f"members/import/runs/{run.pk}/", state="changed"))
    assert "Size: Small Medium" in changed

    send(lead, f"members/import/runs/{run.pk}/", put_in="1")
    assert Organisation.objects.count() == 2
    assert "Undo this list" in words_of(ask(lead, f"members/import/runs/{run.pk}/"))
    send(lead, f"members/import/runs/{run.pk}/undo/")
    assert Organisation.objects.count() == 1
    assert "Put in" not in words_of(ask(lead, "members/import/"))


def test_a_page_with_faults_offers_a_marked_copy(ask, send, lead):
    upload(send, lead, csv_of([("A", "A12", "", "", ""), ("B", "", "", "", "")]).encode())
    run = ImportRun.objects.get()
    shown = words_of(ask(lead, f"members/import/runs/{run.pk}/"))
    assert "2 rows, 1 of them to put right" in shown
    assert "Row 2, Charity number: “A12” is not six or seven digits." in shown

    copy = ask(lead, f"members/import/runs/{run.pk}/marked/")

    assert 'filename="list-to-put-right.csv"' in copy.headers["Content-Disposition"]
    lines = copy.content.decode("utf-8-sig").splitlines()
    assert lines[0].endswith("What to put right")
    assert "is not six or seven digits" in lines[1]


def test_a_file_that_cannot_be_read_is_told_on_the_form(send, lead):
    answer = upload(send, lead, b"\xd0\xcf\x11\xe0", name="old.xls")

    assert answer.status_code == 422
    assert "This is an old Excel file" in words_of(answer)
    assert ImportRun.objects.count() == 0


def test_columns_we_do_not_know_are_shown_with_a_box_to_tick(ask, send, lead):
    upload(send, lead, b"Organisation,Email,Shoe size\nTea,a@b.example,43\n")
    run = ImportRun.objects.get()
    assert "Shoe size" in words_of(ask(lead, f"members/import/runs/{run.pk}/"))

    refused_page = send(lead, f"members/import/runs/{run.pk}/", put_in="1")
    assert refused_page.status_code == 422
    assert Organisation.objects.count() == 0

    send(lead, f"members/import/runs/{run.pk}/", put_in="1", leave_unknown="on")
    assert Organisation.objects.get().name == "Tea"


def test_what_moved_meanwhile_is_said_and_nothing_is_written(send, check, lead, harbour, client):
    run = check(LIST)
    an_organisation("Poplar Pattern Cutters")

    send(lead, f"members/import/runs/{run.pk}/", put_in="1")

    run.refresh_from_db()
    assert run.state == ImportRun.State.CHECKED
    assert Identifier.objects.count() == 0


def test_a_list_put_aside_says_so_and_a_second_time_says_why_not(send, check, lead):
    run = check(LIST)

    send(lead, f"members/import/runs/{run.pk}/discard/")
    again = send(lead, f"members/import/runs/{run.pk}/discard/")

    run.refresh_from_db()
    assert run.state == ImportRun.State.DISCARDED
    assert again.status_code == 302


def test_a_forgotten_list_has_no_copy(ask, check, lead):
    run = check(LIST)
    imports.forget_settled(now=NOW + timedelta(days=9))

    assert ask(lead, f"members/import/runs/{run.pk}/").status_code == 200
    assert ask(lead, f"members/import/runs/{run.pk}/marked/").status_code == 404


@pytest.mark.parametrize("path", ["animals/", "organisations/held.pdf", "animals/template.csv"])
def test_other_lists_and_other_files_do_not_exist(ask, lead, path):
    assert ask(lead, f"members/import/{path}").status_code == 404


@pytest.mark.parametrize("rows", [1, 3, 5, 50])
def test_the_list_of_lists_costs_the_same_however_long(
    rows, client, north, lead, check, django_assert_num_queries
):
    for _ in range(min(rows, 5)):
        check(LIST)
    client.force_login(lead)
    client.get(north.url("members/import/"))

    with django_assert_num_queries(LIST_QUERIES):
        client.get(north.url("members/import/"))


LIST_QUERIES = 5


# ---- the database -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("import_is_applied_by_somebody", {"state": "applied"}),
        ("import_is_applied_by_somebody", {"applied_at": NOW}),
        ("import_is_undone_at_a_moment", {"undone_at": NOW}),
        ("import_keeps_its_file_until_forgotten", {"file": None}),
    ],
)
def test_a_run_is_settled_by_somebody_at_a_moment(check, rule, fields):
    run = check(LIST)

    refused(rule, lambda: ImportRun.objects.filter(pk=run.pk).update(**fields))


def test_what_a_run_wrote_is_kept_in_order(check):
    run = check(LIST)

    def change():
        return ImportChange.objects.create(run=run, number=1, subject_type="x", subject_id=1)

    change()
    refused("import_change_in_order", change)
    assert files.MOST_ROWS == 1000
