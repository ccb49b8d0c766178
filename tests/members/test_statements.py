"""What each body asked of members is counted, frozen, and names nobody."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pikepdf
import pytest
from django.db import Error, connection, transaction
from django.db.models import Count, F, Q, Sum

from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import Document, Message
from members.actions import asks, statements
from members.load.burden import Entry, by_size, reckon
from members.models import (
    AskResponse,
    AskRules,
    BurdenStatement,
    StatementPaper,
    StatementRelease,
)
from members.queries import statements as queries
from tests.documents.reading import broken_rules, text_of
from tests.factories.asks import a_confirmation_request, a_response, an_ask
from tests.factories.members import a_network, a_representative, an_organisation
from tests.members.reading import words_of
from tests.people import an_account

MARCH = date(2026, 3, 1)
THEN = datetime(2026, 4, 3, 6, tzinfo=UTC)
SIZES = ("micro", "small", "medium")
WHY = "They alone know the old contract."


def refused(rule, make):
    with pytest.raises(Error, match=rule), transaction.atomic():
        make()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def entry(ask=1, organisation=1, **fields):
    return Entry(
        **(
            {"ask": ask, "organisation": organisation, "size": "micro", "minutes_asked": 60}
            | fields
        )
    )


# ---- the sums ------------------------------------------------------------------------------------


def test_asked_accepted_reported_and_estimated_stand_apart():
    found = reckon(
        [
            entry(1, 1, is_accepted=True, actual_minutes=90),
            entry(1, 2, is_accepted=True),
            entry(2, 2, is_accepted=True, actual_minutes=0, pence_per_hour=2500),
            entry(2, 3, is_accepted=True, pence_per_hour=2500),
            entry(2, 4, notice_days=3, notice_wished=5, is_override=True),
            entry(2, 5, notice_days=5, notice_wished=5),
        ],
        hourly_pence=2050,
    )

    assert (found.asks, found.organisations, found.times_asked, found.times_accepted) == (
        2,
        5,
        6,
        4,
    )
    assert (found.minutes_asked, found.minutes_accepted) == (360, 240)
    assert (found.minutes_reported, found.minutes_estimated) == (90, 120)
    assert (found.minutes_paid, found.pence_paid) == (60, 2500)
    assert (found.minutes_unpaid, found.pence_unpaid) == (150, 5125)
    assert (found.wishes, found.wishes_missed, found.overrides) == (2, 1, 1)


def test_without_a_settled_figure_unpaid_time_is_not_valued():
    assert reckon([entry(is_accepted=True)], hourly_pence=None).pence_unpaid is None


def test_pence_are_rounded_once():
    thirds = [entry(n, is_accepted=True, minutes_asked=20, pence_per_hour=100) for n in range(3)]

    assert reckon(thirds, hourly_pence=None).pence_paid == 100


def test_sizes_are_put_together_until_three_organisations_stand_in_each():
    entries = [
        *(entry(1, n, size="micro", is_accepted=n % 2 == 0) for n in range(4)),
        entry(1, 10, size="small", minutes_asked=7),
        *(entry(1, n, size="medium", is_accepted=True) for n in range(20, 23)),
    ]

    found = by_size(entries, SIZES, k=3)

    assert all(group.organisations >= 3 for group in found)
    assert sum(group.organisations for group in found) in {0, 8}
    assert sum(group.minutes_asked for group in found) in {0, 427}
    assert not any(group.sizes == ("small",) for group in found)


@pytest.mark.parametrize(
    "entries",
    [
        [],
        [entry(1, n) for n in range(9)],
        [entry(1, 1), entry(1, 2, size="small"), entry(1, 3, size="medium")],
    ],
)
def test_too_few_or_all_alike_give_no_breakdown(entries):
    assert by_size(entries, SIZES, k=3) == []


# ---- frozen --------------------------------------------------------------------------------------


@pytest.fixture
def network(north):
    return a_network("Harbour Trust", kind="statutory_body")


@pytest.fixture
def month(network):
    """A month in which a body outside and the alliance asked seventeen members."""
    AskRules.objects.create(hourly_pence=2050, hourly_source="Members' meeting, May 2025")
    members = [
        an_organisation(f"Unmistakable {n:02}", size_band=("micro", "small", "medium")[n % 3])
        for n in range(9)
    ]
    paid = {"is_paid": True, "pence_per_hour": 2500, "paid_by": "Harbour Trust"}
    theirs = an_ask("Figures", asked_by_network=network, **paid)
    ours = an_ask("Reading", estimated_minutes=45, state="closed")
    for n, one in enumerate(members):
        a_response(theirs, one, state=("accepted", "declined", "unanswered")[n % 3])
        a_response(ours, one, state="accepted", actual_minutes=30 + n if n % 2 else None)
    a_response(
        an_ask("Again", estimated_minutes=15), members[0], minutes_before=600, override_because=WHY
    )
    a_response(an_ask("April", due_on=date(2026, 4, 1)), members[0])
    a_response(an_ask("Off", state="cancelled"), members[1])
    return MARCH


FIGURES = (
    "asks", "organisations", "times_asked", "times_accepted", "minutes_asked", "minutes_accepted",
    "minutes_reported", "minutes_estimated", "pence_paid", "overrides",
)  # fmt: skip


def frozen(month, now=THEN):
    return statements.freeze(month, by=Actor.SYSTEM, now=now)


def test_a_statement_is_what_a_recount_of_the_answers_gives(month, network):
    frozen(month)

    for body, mine in (
        ("network", Q(ask__asked_by_network=network)),
        ("alliance", Q(ask__asked_by_network=None)),
    ):
        rows = AskResponse.objects.filter(
            mine, ask__due_on__month=3, ask__state__in=["sent", "closed"]
        )
        recount = rows.aggregate(
            n_asks=Count("ask", distinct=True),
            n_organisations=Count("organisation", distinct=True),
            n_times_asked=Count("pk"),
            n_times_accepted=Count("pk", filter=Q(state="accepted")),
            n_minutes_asked=Sum("minutes_asked"),
            n_minutes_accepted=Sum("minutes_asked", filter=Q(state="accepted")),
            n_minutes_reported=Sum("actual_minutes", filter=Q(state="accepted"), default=0),
            n_minutes_estimated=Sum(
                "minutes_asked", filter=Q(state="accepted", actual_minutes=None), default=0
            ),
            n_pence_paid=Sum(F("ask__pence_per_hour") * F("minutes_asked") / 60,
                           filter=Q(state="accepted", ask__is_paid=True), default=0),
            n_overrides=Count("pk", filter=~Q(override_because="")),
        )  # fmt: skip
        kept = BurdenStatement.objects.get(body=body)
        assert {f"n_{name}": getattr(kept, name) for name in FIGURES} == recount
    paid, unpaid = (BurdenStatement.objects.get(body=b) for b in ("network", "alliance"))
    assert (paid.minutes_paid, paid.minutes_unpaid, paid.pence_unpaid) == (180, 0, 0)
    assert unpaid.pence_unpaid == (unpaid.minutes_unpaid * 2050 + 30) // 60


def test_a_changed_estimate_does_not_change_what_is_frozen_but_makes_a_new_version(month, lead):
    frozen(month)
    before = list(BurdenStatement.objects.order_by("pk").values())
    assert frozen(month) == []
    asks.change_estimate(
        AskResponse.objects.filter(ask__title="Again")[0].ask, estimated_minutes=600, by=lead
    )

    assert list(BurdenStatement.objects.order_by("pk").values()) == before
    (again,) = frozen(month)
    assert (again.version, again.body) == (2, "alliance")
    assert [one.version for one in queries.latest(month)] == [1, 2]


def test_our_own_letters_stand_in_the_same_table(north, harbour, editor):
    a_confirmation_request(
        a_representative(lead_like(), harbour), answered_at=THEN, answer="confirmed"
    )
    a_confirmation_request(a_representative(lead_like("Bo"), harbour), cycle=30)

    (own,) = frozen(MARCH)

    assert (own.body, own.times_asked, own.minutes_asked, own.minutes_unpaid) == (
        "software",
        2,
        4,
        2,
    )


def lead_like(name="Al"):
    return an_account(f"{name} Reed")


def test_a_years_letters_of_ours_take_half_an_hour_at_most():
    assert 14 * queries.CHECKING_MINUTES <= 30


@pytest.mark.parametrize(("day", "count"), [(1, 0), (2, 0), (6, 0), (7, 2), (30, 2)])
def test_the_third_working_day_freezes_last_month_once(month, day, count):
    """1 and 2 April are working days, 3 to 6 April is Easter: the third is Tuesday 7."""
    now = datetime(2026, 4, day, 5, tzinfo=UTC)

    assert statements.freeze_when_due(now=now) == count
    assert statements.freeze_when_due(now=now + timedelta(hours=1)) == 0


def test_nobody_is_named_in_page_table_or_document(month, ask, lead, north):
    made = frozen(month)
    for one in made:
        statements.draw(one, now=THEN)
    page = ask(lead, "asks/statement/2026-03/")
    table = ask(lead, "asks/statement/2026-03/figures.csv")

    shown = page.content.decode() + table.content.decode("utf-8-sig")
    for paper in StatementPaper.objects.select_related("document"):
        content = ask(lead, f"files/{paper.document.public_id}/").content
        assert broken_rules(content) == []
        with pikepdf.open(io.BytesIO(content)) as pdf:
            shown += text_of(content) + str(pdf.docinfo) + pdf.Root.Metadata.read_bytes().decode()
        assert b"Unmistakable" not in content
    assert "Harbour Trust" in shown
    assert "Unmistakable" not in shown
    assert "unmistakable" not in shown
    assert WHY not in shown


def test_the_table_has_each_figure_of_each_body(month, ask, lead):
    frozen(month)

    content = ask(lead, "asks/statement/2026-03/figures.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))

    assert {row["Body"] for row in rows} == {"Harbour Trust", "The alliance itself"}
    found = {row["Figure"]: row for row in rows if row["Body"] == "Harbour Trust"}
    assert (found["Paid for it"]["In words"], found["Paid for it"]["Number"]) == ("£75.00", "7500")
    assert len(rows) == 2 * 14


def test_fewer_than_three_organisations_are_not_counted_out_loud(north, harbour, ask, lead):
    a_response(an_ask(), harbour)
    frozen(MARCH)

    assert "fewer than 3" in words_of(ask(lead, "asks/statement/2026-03/"))
    content = ask(lead, "asks/statement/2026-03/figures.csv").content.decode("utf-8-sig")
    found = {row["Figure"]: row for row in csv.DictReader(io.StringIO(content))}
    assert found["Organisations asked"]["Number"] == ""


def test_drawing_twice_makes_one_paper_by_its_job(month):
    made = frozen(month)
    assert Message.objects.filter(task="members.draw_statement").count() == len(made)

    first, second = (statements.draw(made[0], now=THEN) for _ in range(2))

    assert first == second
    assert Document.objects.count() == 1


# ---- published -----------------------------------------------------------------------------------


def test_a_month_is_for_everybody_once_the_lead_publishes_it(client, north, month, send, lead):
    made = frozen(month)
    paper = statements.draw(made[0], now=THEN)
    public = [
        "asks/published/2026-03/",
        "asks/published/2026-03/figures.csv",
        f"asks/published/papers/{paper.pk}/",
    ]
    for path in public:
        assert client.get(north.url(path)).status_code == 404

    assert send(lead, "asks/statement/2026-03/").status_code == 302
    client.logout()

    for path in public:
        assert client.get(north.url(path)).status_code == 200
    assert "March 2026" in words_of(client.get(north.url("asks/published/")))
    assert "already" in words_of(send(lead, "asks/statement/2026-03/"))


def test_only_the_lead_publishes_and_only_what_is_there(month, send, editor, lead):
    frozen(month)

    assert send(editor, "asks/statement/2026-03/").status_code == 403
    with pytest.raises(Refused, match="There is no statement"):
        statements.release(date(2026, 5, 1), by=lead, now=THEN)
    assert not StatementRelease.objects.exists()


@pytest.mark.parametrize("key", ["2026-13", "2026-3", "x", "2026-03-01", "0000-01"])
def test_what_is_no_month_does_not_exist(ask, lead, key):
    assert ask(lead, f"asks/statement/{key}/").status_code == 404
    assert ask(lead, f"asks/published/{key}/").status_code == 404


@pytest.mark.parametrize("asking", [1, 6])
def test_a_month_costs_the_same_for_one_body_and_for_six(
    asking, client, north, lead, harbour, django_assert_num_queries
):
    for n in range(asking):
        a_response(an_ask(f"From {n}", asked_by_network=a_network(f"Body {n}")), harbour)
    frozen(MARCH)
    client.force_login(lead)
    client.get(north.url("asks/statement/2026-03/"))

    with django_assert_num_queries(8):
        client.get(north.url("asks/statement/2026-03/"))


# ---- what the database refuses -------------------------------------------------------------------


def a_statement(**fields):
    zero = dict.fromkeys(
        [
            "asks", "organisations", "times_asked", "times_accepted", "minutes_asked",
            "minutes_accepted", "minutes_reported", "minutes_estimated", "minutes_paid",
            "pence_paid", "minutes_unpaid", "wishes", "wishes_missed", "overrides",
        ],
        0,
    )  # fmt: skip
    fields = {"month": MARCH, "body": "alliance", "frozen_at": THEN} | zero | fields
    return BurdenStatement.objects.create(**fields)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"month": date(2026, 3, 2)}, "statement_month_is_its_first_day"),
        ({"body": "network"}, "statement_names_its_body"),
        ({"minutes_paid": 1}, "paid_and_unpaid_make_the_whole"),
        ({"pence_unpaid": 5}, "unpaid_time_is_valued_by_a_source"),
        ({"pence_unpaid": 5, "hourly_pence": 5}, "unpaid_time_is_valued_by_a_source"),
    ],
)
def test_the_database_refuses_a_statement_that_makes_no_sense(north, fields, rule):
    refused(rule, lambda: a_statement(**fields))


def test_the_database_keeps_what_is_frozen(north, lead):
    one = a_statement()
    refused("one_statement_of_a_version", a_statement)
    document = Document.objects.create(
        purpose="x", name="x", media_type="x", bytes=1, sha256="x", uploaded_at=THEN
    )
    StatementPaper.objects.create(statement=one, document=document)
    refused(
        "one_paper_a_statement",
        lambda: StatementPaper.objects.create(statement=one, document=document),
    )
    refused("permission denied", lambda: BurdenStatement.objects.update(asks=1))
    refused("permission denied", lambda: StatementPaper.objects.update(document=document))
    words = {"released_at": THEN, "released_by": lead}
    StatementRelease.objects.create(month=MARCH, **words)
    refused("one_release_a_month", lambda: StatementRelease.objects.create(month=MARCH, **words))
    refused(
        "release_month_is_its_first_day",
        lambda: StatementRelease.objects.create(month=date(2026, 3, 2), **words),
    )
