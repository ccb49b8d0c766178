"""A point is written, shown to the people it comes from, approved, and answered."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from alliance import access
from alliance.errors import Refused
from alliance.models import Event
from coproduction import words
from coproduction.actions import agendas, consents, insights, links
from coproduction.models import (
    CheckBack,
    Insight,
    InsightLink,
    InsightSource,
    InsightTheme,
    InsightVersion,
    Response,
    ResponseInsight,
    Theme,
)
from coproduction.queries import insights as reading
from coproduction.views import frames
from partnership_board.models import AgendaProposal
from tests.factories.coproduction import (
    EVERYTHING,
    a_point,
    a_telling,
    an_approved_point,
    now,
)

pytestmark = pytest.mark.django_db
TEXT = "Say a time, and keep to it."


def refusal(action, *args, **fields):
    with pytest.raises(Refused) as refused:
        action(*args, **fields)
    return str(refused.value)


def text_shown_to(client, user, north):
    client.force_login(user)
    return client.get(north.url("lived-experience/")).content.decode()


def test_points_are_numbered_by_year_and_a_number_is_never_used_again(reader):
    at = now().replace(year=2026, month=5, day=4)
    telling = a_telling(reader, now=at)

    numbers = [a_point(reader, telling, now=at + timedelta(hours=n)).number for n in range(3)]
    next_year = a_point(reader, telling, now=at.replace(year=2027))

    assert numbers == ["I-2026-001", "I-2026-002", "I-2026-003"]
    assert next_year.number == "I-2027-001"


def test_a_board_member_reads_an_approved_point_and_nothing_of_who_said_it(
    client, north, reader, board_member
):
    telling = a_telling(reader, "I waited.")
    an_approved_point(reader, telling, text=TEXT)

    page = text_shown_to(client, board_member, north)

    assert TEXT in page
    assert "I waited." not in page
    assert telling.contributor.ref not in page


def test_a_draft_is_read_by_nobody_but_those_who_write(client, north, reader, board_member):
    draft = a_point(reader, text=TEXT)

    assert TEXT not in text_shown_to(client, board_member, north)
    assert client.get(draft.get_absolute_url()).status_code == 404
    client.force_login(reader)
    assert TEXT in client.get(draft.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        ("alliance", {"reader", "lead", "safeguarding_lead"}),
        ("members", {"reader", "lead", "safeguarding_lead", "editor"}),
        ("board", {"reader", "lead", "safeguarding_lead", "editor", "board_member"}),
        (
            "public",
            {"reader", "lead", "safeguarding_lead", "editor", "board_member", "preparer"},
        ),
    ],
)
def test_each_audience_reads_what_is_for_it(client, north, reader, request, audience, readers):
    everybody = ("reader", "lead", "safeguarding_lead", "editor", "board_member", "preparer")
    an_approved_point(reader, text=TEXT, audience=audience)

    found = set()
    for who in everybody:
        if TEXT in text_shown_to(client, request.getfixturevalue(who), north):
            found.add(who)

    assert found == readers


def test_who_may_not_see_points_sees_none(client, north, reader, observer):
    insight = an_approved_point(reader, text=TEXT, audience="public")
    client.force_login(observer)

    assert client.get(north.url("lived-experience/")).status_code == 403
    assert client.get(insight.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("missing", ["keep", "use", "board"])
@pytest.mark.parametrize("how", ["changed", "expired", "withdrawn"])
def test_a_point_is_hidden_everywhere_once_one_source_no_longer_allows_it(
    client, north, reader, board_member, the_board, missing, how, today
):
    telling, another = a_telling(reader), a_telling(reader)
    insight = an_approved_point(reader, telling, another, text=TEXT)
    proposal = put_forward(insight, the_board, reader)
    assert TEXT in text_shown_to(client, board_member, north)

    left = [s for s in EVERYTHING if s != missing] if how == "changed" else []
    consents.change_consent(
        telling,
        scopes=left,
        method="written",
        by=reader,
        now=now() - timedelta(days=800 if how == "expired" else 0),
    )
    if how == "expired":
        InsightSource.objects.create(
            insight=insight, contribution=a_telling(reader, now=now() - timedelta(days=800))
        )

    client.force_login(board_member)
    for path in (north.url("lived-experience/"), insight.get_absolute_url()):
        assert TEXT not in client.get(path).content.decode()
    board_member.rights = access.carry_rights(board_member, on=today)
    assert frames.beside_proposal(proposal, board_member) is None
    assert list(frames.find(board_member, "keep to it", 5)) == []
    assert reading.for_board(Insight.objects.all(), at=now()) == []
    client.force_login(reader)
    for path in ("insights/", f"insights/{insight.number}/write/"):
        assert TEXT not in client.get(north.url(f"lived-experience/{path}")).content.decode()


def put_forward(insight, board, by, **fields):
    fields = {
        "title": "Evening call-backs",
        "why_now": "The evening line is being looked at this spring.",
        "purpose": "discuss",
        "minutes_wanted": 20,
    } | fields
    return agendas.put_to_agenda_group(insight, board=board, by=by, now=now(), **fields)


def test_a_point_put_to_the_agenda_group_leaves_its_text_and_its_people_behind(
    client, north, reader, the_board
):
    telling = a_telling(reader)
    insight = an_approved_point(reader, telling, text=TEXT)
    client.force_login(reader)
    typed = {
        "board": the_board.pk,
        "title": "Evening call-backs",
        "why_now": "The evening line is being looked at this spring.",
        "purpose": "discuss",
        "minutes_wanted": "20",
    }

    client.post(insight.get_absolute_url() + "agenda/", typed)

    proposal = AgendaProposal.objects.get()
    assert proposal.origin == "lived_experience"
    assert proposal.proposed_by is None
    assert InsightLink.objects.get().agenda_proposal == proposal
    stored = " ".join(str(value) for value in vars(proposal).values())
    assert TEXT not in stored
    assert telling.contributor.ref not in stored
    assert not any(TEXT in str(e.data) for e in Event.objects.all())


def test_the_point_stands_beside_its_proposal_for_those_it_is_for(
    reader, the_board, board_member, observer, today
):
    insight = an_approved_point(reader, text=TEXT)
    proposal = put_forward(insight, the_board, reader)
    for person in (board_member, observer):
        access.carry_rights(person, on=today)

    panel = frames.beside_proposal(proposal, board_member)

    assert panel is not None
    assert [point.text for point in panel["points"]] == [TEXT]
    assert frames.beside_proposal(proposal, observer) is None


def test_the_point_itself_is_never_copied_onto_an_agenda(reader, the_board):
    text = "People ask to be told a time in their own language and by somebody they know."
    insight = an_approved_point(reader, text=text)

    said = refusal(put_forward, insight, the_board, reader, why_now=text)

    assert said == "Write this afresh: the point itself is never copied."
    assert not AgendaProposal.objects.exists()


def test_a_point_that_the_board_may_not_see_is_not_put_to_it(reader, the_board):
    draft = a_point(reader)
    for_members = an_approved_point(reader, audience="members")

    assert refusal(put_forward, draft, the_board, reader).startswith("A point is approved before")
    assert refusal(put_forward, for_members, the_board, reader).startswith("This point may not")


def test_who_asked_to_see_the_text_first_does(client, reader):
    telling = a_telling(reader, wants_to_see_text=True)
    insight = a_point(reader, telling)
    ref = telling.contributor.ref
    client.force_login(reader)

    answer = client.post(insight.get_absolute_url() + "approve/")
    said = f"{ref} asked to see this first. Show it, or use it only in counts."

    assert answer.status_code == 422
    assert said in answer.content.decode()
    client.post(
        insight.get_absolute_url() + "check-back/",
        {
            "contributor": telling.contributor.pk,
            "how": "in_person",
            "outcome": "approved",
            "told_on": "2 March 2026",
        },
    )
    client.post(insight.get_absolute_url() + "approve/")
    insight.refresh_from_db()
    assert insight.is_approved


@pytest.mark.parametrize("outcome", ["changed", "refused", "not_reached"])
def test_no_other_answer_than_yes_lets_the_text_out(reader, outcome):
    telling = a_telling(reader, wants_to_see_text=False)
    insight = a_point(reader, telling)
    insights.record_check_back(
        insight,
        contributor=telling.contributor,
        how="phone",
        outcome=outcome,
        told_on=now().date(),
        by=reader,
    )

    said = refusal(insights.approve_insight, insight, by=reader, now=now())

    assert "asked to see this first" in said


def test_a_new_text_has_been_agreed_by_nobody(client, reader):
    insight = an_approved_point(reader)
    client.force_login(reader)

    client.post(
        insight.get_absolute_url() + "write/", {"plain_text": "Another.", "audience": "board"}
    )

    insight.refresh_from_db()
    assert (insight.state, insight.approved_at) == ("draft", None)
    latest = InsightVersion.objects.latest("version")
    assert (latest.version, words.opened(latest, "plain_text")) == (2, "Another.")


def test_an_insight_is_approved_once(reader):
    insight = an_approved_point(reader)

    said = refusal(insights.approve_insight, insight, by=reader, now=now())

    assert said == "This insight has been approved already."


def test_an_audience_that_people_did_not_agree_to_is_refused(reader):
    telling = a_telling(reader, scopes=("keep", "use"))
    insight = a_point(reader, telling, audience="board")

    said = refusal(insights.approve_insight, insight, by=reader, now=now())

    assert said == "Not everybody who told us this allows that audience to read it."


def test_what_may_not_be_used_becomes_no_point(reader):
    kept_only = a_telling(reader, scopes=("keep",))

    assert "said that we may make a point of it" in refusal(a_point, reader, kept_only)
    assert refusal(
        insights.write_insight,
        contributions=[],
        plain_text="x",
        audience="board",
        by=reader,
        now=now(),
    ).startswith("Choose what people told us")


def test_a_point_has_at_most_120_words(client, north, reader):
    telling = a_telling(reader)
    client.force_login(reader)
    typed = {"contributions": telling.pk, "audience": "board", "plain_text": "word " * 121}

    answer = client.post(north.url("lived-experience/insights/new/"), typed)

    assert answer.status_code == 422
    assert "Use at most 120 words." in answer.content.decode()
    assert "word word" in answer.content.decode()
    assert not Insight.objects.exists()


def test_an_answer_that_says_no_says_why(client, reader):
    insight = an_approved_point(reader)
    client.force_login(reader)
    typed = {"said_by": "board", "kind": "we_did_not", "text": "Not now.", "because": "No."}

    refused = client.post(insight.get_absolute_url() + "answer/", typed)
    answered = client.post(
        insight.get_absolute_url() + "answer/",
        typed | {"because": "The rooms are not safe for small children."},
    )

    assert "Say why. The person who told us will read it." in refused.content.decode()
    assert answered.status_code == 302
    assert "The rooms are not safe" in client.get(insight.get_absolute_url()).content.decode()


def answer(insight, **fields):
    fields = {"said_by": "board", "kind": "we_did", "text": "Done."} | fields
    return links.answer_insights([insight], by=insight.written_by, now=now(), **fields)


def test_a_promise_in_an_answer_has_a_day(reader):
    insight = an_approved_point(reader)

    assert refusal(answer, insight, kind="we_will") == "Say by when."


def test_a_draft_is_not_answered(reader):
    assert refusal(answer, a_point(reader)) == "An insight is approved before it is answered."


def test_a_promise_past_its_day_is_said_to_be_late(client, north, reader, today):
    insight = an_approved_point(reader)
    answer(insight, kind="we_will", due_on=today - timedelta(days=1))

    assert "not yet done" in text_shown_to(client, reader, north)


def test_the_lead_of_coproduction_is_reminded_of_points_without_an_answer(reader, lead, today):
    insight = an_approved_point(reader)
    for person in (reader, lead):
        access.carry_rights(person, on=today)

    cards = list(frames.cards(reader, today))

    assert [card.title for card in cards] == [f"Answer point {insight.number}"]
    assert cards[0].by_on == reading.due_on(insight, days=60)
    assert list(frames.cards(lead, today)) == []
    answer(insight)
    assert list(frames.cards(reader, today)) == []


def test_a_telling_that_waits_is_one_card(reader, today):
    a_telling(reader)
    access.carry_rights(reader, on=today)

    assert [card.title for card in frames.cards(reader, today)] == [
        "1 telling waits to become a point"
    ]


def test_a_pack_says_what_people_told_us_about_its_items(reader, coming_meeting, board_member):
    from partnership_board.actions import answers as board_answers
    from partnership_board.actions import items, restrictions
    from partnership_board.actions.restrictions import Terms

    insight = an_approved_point(reader, text=TEXT)
    proposal = put_forward(insight, coming_meeting.board, reader)
    on = now().date()
    assert frames.in_pack(coming_meeting.pk, on) is None
    board_answers.decide(proposal, outcome="accepted", by=board_member, now=now())
    facts = items.ItemFacts("Evening call-backs", "discuss", 20)
    item = items.add(coming_meeting, facts, by=reader, now=now(), proposal=proposal)

    section = frames.in_pack(coming_meeting.pk, on)

    assert section is not None
    assert [point.text for point in section["points"]] == [TEXT]
    access.carry_rights(board_member, on=on)
    panel = frames.beside_item(item, board_member)
    assert panel is not None
    assert [point.insight for point in panel["points"]] == [insight]

    terms = Terms("personal", "voting", on + timedelta(days=90), "Write to the alliance lead.")
    restrictions.restrict_item(item, terms, by=reader, now=now())
    assert frames.in_pack(coming_meeting.pk, on) is None


def test_a_point_is_found_by_its_words_in_memory(reader, today):
    an_approved_point(reader, text=TEXT)
    access.carry_rights(reader, on=today)

    assert [words for _, words, _ in frames.find(reader, "KEEP TO", 5)] == [TEXT]
    assert list(frames.find(reader, "elephant", 5)) == []


def test_a_link_says_why_where_it_says_no(reader, the_board):
    insight = an_approved_point(reader)
    proposal = put_forward(insight, the_board, reader)
    link = {"to": proposal, "by": reader, "now": now()}

    assert refusal(links.link_insight, insight, relation="declined", **link).startswith("Say why.")
    assert refusal(links.link_insight, insight, relation="asked_for", **link).endswith("already.")


def test_a_theme_has_one_name(reader):
    insights.agree_theme("Waiting", by=reader)

    assert refusal(insights.agree_theme, "Waiting", by=reader).startswith("There is a theme")


def test_points_are_filtered_by_theme(client, north, reader):
    theme = insights.agree_theme("Waiting", by=reader)
    an_approved_point(reader, text=TEXT, themes=[theme])
    an_approved_point(reader, text="Tea helps.")
    client.force_login(reader)

    page = client.get(north.url("lived-experience/?theme=Waiting")).content.decode()

    assert TEXT in page
    assert "Tea helps." not in page


@pytest.mark.parametrize("rows", [1, 3, 50])
@pytest.mark.parametrize(("path", "queries"), [("", 8), ("insights/", 8)])
def test_lists_of_points_cost_the_same_however_long_they_are(
    client, north, reader, the_board, rows, path, queries, django_assert_num_queries
):
    for number in range(rows):
        insight = an_approved_point(reader)
        answer(insight)
        put_forward(insight, the_board, reader, title=f"Proposal {number}")
    client.force_login(reader)
    client.get(north.url(f"lived-experience/{path}"))  # the frame is kept from now on

    with django_assert_num_queries(queries):
        client.get(north.url(f"lived-experience/{path}"))


def broken_rows(reader, board):
    insight = an_approved_point(reader)
    proposal = put_forward(insight, board, reader)
    version = InsightVersion.objects.get()
    draft = a_point(reader)
    theme = insights.agree_theme("Waiting", by=reader)
    InsightTheme.objects.create(insight=insight, theme=theme)
    response = answer(insight)
    link = {"insight": insight, "relation": "shaped", "made_by": reader, "made_at": now()}
    said = {"said_by": "board", "text": "x", "written_by": reader, "published_at": now()}
    return {
        "insight_number_form": lambda: Insight.objects.filter(pk=insight.pk).update(number="14"),
        "insight_number_once": lambda: Insight.objects.create(
            number=insight.number, written_by=reader, written_at=now()
        ),
        "insight_approved_by_somebody": lambda: Insight.objects.filter(pk=insight.pk).update(
            approved_by=None
        ),
        "insight_version_once": lambda: InsightVersion.objects.create(
            insight=insight, version=version.version, written_by=reader, written_at=now()
        ),
        "insight_source_once": lambda: InsightSource.objects.create(
            insight=draft, contribution=InsightSource.objects.get(insight=draft).contribution
        ),
        "insight_theme_once": lambda: InsightTheme.objects.create(insight=insight, theme=theme),
        "theme_name_once": lambda: Theme.objects.create(name="Waiting"),
        "insight_link_has_one_target": lambda: InsightLink.objects.create(**link),
        "insight_link_once": lambda: InsightLink.objects.create(agenda_proposal=proposal, **link),
        "insightlink_says_why_not": lambda: InsightLink.objects.create(
            agenda_proposal=proposal, **(link | {"relation": "declined"})
        ),
        "response_says_why_not": lambda: Response.objects.create(kind="we_did_not", **said),
        "response_says_by_when": lambda: Response.objects.create(kind="we_will", **said),
        "response_insight_once": lambda: ResponseInsight.objects.create(
            insight=insight, response=response
        ),
    }


@pytest.mark.parametrize(
    "name",
    [
        "insight_number_form",
        "insight_number_once",
        "insight_approved_by_somebody",
        "insight_version_once",
        "insight_source_once",
        "insight_theme_once",
        "theme_name_once",
        "insight_link_has_one_target",
        "insight_link_once",
        "insightlink_says_why_not",
        "response_says_why_not",
        "response_says_by_when",
        "response_insight_once",
    ],
)
def test_the_database_refuses_what_makes_no_sense(reader, the_board, name):
    breaking = broken_rows(reader, the_board)[name]

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        breaking()


@pytest.mark.parametrize("model", [InsightVersion, CheckBack])
def test_texts_and_answers_to_them_are_never_changed(reader, model):
    telling = a_telling(reader)
    insight = a_point(reader, telling)
    insights.record_check_back(
        insight,
        contributor=telling.contributor,
        how="phone",
        outcome="approved",
        told_on=now().date(),
        by=reader,
    )

    with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
        model.objects.update(alliance=insight.alliance_id)


def test_nobody_of_another_alliance_finds_a_point(client, north, reader, stranger):
    insight = an_approved_point(reader, audience="public")
    client.force_login(stranger)

    assert client.get(insight.get_absolute_url()).status_code == 404
    assert client.get(north.url("lived-experience/")).status_code == 404
