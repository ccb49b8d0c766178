"""Places to learn: small organisations first, two each until a week before, a line, and letters."""

from datetime import UTC, datetime, timedelta

import pytest

from alliance.errors import Refused
from alliance.models import Message
from members import seating
from members.actions import learning
from members.models import LearningBooking, LearningOpportunity, Representative
from members.queries import learning as queries
from members.seating import Asker
from tests.factories.members import a_network, a_representative, an_organisation
from tests.members.reading import words_of
from tests.members.test_models import refused
from tests.people import an_account

NOW = datetime.now(tz=UTC)
SOON, LATER = NOW + timedelta(days=3), NOW + timedelta(days=20)
State = LearningOpportunity.State


# ---- who gets a place: pure ---------------------------------------------------------------------
def asker(number, organisation=1, *, is_small=False, minute=0):
    return Asker(number, organisation, is_small, NOW + timedelta(minutes=minute))


def test_small_organisations_come_first_and_then_whoever_asked_first():
    waiting = [asker(1, 1), asker(2, 2, minute=1), asker(3, 3, is_small=True, minute=9)]

    assert seating.seated(2, [], waiting, capped=True) == [3, 1]


def test_an_organisation_has_two_places_until_a_week_before():
    waiting = [asker(number, minute=number) for number in range(4)] + [asker(9, 2, minute=9)]

    assert seating.seated(None, [], waiting, capped=True) == [0, 1, 9]
    assert seating.seated(None, [], waiting, capped=False) == [0, 1, 2, 3, 9]
    assert seating.seated(5, [asker(8), asker(7)], waiting, capped=True) == [9]


def test_nobody_is_seated_where_nothing_is_free_and_nobody_loses_a_place():
    assert seating.seated(1, [asker(1)], [asker(2, 2, is_small=True)], capped=True) == []
    assert seating.seated(1, [asker(1), asker(2)], [asker(3, 3)], capped=False) == []


@pytest.mark.parametrize(("days", "capped"), [(7, False), (7.1, True), (None, True)])
def test_the_cap_falls_seven_days_before(days, capped):
    starts_at = None if days is None else NOW + timedelta(days=days)

    assert seating.is_capped(starts_at, now=NOW) is capped


# ---- booking ------------------------------------------------------------------------------------
@pytest.fixture
def written(lead):
    def writing(**words):
        words = {
            "title": "Listening",
            "kind": "training",
            "offered_by": "A friend",
            "starts_at": LATER,
            "places": 2,
        } | words
        opportunity = learning.write(words=words, by=lead)
        learning.open_booking(opportunity, by=lead, now=NOW)
        opportunity.refresh_from_db()
        return opportunity

    return writing


@pytest.fixture
def somebody(north):
    """Somebody new who acts for an organisation of this size."""

    def acting(name, organisation=None, *, size="large"):
        organisation = organisation or an_organisation(f"{name}'s group", size_band=size)
        return a_representative(an_account(name), organisation)

    return acting


def book(opportunity, representative, *, now=NOW):
    return learning.book(
        opportunity, representative=representative, by=representative.user, on=now.date(), now=now
    )


def states():
    rows = LearningBooking.objects.order_by("pk")
    return list(rows.values_list("representative__user__name", "state"))


def test_places_go_until_none_is_left_and_then_there_is_a_line(written, somebody):
    opportunity = written()

    found = [book(opportunity, somebody(name)).state for name in ("Ann", "Ben", "Cy")]

    assert found == ["booked", "booked", "waiting"]
    opportunity.refresh_from_db()
    assert opportunity.state == State.FULL
    assert Message.objects.count() == 0  # whoever asks sees it on the page


def test_a_place_given_back_goes_to_a_small_organisation_first_with_a_letter(
    written, somebody, lead
):
    opportunity = written(places=1)
    holder = somebody("Ann")
    book(opportunity, holder)
    book(opportunity, somebody("Big"))
    book(opportunity, somebody("Small", size="micro"), now=NOW + timedelta(hours=1))

    learning.give_back(opportunity, by=holder.user, now=NOW)

    assert states() == [("Ann", "cancelled"), ("Big", "waiting"), ("Small", "booked")]
    letter = Message.objects.get()
    assert (letter.to, letter.subject) == ("small@people.example", "You have a place")
    with pytest.raises(Refused, match="There is nothing to give back"):
        learning.give_back(opportunity, by=holder.user, now=NOW)


def test_the_third_of_an_organisation_waits_until_a_week_before(written, somebody):
    opportunity = written(places=5)
    big = an_organisation("Big", size_band="major")
    for name in ("Ann", "Ben", "Cy"):
        book(opportunity, somebody(name, big))
    assert states()[2] == ("Cy", "waiting")

    learning.settle_all(on=NOW.date(), now=LATER - timedelta(days=6))

    assert states()[2] == ("Cy", "booked")


def test_somebody_asks_once_and_again_after_giving_back(written, somebody):
    opportunity, ann = written(), somebody("Ann")
    book(opportunity, ann)

    with pytest.raises(Refused, match="You have asked for a place already"):
        book(opportunity, ann)
    learning.give_back(opportunity, by=ann.user, now=NOW)
    assert book(opportunity, ann).state == "booked"


