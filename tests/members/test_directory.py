"""The public directory: what is found, what is said of it, and what is never shown."""

import csv
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO, StringIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from alliance.errors import Refused
from members import directory_files, hours
from members.actions import directory as actions
from members.models import (
    LedByDeclaration,
    LedByDefinition,
    MembershipPeriod,
    Organisation,
    Service,
    ServiceArea,
    ServiceCapacity,
    ServiceLanguage,
    ServiceType,
    TypeOfService,
)
from members.open_data.records import Hours
from tests.factories.directory import (
    SECRET,
    a_place,
    a_public_service,
    a_whole_service,
    an_open_organisation,
)
from tests.factories.members import a_service_capacity, an_area, organisations
from tests.members.reading import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def look(client, north):
    """Open a page as somebody without an account."""

    def looking(path="directory/", /, **query):
        return client.get(north.url(path), query)

    return looking


def found(response):
    return [entry.service.name for entry in response.context["entries"]]


def page_of(response, name):
    """The address of a service's own page, from the list it stands in."""
    entry = next(one for one in response.context["entries"] if one.service.name == name)
    return f"directory/{entry.service.organisation.slug}/{entry.key}/"


@pytest.fixture
def street(north):
    """Sylheti in Shadwell and open; the same but run out; Sylheti elsewhere; Somali in Shadwell."""
    shadwell, bow = an_area(), an_area("Bow East", "E05009319")
    kind = ServiceType.objects.create(name="Peer support")
    now, made = timezone.now(), {}
    for name, tag, area, confirmed, status in (
        ("Open door", "syl", shadwell, now, "open"),
        ("Old news", "syl", shadwell, now - timedelta(days=29), "open"),
        ("Far away", "syl", bow, now, "open"),
        ("Tea", "so", shadwell, now, "limited"),
        ("Full house", "syl", shadwell, now, "closed"),
    ):
        made[name] = a_public_service(an_open_organisation(), name)
        ServiceLanguage.objects.create(service=made[name], language=tag)
        ServiceArea.objects.create(service=made[name], area=area)
        a_service_capacity(made[name], confirmed_at=confirmed, referral_status=status)
    TypeOfService.objects.create(service=made["Tea"], type=kind)
    made["shadwell"], made["kind"] = shadwell, kind
    return made


# ---- looking -------------------------------------------------------------------------------------
def test_filters_combine(look, street):
    """Who speaks Sylheti in Shadwell and has places?"""
    wanted = {"language": "syl", "ward": street["shadwell"].pk}

    assert found(look(**wanted)) == ["Full house", "Old news", "Open door"]
    assert found(look(**wanted, places="open")) == ["Open door"]
    assert found(look(**wanted, places="closed")) == ["Full house"]
    assert found(look(**wanted, places="unconfirmed")) == ["Old news"]
    assert found(look(type=street["kind"].pk)) == ["Tea"]
    assert found(look(words="door")) == ["Open door"]


def test_a_search_survives_a_reload_and_stands_in_the_form(look, street):
    response = look(language="syl", places="open", ward=street["shadwell"].pk)
    html = response.content.decode()

    assert '<option value="syl" selected>Sylheti</option>' in html
    assert '<option value="open" selected>Open now</option>' in html
    assert f'<option value="{street["shadwell"].pk}" selected>Shadwell</option>' in html
    assert '<form class="toolbar" method="get"' in html


@pytest.mark.parametrize(
    "asked",
    [
        {"language": "xx"},
        {"ward": "Shadwell"},
        {"ward": "9" * 30},
        {"type": "-1"},
        {"places": "perhaps"},
        {"words": "\x00"},
    ],
)
def test_a_word_that_is_no_choice_finds_nothing_and_breaks_nothing(look, street, asked):
    response = look(**asked)

    assert response.status_code == 200
    assert found(response) == [] or asked == {"words": "\x00"}


def test_a_page_that_does_not_exist_is_the_nearest(look, street):
    assert found(look(page="99")) == found(look())
    assert found(look(page="x")) == found(look())


def test_room_that_ran_out_a_second_ago_is_neither_open_nor_closed(look, north):
    service = a_public_service(an_open_organisation())
    now = timezone.now()
    ServiceCapacity.objects.create(
        service=service,
        referral_status="open",
        available=7,
        confirmed_at=now - timedelta(days=20),
        valid_until=now - timedelta(seconds=1),
    )
    one = words_of(look(page_of(look(), "Open door")))

    assert found(look(places="open")) == []
    assert found(look(places="closed")) == []
    assert found(look(places="unconfirmed")) == ["Open door"]
    for text in (words_of(look()), one, words_of(look("directory/paper/"))):
        assert "Unconfirmed since" in text
        assert "7" not in text.split("Unconfirmed since")[0][-40:]
    assert b"Unconfirmed since" in look("directory/directory.csv").content


