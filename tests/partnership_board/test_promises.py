"""Actions: given once, reported on, carried by meetings, done when the board says so."""

import re
from datetime import timedelta

import pytest

from alliance import outbox, vault
from alliance.actions.links import make_link
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import Message, SignedLink
from members.actions import representatives
from members.models import Representative
from partnership_board.actions import meetings, promise_letters, promises
from partnership_board.actions.promises import Owner, Report
from partnership_board.models import Action, ActionUpdate, SeatPause, SeatTerm
from partnership_board.queries import promises as queries
from tests.factories import partnership_board as rows
from tests.factories.members import an_organisation
from tests.people import an_account

OUTSIDE = Owner(name="Ines Okoro", email="ines@council.example")


@pytest.fixture
def give(board, lead, now):
    def giving(title="Write to the trust", **words):
        words = {"owner": OUTSIDE, "due_on": now.date() + timedelta(days=30), "by": lead} | words
        return promises.give(board, title=title, now=now, **words)

    return giving


def test_an_action_has_a_number_without_gaps_and_one_owner(give, board_member, now):
    first, second = give(), give(owner=Owner(person=board_member))

    assert [first.ref, second.ref] == [f"A/{now.year}/001", f"A/{now.year}/002"]
    assert [first.owned_by, second.owned_by] == ["Ines Okoro", "Yusuf Karim"]
    letters = Message.objects.filter(key__contains="given")
    assert {letter.to for letter in letters} == {"ines@council.example", board_member.email}
    with pytest.raises(Refused, match="Name one person, one organisation"):
        give(owner=Owner())
    with pytest.raises(Refused, match="Name one person, one organisation"):
        give(owner=Owner(person=board_member, name="Ines", email="ines@council.example"))
    with pytest.raises(Refused, match="still to come"):
        give(due_on=now.date() - timedelta(days=1))


def test_an_item_of_another_board_gives_no_action(give, agenda_group, now):
    elsewhere = rows.an_item(rows.a_meeting(agenda_group, now))

    with pytest.raises(Refused, match="belongs to another board"):
        give(item=elsewhere)


def test_every_slip_is_a_row_with_its_reason(give, board_member, now):
    action = give(owner=Owner(person=board_member))
    was, later = action.due_on, action.due_on + timedelta(days=14)
    for said, why in (
        (Report("later"), "by when it will be done"),
        (Report("later", new_due_on=was), "after the one that stands"),
        (Report("later", new_due_on=later), "why it takes longer"),
        (Report("gladly"), "Choose how it goes"),
    ):
        with pytest.raises(Refused, match=why):
            promises.report(action, said, by=board_member, now=now)

    slip = Report("later", new_due_on=later, reason="The trust is closed in August.")
    promises.report(action, slip, by=board_member, now=now)

    action.refresh_from_db()
    update = ActionUpdate.objects.get()
    assert (action.due_on, action.state) == (later, "in_progress")
    assert (update.old_due_on, update.new_due_on) == (was, later)
    assert update.reason == "The trust is closed in August."


def test_only_its_owner_or_the_board_says_how_it_goes(give, board_member, nhs_member, chair, now):
    action = give(owner=Owner(person=board_member))

    promises.report(action, Report("held_up", "No answer."), by=board_member, now=now)
    promises.report(action, Report("going_on"), by=chair, now=now)
    with pytest.raises(Refused, match="Its owner says how it goes"):
        promises.report(action, Report("done"), by=nhs_member, now=now)


def test_the_board_says_when_it_is_done_and_never_its_owner(give, chair, board_member, lead, now):
    action = give(owner=Owner(person=chair))
    promises.report(action, Report("done", "Written."), by=chair, now=now)
    assert Action.objects.get().state == "claimed_done"

    with pytest.raises(Refused, match="somebody else confirms"):
        promises.settle(action, outcome="done", by=chair, now=now)
    with pytest.raises(Refused, match="for the board"):
        promises.settle(action, outcome="done", by=board_member, now=now)
    with pytest.raises(Refused, match="Choose what the board says"):
        promises.settle(action, outcome="perhaps", by=lead, now=now)
    with pytest.raises(Refused, match="say why"):
        promises.settle(action, outcome="not_done", by=lead, now=now)
    promises.settle(action, outcome="not_done", text="One letter is missing.", by=lead, now=now)
    assert Action.objects.get().state == "open"
    promises.settle(action, outcome="done", by=lead, now=now)

    action.refresh_from_db()
    assert (action.state, action.closed_on) == ("done", now.date())
    with pytest.raises(Refused, match="This action is closed: done"):
        promises.report(action, Report("going_on"), by=chair, now=now)


def test_an_action_passes_to_somebody_else_and_stays_the_same_row(give, board_member, lead, now):
    action = give()
    with pytest.raises(Refused, match="for the board"):
        promises.pass_on(action, owner=Owner(person=lead), reason="No.", by=board_member, now=now)
    with pytest.raises(Refused, match="say why"):
        promises.pass_on(action, owner=Owner(person=board_member), reason=" ", by=lead, now=now)

    promises.pass_on(
        action, owner=Owner(person=board_member), reason="Ines has left.", by=lead, now=now
    )

    there = Action.objects.get()
    assert (there.owner, there.contact_email) == (board_member, "")
    assert ActionUpdate.objects.get().text == "From Ines Okoro to Yusuf Karim."


