"""From points to letters: alone, then together; all of the money or none; all hear at once."""

import pytest

from alliance.errors import Refused
from alliance.models import Message
from funding.actions import approvals, awards, outcomes, panels, proposals, scores
from funding.actions.awards import AwardFacts
from funding.actions.outcomes import Line
from funding.models import Approval, Award, PanelTie, Proposal, ScoreSheet
from funding.queries import ledger, public_rounds, results
from funding.queries import rounds as known
from funding.rules import Bucket
from tests.factories.members import an_organisation
from tests.factories.rounds import (
    AFTER,
    a_panel,
    an_open_round,
    close,
    members,
    send_one,
)

pytestmark = pytest.mark.django_db
ON = AFTER.date()
ASKED = (100_000, 150_000, 120_000)


@pytest.fixture
def scoring(north, preparer, finance_approver, lead):
    """Three proposals; two members, two experts and a partner share the reading."""
    call = an_open_round(preparer, finance_approver)
    for number, body in enumerate(members(3)):
        send_one(call, body, preparer, title=f"Idea {number}", asked=ASKED[number],
                 may_be_named=number == 1)  # fmt: skip
    close(call)
    a_panel(call, lead, codes="MMEES")
    panels.share_out(call, by=lead, now=AFTER, on=ON)
    call.refresh_from_db()
    return call


def refused(action, *args, **words) -> str:
    with pytest.raises(Refused) as caught:
        action(*args, **words)
    return str(caught.value)


def sheets(call):
    rows = ScoreSheet.objects.filter(proposal__round=call).select_related(
        "seat__holder", "proposal"
    )
    return list(rows.order_by("pk"))


def send(call, sheet, points, **words):
    criteria = known.criteria(call)
    scores.send_sheet(
        sheet, points={each.pk: points for each in criteria}, by=sheet.seat.holder, now=AFTER,
        on=ON, **words,
    )  # fmt: skip


def score_all(call, points=lambda sheet: 3):
    for sheet in sheets(call):
        send(call, sheet, points(sheet))
    scores.close_scoring(call, by=call.made_by, on=ON)
    call.refresh_from_db()


def by_title(sheet):
    """Idea 0 is best, then 2, then 1."""
    return {"Idea 0": 5, "Idea 2": 4, "Idea 1": 2}[sheet.proposal.title]


def lines_of(call, **changes):
    read = results.of_round(call, on=ON)
    given = read.proposed.pence
    found = {number: Line(given.get(number, 0), "So many points.", "Thank you.")
             for number in read.proposals}  # fmt: skip
    return found | {int(number): line for number, line in changes.items()}


def decided(call, preparer):
    outcomes.recommend(call, lines_of(call), by=preparer, on=ON)
    return outcomes.decide(call, by=preparer, now=AFTER, on=ON)


def test_each_proposal_is_shared_out_to_as_many_as_the_round_says(scoring):
    found = [(each.proposal_id, each.seat_id) for each in sheets(scoring)]

    assert len(found) == len(set(found)) == 12
    assert panels.share_out(scoring, by=scoring.made_by, now=AFTER, on=ON) == 12
    assert [(each.proposal_id, each.seat_id) for each in sheets(scoring)] == found


def test_nobody_scores_for_somebody_else_twice_or_off_the_scale(scoring, lead):
    first, other = sheets(scoring)[:2]

    assert (
        refused(scores.send_sheet, first, points={}, by=lead, now=AFTER, on=ON)
        == "This is somebody else's sheet."
    )
    with pytest.raises(Refused, match="Give 0 to 5 points here"):
        send(scoring, first, 6)
    send(scoring, first, 5)
    with pytest.raises(Refused, match="have sent"):
        send(scoring, first, 4)
    assert "1 of 12" in refused(scores.close_scoring, scoring, by=lead, on=ON)
    assert not ScoreSheet.objects.get(pk=other.pk).is_sent


def test_somebody_who_says_late_what_binds_them_is_out_of_the_result_and_in_the_record(scoring):
    mine = sheets(scoring)[0]
    send(scoring, mine, 5)
    panels.declare(
        mine.seat, {mine.proposal: PanelTie.Ground.CLOSE}, by=mine.seat.holder, now=AFTER, on=ON
    )

    read = results.of_round(scoring, on=ON)

    assert [(each.seat, each.proposal) for each in read.withdrawn] == [
        (mine.seat_id, mine.proposal_id)
    ]
    assert read.sheets == []
    assert ScoreSheet.objects.get(pk=mine.pk).is_sent


