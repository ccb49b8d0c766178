"""An interest in an item: declared by the person, ruled by the chair, weighed before the vote."""

import time
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import Message
from partnership_board import quorum
from partnership_board.actions import boards, declarations, forecasts, interests, seats
from partnership_board.actions import restrictions as restrict
from partnership_board.actions.interests import InterestFacts
from partnership_board.actions.restrictions import Terms
from partnership_board.models import (
    DecisionReview,
    DeclarationRuling,
    ItemChair,
    ItemDeclaration,
    PaperParty,
    QuorumCheck,
    RecusalForecast,
    SeatTerm,
)
from partnership_board.queries import connections, interest_cards, recusal, recusals, restrictions
from partnership_board.queries import declarations as queries
from tests.factories import members as organisations
from tests.factories import partnership_board as rows
from tests.people import an_account

GRANTS = "My organisation would get a grant."


@pytest.fixture
def item(meeting):
    return rows.an_item(meeting, title="Grants", purpose="decide")


@pytest.fixture
def paper(item, lead, now):
    return rows.a_paper(item, lead, now, body_md="A marker word: zebrafinch.")


@pytest.fixture
def declare(item, now):
    def declaring(person, materiality="prejudicial", said=GRANTS, **words):
        words = {"by": person, "now": now, "materiality": materiality, "said": said} | words
        return declarations.declare(item, **words)

    return declaring


@pytest.fixture
def deputy_chair(board, sit):
    return sit("Carys Bevan", board, "COUNCIL", position="deputy_chair")


def said(answer):
    return " ".join(answer.content.decode().split())


# ---- declaring -----------------------------------------------------------------------------------
def test_the_stage_follows_from_how_far_the_item_is(declare, item, board_member, chair, now):
    assert declare(chair).stage == "before_pack"
    item.meeting.state = "published"
    item.meeting.save()
    assert queries.stage_of(item, now=now) == "at_start"
    item.state = "heard"
    item.save()
    assert declare(board_member).stage == "after"
    with pytest.raises(Refused, match="You have said this already"):
        declare(board_member)


def test_what_no_declaration_takes(declare, item, board_member, chair, lead, now, today):
    with pytest.raises(Refused, match="Say in a few words"):
        declare(board_member, said=" ")
    with pytest.raises(Refused, match="names someone else’s health or family"):
        declare(board_member, said="My wife Amina would get it.")
    with pytest.raises(Refused, match="Only those with a seat on this board"):
        declare(lead)
    facts = InterestFacts("financial", "Shares.", today)
    entry = interests.enter(facts, by=chair, now=now)
    with pytest.raises(Refused, match="somebody else’s entry"):
        declare(board_member, interest=entry)
    assert declare(chair, said="", interest=entry).said == "Shares."
    assert declare(board_member, "none", said="").touches_nothing


def test_an_interest_found_after_the_vote_brings_the_decision_back(
    declare, board, item, board_member, chair, lead, now, today
):
    held = rows.a_meeting(board, rows.at(today - timedelta(days=20)), state="ended")
    before = rows.an_item(held, title="Evenings", state="heard")
    decision = rows.a_decision(before, lead, now)
    position = decision.text

    declarations.declare(
        before, materiality="personal", said="I drive the bus.", by=board_member, now=now
    )

    review = DecisionReview.objects.get(decision=decision)
    assert (review.why, review.settled_by) == ("interest", None)
    assert review.item.meeting == item.meeting
    assert decision.number in review.item.title
    decision.refresh_from_db()
    assert decision.text == position
    declarations.declare(before, materiality="none", by=chair, now=now)
    assert DecisionReview.objects.count() == 1


