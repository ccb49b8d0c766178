"""The agenda ledger: every question, its answer with a reason, and each move as what it is."""

from datetime import date, timedelta

import pytest

from alliance import access
from alliance.audit import Actor
from alliance.calendars import ENGLAND, add_working_days
from alliance.errors import Refused
from alliance.models import Event, Message, Priority
from members.models import Network
from partnership_board.actions import (
    agendas,
    answers,
    appeals,
    boards,
    items,
    letters,
    meetings,
    moves,
)
from partnership_board.actions.agendas import KEPT_APART, Extras
from partnership_board.actions.items import ItemFacts
from partnership_board.actions.papers import PaperText
from partnership_board.models import (
    AgendaAppeal,
    AgendaDecision,
    AgendaItem,
    AgendaMove,
    AgendaPosition,
    AgendaProposal,
    PaperVersion,
)
from partnership_board.queries import group, proposals, sheets
from partnership_board.queries.stories import story_of
from tests.factories import partnership_board as rows
from tests.factories.members import an_organisation

WHY = "There are two other groups that ask the same."
FACTS = ItemFacts("Small grants", "discuss", 20)
WORDS = {"title": "Interpreters", "why_now": "People wait.", "purpose": "discuss"}


@pytest.fixture
def propose(board, now):
    def proposing(by, **words):
        return agendas.propose(board, by=by, now=words.pop("now", now), **WORDS | words)

    return proposing


@pytest.fixture
def answer(agenda_member, now):
    def answering(proposal, outcome="declined", **words):
        words = {"by": agenda_member, "now": now, "reason": WHY} | words
        return answers.decide(proposal, outcome=outcome, **words)

    return answering


@pytest.fixture
def place(answer, lead, now):
    """Accepted and on the agenda of a meeting."""

    def placing(proposal, meeting):
        answer(proposal, "accepted")
        return items.add(meeting, FACTS, proposal=proposal, by=lead, now=now)

    return placing


def the_row(proposal, now):
    proposal.refresh_from_db()
    return proposals.rows_of([proposal], on=now.date(), closed=ENGLAND)[0]


def letters_to(person):
    return list(Message.objects.filter(to=person.email).values_list("subject", flat=True))


# ---- before and after sending --------------------------------------------------------------------
def test_before_sending_one_reads_who_decides_when_and_how_many_wait(
    board, agenda_group, meeting, propose, board_member, now
):
    soon = rows.a_meeting(board, rows.at(now.date() + timedelta(days=12)))
    group_meets = rows.a_meeting(agenda_group, rows.at(now.date() + timedelta(days=5)))
    propose(board_member)

    before = proposals.before_sending(board, now=now)

    assert (before.group, before.group_meeting) == (agenda_group, group_meets)
    assert (before.meeting, before.closed_for, before.waiting) == (meeting, soon, 1)


def test_a_draft_is_its_writers_own_until_it_is_sent(propose, board_member, lead, now):
    draft = propose(board_member, is_draft=True)

    assert list(proposals.ledger()) == []
    assert list(AgendaProposal.objects.shown_to(lead)) == []
    later = now + timedelta(days=3)
    agendas.rewrite(draft, **WORDS, minutes_wanted=20, by=board_member, now=later)

    draft.refresh_from_db()
    assert (draft.state, draft.submitted_at) == ("submitted", later)


def test_a_question_is_answered_and_the_clock_begins_again(
    propose, answer, board_member, lead, now
):
    proposal = propose(board_member)
    answer(proposal, "asked", reason="How many people would come to it?")
    assert "A question about your proposal" in letters_to(board_member)
    with pytest.raises(Refused, match="Only the person who made a proposal can change it"):
        agendas.rewrite(proposal, **WORDS, minutes_wanted=5, by=lead, now=now)

    later = now + timedelta(days=7)
    words = WORDS | {"why_now": "Sixty people would come."}
    agendas.rewrite(proposal, **words, minutes_wanted=5, by=board_member, now=later)

    proposal.refresh_from_db()
    assert (proposal.state, proposal.why_now) == ("submitted", "Sixty people would come.")
    assert proposal.answer_by_on == add_working_days(later.date(), 10, ENGLAND)
    assert proposal.submitted_at == now
    assert the_row(proposal, now).days_to_answer is None
    with pytest.raises(Refused, match="can no longer be changed: it is waiting"):
        agendas.rewrite(proposal, **words, minutes_wanted=5, by=board_member, now=later)