def test_a_late_tie_stops_the_sheet_that_is_not_sent_yet(scoring):
    mine = sheets(scoring)[0]
    panels.declare(mine.seat, {mine.proposal: "helped"}, by=mine.seat.holder, now=AFTER, on=ON)

    with pytest.raises(Refused, match="see only the title"):
        send(scoring, mine, 5)


def test_the_funders_staff_never_tip_the_scale(north, preparer, finance_approver, lead):
    call = an_open_round(preparer, finance_approver, pot_pence=100_000)
    for number, body in enumerate(members(2)):
        send_one(call, body, preparer, title=f"Idea {number}", asked=100_000, least=100_000)
    close(call)
    a_panel(call, lead, codes="MMEE")
    panels.share_out(call, by=lead, now=AFTER, on=ON)
    call.refresh_from_db()
    every = sheets(call)
    seat = every[0].seat
    type(seat).objects.filter(pk=seat.pk).update(is_funder=True)
    for sheet in every:
        likes = sheet.proposal.title == "Idea 1"
        points = (5 if likes else 0) if sheet.seat_id == seat.pk else (3 if likes else 4)
        send(call, sheet, points)

    read = results.of_round(call, on=ON)

    first, second = Proposal.objects.filter(round=call).order_by("pk")
    assert read.spread("in_order").pence == {first.pk: 0, second.pk: 100_000}
    assert read.turned_by_funder == [first, second]
    assert read.proposed.pence == {first.pk: 100_000, second.pk: 0}


def test_two_seats_two_points_apart_are_asked_for_a_sentence(scoring, lead):
    target = sheets(scoring)[0]
    score_all(scoring, lambda sheet: 5 if sheet.pk == target.pk else 3)
    read = results.of_round(scoring, on=ON)

    assert [each.proposal for each in read.apart] == [target.proposal_id]
    assert results.owed(read, target.seat) == [target]
    assert "somebody else" in refused(scores.explain, target, sentence="x", by=lead)
    assert "in a sentence" in refused(scores.explain, target, sentence=" ", by=target.seat.holder)
    scores.explain(target, sentence="I know the street.", by=target.seat.holder)
    assert results.owed(results.of_round(scoring, on=ON), target.seat) == []


def test_the_recommended_list_becomes_awards_and_one_request_for_all_of_the_money(
    scoring, preparer, finance_approver
):
    score_all(scoring, by_title)

    asked = decided(scoring, preparer)

    assert asked is not None
    assert (asked.kind, asked.pence, asked.state) == ("allocate", 300_000, "waiting")
    made = Award.objects.filter(proposal__round=scoring).order_by("pk")
    assert [(each.title, each.state) for each in made] == [
        ("Idea 0", "proposed"), ("Idea 2", "proposed"), ("Idea 1", "proposed"),
    ]  # fmt: skip
    approvals.approve(asked, by=finance_approver, on=ON, now=AFTER)
    assert [each.state for each in made.all()] == ["allocated"] * 3
    assert ledger.balance(scoring.stream, Bucket.AVAILABLE, line=scoring.line) == 700_000
    states = Proposal.objects.order_by("pk").values_list("title", "state")
    assert list(states) == [("Idea 0", "funded"), ("Idea 1", "part_funded"), ("Idea 2", "funded")]


def test_the_ledger_takes_the_whole_list_or_none_of_it(scoring, preparer, finance_approver):
    score_all(scoring, by_title)
    outcomes.recommend(scoring, lines_of(scoring), by=preparer, on=ON)
    other = an_organisation("Somebody Quicker")
    line, stream = scoring.line, scoring.stream
    _take_elsewhere(line, stream, 800_000, other, preparer, finance_approver)

    assert "is left" in refused(outcomes.decide, scoring, by=preparer, now=AFTER, on=ON)
    assert not Award.objects.filter(proposal__round=scoring).exists()


def _take_elsewhere(line, stream, pence, body, preparer, approver):
    facts = AwardFacts(title="Other", kind="onward_grant", purpose="x", decided_on=ON,
                       organisation=body)  # fmt: skip
    award = awards.propose(facts, sources=[(line, pence)], by=preparer, on=ON)
    for each in awards.set_aside(award, by=preparer, now=AFTER):
        approvals.approve(each, by=approver, on=ON, now=AFTER)


