"""What members do together: who may keep it, and numbers that expose nobody."""

from datetime import date, timedelta

import pytest

from alliance.errors import Refused
from members.actions import initiatives
from members.models import Initiative, InitiativePartner, InitiativeSession
from members.queries import initiatives as queries
from tests.factories.members import an_area
from tests.members.reading import words_of
from tests.members.test_models import refused

DAY = date(2025, 1, 6)


@pytest.fixture
def walk(harbour, heron, lead):
    words = {
        "title": "Walk with somebody",
        "kind": "physical_activity",
        "starts_on": DAY,
        "aim": "Nobody sets out alone.",
    }
    return initiatives.begin(harbour, words=words, partners=[heron, harbour], by=lead)


@pytest.fixture
def came(walk, lead, today):
    """So many people came on a day."""

    def counting(people, carers=None, *, held_on=DAY, area=None):
        return initiatives.count_session(
            walk,
            held_on=held_on,
            people_count=people,
            carers_count=carers,
            area=area,
            by=lead,
            on=today,
        )

    return counting


FORM = {"title": "Sing", "kind": "creative", "aim": "Sing together.", "starts_on": "6 May 2025"}


# ---- who keeps it -------------------------------------------------------------------------------
def test_the_member_that_leads_it_does_not_take_part_in_it_twice(walk, heron):
    assert [one.organisation for one in InitiativePartner.objects.all()] == [heron]


@pytest.mark.parametrize(
    ("who", "status"), [("lead", 200), ("editor", 200), ("heron_approver", 403), ("observer", 403)]
)
@pytest.mark.parametrize("path", ["edit", "count"])
def test_the_lead_and_the_leading_members_editors_keep_it(ask, walk, path, who, status, request):
    person = request.getfixturevalue(who)

    assert ask(person, f"members/initiatives/{walk.pk}/{path}/").status_code == status


def test_an_editor_begins_something_their_member_leads_and_no_others(ask, send, editor, heron):
    assert "Begin something that Harbour Lane leads" in words_of(
        ask(editor, "members/initiatives/")
    )

    send(editor, "members/harbour-lane/initiatives/new/", **FORM, partners=[str(heron.pk)])
    denied = send(editor, "members/heron-house/initiatives/new/", **FORM | {"title": "Other"})

    begun = Initiative.objects.get()
    assert (begun.title, begun.lead_organisation.name) == ("Sing", "Harbour Lane")
    assert InitiativePartner.objects.get().organisation == heron
    assert denied.status_code == 403


def test_the_lead_says_first_which_member_leads_it(ask, lead, harbour):
    assert "Harbour Lane" in words_of(ask(lead, "members/initiatives/new/"))


def test_an_initiative_is_changed(ask, send, walk, lead):
    assert "Heron House" in words_of(ask(lead, f"members/initiatives/{walk.pk}/edit/"))

    send(lead, f"members/initiatives/{walk.pk}/edit/", **FORM | {"what_changed": "We sing."})

    walk.refresh_from_db()
    assert (walk.title, walk.what_changed) == ("Sing", "We sing.")
    assert InitiativePartner.objects.count() == 0
    assert "We sing." in words_of(ask(lead, f"members/initiatives/{walk.pk}/"))


def test_nonsense_is_refused(walk, harbour, lead):
    words = {"title": "walk with SOMEBODY", "kind": "other", "starts_on": DAY, "aim": "x"}

    with pytest.raises(Refused, match="There is an initiative of this name already"):
        initiatives.begin(harbour, words=words, by=lead)
    words |= {"title": "Other", "ends_on": DAY - timedelta(days=1)}
    with pytest.raises(Refused, match="It ends before it starts"):
        initiatives.begin(harbour, words=words, by=lead)


# ---- counting -----------------------------------------------------------------------------------
def test_a_session_is_counted_and_struck_out(ask, send, walk, editor):
    path = f"members/initiatives/{walk.pk}/count/"
    send(editor, path, held_on="7 January 2025", people_count="12", carers_count="3")
    again = send(editor, path, held_on="7 January 2025", people_count="12")
    assert "recorded already" in words_of(again)
    assert "12" in words_of(ask(editor, f"members/initiatives/{walk.pk}/"))

    session = InitiativeSession.objects.get()
    assert "Take out the session" in words_of(
        ask(editor, f"members/initiatives/sessions/{session.pk}/")
    )
    send(editor, f"members/initiatives/sessions/{session.pk}/")
    assert InitiativeSession.objects.count() == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"held_on": DAY - timedelta(days=1)}, "The initiative had not begun"),
        ({"held_on": date(2999, 1, 1)}, "This day is still to come"),
        ({"carers": 9}, "Carers are counted among the people who came"),
    ],
)
def test_a_count_makes_sense(came, words, sentence):
    with pytest.raises(Refused, match=sentence):
        came(8, **words)


