"""Questions put to a board, where its seats stand, and what goes into the register."""

import json
from datetime import timedelta

import pytest
from django.core.serializers import serialize

from alliance.errors import Refused
from alliance.models import Event, Message
from partnership_board.actions import closing, decisions, meetings, presence, questions, reviews
from partnership_board.actions import seats as seat_actions
from partnership_board.actions.questions import Stand, Wording
from partnership_board.models import (
    AgendaItem,
    BoardRules,
    ConsentRemoval,
    Decision,
    DecisionPosition,
    DecisionReview,
    ItemExtract,
    Question,
    Seat,
    SeatTerm,
)
from partnership_board.queries import decisions as register
from partnership_board.queries import questions as queries
from tests.factories import partnership_board as rows

TWO_SIDES = {"all": [{"min_by": {"VCSE": 1, "EBE": 1}}]}
TEXT = "Spend £20,000 on small grants."


@pytest.fixture
def rules(board, chair, board_member, nhs_member, expert):
    """Somebody of two sides is needed; agreement is tried first."""
    words = {"quorum": TWO_SIDES, "written_procedure": True}
    return BoardRules.objects.create(board=board, version=2, from_on=rows.OPENED, **words)


@pytest.fixture
def rules_with(board, rules):
    """The same with something else."""

    def change(**changes):
        kept = {"quorum": TWO_SIDES, "decision_mode": "vote"} | changes
        version = BoardRules.objects.filter(board=board).count() + 1
        new = BoardRules.objects.create(board=board, version=version, from_on=rows.OPENED, **kept)
        return rows.a_meeting(board, new_start(board), state="in_session", rules=new)

    def new_start(board):
        return rows.at(rows.OPENED.replace(year=2025))

    return change


@pytest.fixture
def meeting(rules, board, now):
    return rows.a_meeting(board, now - timedelta(hours=1), state="in_session")


@pytest.fixture
def item(meeting):
    return rows.an_item(meeting, purpose="decide")


@pytest.fixture
def all_here(chair, board_member, nhs_member, expert, now):
    """Everybody comes to a meeting."""

    def come(meeting, *people):
        for person in people or (chair, board_member, nhs_member, expert):
            presence.come(meeting, person=person, at=now - timedelta(minutes=30), by=chair)

    return come


@pytest.fixture
def put(chair, now):
    def ask(item, way="consensus", **words):
        wording = Wording(**{"text": TEXT, "kind": "approve", "way": way} | words)
        return questions.put(item, wording, by=chair, now=now)

    return ask


@pytest.fixture
def say(now):
    """Somebody says it for the seat that they hold or whose deputy they are."""

    def saying(question, person, position, *, seat=None, by=None, key="", **words):
        found = seat or Seat.objects.get(
            pk=SeatTerm.objects.get(holder=person, seat__board=question.item.meeting.board).seat_id
        )
        stand = Stand(position, **words)
        key = key or f"{person.pk}-{position}-key"
        return questions.say(
            question, stand, seat=found, person=person, key=key, by=by or person, now=now
        )

    return saying


def decide(question, by, now, **numbers):
    return questions.decide(question, by=by, now=now, **numbers)


# ---- by agreement --------------------------------------------------------------------------------
def test_a_board_that_agrees_has_decided(
    item, meeting, all_here, put, say, chair, expert, board_member, nhs_member, now
):
    all_here(meeting)
    question = put(item)
    for person in (chair, expert, board_member):
        say(question, person, "for")
    say(question, nhs_member, "stand_aside")

    decision = decide(question, chair, now)

    assert (decision.text, decision.kind, decision.way) == (TEXT, "approve", "consensus")
    assert register.result_in_words(decision) == [
        "Agreed, with the support of 3 seats. 1 seat stood aside."
    ]
    assert decision.quorum_check.is_met
    assert "said" not in json.dumps(decision.seats_then)


def test_an_objection_stands_until_the_question_is_put_to_the_vote(
    item, meeting, all_here, put, say, chair, expert, now
):
    all_here(meeting)
    with pytest.raises(Refused, match="tries to agree first"):
        put(item, "named")
    question = put(item)
    say(question, chair, "for")
    say(question, expert, "object", reason="Nobody asked the young people.")
    with pytest.raises(Refused, match="An objection stands"):
        decide(question, chair, now)

    questions.drop(question, by=chair, now=now)
    vote = put(item, "named")

    assert vote.is_open
    assert DecisionPosition.objects.filter(question=question).count() == 2