def test_nobody_books_for_somebody_else(written, somebody, lead):
    with pytest.raises(Refused, match="Each person books for themselves"):
        learning.book(written(), representative=somebody("Ann"), by=lead, on=NOW.date(), now=NOW)


@pytest.mark.parametrize(
    "words",
    [
        {"book_by": (NOW - timedelta(days=1)).date()},
        {"starts_at": NOW - timedelta(hours=1)},
    ],
)
def test_booking_closes_after_its_day_and_when_it_begins(written, somebody, words):
    opportunity = written(**words)

    with pytest.raises(Refused, match="Booking is closed"):
        book(opportunity, somebody("Ann"))
    assert learning.settle_all(on=NOW.date(), now=NOW) == 1
    opportunity.refresh_from_db()
    assert opportunity.state == State.CLOSED


def test_booking_is_opened_and_closed(written, somebody, lead):
    opportunity = written()
    learning.close_booking(opportunity, by=lead)

    with pytest.raises(Refused, match="Booking is closed"):
        book(opportunity, somebody("Ann"))
    with pytest.raises(Refused, match="Booking is closed already"):
        learning.close_booking(opportunity, by=lead)
    learning.open_booking(opportunity, by=lead, now=NOW)
    with pytest.raises(Refused, match="Booking is open already, or this is over"):
        learning.open_booking(opportunity, by=lead, now=NOW)


def test_more_places_go_to_those_who_wait_and_fewer_than_taken_are_refused(written, somebody, lead):
    opportunity = written(places=2)
    for name in ("Ann", "Ben", "Cy"):
        book(opportunity, somebody(name))
    words = {"title": "Listening", "offered_by": "A friend", "starts_at": LATER}

    with pytest.raises(Refused, match="2 people have a place"):
        learning.rewrite(opportunity, words=words | {"places": 1}, by=lead, now=NOW)
    learning.rewrite(opportunity, words=words | {"places": 3}, by=lead, now=NOW)
    assert [state for _, state in states()] == ["booked", "booked", "booked"]
    learning.rewrite(opportunity, words=words | {"places": None}, by=lead, now=NOW)
    opportunity.refresh_from_db()
    assert opportunity.state == State.OPEN


def test_called_off_everybody_has_a_letter_and_nothing_can_be_done_any_more(
    written, somebody, lead
):
    opportunity = written(places=1)
    for name in ("Ann", "Ben"):
        book(opportunity, somebody(name))

    learning.call_off(opportunity, by=lead, now=NOW)

    assert sorted(Message.objects.values_list("to", "subject")) == [
        ("ann@people.example", "It does not take place"),
        ("ben@people.example", "It does not take place"),
    ]
    with pytest.raises(Refused, match="This is over already"):
        learning.call_off(opportunity, by=lead, now=NOW)
    with pytest.raises(Refused, match=r"This is over\. Write a new one"):
        learning.rewrite(opportunity, words={}, by=lead, now=NOW)
    with pytest.raises(Refused, match="It did not take place"):
        learning.record_who_came(opportunity, came=[], by=lead, now=LATER)


def test_who_came_is_recorded_once_it_has_begun(written, somebody, lead):
    opportunity = written()
    ann, _ = (book(opportunity, somebody(name)) for name in ("Ann", "Ben"))

    with pytest.raises(Refused, match="It has not begun yet"):
        learning.record_who_came(opportunity, came=[ann.pk], by=lead, now=NOW)
    learning.record_who_came(opportunity, came=[ann.pk], by=lead, now=LATER)

    assert states() == [("Ann", "came"), ("Ben", "missed")]
    opportunity.refresh_from_db()
    assert opportunity.state == State.DONE


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"offered_by": ""}, "Say one organisation, one network, or somebody else"),
        ({"ends_at": LATER - timedelta(hours=1)}, "It ends before it starts"),
        ({"starts_at": None, "ends_at": LATER}, "It ends before it starts"),
        ({"places": 0}, "There is at least one place"),
        ({"languages": ["xx"]}, "Choose the languages from the list"),
    ],
)
def test_nonsense_is_refused(written, words, sentence):
    with pytest.raises(Refused, match=sentence):
        written(**words)


# ---- pages --------------------------------------------------------------------------------------
FORM = {
    "title": "Listening",
    "kind": "training",
    "offered_by": "A friend",
    "starts_at_0": "6 May 2030",
    "starts_at_1": "2 pm",
    "places": "12",
    "cost_pence": "0",
    "languages": ["en", "bn"],
}


