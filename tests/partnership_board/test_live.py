"""A meeting while it goes on: who is there, whether that is enough, and nothing entered is lost."""

from datetime import timedelta

import pytest

from alliance.errors import Refused
from partnership_board.actions import live, meetings, presence
from partnership_board.actions.live import Entry
from partnership_board.models import (
    Attendance,
    BoardRules,
    ItemTiming,
    LiveEntry,
    PresenceSpan,
    QuorumCheck,
    SeatPause,
    SeatTerm,
)
from partnership_board.queries import attendance
from partnership_board.queries import live as queries
from partnership_board.queries.boards import attendance_of
from tests.factories import partnership_board as rows

TWO_SIDES = {"all": [{"min_by": {"VCSE": 1, "EBE": 1}}]}
WORDS = "a quorum of one of each side"


@pytest.fixture
def table(board, chair, board_member, nhs_member, expert):
    """A board that needs somebody of two sides."""
    BoardRules.objects.create(board=board, version=2, from_on=rows.OPENED, quorum=TWO_SIDES)
    return board


@pytest.fixture
def meeting(table, now):
    """Begun an hour ago."""
    return rows.a_meeting(table, now - timedelta(hours=1), state="in_session")


@pytest.fixture
def item(meeting):
    return rows.an_item(meeting)


def came(person, key="a" * 12, seen=0, **rest):
    return Entry("came", key, {"person": person.pk, "mode": "room"}, seen, **rest)


def left(person, key="b" * 12, seen=0, **rest):
    return Entry("left", key, {"person": person.pk, "why": "left"}, seen, **rest)


def sentences(meeting):
    """What was found each time, the oldest first."""
    checks = QuorumCheck.objects.filter(meeting=meeting).order_by("pk")
    return [(check.cause, check.is_met, check.missing) for check in checks]


# ---- who is there --------------------------------------------------------------------------------
def test_every_coming_and_going_is_checked_and_kept(meeting, chair, board_member, expert, now):
    presence.come(meeting, person=board_member, at=now, by=chair)
    presence.come(meeting, person=expert, at=now, by=chair, mode="phone")
    presence.leave(meeting, person=expert, at=now, by=chair, ended_by="connection_lost")

    assert sentences(meeting) == [
        ("span", False, ["needs one more EBE seat"]),
        ("span", True, []),
        ("span", False, ["needs one more EBE seat"]),
    ]


def test_opening_asks_whether_enough_are_there(table, chair, board_member, expert, now):
    meeting = rows.a_meeting(table, now - timedelta(minutes=5), state="published")
    for person in (board_member, expert):
        presence.come(meeting, person=person, at=now, by=chair)

    meetings.step(meeting, to="in_session", by=chair, now=now)

    assert sentences(meeting) == [("opened", True, [])]


def test_a_deputy_sits_for_the_seat_and_its_holder_stays_away(
    meeting, deputy, nhs_member, chair, now
):
    presence.come(meeting, person=deputy, at=now, by=chair, mode="video")
    presence.be_away(meeting, person=nhs_member, outcome="apologies", by=chair)

    row = Attendance.objects.get(person=deputy)
    assert (row.capacity, row.mode, row.outcome) == ("deputy", "video", "present")
    assert row.seat.title == "NHS seat of Helen Castellane"


@pytest.mark.parametrize(
    ("doing", "sentence"),
    [
        ("come", "Yusuf Karim is marked as here already."),
        ("away", "Yusuf Karim has been here. Say when they left."),
        ("leave too early", "Yusuf Karim came at"),
        ("leave unseen", "Rosa Lindqvist is not marked as here."),
    ],
)
def test_what_cannot_be_is_refused(meeting, board_member, expert, chair, now, doing, sentence):
    presence.come(meeting, person=board_member, at=now, by=chair)
    early = now - timedelta(minutes=9)

    with pytest.raises(Refused, match=sentence):
        {
            "come": lambda: presence.come(meeting, person=board_member, at=now, by=chair),
            "away": lambda: presence.be_away(
                meeting, person=board_member, outcome="absent", by=chair
            ),
            "leave too early": lambda: presence.leave(
                meeting, person=board_member, at=early, by=chair
            ),
            "leave unseen": lambda: presence.leave(meeting, person=expert, at=now, by=chair),
        }[doing]()


def test_nobody_comes_back_before_they_left(meeting, board_member, chair, now):
    presence.come(meeting, person=board_member, at=now - timedelta(minutes=30), by=chair)
    presence.leave(meeting, person=board_member, at=now, by=chair)

    with pytest.raises(Refused, match="Yusuf Karim was here until"):
        presence.come(meeting, person=board_member, at=now - timedelta(minutes=10), by=chair)


