"""Who asked to join is kept for as long as the alliance confirmed, and gone for good after that."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from alliance.errors import Refused
from alliance.models import Event, Message
from members import months
from members.actions import applicants, joining
from members.models import ApplicantRule, JoiningApplication
from tests.members.reading import words_of
from tests.members.test_models import refused

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = NOW.date()
WORDS = {
    "name": "Reed Warblers",
    "legal_form": "unconstituted",
    "plain_summary": "We watch birds.",
    "contact_name": "Ida Moss",
    "email": "ida.moss@reeds.example",
    "phone": "020 7946 0555",
}


@pytest.fixture
def asked(lead):
    return joining.apply(words=WORDS, now=NOW)


@pytest.fixture
def declined(asked, lead):
    joining.check(asked, is_yes=False, reason="Too far away.", by=lead, now=NOW, on=DAY)
    asked.refresh_from_db()
    return asked


def erase(on):
    return applicants.erase_due(on=on, now=datetime(on.year, on.month, on.day, tzinfo=UTC))


def test_a_year_after_the_answer_whoever_asked_is_erased_everywhere(declined, lead):
    applicants.settle_rule(months=12, by=lead, on=DAY)
    assert erase(date(2027, 3, 1)) == 0
    assert Message.objects.filter(to=WORDS["email"]).count() == 2

    assert erase(date(2027, 3, 2)) == 1

    declined.refresh_from_db()
    assert (declined.contact_name, declined.email, declined.phone) == ("", "", "")
    assert (declined.name, declined.state) == ("Reed Warblers", "declined")
    assert not Message.objects.filter(to=WORDS["email"]).exists()
    assert Event.objects.latest("pk").data == {"erased": 1}
    assert erase(date(2027, 3, 3)) == 0


def test_no_copy_of_them_is_in_the_history(declined):
    query = "SELECT * FROM members_joiningapplicationtenantevent"
    with connection.cursor() as cursor:
        cursor.execute(query)
        kept = repr(cursor.fetchall())

    assert "Reed Warblers" in kept
    assert "Ida" not in kept
    assert "ida.moss" not in kept
    assert "0555" not in kept


def test_until_somebody_confirms_it_nothing_is_erased(declined):
    assert erase(DAY + timedelta(days=3000)) == 0


def test_whoever_waits_for_an_answer_is_not_erased(asked, lead):
    applicants.settle_rule(months=1, by=lead, on=DAY)

    assert erase(DAY + timedelta(days=3000)) == 0
    asked.refresh_from_db()
    assert asked.email == WORDS["email"]


@pytest.mark.parametrize("count", [0, 25])
def test_they_are_kept_two_years_at_most(lead, count):
    with pytest.raises(Refused, match="Choose between 1 and 24 months"):
        applicants.settle_rule(months=count, by=lead, on=DAY)


@pytest.mark.parametrize(
    ("day", "count", "earlier"),
    [
        (date(2027, 3, 31), 1, date(2027, 2, 28)),
        (date(2028, 3, 31), 1, date(2028, 2, 29)),
        (date(2027, 1, 15), 12, date(2026, 1, 15)),
    ],
)
def test_months_before_a_day_end_where_the_month_ends(day, count, earlier):
    assert months.before(day, count) == earlier


def test_the_lead_confirms_for_how_long_and_the_page_says_so(ask, send, lead, declined):
    assert "kept until you confirm" in words_of(ask(lead, "members/applications/"))

    send(lead, "members/applications/kept/", months="6")

    assert ApplicantRule.objects.get().months == 6
    assert "kept for 6 months after the answer" in words_of(ask(lead, "members/applications/"))
    assert "Confirmed by" in words_of(ask(lead, "members/applications/kept/"))
    erase(DAY + timedelta(days=400))
    page = words_of(ask(lead, f"members/applications/{declined.pk}/"))
    assert "Erased on" in page
    assert "Ida Moss" not in page


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("application_says_who_until_erased", {"contact_name": ""}),
        ("application_says_who_until_erased", {"email": ""}),
        ("application_says_who_until_erased", {"erased_at": NOW}),
        (
            "application_is_erased_once_answered",
            {"erased_at": NOW, "contact_name": "", "email": "", "phone": "", "state": "received"},
        ),
        ("application_says_what", {"name": ""}),
    ],
)
def test_the_database_keeps_who_asked_whole_or_not_at_all(declined, rule, fields):
    refused(rule, lambda: JoiningApplication.objects.filter(pk=declined.pk).update(**fields))


def test_the_database_has_one_rule_within_two_years(lead):
    def rule(count=12):
        ApplicantRule.objects.create(months=count, confirmed_on=DAY, confirmed_by=lead)

    refused("applicants_kept_two_years_at_most", lambda: rule(25))
    rule()
    refused("one_applicant_rule", rule)