def test_those_not_confirmed_for_long_come_last_and_say_so(look, north, today):
    mine = an_open_organisation()
    for name, days in (("Apple", 210), ("Berry", 209), ("Cherry", None)):
        checked = None if days is None else timezone.localdate() - timedelta(days=days)
        a_public_service(mine, name, last_checked_on=checked)
    text = words_of(look())

    assert found(look()) == ["Berry", "Apple", "Cherry"]
    assert "Confirmed by the organisation on" in text
    assert "Not confirmed since" in text
    assert "Not yet confirmed by the organisation" in text


def test_the_map_counts_what_was_found_ward_by_ward(look, street):
    def on_map(**query):
        return {row[0]: row[1] for row in look(**query).context["map"].table}

    assert on_map() == {"Shadwell": "4", "Bow East": "1"}
    assert on_map(language="syl", ward=street["shadwell"].pk) == {"Shadwell": "3", "Bow East": "1"}
    assert "Every ward has at least one." in words_of(look())
    assert "None in: Bow East" in words_of(look(language="so"))


def test_where_the_wards_are_not_known_there_is_no_map(look, street):
    an_area("Walkley", "E05010863")

    assert look().context["map"] is None


# ---- one service, one organisation ---------------------------------------------------------------
def test_a_service_says_everything_one_asks(look, north):
    a_whole_service()
    text = words_of(look(page_of(look(), "Circle")))

    for words in (
        "A few places: 4 of 20 free",
        "020 7946 0123",
        "Women",
        "Ages 18 to 99",
        "Tuesday, 10 am to 12.30 pm",
        "Last Friday of the month, 2 pm to 4 pm from 1 September 2026",
        "Sylheti ( সিলেটি )",
        "Portuguese (Brazil) ( português (Brasil) ): spoken by a volunteer",
        "Somali ( Soomaali ): through an interpreter",
        "1 Example Street",
        "E1 0CC",
        "Step-free entrance Yes",
        "Hearing loop No",
        "Confirmed by the organisation on 2 November 2026",
        "Leave this page quickly",
    ):
        assert words in text
    assert "Lift" not in text  # not known is not no


def test_another_way_of_writing_keeps_its_direction(look, north):
    mine = an_open_organisation()
    service = a_public_service(mine, "لقاء", plain_summary="تعال واشرب الشاي")
    ServiceLanguage.objects.create(service=service, language="ar")
    ServiceLanguage.objects.create(service=service, language="bn")
    html = look(page_of(look(), "لقاء")).content.decode()

    assert "<bdi>لقاء</bdi>" in html
    assert '<bdi lang="ar" dir="rtl">العربية</bdi>' in html
    assert '<bdi lang="bn" dir="ltr">বাংলা</bdi>' in html
    assert '<p dir="auto">' not in html.split("<h1>")[0]


def test_a_renamed_service_is_found_at_its_old_address(look, north):
    a_public_service(an_open_organisation())
    before = page_of(look(), "Open door")
    Service.objects.update(name="Open house")
    after = look(before)

    assert after.status_code == 302
    assert after.url.endswith(page_of(look(), "Open house"))


def test_an_address_that_leads_nowhere_is_not_found(look, north):
    a_public_service(an_open_organisation())
    there = page_of(look(), "Open door")

    for path in (
        "directory/nowhere/",
        "directory/harbour-lane/x/",
        there.replace("lane", "street"),
    ):
        assert look(path).status_code == 404
    assert look(f"{there[:-9]}00000000/").status_code == 404


def test_only_what_an_organisation_lets_everybody_read_of_who_leads_it_is_shown(
    look, north, approver, harbour, today
):
    Organisation.objects.update(in_directory=True)
    definition = LedByDefinition.objects.create(
        name="Ours", wording="Mostly", valid_from=date(2024, 1, 1)
    )
    on = timezone.localdate()
    for group, is_shown in (("Carers", True), ("Planted group", False)):
        LedByDeclaration.objects.create(
            organisation=harbour,
            definition=definition,
            group=group,
            leads="yes",
            declared_by=approver,
            declared_on=on,
            valid_until=on + timedelta(days=90),
            show_publicly=is_shown,
            show_name_to_members=True,
        )
    text = words_of(look("directory/harbour-lane/"))

    assert "Led by: Carers" in text
    assert "Planted group" not in text


# ---- what is not shown ---------------------------------------------------------------------------
def surfaces(look):
    """Every page and file of the directory, as one text."""
    found = [look(path) for path in ("directory/", "directory/paper/", "directory/directory.csv")]
    for entry in look().context["entries"]:
        found.append(look(f"directory/{entry.service.organisation.slug}/"))
        found.append(look(f"directory/{entry.service.organisation.slug}/{entry.key}/"))
    book = load_workbook(BytesIO(look("directory/directory.xlsx").content))
    cells = [str(cell.value) for row in book.active.iter_rows() for cell in row]
    return "\n".join([*(one.content.decode() for one in found), *cells])