# ---- ruling --------------------------------------------------------------------------------------
def test_the_chair_rules_and_the_person_hears_of_it(declare, board_member, chair, now):
    declaration = declare(board_member)

    ruling = declarations.rule(declaration, ruling="leave", by=chair, now=now)

    assert (ruling.ruled_as, ruling.leaves, ruling.is_out_of_the_room) == ("chair", True, True)
    letter = Message.objects.get(key=f"ruling {ruling.pk}")
    assert letter.to == board_member.email
    assert "Leaves for the item" in letter.body
    assert GRANTS not in letter.subject
    again = declarations.rule(declaration, ruling="note", by=chair, now=now + timedelta(hours=1))
    assert queries.of_items([declaration.item_id])[declaration.item_id][0].ruling == again
    assert recusals.without_vote(declaration.item) == frozenset()


def test_who_is_touched_does_not_rule(
    declare, item, board_member, nhs_member, chair, deputy_chair, lead, now, today
):
    declaration = declare(board_member)
    with pytest.raises(Refused, match="Dorothy Achebe rules on this"):
        declarations.rule(declaration, ruling="note", by=nhs_member, now=now)
    mine = declare(chair)
    with pytest.raises(Refused, match="Nobody rules on an interest of their own"):
        declarations.rule(mine, ruling="note", by=chair, now=now)
    assert queries.ruler_of(item, on=today).person == deputy_chair
    assert declarations.rule(mine, ruling="note", by=deputy_chair, now=now).ruled_as == (
        "deputy_chair"
    )
    with pytest.raises(Refused, match="Somebody is there to rule"):
        declarations.choose_chair(item, person=nhs_member, by=lead, now=now)

    declare(deputy_chair)
    with pytest.raises(Refused, match="The meeting chooses somebody to chair it"):
        declarations.rule(declaration, ruling="note", by=nhs_member, now=now)
    with pytest.raises(Refused, match="a seat that votes and no interest"):
        declarations.choose_chair(item, person=board_member, by=lead, now=now)
    declarations.choose_chair(item, person=nhs_member, by=lead, now=now)
    assert declarations.rule(declaration, ruling="leave", by=nhs_member, now=now).ruled_as == (
        "elected"
    )


def test_a_dispensation_needs_rules_a_shared_interest_and_a_reason(
    declare, item, board, board_member, nhs_member, chair, now
):
    shared, own = declare(board_member, "class"), declare(nhs_member)

    def dispense(declaration, reason="The whole side asked for a grant."):
        return declarations.rule(
            declaration, ruling="dispensation", reason=reason, by=chair, now=now
        )

    with pytest.raises(Refused, match="know no dispensation"):
        dispense(shared)
    rules = boards.adopt_rules(board, from_on=rows.OPENED, by=Actor.SYSTEM, class_interest=True)
    item.meeting.rules = rules
    item.meeting.save()
    for each in (shared, own):
        each.item.refresh_from_db()
        each.item.meeting.refresh_from_db()
    with pytest.raises(Refused, match="an interest that the whole side has"):
        dispense(own)
    with pytest.raises(Refused, match="say why in a sentence"):
        dispense(shared, "Fair.")
    assert not dispense(shared).leaves


def test_who_left_gets_no_action_of_it(declare, item, board_member, nhs_member, chair, now):
    declarations.rule(declare(board_member), ruling="leave", by=chair, now=now)
    declarations.rule(declare(nhs_member), ruling="speak_no_vote", by=chair, now=now)
    with pytest.raises(Refused, match="You left for this item, so you cannot be given its action"):
        declarations.refuse_recused(item, board_member)
    declarations.refuse_recused(item, nhs_member)
    assert recusals.without_vote(item) == {board_member.pk, nhs_member.pk}
    assert recusals.out_of_the_room(item) == {board_member.pk}