def test_over_six_meetings_it_is_one_row_with_six_updates_carried_six_times(give, board, lead, now):
    action = give()
    for month in range(1, 7):
        meeting = rows.a_meeting(board, now + timedelta(days=30 * month), state="published")
        meetings.step(meeting, to="ended", by=lead, now=meeting.ends_at)
        promises.carry(meeting, now=meeting.ends_at)  # said again, it changes nothing

    found = queries.register().get()
    assert found.pk == action.pk
    assert ActionUpdate.objects.count() == 6
    assert queries.carried_in_words(found.carried) == "carried 6 times"
    assert [queries.carried_in_words(n) for n in (0, 1)] == ["", "carried once"]


def test_a_meeting_carries_neither_what_it_gave_itself_nor_what_is_closed(give, board, lead, now):
    done = give()
    promises.settle(done, outcome="done", by=lead, now=now)
    give("Given at this meeting")

    meeting = rows.a_meeting(board, now)

    assert promises.carry(meeting, now=now) == 0


# ---- without an account --------------------------------------------------------------------------
@pytest.fixture
def link(give, now):
    action = give()
    made, token = make_link(
        purpose=promise_letters.PURPOSE, thing=action, user=None, expires_at=now + timedelta(days=9)
    )
    return action, made, token


def test_somebody_outside_answers_by_link_and_once(link, client, north):
    _, _, token = link
    page = north.url(f"board/actions/answer/{token}/")
    seen = client.get(page)
    assert seen.status_code == 200
    assert "Write to the trust" in seen.content.decode()
    assert seen.headers["Referrer-Policy"] == "no-referrer"
    assert client.post(page, {"says": "later"}).status_code == 422
    assert ActionUpdate.objects.count() == 0

    assert client.post(page, {"says": "done", "text": "Sent on Monday."}).status_code == 302

    update = ActionUpdate.objects.get()
    assert (update.said_by, update.text, update.made_by) == ("Ines Okoro", "Sent on Monday.", None)
    assert "Thank you" in client.get(page).content.decode()
    client.post(page, {"says": "going_on"})
    assert ActionUpdate.objects.count() == 1
    assert client.get(north.url("board/actions/answer/" + "x" * 43 + "/")).status_code == 410


def test_a_link_leads_to_its_own_action_alone(link, give, client, north):
    _, _, token = link
    give("Another promise")

    page = client.get(north.url(f"board/actions/answer/{token}/")).content.decode()

    assert "Another promise" not in page
    assert "/board/actions/" not in page.replace(f"/board/actions/answer/{token}/", "")


@pytest.fixture
def harbour(stranger_here, today):
    """An organisation, and somebody who answers for it."""
    found = an_organisation()
    representatives.add_representative(
        found, user=stranger_here, role="editor", started_on=today, by=Actor.SYSTEM, on=today
    )
    return found


@pytest.fixture
def stranger_here():
    return an_account("Joe Tanner")


def page_in_letter(to):
    """The address of the one action, from the latest letter to somebody."""
    letter = Message.objects.filter(to=to.email).latest("pk")
    body = vault.unseal(letter.body, place=outbox.place_of(letter.key))
    (found,) = set(re.findall(r"/a/north/board/actions/answer/[\w-]+/", body))
    return found


def test_whoever_answers_for_an_organisation_does_so_by_a_link_of_their_own(
    give, harbour, stranger_here, client, now
):
    give(owner=Owner(organisation=harbour))
    page = page_in_letter(stranger_here)
    seen = client.get(page).content.decode()
    assert "Harbour Lane" in seen

    assert client.post(page, {"says": "going_on", "text": "Half of it."}).status_code == 302

    update = ActionUpdate.objects.get()
    assert (update.made_by, update.text, update.said_by) == (stranger_here, "Half of it.", "")


def test_a_link_of_somebody_who_left_the_organisation_opens_nothing(
    give, harbour, stranger_here, client, now, today
):
    action = give(owner=Owner(organisation=harbour))
    page = page_in_letter(stranger_here)
    assert client.get(page).status_code == 200
    Representative.objects.update(ended_on=today)

    assert client.get(page).status_code == 410
    link = SignedLink.objects.get(object_id=action.pk)
    with pytest.raises(Refused, match="somebody else was asked"):
        promises.report_by_link(link, Report("done"), now=now)


def test_a_promise_that_was_passed_on_is_no_longer_answered_by_its_old_owner(
    give, harbour, stranger_here, board_member, client, lead, now
):
    action = give()
    old = SignedLink.objects.get(object_id=action.pk)

    new = Owner(organisation=harbour)
    promises.pass_on(action, owner=new, reason="Ines has left.", by=lead, now=now)

    old.refresh_from_db()
    assert old.uses_left == 0
    assert client.get(page_in_letter(stranger_here)).status_code == 200


