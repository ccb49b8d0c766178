"""Board work counts against the hours that organisations offer."""

from members.models import Ask, AskResponse
from partnership_board.actions import asking
from tests.factories.members import an_organisation


def test_organisations_with_a_seat_are_asked_for_their_time_once(board, meeting, sit, now):
    harbour, heron = an_organisation("Harbour Lane"), an_organisation("Heron House")
    sit("Ann Lee", board, organisation=harbour)
    sit("Bo Lee", board, organisation=heron)
    sit("Cy Lee", board, "NHS")

    ask = asking.ask_for_time(meeting, reading=70, now=now)
    again = asking.ask_for_time(meeting, reading=90, now=now)

    assert ask == again == Ask.objects.get()
    assert (ask.estimated_minutes, ask.preparation_minutes, ask.kind) == (120, 70, "meeting")
    asked = AskResponse.objects.filter(ask=ask).values_list("organisation", flat=True)
    assert set(asked) <= {harbour.pk, heron.pk}


def test_a_board_without_organisations_asks_nobody(meeting, nhs_member, now):
    assert asking.ask_for_time(meeting, reading=70, now=now) is None
    assert not Ask.objects.exists()