def test_dissent_is_kept_by_seat_only_where_that_was_asked(
    item, meeting, all_here, put, say, chair, expert, nhs_member, now
):
    all_here(meeting)
    question = put(item)
    say(question, chair, "for")
    say(question, nhs_member, "stand_aside", reason="We run such grants.", is_minuted=True)
    say(question, expert, "stand_aside", reason="Not mine to say.")

    decision = decide(question, chair, now)

    said = {row["title"]: row.get("said") for row in decision.seats_then if row.get("said")}
    assert said == {"NHS seat of Helen Castellane": "stand_aside"}
    assert "Not mine to say." not in json.dumps(decision.seats_then)


def test_nobody_agrees_where_nobody_speaks(item, meeting, all_here, put, chair, now):
    all_here(meeting)
    with pytest.raises(Refused, match="Nobody has said yet"):
        decide(put(item), chair, now)


# ---- who speaks for a seat -----------------------------------------------------------------------
def test_a_deputy_votes_in_the_room_alone_and_the_holders_own_vote_replaces_it(
    item, meeting, all_here, put, say, chair, nhs_member, deputy, now
):
    seat = Seat.objects.get(title="NHS seat of Helen Castellane")
    question = put(item)
    with pytest.raises(Refused, match="A deputy votes only when present"):
        say(question, deputy, "for", seat=seat)
    all_here(meeting, deputy)
    say(question, deputy, "for", seat=seat)
    with pytest.raises(Refused, match="Who is voting for the seat"):
        say(question, nhs_member, "object", reason="I was not asked.")
    by_phone = {"sent": "phone", "evidence": "Rang at 10.05."}
    say(question, nhs_member, "stand_aside", by=chair, **by_phone)

    (voice,) = [v for v in queries.table_of(question, at=now) if v.then.seat == seat]
    assert (voice.said.person, voice.said.position) == (nhs_member, "stand_aside")


def test_a_vote_by_phone_has_evidence_and_is_confirmed_by_mail(
    item, meeting, all_here, put, say, chair, nhs_member, now
):
    question = put(item)
    with pytest.raises(Refused, match="Say how it reached you: the call"):
        say(question, nhs_member, "for", by=chair, sent="phone")

    say(question, nhs_member, "for", by=chair, sent="phone", evidence="Rang at 10.05.")

    letter = Message.objects.get(to=nhs_member.email)
    assert letter.subject == "Your answer to the board was written down"
    assert TEXT not in letter.body


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"position": "against"}, "Choose one of the answers."),
        ({"position": "object"}, "what you object to, and why"),
        ({"position": "for", "sent": "room"}, "Say how this reached you"),
    ],
)
def test_what_is_said_must_be_clear(item, all_here, put, say, chair, meeting, words, sentence):
    all_here(meeting)
    question = put(item)
    words = dict(words)
    with pytest.raises(Refused, match=sentence):
        say(question, chair, words.pop("position"), **words)


def test_nobody_speaks_for_a_seat_of_another_board(item, put, say, chair, agenda_group):
    other = rows.a_seat(agenda_group, title="Voice")
    with pytest.raises(Refused, match="not one of the board's"):
        say(put(item), chair, "for", seat=other)


def test_an_answer_sent_twice_is_one_and_a_later_one_counts(
    item, meeting, all_here, put, say, chair, now
):
    all_here(meeting)
    question = put(item)
    for _again in range(2):
        say(question, chair, "stand_aside", key="the same key")
    say(question, chair, "for")

    assert DecisionPosition.objects.count() == 2
    counted = queries.counted(
        question, queries.seats_at(question, at=now), queries.latest_of(question)
    )
    assert [said.position for said in counted.values()] == ["for"]


# ---- votes ---------------------------------------------------------------------------------------
@pytest.fixture
def vote(rules_with, all_here, put, chair):
    """A vote by name, of everybody, under rules of one's own."""

    def voting(way="named", **changes):
        meeting = rules_with(**changes)
        all_here(meeting)
        return put(rows.an_item(meeting, purpose="decide"), way)

    return voting