def test_a_question_is_a_sentence(propose, answer, board_member):
    with pytest.raises(Refused, match="Write what you ask"):
        answer(propose(board_member), "asked", reason="How many?")


def test_a_sensitive_proposal_shows_a_neutral_title_and_still_counts(
    propose, board_member, expert, agenda_member, today, now
):
    extras = Extras(neutral_title="A matter about one service")
    proposal = propose(board_member, title="Ward 7 is unsafe", extras=extras)

    assert (str(proposal), proposal.why_now) == ("A matter about one service", KEPT_APART)
    assert proposal.kept_title == "Ward 7 is unsafe"
    for person, may in ((board_member, True), (agenda_member, True), (expert, False)):
        access.carry_rights(person, on=today)
        assert proposals.may_read_kept_words(person, proposal) is may
    row = the_row(proposal, now)
    assert b"Ward 7" not in sheets.of_proposals([row])
    assert list(proposals.ledger()) == [proposal]


def test_priorities_are_kept_and_changed_with_the_words(propose, board_member, now):
    first, second = (Priority.objects.create(number=n, name=f"Priority {n}") for n in (1, 2))
    draft = propose(board_member, is_draft=True, extras=Extras(priorities=[first]))

    words = WORDS | {"minutes_wanted": 5, "extras": Extras(priorities=[second])}
    agendas.rewrite(draft, **words, is_draft=True, by=board_member, now=now)

    assert list(proposals.priorities_of(draft)) == [second]


@pytest.mark.parametrize("origin", ["matter_arising", "request_overdue", "action"])
def test_a_thing_proposes_itself_once(board, agenda_group, agenda_member, now, origin):
    words = {"source": "request 7", "title": "No answer yet", "why_now": "Sixty days."}
    first = agendas.propose_itself(board, origin=origin, now=now, **words)
    again = agendas.propose_itself(board, origin=origin, now=now, **words)

    assert again is None
    assert (first.proposed_by, first.asked_by) == (None, first.get_origin_display())
    answers.decide(first, outcome="accepted", by=agenda_member, now=now)
    assert not Message.objects.filter(kind="mail").exists()


# ---- answering -----------------------------------------------------------------------------------
def test_each_seat_stands_somewhere_and_whoevers_own_it_is_stands_aside(
    board, agenda_group, sit, propose, now
):
    joy, sam = sit("Joy Mbeki", agenda_group), sit("Sam Whitlock", agenda_group, "EBE")
    sit("Nora Quist", agenda_group, "NHS")
    proposal = propose(sam)
    seats = {voice.names: voice for voice in group.voices(proposal, on=now.date())}
    said = {seats["Nora Quist"].seat_id: "against", seats["Sam Whitlock"].seat_id: "support"}

    decision = answers.decide(
        proposal,
        outcome="accepted",
        positions={seats["Joy Mbeki"].seat_id: "support"} | said,
        by=joy,
        now=now,
    )

    stood = AgendaPosition.objects.filter(agenda_decision=decision).select_related("seat")
    assert {each.seat_id: each.position for each in stood} == {
        seats["Joy Mbeki"].seat_id: "support",
        seats["Nora Quist"].seat_id: "against",
        seats["Sam Whitlock"].seat_id: "stood_aside",
    }
    assert not decision.is_incomplete_group


def test_whoever_sits_for_the_organisation_that_asks_stands_aside(
    agenda_group, sit, propose, board_member, now
):
    harbour = an_organisation("Harbour Lane")
    sit("Joy Mbeki", agenda_group, organisation=harbour)
    proposal = propose(board_member, for_organisation=harbour)

    (voice,) = group.voices(proposal, on=now.date())

    assert voice.is_own


def test_a_group_without_a_side_may_sort_but_not_decline(
    agenda_group, sit, propose, board_member, today, now
):
    joy = sit("Joy Mbeki", agenda_group)
    nora = sit("Nora Quist", agenda_group, "NHS")
    boards.adopt_rules(
        agenda_group,
        from_on=today,
        by=Actor.SYSTEM,
        quorum={"all": [{"min_by": {"VCSE": 1, "NHS": 1}}]},
    )
    first, second = propose(board_member), propose(board_member, title="Evenings")

    with pytest.raises(Refused) as refusal:
        answers.decide(first, outcome="declined", reason=WHY, by=joy, now=now)
    assert str(refusal.value) == (
        "The group is not complete: nobody from NHS took part. "
        "It can accept, put off, join or send on, but not decline."
    )
    sorted_one = answers.decide(first, outcome="accepted", by=joy, now=now)
    assert sorted_one.is_incomplete_group
    both = {v.seat_id: "support" for v in group.voices(second, on=now.date())}
    whole = answers.decide(second, outcome="declined", reason=WHY, positions=both, by=nora, now=now)
    assert not whole.is_incomplete_group