# ---- papers --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("ruling", "shown_anyway", "is_kept"),
    [
        ("leave", False, True),
        ("leave", True, False),
        ("no_papers", True, True),
        ("speak_no_vote", False, False),
        ("note", False, False),
    ],
)
def test_what_a_ruling_does_to_the_paper(
    client, north, declare, item, board, board_member, chair, paper, now, today, ruling,
    shown_anyway, is_kept,
):  # fmt: skip
    if shown_anyway:
        item.meeting.rules = boards.adopt_rules(
            board, from_on=rows.OPENED, by=Actor.SYSTEM, recused_see_papers="shown"
        )
    item.meeting.state = "published"
    item.meeting.save()
    declarations.rule(declare(board_member), ruling=ruling, by=chair, now=now)

    sight = restrictions.sight_of(board_member, on=today)
    kept = restrictions.withheld_from([board_member, chair], on=today)
    client.force_login(board_member)
    page = said(client.get(item.get_absolute_url()))

    assert sight.hides_paper(paper.paper_id) is is_kept
    assert (kept[board_member.pk].key == "everything") is not is_kept
    assert kept[chair.pk].key == "everything"
    assert ("zebrafinch" in page) is not is_kept
    assert ("you do not read its paper" in page) is is_kept
    client.force_login(chair)
    assert "zebrafinch" in said(client.get(item.get_absolute_url()))


# ---- who is asked --------------------------------------------------------------------------------
def test_whoever_is_bound_to_somebody_who_could_gain_is_asked(
    item, paper, board, sit, board_member, chair, expert, now, today
):
    harbour = organisations.an_organisation("Harbour Lane")
    heron = organisations.an_organisation("Heron House")
    PaperParty.objects.create(version=paper, organisation=harbour)
    sitting = sit("Mina Choudhury", board, organisation=harbour)
    facts = InterestFacts("financial", "A contract.", today, harbour)
    interests.enter(facts, by=board_member, now=now)
    hidden = InterestFacts("personal", "I use it.", today, harbour, "health")
    interests.enter(hidden, by=expert, now=now)
    interests.enter(InterestFacts("financial", "A lease.", today, heron), by=chair, now=now)
    people = [board_member.pk, chair.pk, expert.pk, sitting.pk]

    found = connections.connections([item.pk], people, on=today)[item.pk]

    assert [(each.person, each.why) for each in found] == [
        (sitting.pk, "holds a seat for Harbour Lane"),
        (board_member.pk, "has Harbour Lane in the register of interests"),
    ]
    assert [each.person for each in connections.connections(
        [item.pk], [expert.pk], on=today, is_own=True
    )[item.pk]] == [expert.pk]  # fmt: skip
    asked = queries.asked_of(board_member, now=now)
    assert [each.item for each in asked] == [item]
    declarations.declare(item, materiality="none", by=board_member, now=now)
    assert queries.asked_of(board_member, now=now) == []
    assert not ItemDeclaration.objects.exclude(person=board_member).exists()


def test_an_upper_app_can_name_who_would_receive_the_money(
    item, board, sit, today, monkeypatch, now
):
    harbour = organisations.an_organisation("Harbour Lane")
    sitting = sit("Mina Choudhury", board, organisation=harbour)
    monkeypatch.setattr(
        connections.registries, "would_receive", [lambda items: {pk: [harbour.pk] for pk in items}]
    )
    found = connections.connections([item.pk], [sitting.pk], on=today)[item.pk]
    assert [each.name for each in found] == ["Harbour Lane"]


def test_of_what_is_restricted_nobody_outside_is_asked_or_told(
    client, north, item, paper, board, sit, nhs_member, chair, lead, now, today
):
    harbour = organisations.an_organisation("Harbour Lane")
    PaperParty.objects.create(version=paper, organisation=harbour)
    sitting = sit("Mina Choudhury", board, organisation=harbour)
    outsider = sit("Ola Brandt", board, "EBE", organisation=harbour)
    declaration = declarations.declare(
        item, materiality="prejudicial", said="A zebrafinch.", by=sitting, now=now
    )
    declarations.rule(declaration, ruling="leave", by=chair, now=now)
    terms = Terms(
        "commercial", "sides", today + timedelta(days=60), "Write to the lead of us all.", ["VCSE"]
    )
    restrict.restrict_paper(paper.paper, terms, by=lead, now=now)

    assert queries.asked_of(outsider, now=now) == []
    client.force_login(outsider)
    for path in ("items/1/declare/", "recusal/"):
        page = said(client.get(north.url(f"board/meetings/{item.meeting_id}/{path}")))
        assert "Harbour Lane" not in page
        assert "remain" not in page
    assert "zebrafinch" not in str(interest_cards.in_pack(item.meeting_id, today))
    client.force_login(lead)
    page = said(client.get(north.url(f"board/meetings/{item.meeting_id}/recusal/")))
    assert "remain" in page


