"""The demonstration's rounds: one from call to result, and one that is open. All made up."""

from dataclasses import replace
from datetime import datetime, timedelta

from alliance.models import User
from alliance.registries import Story
from funding.actions import approvals, outcomes, panels, proposals, rounds, scores
from funding.actions.outcomes import Line
from funding.actions.proposals import Costs, Words
from funding.actions.rounds import RoundFacts
from funding.models import BudgetLine, PanelTie, Proposal, Round, RoundQuestion, ScoreSheet
from funding.queries import results
from funding.queries import rounds as known
from members.models import Organisation
from partnership_board.models import Constituency, SeatTerm

FUND = "Taking Part Fund (fictional)"
OPEN_FOR = ("Warm places round (fictional)", 500_000)
CLOSED = ("Small steps round (fictional)", 1_200_000)
QUESTIONS = (
    "What do you want to do, and who will notice the difference?",
    "Who thought of it, and how did people with lived experience shape it?",
    "How will you know that it helped?",
)
CRITERIA = (
    "It meets a need that people here have named",
    "People with lived experience shaped it",
    "This organisation can do it with this money",
)
ASKS = (
    ("Walks along the canal", 180_000, 120_000),
    ("A choir for carers", 220_000, 150_000),
    ("Tea in four languages", 150_000, 90_000),
    ("Night-line volunteers", 300_000, 200_000),
    ("A garden on the roof", 260_000, 160_000),
    ("Phones for peer supporters", 120_000, 80_000),
    ("Poems from the ward", 90_000, 60_000),
    ("Boxing without bruises", 240_000, 140_000),
    ("A quiet hour at the library", 110_000, 70_000),
)
# The points that each of seven gives begin here and turn with the proposal.
TURNS = ((4, 3, 5), (3, 4, 4), (5, 4, 3), (2, 3, 4), (4, 4, 5), (3, 2, 3), (5, 5, 4))
PANEL = (
    "chair", "vcse_member", "expert", "nhs_member", "council_member", "gp_member", "observer",
)  # fmt: skip
ANSWER = "This is a made-up answer, as long as a real one and about nobody who lives."


def tell(story: Story) -> None:
    line = BudgetLine.objects.filter(stream__name=FUND, title="Small grants").first()
    if line is None or story.slug != "tower-hamlets":
        return
    applicants = list(Organisation.objects.members(on=story.on).order_by("sort_name")[:9])
    panel = _people(story)
    closed = _called(story, line, CLOSED, opens=-50, closes=-30)
    for number, (body, ask) in enumerate(zip(applicants, ASKS, strict=True)):
        _apply(story, closed, body, ask, number)
    _sit(story, closed, panel, applicants)
    _score(story, closed)
    _decide(story, closed)
    open_one = _called(story, line, OPEN_FOR, opens=-5, closes=16)
    _begin(story, open_one, story.things["organisations"]["Harbour Lane"])


def _ago(story: Story, days: int) -> datetime:
    return story.now - timedelta(days=days)


def _people(story: Story) -> list[User]:
    return [story.people[key] for key in PANEL]


def _called(
    story: Story, line: BudgetLine, which: tuple[str, int], *, opens: int, closes: int
) -> Round:
    title, pot = which
    sides = list(Constituency.objects.filter(board__kind="partnership_board").order_by("order"))
    facts = RoundFacts(
        title=title,
        what_for="For small groups who try something with the people it is for.",
        line=line,
        pot_pence=pot,
        opens_at=_ago(story, -opens),
        closes_at=_ago(story, -closes),
        decide_by_on=(story.now + timedelta(days=closes + 25)).date(),
        pay_by_on=(story.now + timedelta(days=closes + 45)).date(),
        sides=sides,
        required=[],
        questions=QUESTIONS,
        criteria=CRITERIA,
        who_helps="Noor at the alliance (fictional), who also writes it down for you",
    )
    made = rounds.draft_round(facts, by=story.people["preparer"])
    rounds.open_round(made, by=story.people["preparer"], now=_ago(story, -opens))
    made.refresh_from_db()
    return made


def _words(round_: Round, ask: tuple[str, int, int], number: int) -> Words:
    title, asked, least = ask
    asked_of = RoundQuestion.objects.filter(round=round_)
    return Words(
        title=f"{title} (fictional)",
        asked_pence=asked,
        least_pence=least,
        minutes_to_write=90 + 10 * number,
        may_be_named=number % 2 == 0,
        answers={each.pk: ANSWER for each in asked_of},
    )


