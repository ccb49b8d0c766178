"""A round keeps its word: rules first, proposals kept, reading only by the free."""

from datetime import date, timedelta

import pytest

from alliance.errors import Refused
from alliance.models import Message
from funding.actions import closing_rounds, panels, proposals, rounds
from funding.actions.proposals import Costs
from funding.models import (
    CostPicture,
    Proposal,
    RoundQuestion,
)
from funding.queries import panel_words
from funding.queries import panels as conflicts
from funding.queries import rounds as known
from members.models import AskResponse
from tests.factories.members import a_representative, an_organisation
from tests.factories.rounds import (
    AFTER,
    CLOSES,
    DURING,
    OPENS,
    a_line,
    a_panel,
    a_person,
    an_open_round,
    close,
    members,
    round_facts,
    send_one,
    three_sides,
    words_for,
)

pytestmark = pytest.mark.django_db
ON = AFTER.date()


@pytest.fixture
def call(north, preparer, finance_approver):
    return an_open_round(preparer, finance_approver)


def refused(action, *args, **words) -> str:
    with pytest.raises(Refused) as caught:
        action(*args, **words)
    return str(caught.value)


def test_a_round_cannot_be_opened_with_more_than_its_line_has(north, preparer, finance_approver):
    line = a_line(preparer, finance_approver, pence=200_000)
    made = rounds.draft_round(round_facts(line, three_sides()), by=preparer)

    assert refused(rounds.open_round, made, by=preparer, now=OPENS) == (
        "You cannot open a £3,000.00 round: £2,000.00 is available."
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"closes_at": OPENS}, "It closes after it opens."),
        ({"decide_by_on": date(2026, 3, 1)}, "It is decided after it closes."),
        ({"pay_by_on": date(2026, 4, 1)}, "It is paid after it is decided."),
        ({"pot_pence": 0}, "Give a sum above £0."),
        ({"questions": []}, "Ask at least one question, and score at least one thing."),
        ({"questions": ["?"] * 9}, "Ask at most 8 questions. A small charity has one evening."),
        (
            {"scorers": 1},
            "No panel could meet this. Allow more sides, or choose another number of readers.",
        ),
    ],
)
def test_a_round_that_could_not_be_kept_is_not_drafted(
    north, preparer, finance_approver, words, said
):
    line = a_line(preparer, finance_approver)

    assert (
        refused(rounds.draft_round, round_facts(line, three_sides(), **words), by=preparer) == said
    )


def test_a_side_that_is_needed_has_to_be_allowed(north, preparer, finance_approver):
    sides = three_sides()
    facts = round_facts(a_line(preparer, finance_approver), sides[:2], required=[sides[2]])

    said = refused(rounds.draft_round, facts, by=preparer)

    assert said == "A side that is needed also has to be allowed."


def test_the_rules_stay_as_they_are_once_the_round_is_called(call, preparer):
    facts = round_facts(call.line, [side.constituency for side in known.sides(call)], title="Other")

    assert "Its rules stay" in refused(rounds.edit_round, call, facts, by=preparer)
    assert "already" in refused(rounds.open_round, call, by=preparer, now=OPENS)
    assert refused(rounds.draft_round, round_facts(call.line, facts.sides), by=preparer) == (
        "There is a round of that name already."
    )


def test_a_draft_is_rewritten_whole(north, preparer, finance_approver):
    sides = three_sides()
    line = a_line(preparer, finance_approver)
    made = rounds.draft_round(round_facts(line, sides), by=preparer)

    rounds.edit_round(made, round_facts(line, sides[:2], questions=["Who?", "Why?"]), by=preparer)

    assert [each.text for each in known.questions(made)] == ["Who?", "Why?"]
    assert [side.constituency for side in known.sides(made)] == sides[:2]


def test_a_round_whose_closing_has_passed_is_not_opened(north, preparer, finance_approver):
    made = rounds.draft_round(
        round_facts(a_line(preparer, finance_approver), three_sides()), by=preparer
    )

    assert "passed" in refused(rounds.open_round, made, by=preparer, now=CLOSES)