def test_a_hidden_address_is_nowhere(look, north, client, lead, caplog):
    caplog.set_level("DEBUG")
    service = a_whole_service()
    a_place(service, is_public=False, address_1=SECRET, name="Planted house", postcode="E1 9VV")
    text = surfaces(look)
    client.force_login(lead)
    for query in ("Nightjar", "Planted", "E1 9VV"):
        text += client.get(north.url("search/"), {"q": query}).content.decode().replace(query, "")
    text += client.get(north.url("members/harbour-lane/")).content.decode()

    assert "The address is given when you contact the service." in text
    for planted in (SECRET, "Planted house", "E1 9VV"):
        assert planted not in text
        assert planted not in caplog.text


def test_an_organisation_that_did_not_ask_for_it_is_not_in_the_directory(look, north):
    a_whole_service()
    Organisation.objects.update(in_directory=False)

    assert "Circle" not in surfaces(look)
    assert look("directory/harbour-lane/").status_code == 404


def test_who_left_is_gone_from_the_directory_that_day(look, north):
    a_whole_service()
    MembershipPeriod.objects.update(ended_on=timezone.localdate(), end_reason="left")

    assert "Circle" not in surfaces(look)


@pytest.mark.parametrize("fields", [{"is_public": False}, {"status": "defunct"}])
def test_what_is_not_public_or_was_given_up_is_not_in_the_directory(look, north, fields):
    a_whole_service()
    Service.objects.update(**fields)

    assert "Circle" not in surfaces(look)


def test_a_service_closed_for_a_while_says_so(look, north):
    a_public_service(an_open_organisation(), status="temporarily_closed")

    assert "Closed for a while" in words_of(look(page_of(look(), "Open door")))


# ---- files ---------------------------------------------------------------------------------------
FORMULA = '=HYPERLINK("http://evil.example","Click")'


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", FORMULA])
def test_nothing_in_a_file_is_reckoned(look, north, start):
    a_public_service(an_open_organisation(), "Open door", costs=start)
    rows = list(csv.reader(StringIO(look("directory/directory.csv").content.decode("utf-8-sig"))))
    sheet = load_workbook(BytesIO(look("directory/directory.xlsx").content)).active
    column = rows[0].index("Cost")

    assert rows[1][column].startswith("'")
    cell = sheet.cell(2, column + 1)
    assert cell.data_type == "s"
    assert str(cell.value).startswith("'")


def test_a_file_holds_what_was_looked_for(look, street):
    rows = list(
        csv.reader(
            StringIO(look("directory/directory.csv", language="so").content.decode("utf-8-sig"))
        )
    )

    assert rows[0] == directory_files.HEADS
    assert [row[0] for row in rows[1:]] == ["Tea"]


@pytest.mark.parametrize("path", ["directory/", "directory/paper/"])
@pytest.mark.parametrize("rows", [1, 3, 5, 50])
def test_a_list_costs_the_same_however_long_it_is(
    look, north, rows, path, django_assert_num_queries
):
    for organisation in organisations(rows):
        Organisation.objects.filter(pk=organisation.pk).update(in_directory=True)
        service = a_public_service(organisation, "Open door")
        ServiceLanguage.objects.create(service=service, language="so")
        a_service_capacity(service)
    look(path)

    with django_assert_num_queries({"directory/": 3, "directory/paper/": 8}[path]):
        look(path)


# ---- saying --------------------------------------------------------------------------------------
def test_hours_read_as_people_say_them():
    every = Hours("MO", time(9), time(12))
    monthly = Hours("FR", time(12), time(14, 30), week=2)
    season = Hours("SU", time(0), time(1), valid_to=date(2026, 12, 20))

    assert hours.in_words(every) == "Monday, 9 am to noon"
    assert hours.in_words(monthly) == "Second Friday of the month, noon to 2.30 pm"
    assert hours.in_words(season) == "Sunday, midnight to 1 am until 20 December 2026"


def test_an_organisation_says_where_it_is_seen(harbour, approver):
    actions.show(harbour, in_directory=True, in_open_data=False, by=approver)
    harbour.refresh_from_db()

    assert (harbour.in_directory, harbour.in_open_data) == (True, False)


def test_a_notice_is_posted_and_taken_away(harbour, editor):
    service, on = a_public_service(harbour), date(2026, 5, 1)
    actions.post_alert(service, alert=" Closed ", alert_until=date(2026, 5, 9), by=editor, on=on)
    assert (service.alert, service.alert_from) == ("Closed", on)

    actions.post_alert(service, alert="", alert_until=None, by=editor, on=on)
    service.refresh_from_db()

    assert (service.alert, service.alert_from, service.alert_until) == ("", None, None)


