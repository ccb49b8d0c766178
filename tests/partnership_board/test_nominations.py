"""From the draft to the fixed roll: rule, officers, nominations, checking, keys."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import Document, Message
from members.models import LedByDeclaration, LedByDefinition
from partnership_board import sealing
from partnership_board.actions import (
    election_clock,
    election_keys,
    election_log,
    elections,
    nominations,
    rolls,
)
from partnership_board.actions.election_moves import move
from partnership_board.counting import bundle
from partnership_board.counting.agreed import canonical, sha256
from partnership_board.election_states import Move
from partnership_board.models import (
    Declaration,
    Election,
    ElectionLogLine,
    ElectionOfficer,
    ElectionRule,
    ElectionSeat,
    Nomination,
    NominationSupport,
    OfficerAgreement,
    RollEntry,
    SeatTerm,
)
from partnership_board.queries import elections as queries
from tests.factories import partnership_board as rows
from tests.factories.anything import a_target
from tests.factories.elections import (
    a_candidate,
    a_draft,
    a_timetable,
    advance,
    voters,
    with_officers,
)
from tests.factories.members import a_representative, an_organisation
from tests.people import an_account

pytestmark = pytest.mark.django_db
SYSTEM = Actor.SYSTEM


@pytest.fixture
def draft(board, now):
    return a_draft(board, now)


def test_a_seat_is_elected_once_and_each_has_its_place(draft, seat):
    there = ElectionSeat.objects.filter(election=draft).order_by("order").first()
    for fields, name in (
        ({"seat": there.seat, "order": 9}, "election_seat_once"),
        ({"seat": seat, "order": there.order}, "election_seat_order"),
    ):
        with pytest.raises(DatabaseError, match=name), transaction.atomic():
            ElectionSeat.objects.create(election=draft, **fields)


def test_a_line_of_the_log_is_written_once_and_stays(draft):
    line = election_log.write(draft, "Something happened.", kind="tried", by=SYSTEM)
    again = {"seq": line.seq, "event": line.event, "public_text": "Another thing."}
    with pytest.raises(DatabaseError, match="election_log_line_once"), transaction.atomic():
        ElectionLogLine.objects.create(election=draft, prev_sha256="", sha256="", **again)
    for change in ("UPDATE", "DELETE"):
        assert_refused(change, line)


def assert_refused(change, line):
    """ "election_log_append_only": neither changed nor taken away, whatever the statement."""
    lines = ElectionLogLine.objects.filter(pk=line.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        lines.update(public_text="Nothing.") if change == "UPDATE" else lines.delete()


def test_a_photo_has_words_for_those_who_cannot_see_it(draft):
    picture = a_target(Document)
    refused = pytest.raises(DatabaseError, match="candidates_photo_has_words")
    with refused, transaction.atomic():
        a_candidate(draft, 1, photo=picture)
    assert a_candidate(draft, 1, photo=picture, photo_words="Dina at a desk, smiling.")


@pytest.fixture
def conducting(draft, today):
    return with_officers(draft, today)[0].user


@pytest.fixture
def nominating(board, now, today):
    """Nominations opened yesterday and close in two weeks."""
    election = a_draft(board, now, timetable=a_timetable(now, opens_in=timedelta(days=27)))
    with_officers(election, today, keys=False)
    return advance(election, "nominating")


def a_member(name):
    """An organisation and somebody who acts for it."""
    organisation = an_organisation(name)
    person = an_account(f"Speaker of {name}")
    a_representative(person, organisation)
    return organisation, person


def nominated(election, now, name="Hope House", *, by_self=True, **words):
    organisation, person = a_member(name)
    by = person
    if not by_self:
        by = an_account(f"Colleague at {name}")
        a_representative(by, organisation)
    return nominations.nominate(
        election, user=person, organisation=organisation, by=by, now=now, **words
    )


def supported(nomination, now, *names):
    for name in names:
        organisation, person = a_member(name)
        nominations.support(nomination, organisation=organisation, by=person, now=now)


def said(what, *things, **words):
    with pytest.raises(Refused) as refusal:
        what(*things, **words)
    return str(refusal.value)


def database_refuses(change):
    with pytest.raises(DatabaseError), transaction.atomic():
        change()
    return True


# ---- the draft -----------------------------------------------------------------------------------


def test_freezing_hashes_the_rule_tells_members_and_begins_the_log(draft, conducting, now):
    _, person = a_member("Hope House")

    elections.freeze(draft, by=SYSTEM, now=now)

    draft.refresh_from_db()
    rule = draft.rule
    assert draft.state == "rule_frozen"
    assert rule.sha256 == sha256(rule.canonical)
    assert rule.canonical == canonical(queries.rule_as_agreed(rule))
    lines = list(ElectionLogLine.objects.filter(election=draft).order_by("seq"))
    chain = bundle.chain(rule.sha256, [line.public_text for line in lines])
    assert [line.sha256 for line in lines] == [link.sha256 for link in chain]
    assert rule.sha256 in lines[0].public_text
    assert Message.objects.filter(key=f"election {draft.pk} notice to {person.pk}").exists()


def test_a_frozen_rule_cannot_change(draft, conducting, now):
    """ "frozen_rule_stays", "frozen_rule_has_its_hash" """
    elections.freeze(draft, by=SYSTEM, now=now)

    text = said(elections.change_rule, draft, by=SYSTEM, quorum_percent=10)

    assert text.startswith("The rule was frozen on")
    assert "You can move the timetable later, for everyone, with a reason." in text
    rule = ElectionRule.objects.filter(pk=draft.rule_id)
    assert database_refuses(lambda: rule.update(quorum_percent=10))
    assert database_refuses(rule.delete)
    made = ElectionRule.objects.create()
    assert database_refuses(lambda: ElectionRule.objects.filter(pk=made.pk).update(sha256="a"))


def test_a_rule_needs_officers_and_days_to_come(draft, now, today):
    assert said(elections.freeze, draft, by=SYSTEM, now=now) == "Appoint a returning officer first."
    with_officers(draft, today)
    late = draft.nominations_open_at
    assert "Choose later days" in said(elections.freeze, draft, by=SYSTEM, now=late)


def test_the_lead_conducts_only_beside_two_scrutineers_of_members(draft, lead, now, today):
    elections.appoint(draft, "returning_officer", user=lead, by=SYSTEM, on=today)

    assert "only if both scrutineers come" in said(elections.freeze, draft, by=SYSTEM, now=now)
    for role, name in (("scrutineer", "Hope House"), ("deputy_scrutineer", "Quay Trust")):
        organisation, person = a_member(name)
        elections.appoint(draft, role, user=person, organisation=organisation, by=SYSTEM, on=today)
    assert elections.freeze(draft, by=SYSTEM, now=now).state == "rule_frozen"


BAD_RULES = [
    ({"method": "meek_prf", "ron": True}, "Meek's method goes without"),
    ({"uncontested": "confirm_with_ron"}, "only confirm people where"),
    ({"secrecy_floor": 4}, "fewer than five ballots"),
    ({"term_months": [12]}, "Give a length for each of the 3 seats"),
    ({"constraints": [{"label": "X", "group": "X", "min": 2, "max": 1}]}, "above its maximum"),
]


@pytest.mark.parametrize(("changes", "why"), BAD_RULES)
def test_what_no_rule_may_say(draft, changes, why):
    assert why in said(elections.change_rule, draft, by=SYSTEM, **changes)


@pytest.mark.parametrize(
    "wrong",
    [
        {"secrecy_floor": 4},  # "secrecy_floor_only_rises"
        {"quorum_percent": 101},  # "quorum_is_a_share_of_the_roll"
        {"supporters": 3},  # "two_supporters_at_most"
        {"key_holders": 4},  # "two_or_three_hold_keys"
        {"max_preferences": 0},  # "at_least_one_preference"
        {"method": "meek_prf", "ron": True},  # "meek_goes_without_ron_and_minimums"
    ],
)
def test_the_database_refuses_such_a_rule(north, wrong):
    assert database_refuses(lambda: ElectionRule.objects.create(**wrong))


def test_minimums_go_with_six_seats_at_most(board, now):
    seven = a_draft(board, now, seats=7)
    minimum = [{"label": "Black-led", "group": "Black-led", "min": 1, "max": None}]

    assert "up to 6 seats" in said(elections.change_rule, seven, by=SYSTEM, constraints=minimum)


def test_seats_of_one_side_and_of_one_election(board, draft, now):
    side, table = rows.a_constituency(board), a_timetable(now)
    taken = queries.seats_of(draft)
    other = rows.a_seat(board, title="NHS seat", code="NHS", label="NHS")
    words = {"title": "Again", "timetable": table, "by": SYSTEM}

    assert "already" in said(elections.draft, side, seats=taken, **words)
    assert "one side of the board" in said(elections.draft, side, seats=[other], **words)
    assert "at least one seat" in said(elections.draft, side, seats=[], **words)
    many = [rows.a_seat(board, title=f"Seat {n}") for n in range(21)]
    assert "at most 20 seats" in said(elections.draft, side, seats=many, **words)


def test_days_move_later_for_everyone_with_a_reason(draft, conducting, now):
    table = a_timetable(now)
    wrong = type(table)(**vars(table) | {"closes_at": table.opens_at})
    assert "after the step before" in said(
        elections.change_times, draft, timetable=wrong, by=SYSTEM
    )
    elections.freeze(draft, by=SYSTEM, now=now)
    later, earlier = table.moved(timedelta(days=7)), table.moved(timedelta(days=-1))
    move_to = elections.change_times

    assert "Say why" in said(move_to, draft, timetable=later, by=SYSTEM)
    assert "never earlier" in said(move_to, draft, timetable=earlier, by=SYSTEM, why="Haste.")
    assert "has happened already" in said(
        move_to,
        draft,
        timetable=type(table)(**vars(later) | {"notice_on": later.notice_on + timedelta(days=1)}),
        by=SYSTEM,
        why="A holiday.",
    )
    moved = move_to(draft, timetable=later, by=SYSTEM, why="A holiday.")

    assert moved.closes_at == table.closes_at + timedelta(days=7)
    last = ElectionLogLine.objects.filter(election=draft).latest("seq")
    assert last.public_text.endswith("Reason: A holiday.")
    move(moved, Move.OPEN_NOMINATIONS)
    move(moved, Move.CLOSE_NOMINATIONS)
    assert "until nominations close" in said(
        move_to, moved, timetable=later, by=SYSTEM, why="More time."
    )


def test_officers_are_three_people_of_different_organisations(draft, today):
    organisation, person = a_member("Hope House")
    _, other = a_member("Quay Trust")
    appoint = elections.appoint
    appoint(draft, "scrutineer", user=person, organisation=organisation, by=SYSTEM, on=today)

    again = {"by": SYSTEM, "on": today}
    assert "officer of this election already" in said(
        appoint, draft, "returning_officer", user=person, **again
    )
    assert "different organisations" in said(
        appoint, draft, "deputy_scrutineer", user=other, organisation=organisation, **again
    )
    platform = an_account("Pat Admin", is_platform_admin=True)
    assert "holds no role here" in said(appoint, draft, "scrutineer", user=platform, **again)
    for wrong in (
        {"user": other, "role": "scrutineer"},  # "one_officer_a_role"
        {"user": person, "role": "deputy_scrutineer"},  # "three_different_officers"
        # "officers_of_different_organisations"
        {"user": other, "role": "deputy_scrutineer", "organisation": organisation},
        # "officer_keys_are_made_together"
        {"user": other, "role": "deputy_scrutineer", "poll_public_key": "a"},
        # "only_a_made_key_is_typed_back"
        {"user": other, "role": "deputy_scrutineer", "confirmed_at": draft.opens_at},
        # "officer_ends_after_starting"
        {"user": other, "role": "deputy_scrutineer", "to_on": date(2020, 1, 1)},
    ):
        made = {"election": draft, "from_on": today} | wrong
        assert database_refuses(lambda made=made: ElectionOfficer.objects.create(**made))


def test_an_officer_has_rights_in_that_election_alone(draft, board, now, today):
    from alliance import access

    other = a_draft(board, now, title="Others")
    officer = with_officers(draft, today)[0].user
    access.carry_rights(officer, on=today)

    assert access.may(officer, "officiate", draft)
    assert not access.may(officer, "officiate", other)
    assert not access.may(officer, "draft_elections", draft)
    elections.appoint(draft, "returning_officer", user=an_account("New One"), by=SYSTEM, on=today)
    access.carry_rights(officer, on=today)
    assert not access.may(officer, "officiate", draft)


def test_times_and_states_that_the_database_refuses(draft):
    """ "election_times_in_order", "election_is_extended_to_later",
    "objections_come_after_the_poll", "countback_has_the_election_it_counts_again",
    "abandoned_election_says_why", "election_moves" """
    one = Election.objects.filter(pk=draft.pk)

    for wrong in (
        {"closes_at": draft.opens_at},
        {"extended_to": draft.closes_at},
        {"objections_close_at": draft.closes_at},
        {"kind": "countback"},
        {"state": "abandoned"},
        {"state": "open"},
    ):
        assert database_refuses(lambda wrong=wrong: one.update(**wrong))


# ---- nominating ----------------------------------------------------------------------------------


def test_somebody_nominates_themselves_is_supported_and_accepted(nominating, now):
    nomination = nominated(nominating, now, statement="I will listen.")
    supported(nomination, now, "Quay Trust", "Bow Advice")
    conducting = queries.officers(nominating)[0].user

    nominations.accept(nomination, by=conducting, now=now)

    nomination.refresh_from_db()
    assert nomination.state == "accepted"
    roles = NominationSupport.objects.order_by("pk").values_list("role", flat=True)
    assert list(roles) == ["proposer", "seconder"]
    line = ElectionLogLine.objects.filter(election=nominating).latest("seq")
    assert nomination.person_name in line.public_text


def test_nobody_stands_without_saying_so_themselves(nominating, now, client):
    nomination = nominated(nominating, now, by_self=False)
    letter = Message.objects.get(key__startswith=f"nomination {nomination.pk} consent")
    assert (nomination.state, letter.to) == ("awaiting_consent", nomination.user.email)
    assert letter.is_secret
    assert "Only the person nominated" in said(
        nominations.consent, nomination, by=nomination.nominated_by, now=now
    )
    _, token = nominations.make_link(
        purpose=nominations.CONSENT, thing=nomination, user=nomination.user,
        expires_at=nominating.nominations_close_at,
    )  # fmt: skip
    address = reverse("partnership_board:consent", kwargs={"token": token})

    looked = client.get(address)
    nomination.refresh_from_db()
    assert (looked.status_code, nomination.state) == (200, "awaiting_consent")
    assert client.post(address).status_code == 200

    nomination.refresh_from_db()
    assert nomination.state == "sent"
    assert client.get(address).status_code == 410
    assert "answered already" in said(nominations.consent, nomination, by=nomination.user, now=now)


def test_who_may_nominate_whom(nominating, now):
    hope, person = a_member("Hope House")
    quay, other = a_member("Quay Trust")
    nominate = nominations.nominate
    words = {"now": now}

    assert "your own organisation" in said(
        nominate, nominating, user=person, organisation=hope, by=other, **words
    )
    assert "does not act for" in said(
        nominate, nominating, user=other, organisation=hope, by=person, **words
    )
    nominate(nominating, user=person, organisation=hope, by=person, **words)
    assert "nominated already" in said(
        nominate, nominating, user=person, organisation=hope, by=person, **words
    )
    assert "up to 300 words" in said(
        nominate, nominating, user=other, organisation=quay, by=other, statement="a " * 301, **words
    )


def test_the_returning_officer_stays_out_of_it(nominating, now, today):
    conducting = queries.officers(nominating)[0].user
    hope, _ = a_member("Hope House")
    a_representative(conducting, hope)
    nomination = nominated(nominating, now, "Quay Trust")

    text = said(
        nominations.nominate, nominating, user=conducting, organisation=hope, by=conducting, now=now
    )
    assert text == "You are the returning officer: you cannot nominate anybody."
    text = said(nominations.support, nomination, organisation=hope, by=conducting, now=now)
    assert text == "You are the returning officer: you cannot propose a candidate."
    watching = queries.officers(nominating)[1].user
    a_representative(watching, hope)
    assert "is an officer of this election and cannot stand" in said(
        nominations.nominate, nominating, user=watching, organisation=hope, by=watching, now=now
    )
    for person in (nomination.user, supporter(nomination, now)):
        assert "cannot conduct it" in said(
            elections.appoint, nominating, "returning_officer", user=person, by=SYSTEM, on=today
        )


def supporter(nomination, now):
    organisation, person = a_member("Bow Advice")
    nominations.support(nomination, organisation=organisation, by=person, now=now)
    return person


def test_supporters_come_from_two_other_organisations(nominating, now):
    nomination = nominated(nominating, now)
    own, quay = nomination.organisation, a_member("Quay Trust")
    support = nominations.support
    rule = "One proposer and one seconder, from two organisations other than Hope House."

    assert said(support, nomination, organisation=own, by=nomination.user, now=now) == rule
    support(nomination, organisation=quay[0], by=quay[1], now=now)
    assert said(support, nomination, organisation=quay[0], by=quay[1], now=now) == rule
    conducting = queries.officers(nominating)[0].user
    assert said(nominations.accept, nomination, by=conducting, now=now) == rule
    stranger = an_account("Stranger")
    bow, speaker = a_member("Bow Advice")
    assert "your own organisation" in said(
        support, nomination, organisation=bow, by=stranger, now=now
    )
    support(nomination, organisation=bow, by=speaker, now=now)
    third, third_person = a_member("Mile End")
    assert "needs no more support" in said(
        support, nomination, organisation=third, by=third_person, now=now
    )
    for wrong in (
        {"organisation": third, "role": "proposer"},  # "one_supporter_a_role"
        # "supporters_of_different_organisations"
        {"organisation": bow, "role": "proposer"},
    ):
        words = {"nomination": nomination, "by": speaker, "given_at": now} | wrong
        assert database_refuses(lambda w=words: NominationSupport.objects.create(**w))


def test_what_is_sent_back_can_be_put_right_until_the_close(nominating, now):
    nomination = nominated(nominating, now)
    conducting = queries.officers(nominating)[0].user
    by = {"by": conducting, "now": now}

    assert "Say why" in said(nominations.send_back, nomination, reason=" ", **by)
    nominations.send_back(nomination, reason="Say who employs you.", **by)
    nomination.refresh_from_db()
    assert (nomination.state, nomination.reason) == ("returned", "Say who employs you.")
    assert "not waiting" in said(nominations.send_back, nomination, reason="Again.", **by)
    outsider = an_account("Outsider")
    assert "Only the candidate" in said(
        nominations.edit, nomination, by=outsider, now=now, interests="-"
    )
    nominations.edit(nomination, by=nomination.user, now=now, interests="I work at Hope House.")
    nomination.refresh_from_db()
    assert (nomination.state, nomination.reason) == ("sent", "")
    late = nominating.nominations_close_at
    assert "Nominations closed" in said(
        nominations.edit, nomination, by=nomination.user, now=late, interests="-"
    )


def test_a_refusal_has_a_reason_and_stands(nominating, now):
    nomination = nominated(nominating, now)
    conducting, watching = (one.user for one in queries.officers(nominating)[:2])

    assert "Only the returning officer" in said(
        nominations.reject, nomination, reason="No.", by=watching, now=now
    )
    nominations.reject(nomination, reason="Not a member.", by=conducting, now=now)
    assert "not waiting" in said(
        nominations.reject, nomination, reason="Twice.", by=conducting, now=now
    )
    assert "not waiting" in said(nominations.accept, nomination, by=conducting, now=now)
    nomination.refresh_from_db()
    assert "no longer be changed" in said(
        nominations.edit, nomination, by=nomination.user, now=now, statement="Please."
    )
    assert "does not stand any more" in said(
        nominations.withdraw, nomination, by=nomination.user, now=now
    )


def test_people_withdraw_themselves_and_in_time(nominating, now):
    nomination = nominated(nominating, now)
    withdraw = nominations.withdraw

    other = an_account("Somebody else")
    assert "Only the person nominated can withdraw" in said(withdraw, nomination, by=other, now=now)
    late = nominating.withdraw_by_at
    assert "could withdraw until" in said(withdraw, nomination, by=nomination.user, now=late)
    withdraw(nomination, by=nomination.user, now=now)
    nomination.refresh_from_db()
    assert nomination.state == "withdrawn"


def test_an_accepted_one_who_withdraws_stands_in_the_log(nominating, now):
    nomination = nominated(nominating, now)
    supported(nomination, now, "Quay Trust", "Bow Advice")
    conducting = queries.officers(nominating)[0].user
    nominations.accept(nomination, by=conducting, now=now)

    nominations.withdraw(nomination, by=nomination.user, now=now)

    line = ElectionLogLine.objects.filter(election=nominating).latest("seq")
    assert line.public_text == f"{nomination.person_name} withdrew."


def test_nominations_have_their_hours(draft, conducting, now):
    organisation, person = a_member("Hope House")
    elections.freeze(draft, by=SYSTEM, now=now)
    words = {"user": person, "organisation": organisation, "by": person}

    assert "Nominations open" in said(nominations.nominate, draft, now=now, **words)
    assert election_clock.tick(now=draft.nominations_open_at) == 1
    nominations.nominate(draft, now=draft.nominations_open_at, **words)
    assert election_clock.tick(now=draft.nominations_close_at) == 1
    draft.refresh_from_db()
    assert draft.state == "checking"
    assert "Nominations closed" in said(
        nominations.nominate, draft, now=draft.nominations_close_at, **words
    )
    for early in (election_clock.open_nominations, election_clock.close_nominations):
        assert "too early" in said(early, draft, now=now)


def test_groups_are_what_the_organisation_declared_for_elections(nominating, now, today):
    nomination = nominated(nominating, now)
    supported(nomination, now, "Quay Trust", "Bow Advice")
    definition = LedByDefinition.objects.create(
        name="Black-led", wording="Led by Black people.", valid_from=date(2025, 1, 1)
    )
    for group, lets in (("Black-led", True), ("Women-led", False)):
        LedByDeclaration.objects.create(
            organisation=nomination.organisation, definition=definition, group=group, leads="yes",
            declared_by=nomination.user, declared_on=today - timedelta(days=1),
            valid_until=today + timedelta(days=300), use_in_elections=lets,
        )  # fmt: skip

    nominations.accept(nomination, by=queries.officers(nominating)[0].user, now=now)

    nomination.refresh_from_db()
    assert nomination.groups == ["Black-led"]


def test_what_the_database_refuses_of_nominations(nominating):
    """ "nobody_stands_without_consent", "nomination_refused_with_a_reason",
    "candidate_number_once", "one_accepted_nomination_a_person", "candidate_number_stays" """
    person = an_account("Twice")
    first = a_candidate(nominating, 1, user=person)
    one = Nomination.objects.filter(pk=first.pk)

    assert database_refuses(lambda: one.update(consent_at=None))
    assert database_refuses(lambda: one.update(state="rejected"))
    assert database_refuses(lambda: one.update(number=2))
    assert database_refuses(lambda: a_candidate(nominating, 1, "Same number"))
    assert database_refuses(lambda: a_candidate(nominating, 2, "Same person", user=person))


# ---- checking and the roll -----------------------------------------------------------------------


@pytest.fixture
def checking(board, now, today):
    """Three seats, nominations closed; the roll is that of last week."""
    election = a_draft(board, now, timetable=a_timetable(now, opens_in=timedelta(days=2)))
    with_officers(election, today, keys=False)
    return advance(election, "checking")


def officers_of(election):
    return [officer.user for officer in queries.officers(election)]


def test_candidates_are_numbered_by_lot_when_two_agree_to_the_roll(checking, now):
    for name in ("Ada", "Ben", "Cyd", "Dev"):
        a_candidate(checking, 1, name, number=None)
    voters(checking, 2)
    conducting, watching, deputy = officers_of(checking)

    assert not rolls.fix(checking, by=watching, now=now)
    assert not rolls.fix(checking, by=deputy, now=now)
    assert "agreed already" in said(rolls.fix, checking, by=watching, now=now)
    assert rolls.fix(checking, by=conducting, now=now)

    checking.refresh_from_db()
    numbers = [one.number for one in queries.candidates(checking)]
    assert numbers == [1, 2, 3, 4]
    assert checking.state == "roll_frozen"
    assert checking.roll_sha256 == queries.roll_sha256(list(queries.roll(checking)))
    texts = [line.public_text for line in ElectionLogLine.objects.order_by("seq")]
    assert sha256(canonical(queries.candidates_as_agreed(checking))) in texts[-2]
    assert checking.roll_sha256 in texts[-1]


def test_a_roll_that_changed_meanwhile_is_agreed_again(checking, now):
    a_candidate(checking, 1, number=None)
    (entry, _), _ = voters(checking, 2)
    conducting, watching, _ = officers_of(checking)
    rolls.fix(checking, by=watching, now=now)
    assert "Say why" in said(
        rolls.correct, entry, is_entitled=False, reason="", by=conducting, now=now
    )
    rolls.correct(entry, is_entitled=False, reason="Left.", by=conducting, now=now)

    assert not rolls.fix(checking, by=conducting, now=now)
    assert rolls.fix(checking, by=watching, now=now)


def test_who_may_fix_and_when(checking, now, lead):
    _, watching, _ = officers_of(checking)
    fix = rolls.fix

    assert "Only the officers" in said(fix, checking, by=lead, now=now)
    assert "Fix the roll after that" in said(
        fix, checking, by=watching, now=checking.withdraw_by_at - timedelta(hours=1)
    )
    waiting = a_candidate(checking, 1, number=None, state="sent")
    assert "1 nomination waits" in said(fix, checking, by=watching, now=now)
    Nomination.objects.filter(pk=waiting.pk).update(state="accepted")
    assert "Take the roll of the day first" in said(fix, checking, by=watching, now=now)
    Nomination.objects.all().delete()
    voters(checking, 1)
    assert "nothing to vote on" in said(fix, checking, by=watching, now=now)
    assert "Only the returning officer" in said(
        rolls.reopen_nominations, checking, by=watching, now=now
    )


def test_the_returning_officers_employer_with_a_candidate_needs_a_second_scrutineer(
    board, now, today
):
    election = a_draft(
        board, now, key_holders=2, timetable=a_timetable(now, opens_in=timedelta(days=2))
    )
    hope, person = a_member("Hope House")
    elections.appoint(
        election, "returning_officer", user=person, organisation=hope, by=SYSTEM, on=today
    )
    advance(election, "checking")
    a_candidate(election, 1, number=None, organisation=hope)
    voters(election, 2)

    assert "Appoint a scrutineer" in said(rolls.fix, election, by=person, now=now)
    elections.appoint(election, "scrutineer", user=an_account("Sami Noor"), by=SYSTEM, on=today)
    assert said(rolls.fix, election, by=person, now=now) == (
        "Hope House has a candidate and employs you. Appoint a second scrutineer before the roll"
        " is fixed."
    )


def test_three_keys_need_a_deputy(checking, now):
    ElectionOfficer.objects.filter(election=checking, role="deputy_scrutineer").delete()
    a_candidate(checking, 1, number=None)
    voters(checking, 1)

    assert "Appoint a deputy scrutineer" in said(
        rolls.fix, checking, by=officers_of(checking)[0], now=now
    )


def test_the_roll_is_the_members_of_the_day(checking, now):
    hope, _ = a_member("Hope House")
    late = an_organisation("Latecomers", is_member=False)

    assert rolls.prepare(checking, by=SYSTEM, now=now) == 1
    assert rolls.prepare(checking, by=SYSTEM, now=now) == 0

    on_it = set(RollEntry.objects.values_list("organisation", flat=True))
    assert hope.pk in on_it
    assert late.pk not in on_it
    early = checking.nominations_close_at - timedelta(days=9)
    assert "The roll is that of" in said(rolls.prepare, checking, by=SYSTEM, now=early)


def test_the_clock_takes_the_roll_once(checking, now):
    a_member("Hope House")

    assert election_clock.tick(now=now) == 1
    assert election_clock.tick(now=now) == 0
    assert RollEntry.objects.count() == 1


def test_what_the_database_refuses_of_the_roll(checking):
    """ "organisation_once_on_the_roll", "not_entitled_for_a_reason",
    "only_the_entitled_have_voted" """
    ((entry, _),) = voters(checking, 1)
    one = RollEntry.objects.filter(pk=entry.pk)

    assert database_refuses(
        lambda: RollEntry.objects.create(election=checking, organisation=entry.organisation)
    )
    assert database_refuses(lambda: one.update(is_entitled=False))
    assert database_refuses(lambda: one.update(is_entitled=False, reason="-", has_voted=True))


def test_too_few_people_reopen_nominations_once(checking, now):
    a_candidate(checking, 1, number=None)
    conducting = officers_of(checking)[0]

    rolls.reopen_nominations(checking, by=conducting, now=now)

    checking.refresh_from_db()
    assert checking.state == "nominating"
    assert checking.nominations_close_at >= now + timedelta(days=7)
    assert checking.opens_at > checking.withdraw_by_at
    assert checking.reopened_why == "1 people stand for 3 seats."
    move(checking, Move.CLOSE_NOMINATIONS)
    assert "reopened once already" in said(
        rolls.reopen_nominations, checking, by=conducting, now=now
    )


def test_a_minimum_that_nobody_meets_reopens_nominations(board, now, today):
    minimum = [{"label": "Black-led", "group": "Black-led", "min": 1, "max": None}]
    election = a_draft(
        board, now, constraints=minimum, timetable=a_timetable(now, opens_in=timedelta(days=2))
    )
    with_officers(election, today, keys=False)
    advance(election, "checking")
    for n in range(1, 6):
        a_candidate(election, n, number=None)
    voters(election, 2)
    conducting = officers_of(election)[0]

    assert said(rolls.fix, election, by=conducting, now=now) == (
        "These minimums cannot all be met by the 5 people nominated."
    )
    rolls.reopen_nominations(election, by=conducting, now=now)
    election.refresh_from_db()
    assert election.reopened_why == "No nominee yet for: Black-led."


def test_enough_people_keep_nominations_closed(checking, now):
    for n in range(1, 4):
        a_candidate(checking, n, number=None)

    assert "stay closed" in said(
        rolls.reopen_nominations, checking, by=officers_of(checking)[0], now=now
    )


def test_no_more_people_than_seats_are_elected_unopposed(checking, now):
    for n in (1, 2):
        a_candidate(checking, n, number=None, user=an_account(f"Candidate {'AB'[n - 1]}"))

    rolls.declare_unopposed(checking, by=officers_of(checking)[0], now=now)

    checking.refresh_from_db()
    assert checking.state == "certified"
    found = Declaration.objects.get(election=checking)
    by_lot = [one.person_name for one in queries.candidates(checking)]
    assert sorted(by_lot) == ["Candidate A", "Candidate B"]
    assert found.published["elected"] == by_lot
    assert found.published["unfilled"] == 1
    terms = SeatTerm.objects.filter(seat__in=queries.seats_of(checking)).order_by("seat__title")
    assert [(str(term.seat), term.holder.name) for term in terms] == [
        (each["seat"], each["name"]) for each in found.published["seats"]
    ]
    assert [term.holder.name for term in terms] == by_lot
    assert len({term.seat_id for term in terms}) == 2


def test_nobody_without_an_account_is_seated_unopposed(checking, now):
    a_candidate(checking, 1, number=None)

    why = said(rolls.declare_unopposed, checking, by=officers_of(checking)[0], now=now)

    assert "Invite them first" in why
    checking.refresh_from_db()
    assert checking.state == "checking"


def test_a_contest_or_a_rule_that_confirms_is_voted_on(board, checking, now, today):
    for n in range(1, 5):
        a_candidate(checking, n, number=None)
    conducting = officers_of(checking)[0]
    assert "More people stand" in said(rolls.declare_unopposed, checking, by=conducting, now=now)

    confirming = a_draft(board, now, title="Confirmed", ron=True, uncontested="confirm_with_ron")
    with_officers(confirming, today, keys=False)
    advance(confirming, "checking")
    assert "asks members to confirm" in said(
        rolls.declare_unopposed, confirming, by=officers_of(confirming)[0], now=now
    )


# ---- keys ----------------------------------------------------------------------------------------


@pytest.fixture
def fixed(checking):
    return advance(checking, "roll_frozen")


def test_sheets_are_typed_back_and_then_the_poll_is_ready(fixed, now):
    for person in officers_of(fixed):
        sheet = election_keys.make(fixed, by=person, now=now)
        ready = election_keys.confirm(fixed, poll=sheet.poll, keep=sheet.keep, by=person, now=now)

    fixed.refresh_from_db()
    assert ready
    assert fixed.state == "ready"
    stored = str(list(ElectionOfficer.objects.values()))
    assert sealing.read_sheet(sheet.poll).hex() not in stored
    assert sheet.poll.replace(" ", "") not in stored
    line = ElectionLogLine.objects.filter(election=fixed).latest("seq")
    assert sheet.fingerprint in line.public_text


def test_a_sheet_that_does_not_read_is_refused(fixed, now, lead):
    person, other = officers_of(fixed)[:2]
    confirm = election_keys.confirm
    by = {"by": person, "now": now}

    assert "hold no key" in said(election_keys.make, fixed, by=lead, now=now)
    assert "Make your keys first" in said(confirm, fixed, poll="A", keep="A", **by)
    sheet = election_keys.make(fixed, **by)
    strangers = election_keys.make(fixed, by=other, now=now)
    assert "missing or wrong" in said(confirm, fixed, poll="AAAA", keep=sheet.keep, **by)
    assert "your other key" in said(confirm, fixed, poll=sheet.keep, keep=sheet.keep, **by)
    assert said(confirm, fixed, poll=strangers.poll, keep=sheet.keep, **by) == (
        "This key sheet belongs to another election."
    )
    assert not confirm(fixed, poll=sheet.poll.lower(), keep=sheet.keep, **by)
    assert "typed back already" in said(confirm, fixed, poll=sheet.poll, keep=sheet.keep, **by)
    assert "stay as they are" in said(election_keys.make, fixed, **by)


def test_keys_have_their_time(checking, now):
    assert "between the roll and the poll" in said(
        election_keys.make, checking, by=officers_of(checking)[0], now=now
    )


def test_an_officers_word_counts_once(checking, now):
    """ "officer_agrees_once_to_a_move" """
    officer = queries.officers(checking)[0]
    words = {"election": checking, "officer": officer, "move": "fix_roll", "given_at": now}
    OfficerAgreement.objects.create(**words)

    assert database_refuses(lambda: OfficerAgreement.objects.create(**words))


def test_an_officer_of_another_election_agrees_to_nothing(checking, board, now, today):
    from partnership_board.actions.election_moves import agree

    other = with_officers(a_draft(board, now, title="Other"), today)[0]

    assert "no officer of this election" in said(
        agree, checking, Move.FIX_ROLL, officer=other, about_sha256="", now=now
    )
