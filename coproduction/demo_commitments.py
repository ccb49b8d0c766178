"""Promises on racism and inequality in the demonstration. All are invented, as is the trust."""

from dataclasses import dataclass
from datetime import timedelta

from alliance.models import User
from alliance.registries import Story
from coproduction.actions import commitments
from coproduction.actions.commitments import Promise
from coproduction.models import Commitment, Insight
from members.actions import networks
from members.models import Network

TRUST = "Canalside NHS Trust (fictional)"
HARBOUR, HERON, OURS = "Harbour Lane", "Heron House", ""
LEADERSHIP, COMPETENCIES, FEEDBACK = "leadership", "competencies", "feedback"


@dataclass(frozen=True)
class Told:
    """One promise and what became of it. `due` is in days from today."""

    owner: str
    statement: str
    part: str
    lens: str
    competency: str = ""
    measure: str = ""
    baseline: str = ""
    target: str = ""
    due: int | None = None
    reports: tuple[str, ...] = ()
    verdict: str = ""
    because: str = ""
    reply: str = ""
    signed: int = 3
    is_agreed: bool = True
    withdrawn: str = ""


PROMISES = (
    Told(
        OURS,
        "Half of those who choose what goes on the agenda come from racialised communities.",
        LEADERSHIP,
        "experience",
        measure="How members of the agenda group describe themselves, asked once a year.",
        baseline="1 of 5",
        target="3 of 5",
        due=-40,
        reports=("Two people joined in spring. It is three of five now.",),
        verdict="kept",
        because="We sat in on two meetings. Three of the five spoke of their own communities, and"
        " what they brought was on the agenda.",
    ),
    Told(
        OURS,
        "Every paper about crisis care says what it means for people who need an interpreter.",
        COMPETENCIES,
        "access",
        competency="partnership_working",
        measure="Papers about crisis care with that line, of all such papers.",
        baseline="2 of 9",
        target="all",
        due=75,
        reports=("Five of the six papers since April have it.",),
    ),
    Told(
        OURS,
        "The alliance pays community reviewers for their time, and within 14 days.",
        LEADERSHIP,
        "experience",
        is_agreed=False,
    ),
    Told(
        TRUST,
        "Nobody waits longer for an interpreter on the ward than for the doctor.",
        COMPETENCIES,
        "access",
        competency="partnership_working",
        measure="Waiting times for both, from the ward's own book, for three months.",
        baseline="not counted before",
        target="no difference",
        due=-60,
        reports=("The book is kept. We have not been able to compare it yet.",),
        verdict="not_kept",
        because="Four of us asked people who had been on the ward since summer. Most still waited a"
        " day or more for somebody who spoke their language.",
        reply="We accept this. From January the booking line is open at night as well.",
    ),
    Told(
        TRUST,
        "Staff of the home treatment team learn with and from people of Bangladeshi and Somali"
        " families, twice a year.",
        COMPETENCIES,
        "experience",
        competency="co_learning",
        measure="Sessions held, who led them, and what staff say they changed.",
        baseline="none",
        target="two a year",
        due=-15,
        reports=("One session was held in May; the second was cancelled.",),
        verdict="partly_kept",
        because="The session in May was good and was led by families. There should have been two.",
    ),
    Told(
        TRUST,
        "The figures about restraint are published by ethnic group, each quarter.",
        LEADERSHIP,
        "outcomes",
        measure="Whether they are on the trust's page, and up to date.",
        baseline="once a year, without groups",
        target="each quarter",
        due=-5,
    ),
    Told(
        TRUST,
        "Black patients and carers get an answer to a complaint as soon as everybody else.",
        FEEDBACK,
        "experience",
        measure="Median days to an answer, by group.",
        due=-2,
        verdict="kept",
        because="The figures we were shown say so, and two people told us the same.",
        signed=1,
    ),
    Told(
        HARBOUR,
        "Our helpline is answered in Sylheti on two evenings a week.",
        COMPETENCIES,
        "access",
        competency="cultural_awareness",
        measure="Evenings on which somebody who speaks Sylheti answered.",
        baseline="none",
        target="two a week",
        due=-90,
        reports=("Two evenings since March, but for one week of illness.",),
        verdict="kept",
        because="We rang on five evenings in summer. Somebody answered in Sylheti each time.",
        reply="Thank you. Our volunteers will be glad to read this.",
    ),
    Told(
        HARBOUR,
        "We ask everybody who leaves our groups whether they felt respected, in their language.",
        FEEDBACK,
        "experience",
        measure="How many were asked, and what they said.",
        baseline="not asked before",
        target="everybody",
        due=20,
    ),
    Told(
        HARBOUR,
        "One in three of our trustees has lived experience of racism in mental health services.",
        LEADERSHIP,
        "experience",
        measure="What trustees say of themselves.",
        due=200,
    ),
    Told(
        HERON,
        "Every vacancy is shown first in places where Black and Bangladeshi jobseekers look.",
        COMPETENCIES,
        "outcomes",
        competency="workforce",
        measure="Vacancies shown there, of all vacancies.",
        due=30,
        withdrawn="We have no vacancies for the next two years and do not want to promise what"
        " nobody could check.",
    ),
    Told(
        HERON,
        "We will say in public what we changed after each complaint about racism.",
        FEEDBACK,
        "outcomes",
    ),
)