def test_the_lead_offers_opens_and_a_member_books_and_gives_back(ask, send, lead, editor):
    send(lead, "members/learning/new/", **FORM)
    opportunity = LearningOpportunity.objects.get()
    path = f"members/learning/{opportunity.pk}/"
    assert ask(editor, path).status_code == 404
    assert "Listening" not in words_of(ask(editor, "members/learning/"))

    send(lead, f"{path}booking/")
    assert "Ask for a place" in words_of(ask(editor, path))
    send(editor, path)
    assert "Has a place, Harbour Lane" in words_of(ask(editor, path))
    assert "Shirin Begum" not in words_of(ask(editor, path)).split("Where you stand")[1]
    assert "Shirin Begum" in words_of(ask(lead, path))

    send(editor, f"{path}give-back/")
    assert LearningBooking.objects.get().state == "cancelled"


def test_whoever_acts_for_two_says_for_which(ask, send, written, editor, heron):
    second = a_representative(editor, heron)
    opportunity = written()
    path = f"members/learning/{opportunity.pk}/"

    assert "For which organisation?" in words_of(ask(editor, path))
    assert send(editor, path).status_code == 422
    send(editor, path, acting_for=str(second.pk))

    assert LearningBooking.objects.get().representative == second


def test_somebody_who_acts_for_nobody_cannot_book(send, written, lead):
    answer = send(lead, f"members/learning/{written().pk}/")

    assert "Only somebody who acts for a member can book" in words_of(answer)


def test_the_lead_changes_calls_off_and_records(ask, send, written, lead, heron):
    opportunity = written(offered_by="", offered_by_organisation=heron, starts_at=NOW)
    path = f"members/learning/{opportunity.pk}/"
    assert "Heron House" in words_of(ask(lead, f"{path}edit/"))
    send(lead, f"{path}edit/", **FORM | {"title": "Hearing", "organisation": ""})
    opportunity.refresh_from_db()
    assert (opportunity.title, opportunity.offered_by_words) == ("Hearing", "A friend")

    assert send(lead, f"{path}came/").status_code == 422  # it is years away by now
    LearningOpportunity.objects.update(starts_at=NOW)
    send(lead, f"{path}came/")
    opportunity.refresh_from_db()
    assert opportunity.state == State.DONE
    assert send(lead, f"{path}call-off/").status_code == 422


def test_calling_off_is_asked_first(ask, send, written, lead):
    path = f"members/learning/{written().pk}/call-off/"

    assert "Everybody who has a place or waits for one gets a letter" in words_of(ask(lead, path))
    send(lead, path)
    assert LearningOpportunity.objects.get().state == State.CANCELLED
    send(lead, path.replace("call-off", "booking"))
    assert LearningOpportunity.objects.get().state == State.CANCELLED


@pytest.mark.parametrize("rows", [1, 3, 5, 50])
def test_the_list_costs_the_same_however_long(
    rows, client, north, editor, django_assert_num_queries
):
    for number in range(rows):
        LearningOpportunity.objects.create(
            title=f"Session {number}", kind="event", offered_by_network=a_network(f"N{number}"),
            starts_at=LATER, state="open",
        )  # fmt: skip
    client.force_login(editor)
    client.get(north.url("members/learning/"))

    with django_assert_num_queries(LIST_QUERIES):
        response = client.get(north.url("members/learning/"))

    assert response.content.decode().count('<th scope="row">') == rows


LIST_QUERIES = 6


def test_what_is_over_or_full_is_told_apart(written, somebody, lead):
    written(title="Open")
    book(written(title="Full", places=1), somebody("Ann"))
    learning.call_off(written(title="Off"), by=lead, now=NOW)
    learning.write(words={"title": "Draft", "kind": "event", "offered_by": "X"}, by=lead)

    coming, others = queries.offered(on=NOW.date(), sees_drafts=False)
    _, with_drafts = queries.offered(on=NOW.date(), sees_drafts=True)

    assert [(o.opportunity.title, o.free) for o in coming] == [("Open", 2), ("Full", 0)]
    assert [o.opportunity.title for o in others] == ["Off"]
    assert {o.opportunity.title for o in with_drafts} == {"Off", "Draft"}


# ---- the database -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("learning_has_a_title", {"title": ""}),
        ("learning_is_offered_by_one", {"offered_by": ""}),
        ("learning_ends_after_it_starts", {"ends_at": LATER - timedelta(days=1)}),
        ("learning_ends_after_it_starts", {"starts_at": None, "ends_at": LATER}),
        ("learning_has_a_place", {"places": 0}),
        ("only_counted_places_run_out", {"places": None, "state": "full"}),
    ],
)
def test_an_opportunity_makes_sense(written, rule, fields):
    opportunity = written()

    refused(rule, lambda: LearningOpportunity.objects.filter(pk=opportunity.pk).update(**fields))


def test_it_is_not_offered_by_two(written, heron):
    opportunity = written()

    refused(
        "learning_is_offered_by_one",
        lambda: LearningOpportunity.objects.filter(pk=opportunity.pk).update(
            offered_by_organisation=heron
        ),
    )


def test_a_person_has_one_booking(written, somebody):
    opportunity = written()
    book(opportunity, somebody("Ann"))

    refused(
        "one_booking_a_person",
        lambda: LearningBooking.objects.create(
            opportunity=opportunity,
            representative=Representative.objects.get(user__name="Ann"),
            state="booked",
            asked_at=NOW,
        ),
    )
