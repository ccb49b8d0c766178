"""After the close: two keys, the count, the lot, the declaration, objections, the certificate."""

import json
from datetime import timedelta

import pytest

from alliance.errors import Refused
from alliance.models import Message
from partnership_board.actions import ballot_box, lot_drawing, objections, openings, results
from partnership_board.counting import agreed
from partnership_board.counting.verify import verify
from partnership_board.models import (
    CountRun,
    Declaration,
    LotDraw,
    OpenedBallot,
    OpenedBox,
    RetainedBox,
    SealedBallot,
    SeatTerm,
)
from partnership_board.queries import counts, result_cards
from partnership_board.queries import results as queries
from tests.factories import results as made
from tests.factories.elections import KEEP_KEYS, POLL_KEYS

# The second seat lies between B and C, who are level at every stage.
LEVEL = ("AB",) * 3 + ("AC",) * 3 + ("B",) * 2 + ("C",) * 2
SIX = ("AB",) * 4 + ("BA", "CA")
pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(board, now):
    return made.a_closed_one(board, now, SIX, people=made.PEOPLE[:4])


def test_two_officers_open_the_box_and_it_is_counted_at_once(closed):
    opened = made.open_box(closed, at=closed.ends_at)

    assert opened.state == "counted"
    run = CountRun.objects.get()
    assert run.result["sheet"]["elected"] == ["Amina Said", "Bela Kovacs", "Cem Aydin"]
    assert run.result["numbers"] == [1, 2, 3]
    assert run.ballots_commitment == agreed.commitment(
        OpenedBox.objects.get().salt, counts.box_of(opened).ballots
    )
    assert LotDraw.objects.count() == 0


@pytest.mark.parametrize(
    ("first", "second"),
    [(made.RO, made.DEPUTY), (made.DEPUTY, made.SCRUTINEER), (made.SCRUTINEER, made.RO)],
)
def test_any_two_of_three_open(board, now, first, second):
    closed = made.a_closed_one(board, now, ("AB", "BA", "AC", "CA", "AB"))

    opened = made.open_box(closed, at=closed.ends_at, first=first, second=second)

    assert sorted(OpenedBallot.objects.values_list("ranking", flat=True)) == [
        [1, 2], [1, 2], [1, 3], [2, 1], [3, 1],
    ]  # fmt: skip
    assert opened.state == "counted"


def test_one_key_twice_does_not_open(closed):
    by = made.officer(closed)
    openings.use_key(closed, private=POLL_KEYS[0], by=by, now=closed.ends_at)
    closed.refresh_from_db()

    with pytest.raises(Refused, match="One more officer must use their key"):
        openings.use_key(closed, private=POLL_KEYS[0], by=by, now=closed.ends_at)

    assert closed.state == "opening"
    assert not OpenedBallot.objects.exists()


@pytest.mark.parametrize(
    ("private", "said"),
    [
        (POLL_KEYS[1], "This key sheet belongs to another election."),
        (bytes([99]) * 32, "This key sheet belongs to another election."),
        (KEEP_KEYS[0], "This is your sheet to keep. Type the poll sheet."),
    ],
)
def test_only_ones_own_poll_sheet_opens(closed, private, said):
    with pytest.raises(Refused, match=said):
        openings.use_key(closed, private=private, by=made.officer(closed), now=closed.ends_at)


def test_nobody_but_an_officer_opens(closed, lead):
    with pytest.raises(Refused, match="You hold no key of this election"):
        openings.use_key(closed, private=POLL_KEYS[0], by=lead, now=closed.ends_at)


def test_ballots_lie_sorted_under_sorted_numbers(closed):
    made.open_box(closed, at=closed.ends_at)

    by_number = list(OpenedBallot.objects.order_by("pk").values_list("ranking", flat=True))
    assert by_number == sorted(by_number)
    in_the_file = list(OpenedBallot.objects.raw("SELECT * FROM partnership_board_openedballot"))
    assert [ballot.ranking for ballot in in_the_file] == by_number