def test_nobody_is_marked_before_the_papers_are_closed(table, board_member, chair, now):
    meeting = rows.a_meeting(table, now + timedelta(days=9))

    with pytest.raises(Refused, match="Nobody can be marked as here now"):
        presence.come(meeting, person=board_member, at=now, by=chair)


def test_the_end_of_the_meeting_ends_everything(meeting, item, board_member, chair, now):
    presence.come(meeting, person=board_member, at=now, by=chair)
    presence.begin_item(item, at=now, by=chair)

    meetings.step(meeting, to="ended", by=chair, now=now + timedelta(minutes=40))

    span, timing = PresenceSpan.objects.get(), ItemTiming.objects.get()
    assert (span.ended_by, timing.to_at) == ("end", now + timedelta(minutes=40))


# ---- stepping back -------------------------------------------------------------------------------
def surfaces(client, meeting, who, north):
    """Everything about attendance that somebody on the board can look at."""
    client.force_login(who)
    pages = [f"board/meetings/{meeting.pk}/{page}" for page in ("attendance/", "live/", "")]
    shown = [client.get(north.url(page)).content.decode() for page in pages]
    return [text for text in shown if "Helen Castellane" in text], attendance.sheet_of(meeting)


def test_stepping_back_reads_as_apologies_everywhere(
    client, north, meeting, deputy, nhs_member, board_member, chair, now, today
):
    term = SeatTerm.objects.get(holder=nhs_member)
    seen = []
    for paused in (False, True):
        if paused:
            SeatPause.objects.create(seat_term=term, from_on=today)
        presence.be_away(meeting, person=nhs_member, outcome="apologies", by=chair)
        kept = Attendance.objects.get(person=nhs_member)
        _pages, sheet = surfaces(client, meeting, board_member, north)
        seen.append((sheet, attendance_of(meeting), kept.get_outcome_display()))

    assert kept.outcome == "stepped_back"
    assert seen[0] == seen[1]
    assert seen[0][2] == "Apologies"


# ---- items ---------------------------------------------------------------------------------------
def test_one_item_at_a_time_and_each_is_checked(meeting, item, expert, board_member, chair, now):
    second = rows.an_item(meeting, 2, "Interpreters")
    for person in (expert, board_member):
        presence.come(meeting, person=person, at=now, by=chair)
    presence.begin_item(item, at=now, by=chair)
    presence.begin_item(second, at=now + timedelta(minutes=10), by=chair)
    presence.end_item(second, at=now + timedelta(minutes=15), by=chair)

    taken = {t.item_id: t.to_at - t.from_at for t in ItemTiming.objects.all()}
    assert taken == {item.pk: timedelta(minutes=10), second.pk: timedelta(minutes=5)}
    assert [each[0] for each in sentences(meeting)] == ["span", "span", "item", "item"]


@pytest.mark.parametrize(
    ("state", "sentence"), [("adjourned", "Open the meeting first."), ("published", "Open the")]
)
def test_no_item_begins_while_the_meeting_does_not_go_on(
    meeting, item, chair, now, state, sentence
):
    meeting.state = state
    item.meeting = meeting

    with pytest.raises(Refused, match=sentence):
        presence.begin_item(item, at=now, by=chair)


def test_an_item_is_begun_once_and_ended_once(meeting, item, chair, now):
    presence.begin_item(item, at=now, by=chair)
    with pytest.raises(Refused, match="This item is being heard already"):
        presence.begin_item(item, at=now, by=chair)
    with pytest.raises(Refused, match="The item before it began at"):
        presence.end_item(item, at=now - timedelta(minutes=1), by=chair)
    presence.end_item(item, at=now, by=chair)
    with pytest.raises(Refused, match="This item is not being heard"):
        presence.end_item(item, at=now, by=chair)
    with pytest.raises(Refused, match="Another item was heard until"):
        presence.begin_item(item, at=now - timedelta(minutes=1), by=chair)


def test_an_item_that_is_gone_cannot_begin(meeting, item, chair, now):
    item.state = "withdrawn"
    with pytest.raises(Refused, match="no longer on the agenda"):
        presence.begin_item(item, at=now, by=chair)


