"""Points are read twice, agreed to, joined, divided, and carried back to who told them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from alliance.errors import Refused
from coproduction.actions import answers, descents, insights, links
from coproduction.models import (
    BackFeed,
    Insight,
    InsightDescent,
    InsightLink,
    InsightSource,
    InsightVersion,
    Response,
    Theme,
)
from coproduction.queries import answers as telling_back
from coproduction.queries import insights as reading
from coproduction.queries import lineage
from tests.factories.coproduction import (
    EVERYTHING,
    a_point,
    a_reader,
    a_telling,
    an_approved_point,
    now,
)
from tests.factories.partnership_board import an_item

pytestmark = pytest.mark.django_db
APPROVE = "UPDATE coproduction_insight SET state = 'approved', approved_at = now(), "


def refusal(action, *args, **fields):
    with pytest.raises(Refused) as refused:
        action(*args, **fields)
    return str(refused.value)


def approve_by_hand(insight, by):
    with connection.cursor() as cursor:
        cursor.execute(f"{APPROVE} approved_by_id = %s WHERE id = %s", [by.pk, insight.pk])


@pytest.fixture
def other_reader(reader, writer):
    a_reader(writer, "second", by=reader)
    return writer


def test_not_even_raw_sql_approves_what_somebody_has_not_agreed_to(reader):
    agreed, not_shown = a_telling(reader), a_telling(reader, wants_to_see_text=True)
    insight = a_point(reader, agreed, not_shown)

    with pytest.raises(IntegrityError, match="has agreed to this text"), transaction.atomic():
        approve_by_hand(insight, reader)
    said_yes(insight, not_shown, reader)
    approve_by_hand(insight, reader)

    insight.refresh_from_db()
    assert insight.is_approved


def said_yes(insight, telling, by, outcome="approved"):
    return insights.record_check_back(
        insight,
        contributor=telling.contributor,
        how="phone",
        outcome=outcome,
        told_on=now().date(),
        by=by,
    )


def test_a_point_that_comes_from_nobody_is_approved_by_nobody(reader):
    insight = Insight.objects.create(number="I-2026-777", written_by=reader, written_at=now())

    with pytest.raises(IntegrityError, match="with those who told it"), transaction.atomic():
        approve_by_hand(insight, reader)


def test_a_new_text_takes_the_approval_away_whoever_writes_it(reader):
    insight = an_approved_point(reader)
    latest = InsightVersion.objects.get(insight=insight)

    InsightVersion.objects.create(
        insight=insight,
        version=2,
        plain_text=latest.plain_text + "x",
        written_by=reader,
        written_at=now(),
    )

    insight.refresh_from_db()
    assert (insight.state, insight.approved_by, insight.approved_at) == ("draft", None, None)


def test_a_no_to_the_text_that_is_approved_is_heard_at_once(reader):
    telling = a_telling(reader)
    insight = an_approved_point(reader, telling)

    said_yes(insight, telling, reader, outcome="refused")

    insight.refresh_from_db()
    assert insight.state == "under_review"


def test_an_approved_point_keeps_the_people_it_comes_from(reader):
    insight = an_approved_point(reader)

    with pytest.raises(IntegrityError, match="keeps the people"), transaction.atomic():
        InsightSource.objects.create(insight=insight, contribution=a_telling(reader))
    with pytest.raises(IntegrityError, match="keeps the people"), transaction.atomic():
        InsightSource.objects.filter(insight=insight).delete()


@pytest.mark.parametrize(
    ("beside", "because"),
    [
        ({"quote": "I waited."}, ["quote"]),
        ({"is_small_team": True}, ["small_team"]),
        ({"is_machine": True}, ["machine"]),
        ({"text": "The only Somali midwife was kind."}, ["rare"]),
        ({}, []),
    ],
)
def test_what_could_give_somebody_away_is_read_twice(reader, other_reader, beside, because):
    insight = a_point(reader, **beside)

    assert InsightVersion.objects.get(insight=insight).second_because == because
    insights.send_on(insight, by=reader)
    insight.refresh_from_db()
    assert insight.state == ("second_reading" if because else "checking_back")


def test_who_wrote_it_is_not_its_second_reader(reader, other_reader, writer, today):
    insight = a_point(reader, quote="I waited.")
    read = {"outcome": "passed", "on": today, "now": now()}

    assert refusal(insights.approve_insight, insight, by=reader, now=now()).startswith("A second")
    with pytest.raises(IntegrityError, match="second reader"), transaction.atomic():
        approve_by_hand(insight, reader)
    assert refusal(insights.read_second, insight, by=reader, **read).startswith("You wrote")
    insights.read_second(insight, by=other_reader, **read)
    insights.approve_insight(insight, by=reader, now=now())

    insight.refresh_from_db()
    assert insight.is_approved


def test_a_second_reader_sends_a_text_back(reader, other_reader, today):
    insight = a_point(reader, quote="I waited.")
    insights.send_on(insight, by=reader)

    insights.read_second(insight, outcome="sent_back", by=other_reader, on=today, now=now())

    insight.refresh_from_db()
    assert insight.state == "draft"
    assert refusal(insights.approve_insight, insight, by=reader, now=now()).startswith("A second")


def test_nobody_but_a_reader_reads_second(reader, writer, today):
    insight = a_point(reader, quote="I waited.")

    said = refusal(insights.read_second, insight, outcome="passed", by=writer, on=today, now=now())

    assert said == "One of the two readers looks at this."


def test_only_a_draft_is_sent_on(reader):
    assert refusal(insights.send_on, an_approved_point(reader), by=reader).startswith("Only a")


def test_own_words_are_shown_only_where_everybody_allows_their_own_words(reader, other_reader):
    yes = a_telling(reader, scopes=(*EVERYTHING, "quote"))
    allowed = a_point(reader, yes, quote="I sat with the phone.")
    refused = a_point(reader, yes, a_telling(reader), quote="I sat with the phone.")

    shown = {each.insight: each.quote for each in reading.shown(Insight.objects.all(), at=now())}

    assert shown == {allowed: "I sat with the phone.", refused: ""}


def merged(reader, *parents, **fields):
    fields = {"plain_text": "One point of two.", "audience": "board"} | fields
    return descents.merge(parents, by=reader, now=now(), **fields)


def test_two_points_become_one_and_what_they_led_to_leads_on(reader, the_board, coming_meeting):
    first, second = an_approved_point(reader), an_approved_point(reader)
    answer(reader, first)
    links.link_insight(first, to=an_item(coming_meeting), relation="shaped", by=reader, now=now())

    child = merged(reader, first, second)

    first.refresh_from_db()
    assert first.state == "merged"
    assert child.number > second.number
    assert InsightSource.objects.filter(insight=child).count() == 2
    assert InsightLink.objects.filter(insight=child).count() == 1
    insights.approve_insight(child, by=reader, now=now())
    (shown,) = reading.for_board(Insight.objects.all(), at=now())
    assert (shown.insight, len(shown.responses)) == (child, 1)
    assert "joined" in [step.title.split(", ")[-1] for step in lineage.steps_of(child)]


def answer(by, *insights, **fields):
    fields = {"said_by": "alliance", "kind": "we_did", "text": "It is so now."} | fields
    return links.answer_insights(insights, by=by, now=now(), **fields)


def test_one_point_becomes_two_and_no_telling_is_lost(reader):
    one, two = a_telling(reader), a_telling(reader)
    parent = a_point(reader, one, two)
    halves = [descents.Part("First.", [one]), descents.Part("Second.", [two])]

    assert refusal(
        descents.split, parent, halves[:1], audience="board", by=reader, now=now()
    ).startswith("Divide it")
    lost = [halves[0], descents.Part("Again.", [one])]
    assert refusal(descents.split, parent, lost, audience="board", by=reader, now=now()).startswith(
        "Each telling"
    )
    children = descents.split(parent, halves, audience="board", by=reader, now=now())

    parent.refresh_from_db()
    assert (parent.state, len(children)) == ("superseded", 2)
    assert refusal(merged, reader, parent, children[0]).endswith("taken back already.")
    assert refusal(merged, reader, children[0]).startswith("Choose at least two")


def test_the_line_is_the_same_in_both_directions_after_a_merge_and_a_split(reader, coming_meeting):
    item = an_item(coming_meeting)
    one, two = a_telling(reader), a_telling(reader)
    parent, other = a_point(reader, one, two), a_point(reader)
    links.link_insight(parent, to=item, relation="shaped", by=reader, now=now())
    parts = [descents.Part("First.", [one]), descents.Part("Second.", [two])]
    children = descents.split(parent, parts, audience="board", by=reader, now=now())
    joined = merged(reader, children[0], other)

    back = lineage.leading_to(item)
    forth = {
        each.pk
        for each in Insight.objects.exclude(state__in=["merged", "superseded"])
        if item.pk in lineage.reached_by(lineage.live({each.pk}))["agenda_item"]
    }

    assert back == forth == {joined.pk, children[1].pk}
    assert lineage.leading_to(an_item(coming_meeting, 2)) == set()


def test_a_point_is_closed_when_everybody_who_wanted_to_hear_has_heard(reader):
    wants = [a_telling(reader, hear_back=each) for each in ("yes", "ask_again", "no")]
    insight = an_approved_point(reader, *wants)
    assert telling_back.closed([insight]) == set()

    response = answer(reader, insight)
    first, second = (each.contributor for each in wants[:2])
    assert telling_back.to_tell(response) == sorted([first, second], key=lambda c: c.ref)
    tell(response, first, reader)
    assert telling_back.closed([insight]) == set()
    for _ in range(3):
        assert telling_back.closed([insight]) == set()
        tell(response, second, reader, outcome="not_reached")

    assert telling_back.closed([insight]) == {insight.pk}
    assert telling_back.to_be_told() == []
    assert refusal(tell, response, first, reader).startswith("This answer is not for them")
    assert BackFeed.objects.count() == 4


def tell(response, contributor, by, outcome="told"):
    return answers.tell_back(
        response, contributor=contributor, how="phone", outcome=outcome, told_on=now().date(), by=by
    )


def test_who_does_not_want_to_hear_counts_as_told(reader):
    telling = a_telling(reader, hear_back="yes")
    insight = an_approved_point(reader, telling)

    tell(answer(reader, insight), telling.contributor, reader, outcome="not_wanted")

    assert telling_back.closed([insight]) == {insight.pk}


@pytest.mark.parametrize("kind", ["we_did_not", "passed_on"])
def test_the_database_refuses_a_no_without_twenty_letters_of_reason(reader, kind):
    fields = {"said_by": "alliance", "kind": kind, "text": "x", "published_at": now()}

    with pytest.raises(IntegrityError, match="response_says_why_not"), transaction.atomic():
        Response.objects.create(**fields, because="x" * 19, written_by=reader)
    Response.objects.create(**fields, because="x" * 20, written_by=reader)


@pytest.mark.parametrize(
    "name",
    [
        "insight_descent_once",
        "insight_descent_goes_forward",
        "theme_is_not_its_own_parent",
        "insight_link_section_of_a_document",
        "response_said_by_somebody",
    ],
)
def test_the_database_refuses_what_makes_no_sense(reader, coming_meeting, name):
    first, second = a_point(reader), a_point(reader)
    told = {"kind": "merged", "made_by": reader, "made_at": now()}
    InsightDescent.objects.create(parent=first, child=second, **told)
    theme = Theme.objects.create(name="Waiting")
    item = an_item(coming_meeting)
    broken = {
        "insight_descent_once": lambda: InsightDescent.objects.create(
            parent=first, child=second, **told
        ),
        "insight_descent_goes_forward": lambda: InsightDescent.objects.create(
            parent=second, child=first, **told
        ),
        "theme_is_not_its_own_parent": lambda: Theme.objects.update(parent=theme),
        "insight_link_section_of_a_document": lambda: InsightLink.objects.create(
            insight=first,
            agenda_item=item,
            section="2.1",
            relation="shaped",
            made_by=reader,
            made_at=now(),
        ),
        "response_said_by_somebody": lambda: Response.objects.create(
            said_by="organisation",
            kind="we_did",
            text="x",
            written_by=reader,
            published_at=now() - timedelta(days=1),
        ),
    }[name]

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        broken()