def test_the_log_names_each_key_and_no_result_before_it_is_declared(closed):
    opened = made.open_box(closed, at=closed.ends_at)

    texts = [line.public_text for line in queries.log_of(opened)]
    assert texts[-3].startswith("The first key was used: the returning officer's, ")
    assert texts[-2].startswith("The second key was used: the scrutineer's, ")
    assert "The commitment to the ballots is " in texts[-1]
    assert CountRun.objects.get().result_sha256 not in " ".join(texts)


# ---- lots ----------------------------------------------------------------------------------------


@pytest.fixture
def level(board, now):
    return made.an_opened_one(board, now, LEVEL, people=made.PEOPLE[:3], seats=2)


def test_a_lot_that_decides_is_waited_for(level):
    assert level.state == "lot_due"
    assert not CountRun.objects.exists()
    assert not LotDraw.objects.exists()
    with pytest.raises(Refused, match="The lot must be drawn before the result is declared"):
        results.declare(level, by=made.officer(level), now=level.ends_at + timedelta(days=3))


def test_officers_and_candidates_are_asked_to_the_lot(level):
    asked = Message.objects.filter(key__contains="lot to")

    assert asked.count() == 6
    assert {letter.subject for letter in asked} == {f"A lot will be drawn: {level.title}"}


@pytest.mark.parametrize(
    ("digits", "hours", "role", "said"),
    [
        ("415263", 23, made.SCRUTINEER, "The lot is drawn from .* on, so that everybody"),
        ("41526", 25, made.SCRUTINEER, "Type at least six digits drawn in public."),
        ("4152six", 25, made.SCRUTINEER, "Type at least six digits drawn in public."),
        ("415263", 25, made.RO, "A scrutineer types the digits"),
    ],
)
def test_a_lot_is_refused(level, digits, hours, role, said):
    at = level.ends_at + timedelta(hours=hours)

    with pytest.raises(Refused, match=said):
        lot_drawing.draw(level, digits=digits, by=made.officer(level, role), now=at)

    assert not LotDraw.objects.exists()


def test_the_digits_settle_the_count_and_cannot_be_typed_again(level):
    at, by = level.ends_at + timedelta(hours=25), made.officer(level, made.SCRUTINEER)

    lot_drawing.draw(level, digits="415 263", by=by, now=at)

    draw = LotDraw.objects.get()
    assert (draw.seed, draw.tied, draw.is_decisive, draw.witnessed_by) == (
        "415263", [2, 3], True, by,
    )  # fmt: skip
    assert draw.keys[0][1].startswith("74211a56cbda")
    assert draw.chosen == 2
    assert CountRun.objects.get().result["sheet"]["elected"] == ["Amina Said", "Cem Aydin"]
    with pytest.raises(Refused, match="It cannot be drawn again"):
        lot_drawing.draw(level, digits="999999", by=by, now=at)


def test_no_digits_are_taken_where_no_lot_is_due(closed):
    opened = made.open_box(closed, at=closed.ends_at)

    with pytest.raises(Refused, match="No lot is due"):
        by = made.officer(opened, made.SCRUTINEER)
        lot_drawing.draw(opened, digits="415263", by=by, now=opened.ends_at)


def test_lots_that_cannot_matter_take_the_hash_of_the_box(board, now):
    ballots = ("A",) * 6 + ("B",) * 5 + ("CA", "DA", "CB", "DB")

    opened = made.an_opened_one(board, now, ballots, people=made.PEOPLE[:4], seats=2)

    assert opened.state == "counted"
    assert {draw.seed for draw in LotDraw.objects.all()} == {opened.box_sha256}
    assert {draw.is_decisive for draw in LotDraw.objects.all()} == {False}


# ---- declaration ---------------------------------------------------------------------------------


def test_a_result_is_public_when_two_officers_have_said_so(closed):
    opened = made.open_box(closed, at=closed.ends_at)

    assert not results.declare(opened, by=made.officer(opened), now=opened.ends_at)
    assert queries.latest(opened) is None
    assert results.declare(opened, by=made.officer(opened, made.DEPUTY), now=opened.ends_at)

    told = queries.latest(opened)
    assert told.stage == "provisional"
    assert told.level == "stages"
    assert told.published["turnout"] == {"entitled": 6, "voted": 6}
    assert told.published["sheet"]["quota"] == 2
    texts = " ".join(line.public_text for line in queries.log_of(opened))
    assert told.published["hashes"]["result_sha256"] in texts
    opened.refresh_from_db()
    assert opened.objections_close_at > opened.ends_at + timedelta(days=5)


