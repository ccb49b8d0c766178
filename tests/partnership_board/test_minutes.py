"""Minutes: filled in from the record, checked, corrected, and approved by a later meeting."""

from datetime import timedelta

import pytest

from alliance import access
from alliance.documents.labels import page_labels
from alliance.errors import Refused
from alliance.models import Message
from partnership_board.actions import (
    corrections,
    decisions,
    meetings,
    minute_filling,
    minute_letters,
    minute_states,
    minutes,
    promises,
)
from partnership_board.actions.promises import Owner
from partnership_board.models import (
    Attendance,
    Decision,
    MinuteCorrection,
    MinuteEntry,
    MinuteSet,
    Restriction,
)
from partnership_board.queries import matters, promise_cards
from partnership_board.queries import minutes as queries
from partnership_board.queries.restrictions import STUBS
from partnership_board.unnamed import named_in
from tests.documents.reading import broken_rules, text_of
from tests.factories import partnership_board as rows


@pytest.fixture
def held(board, lead, chair, today):
    """A meeting nine days ago, with one item."""
    meeting = rows.a_meeting(
        board, rows.at(today - timedelta(days=9)), state="published", chair=chair
    )
    rows.an_item(meeting)
    meetings.step(meeting, to="ended", by=lead, now=meeting.ends_at)
    meeting.refresh_from_db()
    return meeting


@pytest.fixture
def item(held):
    return held.__class__.objects.get(pk=held.pk) and rows.AgendaItem.objects.get(meeting=held)


@pytest.fixture
def following(board, lead, today):
    """The meeting after it, which began an hour ago."""
    meeting = rows.a_meeting(board, rows.at(today - timedelta(days=1)), state="published")
    rows.an_item(meeting, title="Minutes of the last meeting")
    return meeting


@pytest.fixture
def round_sent(held, item, lead, chair, now):
    """Its minutes, one entry, sent round."""
    minutes.write(held, text="The hall was booked.", item=item, by=lead)
    minute_states.to_chair(held, by=lead, now=now)
    minute_states.circulate(held, by=chair, now=now)
    return MinuteSet.objects.get(meeting=held)


def approval(following):
    return rows.AgendaItem.objects.get(meeting=following)


# ---- writing -------------------------------------------------------------------------------------
def test_minutes_are_written_while_the_meeting_goes_on(board, lead, now):
    meeting = rows.a_meeting(board, now)
    with pytest.raises(Refused, match="Minutes begin when the meeting begins"):
        minutes.write(meeting, text="Too soon.", by=lead)
    meeting.state = "in_session"
    meeting.save()

    minutes.write(meeting, text="It began.", by=lead)

    assert MinuteSet.objects.get().state == "drafting"


def test_an_expert_by_experience_is_named_only_with_their_consent(held, expert, lead):
    for text in ("Rosa Lindqvist asked why.", "rosa lindqvist asked.", "Ms Lindqvist asked."):
        with pytest.raises(Refused, match="names an expert by experience"):
            minutes.write(held, text=text, by=lead)

    minutes.write(held, text="An expert by experience asked why.", by=lead)
    minutes.write(held, text="Rosa Lindqvist asked why.", named_with_consent=True, by=lead)

    assert MinuteEntry.objects.count() == 2


def test_a_name_from_notes_taken_in_the_room_does_not_reach_the_chair(held, expert, lead, now):
    there = MinuteSet.objects.get(meeting=held)
    entry = MinuteEntry.objects.create(minute_set=there, seq=1, text="Ms Lindqvist asked why.")

    with pytest.raises(Refused, match="Entry 1 names an expert by experience"):
        minute_states.to_chair(held, by=lead, now=now)

    minutes.rewrite(entry, text="An expert by experience asked.", kind="note", item=None, by=lead)
    minute_states.to_chair(held, by=lead, now=now)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ola Young spoke.", ["Ola Young"]),
        ("ola young spoke.", ["Ola Young"]),
        ("Young spoke.", ["Ola Young"]),
        ("The young people spoke.", []),
        ("Youngster spoke.", []),
        ("Ola spoke.", []),
        ("Cher sang.", ["Cher"]),
    ],
)
def test_names_are_found_as_whole_words(text, found):
    assert named_in(text, ["Ola Young", "Cher"]) == found


