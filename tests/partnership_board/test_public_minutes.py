"""Minutes and decisions in public: approved, nothing restricted, and no expert by their name."""

from datetime import timedelta

import pytest

from partnership_board.actions import restrictions
from partnership_board.actions.restrictions import Terms
from partnership_board.models import AgendaItem, Attendance, Meeting, MinuteEntry, MinuteSet
from partnership_board.unnamed import without
from tests.factories import partnership_board as rows

EXPERT = "an expert by experience"
CONSENTED = "Rosa Lindqvist asked for a quiet room. Rosa thanked everybody."


@pytest.fixture
def opened(board):
    board.is_public = True
    board.save()
    return board


@pytest.fixture
def published(opened, today):
    """A meeting a month ago, with two items and minutes of both that the board has approved."""
    meeting = rows.a_meeting(opened, rows.at(today - timedelta(days=30)), state="closed")
    minutes = MinuteSet.objects.create(meeting=meeting, state="approved", approved_on=today)
    for n, text in enumerate(("The hall was booked.", "The rent was named."), start=1):
        item = rows.an_item(meeting, number=n, title=f"Matter {n}")
        an_entry(minutes, text, item=item)
    return meeting


def an_entry(minutes, text, **fields):
    fields = {"approved_text": text, "seq": MinuteEntry.objects.count() + 1} | fields
    return MinuteEntry.objects.create(minute_set=minutes, text=text, **fields)


@pytest.fixture
def look(client, north):
    def looking(path):
        answer = client.get(north.url(f"board/open/{path}"))
        return answer.status_code, " ".join(answer.content.decode().split())

    return looking


def said_of(look, meeting):
    status, said = look(f"minutes/{meeting.pk}/")
    assert status == 200
    return said


def test_everybody_reads_what_the_board_approved_and_decided(look, published, lead, now):
    rows.a_decision(published_item(published), lead, now, text="Rent the hall.")

    listed = look("minutes/")[1]
    said = said_of(look, published)

    assert f"minutes/{published.pk}/" in listed
    assert "The hall was booked." in said
    assert "Rent the hall." in said
    assert "1. Matter 1" in said


def published_item(meeting, number=1):
    return AgendaItem.objects.select_related("meeting__board").get(meeting=meeting, number=number)


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (MinuteSet, {"state": "circulated", "approved_on": None}),
        (MinuteSet, {"part": "part2"}),
    ],
)
def test_a_draft_and_part_2_are_never_published(look, published, model, fields):
    assert look(f"minutes/{published.pk}/")[0] == 200
    model.objects.filter(meeting=published).update(**fields)

    assert look(f"minutes/{published.pk}/")[0] == 404
    assert f"minutes/{published.pk}/" not in look("minutes/")[1]


def test_a_board_that_is_not_public_publishes_no_minutes(look, published):
    published.board.is_public = False
    published.board.save()

    assert look(f"minutes/{published.pk}/")[0] == 404
    assert "This board does not publish its minutes" in look("minutes/")[1]


def test_what_became_restricted_since_is_published_no_longer(look, published, lead, today, now):
    item = published_item(published, 2)
    terms = Terms(
        "commercial",
        "chair",
        today + timedelta(days=60),
        "Write to the alliance lead, who answers.",
    )
    assert "The rent was named." in said_of(look, published)

    restrictions.restrict_item(item, terms, by=lead, now=now)
    said = said_of(look, published)

    assert "The rent was named." not in said
    assert "Matter 2" not in said
    assert "The hall was booked." in said
    assert "What is restricted" in said


def test_what_was_minuted_in_public_and_heard_in_part_2_is_left_out(look, published):
    AgendaItem.objects.filter(meeting=published, number=2).update(section="part2")

    assert "The rent was named." not in said_of(look, published)


def test_no_expert_is_named_even_where_they_agreed_to_stand_in_the_minutes(
    look, published, expert, lead, now
):
    minutes = MinuteSet.objects.get(meeting=published)
    an_entry(minutes, CONSENTED, named_with_consent=True)
    decided = "Ms Lindqvist and the chair choose the room."
    rows.a_decision(published_item(published), lead, now, text=decided)

    said = said_of(look, published) + look("decisions/")[1] + look("decisions/?format=json")[1]

    assert "An expert by experience asked for a quiet room." in said
    assert "An expert by experience and the chair choose the room." in said
    assert "Rosa" not in said
    assert "Lindqvist" not in said


def test_whose_side_is_not_named_is_not_named_after_they_left_either(
    look, published, board_member, seat
):
    minutes = MinuteSet.objects.get(meeting=published)
    an_entry(minutes, "Yusuf Karim brought cake.")
    assert "Yusuf Karim brought cake." in said_of(look, published)

    seat.constituency.is_named = False
    seat.constituency.save()
    ended = {"ended_on": rows.OPENED.replace(year=2026), "end_reason": "term"}
    rows.SeatTerm.objects.filter(holder=board_member).update(**ended)

    assert "Somebody who is not named here brought cake." in said_of(look, published)


def test_who_was_there_is_counted_by_side(look, published, board_member, stranger, seat):
    for person, at in ((board_member, seat), (stranger, None)):
        Attendance.objects.create(
            meeting=published, person=person, seat=at, outcome="present", capacity="holder"
        )
    an_entry(
        MinuteSet.objects.get(meeting=published),
        "Present. Voluntary organisations: Yusuf Karim; In attendance: Sol Adler.",
        kind="presence",
    )

    said = said_of(look, published)

    assert f"{seat.constituency}: 1; In attendance: 1" in said
    assert "Sol Adler" not in said


def test_promises_and_what_was_noted_afterwards_stay_inside(look, published, today):
    minutes = MinuteSet.objects.get(meeting=published)
    an_entry(minutes, "A/2026/001. Ring the landlord (Sol Adler, by Friday)", kind="action")
    an_entry(minutes, "The landlord rang.", kind="post_meeting", noted_on=today, approved_text="")

    said = said_of(look, published)

    assert "landlord" not in said


@pytest.mark.parametrize("meetings", [1, 3, 50])
def test_the_list_asks_as_little_for_many_as_for_few(
    look, opened, today, meetings, django_assert_num_queries
):
    for n in range(meetings):
        meeting = rows.a_meeting(opened, rows.at(today - timedelta(days=30 + n)), state="closed")
        MinuteSet.objects.create(meeting=meeting, state="approved", approved_on=today)
    look("minutes/")

    with django_assert_num_queries(3):
        look("minutes/")
    assert Meeting.objects.count() == meetings


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ola Young spoke.", "An expert by experience spoke."),
        ("Then Dr. Ola Young spoke; Ola sat.", f"Then {EXPERT} spoke; {EXPERT} sat."),
        ("It was Young’s idea.", f"It was {EXPERT}’s idea."),
        ("The young people spoke.", "The young people spoke."),
        ("Youngster spoke, and Ola too.", "Youngster spoke, and Ola too."),
        ("Cher sang. Then cher.", "An expert by experience sang. Then cher."),
    ],
)
def test_names_are_left_out_as_whole_words(text, said):
    assert without(text, {"Ola Young": EXPERT, "Cher": EXPERT}) == said