def test_a_body_is_named_by_its_network(propose, answer, board_member):
    forum = Network.objects.create(name="Health forum", kind="forum", level="borough")

    decision = answer(propose(board_member), "redirected", network=forum)

    assert (decision.redirected_to, decision.network) == ("Health forum", forum)


def test_joining_credits_both_and_tells_both(propose, answer, board_member, expert, now):
    kept, joined = propose(board_member), propose(expert, title="Language help")
    answer(joined, "merged", merged_into=kept)

    answer(kept, "accepted")

    assert the_row(kept, now).asked_by == ["Yusuf Karim", "Rosa Lindqvist"]
    assert letters_to(expert) == ["Your proposal has an answer"] * 2
    assert proposals.proposers_of(kept) == [board_member, expert]
    with pytest.raises(Refused, match="cannot be joined with that one"):
        answer(propose(board_member, title="A third"), "merged", merged_into=joined)


def test_the_answers_time_is_counted_in_working_days(propose, answer, board_member):
    sent = rows.at(date(2026, 3, 30), 10)  # before Easter
    proposal = propose(board_member, now=sent)

    answer(proposal, now=rows.at(date(2026, 4, 9), 10))

    assert the_row(proposal, sent).days_to_answer == 6


# ---- no answer -----------------------------------------------------------------------------------
def test_what_has_no_answer_rises_by_itself_and_is_counted(
    board, agenda_group, agenda_member, propose, board_member, expert, now
):
    old = propose(board_member)
    old_day = old.answer_by_on
    new = propose(expert, title="Evenings", now=now + timedelta(days=10))
    on = old_day + timedelta(days=1)

    assert list(group.waiting(board)) == [old, new]
    assert answers.remind_of_unanswered(now=rows.at(old_day, 9)) == 0
    assert answers.remind_of_unanswered(now=rows.at(on, 9)) == 1
    assert answers.remind_of_unanswered(now=rows.at(on + timedelta(days=1), 9)) == 0
    assert letters_to(agenda_member) == ["A proposal waits for an answer"]
    assert letters_to(board_member) == ["The answer to your proposal is late"]
    found = proposals.narrowed(proposals.ledger(), state="unanswered", side="", wanted="", on=on)
    assert list(found) == [old]


def test_after_a_second_period_it_is_printed_in_the_pack(board, propose, board_member, now):
    old = propose(board_member)
    twice = add_working_days(old.answer_by_on, 10, ENGLAND)

    assert proposals.unanswered_twice(board.pk, on=twice, closed=ENGLAND) == []
    late = twice + timedelta(days=4)
    assert proposals.unanswered_twice(board.pk, on=late, closed=ENGLAND) == [old]


def test_what_was_not_selected_stands_in_the_next_pack(
    board, meeting, propose, answer, board_member, now
):
    kept, dropped = propose(board_member), propose(board_member, title="A logo")
    answer(kept, "accepted")
    answer(dropped)

    assert proposals.not_selected_since(meeting, on=now.date()) == [dropped]


# ---- looking again -------------------------------------------------------------------------------
def a_seat_of(person, board):
    from partnership_board.queries.appeals import seats_of

    return seats_of(person, board.pk, on=date.today()).get()


def test_two_seats_of_two_sides_place_it_by_right(
    board, propose, answer, board_member, nhs_member, expert, now
):
    proposal = propose(expert)
    answer(proposal)

    appeals.support(proposal, seat=a_seat_of(board_member, board), by=board_member, now=now)
    proposal.refresh_from_db()
    assert proposal.state == "declined"
    appeals.support(proposal, seat=a_seat_of(nhs_member, board), by=nhs_member, now=now)

    proposal.refresh_from_db()
    assert proposal.state == "accepted"
    assert AgendaAppeal.objects.get().met_at == now
    assert AgendaDecision.objects.latest("pk").is_by_right
    assert letters_to(expert) == ["Your proposal has an answer"] * 2
    with pytest.raises(Refused, match="no answer to look at again: it was accepted"):
        appeals.support(proposal, seat=a_seat_of(expert, board), by=expert, now=now)


