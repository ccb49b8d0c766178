"""Proposals, the agenda group's answers, and what is put on an agenda."""

from datetime import date, timedelta

import pytest

from alliance.errors import Refused
from alliance.models import Event, Message
from partnership_board.actions import agendas, answers, items, moves, papers
from partnership_board.actions.items import ItemFacts
from partnership_board.actions.papers import PaperText
from partnership_board.models import AgendaDecision, AgendaItem, AgendaProposal, PaperVersion
from tests.factories import partnership_board as rows

WHY = "There are two other groups that ask the same."
FACTS = ItemFacts("Small grants", "discuss", 20)


def propose(board, by, now, **words):
    words = {"title": "Interpreters", "why_now": "People wait.", "purpose": "discuss"} | words
    return agendas.propose(board, by=by, now=now, **words)


def agenda(meeting):
    found = AgendaItem.objects.on_agenda().filter(meeting=meeting)
    return [f"{item.number} {item.title}" for item in found]


# ---- proposing -----------------------------------------------------------------------------------
def test_a_member_proposes_and_the_answer_has_a_day(board, board_member, now):
    proposal = propose(board, board_member, now)

    assert proposal.is_waiting
    assert proposal.answer_by_on > now.date() + timedelta(days=10)
    event = Event.objects.get(kind="board.item_proposed")
    assert event.data == {"origin": "member"}


def test_the_same_proposal_is_not_sent_twice(board, board_member, now):
    propose(board, board_member, now)

    with pytest.raises(Refused, match="You have proposed this already"):
        propose(board, board_member, now)


def test_a_proposal_from_lived_experience_names_nobody(board, coproduction_lead, now):
    proposal = propose(board, coproduction_lead, now, origin="lived_experience")

    assert proposal.proposed_by is None
    assert proposal.asked_by == "People with lived experience"


def test_only_the_proposer_withdraws_and_only_in_time(board, board_member, lead, now):
    proposal = propose(board, board_member, now)

    with pytest.raises(Refused, match="Only the person who made a proposal"):
        agendas.withdraw(proposal, by=lead)
    agendas.withdraw(proposal, by=board_member)
    with pytest.raises(Refused, match="can no longer be withdrawn: it was withdrawn"):
        agendas.withdraw(proposal, by=board_member)


# ---- deciding ------------------------------------------------------------------------------------
def test_an_answer_is_kept_and_the_proposer_is_told_once(board, board_member, agenda_member, now):
    proposal = propose(board, board_member, now)

    answers.decide(proposal, outcome="declined", reason=WHY, by=agenda_member, now=now)

    proposal.refresh_from_db()
    assert proposal.state == "declined"
    letter = Message.objects.get(kind="mail")
    assert letter.to == board_member.email
    assert letter.subject == "Your proposal has an answer"
    assert WHY in letter.body
    assert letter.body.count("/board/") == 1


def test_nobody_is_written_to_about_lived_experience(board, coproduction_lead, agenda_member, now):
    proposal = propose(board, coproduction_lead, now, origin="lived_experience")

    answers.decide(proposal, outcome="accepted", by=agenda_member, now=now)

    assert not Message.objects.filter(kind="mail").exists()


@pytest.mark.parametrize("outcome", ["deferred", "merged", "redirected", "declined"])
def test_every_answer_but_yes_has_a_reason(board, board_member, agenda_member, now, outcome):
    proposal = propose(board, board_member, now)

    with pytest.raises(Refused) as refusal:
        answers.decide(proposal, outcome=outcome, reason="No room.", by=agenda_member, now=now)

    assert str(refusal.value) == (
        "Please say why in a sentence: the reason is published with the decision."
    )
    assert not AgendaDecision.objects.exists()


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [
        ("deferred", "until which day"),
        ("merged", "which proposal"),
        ("redirected", "which body"),
    ],
)
def test_an_answer_that_is_neither_yes_nor_no_says_the_rest(
    board, lead, agenda_member, outcome, sentence
):
    now = rows.at(date(2026, 3, 2))
    proposal = propose(board, lead, now)

    with pytest.raises(Refused, match=sentence):
        answers.decide(proposal, outcome=outcome, reason=WHY, by=agenda_member, now=now)


