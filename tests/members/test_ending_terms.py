"""A month before somebody stops, they and the approvers hear of it; each chooses their letters."""

from datetime import UTC, datetime, timedelta

import pytest

from alliance.errors import Refused
from alliance.models import Message
from members.actions import ending_terms, representatives
from members.models import Organisation, Representative
from tests.members.reading import words_of

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
LETTERS = "members/letters/"


@pytest.fixture
def ending(editor, approver):
    person = Representative.objects.get(user=editor)
    Representative.objects.filter(pk=person.pk).update(ended_on=MONDAY.date() + timedelta(days=30))
    return person


def letters():
    return {one.to: one for one in Message.objects.filter(kind="mail").order_by("pk")}


def test_thirty_days_before_the_person_and_the_approver_get_one_letter_each(
    ending, editor, approver
):
    assert ending_terms.tell_of_ends(now=MONDAY - timedelta(days=3)) == 0  # a Friday before

    assert ending_terms.tell_of_ends(now=MONDAY) == 2
    assert ending_terms.tell_of_ends(now=MONDAY + timedelta(days=1)) == 0

    found = letters()
    assert set(found) == {editor.email, approver.email}
    assert found[editor.email].subject == "Who acts for Harbour Lane? About 2 minutes"
    assert "you no longer act for Harbour Lane" in found[editor.email].body
    assert "Shirin Begum no longer acts for Harbour Lane" in found[approver.email].body


def test_a_day_of_rest_brings_no_letter_and_the_next_day_does(ending):
    assert ending_terms.tell_of_ends(now=MONDAY + timedelta(days=5)) == 0
    assert ending_terms.tell_of_ends(now=MONDAY + timedelta(days=7)) == 2


def test_a_full_month_holds_the_letter_back(ending, editor):
    for number in range(4):
        Message.objects.create(
            key=f"members.counted.{number}", to=editor.email, due_at=MONDAY, subject="x"
        )

    assert ending_terms.tell_of_ends(now=MONDAY) == 1
    assert ending_terms.tell_of_ends(now=MONDAY + timedelta(days=30)) == 0  # it is over by then


def test_where_the_whole_organisation_leaves_nobody_is_told_twice(ending):
    Organisation.objects.update(status="leaving")

    assert ending_terms.tell_of_ends(now=MONDAY) == 0


# ---- one's own letters ---------------------------------------------------------------------------
def test_somebody_chooses_their_own_letters(ask, send, editor):
    mine = Representative.objects.get(user=editor)
    assert "What do you want letters about for Harbour Lane?" in words_of(ask(editor, LETTERS))

    send(editor, LETTERS, **{f"receives_{mine.pk}": ["learning"]})

    mine.refresh_from_db()
    assert mine.receives == ["learning"]
    send(editor, LETTERS)
    mine.refresh_from_db()
    assert mine.receives == []


def test_nobody_chooses_for_a_colleague(editor, approver, today):
    theirs = Representative.objects.get(user=approver)

    with pytest.raises(Refused, match="for yourself alone"):
        representatives.choose_letters(wanted={theirs.pk: []}, by=editor, on=today)


def test_a_made_up_letter_is_left_out(editor, today):
    mine = Representative.objects.get(user=editor)

    wanted = {mine.pk: ["asks", "adverts"]}
    representatives.choose_letters(wanted=wanted, by=editor, on=today)

    mine.refresh_from_db()
    assert mine.receives == ["asks"]


def test_somebody_who_acts_for_nobody_reads_so(ask, lead):
    assert "You act for no organisation here" in words_of(ask(lead, LETTERS))