def tell(story: Story) -> None:
    if story.slug != "tower-hamlets":
        return
    lead = story.people["lead"]
    trust = networks.add_network(
        name=TRUST, kind=Network.Kind.STATUTORY_BODY, level=Network.Level.BOROUGH, by=lead
    )
    for told in PROMISES:
        _tell_one(story, told, trust)


def _tell_one(story: Story, told: Told, trust: Network) -> None:
    keeper, lead = story.people["coproduction_lead"], story.people["lead"]
    made_on = story.on - timedelta(days=150)
    promise = Promise(
        statement=told.statement,
        part=told.part,
        lens=told.lens,
        competency=told.competency,
        measure=told.measure,
        baseline=told.baseline,
        target=told.target,
        due_on=None if told.due is None else story.on + timedelta(days=told.due),
        developed_with="The lived-experience group (fictional)" if told.measure else "",
        organisation=story.things["organisations"].get(told.owner),
        network=trust if told.owner == TRUST else None,
    )
    found = commitments.propose(promise, points=_points(told), by=keeper, on=made_on)
    if not told.is_agreed:
        return
    found = commitments.agree(found, agreed_on=made_on, by=keeper, on=story.on)
    for n, text in enumerate(told.reports):
        now = story.now - timedelta(days=30 - n)
        commitments.report(found, text=text, said_on=now.date(), by=lead, now=now)
    if told.withdrawn:
        commitments.withdraw(found, because=told.withdrawn, by=lead)
    if told.verdict:
        _judge(story, found, told)


def _judge(story: Story, found: Commitment, told: Told) -> None:
    """By as many of the three reviewers as it says."""
    names = ("reviewer", "second_reviewer", "third_reviewer")
    reviewers: list[User] = [story.people[name] for name in names]
    now = story.now - timedelta(days=4)
    commitments.call_for_judgement(found, by=story.people["coproduction_lead"], now=now)
    draft = commitments.judge(
        found, verdict=told.verdict, because=told.because, by=reviewers[0], now=now
    )
    for reviewer in reviewers[1 : told.signed]:
        draft = commitments.sign(draft, by=reviewer, now=now)
    if told.reply:
        commitments.reply(draft, text=told.reply, by=story.people["lead"], on=story.on)


def _points(told: Told) -> list[Insight]:
    """What people told about interpreters stands behind what was promised about them."""
    if "interpreter" not in told.statement:
        return []
    rows = Insight.objects.filter(state=Insight.State.APPROVED, audience="public")
    return list(rows.order_by("pk")[:1])
