"""Promises on racism: agreed, reported on, and judged by three who stand far enough away."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from alliance.actions import roles as role_actions
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import AllianceSettings, Message
from coproduction.actions import commitments as actions
from coproduction.actions.commitments import Promise
from coproduction.models import (
    Commitment,
    CommitmentJudgement,
    CommitmentReport,
    CommitmentSource,
    JudgementSignature,
)
from coproduction.queries import commitments as queries
from members.actions import networks, representatives
from partnership_board.actions import interests, seats
from partnership_board.actions.interests import InterestFacts
from tests.factories.commitments import BECAUSE, NAMES, a_promise, being_judged, judged
from tests.factories.coproduction import LONG_AGO, an_approved_point, now
from tests.people import an_account

pytestmark = pytest.mark.django_db


def refusal(action, *args, **fields):
    with pytest.raises(Refused) as refused:
        action(*args, **fields)
    return str(refused.value)


@pytest.fixture
def reviewers(north, hold):
    return [hold(name, "community_reviewer") for name in NAMES]


@pytest.fixture
def trust(lead):
    return networks.add_network(
        name="Canalside NHS Trust", kind="statutory_body", level="borough", by=lead
    )


def test_a_promise_is_nobodys_in_public_until_its_owner_agrees(north, coproduction_lead):
    found = a_promise(is_agreed=False)
    assert not queries.register().exists()

    found = actions.agree(found, agreed_on=LONG_AGO, by=coproduction_lead, on=LONG_AGO)

    assert queries.register().get() == found
    assert found.state == "live"


def test_without_measure_or_day_it_is_agreed_but_not_under_way(north, coproduction_lead):
    found = a_promise(measure="", due_on=None)
    assert found.state == "agreed"
    words = dict(statement="The same.", part="feedback", lens="access", measure="Asked.")

    found = actions.rewrite(
        found, Promise(**words, due_on=LONG_AGO + timedelta(days=900)), by=coproduction_lead
    )

    assert found.state == "live"


def test_what_is_under_way_is_not_rewritten(north, coproduction_lead):
    promise = Promise(statement="Less.", part="feedback", lens="access")

    said = refusal(actions.rewrite, a_promise(), promise, by=coproduction_lead)

    assert said.startswith("It is under way")


def test_a_competency_is_named_and_there_is_one_owner(north, harbour, trust):
    def propose(**fields):
        fields = {"statement": "We learn.", "part": "feedback", "lens": "access"} | fields
        return refusal(actions.propose, Promise(**fields), by=Actor.SYSTEM, on=LONG_AGO)

    assert propose(part="competencies") == "Say which of the six it is about."
    assert propose(organisation=harbour, network=trust).startswith("Name one owner")


def test_no_day_to_come_is_told_as_past(north, lead):
    tomorrow = now().date() + timedelta(days=1)
    proposed, running = a_promise(is_agreed=False), a_promise()

    late = refusal(actions.agree, proposed, agreed_on=tomorrow, by=lead, on=now().date())
    told = refusal(actions.report, running, text="Done.", said_on=tomorrow, by=lead, now=now())

    assert late == told == "This day is still to come."


def test_agreeing_twice_and_reporting_too_early_are_refused(north, lead):
    again = refusal(actions.agree, a_promise(), agreed_on=LONG_AGO, by=lead, on=LONG_AGO)
    proposed = a_promise(is_agreed=False)
    early = refusal(actions.report, proposed, text="Done.", said_on=LONG_AGO, by=lead, now=now())

    assert again == "It has been agreed already."
    assert early == "Only a promise that is under way is reported on."


def test_three_reviewers_publish_a_judgement_and_two_do_not(reviewers):
    found, draft = judged(reviewers[:2])
    assert (found.state, draft.published_at) == ("judging", None)

    draft = actions.sign(draft, by=reviewers[2], now=now())

    found.refresh_from_db()
    draft.refresh_from_db()
    assert (found.state, draft.reviewers_count) == ("kept", 3)


def test_as_many_stand_behind_it_as_the_alliance_has_settled(reviewers, hold):
    AllianceSettings.objects.update(least_reviewers=4)
    found, draft = judged(reviewers)
    assert found.state == "judging"

    actions.sign(draft, by=hold("Miriam Osman", "community_reviewer"), now=now())

    found.refresh_from_db()
    assert found.state == "kept"


def test_a_reviewer_stands_behind_one_draft_at_a_time(reviewers):
    found, first = judged(reviewers[:2])
    second = actions.judge(
        found, verdict="partly_kept", because=BECAUSE, by=reviewers[1], now=now()
    )

    signed = JudgementSignature.objects.order_by("judgement", "reviewer")

    assert list(signed.values_list("judgement", "reviewer")) == [
        (first.pk, reviewers[0].pk),
        (second.pk, reviewers[1].pk),
    ]
    assert refusal(actions.sign, second, by=reviewers[1], now=now()).startswith("You have signed")


def test_when_they_cannot_tell_it_goes_on_and_is_asked_again(reviewers):
    found, _ = judged(reviewers, verdict="cannot_tell")

    assert found.state == "live"
    assert found.next_review_on == timezone.localdate(now()) + timedelta(days=91)


def test_only_reviewers_judge(reviewers, lead, coproduction_lead, editor):
    found = being_judged()

    for other in (lead, coproduction_lead, editor):
        said = refusal(actions.judge, found, verdict="kept", because=BECAUSE, by=other, now=now())
        assert said == actions.ONLY_REVIEWERS


def test_whoever_acts_sits_or_is_bound_for_a_member_does_not_judge_it(
    reviewers, harbour, nhs_seat, today, north
):
    acts, sits, declared = reviewers
    representatives.add_representative(
        harbour, user=acts, role="editor", started_on=LONG_AGO, by=Actor.SYSTEM, on=today
    )
    seats.begin_term(
        nhs_seat, holder=sits, organisation=harbour, started_on=today, by=Actor.SYSTEM, on=today
    )
    facts = InterestFacts("professional", "Works there on Fridays", LONG_AGO, harbour)
    interests.enter(facts, by=declared, now=now())
    found = being_judged(organisation=harbour)

    grounds = [
        refusal(actions.judge, found, verdict="kept", because=BECAUSE, by=each, now=now())
        for each in reviewers
    ]

    assert [each.split(".")[0] for each in grounds] == [
        "You act for them, or did within the last year",
        "You hold a seat in their name",
        "The register of interests connects you with them",
    ]
    assert queries.able(found, on=today) == 0


def test_who_left_a_member_less_than_a_year_ago_is_still_too_near(reviewers, harbour, today):
    before, ended = today - timedelta(days=800), today - timedelta(days=300)
    acting = representatives.add_representative(
        harbour, user=reviewers[0], role="editor", started_on=before, by=Actor.SYSTEM, on=before
    )
    type(acting).objects.filter(pk=acting.pk).update(ended_on=ended)
    found = being_judged(organisation=harbour)

    assert queries.why_not(reviewers[0], found, on=today).startswith("You act for them")
    assert queries.why_not(reviewers[0], found, on=ended + timedelta(days=370)) == ""


def test_offices_bar_from_the_alliances_promises_and_public_seats_from_public_bodies(
    reviewers, trust, nhs_seat, today
):
    role_actions.grant(
        reviewers[0], "wellbeing_guardian", started_on=LONG_AGO, by=Actor.SYSTEM, on=today
    )
    type(nhs_seat.constituency).objects.update(is_statutory=True)
    seats.begin_term(nhs_seat, holder=reviewers[1], started_on=today, by=Actor.SYSTEM, on=today)
    own, outside = a_promise(), a_promise(network=trust)

    assert [bool(queries.why_not(each, own, on=today)) for each in reviewers] == [
        True,
        False,
        False,
    ]
    assert [bool(queries.why_not(each, outside, on=today)) for each in reviewers] == [
        False,
        True,
        False,
    ]


def test_reviewers_who_may_judge_are_asked_and_nobody_else(reviewers, harbour, today):
    representatives.add_representative(
        harbour, user=reviewers[0], role="editor", started_on=LONG_AGO, by=Actor.SYSTEM, on=today
    )

    being_judged(organisation=harbour)

    asked = Message.objects.filter(key__startswith="judge ").values_list("to", flat=True)
    assert sorted(asked) == sorted(each.email for each in reviewers[1:])


def test_what_is_due_is_called_once_and_never_on_a_closed_day(north):
    due, later = a_promise(due_in=-2), a_promise(due_in=2)
    monday = next(
        now() + timedelta(days=n) for n in range(7) if (now() + timedelta(days=n)).weekday() == 0
    )
    closed = monday - timedelta(days=1)
    Commitment.objects.filter(pk=later.pk).update(due_on=monday.date() + timedelta(days=2))

    assert actions.call_what_is_due(now=closed) == 0
    assert actions.call_what_is_due(now=monday) == 1
    assert actions.call_what_is_due(now=monday) == 0
    due.refresh_from_db()
    assert (due.state, due.round) == ("judging", 1)


def test_what_was_not_kept_is_judged_again_on_the_day_that_was_settled(reviewers, lead, today):
    found, _ = judged(reviewers, verdict="not_kept")
    day = today + timedelta(days=40)
    early = refusal(actions.look_again, found, on_day=today, by=lead, on=today)
    actions.look_again(found, on_day=day, by=lead, on=today)

    called = [actions.call_what_is_due(now=now() + timedelta(days=n)) for n in (1, 41, 42, 43)]

    assert early == "Choose a day that is still to come."
    assert sum(called) == 1
    found.refresh_from_db()
    assert (found.state, found.round) == ("judging", 2)


def test_what_was_kept_needs_no_second_look_and_nothing_early_is_judged(reviewers, lead, today):
    found, _ = judged(reviewers)

    said = refusal(actions.look_again, found, on_day=today, by=lead, on=today)
    early = a_promise(is_agreed=False)

    assert said.startswith("Only what was not kept")
    assert refusal(actions.call_for_judgement, early, by=lead, now=now()).startswith("Only a")
    judging = refusal(
        actions.judge, a_promise(), verdict="kept", because=BECAUSE, by=reviewers[0], now=now()
    )
    assert judging == "It is not being judged now."


def test_a_judgement_says_why(reviewers):
    said = refusal(
        actions.judge, being_judged(), verdict="kept", because="Yes.", by=reviewers[0], now=now()
    )

    assert said == "Say why in a sentence. Everybody will read it."


def test_a_reply_stands_beside_the_judgement_and_changes_nothing(reviewers, lead, today):
    found, draft = judged(reviewers, verdict="not_kept")

    actions.reply(draft, text="We disagree.", by=lead, on=today)

    draft.refresh_from_db()
    found.refresh_from_db()
    assert (draft.verdict, draft.owner_reply, found.state) == (
        "not_kept",
        "We disagree.",
        "not_kept",
    )
    assert refusal(actions.reply, draft, text="Again.", by=lead, on=today).startswith("Your reply")


def test_nothing_is_replied_to_before_it_is_published(reviewers, lead, today):
    _, draft = judged(reviewers[:1])

    assert refusal(actions.reply, draft, text="No.", by=lead, on=today).startswith("There is")
    published, third = judged(reviewers)
    assert published.state == "kept"
    assert refusal(actions.sign, third, by=reviewers[0], now=now()) == "It is not being judged now."


def test_a_draft_of_an_earlier_round_is_signed_by_nobody(reviewers, lead):
    found, old = judged(reviewers[:1])
    actions.judge(found, verdict="not_kept", because=BECAUSE, by=reviewers[1], now=now())
    Commitment.objects.filter(pk=found.pk).update(round=2)

    assert refusal(actions.sign, old, by=reviewers[2], now=now()) == actions.CLOSED


def test_taken_back_it_stays_in_the_list_with_its_reason(north, lead):
    found = a_promise()

    short = refusal(actions.withdraw, found, because="No.", by=lead)
    actions.withdraw(found, because="We cannot check what we promised.", by=lead)

    assert short == "Say why it is taken back. Everybody will read it."
    assert queries.register().get().withdrawn_because == "We cannot check what we promised."
    assert refusal(actions.withdraw, found, because=BECAUSE, by=lead) == actions.CLOSED


def test_the_owner_hears_of_the_judgement(reviewers, harbour, approver, lead):
    judged(reviewers, organisation=harbour)
    judged(reviewers)

    told = Message.objects.filter(key__startswith="judgement ").values_list("to", flat=True)

    assert sorted(told) == sorted([approver.email, lead.email])


# ---- what the database refuses -------------------------------------------------------------------
def refused_by(name, action):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        action()


def statement(text, *values):
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def test_no_statement_calls_a_promise_kept_that_nobody_judged(north):
    found = a_promise()
    for state in ("kept", "partly_kept", "not_kept"):
        refused_by(
            "commitment_is_judged",
            lambda state=state: statement(
                "UPDATE coproduction_commitment SET state = %s WHERE id = %s", state, found.pk
            ),
        )


def test_no_statement_turns_a_judgement_round(reviewers):
    _, draft = judged(reviewers)
    rows = CommitmentJudgement.objects.filter(pk=draft.pk)

    refused_by("commitment_is_judged", lambda: Commitment.objects.update(state="not_kept"))
    refused_by("judgement_stands", lambda: rows.update(verdict="not_kept"))
    refused_by("judgement_stands", lambda: rows.update(because="Because we were told to say so."))
    refused_by("signature_stands", lambda: JudgementSignature.objects.all().delete())
    refused_by(
        "signature_stands",
        lambda: JudgementSignature.objects.create(
            judgement=draft, reviewer=an_account("Late Comer"), signed_at=now()
        ),
    )


def test_no_statement_publishes_without_the_signatures_it_names(reviewers):
    _, draft = judged(reviewers[:2])
    rows = CommitmentJudgement.objects.filter(pk=draft.pk)

    refused_by("judgement_is_signed", lambda: rows.update(published_at=now(), reviewers_count=3))
    refused_by(
        "judgement_is_of_three_at_least",
        lambda: rows.update(published_at=now(), reviewers_count=2),
    )


def test_the_database_refuses_promises_that_make_no_sense(north, harbour, trust):
    found = a_promise()
    rows = Commitment.objects.filter(pk=found.pk)

    both = {"organisation": harbour, "network": trust}
    refused_by("commitment_has_one_owner", lambda: rows.update(**both))
    refused_by("commitment_says_what_is_promised", lambda: rows.update(statement=""))
    refused_by("commitment_names_its_competency", lambda: rows.update(part="competencies"))
    refused_by("commitment_can_be_judged", lambda: rows.update(measure=""))
    refused_by("commitment_is_withdrawn_for_a_reason", lambda: rows.update(state="withdrawn"))


def test_the_database_refuses_words_that_make_no_sense(reviewers, lead):
    _, draft = judged(reviewers)
    found = a_promise()
    said = actions.report(found, text="Done.", said_on=LONG_AGO, by=lead, now=now())
    again = CommitmentJudgement(
        commitment=draft.commitment, round=1, verdict="kept", because=BECAUSE, written_at=now()
    )
    again.save()
    drafts = CommitmentJudgement.objects.filter(pk=again.pk)
    sign = {"judgement": again, "signed_at": now()}
    JudgementSignature.objects.bulk_create(
        JudgementSignature(reviewer=each, **sign) for each in reviewers
    )

    refused_by(
        "commitment_report_says_something",
        lambda: CommitmentReport.objects.create(
            commitment=found, said_on=LONG_AGO, text="", recorded_by=lead, recorded_at=now()
        ),
    )
    # "commitment_report_append_only" takes the right away
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        CommitmentReport.objects.filter(pk=said.pk).update(text="Undone.")
    refused_by("judgement_says_why", lambda: drafts.update(because="Yes."))
    refused_by(
        "reply_has_its_day",
        lambda: CommitmentJudgement.objects.filter(pk=draft.pk).update(owner_reply="No."),
    )
    refused_by(
        "commitment_is_judged_once_a_round",
        lambda: drafts.update(published_at=now(), reviewers_count=3),
    )
    refused_by(
        "judgement_signed_once",
        lambda: JudgementSignature.objects.create(reviewer=reviewers[0], **sign),
    )


def test_a_point_stands_behind_a_promise_once(reader):
    point, found = an_approved_point(reader), a_promise()
    CommitmentSource.objects.create(commitment=found, insight=point)

    refused_by(
        "commitment_source_once",
        lambda: CommitmentSource.objects.create(commitment=found, insight=point),
    )


def test_three_judge_at_least_whatever_is_settled(north):
    refused_by(
        "settings_three_judge_at_least",
        lambda: AllianceSettings.objects.update(least_reviewers=2),
    )