def test_somebody_else_cannot_declare(closed, lead):
    opened = made.open_box(closed, at=closed.ends_at)

    with pytest.raises(Refused, match="Only the officers of this election declare its result"):
        results.declare(opened, by=lead, now=opened.ends_at)


def test_few_ballots_are_told_as_names_alone(board, now):
    told = queries.latest(
        made.a_declared_one(board, now, ("AB", "AB", "BA", "AC"), publication="profile")
    )

    assert told.level == "names_only"
    assert told.published["why_level"] == (
        "Only 4 ballots were cast. To protect voters, names alone are published."
    )
    assert "quota" not in json.dumps(told.published)
    assert "ballots" not in told.published


def test_the_profile_is_told_where_every_ranking_is_common(board, now):
    told = queries.latest(
        made.a_declared_one(board, now, ("AB",) * 6 + ("BA",) * 5, publication="profile", seats=1)
    )

    assert told.level == "profile"
    assert told.published["ballots"].startswith("5 1\n6 1 2 0\n5 2 1 0\n0\n")


# ---- the bundle ----------------------------------------------------------------------------------


def test_an_untouched_bundle_passes_and_counts_again(board, now):
    declared = made.a_declared_one(board, now)
    told = queries.latest(declared).published

    assert verify(queries.bundle_of(declared, told)) is None
    with_ballots = queries.bundle_of(
        declared, told, ballots=counts.box_of(declared).ballots, salt=counts.salt_of(declared)
    )
    assert verify(with_ballots) is None


def test_a_bundle_with_a_drawn_lot_passes_and_counts_again(board, now):
    declared = made.a_declared_one(board, now, LEVEL, people=made.PEOPLE[:3], seats=2)
    told = queries.latest(declared).published

    with_ballots = queries.bundle_of(
        declared, told, ballots=counts.box_of(declared).ballots, salt=counts.salt_of(declared)
    )
    assert verify(with_ballots) is None


def test_a_changed_result_is_named(board, now):
    declared = made.a_declared_one(board, now, SIX, people=made.PEOPLE[:4])
    told = queries.latest(declared).published
    told["result_as_hashed"] = told["result_as_hashed"].replace("Amina Said", "Somebody Else")

    assert verify(queries.bundle_of(declared, told)).startswith("log.jsonl: no line names")


# ---- objections ----------------------------------------------------------------------------------


@pytest.fixture
def declared(board, now):
    return made.a_declared_one(board, now, SIX, people=made.PEOPLE[:4])


def objected(declared, index=0, **words):
    entry, people = declared.on_roll[index]
    said = {"ground": "count", "text": "We think a paper was miscounted."} | words
    at = declared.declared_at
    return objections.object_to(
        declared, organisation=entry.organisation, by=people[0], now=at, **said
    )


def test_an_objection_holds_up_the_certificate_until_it_is_answered(declared):
    objection = objected(declared)
    with pytest.raises(Refused, match="1 objection waits for an answer"):
        made.certify(declared)

    objections.answer(
        objection,
        outcome="not_upheld",
        answer="We counted again by hand.",
        by=made.officer(declared),
        now=declared.declared_at,
    )

    assert made.certify(declared).state == "certified"
    texts = [line.public_text for line in queries.log_of(declared)]
    assert f"{objection.organisation} objected. It is about: the count." in texts
    assert "miscounted" not in " ".join(texts)


def test_nothing_is_certified_while_objections_are_open(declared):
    with pytest.raises(Refused, match="Objections are open until"):
        results.certify(declared, by=made.officer(declared), now=declared.declared_at)


def test_objections_close(declared):
    entry, people = declared.on_roll[0]
    with pytest.raises(Refused, match="Objections closed on"):
        objections.object_to(
            declared,
            organisation=entry.organisation,
            ground="roll",
            text="Late.",
            by=people[0],
            now=declared.objections_close_at,
        )