# ---- corrections ---------------------------------------------------------------------------------
def test_a_correction_asks_again_and_keeps_both_answers(meeting, expert, board_member, chair, now):
    for person in (board_member, expert):
        presence.come(meeting, person=person, at=now, by=chair)
    span = presence.leave(meeting, person=expert, at=now + timedelta(minutes=30), by=chair)
    meetings.step(meeting, to="ended", by=chair, now=now + timedelta(hours=1))
    words = {"why": "The clock in the room was wrong.", "by": chair, "now": now}

    again = presence.correct(
        span, from_at=now + timedelta(minutes=5), to_at=now + timedelta(minutes=30), **words
    )

    assert [(check.cause, check.at, check.is_met) for check in again] == [
        ("correction", now, False)
    ]
    at_first = QuorumCheck.objects.filter(at=now, cause="span").order_by("pk").last()
    assert at_first.is_met


def test_a_correction_has_a_reason_and_an_order(meeting, expert, chair, now):
    presence.come(meeting, person=expert, at=now, by=chair)
    span = PresenceSpan.objects.select_related("attendance__meeting__rules").get()
    words = {"from_at": now, "to_at": now, "why": "Wrong clock.", "by": chair, "now": now}
    with pytest.raises(Refused, match="still marked as here"):
        presence.correct(span, **words)
    span.to_at = now
    for changed, sentence in (
        ({"to_at": now - timedelta(minutes=1)}, "leave after they come"),
        ({"why": " "}, "what was wrong"),
    ):
        with pytest.raises(Refused, match=sentence):
            presence.correct(span, **words | changed)
    span.attendance.meeting.state = "closed"
    with pytest.raises(Refused, match="This meeting is closed"):
        presence.correct(span, **words)


def test_a_correction_cannot_put_somebody_there_twice(meeting, expert, chair, now):
    later = now + timedelta(minutes=20)
    for at in (now, later):
        presence.come(meeting, person=expert, at=at, by=chair)
        presence.leave(meeting, person=expert, at=at + timedelta(minutes=5), by=chair)
    first = PresenceSpan.objects.order_by("from_at").first()

    with pytest.raises(Refused, match="there already at that time"):
        presence.correct(
            first, from_at=now, to_at=later + timedelta(minutes=1), why="So.", by=chair, now=now
        )


# ---- entries -------------------------------------------------------------------------------------
def test_an_entry_sent_twice_is_taken_once(meeting, expert, chair, now):
    first = live.enter(meeting, came(expert), by=chair, now=now)
    again = live.enter(meeting, came(expert), by=chair, now=now + timedelta(seconds=9))

    assert again == first
    assert PresenceSpan.objects.count() == 1


def test_what_two_people_enter_differently_stands_side_by_side(meeting, expert, chair, lead, now):
    live.enter(meeting, came(expert), by=chair, now=now)
    seen = queries.latest_entry(meeting)
    live.enter(meeting, left(expert, seen=seen), by=chair, now=now)
    other = live.enter(meeting, came(expert, "c" * 12, seen), by=lead, now=now)

    (both,) = queries.contradictions(meeting)
    assert other.outcome == "conflict"
    assert [line.said for line in both.both] == [
        "Rosa Lindqvist, 10 am: left",
        "Rosa Lindqvist came at 10 am, in the room",
    ]
    assert not PresenceSpan.objects.filter(to_at=None).exists()


@pytest.mark.parametrize(("taken", "is_there"), [(True, True), (False, False)])
def test_choosing_takes_the_second_entry_or_leaves_the_first(
    meeting, expert, chair, lead, now, taken, is_there
):
    live.enter(meeting, came(expert), by=chair, now=now)
    seen = queries.latest_entry(meeting)
    live.enter(meeting, left(expert, seen=seen), by=chair, now=now)
    conflict = live.enter(meeting, came(expert, "c" * 12, seen), by=lead, now=now)

    live.choose(conflict, is_taken=taken, key="d" * 12, by=chair, now=now)

    assert PresenceSpan.objects.filter(to_at=None).exists() is is_there
    assert queries.contradictions(meeting) == []
    with pytest.raises(Refused, match="Somebody has chosen already"):
        live.choose(conflict, is_taken=taken, key="e" * 12, by=chair, now=now)


def test_two_people_who_enter_the_same_agree(meeting, expert, chair, lead, now):
    live.enter(meeting, came(expert), by=chair, now=now)
    other = live.enter(meeting, came(expert, "c" * 12), by=lead, now=now)

    assert other.outcome == "agreed"
    with pytest.raises(Refused, match="Nothing contradicts this entry"):
        live.choose(other, is_taken=True, key="d" * 12, by=chair, now=now)


def test_what_cannot_be_taken_is_kept_with_the_reason(meeting, expert, chair, now):
    kept = live.enter(meeting, left(expert), by=chair, now=now)

    assert (kept.outcome, kept.why) == ("refused", "Rosa Lindqvist is not marked as here.")