@pytest.mark.parametrize(
    ("alert", "until", "why"),
    [
        ("Closed", None, "Say until which day this is so."),
        ("", date(2026, 5, 9), "Say what people should know."),
        ("Closed", date(2026, 4, 30), "This day is over."),
        ("Closed", date(2026, 7, 1), "A notice stands for at most 60 days."),
    ],
)
def test_a_notice_without_an_end_or_beyond_it_is_refused(harbour, editor, alert, until, why):
    service = a_public_service(harbour)

    with pytest.raises(Refused, match=why):
        actions.post_alert(service, alert=alert, alert_until=until, by=editor, on=date(2026, 5, 1))


def test_types_are_listed_once(lead):
    actions.list_types({"Homes": "Somewhere to live."}, by=lead)
    kinds = actions.list_types({"Homes": "Again.", "Advice": ""}, by=lead)

    assert [(kind.name, kind.words) for kind in kinds] == [
        ("Advice", ""),
        ("Homes", "Somewhere to live."),
    ]


def test_a_check_counts_for_every_public_service(harbour, editor):
    shown = a_public_service(harbour, last_checked_on=None)
    kept = a_public_service(harbour, "Night line", is_public=False, last_checked_on=None)
    actions.record_check(harbour, on=date(2026, 5, 1), by=editor)
    shown.refresh_from_db()
    kept.refresh_from_db()

    assert (shown.last_checked_on, kept.last_checked_on) == (date(2026, 5, 1), None)


def test_the_moment_of_a_confirmation_is_of_london(look, north):
    """Half past midnight in summer is the day before in Greenwich."""
    service = a_public_service(an_open_organisation())
    until = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    ServiceCapacity.objects.create(
        service=service,
        referral_status="open",
        confirmed_at=until - timedelta(days=5),
        valid_until=until,
    )

    assert "Unconfirmed since 1 July 2026" in words_of(look())


# ---- for members themselves ----------------------------------------------------------------------
@pytest.mark.parametrize("rows", [1, 3, 5, 50])
def test_the_services_cost_the_lead_the_same_however_many_there_are(
    rows, ask, lead, north, django_assert_num_queries, client
):
    for organisation in organisations(rows):
        service = a_public_service(organisation, is_public=False)
        ServiceLanguage.objects.create(service=service, language="so")
        a_service_capacity(service)
    ask(lead, "members/services/")

    with django_assert_num_queries(MEMBERS_QUERIES):
        response = client.get(north.url("members/services/"))

    assert len(found(response)) == rows


MEMBERS_QUERIES = 7


def test_three_choices_find_who_speaks_sylheti_in_shadwell_and_has_places(
    ask, lead, harbour, street, act_for
):
    act_for("Joe Tanner", harbour, is_main_contact=True)
    wanted = {"language": "syl", "ward": street["shadwell"].pk, "places": "open"}
    response = ask(lead, "members/services/", **wanted)

    assert found(response) == ["Open door"]
    assert "Joe Tanner" in words_of(response)


def test_an_approver_says_where_the_organisation_is_seen(send, ask, approver, harbour, look):
    a_public_service(harbour)
    send(approver, "members/harbour-lane/showing/", in_directory="on")
    assert look("directory/harbour-lane/").status_code == 200

    send(approver, "members/harbour-lane/showing/")
    harbour.refresh_from_db()

    assert (harbour.in_directory, harbour.in_open_data) == (False, False)
    assert look("directory/harbour-lane/").status_code == 404


def test_an_editor_posts_a_notice_that_stands_at_once(send, editor, harbour, look):
    Organisation.objects.update(in_directory=True)
    service = a_public_service(harbour)
    until = timezone.localdate() + timedelta(days=3)
    late = until + timedelta(days=90)
    path = f"members/services/{service.pk}/notice/"
    refused = send(editor, path, alert="Closed", alert_until=late.isoformat())
    send(editor, path, alert="Closed on Friday", alert_until=until.isoformat())

    assert "at most 60 days" in words_of(refused)
    assert "Closed on Friday" in words_of(look())


def test_a_lead_keeps_the_list_of_types(send, ask, lead):
    send(lead, "members/services/types/", name="Homes", words="Somewhere to live")
    again = send(lead, "members/services/types/", name="homes", words="")
    kind = ServiceType.objects.get()
    assert "There is a type of this name already." in words_of(again)
    assert "1 type of service" in words_of(ask(lead, "members/services/types/"))

    send(lead, f"members/services/types/{kind.pk}/retire/")
    send(lead, "members/services/types/", name="Homes", words="With help")
    kind.refresh_from_db()

    assert (ServiceType.objects.count(), kind.is_current, kind.words) == (1, True, "With help")