def test_the_record_fills_itself_in_and_never_over_what_was_edited_by_hand(
    held, item, lead, nhs_member, expert, now
):
    for person in (nhs_member, expert):
        seat = queries.seat_of(person, held.board_id, on=now.date())
        Attendance.objects.create(
            meeting=held, person=person, seat=seat, capacity="holder", outcome="present"
        )
    decisions.record(item, text="Agreed.", kind="note", by=lead, now=now)
    assert minute_filling.fill_in(held, by=lead) == 2
    assert minute_filling.fill_in(held, by=lead) == 0
    presence, decided = MinuteEntry.objects.order_by("seq")
    assert presence.text == "Present. NHS: Helen Castellane; EBE: 1."
    assert decided.text.endswith("Noted: Agreed.")
    minutes.rewrite(decided, text="Noted, with thanks.", kind="decision", item=item, by=lead)

    # the meeting is opened again, something more is decided, and it ends once more
    meetings.step(held, to="in_session", why="An item was left out.", by=lead, now=now)
    decisions.record(item, text="More.", kind="note", by=lead, now=now)
    meetings.step(held, to="ended", by=lead, now=now)

    texts = list(MinuteEntry.objects.order_by("seq").values_list("text", flat=True))
    assert texts[1] == "Noted, with thanks."
    assert texts[2].endswith("Noted: More.")
    assert len(texts) == 3


def test_what_nobody_touched_is_brought_up_to_date(held, item, lead, nhs_member, now):
    seat = queries.seat_of(nhs_member, held.board_id, on=now.date())
    came = Attendance.objects.create(
        meeting=held, person=nhs_member, seat=seat, capacity="holder", outcome="present"
    )
    minute_filling.fill_in(held, by=lead)
    came.person = lead
    came.save()

    assert minute_filling.fill_in(held, by=lead) == 1

    assert MinuteEntry.objects.get().text == "Present. NHS: Amina Rahman."


def test_a_note_after_the_meeting_bears_its_own_day(held, lead, today, meeting):
    with pytest.raises(Refused, match="no minutes yet"):
        minutes.note_afterwards(meeting, text="Later.", by=lead, on=today)

    minutes.note_afterwards(held, text="The hall was free.", by=lead, on=today)

    entry = MinuteEntry.objects.get()
    assert (entry.kind, entry.noted_on) == ("post_meeting", today)


# ---- part 2 --------------------------------------------------------------------------------------
def test_what_not_everybody_reads_is_minuted_in_a_set_of_its_own(
    held, item, lead, chair, board_member, client, north, now
):
    Restriction.objects.create(
        item=item, why="legal", to_whom="chair", review_on=now.date(), set_by=lead, set_at=now,
        how_to_challenge="Write to the lead of the alliance.", kept_title="Small grants",
    )  # fmt: skip
    minutes.write(held, text="Marker word.", item=item, by=lead)
    minutes.write(held, text="Welcome.", by=lead)

    parts = {each.part: each for each in MinuteSet.objects.all()}
    assert set(parts) == {"public", "part2"}
    assert MinuteEntry.objects.get(minute_set=parts["part2"]).text == "Marker word."
    base = f"board/meetings/{held.pk}/"
    pages = [f"{base}{path}" for path in ("minutes/", "minutes/compare/", "decided/", "matters/")]
    client.force_login(board_member)
    assert all("Marker word" not in client.get(north.url(p)).content.decode() for p in pages)
    assert "1 entry is not for you to read." in client.get(north.url(pages[0])).content.decode()
    printed = client.get(north.url(f"{base}minutes/print/"))
    assert "Marker word" not in text_of(printed.content)
    offer = f"board/minutes/{MinuteEntry.objects.get(text='Marker word.').pk}/correct/"
    assert client.get(north.url(offer)).status_code == 404
    client.force_login(chair)
    assert "Marker word" in client.get(north.url(pages[0])).content.decode()