def test_two_seats_of_one_side_do_not(board, propose, answer, sit, board_member, expert, now):
    proposal = propose(expert)
    answer(proposal)

    for person in (board_member, sit("Mina Choudhury", board)):
        appeals.support(proposal, seat=a_seat_of(person, board), by=person, now=now)

    proposal.refresh_from_db()
    assert (proposal.state, AgendaAppeal.objects.get().met_at) == ("declined", None)


def test_nobody_counts_twice_and_strangers_not_at_all(
    board, propose, answer, sit, board_member, expert, lead, now
):
    proposal = propose(expert)
    answer(proposal)
    first = a_seat_of(board_member, board)
    appeals.support(proposal, seat=first, by=board_member, now=now)
    sit("", board, "NHS", user=board_member)
    second = rows.a_seat(board, title="NHS seat of ", code="NHS")

    with pytest.raises(Refused, match="Only somebody who speaks for a seat"):
        appeals.support(proposal, seat=second, by=lead, now=now)
    with pytest.raises(Refused, match="You support it already"):
        appeals.support(proposal, seat=first, by=board_member, now=now)


# ---- moves ---------------------------------------------------------------------------------------
def test_five_moves_are_five_facts_on_the_ledger_and_in_the_sheet(
    board, propose, place, board_member, agenda_member, lead, today, now
):
    """Each is told apart, and each keeps its own reason."""
    access.carry_rights(agenda_member, on=today)
    past = rows.a_meeting(board, now - timedelta(hours=1))
    coming = rows.a_meeting(board, rows.at(today + timedelta(days=50)))
    kinds = {
        "deferred_by_proposer": coming,
        "deferred_by_group": coming,
        "moved_by_secretary": coming,
        "out_of_time": past,
        "inquorate": past,
    }
    for kind, meeting in kinds.items():
        proposal = propose(board_member, title=f"About {kind}")
        item = place(proposal, meeting)
        reason = f"The reason is that of {kind}."
        if kind.startswith("deferred"):
            by = board_member if kind.endswith("proposer") else agenda_member
            moves.put_off(proposal, reason=reason, by=by, now=now)
        else:
            moves.move_on(item, kind=kind, reason=reason, by=lead, now=now)

    assert list(AgendaMove.objects.order_by("pk").values_list("kind", flat=True)) == list(kinds)
    ledger = proposals.rows_of(proposals.ledger(), on=today, closed=ENGLAND)
    said = sheets.of_proposals(ledger).decode("utf-8-sig")
    for kind in kinds:
        label = AgendaMove.Kind(kind).label
        assert sum(label in line and kind in line for line in said.splitlines()) == 1
    states = {row.proposal.title: row.proposal.state for row in ledger}
    assert states["About out_of_time"] == "not_reached"
    assert states["About moved_by_secretary"] == "accepted"


def test_an_item_goes_to_another_agenda_with_its_paper(
    board, meeting, propose, place, board_member, lead, today, now
):
    proposal = propose(board_member)
    item = place(proposal, meeting)
    items.edit(item, FACTS, text=PaperText("About."), by=lead, now=now)
    later = rows.a_meeting(board, rows.at(today + timedelta(days=80)))

    moves.move_on(item, kind="paper_late", reason=WHY, to_meeting=later, by=lead, now=now)

    (there,) = AgendaItem.objects.on_agenda()
    assert (there.meeting, there.proposal) == (later, proposal)
    assert PaperVersion.objects.get(paper__item=there).summary == "About."
    assert "Your proposal has been moved" in letters_to(board_member)
    proposal.refresh_from_db()
    assert proposal.state == "placed"


def test_a_number_that_people_have_seen_is_never_given_again(meeting, lead, now):
    first, second = (
        items.add(meeting, ItemFacts(title, "note", 5), by=lead, now=now) for title in "AB"
    )
    meeting.state = "agenda_closed"
    meeting.save()

    moves.move_on(first, kind="moved_by_secretary", reason=WHY, by=lead, now=now)
    urgent = moves.add_urgent(meeting, FACTS, reason=WHY, by=lead, now=now)
    again = moves.add_urgent(meeting, FACTS, reason=WHY, by=lead, now=now)

    found = AgendaItem.objects.numbered().filter(meeting=meeting)
    assert [item.number for item in found] == ["1", "2", "2A", "2B"]
    assert [item.number for item in AgendaItem.objects.on_agenda()] == ["2", "2A", "2B"]
    assert (second.number, urgent.number, again.number) == ("2", "2A", "2B")
    assert (urgent.why_urgent, AgendaMove.objects.latest("pk").kind) == (WHY, "urgent_added")