def test_a_proposal_is_put_off_to_a_day_still_to_come(board, board_member, agenda_member, now):
    proposal = propose(board, board_member, now)

    with pytest.raises(Refused, match="still to come"):
        answers.decide(
            proposal,
            outcome="deferred",
            reason=WHY,
            defer_until_on=now.date(),
            by=agenda_member,
            now=now,
        )


def test_a_proposal_is_not_joined_with_itself(board, board_member, agenda_member, now):
    proposal = propose(board, board_member, now)

    with pytest.raises(Refused, match="cannot be joined with itself"):
        answers.decide(
            proposal,
            outcome="merged",
            reason=WHY,
            merged_into=proposal,
            by=agenda_member,
            now=now,
        )


def test_nobody_decides_about_their_own(board, agenda_member, now):
    proposal = propose(board, agenda_member, now)

    with pytest.raises(Refused, match="somebody else in the group decides"):
        answers.decide(proposal, outcome="accepted", by=agenda_member, now=now)


def test_a_change_of_mind_is_a_second_decision(board, board_member, agenda_member, now):
    proposal = propose(board, board_member, now)
    answers.decide(proposal, outcome="declined", reason=WHY, by=agenda_member, now=now)

    answers.decide(proposal, outcome="accepted", by=agenda_member, now=now)

    found = AgendaDecision.objects.filter(proposal=proposal).order_by("pk")
    assert [each.outcome for each in found] == ["declined", "accepted"]


def test_what_is_on_an_agenda_is_decided(board, meeting, lead, agenda_member, now):
    proposal = propose(board, lead, now)
    answers.decide(proposal, outcome="accepted", by=agenda_member, now=now)
    items.add(meeting, FACTS, proposal=proposal, by=lead, now=now)

    with pytest.raises(Refused, match="nothing left to decide: it is on an agenda"):
        answers.decide(proposal, outcome="declined", reason=WHY, by=agenda_member, now=now)


def test_a_proposal_that_was_put_off_comes_back_on_its_day(board, board_member, agenda_member, now):
    proposal = propose(board, board_member, now)
    answers.decide(
        proposal,
        outcome="deferred",
        reason=WHY,
        defer_until_on=now.date() + timedelta(days=7),
        by=agenda_member,
        now=now,
    )

    assert answers.bring_back_deferred(now=now + timedelta(days=6)) == 0
    assert answers.bring_back_deferred(now=now + timedelta(days=7)) == 1
    assert answers.bring_back_deferred(now=now + timedelta(days=7)) == 0
    proposal.refresh_from_db()
    assert proposal.is_waiting


# ---- the agenda ----------------------------------------------------------------------------------
def test_items_are_numbered_part_by_part(meeting, lead, now):
    for title, section in (("Money", "business"), ("Goodbye", "closing"), ("Hello", "opening")):
        items.add(meeting, ItemFacts(title, "note", 5, section), by=lead, now=now)

    assert agenda(meeting) == ["1 Hello", "2 Money", "3 Goodbye"]


def test_items_change_places_within_their_part(meeting, lead, now):
    first, second = (
        items.add(meeting, ItemFacts(title, "note", 5), by=lead, now=now) for title in "AB"
    )

    items.move(second, up=True, by=lead)

    assert agenda(meeting) == ["1 B", "2 A"]
    with pytest.raises(Refused, match="already the first"):
        items.move(second, up=True, by=lead)
    with pytest.raises(Refused, match="already the last"):
        items.move(first, up=False, by=lead)
    items.move(second, up=False, by=lead)
    assert agenda(meeting) == ["1 A", "2 B"]