def test_part_2_is_never_for_those_without_a_seat(held, lead, observer, client, north, today):
    rows.minutes_of(held, "Marker word.", part="part2", state="approved", approved_on=today)
    client.force_login(observer)

    page = client.get(north.url(f"board/meetings/{held.pk}/minutes/")).content.decode()

    assert "Marker word" not in page


# ---- round the board -----------------------------------------------------------------------------
def test_the_chair_reads_them_first_and_then_they_go_round_with_what_was_decided(
    held, item, lead, chair, board_member, now
):
    with pytest.raises(Refused, match="Nothing has been written down yet"):
        minute_states.to_chair(held, by=lead, now=now)
    decisions.record(item, text="The hall is booked.", kind="note", by=lead, now=now)
    promises.give(
        held.board, title="Pay the hall", owner=Owner(person=chair), item=item, by=lead, now=now,
        due_on=now.date() + timedelta(days=9),
    )  # fmt: skip
    minute_filling.fill_in(held, by=lead)
    with pytest.raises(Refused, match="these minutes are “draft”"):
        minute_states.circulate(held, by=lead, now=now)
    Message.objects.all().delete()

    minute_states.to_chair(held, by=lead, now=now)
    with pytest.raises(Refused, match="chair or the alliance lead"):
        minute_states.circulate(held, by=board_member, now=now)
    minute_states.circulate(held, by=chair, now=now)

    letters = {letter.to: letter for letter in Message.objects.exclude(key__contains="chair")}
    assert set(letters) == {chair.email, board_member.email}
    assert "The hall is booked." in letters[board_member.email].body
    assert "Pay the hall" in letters[board_member.email].body
    held.refresh_from_db()
    assert held.state == "minutes_open"
    entry = MinuteEntry.objects.first()
    with pytest.raises(Refused, match="offer a correction instead"):
        minutes.rewrite(entry, text="No.", kind="note", item=item, by=lead)


def test_taken_back_they_are_written_again_and_nothing_is_lost(round_sent, held, lead, now):
    with pytest.raises(Refused, match="say why"):
        minute_states.take_back(held, why=" ", by=lead, now=now)
    minute_states.take_back(held, why="An item is missing.", by=lead, now=now)

    entry = MinuteEntry.objects.get()
    assert (entry.text, entry.circulated_text) == ("The hall was booked.",) * 2
    minutes.rewrite(entry, text="The hall is booked.", kind="note", item=entry.item, by=lead)
    assert MinuteEntry.objects.get().circulated_text == "The hall was booked."


# ---- corrections ---------------------------------------------------------------------------------
def test_a_correction_is_kept_apart_until_it_is_accepted(
    round_sent, board_member, nhs_member, lead, observer, now
):
    entry = MinuteEntry.objects.get()
    offered = corrections.offer(entry, new="Both halls were booked.", by=board_member, now=now)
    other = corrections.offer(entry, new="No hall was booked.", by=nhs_member, now=now)
    with pytest.raises(Refused, match="words that stand there"):
        corrections.offer(entry, new="The hall was booked. ", by=board_member, now=now)
    with pytest.raises(Refused, match="Those with a seat"):
        corrections.offer(entry, new="Something.", by=observer, now=now)
    entry.refresh_from_db()
    assert entry.text == "The hall was booked."
    assert MinuteSet.objects.get().state == "corrections"
    assert str(offered.for_seat) == "VCSE seat of Yusuf Karim"

    with pytest.raises(Refused, match="for the board"):
        corrections.accept(offered, by=board_member, now=now)
    corrections.accept(offered, by=lead, now=now)
    with pytest.raises(Refused, match="answered already"):
        corrections.accept(offered, by=lead, now=now)
    with pytest.raises(Refused, match="has changed since"):
        corrections.accept(other, by=lead, now=now)
    with pytest.raises(Refused, match="say why"):
        corrections.refuse(other, reason="", by=lead, now=now)
    corrections.refuse(other, reason="One hall was.", by=lead, now=now)

    entry.refresh_from_db()
    assert (entry.text, entry.circulated_text) == (
        "Both halls were booked.",
        "The hall was booked.",
    )
    answered = Message.objects.filter(key__startswith="correction")
    assert {letter.to for letter in answered} == {board_member.email, nhs_member.email}