def test_an_entry_from_a_cut_connection_counts_from_when_it_was_made(meeting, expert, chair, now):
    made = now - timedelta(minutes=7)
    live.enter(meeting, came(expert, at=made), by=chair, now=now)
    too_old = live.enter(meeting, left(expert, at=now - timedelta(days=2)), by=chair, now=now)

    assert PresenceSpan.objects.get().from_at == made
    assert too_old.happened_at == now


def test_a_page_from_before_keys_is_loaded_again(meeting, expert, chair, now):
    with pytest.raises(Refused, match="out of date"):
        live.enter(meeting, came(expert, "short"), by=chair, now=now)


def test_an_item_of_another_meeting_is_not_begun_here(table, meeting, chair, now):
    other = rows.an_item(rows.a_meeting(table, now + timedelta(days=30)))
    entry = Entry("begun", "f" * 12, {"item": other.pk})

    kept = live.enter(meeting, entry, by=chair, now=now)

    assert (kept.outcome, kept.why) == ("refused", "That item belongs to another meeting.")


# ---- the page ------------------------------------------------------------------------------------
@pytest.fixture
def room(client, north, meeting, chair):
    """The page as its chair has it; posts are entries."""
    client.force_login(chair)
    address = north.url(f"board/meetings/{meeting.pk}/live/")

    def enter(**words):
        return client.post(address, {"key": "k" * 12, "seen": 0} | words, follow=True)

    enter.address = address
    return enter


def test_the_chair_keeps_the_roll_by_forms_alone(room, expert, meeting):
    answer = room(entry="came", person=expert.pk, mode="video")

    assert "Here since" in answer.content.decode()
    assert Attendance.objects.get().mode == "video"
    assert LiveEntry.objects.get().outcome == "taken"


def test_a_note_with_a_patients_number_is_refused_and_stays_typed(room, meeting, item):
    answer = room(entry="noted", item=item.pk, text="They said 943 476 5919.")

    assert answer.status_code == 422
    assert "NHS number" in answer.content.decode()


def test_an_entry_says_whom_it_is_about(room):
    answer = room(entry="came")

    assert answer.status_code == 422
    assert "Say who." in answer.content.decode()


def test_board_members_watch_and_write_nothing(client, north, meeting, board_member, expert):
    client.force_login(board_member)
    address = north.url(f"board/meetings/{meeting.pk}/live/")

    assert client.get(address).status_code == 200
    assert client.post(address, {"entry": "came", "person": expert.pk}).status_code == 403


def test_the_chair_of_another_board_keeps_nothing_here(client, north, meeting, sit, agenda_group):
    stranger = sit("Ade Obi", agenda_group, position="chair")
    client.force_login(stranger)

    answer = client.post(north.url(f"board/meetings/{meeting.pk}/live/"), {"entry": "end"})

    assert answer.status_code == 403


def test_the_meeting_is_interrupted_opened_and_ended_from_the_room(room, meeting):
    states = []
    for step in ("interrupt", "open", "end"):
        room(entry=step)
        meeting.refresh_from_db()
        states.append(meeting.state)

    assert states == ["adjourned", "in_session", "ended"]
    assert "Please say why" in room(entry="open").content.decode()


def test_a_part_of_the_page_renews_itself(client, room):
    part = client.get(room.address, headers={"HX-Request": "true"}).content.decode()

    assert part.lstrip().startswith('<div id="live-state"')


@pytest.mark.parametrize("seats", [1, 6])
def test_the_room_asks_as_little_for_many_as_for_few(
    client, room, table, sit, meeting, chair, now, seats, django_assert_num_queries
):
    for number in range(seats):
        person = sit(f"Member {number}", table)
        live.enter(meeting, came(person, f"key-{number:08}"), by=chair, now=now)
        rows.an_item(meeting, number + 1)
    client.get(room.address)

    with django_assert_num_queries(32):
        client.get(room.address)


def test_afterwards_a_time_is_put_right_on_the_page(
    client, north, room, meeting, expert, chair, now
):
    presence.come(meeting, person=expert, at=now, by=chair)
    presence.leave(meeting, person=expert, at=now + timedelta(minutes=30), by=chair)
    meetings.step(meeting, to="ended", by=chair, now=now + timedelta(hours=1))
    span = PresenceSpan.objects.get()
    day = f"{now:%-d %B %Y}"
    words = {"from_at_0": day, "from_at_1": "10.05", "to_at_0": day, "to_at_1": "10.20"}

    answer = client.post(
        north.url(f"board/meetings/presence/{span.pk}/correct/"), words | {"why": "Wrong clock."}
    )

    span.refresh_from_db()
    assert answer.status_code == 302
    assert span.to_at == now + timedelta(minutes=20)