# ---- the preview ---------------------------------------------------------------------------------
@pytest.fixture
def grants(item, paper, board, sit, today):
    """Two who sit for members would gain; the NHS would not."""
    for name in ("Mina Choudhury", "Kwame Boateng"):
        group = organisations.an_organisation(f"Group of {name}")
        sit(name, board, organisation=group)
        PaperParty.objects.create(version=paper, organisation=group)
    sit("Helen Castellane", board, "NHS")
    rules = boards.adopt_rules(
        board,
        from_on=rows.OPENED,
        by=Actor.SYSTEM,
        quorum={"all": [{"min_by": {"VCSE": 1, "NHS": 1}}]},
        ways_out=["split", "deputies"],
    )
    item.meeting.rules = rules
    item.meeting.save()
    return item


def test_the_preview_says_what_would_be_left(client, north, grants, lead, sit, board, today):
    client.force_login(lead)
    page = said(client.get(north.url(f"board/meetings/{grants.meeting_id}/recusal/")))

    assert "If all who are named leave, 1 of 3 remain: VCSE 0 of 2." in page
    assert "Not quorate: needs at least one VCSE seat." in page
    assert "As the chair has ruled, 3 of 3 remain. Quorate." in page
    assert "Deputies who are free take the seats: none of the two has one." in page
    assert "Split the item" in page
    assert "An independent panel" not in page
    assert "holds a seat for Group of Mina Choudhury" in page

    seats.name_deputy(
        SeatTerm.objects.get(holder__name="Kwame Boateng").seat,
        person=sit("Ola Brandt", rows.a_board("subgroup", "Other")),
        from_on=rows.OPENED,
        by=Actor.SYSTEM,
        on=today,
    )
    page = said(client.get(north.url(f"board/meetings/{grants.meeting_id}/recusal/")))
    assert "one of the two has one." in page


def test_names_that_are_only_suggested_are_for_the_lead_and_whoever_rules(
    client, north, grants, chair, board, sit, lead
):
    other = sit("Anil Deshmukh", board, "NHS")
    path = north.url(f"board/meetings/{grants.meeting_id}/recusal/")
    for person, sees in ((lead, True), (chair, True), (other, False)):
        client.force_login(person)
        page = said(client.get(path))
        assert ("<bdi>Mina Choudhury</bdi>" in page) is sees
        assert ("2 other people" in page) is not sees
        assert "2 of 5 remain" in page or "3 of 5 remain" in page


def test_the_forecast_is_kept_once_and_stands_beside_what_happened(
    grants, sit, board, chair, now, today
):
    mina = SeatTerm.objects.get(holder__name="Mina Choudhury").holder
    declaration = declarations.declare(
        grants, materiality="prejudicial", said=GRANTS, by=mina, now=now
    )
    assert forecasts.keep_all(grants.meeting, cause="pack", now=now) == 1
    assert forecasts.keep_all(grants.meeting, cause="pack", now=now) == 0
    declarations.rule(declaration, ruling="leave", by=chair, now=now)
    kept = RecusalForecast.objects.order_by("pk").last()
    assert (RecusalForecast.objects.count(), kept.cause) == (2, "ruling")

    [found] = recusal.previews(grants.meeting, [grants], on=today)
    room = quorum.room_from(found.inputs).without({mina.pk})
    happened = quorum.inputs_of(recusal.rules_of(grants.meeting.rules), room)
    facts = {"meeting": grants.meeting, "item": grants, "rules": grants.meeting.rules}
    checked = {"cause": "decision", "is_met": True, "at": now, "recorded_at": now}
    QuorumCheck.objects.create(**facts, **checked, inputs=happened)

    outcome = recusal.outcomes([grants.pk])[grants.pk]
    assert outcome.is_as_expected
    assert kept.ruled["votes"] == {"VCSE": 2, "NHS": 1}

    everybody = quorum.inputs_of(
        recusal.rules_of(grants.meeting.rules), quorum.room_from(found.inputs)
    )
    later = checked | {"at": now + timedelta(hours=1)}
    QuorumCheck.objects.create(**facts, **later, inputs=everybody)
    assert recusal.outcomes([grants.pk])[grants.pk].differences == [
        "VCSE: 2 who could vote expected, 3 in fact."
    ]