def test_what_is_begun_is_kept_and_counts_among_the_organisations_hours(call, harbour, editor):
    words = words_for(call, asked=None, least=None)

    made = proposals.write(
        call,
        harbour,
        words=words,
        costs=None,
        is_sent=False,
        by=editor,
        now=DURING,
        on=DURING.date(),
    )
    again = proposals.write(
        call, harbour, words=words, costs=Costs(90_000, "fte", 30_000), is_sent=False, by=editor,
        now=DURING, on=DURING.date(),
    )  # fmt: skip

    response = AskResponse.objects.get(organisation=harbour)
    assert (made, made.state) == (again, "draft")
    assert (response.state, response.minutes_asked) == ("accepted", call.minutes_to_write)
    assert not CostPicture.objects.exists()  # nothing to compare it with before a sum is asked


def test_the_full_cost_shows_what_nobody_would_pay_for_and_is_frozen_when_sent(
    call, harbour, editor
):
    proposals.write(
        call, harbour, words=words_for(call, asked=90_000), costs=Costs(90_000, "fte", 30_000),
        is_sent=True, by=editor, now=DURING, on=DURING.date(),
    )  # fmt: skip

    cost = CostPicture.objects.get()
    assert (cost.true_pence, cost.gap_pence, cost.gap_in_hundred) == (120_000, 30_000, 25)
    assert cost.frozen_at == DURING


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"title": " "}, "Give it a title."),
        ({"asked": None}, "Say how much you ask for."),
        ({"least": None}, "Say the least you could work with."),
        ({"asked": 400_000}, "That is more than there is in the pot."),
        ({"asked": 100, "least": 200}, "The least is not more than what you ask for."),
        ({"answers": {}}, "This question has no answer yet."),
    ],
)
def test_an_unfinished_proposal_is_not_sent(call, harbour, editor, words, said):
    with pytest.raises(Refused) as caught:
        send_one(call, harbour, editor, **words)

    assert str(caught.value) == said


def test_an_answer_that_is_too_long_says_by_how_much(call, harbour, editor):
    question = RoundQuestion.objects.get(round=call)

    with pytest.raises(Refused) as caught:
        send_one(call, harbour, editor, answers={question.pk: "word " * 251})

    assert str(caught.value) == "That is 251 words. At most 250 fit."
    assert caught.value.field == f"answer_{question.pk}"


def test_the_clock_closes_a_round_to_the_second_and_a_draft_is_safe(call, harbour, editor):
    send_one(call, harbour, editor, now=CLOSES - timedelta(seconds=1))
    other = an_organisation("Late Group")

    with pytest.raises(Refused) as caught:
        send_one(call, other, editor, now=CLOSES)

    assert str(caught.value).startswith("The round closed at Mon 30 Mar 2026")
    assert "ask the lead about late proposals" in str(caught.value)


def test_more_time_for_one_organisation_has_its_reason(call, harbour, editor, preparer):
    later = {"organisation": harbour, "until": CLOSES + timedelta(days=2), "by": preparer}

    assert refused(rounds.give_more_time, call, reason=" ", now=DURING, **later) == (
        "Say why they need more time."
    )
    rounds.give_more_time(call, reason="Their only worker was ill.", now=DURING, **later)

    close(call)
    assert send_one(call, harbour, editor, now=CLOSES + timedelta(days=1)).state == "draft"
    assert Proposal.objects.get().is_submitted
    assert "already" in refused(rounds.give_more_time, call, reason="x", now=DURING, **later)
    early = later | {"until": CLOSES}
    assert "after the round closes" in refused(
        rounds.give_more_time, call, reason="x", now=DURING, **early
    )
    assert "still has time" in refused(panels.share_out, call, by=preparer, now=AFTER, on=ON)


def test_a_round_for_small_organisations_turns_away_larger_ones_only(
    north, preparer, finance_approver, editor
):
    made = an_open_round(preparer, finance_approver, largest_size_band="small")
    large = an_organisation("Large", size_band="large")
    unknown = an_organisation("Unknown", size_band="not_stated")

    with pytest.raises(Refused, match="for organisations up to"):
        send_one(made, large, editor)
    assert send_one(made, unknown, editor).pk