def test_what_the_panel_recommends_is_checked_line_by_line(scoring, preparer):
    score_all(scoring, by_title)
    first = Proposal.objects.order_by("pk").first()
    assert first is not None
    over = {str(each.pk): Line(each.asked_pence or 0, "a", "b") for each in Proposal.objects.all()}

    for line, said in (
        (Line(100_000, "", "b"), "Give a reason and feedback for “Idea 0”."),
        (Line(100, "a", "b"), "Give nothing, or between £600.00 and £1,000.00."),
    ):
        changed = lines_of(scoring, **{str(first.pk): line})
        assert refused(outcomes.recommend, scoring, changed, by=preparer, on=ON) == said
    assert (
        refused(outcomes.recommend, scoring, lines_of(scoring, **over), by=preparer, on=ON)
        == "That is £700.00 more than there is in the pot."
    )


def test_steps_come_in_their_order(scoring, preparer, finance_approver):
    words = {"by": preparer, "now": AFTER}
    assert "once everybody has scored" in refused(
        outcomes.recommend, scoring, {}, by=preparer, on=ON
    )
    assert "not scored yet" in refused(outcomes.decide, scoring, on=ON, **words)
    score_all(scoring, by_title)
    assert "not recommended anything" in refused(outcomes.decide, scoring, on=ON, **words)
    assert "nothing is decided" in refused(outcomes.tell, scoring, on=ON, **words)
    asked = decided(scoring, preparer)
    assert "not set aside yet" in refused(outcomes.tell, scoring, on=ON, **words)
    assert refused(outcomes.publish, scoring, **words) == "Tell the applicants first."
    approvals.approve(asked, by=finance_approver, on=ON, now=AFTER)

    assert outcomes.tell(scoring, on=ON, **words) == 3
    outcomes.publish(scoring, **words)

    assert "been told" in refused(outcomes.tell, scoring, on=ON, **words)
    assert "published already" in refused(outcomes.publish, scoring, **words)


def test_the_board_is_named_where_the_round_says_that_it_decides(scoring, preparer):
    type(scoring).objects.filter(pk=scoring.pk).update(decides="board")
    score_all(scoring, by_title)
    outcomes.recommend(scoring, lines_of(scoring), by=preparer, on=ON)

    assert refused(outcomes.decide, scoring, by=preparer, now=AFTER, on=ON) == (
        "The board decides this round. Name its decision."
    )


def test_all_hear_at_the_same_moment_and_the_unsuccessful_are_named_only_if_they_agreed(
    scoring, preparer, finance_approver
):
    score_all(scoring, by_title)
    nothing = {str(p.pk): Line(0, "No money left.", "Ask again.")
               for p in Proposal.objects.exclude(title="Idea 0")}  # fmt: skip
    outcomes.recommend(scoring, lines_of(scoring, **nothing), by=preparer, on=ON)
    asked = outcomes.decide(scoring, by=preparer, now=AFTER, on=ON)
    assert isinstance(asked, Approval)
    approvals.approve(asked, by=finance_approver, on=ON, now=AFTER)
    outcomes.tell(scoring, by=preparer, now=AFTER, on=ON)
    outcomes.publish(scoring, by=preparer, now=AFTER)
    scoring.refresh_from_db()

    letters = Message.objects.filter(key__startswith="outcome")
    assert {letter.due_at for letter in letters} == {AFTER}
    assert {letter.subject for letter in letters} == {"The answer to your proposal is here"}
    found = public_rounds.of_round(scoring)
    assert [(each.organisation, each.pence) for each in found.given] == [("Group 00", 100_000)]
    assert found.named == ["Group 01"]
    assert (found.came, found.was_in_time) == (3, True)


def test_a_proposal_can_be_ruled_out_with_a_reason_until_it_is_scored(scoring, preparer):
    made = Proposal.objects.order_by("pk").last()

    assert refused(proposals.rule_out, made, reason=" ", by=preparer) == (
        "Say why it is not for this round."
    )
    proposals.rule_out(made, reason="It is not for this place.", by=preparer)

    assert "no longer" in refused(proposals.rule_out, made, reason="x", by=preparer)
    assert len(results.of_round(scoring, on=ON).conflicts.proposals) == 2
