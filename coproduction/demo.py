"""The demonstration's tellings and points, made by the same actions as real ones."""

from datetime import timedelta

from alliance.models import User
from alliance.registries import Story
from coproduction import demo_words as said
from coproduction.actions import agendas, capture, consents, insights, links, reading
from coproduction.models import Contribution, Contributor, Insight, InsightLink, Theme
from coproduction.wording import BODY
from partnership_board.actions import answers as board_answers
from partnership_board.actions import items
from partnership_board.models import AgendaItem, AgendaProposal, Board, Meeting


def tell(story: Story) -> None:
    by = story.people["coproduction_lead"]
    reading.appoint_reader(
        by, kind="first", from_on=story.on - timedelta(days=200), by=story.people["lead"]
    )
    consents.adopt_wording(
        body=BODY,
        controllers="The alliance (fictional)",
        reviewed_by="The lived-experience group (fictional)",
        reviewed_on=story.on - timedelta(days=200),
        by=by,
    )
    if story.slug == "tower-hamlets":
        _tell_all(story, by)
    else:
        telling, point = said.ELSEWHERE[story.slug]
        told = {telling.key: _take(story, telling, by)}
        _write(story, point, told, by)


def _tell_all(story: Story, by: User) -> None:
    told = {telling.key: _take(story, telling, by) for telling in said.TELLINGS}
    points = {point.key: _write(story, point, told, by) for point in said.POINTS}
    for answer in said.ANSWERS:
        due_on = None
        if answer.due_in_days is not None:
            due_on = story.on + timedelta(days=answer.due_in_days)
        links.answer_insights(
            [points[answer.point]],
            said_by=answer.said_by,
            kind=answer.kind,
            text=answer.text,
            because=answer.because,
            due_on=due_on,
            by=by,
            now=story.now - timedelta(days=5),
        )
    _put_on_agenda(story, points["evening"], by)


def _take(story: Story, telling: said.Telling, by: User) -> Contribution:
    ago = timedelta(days=telling.days_ago)
    return capture.take_contribution(
        scopes=telling.scopes,
        method=telling.method,
        channel=telling.channel,
        told_by=telling.told_by,
        told_on=story.on - ago,
        language=telling.language,
        original=telling.original,
        translation=telling.translation,
        hear_back=telling.hear_back,
        wants_to_see_text=telling.wants_to_see_text,
        by=by,
        now=story.now - ago,
    )


def _write(story: Story, point: said.Point, told: dict[str, Contribution], by: User) -> Insight:
    sources = [told[key] for key in point.sources]
    approved = point.approved_days_ago
    written_at = story.now - timedelta(days=2 if approved is None else approved + 1)
    insight = insights.write_insight(
        contributions=sources,
        plain_text=point.text,
        audience=point.audience,
        themes=[_theme(name, by) for name in point.themes],
        by=by,
        now=written_at,
    )
    if approved is None:
        return insight
    for source in sources:
        if source.wants_to_see_text:
            _check_back(insight, source.contributor, story, by)
    insights.approve_insight(insight, by=by, now=story.now - timedelta(days=approved))
    insight.refresh_from_db()
    return insight


def _check_back(insight: Insight, contributor: Contributor, story: Story, by: User) -> None:
    insights.record_check_back(
        insight,
        contributor=contributor,
        how="in_person",
        outcome="approved",
        told_on=story.on - timedelta(days=60),
        by=by,
    )


def _theme(name: str, by: User) -> Theme:
    found = Theme.objects.filter(name=name).first()
    return found or insights.agree_theme(name, by=by)


def _put_on_agenda(story: Story, insight: Insight, by: User) -> None:
    """One press, the agenda group's answer, and a place on the coming agenda."""
    board: Board = story.things["board"]
    title, why_now = said.TO_AGENDA
    proposal = agendas.put_to_agenda_group(
        insight,
        board=board,
        title=title,
        why_now=why_now,
        purpose="discuss",
        minutes_wanted=20,
        by=by,
        now=story.now - timedelta(days=20),
    )
    board_answers.decide(
        proposal,
        outcome="accepted",
        by=story.people["agenda_member"],
        now=story.now - timedelta(days=12),
    )
    proposal.refresh_from_db()
    item = _place(story, proposal)
    links.link_insight(insight, to=item, relation=InsightLink.Relation.SHAPED, by=by, now=story.now)
    story.things["evening_insight"] = insight


def _place(story: Story, proposal: AgendaProposal) -> AgendaItem:
    meeting: Meeting = story.things["meeting"]
    facts = items.ItemFacts(
        title=proposal.title,
        purpose=proposal.purpose,
        minutes=proposal.minutes_wanted,
        lead=story.people["coproduction_lead"],
    )
    return items.add(meeting, facts, by=story.people["lead"], now=story.now, proposal=proposal)