def test_corrections_are_offered_while_minutes_are_checked(held, lead, board_member, now):
    entry = minutes.write(held, text="It was said.", by=lead)

    with pytest.raises(Refused, match="while minutes are checked"):
        corrections.offer(entry, new="It was sung.", by=board_member, now=now)


def test_an_expert_is_not_named_by_a_correction_either(round_sent, expert, board_member, now):
    with pytest.raises(Refused, match="names an expert"):
        corrections.offer(
            MinuteEntry.objects.get(), new="Rosa Lindqvist booked it.", by=board_member, now=now
        )


# ---- approved ------------------------------------------------------------------------------------
def test_they_are_approved_by_a_decision_of_a_later_meeting_and_each_leads_to_the_other(
    round_sent, held, following, board_member, lead, client, north, now
):
    entry = MinuteEntry.objects.get()
    offered = corrections.offer(entry, new="Both halls were booked.", by=board_member, now=now)
    with pytest.raises(Refused, match="Answer every correction first"):
        minute_states.approve(held, item=approval(following), by=lead, now=now)
    with pytest.raises(Refused, match="Answer every correction first"):
        minute_states.table(held, for_meeting=following, by=lead, now=now)
    corrections.accept(offered, by=lead, now=now)
    with pytest.raises(Refused, match="A later meeting"):
        minute_states.approve(held, item=entry.item, by=lead, now=now)

    decision = minute_states.approve(held, item=approval(following), by=lead, now=now)

    found = MinuteSet.objects.get()
    assert (found.state, found.approved_by) == ("approved_with_corrections", decision)
    assert decision.item.meeting == following
    assert decision.text.endswith("were approved, with 1 correction.")
    entry.refresh_from_db()
    assert entry.approved_text == "Both halls were booked."
    with pytest.raises(Refused, match="approved already"):
        minute_states.approve(held, item=approval(following), by=lead, now=now)
    with pytest.raises(Refused, match="they stay as they are"):
        minutes.rewrite(entry, text="No.", kind="note", item=None, by=lead)
    with pytest.raises(Refused, match="cannot be done now"):
        minute_states.take_back(held, why="No.", by=lead, now=now)
    client.force_login(lead)
    page = client.get(north.url(f"board/meetings/{held.pk}/minutes/")).content.decode()
    assert decision.get_absolute_url() in page
    decided = client.get(decision.get_absolute_url()).content.decode()
    assert f'href="{found.get_absolute_url()}"' in decided
    both = client.get(north.url(f"board/meetings/{held.pk}/minutes/compare/")).content.decode()
    assert all(words in both for words in ("The hall was booked.", "Both halls were booked."))


def test_approval_rolls_on_over_a_meeting_at_which_too_few_were(
    round_sent, held, following, board, lead, now
):
    third = rows.a_meeting(board, now + timedelta(days=50))
    assert [each.meeting for each in matters.matters_for_everybody(third, on=now.date()).minutes]
    minute_states.table(held, for_meeting=following, by=lead, now=now)
    assert minute_states.roll_on(now=now) == 0
    following.held_informally = True
    following.save()
    with pytest.raises(Refused, match="Too few were at that meeting"):
        minute_states.approve(held, item=approval(following), by=lead, now=now)

    assert minute_states.roll_on(now=now) == 1
    assert minute_states.roll_on(now=now) == 0

    assert MinuteSet.objects.get().tabled_for == third
    assert not Decision.objects.exists()
    arising = matters.matters_for_everybody(third, on=now.date())
    assert [each.meeting for each in arising.minutes] == [held]


def test_what_the_board_cannot_agree_stays_with_what_is_in_dispute(
    round_sent, held, following, lead, board_member, now
):
    with pytest.raises(Refused, match="could not agree"):
        minute_states.dispute(held, why="", by=lead, now=now)
    minute_states.dispute(held, why="Whether the hall was booked.", by=lead, now=now)
    offered = corrections.offer(
        MinuteEntry.objects.get(), new="A hall was asked for.", by=board_member, now=now
    )
    corrections.accept(offered, by=lead, now=now)

    minute_states.approve(held, item=approval(following), by=lead, now=now)

    assert MinuteSet.objects.get().is_approved


