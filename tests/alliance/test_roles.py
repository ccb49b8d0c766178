"""Rights follow from an office with dates, and from nothing else."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest

from alliance import access
from alliance.actions import roles as actions
from alliance.actions import upkeep
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import AllianceSettings, Event, RoleTerm, User, UserPermission
from alliance.roles import ROLES, Scope
from alliance.tenancy.context import use
from tests.people import Place, an_account


def grant(user: User, role: str, on: date, **words: object) -> RoleTerm:
    words = {"started_on": date(2025, 1, 6), "by": Actor.SYSTEM, "on": on} | words
    return actions.grant(user, role, **words)


def can(user: User, permission: str, on: date) -> bool:
    return access.carry_rights(user, on=on).has(permission)


def test_an_office_gives_its_rights_from_its_first_day_until_midnight_before_its_last(
    north: Place, today: date
) -> None:
    user = an_account("Kit")
    first, last = today + timedelta(days=2), today + timedelta(days=4)
    grant(user, "observer", today, started_on=first, ended_on=last)

    days = [today + timedelta(days=n) for n in range(1, 6)]
    assert [can(user, "see_funding", day) for day in days] == [False, True, True, False, False]


def test_a_row_of_rights_without_an_office_gives_nothing(
    lead: User, today: date, north: Place
) -> None:
    RoleTerm.objects.update(ended_on=today)

    assert UserPermission.objects.filter(user=lead).exists()
    assert not can(lead, "see_members", today)


def test_an_office_without_its_rows_gives_nothing_and_is_an_alarm(
    lead: User, today: date, caplog: pytest.LogCaptureFixture
) -> None:
    UserPermission.objects.all().delete()

    assert not can(lead, "see_members", today)
    assert upkeep.check_rights(on=today) == len(ROLES["alliance_lead"].permissions)
    assert Event.objects.filter(kind="alliance.rights_differ").exists()
    caplog.clear()


def test_deleting_all_rows_and_rebuilding_gives_the_same(
    lead: User, coproduction_lead: User, today: date
) -> None:
    def rows() -> list[tuple[object, ...]]:
        return sorted(UserPermission.objects.values_list("user", "permission", "object_pk"))

    before = rows()
    UserPermission.objects.all().delete()
    for user in (lead, coproduction_lead):
        access.rebuild(user, on=today)

    assert rows() == before
    assert upkeep.check_rights(on=today) == 0


def test_ending_an_office_takes_its_rights_the_same_day(
    lead: User, hold: Callable[..., User], today: date
) -> None:
    other = hold("Mo", "observer")
    term = RoleTerm.objects.get(user=other)
    actions.end(term, ended_on=today, by=lead, on=today)

    assert not can(other, "see_members", today)
    assert not UserPermission.objects.filter(user=other).exists()
    event = Event.objects.filter(kind="alliance.role_ended").get()
    assert (event.by, event.subject_id) == (lead, term.pk)


def test_the_last_lead_cannot_be_ended(lead: User, today: date) -> None:
    with pytest.raises(Refused, match="Name another lead first"):
        actions.end(RoleTerm.objects.get(user=lead), ended_on=today, by=lead, on=today)


def test_an_office_cannot_end_before_it_began_or_twice(
    lead: User, hold: Callable[..., User], today: date
) -> None:
    term = RoleTerm.objects.get(user=hold("Mo", "observer"))
    with pytest.raises(Refused, match="before it began"):
        actions.end(term, ended_on=date(2024, 1, 1), by=lead, on=today)
    actions.end(term, ended_on=today, by=lead, on=today)
    with pytest.raises(Refused, match="no longer holds"):
        actions.end(term, ended_on=today, by=lead, on=today)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("finance_preparer", "finance_approver"),
        ("wellbeing_guardian", "alliance_lead"),
        ("finance_approver", "wellbeing_guardian"),
    ],
)
def test_offices_that_exclude_each_other(one: str, other: str, north: Place, today: date) -> None:
    user = an_account("Both")
    grant(user, one, today)
    with pytest.raises(Refused, match="nobody may be that"):
        grant(user, other, today)


def test_the_platforms_administrator_holds_no_office(
    platform_admin: User, north: Place, today: date
) -> None:
    with pytest.raises(Refused, match="second account"):
        grant(platform_admin, "observer", today)


def test_the_same_office_twice_is_refused_in_words(lead: User, today: date) -> None:
    with pytest.raises(Refused, match="already holds that role"):
        grant(lead, "alliance_lead", today)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("role_terms_do_not_overlap", {}),
        ("role_term_ends_after_it_starts", {"role": "observer", "ended_on": date(2020, 1, 1)}),
        ("role_term_names_its_scope", {"role": "observer", "scope_id": 7}),
    ],
)
def test_the_database_refuses(name: str, words: dict[str, object], lead: User) -> None:
    row = {"user": lead, "role": "alliance_lead", "started_on": date(2025, 6, 1)} | words
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        RoleTerm.objects.create(**row)


def test_nobody_is_superuser(db: None) -> None:
    with pytest.raises(IntegrityError, match="nobody_is_superuser"), transaction.atomic():
        an_account("Root", is_superuser=True)


def test_an_office_in_one_alliance_gives_nothing_in_another(
    lead: User, south: Place, today: date
) -> None:
    with use(south.id):
        assert access.carry_rights(lead, on=today).offices == ()


def test_every_scope_has_permissions_of_its_own() -> None:
    for role in ROLES.values():
        assert role.what_they_can_do.endswith(".")
        assert role.scope in Scope
        assert role.excludes <= set(ROLES)


# ---- the door ------------------------------------------------------------------------------------


def request_by(user: User) -> HttpRequest:
    request = HttpRequest()
    request.user = user
    return request


def load(user: User, permission: str) -> AllianceSettings:
    rows = AllianceSettings.objects.all()
    return access.get_or_404(rows, request=request_by(user), permission=permission)


def test_the_door_gives_403_for_what_is_seen_and_404_for_what_is_not(
    lead: User, observer: User, stranger: User, today: date
) -> None:
    for user in (lead, observer, stranger):
        access.carry_rights(user, on=today)

    assert load(lead, "change_settings").display_name == "North Alliance"
    with pytest.raises(PermissionDenied):
        load(observer, "change_settings")
    with pytest.raises(Http404):
        load(stranger, "change_settings")


def test_a_page_about_no_row_is_403_inside_and_404_outside(
    observer: User, stranger: User, today: date
) -> None:
    for user in (observer, stranger):
        access.carry_rights(user, on=today)

    with pytest.raises(PermissionDenied):
        access.require(observer, "change_people")
    with pytest.raises(Http404):
        access.require(stranger, "change_people")


def test_rights_cost_two_queries(lead: User, today: date, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        access.carry_rights(lead, on=today)
