"""Interests while a meeting goes on: declared and ruled on there, and items handed over."""

from datetime import timedelta

import pytest

from alliance import access
from alliance.errors import Refused
from partnership_board.actions import (
    closing,
    declarations,
    live,
    minute_filling,
    presence,
    restrictions,
)
from partnership_board.actions.live import Entry
from partnership_board.actions.restrictions import Terms
from partnership_board.models import (
    Action,
    BoardRules,
    ItemChair,
    ItemDeclaration,
    ItemTiming,
    LiveEntry,
    MinuteEntry,
)
from partnership_board.queries.presence import keeps_item, keeps_record
from tests.factories import partnership_board as rows

NOTED = "The ward rings within a day."


@pytest.fixture
def meeting(board, chair, board_member, now):
    """Going on for an hour, with its chair and a member there."""
    BoardRules.objects.create(board=board, version=2, from_on=rows.OPENED, quorum={"all": []})
    meeting = rows.a_meeting(board, now - timedelta(hours=1), state="in_session")
    for person in (chair, board_member):
        presence.come(meeting, person=person, at=now - timedelta(minutes=30), by=chair)
    return meeting


@pytest.fixture
def item(meeting, chair, now):
    """Being heard."""
    item = rows.an_item(meeting)
    presence.begin_item(item, at=now - timedelta(minutes=9), by=chair)
    return item


@pytest.fixture
def see(client, north):
    """What somebody gets at an address of the board; posts where there is something to say."""

    def seeing(reader, path, /, **words):
        client.force_login(reader)
        address = north.url(f"board/{path}")
        answer = client.post(address, words, follow=True) if words else client.get(address)
        return answer.status_code, " ".join(answer.content.decode().split())

    return seeing


def declared(item, person, now):
    words = {"materiality": "prejudicial", "said": "I work there."}
    return declarations.declare(item, by=person, now=now, **words)


# ---- declared and ruled on -----------------------------------------------------------------------
def test_an_interest_is_declared_and_ruled_on_without_leaving_the_room(
    see, chair, board_member, meeting, item
):
    room = f"meetings/{meeting.pk}/live/"
    declare = f"meetings/{meeting.pk}/items/1/declare/"
    assert declare in see(board_member, room)[1]
    assert "Rule on it" not in see(chair, room)[1]

    said = see(board_member, declare, materiality="prejudicial", said="I work there.")[1]
    waiting = ItemDeclaration.objects.get()
    rule = f"declarations/{waiting.pk}/rule/"
    assert "as it goes" in said
    assert waiting.stage == "during"
    assert rule not in see(board_member, room)[1]
    assert rule in see(chair, room)[1]
    said = see(chair, rule, ruling="leave", reason="")[1]

    assert "Ruled. The person hears of it by mail." in said
    assert "Leaves for the item" in said
    assert rule not in said


def test_an_item_that_somebody_may_not_read_shows_them_no_interests(
    see, board_member, meeting, item, lead, now, today
):
    terms = Terms("commercial", "chair", today + timedelta(days=60), "Write to the alliance lead.")
    assert "Interests in this item" in see(board_member, f"meetings/{meeting.pk}/live/")[1]

    restrictions.restrict_item(item, terms, by=lead, now=now)

    assert "Interests in this item" not in see(board_member, f"meetings/{meeting.pk}/live/")[1]


# ---- who keeps it --------------------------------------------------------------------------------
def test_the_chair_of_one_meeting_keeps_it_without_a_chairs_seat(
    see, board_member, meeting, item, today
):
    room = f"meetings/{meeting.pk}/live/"
    words = {"entry": "noted", "key": "k" * 12, "seen": 0, "item": item.pk, "text": NOTED}
    assert see(board_member, room, **words)[0] == 403

    meeting.chair = board_member
    meeting.save()

    assert see(board_member, room, **words)[0] == 200
    assert LiveEntry.objects.get().entered_by == board_member
    assert see(board_member, f"meetings/{meeting.pk}/items/1/question/")[0] == 200