def test_twenty_items_and_twenty_seats_are_six_queries_and_fast(
    board, meeting, sit, lead, now, today
):
    group = organisations.an_organisation("Harbour Lane")
    for n in range(20):
        seat = rows.a_seat(board, title=f"Seat {n}", code=["VCSE", "NHS", "EBE"][n % 3])
        rows.a_term(seat, lead if n == 0 else an_account(f"Person Number{n}"), organisation=group)
    items = [rows.an_item(meeting, n, title=f"Item {n}") for n in range(1, 21)]
    for each in items:
        version = rows.a_paper(each, lead, now)
        PaperParty.objects.create(version=version, organisation=group)
    recusal.previews(meeting, items, on=today)

    with CaptureQueriesContext(connection) as asked:
        found = recusal.previews(meeting, items, on=today)
    taken = []
    for _ in range(5):
        began = time.perf_counter()
        recusal.previews(meeting, items, on=today)
        taken.append(time.perf_counter() - began)

    assert len(asked) <= 6
    assert [len(each.people) for each in found] == [20] * 20
    assert min(taken) < 0.5  # `make bench` measures the 50 ms of the target


# ---- pages ---------------------------------------------------------------------------------------
def test_three_taps_declare_what_somebody_is_asked_about(client, north, grants, now, today):
    mina = SeatTerm.objects.get(holder__name="Mina Choudhury").holder
    client.force_login(mina)
    client.get(north.url("board/"))
    mina.rights = None
    page = client.get(north.url(f"board/meetings/{grants.meeting_id}/items/1/declare/"))
    form = page.context["form"]

    sent = client.post(
        north.url(f"board/meetings/{grants.meeting_id}/items/1/declare/"),
        {name: form.initial.get(name, "") for name in form.fields},
    )

    assert sent.status_code == 302
    declaration = ItemDeclaration.objects.get()
    assert declaration.person == mina
    assert declaration.said == "I hold my seat for Group of Mina Choudhury."
    page = said(client.get(grants.get_absolute_url()))
    assert "waits for a ruling" in page


def test_the_chair_rules_on_the_page_and_others_are_told_who_does(
    client, north, declare, item, board_member, nhs_member, chair, lead
):
    declaration = declare(board_member)
    path = north.url(f"board/declarations/{declaration.pk}/rule/")
    for person in (nhs_member, lead):
        client.force_login(person)
        page = said(client.get(path))
        assert "Dorothy Achebe rules on it." in page
        assert GRANTS not in page
    client.force_login(nhs_member)
    assert "Dorothy Achebe rules on this." in said(client.post(path, {"ruling": "note"}))
    assert GRANTS not in said(client.get(item.get_absolute_url()))

    client.force_login(chair)
    assert GRANTS in said(client.get(path))
    assert client.post(path, {"ruling": "leave", "reason": ""}).status_code == 302
    client.force_login(nhs_member)
    assert GRANTS in said(client.get(item.get_absolute_url()))


def test_the_lead_writes_down_whom_the_meeting_chose(
    client, north, declare, item, chair, nhs_member, lead
):
    declare(chair)
    client.force_login(lead)
    path = north.url(f"board/meetings/{item.meeting_id}/items/1/chair/")
    page = said(client.get(north.url(f"board/meetings/{item.meeting_id}/recusal/")))
    assert "The meeting chooses somebody to chair it." in page
    assert client.post(path, {"person": nhs_member.pk}).status_code == 302
    assert ItemChair.objects.get().person == nhs_member
    assert "Somebody is there" in said(client.post(path, {"person": nhs_member.pk}))