# ---- reminders -----------------------------------------------------------------------------------
def test_reminders_add_up_to_one_letter_a_week(give, board_member, lead, now):
    monday = rows.at(now.date() + timedelta(days=-now.weekday(), weeks=3), 9)
    mine = {"owner": Owner(person=board_member)}
    give("First", due_on=monday.date() + timedelta(days=7), **mine)
    give("Second", due_on=monday.date() + timedelta(days=9), **mine)
    Message.objects.all().delete()

    sent = [promise_letters.remind(now=monday + timedelta(days=n)) for n in range(11)]

    letters = list(Message.objects.order_by("pk"))
    assert sum(sent) == len(letters) == 2
    assert sent[0] == sent[7] == 1
    assert all(word in letters[0].body for word in ("First", "Second"))
    assert promise_letters.remind(now=monday) == 0  # said again, it sends nothing


def test_nobody_who_stepped_back_is_reminded_and_nothing_goes_on_a_closed_day(
    give, board, board_member, now
):
    saturday = rows.at(now.date() + timedelta(days=5 - now.weekday(), weeks=3), 9)
    give("Due", owner=Owner(person=board_member), due_on=saturday.date() + timedelta(days=7))
    Message.objects.all().delete()
    assert promise_letters.remind(now=saturday) == 0
    term = SeatTerm.objects.get(holder=board_member)
    SeatPause.objects.create(seat_term=term, from_on=now.date())

    assert promise_letters.remind(now=saturday - timedelta(days=1)) == 0
    SeatPause.objects.all().delete()
    assert promise_letters.remind(now=saturday - timedelta(days=1)) == 1


# ---- what is kept close --------------------------------------------------------------------------
def test_a_confidential_action_is_read_by_its_owner_and_the_board_alone(
    give, client, north, board_member, nhs_member, lead
):
    give("Speak with the family", owner=Owner(person=board_member), is_confidential=True)
    word = "Speak with the family"

    def pages(person):
        client.force_login(person)
        action = Action.objects.get()
        addresses = ("actions/", f"actions/{action.pk}/", "actions/?format=csv")
        found = [client.get(north.url(f"board/{each}")) for each in addresses]
        search = client.get(north.url("search/"), {"q": "family"})
        return [word in each.content.decode() for each in (*found, search)]

    assert pages(board_member) == [True, True, True, False]
    assert pages(lead)[:3] == [True, True, True]
    assert pages(nhs_member) == [False, False, False, False]
    letters = Message.objects.filter(key__contains="given")
    assert not any(word in letter.body for letter in letters)


def test_an_action_of_an_organisation_belongs_to_those_who_act_for_it(give, board_member, now):
    theirs = give(owner=Owner(organisation=an_organisation()))

    assert theirs.owned_by == str(theirs.owner_organisation)
    with pytest.raises(Refused, match="Its owner says how it goes"):
        promises.report(theirs, Report("done"), by=board_member, now=now)


# ---- the register --------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_the_register_asks_the_same_however_long_it_is(
    count, give, client, north, board_member, django_assert_num_queries
):
    for n in range(count):
        give(f"Action {n}")
    client.force_login(board_member)
    client.get(north.url("board/actions/"))

    with django_assert_num_queries(QUERIES):
        client.get(north.url("board/actions/"))


QUERIES = 8


def test_the_register_is_narrowed_by_state_and_word(give, client, north, board_member, now):
    give("Write to the trust", owner=Owner(person=board_member))
    give("Paint the hall")
    client.force_login(board_member)

    def titles(query):
        page = client.get(north.url(f"board/actions/{query}")).content.decode()
        return [title for title in ("Write to the trust", "Paint the hall") if title in page]

    assert titles("") == ["Write to the trust", "Paint the hall"]
    assert titles("?state=mine") == ["Write to the trust"]
    assert titles("?state=late") == []
    assert titles("?state=done") == []
    assert titles("?state=all&q=hall") == ["Paint the hall"]


def test_the_lead_gives_settles_and_passes_on_by_form(give, client, north, lead, board_member, now):
    client.force_login(lead)
    due = f"{now.date() + timedelta(days=40):%-d %B %Y}"
    new = {"title": "Ring the trust", "due_on": due, "owner": board_member.pk}
    assert client.post(north.url("board/actions/new/"), new | {"owner": ""}).status_code == 422
    assert client.post(north.url("board/actions/new/"), new).status_code == 302
    base = f"board/actions/{Action.objects.get().pk}"

    passed = {"contact_name": "Ines", "contact_email": "ines@council.example", "reason": "Left."}
    assert client.post(north.url(f"{base}/pass-on/"), passed).status_code == 302
    said = {"says": "going_on", "text": "Half of it."}
    assert client.post(north.url(f"{base}/report/"), said).status_code == 302
    assert client.post(north.url(f"{base}/settle/"), {"outcome": "done"}).status_code == 302

    assert Action.objects.get().state == "done"
    assert "Half of it." in client.get(north.url(f"{base}/")).content.decode()