def test_only_a_later_meeting_of_the_same_board_is_offered_them(
    round_sent, held, agenda_group, lead, now
):
    other = rows.a_meeting(agenda_group, now)

    with pytest.raises(Refused, match="A later meeting of the same board"):
        minute_states.table(held, for_meeting=other, by=lead, now=now)


# ---- reminders, pages, papers --------------------------------------------------------------------
def test_the_lead_is_reminded_once_on_the_day_by_which_they_were_promised(held, lead, now):
    due = queries.due_on(held, matters.closed_days())
    nine = rows.at(due, 9)

    told = [minute_letters.remind(now=nine + timedelta(days=n)) for n in (-1, 0, 1)]

    assert told == [0, 1, 0]
    assert minute_letters.remind(now=rows.at(due + timedelta(days=5 - due.weekday()), 9)) == 0


def test_today_says_who_is_to_write_read_and_check_them(
    held, item, lead, chair, board_member, now, today
):
    def titles(person):
        access.carry_rights(person, on=today)
        cards = promise_cards.cards(person, today)
        return [card.title.split(" of ")[0] for card in cards]

    minutes.write(held, text="The hall was booked.", item=item, by=lead)
    assert [titles(each) for each in (lead, chair, board_member)] == [
        ["Finish the minutes"],
        [],
        [],
    ]
    minute_states.to_chair(held, by=lead, now=now)
    assert [titles(each) for each in (lead, chair, board_member)] == [[], ["Read the minutes"], []]
    minute_states.circulate(held, by=chair, now=now)
    assert titles(board_member) == ["Check the minutes"]


def test_minutes_and_the_page_in_plain_words_are_printed_for_everybody(
    round_sent, held, item, lead, board_member, client, north, now
):
    decisions.record(item, text="The hall is booked.", kind="note", by=lead, now=now)
    client.force_login(board_member)
    base = north.url(f"board/meetings/{held.pk}/")

    for path, word in (("minutes/print/", "The hall was booked."), ("decided/print/", "is booked")):
        pdf = client.get(f"{base}{path}").content
        assert broken_rules(pdf) == []
        assert word in text_of(pdf)
    assert len(page_labels(pdf)) == 1  # what was decided is one page


def test_minutes_go_their_whole_way_by_form(
    held, item, following, lead, chair, board_member, client, north
):
    base = north.url(f"board/meetings/{held.pk}/minutes/")

    def send(person, path, **form):
        client.force_login(person)
        assert client.get(path).status_code == 200
        return client.post(path, form).status_code

    written = {"item": item.pk, "kind": "note", "text": "The hall was booked."}
    assert send(lead, f"{base}new/", **written) == 302
    assert send(lead, f"{base}1/edit/", **written | {"text": "A hall was booked."}) == 302
    assert send(lead, f"{base}note/", text="It rained.") == 302
    assert send(lead, f"{base}step/fill-in/") == 302
    assert send(lead, f"{base}step/to-chair/") == 302
    assert send(chair, f"{base}step/round/") == 302
    entry = MinuteEntry.objects.get(text="A hall was booked.")
    correct = north.url(f"board/minutes/{entry.pk}/correct/")
    assert send(board_member, correct, new="A hall was found.") == 302
    answer = north.url(f"board/corrections/{MinuteCorrection.objects.get().pk}/")
    assert send(lead, answer, answer="refuse", reason="") == 422
    assert send(lead, answer, answer="accept") == 302
    assert send(lead, f"{base}step/table/", for_meeting=following.pk) == 302
    assert send(lead, f"{base}step/dispute/", why="Where the hall is.") == 302
    assert send(lead, f"{base}approve/", item=approval(following).pk) == 302
    assert client.get(f"{base}step/nowhere/").status_code == 404

    assert MinuteSet.objects.get().state == "approved_with_corrections"
    assert queries.sets_of(held)[0].approved_by is not None
    assert STUBS.withheld.items == frozenset()