def test_nobody_objects_for_others(declared, lead):
    with pytest.raises(Refused, match="You do not act for"):
        objections.object_to(
            declared,
            organisation=declared.on_roll[0][0].organisation,
            ground="roll",
            text="For somebody else.",
            by=lead,
            now=declared.declared_at,
        )


def test_an_officer_does_not_answer_about_themselves(declared):
    officer = made.queries.officer_of(made.officer(declared), declared)
    objection = objected(declared, about_officer=officer)
    words = {"outcome": "upheld", "answer": "Yes.", "now": declared.declared_at}

    with pytest.raises(Refused, match="It is about what you did"):
        objections.answer(objection, by=officer.user, **words)
    objections.answer(objection, by=made.officer(declared, made.SCRUTINEER), **words)
    with pytest.raises(Refused, match="This objection has been settled"):
        objections.answer(objection, by=made.officer(declared, made.DEPUTY), **words)


def test_only_officers_answer(declared, lead):
    objection = objected(declared)

    with pytest.raises(Refused, match="An officer of the election answers objections"):
        objections.answer(
            objection, outcome="upheld", answer="Yes.", by=lead, now=declared.declared_at
        )


def test_an_objection_is_taken_back_by_who_made_it(declared, lead):
    objection = objected(declared)
    with pytest.raises(Refused, match="Only the organisation that objected"):
        objections.withdraw(objection, by=lead, now=declared.declared_at)

    objections.withdraw(objection, by=objection.by, now=declared.declared_at)

    assert queries.unanswered(declared) == 0


def test_objections_begin_with_the_declaration(closed):
    entry, people = closed.on_roll[0]
    with pytest.raises(Refused, match="Objections are open once a result has been declared"):
        objections.object_to(
            closed,
            organisation=entry.organisation,
            ground="roll",
            text="Early.",
            by=people[0],
            now=closed.ends_at,
        )


# ---- certification -------------------------------------------------------------------------------


def test_the_certificate_seats_the_elected_in_order_and_deletes_the_ballots(board, now):
    certified = made.a_certified_one(board, now, term_months=[36, 24, 12])

    terms = SeatTerm.objects.order_by("-ends_on").values_list("holder__name", "seat__title")
    on = certified.certified_at.date()
    assert [(name.rsplit(" ", 1)[0], seat) for name, seat in terms] == [
        ("Amina Said", "VCSE seats 1"),
        ("Dina Osei", "VCSE seats 2"),
        ("Emre Lund", "VCSE seats 3"),
    ]
    assert [term.ends_on.year - on.year for term in SeatTerm.objects.order_by("-ends_on")] == [
        3, 2, 1,
    ]  # fmt: skip
    for model in (SealedBallot, OpenedBallot, OpenedBox):
        assert not model.objects.exists()
    assert RetainedBox.objects.get().delete_on == SeatTerm.objects.latest("ends_on").ends_on
    told = queries.latest(certified)
    assert told.stage == "certified"
    assert [each["name"] for each in told.published["seats"]]
    assert verify(queries.bundle_of(certified, told.published)) is None


def test_ballots_that_changed_are_not_certified(declared):
    ballot = OpenedBallot.objects.order_by("pk").first()
    OpenedBallot.objects.filter(pk=ballot.pk).update(ranking=[4, 3])

    with pytest.raises(Refused, match="does not give the declared result"):
        made.certify(declared)

    declared.refresh_from_db()
    assert declared.state == "declared"
    assert not SeatTerm.objects.exists()


def test_somebody_without_an_account_is_invited_first(declared):
    made.queries.standing(declared).filter(number=1).update(user=None)

    with pytest.raises(Refused, match="Amina Said has no account yet"):
        made.certify(declared)


def test_a_box_is_deleted_when_the_last_term_has_ended(declared):
    certified = made.certify(declared)
    box = RetainedBox.objects.get()

    assert results.expire_boxes(now=certified.certified_at) == 0
    later = certified.certified_at + (box.delete_on - certified.certified_at.date())
    assert results.expire_boxes(now=later) == 1

    certified.refresh_from_db()
    assert certified.state == "archived"
    assert not RetainedBox.objects.exists()