def test_a_proposal_can_be_taken_back_and_sent_again_while_the_round_is_open(call, harbour, editor):
    made = send_one(call, harbour, editor)
    assert "Take it back first" in refused(
        proposals.keep, made, words_for(call), by=editor, now=DURING
    )

    proposals.take_back(made, by=editor, now=DURING)
    send_one(call, harbour, editor, title="Better")
    proposals.take_back(made, by=editor, now=AFTER)

    made.refresh_from_db()
    assert (made.title, made.state) == ("Better", "withdrawn")
    assert "no longer" in refused(proposals.take_back, made, by=editor, now=AFTER)


def test_whoever_has_begun_hears_three_days_and_one_day_before_it_closes(call, harbour, editor):
    proposals.write(
        call, harbour, words=words_for(call), costs=None, is_sent=False, by=editor, now=DURING,
        on=DURING.date(),
    )  # fmt: skip
    moments = [CLOSES - timedelta(hours=h) for h in (90, 70, 60, 20, 10)]

    sent = [closing_rounds.remind_drafts(now=moment) for moment in moments]

    assert sent == [0, 1, 0, 1, 0]
    letter = Message.objects.filter(key__startswith="draft").last()
    assert letter is not None
    assert call.title not in letter.subject


def test_the_chair_may_ask_somebody_to_stand_back_and_loosen_nothing_but_the_funders(
    call, harbour, editor, lead
):
    made = send_one(call, harbour, editor)
    close(call)
    chair, expert, _ = a_panel(call, lead)
    when = {"by": chair.holder, "now": AFTER, "reason": "They planned it together."}

    assert "Only what follows" in refused(panels.rule, expert, made, is_tighter=False, **when)
    assert "Only the chair" in refused(
        panels.rule, chair, made, is_tighter=True, **(when | {"by": expert.holder})
    )
    panels.rule(expert, made, is_tighter=True, **when)

    found = conflicts.of_round(call, on=ON)
    assert found.excluded == {(expert.pk, made.pk)}
    assert "ruled on this already" in refused(panels.rule, expert, made, is_tighter=True, **when)
    assert (
        refused(panels.rule, chair, made, is_tighter=True, **(when | {"reason": ""})) == "Say why."
    )


def test_where_the_chair_is_bound_another_seat_chairs_that_proposal(call, harbour, editor, lead):
    made = send_one(call, harbour, editor)
    close(call)
    chair, expert, other = a_panel(call, lead)
    panels.declare(chair, {made: "close"}, by=chair.holder, now=AFTER, on=ON)
    when = {"now": AFTER, "reason": "It is so.", "is_tighter": True}

    assert "Only the chair" in refused(panels.rule, other, made, by=chair.holder, **when)
    panels.rule(other, made, by=expert.holder, **when)

    assert (other.pk, made.pk) in conflicts.of_round(call, on=ON).excluded


def test_seventeen_conflicted_members_end_in_the_seat_to_fill_and_then_in_a_lawful_panel(
    north, preparer, finance_approver, lead, today
):
    call = an_open_round(preparer, finance_approver, competing_rule="all", load_limit=15)
    bodies = members(17)
    for number, body in enumerate(bodies):
        a_representative(a_person(f"seat{number}"), body, started_on=date(2025, 1, 1))
    for body in bodies[:15]:
        send_one(call, body, preparer)
    close(call)
    a_panel(call, lead, codes="M" * 12 + "EEE" + "SS")

    found = conflicts.of_round(call, on=ON)
    assert len(found.excluded) == 15 * 15
    assert panel_words.addition_in_words(found) == (
        "2 outside members would be enough for all 15 proposals. "
        "Find 2 more: expert by experience whom nothing binds."
    )
    assert "“Walks” needs one more expert by experience without an interest." in (
        panel_words.in_words(found)
    )
    assert "not lawful yet" in refused(panels.share_out, call, by=lead, now=AFTER, on=ON)

    expert = found.sides[1].constituency
    for name in ("outside one", "outside two"):
        seat = panels.invite(
            call, constituency=expert, holder=a_person(name), is_outside=True, by=lead, now=AFTER,
            on=ON,
        )  # fmt: skip
        panels.declare(seat, {}, by=seat.holder, now=AFTER, on=ON)

    assert panels.share_out(call, by=lead, now=AFTER, on=ON) == 15 * 4
    assert conflicts.of_round(call, on=ON).shortage is None