def test_a_chair_who_stands_back_hands_the_item_over_and_keeps_the_rest(
    see, chair, board_member, nhs_member, meeting, item, today, now
):
    room = f"meetings/{meeting.pk}/live/"
    declared(item, chair, now)
    said = see(chair, room)[1]
    assert "Nobody chairs this item yet" in said
    hand_over = f"meetings/{meeting.pk}/items/1/chair/"
    assert hand_over in said
    assert hand_over not in see(nhs_member, room)[1]
    assert see(nhs_member, hand_over, person=board_member.pk)[0] == 403

    said = see(chair, hand_over, person=board_member.pk)[1]
    assert f"{board_member} chairs this item." in said
    declaration = ItemDeclaration.objects.get()
    see(board_member, f"declarations/{declaration.pk}/rule/", ruling="leave", reason="")

    assert "somebody else keeps the record of it" in see(chair, room)[1]
    over = {"entry": "over", "key": "k" * 12, "seen": 0, "item": item.pk}
    assert see(chair, room, **over)[0] == 403
    assert see(chair, f"meetings/{meeting.pk}/items/1/question/")[0] == 403
    assert see(board_member, f"meetings/{meeting.pk}/items/1/question/")[0] == 200
    assert see(board_member, room, **over)[0] == 200
    assert ItemTiming.objects.get().to_at is not None
    assert "End the meeting" in see(chair, room)[1]
    assert "End the meeting" not in see(board_member, room)[1]


def test_whoever_keeps_the_meeting_keeps_an_item_they_have_no_interest_in(
    chair, lead, board_member, meeting, item, today, now
):
    access.carry_rights(chair, on=today)
    access.carry_rights(board_member, on=today)
    assert keeps_item(chair, item, on=today)
    assert not keeps_item(board_member, item, on=today)
    assert not keeps_record(board_member, meeting, on=today)
    ItemChair.objects.create(item=item, person=board_member, chosen_at=now, written_by=chair)

    assert keeps_item(board_member, item, on=today)
    assert not keeps_record(board_member, meeting, on=today)


# ---- an action of a note -------------------------------------------------------------------------
def test_a_note_becomes_an_action_that_leads_to_the_minutes(
    see, chair, board_member, meeting, item, today, now
):
    entry = Entry("noted", "n" * 12, {"item": item.pk, "text": NOTED})
    note = live.enter(meeting, entry, by=chair, now=now)
    form = f"actions/new/?note={note.pk}"
    assert form in see(chair, f"meetings/{meeting.pk}/live/")[1]
    assert form not in see(board_member, f"meetings/{meeting.pk}/live/")[1]
    assert NOTED in see(chair, form)[1]

    due = f"{today + timedelta(days=30):%-d %B %Y}"
    words = {"title": "Ring within a day", "owner": board_member.pk, "due_on": due}
    assert see(chair, form, item=item.pk, **words)[0] == 200

    action, there = Action.objects.get(), MinuteEntry.objects.get()
    assert (action.from_entry, action.item) == (there, item)
    assert (there.text, there.source) == (NOTED, f"note {note.pk}")
    link = f"meetings/{meeting.pk}/minutes/#entry-{there.pk}"
    assert link in see(chair, f"actions/{action.pk}/")[1]


def test_a_note_of_settled_minutes_gives_no_action(chair, board_member, meeting, item, now, today):
    entry = Entry("noted", "n" * 12, {"item": item.pk, "text": NOTED})
    note = live.enter(meeting, entry, by=chair, now=now)
    rows.minutes_of(meeting, state="circulated", circulated_on=today)

    with pytest.raises(Refused, match="minutes of this meeting are settled"):
        minute_filling.entry_of(note)


# ---- the end -------------------------------------------------------------------------------------
def test_a_meeting_closes_once_somebody_chose_between_contradictions(
    chair, lead, board_member, expert, meeting, now
):
    come = {"person": expert.pk, "mode": "room"}
    away = {"person": expert.pk, "outcome": "apologies"}
    live.enter(meeting, Entry("came", "a" * 12, come), by=chair, now=now)
    conflict = live.enter(meeting, Entry("away", "b" * 12, away), by=lead, now=now)
    assert conflict.outcome == "conflict"
    with pytest.raises(Refused, match="contradict each other"):
        closing.refuse_unfinished(meeting)

    live.choose(conflict, is_taken=False, key="c" * 12, by=chair, now=now)

    closing.refuse_unfinished(meeting)


def test_what_contradicts_is_shown_where_the_meeting_is_closed(
    see, chair, lead, board_member, expert, meeting, now
):
    come = {"person": expert.pk, "mode": "room"}
    away = {"person": expert.pk, "outcome": "apologies"}
    live.enter(meeting, Entry("came", "a" * 12, come), by=chair, now=now)
    live.enter(meeting, Entry("away", "b" * 12, away), by=lead, now=now)
    meeting.state = "ended"
    meeting.save()

    assert "Two entries contradict each other" in see(lead, f"meetings/{meeting.pk}/attendance/")[1]
    said = see(board_member, f"meetings/{meeting.pk}/attendance/")[1]
    assert "Two entries contradict each other" not in said