def test_a_named_vote_is_kept_seat_by_seat(vote, say, chair, expert, board_member, nhs_member, now):
    question = vote()
    for person, said in (
        (chair, "for"),
        (expert, "for"),
        (board_member, "against"),
        (nhs_member, "abstain"),
    ):
        say(question, person, said)

    decision = decide(question, chair, now)

    assert register.result_in_words(decision) == [
        "2 for, 1 against, 1 neither.",
        "It needed more than half of the votes cast: 2 of 3.",
        "It was carried.",
    ]
    assert [side.count for side in register.sides_then(decision)] == [
        "1 for, 1 against, 0 neither",
        "0 for, 0 against, 1 neither",
        "1 for, 0 against, 0 neither",
    ]


def test_what_is_not_carried_is_not_agreed(vote, say, chair, expert, now):
    question = vote()
    say(question, chair, "for")
    say(question, expert, "against")

    assert decide(question, chair, now).kind == "reject"


def test_each_side_needs_its_own_majority_where_the_rules_say_so(
    vote, say, chair, board_member, expert, nhs_member, now
):
    question = vote(threshold="each_constituency")
    for person in (chair, board_member, expert):
        say(question, person, "for")
    say(question, nhs_member, "against")

    decision = decide(question, chair, now)

    assert (decision.kind, decision.result["sides_against"]) == ("reject", ["NHS"])


def test_a_casting_vote_is_for_boards_that_agreed_one(vote, say, chair, expert, now):
    question = vote()
    say(question, chair, "for")
    say(question, expert, "against")
    with pytest.raises(Refused, match="not agreed a casting vote"):
        decide(question, chair, now, casting="for")


def test_a_show_of_hands_keeps_numbers_by_side(vote, chair, now):
    question = vote("hands")
    with pytest.raises(Refused, match="Say how many hands"):
        decide(question, chair, now)
    with pytest.raises(Refused, match="more hands than seats that are here"):
        decide(question, chair, now, by_side={"NHS": (2, 0, 0)})

    decision = decide(question, chair, now, by_side={"VCSE": (2, 0, 0), "NHS": (0, 1, 0)})

    assert (decision.result["yes"], decision.result["no"]) == (2, 1)


# ---- secret votes --------------------------------------------------------------------------------
def everything_kept():
    """Every row of what was kept of a decision, as text."""
    kept = [Decision, Question, DecisionPosition, Event, Message]
    return "".join(serialize("json", model.objects.all()) for model in kept)


def test_a_secret_vote_keeps_totals_and_nothing_of_any_seat(vote, chair, now):
    question = vote("secret")
    by_side = {"VCSE": (1, 1, 0), "NHS": (1, 0, 0), "EBE": (0, 0, 1)}

    decision = decide(question, chair, now, totals=(2, 1, 1), by_side=by_side)

    assert decision.result["by_side"] == []
    assert (decision.result["yes"], decision.result["no"]) == (2, 1)
    assert '"said"' not in json.dumps(decision.seats_then)
    assert "[1, 1, 0]" not in everything_kept()


def test_nobodys_position_on_a_secret_vote_is_taken(vote, say, chair):
    with pytest.raises(Refused, match="Only numbers are counted here"):
        say(vote("secret"), chair, "for")


def test_totals_that_are_one_sides_own_are_not_kept(
    rules_with, all_here, put, chair, board_member, now
):
    meeting = rules_with(quorum={"all": []})
    all_here(meeting, chair, board_member)
    question = put(rows.an_item(meeting, purpose="decide"), "secret")

    decision = decide(question, chair, now, totals=(1, 1, 0))

    assert decision.result == {"is_carried": False, "hidden": True}
    assert "would tell who voted how" in register.result_in_words(decision)[1]


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ({"totals": (9, 0, 0)}, "more papers than seats"),
        ({}, "Say how many papers"),
    ],
)
def test_a_secret_vote_adds_up(vote, chair, now, numbers, sentence):
    with pytest.raises(Refused, match=sentence):
        decide(vote("secret"), chair, now, **numbers)