def test_somebody_without_a_seat_has_nothing_to_declare(client, north, item, lead):
    client.force_login(lead)
    path = north.url(f"board/meetings/{item.meeting_id}/items/1/declare/")
    assert "Nothing to declare here" in said(client.get(path))
    assert "Only those with a seat" in said(client.post(path, {"materiality": "none"}))


# ---- Today and the pack --------------------------------------------------------------------------
def with_rights(client, north, person):
    """As a request carries them."""
    client.force_login(person)
    return client.get(north.url("board/")).wsgi_request.user


def test_cards_ask_remind_and_tell_the_chair(client, north, grants, chair, now, today):
    mina = SeatTerm.objects.get(holder__name="Mina Choudhury").holder
    her = with_rights(client, north, mina)
    assert [card.title for card in interest_cards.to_declare(her, today)] == [
        "Does item 1 touch an interest of yours?"
    ]
    assert [card.title for card in interest_cards.to_confirm(her, today)] == [
        "Confirm your interests for this year"
    ]
    declarations.declare(grants, materiality="prejudicial", said=GRANTS, by=mina, now=now)
    interests.confirm(mina, now=now)
    assert list(interest_cards.to_declare(her, today)) == []
    assert list(interest_cards.to_confirm(her, today)) == []
    assert list(interest_cards.to_rule(her, today)) == []
    his = with_rights(client, north, chair)
    assert [card.title for card in interest_cards.to_rule(his, today)] == [
        "Rule on 1 declared interest"
    ]


def test_the_pack_prints_what_was_ruled_and_the_register_by_number(
    declare, meeting, item, board_member, nhs_member, chair, now, today
):
    assert interest_cards.in_pack(meeting.pk, today) is None
    declarations.rule(declare(board_member), ruling="leave", by=chair, now=now)
    declare(nhs_member, said="Waiting words.")
    interests.confirm(chair, now=now)

    told = interest_cards.in_pack(meeting.pk, today)

    assert [(row["number"], row["who"], row["said"]) for row in told["ruled"]] == [
        ("1", "Yusuf Karim", GRANTS)
    ]
    assert [member.name for member in told["register"]] == ["Dorothy Achebe"]
    assert item.title not in str(told)


# ---- the database --------------------------------------------------------------------------------
def the_database_says(name):
    return pytest.raises(IntegrityError, match=name)


def test_what_the_database_refuses_of_declarations(
    declare, item, board_member, chair, lead, nhs_member, now
):
    declaration = declare(board_member)
    with the_database_says("item_declared_once_a_stage"), transaction.atomic():
        ItemDeclaration.objects.create(
            item=item,
            person=board_member,
            said="Again.",
            stage="before_pack",
            materiality="personal",
            declared_at=now,
        )
    with the_database_says("declaration_says_what_the_connection_is"), transaction.atomic():
        ItemDeclaration.objects.create(
            item=item, person=chair, stage="during", materiality="personal", declared_at=now
        )
    with the_database_says("dispensation_has_a_reason"), transaction.atomic():
        DeclarationRuling.objects.create(
            declaration=declaration,
            ruling="dispensation",
            ruled_by=chair,
            ruled_as="chair",
            ruled_at=now,
        )
    chosen = {"item": item, "chosen_at": now, "written_by": lead}
    ItemChair.objects.create(person=nhs_member, **chosen)
    with the_database_says("one_chair_an_item"), transaction.atomic():
        ItemChair.objects.create(person=chair, **chosen)


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("item_declaration_append_only", ItemDeclaration),
        ("declaration_ruling_append_only", DeclarationRuling),
        ("recusal_forecast_append_only", RecusalForecast),
    ],
)
def test_what_was_declared_ruled_and_expected_stays(
    declare, item, board_member, chair, now, name, model
):
    assert name in {constraint.name for constraint in model._meta.constraints}
    declarations.rule(declare(board_member), ruling="leave", by=chair, now=now)
    assert model.objects.exists()

    for statement in ("UPDATE {} SET id = id", "DELETE FROM {}"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(statement.format(model._meta.db_table))