# ---- what is said of it -------------------------------------------------------------------------
def test_the_reach_is_said_by_finished_quarters_only(came, walk):
    came(40, 20, held_on=date(2025, 1, 7))
    came(50, 25, held_on=date(2025, 5, 7))

    def said(on):
        found = queries.reach(queries.sessions_of(walk), on=on)
        return found.people, [one.name for one in found.quarters]

    assert said(date(2025, 3, 31)) == (None, [])
    assert said(date(2025, 4, 1)) == (40, ["January to March 2025"])
    assert said(date(2025, 6, 30)) == (40, ["January to March 2025"])
    assert said(date(2025, 7, 1)) == (90, ["April to June 2025", "January to March 2025"])


def test_few_people_in_a_place_are_not_shown(came, walk):
    shadwell, bow = an_area(), an_area("Bow East", "E05009319")
    came(60, 30, held_on=date(2025, 1, 7), area=shadwell)
    came(20, 2, held_on=date(2025, 1, 8), area=bow)
    came(30, 15, held_on=date(2025, 1, 9))

    [quarter] = queries.reach(queries.sessions_of(walk), on=date(2025, 5, 1)).quarters

    counts = {count for _, cells, _ in quarter.lines for _, count in cells}
    assert not counts & {2, 18}
    assert "Bow East" not in {place for place, _, _ in quarter.lines}
    assert quarter.published.base == 110


def test_of_a_handful_nothing_is_said(ask, came, walk, heron_approver):
    came(4, held_on=date(2025, 1, 7))

    words = words_of(ask(heron_approver, f"members/initiatives/{walk.pk}/"))

    assert "Too few people came for a number to be shown" in words
    assert "Sessions as counted" not in words


def test_the_page_shows_others_the_reach_and_the_keeper_each_session(
    ask, came, walk, editor, heron_approver
):
    came(1733, 20, held_on=date(2025, 1, 7))
    came(17, 8, held_on=date(2025, 1, 8))

    others = words_of(ask(heron_approver, f"members/initiatives/{walk.pk}/"))
    keeper = words_of(ask(editor, f"members/initiatives/{walk.pk}/"))

    assert "1750 visits" in others.replace(",", "")
    assert "1733" not in others.replace(",", "")
    assert "1733" in keeper.replace(",", "")


def test_without_carers_only_people_are_counted(came, walk):
    came(40, held_on=date(2025, 1, 7))

    [quarter] = queries.reach(queries.sessions_of(walk), on=date(2025, 5, 1)).quarters

    assert quarter.published.columns == ("People",)
    assert quarter.lines == [("Place not given", [("People", 40)], 40)]


def test_what_is_over_stands_apart(walk, today):
    Initiative.objects.update(ends_on=today - timedelta(days=1))

    assert queries.listed(on=today) == ([], [walk])
    assert queries.listed(on=today - timedelta(days=1)) == ([walk], [])


@pytest.mark.parametrize("rows", [1, 3, 5, 50])
def test_the_list_and_a_page_cost_the_same_however_long(
    rows, client, north, harbour, heron_approver, django_assert_num_queries
):
    for number in range(rows):
        walk = Initiative.objects.create(
            title=f"Walk {number}", kind="other", lead_organisation=harbour, starts_on=DAY, aim="x"
        )
        InitiativeSession.objects.create(
            initiative=Initiative.objects.first(),
            held_on=DAY + timedelta(days=number),
            people_count=number,
        )
    client.force_login(heron_approver)
    client.get(north.url("members/initiatives/"))

    with django_assert_num_queries(LIST_QUERIES):
        client.get(north.url("members/initiatives/"))
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(north.url(f"members/initiatives/{walk.pk}/"))


LIST_QUERIES, PAGE_QUERIES = 5, 6


# ---- the database -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("initiative_has_a_title_and_an_aim", {"title": ""}),
        ("initiative_has_a_title_and_an_aim", {"aim": ""}),
        ("initiative_ends_after_it_starts", {"ends_on": DAY - timedelta(days=1)}),
    ],
)
def test_an_initiative_makes_sense(walk, rule, fields):
    refused(rule, lambda: Initiative.objects.filter(pk=walk.pk).update(**fields))


def test_a_name_a_partner_and_a_session_stand_once(walk, harbour, heron, came):
    came(8, held_on=DAY)

    refused(
        "initiative_title_once",
        lambda: Initiative.objects.create(
            title=walk.title, kind="other", lead_organisation=harbour, starts_on=DAY, aim="x"
        ),
    )
    refused(
        "initiative_partner_once",
        lambda: InitiativePartner.objects.create(initiative=walk, organisation=heron),
    )
    refused(
        "session_once_a_day_and_place",
        lambda: InitiativeSession.objects.create(initiative=walk, held_on=DAY, people_count=1),
    )
    refused(
        "carers_are_among_the_people",
        lambda: InitiativeSession.objects.update(carers_count=9),
    )
