"""Who is bound to a proposal finds no word of it, and nobody learns others' points too soon."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from funding.actions import panels, scores
from funding.models import (
    CostPicture,
    Criterion,
    LaterDeadline,
    PanelOutcome,
    PanelRuling,
    PanelSeat,
    PanelTie,
    Proposal,
    ProposalAnswer,
    ProposalPartner,
    ProposalTie,
    Round,
    RoundQuestion,
    RoundSide,
    Score,
    ScoreSheet,
)
from funding.queries import rounds as known
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


@pytest.fixture
def scoring(north, preparer, finance_approver, lead):
    call = an_open_round(preparer, finance_approver)
    for number, body in enumerate(members(2)):
        send_one(call, body, preparer, title=f"Idea {number}")
    close(call)
    seats = a_panel(call, lead, codes="MMEES")
    bound, first = seats[0], Proposal.objects.order_by("pk").first()
    panels.declare(bound, {first: "close"}, by=bound.holder, now=AFTER, on=ON)
    panels.share_out(call, by=lead, now=AFTER, on=ON)
    call.refresh_from_db()
    return call


def signed_in(client, person):
    client.force_login(person)
    return client


def test_whoever_is_bound_sees_the_title_and_no_word_more(scoring, client, north, lead):
    first = Proposal.objects.order_by("pk").first()
    bound = PanelSeat.objects.get(is_chair=True)
    browser = signed_in(client, bound.holder)
    names = ("proposal_read", "score_sheet", "score_explain")
    pages = [reverse(f"funding:{name}", args=[first.pk]) for name in names]
    pages += [
        reverse(f"funding:{name}", args=[scoring.pk])
        for name in ("panel", "round_interests", "round_score", "round_result", "round")
    ]
    pages.append(north.url("search/?q=SECRET"))

    said = {url: browser.get(url).content.decode() for url in pages}

    assert [url for url, text in said.items() if "SECRET of Idea 0" in text] == []
    assert "You told us about a link to this organisation" in said[pages[0]]
    other = Proposal.objects.order_by("pk").last()
    text = browser.get(reverse("funding:proposal_read", args=[other.pk])).content.decode()
    assert "SECRET of Idea 1" in text


def test_somebody_who_has_not_said_what_binds_them_reads_nothing(scoring, client):
    seat = PanelSeat.objects.order_by("pk")[1]
    PanelSeat.objects.filter(pk=seat.pk).update(declared_at=None)
    browser = signed_in(client, seat.holder)
    first = Proposal.objects.order_by("pk").first()

    text = browser.get(reverse("funding:proposal_read", args=[first.pk])).content.decode()

    assert "Say first what binds you" in text
    assert "SECRET" not in text


def test_nobody_sees_points_before_scoring_is_over(scoring, client, lead):
    sheet = ScoreSheet.objects.order_by("pk").first()
    criteria = known.criteria(scoring)
    scores.send_sheet(
        sheet, points={each.pk: 4 for each in criteria}, by=sheet.seat.holder, now=AFTER, on=ON
    )
    other = PanelSeat.objects.exclude(pk=sheet.seat_id).order_by("pk").last()

    text = (
        signed_in(client, other.holder)
        .get(reverse("funding:round_result", args=[scoring.pk]))
        .content.decode()
    )

    assert "No result yet" in text
    assert "4.00" not in text


def test_the_lead_reads_what_nothing_binds_them_to(scoring, client, lead):
    first = Proposal.objects.order_by("pk").first()

    text = (
        signed_in(client, lead)
        .get(reverse("funding:proposal_read", args=[first.pk]))
        .content.decode()
    )

    assert "SECRET of Idea 0" in text


def test_nobody_reads_before_the_round_closes(north, preparer, finance_approver, lead, client):
    call = an_open_round(preparer, finance_approver)
    made = send_one(call, members(1)[0], preparer)
    type(call).objects.filter(pk=call.pk).update(
        closes_at="2099-01-01T00:00Z", decide_by_on="2099-02-01", pay_by_on="2099-03-01"
    )

    text = (
        signed_in(client, lead)
        .get(reverse("funding:proposal_read", args=[made.pk]))
        .content.decode()
    )

    assert "Nobody reads a proposal before the round closes." in text
    assert "SECRET" not in text


def refuses(name, change):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        change()


def test_the_database_keeps_rounds_in_order(scoring):
    rows = Round.objects.filter(pk=scoring.pk)
    refuses("round_has_a_pot", lambda: rows.update(pot_pence=0))
    refuses("round_closes_after_it_opens", lambda: rows.update(closes_at=scoring.opens_at))
    refuses("round_days_in_order", lambda: rows.update(pay_by_on="2026-01-01"))
    refuses("round_can_be_scored", lambda: rows.update(scorers=1))
    refuses("round_is_decided_on_its_day", lambda: rows.update(decided_on=ON))
    refuses("round_tells_before_it_publishes", lambda: rows.update(state="published"))
    refuses("round_title_once", lambda: again(scoring))
    refuses("round_side_once", lambda: again(RoundSide.objects.first()))
    refuses("round_question_order_once", lambda: again(RoundQuestion.objects.first()))
    refuses("round_question_leaves_room", lambda: RoundQuestion.objects.update(most_words=5))
    refuses("criterion_order_once", lambda: again(Criterion.objects.first()))


def again(row):
    """The same row once more."""
    row.pk = None
    type(row).objects.bulk_create([row])


def test_the_database_keeps_proposals_whole(scoring):
    first, other = Proposal.objects.order_by("pk")
    rows = Proposal.objects.filter(pk=first.pk)
    refuses("one_proposal_an_organisation", lambda: rows.update(organisation=other.organisation))
    refuses("proposal_asks_for_a_sum", lambda: rows.update(asked_pence=0, least_pence=None))
    refuses("proposal_least_is_within_the_ask", lambda: rows.update(least_pence=200_000))
    refuses("proposal_is_sent_whole", lambda: rows.update(title=""))
    partner = ProposalPartner.objects.create(proposal=first, organisation=other.organisation)
    refuses("proposal_partner_once", lambda: again(partner))
    refuses("proposal_answer_once", lambda: again(ProposalAnswer.objects.first()))
    tie = ProposalTie.objects.create(proposal=first, person=scoring.made_by)
    refuses("proposal_tie_once", lambda: again(tie))
    cost = CostPicture.objects.create(
        proposal=first, direct_pence=1, overhead_method="fte", overhead_pence=1, offered_pence=1
    )
    costs = CostPicture.objects.filter(pk=cost.pk)
    refuses("cost_picture_is_not_negative", lambda: costs.update(direct_pence=-1))
    refuses("cost_picture_overheads_have_a_method", lambda: costs.update(overhead_method="none"))
    refuses("cost_picture_once", lambda: again(cost))
    later = LaterDeadline.objects.create(
        round=scoring, organisation=first.organisation, until=AFTER, reason="x", by=scoring.made_by
    )
    refuses("later_deadline_has_a_reason", lambda: LaterDeadline.objects.update(reason=""))
    refuses("later_deadline_once", lambda: again(later))


def test_the_database_keeps_panels_and_points(scoring):
    seat = PanelSeat.objects.order_by("pk").last()
    rows = PanelSeat.objects.filter(pk=seat.pk)
    refuses("panel_seat_ends_after_it_starts", lambda: rows.update(ended_on="2026-01-01"))
    refuses("panel_seat_declares_by_its_holder", lambda: rows.update(holder=None))
    refuses("one_chair_a_panel", lambda: rows.update(is_chair=True))
    refuses("panel_seat_once", lambda: again(seat))
    refuses("panel_tie_once", lambda: again(PanelTie.objects.first()))
    sheet = ScoreSheet.objects.select_related("seat", "proposal").first()
    words = {"seat": sheet.seat, "proposal": sheet.proposal, "by": scoring.made_by, "at": AFTER}
    ruling = PanelRuling.objects.create(is_tighter=True, reason="x", **words)
    refuses("panel_ruling_once", lambda: again(ruling))
    refuses(
        "panel_ruling_has_a_reason",
        lambda: PanelRuling.objects.create(is_tighter=False, reason="", **words),
    )
    criterion = Criterion.objects.first()
    score = Score.objects.create(sheet=sheet, criterion=criterion, points=3)
    refuses("score_once", lambda: again(score))
    other = Criterion.objects.last()
    refuses(
        "score_is_on_a_scale",
        lambda: Score.objects.create(sheet=sheet, criterion=other, points=11),
    )
    refuses("score_sheet_once", lambda: again(sheet))


def test_the_database_keeps_outcomes_with_their_reasons(scoring):
    words = {"place": 1, "raw_mean": "3", "normalised_mean": "1/2", "reason": "a", "feedback": "b"}
    made = PanelOutcome.objects.create(
        proposal=Proposal.objects.first(), recommended_pence=1, **words
    )
    rows = PanelOutcome.objects.filter(pk=made.pk)
    refuses("panel_outcome_is_not_negative", lambda: rows.update(recommended_pence=-1))
    refuses("panel_outcome_says_why", lambda: rows.update(reason=""))
    refuses("panel_outcome_once", lambda: again(made))


def test_what_was_said_is_never_unsaid(scoring):
    """`panel_tie_append_only`; `panel_ruling_append_only` and `score_append_only` are alike."""
    tie = PanelTie.objects.first()

    with pytest.raises(DatabaseError), transaction.atomic():
        PanelTie.objects.filter(pk=tie.pk).update(ground="helped")
    with pytest.raises(DatabaseError), transaction.atomic():
        tie.delete()