def test_no_secret_vote_by_side_where_sides_are_small(vote, chair, now):
    question = vote("secret", threshold="each_constituency")
    by_side = {"VCSE": (2, 0, 0), "NHS": (1, 0, 0), "EBE": (1, 0, 0)}
    with pytest.raises(Refused, match="would tell who voted how"):
        decide(question, chair, now, totals=(4, 0, 0), by_side=by_side)


# ---- putting it ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("state", "way", "sentence"),
    [
        ("published", "consensus", "Open the meeting first."),
        ("cancelled", "written", "This meeting was cancelled."),
        ("in_session", "written", "Say until which day"),
    ],
)
def test_a_question_has_its_time(item, meeting, put, state, way, sentence):
    meeting.state, meeting.why_cancelled = state, "Snow."
    meeting.save()
    with pytest.raises(Refused, match=sentence):
        put(item, way)


def test_boards_decide_in_the_ways_they_agreed(rules_with, put):
    for mode, way, sentence in (
        ("consensus", "named", "by agreement alone"),
        ("vote", "consensus", "decides by a vote"),
        ("vote", "written", "not agreed to decide in writing"),
    ):
        item = rows.an_item(rules_with(decision_mode=mode), purpose="decide")
        with pytest.raises(Refused, match=sentence):
            put(item, way)


def test_one_question_at_a_time_about_an_item_that_is_there(item, put):
    put(item)
    with pytest.raises(Refused, match="Another question about this item"):
        put(item)
    other = rows.an_item(item.meeting, 2, "Gone", state="withdrawn")
    with pytest.raises(Refused, match="no longer on the agenda"):
        put(other)


def test_a_late_paper_cannot_be_decided_by_a_question(item, put, lead, now):
    rows.a_paper(item, lead, now, timeliness="late")
    with pytest.raises(Refused, match="may discuss it but not decide"):
        put(item)


def test_what_is_over_takes_no_answer(item, meeting, all_here, put, say, chair, now):
    all_here(meeting)
    question = put(item)
    questions.drop(question, by=chair, now=now)
    with pytest.raises(Refused, match="There is nothing left to say"):
        say(question, chair, "for")


def test_in_writing_every_seat_is_asked_and_most_of_all_must_agree(
    item, put, say, chair, expert, board_member, nhs_member, now, today
):
    question = put(item, "written", answers_by_on=today + timedelta(days=7))
    assert {m.to for m in Message.objects.filter(key__startswith="question")} == {
        person.email for person in (chair, expert, board_member, nhs_member)
    }
    for person in (chair, expert, board_member):
        say(question, person, "for")

    decision = decide(question, chair, now)

    assert (decision.kind, decision.quorum_check, decision.decided_on) == ("approve", None, today)
    assert (decision.result["of"], decision.threshold_base) == (4, "entitled")


# ---- too few -------------------------------------------------------------------------------------
@pytest.fixture
def recommended(item, meeting, all_here, put, say, chair, board_member, now):
    """Decided without an expert by experience, so not decided."""
    all_here(meeting, chair, board_member)
    question = put(item)
    say(question, chair, "for")
    return decide(question, chair, now)


def test_too_few_recommend_and_the_next_agenda_carries_it(rules, board, now, recommended):
    assert recommended.is_recommendation
    assert recommended.quorum_check.missing == ["needs one more EBE seat"]
    assert [d.pk for d in register.recommendations(board)] == [recommended.pk]

    coming = rows.a_meeting(board, now + timedelta(days=60))
    reviews.place_waiting(coming)
    reviews.place_waiting(coming)

    titles = AgendaItem.objects.filter(meeting=coming).values_list("title", flat=True)
    assert list(titles) == [f"Recommendation {recommended.number}, to be decided"]


def test_a_recommendation_is_ratified_once(
    recommended, meeting, all_here, put, say, chair, expert, now
):
    all_here(meeting, expert)
    item = rows.an_item(meeting, 2, "Again", purpose="decide")
    question = put(item, ratifies=recommended)
    say(question, expert, "for")
    ratified = decide(question, chair, now)

    assert (ratified.ratifies, ratified.is_recommendation) == (recommended, False)
    again = put(rows.an_item(meeting, 3, "Once more", purpose="decide"), ratifies=recommended)
    say(again, expert, "for")
    with pytest.raises(Refused, match="taken this up already"):
        decide(again, chair, now)