def _apply(
    story: Story, round_: Round, body: Organisation, ask: tuple[str, int, int], number: int
) -> None:
    by, now = story.people["preparer"], _ago(story, 40 - number)
    proposals.write(
        round_,
        body,
        words=_words(round_, ask, number),
        costs=Costs(ask[1], "fte", ask[1] // 6),
        is_sent=True,
        by=by,
        now=now,
        on=now.date(),
    )


def _sit(story: Story, round_: Round, people: list[User], applicants: list[Organisation]) -> None:
    """Seven people from the sides in turn, one of them from outside."""
    lead, now = story.people["lead"], _ago(story, 29)
    rounds.close_when_due(now=now)
    round_.refresh_from_db()
    mine = list(Proposal.objects.filter(round=round_).order_by("pk"))
    for number, person in enumerate(people):
        seat = panels.invite(
            round_,
            constituency=_side_of(round_, person, story),
            holder=person,
            is_outside=number == len(people) - 1,
            is_chair=number == 0,
            by=lead,
            now=now,
            on=now.date(),
        )
        ties = {mine[number]: PanelTie.Ground.CLOSE} if number < 4 else {}
        panels.declare(seat, ties, by=person, now=now, on=now.date())
    panels.share_out(round_, by=lead, now=now, on=now.date())


def _side_of(round_: Round, person: User, story: Story) -> Constituency:
    """Where they sit on the board; who comes from outside sits for people with experience."""
    sides: list[Constituency] = [side.constituency for side in known.sides(round_)]
    held = SeatTerm.objects.current(on=story.on).filter(holder=person)
    own = held.values_list("seat__constituency", flat=True).first()
    of_board = (side for side in sides if side.pk == own)
    return next(of_board, next((side for side in sides if side.one), sides[0]))


def _score(story: Story, round_: Round) -> None:
    criteria = known.criteria(round_)
    now = _ago(story, 20)
    sheets = ScoreSheet.objects.filter(proposal__round=round_).select_related("seat__holder")
    for sheet in sheets.order_by("pk"):
        turn = TURNS[(sheet.seat_id + sheet.proposal_id) % len(TURNS)]
        assert sheet.seat.holder is not None
        scores.send_sheet(
            sheet,
            points={each.pk: turn[n] for n, each in enumerate(criteria)},
            comment="Say more about who will come (fictional)." if sheet.pk % 3 == 0 else "",
            by=sheet.seat.holder,
            now=now,
            on=now.date(),
        )
    scores.close_scoring(round_, by=story.people["lead"], on=now.date())


def _decide(story: Story, round_: Round) -> None:
    preparer, approver = story.people["preparer"], story.people["finance_approver"]
    now = _ago(story, 10)
    round_.refresh_from_db()
    read = results.of_round(round_, on=now.date())
    proposed = read.proposed
    lines = {
        row.proposal.pk: Line(
            proposed.pence.get(row.proposal.pk, 0),
            f"Place {row.place or 'not scored'} by points (fictional).",
            "Thank you for this. The panel liked the idea and asked who will come (fictional).",
        )
        for row in read.rows
    }
    outcomes.recommend(round_, lines, by=preparer, on=now.date())
    asked = outcomes.decide(round_, by=preparer, now=now, on=now.date())
    if asked is not None:
        approvals.approve(asked, by=approver, on=now.date(), now=now)
    outcomes.tell(round_, by=preparer, now=now, on=now.date())
    outcomes.publish(round_, by=preparer, now=now + timedelta(hours=2))


def _begin(story: Story, round_: Round, body: Organisation) -> None:
    words = replace(_words(round_, ("Soup on Sundays", 80_000, 50_000), 0), answers={})
    proposals.write(
        round_,
        body,
        words=words,
        costs=None,
        is_sent=False,
        by=story.people["preparer"],
        now=story.now,
        on=story.on,
    )
    chair = story.people["chair"]
    panels.invite(
        round_,
        constituency=_side_of(round_, chair, story),
        holder=chair,
        is_chair=True,
        by=story.people["lead"],
        now=story.now,
        on=story.on,
    )
