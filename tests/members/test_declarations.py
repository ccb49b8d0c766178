"""Only an organisation's own approver says who leads it; networks have voices of our own."""

from datetime import UTC, date, datetime, timedelta

import pytest

from alliance.errors import Refused
from members.actions import declarations, networks, services
from members.models import (
    LedByDeclaration,
    LedByDefinition,
    ReportBack,
    Representation,
    ServiceArea,
    ServiceLanguage,
)
from members.queries.profiles import shown_to_members
from tests.factories.members import a_network, an_area

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def declare(north, today):
    definition = LedByDefinition.objects.create(name="Ours", wording="Ours", valid_from=today)

    def declaring(organisation, by, **words):
        words = {"group": "Carers", "leads": "yes"} | words
        return declarations.declare(
            organisation, definition=definition, by=by, on=today, now=NOW, **words
        )

    return declaring


def test_an_approver_declares_and_every_consent_is_off_until_given(declare, harbour, approver):
    said = declare(harbour, approver, consents=frozenset({"use_in_totals"}))

    given = [name for name in declarations.CONSENTS if getattr(said, name)]
    assert given == ["use_in_totals"]
    assert said.valid_until == said.declared_on + timedelta(days=365)


@pytest.mark.parametrize("who", ["lead", "coproduction_lead", "editor", "heron_approver"])
def test_nobody_else_declares_for_an_organisation(declare, harbour, who, request):
    person = request.getfixturevalue(who)

    with pytest.raises(Refused, match="Only Harbour Lane can say this about itself"):
        declare(harbour, person)
    assert LedByDeclaration.objects.count() == 0


def test_a_share_above_the_whole_is_refused(declare, harbour, approver):
    with pytest.raises(Refused, match="A share is at most 100 per cent"):
        declare(harbour, approver, shares=(101, None, None))


def test_saying_it_again_takes_the_earlier_one_back(declare, harbour, approver):
    first = declare(harbour, approver)
    declare(harbour, approver, leads="no")

    first.refresh_from_db()
    assert first.withdrawn_at == NOW
    assert LedByDeclaration.objects.filter(withdrawn_at=None).get().leads == "no"


def test_members_see_a_declaration_only_with_its_consent_and_until_taken_back(
    declare, harbour, approver, lead, today
):
    declare(harbour, approver, group="Secret", consents=frozenset({"use_in_totals"}))
    said = declare(harbour, approver, consents=frozenset({"show_name_to_members"}))
    assert [str(one.group) for one in shown_to_members(harbour, on=today)] == ["Carers"]
    assert shown_to_members(harbour, on=said.valid_until) == []

    with pytest.raises(Refused, match="Only Harbour Lane"):
        declarations.withdraw(said, by=lead, on=today, now=NOW)
    declarations.withdraw(said, by=approver, on=today, now=NOW)

    assert shown_to_members(harbour, on=today) == []
    with pytest.raises(Refused, match="taken back already"):
        declarations.withdraw(said, by=approver, on=today, now=NOW)


def test_a_network_is_added_once(lead):
    networks.add_network(name="Forum", kind="forum", level="borough", by=lead)

    with pytest.raises(Refused, match="A network of this name is listed already"):
        networks.add_network(name="forum", kind="forum", level="borough", by=lead)


@pytest.fixture
def voice(lead, harbour, editor, today):
    return networks.begin_representation(
        a_network(), user=editor, organisation=harbour, started_on=date(2026, 1, 5), by=lead
    )


def test_only_somebody_who_acts_for_a_member_speaks_for_us(voice, lead, harbour, editor, today):
    forum, words = voice.network, {"organisation": harbour, "started_on": today, "by": lead}

    with pytest.raises(Refused, match="Amina Rahman does not act for Harbour Lane"):
        networks.begin_representation(forum, user=lead, **words)
    with pytest.raises(Refused, match="Shirin Begum already speaks for us there"):
        networks.begin_representation(forum, user=editor, **words)


def test_somebody_stops_speaking_for_us_once(voice, lead, today):
    with pytest.raises(Refused, match="Nobody can stop before they began"):
        networks.end_representation(voice, ended_on=date(2025, 1, 1), by=lead)

    networks.end_representation(voice, ended_on=today, by=lead)

    assert not Representation.objects.current(on=today).exists()
    with pytest.raises(Refused, match="no longer speaks for us there"):
        networks.end_representation(voice, ended_on=today, by=lead)


def test_whoever_was_there_reports_back_once(voice, lead, editor, today):
    words = {"meeting_on": date(2026, 2, 2), "what_was_said": "We were heard.", "on": today}
    with pytest.raises(Refused, match="Only somebody who speaks for us there"):
        networks.report_back(voice.network, by=lead, **words)

    networks.report_back(voice.network, by=editor, **words)

    assert ReportBack.objects.get().what_was_said == "We were heard."
    with pytest.raises(Refused, match="You have reported on this meeting already"):
        networks.report_back(voice.network, by=editor, **words)


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(1, "This meeting is still to come"), (-4000, "That was before you spoke for us there")],
)
def test_a_report_is_about_a_meeting_they_were_at(voice, editor, today, days, sentence):
    with pytest.raises(Refused, match=sentence):
        networks.report_back(
            voice.network,
            meeting_on=today + timedelta(days=days),
            what_was_said="x",
            by=editor,
            on=today,
        )


def test_a_service_is_entered_with_its_languages_and_wards(harbour, approver):
    shadwell = an_area()

    services.add_service(
        harbour, words={"name": "Tea"}, tags=["so", "bn", "so"], areas=[shadwell], by=approver
    )

    spoken = ServiceLanguage.objects.order_by("language").values_list("language", "how")
    assert list(spoken) == [("bn", "staff"), ("so", "staff")]
    assert list(ServiceArea.objects.values_list("area__name", flat=True)) == ["Shadwell"]


def test_a_service_of_the_same_name_or_in_an_unknown_language_is_refused(harbour, approver):
    services.add_service(harbour, words={"name": "Tea"}, by=approver)

    with pytest.raises(Refused, match="Harbour Lane has a service called TEA already"):
        services.add_service(harbour, words={"name": "TEA"}, by=approver)
    with pytest.raises(Refused, match="Choose the languages from the list"):
        services.add_service(harbour, words={"name": "Coffee"}, tags=["xx"], by=approver)