def test_what_was_decided_needs_nobody_to_ratify_it(item, chair, now):
    done = decisions.record(item, text=TEXT, kind="note", by=chair, now=now)
    how = decisions.Circumstances(ratifies=done)
    with pytest.raises(Refused, match="nothing to ratify"):
        decisions.record(item, text=TEXT, kind="note", by=chair, now=now, how=how)


def test_a_later_decision_takes_the_place_of_one_only(item, chair, now):
    words = {"text": TEXT, "kind": "approve", "by": chair, "now": now}
    first = decisions.record(item, **words)
    decisions.record(item, supersedes=first, **words)
    with pytest.raises(Refused, match="taken its place already"):
        decisions.record(item, supersedes=first, **words)


def test_another_boards_decision_is_not_replaced_here(item, chair, now, agenda_group):
    other = rows.an_item(rows.a_meeting(agenda_group, now - timedelta(hours=2)))
    theirs = rows.a_decision(other, chair, now)
    words = {"text": TEXT, "kind": "approve", "by": chair, "now": now}
    with pytest.raises(Refused, match="Another board made that"):
        decisions.record(item, supersedes=theirs, **words)


def test_an_interest_found_after_the_vote_brings_the_decision_back(
    board, item, meeting, all_here, put, say, chair, expert, now
):
    coming = rows.a_meeting(board, now + timedelta(days=60))
    all_here(meeting)
    question = put(item)
    for person in (chair, expert):
        say(question, person, "for")
    decision = decide(question, chair, now)

    for _again in range(2):
        (review,) = reviews.interest_found(item, by=chair, now=now)

    assert DecisionReview.objects.count() == 1
    assert (review.item.meeting, review.item.title) == (
        coming,
        f"Decision {decision.number}, looked at again",
    )
    assert register.register().get(pk=decision.pk).is_reviewable
    assert DecisionPosition.objects.filter(question=question).count() == 2
    decisions.record(review.item, text="It stands.", kind="note", by=chair, now=coming.ends_at)
    assert not register.register().get(pk=decision.pk).is_reviewable


# ---- as it was -----------------------------------------------------------------------------------
def test_a_decisions_page_reads_the_same_when_every_seat_has_changed_hands(
    client, north, item, meeting, all_here, put, say, chair, expert, lead, sit, board, now, today
):
    all_here(meeting)
    question = put(item)
    say(question, chair, "for")
    say(question, expert, "stand_aside", reason="Not ours.", is_minuted=True)
    decision = decide(question, chair, now)
    client.force_login(lead)
    address = north.url(f"board/decisions/{decision.pk}/")
    before = client.get(address).content

    for term in SeatTerm.objects.all():
        words = {"reason": "resigned", "by": lead, "on": today}
        seat_actions.end_term(term, ended_on=today, **words)
        sit(f"New {term.pk}", board, started_on=today)
        term.seat.title = f"Another name {term.pk}"
        term.seat.save()

    def settled(page):
        return page.split(b"<main")[1].split(b"</main>")[0]

    assert settled(client.get(address).content) == settled(before)
    assert b"Not ours." in before


# ---- agreed together -----------------------------------------------------------------------------
@pytest.fixture
def consent(meeting):
    """Three items that nobody needs to talk about."""
    return [
        rows.an_item(meeting, n, f"Report {n}", section="consent", purpose="note")
        for n in (5, 6, 7)
    ]


def test_what_no_seat_takes_out_is_agreed_together(
    meeting, consent, all_here, chair, board_member, now
):
    all_here(meeting)
    closing.take_out_as(consent[1], comment="What became of the bus?", by=board_member, now=now)

    made = closing.agree_together(meeting, by=chair, now=now)

    assert [(d.item_id, d.way, d.sequence) for d in made] == [
        (consent[0].pk, "consent", 1),
        (consent[2].pk, "consent", 2),
    ]
    assert ConsentRemoval.objects.get().comment == "What became of the bus?"
    with pytest.raises(Refused, match="Nothing is left to be agreed"):
        closing.agree_together(meeting, by=chair, now=now)
    with pytest.raises(Refused, match="agreed already"):
        closing.take_out_as(consent[0], comment="Wait.", by=board_member, now=now)