def test_an_item_moved_off_gives_its_proposal_back(board, meeting, lead, agenda_member, now):
    proposal = propose(board, lead, now)
    answers.decide(proposal, outcome="accepted", by=agenda_member, now=now)
    item = items.add(meeting, FACTS, proposal=proposal, by=lead, now=now)
    items.add(meeting, ItemFacts("Next", "note", 5), by=lead, now=now)

    with pytest.raises(Refused, match="Somebody proposed this"):
        items.remove(item, by=lead)
    moves.move_on(item, kind="moved_by_secretary", reason=WHY, by=lead, now=now)

    assert agenda(meeting) == ["1 Next"]
    assert list(AgendaProposal.objects.to_place()) == [proposal]


def test_a_proposal_is_placed_only_when_it_was_accepted(board, meeting, lead, now):
    proposal = propose(board, lead, now)

    with pytest.raises(Refused, match="has not accepted this proposal"):
        items.add(meeting, FACTS, proposal=proposal, by=lead, now=now)


def test_a_closed_agenda_takes_no_items_and_loses_none(meeting, lead, now):
    item = items.add(meeting, FACTS, by=lead, now=now)
    meeting.state = "agenda_closed"
    meeting.save()

    for attempt in (
        lambda: items.add(meeting, FACTS, by=lead, now=now),
        lambda: items.move(item, up=True, by=lead),
        lambda: items.remove(item, by=lead),
    ):
        with pytest.raises(Refused, match="The agenda of this meeting is closed"):
            attempt()
    with pytest.raises(Refused, match="items keep their places"):
        items.edit(item, ItemFacts("A", "note", 5, "opening"), text=None, by=lead, now=now)


# ---- papers --------------------------------------------------------------------------------------
def test_another_text_is_a_new_version_and_the_old_one_stays(meeting, lead, now):
    item = items.add(meeting, FACTS, text=PaperText("About."), by=lead, now=now)

    items.edit(item, FACTS, text=PaperText("About.", body_md="More."), by=lead, now=now)
    items.edit(item, FACTS, text=PaperText("About.", body_md="More."), by=lead, now=now)

    found = PaperVersion.objects.filter(paper__item=item).order_by("n")
    assert [(each.n, each.body_md) for each in found] == [(1, ""), (2, "More.")]


def test_a_decision_needs_to_know_what_is_asked(meeting, lead, now):
    facts = ItemFacts("Grants", "decide", 10)

    with pytest.raises(Refused) as refusal:
        items.add(meeting, facts, text=PaperText("About."), by=lead, now=now)

    assert refusal.value.field == "asks"
    assert not AgendaItem.objects.exists()


def test_a_paper_has_a_summary(meeting, lead, now):
    with pytest.raises(Refused, match="in plain English"):
        items.add(meeting, FACTS, text=PaperText("", body_md="More."), by=lead, now=now)


def test_a_paper_after_its_day_is_late_not_refused(meeting, lead):
    item = items.add(meeting, FACTS, by=lead, now=rows.at(meeting.papers_by_on))
    on_the_day = rows.at(meeting.papers_by_on, 23)

    for text, moment in (("In time.", on_the_day), ("Late.", on_the_day + timedelta(hours=2))):
        items.edit(item, FACTS, text=PaperText(text), by=lead, now=moment)

    found = PaperVersion.objects.filter(paper__item=item).order_by("n")
    assert [each.is_late for each in found] == [False, True]


def test_a_meeting_that_was_held_takes_no_paper(meeting, lead, now):
    item = items.add(meeting, FACTS, by=lead, now=now)
    meeting.state = "ended"
    meeting.save()

    item.refresh_from_db()
    with pytest.raises(Refused, match="its papers can no longer be changed"):
        papers.receive(item, PaperText("About."), by=lead, now=now)
    with pytest.raises(Refused, match="its agenda can no longer be changed"):
        items.edit(item, FACTS, text=None, by=lead, now=now)


def test_the_same_paper_again_is_said_to_be_the_same(meeting, lead, now):
    item = items.add(meeting, FACTS, text=PaperText("About."), by=lead, now=now)

    with pytest.raises(Refused, match="Nothing has changed since version 1"):
        papers.receive(item, PaperText("About."), by=lead, now=now)