def test_an_urgent_item_comes_after_the_agenda_closed_and_for_a_reason(meeting, lead, now):
    with pytest.raises(Refused, match="agenda is still open"):
        moves.add_urgent(meeting, FACTS, reason=WHY, by=lead, now=now)
    meeting.state = "published"
    meeting.save()
    with pytest.raises(Refused, match="Please say why in a sentence"):
        moves.add_urgent(meeting, FACTS, reason="Now.", by=lead, now=now)
    meeting.state = "closed"
    meeting.save()
    with pytest.raises(Refused, match="Nothing can be added now"):
        moves.add_urgent(meeting, FACTS, reason=WHY, by=lead, now=now)


def test_what_cannot_be_known_yet_or_any_more_is_refused(
    meeting, board, propose, place, board_member, expert, lead, now
):
    proposal = propose(board_member)
    item = place(proposal, meeting)
    move = {"reason": WHY, "by": lead, "now": now}

    with pytest.raises(Refused, match="nobody can know that yet"):
        moves.move_on(item, kind="out_of_time", **move)
    with pytest.raises(Refused, match="Choose why"):
        moves.move_on(item, kind="urgent_added", **move)
    with pytest.raises(Refused, match="Choose another meeting"):
        moves.move_on(item, kind="paper_late", to_meeting=meeting, **move)
    with pytest.raises(Refused, match="The meeting is over: say"):
        moves.move_on(item, kind="paper_late", **move | {"now": meeting.ends_at})
    with pytest.raises(Refused, match="proposer or the agenda group can put it off"):
        moves.put_off(proposal, reason=WHY, by=expert, now=now)
    rows.a_decision(item, lead, now)
    with pytest.raises(Refused, match="has decided about this item"):
        moves.move_on(item, kind="superseded", **move)


def test_what_has_left_does_not_leave_again(meeting, propose, place, board_member, lead, now):
    proposal = propose(board_member)
    item = place(proposal, meeting)
    moves.move_on(item, kind="superseded", reason=WHY, by=lead, now=now)

    with pytest.raises(Refused, match="not waiting here: withdrawn"):
        moves.move_on(item, kind="superseded", reason=WHY, by=lead, now=now)
    with pytest.raises(Refused, match="nothing to put off"):
        moves.put_off(proposal, reason=WHY, by=board_member, now=now)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.can_be_placed) == ("superseded", False)


def test_nothing_moves_once_the_meeting_is_closed(meeting, lead, now):
    item = rows.an_item(meeting, state="heard")
    meeting.state = "closed"
    meeting.save()

    with pytest.raises(Refused, match="This meeting is over"):
        moves.move_on(item, kind="out_of_time", reason=WHY, by=lead, now=now)


# ---- the whole story -----------------------------------------------------------------------------
def test_the_story_says_everything_in_order(
    board, meeting, propose, answer, place, board_member, agenda_member, lead, now
):
    proposal = propose(board_member, now=now - timedelta(days=9))
    answer(proposal, "asked", reason="How many people would come?", now=now - timedelta(days=8))
    words = WORDS | {"minutes_wanted": 5}
    agendas.rewrite(proposal, **words, by=board_member, now=now - timedelta(days=7))
    place(proposal, meeting)

    story = story_of(the_row(proposal, now), now=now)

    assert [moment.title for moment in story] == [
        "Sent to the agenda group",
        "The agenda group asked its proposer something",
        "The agenda group accepted it",
        "The board is to hear it",
    ]
    assert story[-1].state == "to-come"
    assert "Joy Mbeki: for this answer." in story[2].sentence


def test_a_cancelled_meeting_gives_its_proposals_back(
    meeting, propose, place, board_member, lead, now
):
    proposal = propose(board_member)
    place(proposal, meeting)

    meetings.step(meeting, to="cancelled", why="The room flooded.", by=lead, now=now)

    proposal.refresh_from_db()
    assert proposal.can_be_placed


def test_a_letter_about_an_item_nobody_proposed_is_not_written(meeting, lead, now):
    items.add(meeting, FACTS, by=lead, now=now)
    item = AgendaItem.objects.get()

    moves.move_on(item, kind="superseded", reason=WHY, by=lead, now=now)
    letters.tell_placed(item, now=now)

    assert not Message.objects.filter(kind="mail").exists()
    assert Event.objects.filter(kind="board.item_moved_on").count() == 1