def test_an_item_is_taken_out_by_a_seat_with_a_comment(
    consent, item, seat, lead, board_member, agenda_group, now
):
    words = {"by": board_member, "now": now}
    with pytest.raises(Refused, match="Please say in a sentence"):
        closing.take_out_as(consent[0], comment=" ", **words)
    with pytest.raises(Refused, match="not to be agreed together"):
        closing.take_out_as(item, comment="Why?", **words)
    with pytest.raises(Refused, match="You hold no seat on this board"):
        closing.take_out_as(consent[0], comment="Why?", by=lead, now=now)
    with pytest.raises(Refused, match="another board"):
        stranger = rows.a_seat(agenda_group, title="Voice")
        closing.take_out(consent[0], seat=stranger, comment="Why?", **words)


def test_nothing_is_agreed_together_before_the_meeting_is_open(meeting, consent, chair, now):
    meeting.state = "published"
    meeting.save()
    with pytest.raises(Refused, match="Open the meeting first"):
        closing.agree_together(meeting, by=chair, now=now)


# ---- the end -------------------------------------------------------------------------------------
@pytest.fixture
def proposed(meeting, board, board_member, now):
    proposal = rows.a_proposal(board, board_member, now, state="placed")
    return rows.an_item(meeting, 2, "Interpreters", proposal=proposal, purpose="discuss")


def end_and_close(meeting, chair, now):
    for state in ("ended", "minutes_open", "closed"):
        meetings.step(meeting, to=state, by=chair, now=now + timedelta(hours=1))


def test_a_meeting_closes_when_every_item_has_an_outcome_that_went_back(
    meeting, item, proposed, chair, board_member, now
):
    presence.begin_item(proposed, at=now, by=chair)
    with pytest.raises(Refused, match="Item 1 has no outcome yet"):
        end_and_close(meeting, chair, now)
    decisions.record(item, text=TEXT, kind="note", by=chair, now=now)
    with pytest.raises(Refused, match="What came of item 2 has not gone back"):
        meetings.step(meeting, to="closed", by=chair, now=now)
    closing.send_extract(proposed, text="Heard; the board asks for a plan.", by=chair, now=now)
    meetings.step(meeting, to="closed", by=chair, now=now)

    meeting.refresh_from_db()
    assert meeting.state == "closed"
    assert ItemExtract.objects.get().sent_to == board_member
    letter = Message.objects.get(key__startswith="extract")
    assert (letter.to, letter.subject) == (board_member.email, "What came of what you proposed")


def test_an_item_that_nobody_began_waits_for_its_outcome(meeting, item, proposed, chair, now):
    presence.begin_item(item, at=now, by=chair)
    meetings.step(meeting, to="ended", by=chair, now=now + timedelta(hours=1))

    states = dict(AgendaItem.objects.values_list("number", "state"))
    assert states == {"1": "heard", "2": "placed"}


def test_a_question_left_open_keeps_the_meeting_open(meeting, item, put, chair, now):
    put(item)
    with pytest.raises(Refused, match="still being decided"):
        end_and_close(meeting, chair, now)


def test_an_outcome_goes_back_when_there_is_one_to_somebody(item, proposed, chair, now):
    words = {"by": chair, "now": now}
    with pytest.raises(Refused, match="Nobody proposed this item"):
        closing.send_extract(item, text="So.", **words)
    with pytest.raises(Refused, match="no outcome yet"):
        closing.send_extract(proposed, text="So.", **words)
    proposed.state = "heard"
    proposed.save()
    with pytest.raises(Refused, match="Please say what came of it"):
        closing.send_extract(proposed, text=" ", **words)


def test_what_lived_experience_proposed_goes_back_to_nobody_by_name(meeting, board, chair, now):
    words = {"origin": "lived_experience", "state": "heard"}
    proposal = rows.a_proposal(board, None, now, **words)
    item = rows.an_item(meeting, 2, "What we heard", proposal=proposal, state="heard")

    closing.send_extract(item, text="It was heard.", by=chair, now=now)

    assert ItemExtract.objects.get().sent_to is None
    assert not Message.objects.exists()