def test_an_election_abandoned_after_the_count_keeps_no_ballot_and_no_salt(declared):
    for role in (made.RO, made.SCRUTINEER):
        by = made.officer(declared, role)
        ballot_box.abandon(declared, why="The roll was wrong.", by=by, now=declared.declared_at)

    declared.refresh_from_db()
    assert declared.state == "abandoned"
    for model in (SealedBallot, OpenedBallot, OpenedBox):
        assert not model.objects.exists()


# ---- what needs an officer -----------------------------------------------------------------------


def titles(election, role, on):
    cards = result_cards.cards(made.officer(election, role), on)
    return [card.title.partition(":")[0] for card in cards]


def test_today_names_the_next_step_to_those_who_can_take_it(closed, today):
    found = {role: [titles(closed, role, today)] for role in made.ROLES}
    by = made.officer(closed)
    openings.use_key(closed, private=POLL_KEYS[0], by=by, now=closed.ends_at)
    closed.refresh_from_db()
    for role in made.ROLES:
        found[role].append(titles(closed, role, today))
    by = made.officer(closed, made.SCRUTINEER)
    openings.use_key(closed, private=POLL_KEYS[1], by=by, now=closed.ends_at)
    results.declare(closed, by=made.officer(closed), now=closed.ends_at)
    for role in made.ROLES:
        found[role].append(titles(closed, role, today))

    opens, declares = ["Open the box"], ["Declare the result"]
    assert found == {
        made.RO: [opens, [], []],
        made.SCRUTINEER: [opens, opens, declares],
        made.DEPUTY: [opens, opens, declares],
    }


def test_today_names_objections_and_then_the_certificate(declared):
    objection = objected(declared)
    later = declared.objections_close_at.date()
    assert titles(declared, made.DEPUTY, later) == ["Answer objections"]

    objections.withdraw(objection, by=objection.by, now=declared.declared_at)

    assert titles(declared, made.DEPUTY, later) == []
    assert titles(declared, made.RO, later) == ["Certify the result"]


def test_today_names_the_lot(level):
    day = level.ends_at.date() + timedelta(days=1)
    (card,) = result_cards.cards(made.officer(level), day)
    assert (card.title, card.by_on) == (f"Draw the lot: {level}", day)


# ---- a move that fails midway leaves nothing behind ----------------------------------------------


@pytest.mark.parametrize(
    ("place", "at", "state"),
    [
        ("partnership_board.actions.openings.election_log.write", "first", "closed"),
        ("partnership_board.actions.counts._run", "second", "opening"),
        ("partnership_board.actions.results._declare", "declare", "counted"),
        ("partnership_board.actions.results.election_log.write", "certify", "declared"),
    ],
)
def test_a_move_that_dies_midway_did_not_happen(board, now, monkeypatch, place, at, state):
    election = made.a_closed_one(board, now, SIX, people=made.PEOPLE[:4])
    steps = steps_of(election)
    for name in list(steps)[: list(steps).index(at)]:
        steps[name]()
    election.refresh_from_db()
    before = everything()

    def killed(*args, **words):
        raise SystemExit

    monkeypatch.setattr(place, killed)
    with pytest.raises(SystemExit):
        steps[at]()

    election.refresh_from_db()
    assert election.state == state
    assert everything() == before


def steps_of(election):
    roles = {"first": (0, made.RO), "second": (1, made.SCRUTINEER)}

    def key(name):
        index, role = roles[name]
        by = made.officer(election, role)
        openings.use_key(election, private=POLL_KEYS[index], by=by, now=election.ends_at)
        election.refresh_from_db()

    return {
        "first": lambda: key("first"),
        "second": lambda: key("second"),
        "declare": lambda: made.declare(election, at=election.ends_at),
        "certify": lambda: made.certify(election),
    }


def everything():
    """What a move could have left behind."""
    models = (SealedBallot, OpenedBallot, OpenedBox, CountRun, Declaration, RetainedBox, SeatTerm)
    rows = {model.__name__: model.objects.count() for model in models}
    return rows | {
        "peeled": SealedBallot.objects.exclude(peeled=None).count(),
        "letters": Message.objects.count(),
    }
