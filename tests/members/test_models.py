"""The database refuses nonsense about members."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.db import Error, connection, transaction

from alliance.tenancy.context import use
from members.models import (
    Area,
    HoursAssumption,
    Identifier,
    LedByDeclaration,
    LedByDefinition,
    MembershipPeriod,
    Network,
    Organisation,
    PartnershipCapacity,
    Pause,
    ReportBack,
    Representation,
    Representative,
    Service,
    ServiceArea,
    ServiceCapacity,
    ServiceLanguage,
)
from tests.factories.members import (
    a_network,
    a_representative,
    a_service,
    a_service_capacity,
    an_area,
    an_organisation,
    hours,
)
from tests.people import an_account

DAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def refused(rule, make):
    """The database says no, and names the rule. Keys, which speak last, are asked now."""
    with pytest.raises(Error, match=rule), transaction.atomic():
        make()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def period(organisation, started_on, ended_on=None, **fields):
    fields = ({"end_reason": "left"} if ended_on else {}) | fields
    return MembershipPeriod.objects.create(
        organisation=organisation, started_on=started_on, ended_on=ended_on, **fields
    )


def declaration(organisation, **fields):
    definition = LedByDefinition.objects.create(name="Ours", wording="Ours", valid_from=DAY)
    fields = {
        "group": "Carers",
        "leads": "yes",
        "declared_by": an_account("Declan Shaw"),
        "declared_on": DAY,
        "valid_until": DAY + timedelta(days=365),
    } | fields
    return LedByDeclaration.objects.create(
        organisation=organisation, definition=definition, **fields
    )


def test_a_member_is_one_from_the_first_day_to_the_day_before_the_last(north):
    harbour = an_organisation(is_member=False)
    period(harbour, date(2026, 1, 5), date(2026, 3, 2))

    def is_member(on):
        return harbour in Organisation.objects.members(on=on)

    assert [is_member(date(2026, 1, 4)), is_member(date(2026, 1, 5))] == [False, True]
    assert [is_member(date(2026, 3, 1)), is_member(date(2026, 3, 2))] == [True, False]


def test_memberships_of_one_organisation_never_overlap(north):
    harbour = an_organisation(is_member=False)
    period(harbour, date(2026, 1, 5), date(2026, 3, 2))
    period(harbour, date(2026, 3, 2))

    refused("memberships_do_not_overlap", lambda: period(harbour, date(2026, 1, 1), DAY))
    with pytest.raises(Error, match="memberships_do_not_overlap"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO members_membershipperiod (alliance_id, organisation_id, started_on,"
                " end_reason, end_words, decided_where)"
                " VALUES (%s, %s, '2027-01-01', '', '', '')",
                [harbour.alliance_id, harbour.pk],
            )


def test_two_alliances_keep_their_organisations_apart(north, south):
    an_organisation()

    with use(south.id):
        assert Organisation.objects.count() == 0
        an_organisation()  # the same name and short name, elsewhere


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("organisation_slug_once", {"slug": "harbour-lane"}),
        ("organisation_has_a_name", {"name": ""}),
        ("organisation_has_a_name", {"sort_name": ""}),
    ],
)
def test_an_organisation_has_a_name_and_a_short_name_of_its_own(harbour, rule, fields):
    fields = {"name": "Other", "sort_name": "other", "slug": "other"} | fields
    refused(rule, lambda: Organisation.objects.create(**fields))


def test_a_public_number_is_used_once(harbour):
    refused(
        "organisation_public_id_once",
        lambda: an_organisation("Other", public_id=harbour.public_id),
    )


REMOVED = {"ended_on": date(2026, 4, 1), "end_reason": "removed"}


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("membership_ends_after_it_starts", {"ended_on": DAY, "end_reason": "left"}),
        ("membership_ends_for_a_reason", {"ended_on": date(2026, 4, 1), "end_reason": ""}),
        ("membership_ends_for_a_reason", {"end_reason": "left"}),
        ("removal_names_its_decision", REMOVED | {"end_words": "It closed its doors."}),
        ("removal_gives_its_reason", REMOVED | {"decided_where": "Members' meeting"}),
    ],
)
def test_a_membership_ends_later_and_for_a_reason(north, rule, fields):
    harbour = an_organisation(is_member=False)

    refused(
        rule,
        lambda: MembershipPeriod.objects.create(organisation=harbour, started_on=DAY, **fields),
    )


def test_a_number_is_recorded_once_and_one_is_the_main_one(harbour):
    Identifier.objects.create(
        organisation=harbour, scheme="GB-CHC", value="1234567", is_primary=True
    )

    def number(**fields):
        fields = {"scheme": "GB-COH", "value": "01234567"} | fields
        return lambda: Identifier.objects.create(organisation=harbour, **fields)

    refused("identifier_once", number(scheme="GB-CHC", value="1234567"))
    refused("one_primary_identifier", number(is_primary=True))
    refused("identifier_has_a_value", number(value=""))


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("one_main_contact", {"is_main_contact": True}),
        ("one_voter", {"votes_as": "voter"}),
    ],
)
def test_only_one_at_a_time_is_main_contact_or_votes(harbour, rule, fields):
    first = a_representative(an_account("Ada One"), harbour, is_main_contact=True, votes_as="voter")
    second = an_account("Bea Two")

    refused(rule, lambda: a_representative(second, harbour, **fields))
    Representative.objects.filter(pk=first.pk).update(ended_on=DAY)
    a_representative(second, harbour, **fields)


def test_only_one_at_a_time_is_the_deputy(harbour):
    a_representative(an_account("Ada One"), harbour, votes_as="deputy")
    second = an_account("Bea Two")

    refused("one_voting_deputy", lambda: a_representative(second, harbour, votes_as="deputy"))


def test_nobody_acts_twice_for_one_organisation_or_stops_before_beginning(harbour):
    ada = an_account("Ada One")
    a_representative(ada, harbour)

    refused("representatives_do_not_overlap", lambda: a_representative(ada, harbour))
    bea = an_account("Bea Two")
    refused(
        "representative_ends_after_start|range lower bound",
        lambda: a_representative(bea, harbour, ended_on=date(2024, 1, 1)),
    )


def test_an_area_has_a_name_and_a_code_of_its_own(north):
    an_area()

    refused("area_name_once", lambda: an_area(gss="E05009999"))
    refused("area_gss_once", lambda: Area.objects.create(name="Elsewhere", gss="E05009332"))


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("service_name_once", {"name": "Tea and talk"}),
        ("service_has_a_name", {"name": ""}),
        ("service_ages_in_order", {"name": "B", "minimum_age": 25, "maximum_age": 18}),
    ],
)
def test_a_service_has_a_name_and_ages_in_order(harbour, rule, fields):
    a_service(harbour)

    refused(rule, lambda: a_service(harbour, **fields))


def test_a_service_has_a_public_number_and_each_language_and_area_once(harbour):
    tea, shadwell = a_service(harbour), an_area()
    ServiceLanguage.objects.create(service=tea, language="so")
    ServiceArea.objects.create(service=tea, area=shadwell)

    refused("service_public_id_once", lambda: a_service(harbour, name="B", public_id=tea.public_id))
    refused(
        "service_language_once",
        lambda: ServiceLanguage.objects.create(service=tea, language="so"),
    )
    refused(
        "service_language_is_named",
        lambda: ServiceLanguage.objects.create(service=tea, language=""),
    )
    refused("service_area_once", lambda: ServiceArea.objects.create(service=tea, area=shadwell))


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("capacity_within_maximum", {"available": 12, "maximum": 10}),
        ("capacity_runs_out", {"valid_until": NOW}),
        ("capacity_runs_out", {"valid_until": NOW + timedelta(days=91)}),
        ("available_check", {"available": -1}),
    ],
)
def test_room_is_within_its_maximum_and_runs_out(harbour, rule, fields):
    tea = a_service(harbour)

    refused(rule, lambda: a_service_capacity(tea, confirmed_at=NOW, **fields))


def test_what_was_said_about_room_is_never_changed_or_removed(harbour):
    said = a_service_capacity(a_service(harbour))

    refused("permission denied", lambda: ServiceCapacity.objects.update(available=1))
    refused("permission denied", said.delete)


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("hours_once_a_month", {}),
        ("hours_month_is_its_first_day", {"month": date(2026, 4, 2)}),
        ("funded_hours_within_offered", {"month": date(2026, 4, 1), "minutes_funded": 121}),
    ],
)
def test_hours_are_said_once_a_month(harbour, rule, fields):
    hours(harbour, date(2026, 3, 1), 60)
    fields = {"month": date(2026, 3, 1), "minutes": 120} | fields

    refused(rule, lambda: hours(harbour, **fields))


def test_one_assumption_stands_for_each_size(north):
    HoursAssumption.objects.create(size_band="micro", minutes=60)

    refused(
        "one_assumption_per_band",
        lambda: HoursAssumption.objects.create(size_band="micro", minutes=90),
    )


@pytest.mark.parametrize(
    ("rule", "from_on", "until_on"),
    [
        ("pause_at_most_six_months", DAY, DAY),
        ("pause_at_most_six_months", DAY, DAY + timedelta(days=185)),
        ("pauses_do_not_overlap", DAY, DAY + timedelta(days=10)),
    ],
)
def test_a_pause_ends_within_six_months_and_overlaps_no_other(harbour, rule, from_on, until_on):
    before = DAY - timedelta(days=10)
    Pause.objects.create(organisation=harbour, from_on=before, until_on=DAY + timedelta(days=1))
    if rule != "pauses_do_not_overlap":
        from_on, until_on = (day + timedelta(days=20) for day in (from_on, until_on))

    refused(
        rule,
        lambda: Pause.objects.create(organisation=harbour, from_on=from_on, until_on=until_on),
    )


@pytest.mark.parametrize("share", ["board_minimum", "senior_staff_minimum", "serves_minimum"])
def test_a_definition_asks_for_percentages(north, share):
    refused(
        "led_by_minimum_is_a_percentage",
        lambda: LedByDefinition.objects.create(
            name="Ours", wording="Ours", valid_from=DAY, **{share: 101}
        ),
    )


def test_a_definition_is_made_once_a_day(north):
    words = {"name": "Ours", "wording": "Ours", "valid_from": DAY}
    LedByDefinition.objects.create(**words)

    refused("led_by_definition_once", lambda: LedByDefinition.objects.create(**words))


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("declaration_runs_out", {"valid_until": DAY}),
        ("declaration_shares_are_percentages", {"board_percent": 101}),
        ("declaration_shares_are_percentages", {"serves_percent": 101}),
    ],
)
def test_a_declaration_runs_out_and_holds_percentages(harbour, rule, fields):
    refused(rule, lambda: declaration(harbour, **fields))


def test_one_declaration_stands_for_each_group(harbour):
    said = declaration(harbour)

    def again():
        LedByDeclaration.objects.create(
            organisation=harbour,
            definition=said.definition,
            group="Carers",
            leads="no",
            declared_by=said.declared_by,
            declared_on=DAY,
            valid_until=DAY + timedelta(days=1),
        )

    refused("one_declaration_per_group", again)
    LedByDeclaration.objects.filter(pk=said.pk).update(withdrawn_at=NOW)
    again()


@pytest.mark.parametrize(
    ("shares", "meets"),
    [((75, 50, 75), True), ((74, 50, 75), False), ((75, 49, 75), False), ((None, 99, 99), None)],
)
def test_whether_a_definition_is_met_is_worked_out(harbour, shares, meets):
    board, staff, serves = shares
    said = declaration(
        harbour, board_percent=board, senior_staff_percent=staff, serves_percent=serves
    )

    assert said.meets_definition is meets


def test_a_network_is_listed_once_with_a_name(north):
    a_network()

    refused("network_name_once", a_network)
    refused("network_has_a_name", lambda: Network.objects.create(name="", kind="forum"))


def test_somebody_speaks_once_in_a_network_and_reports_once_on_a_meeting(harbour):
    forum, ada = a_network(), an_account("Ada One")

    def voice(**fields):
        return Representation.objects.create(
            network=forum, user=ada, organisation=harbour, **({"started_on": DAY} | fields)
        )

    first = voice()
    refused("speaks_once_in_a_network", voice)
    refused("representation_ends_after_start", lambda: voice(ended_on=date(2026, 1, 1)))

    def report(words="We were heard."):
        return ReportBack.objects.create(representation=first, meeting_on=DAY, what_was_said=words)

    report()
    refused("one_report_per_meeting", report)
    refused("report_says_something", lambda: report(words=""))


def test_hours_belong_to_one_organisation_of_the_same_alliance(harbour, south):
    with use(south.id):
        refused(
            "members_partnershipcapacity_organisation_same",
            lambda: PartnershipCapacity.objects.create(
                organisation_id=harbour.pk, month=date(2026, 3, 1), minutes_offered=60,
                confirmed_at=NOW,
            ),
        )  # fmt: skip


def test_a_service_keeps_its_history(harbour):
    tea = a_service(harbour)
    Service.objects.filter(pk=tea.pk).update(name="Coffee and talk")

    kept = apps.get_model("members", "ServiceTenantEvent").objects.order_by("pgh_id")
    assert list(kept.values_list("pgh_label", "name")) == [
        ("insert", "Tea and talk"),
        ("update", "Coffee and talk"),
    ]
