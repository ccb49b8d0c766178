"""The demonstration's ledger: a made-up fund, because no signed document of a real one is known."""

from datetime import date, datetime, timedelta

from alliance.actions import documents, roles
from alliance.audit import Actor
from alliance.documents.pages import make
from alliance.models import Document, User
from alliance.registries import Story
from alliance.words import pence
from funding.actions import amounts, approvals, awards, expectations, plans, streams
from funding.actions.awards import AwardFacts
from funding.actions.expectations import Promise
from funding.actions.ledger_watch import check_and_tell
from funding.actions.streams import StreamFacts
from funding.models import Approval, Award, BudgetLine, Entry, FundingStream
from funding.rules import Kind
from funding.views.money import PURPOSE
from members.models import Organisation

NAME = "Taking Part Fund (fictional)"
FUNDER = "Quayside Trust (fictional)"
TOTAL = 6_000_000
LINES = (
    ("participation", "Pay for taking part", 2_400_000),
    ("delivery", "Small grants", 3_000_000),
    ("contingency", "Kept back", 500_000),
)
GRANTS = (
    ("Harbour Lane", "Evening drop-in by the canal (fictional)", 400_000),
    ("Heron House", "Befriending in Bengali and Somali (fictional)", 650_000),
    ("Lansbury Mothers' Circle", "A quiet room on Fridays (fictional)", 250_000),
)


def tell(story: Story) -> None:
    if story.slug == "tower-hamlets":
        _tell_fund(story, story.people["finance_approver"])
    elif story.slug == "sheffield":
        _tell_small(story)


def _tell_fund(story: Story, also: User) -> None:
    by = story.people["preparer"]
    stream = _confirmed(story, NAME, TOTAL, also, days=60)
    lines = _lines(stream, by)
    given = amounts.share_out(
        stream,
        parts=[(line, sum_) for line, (_, _, sum_) in zip(lines, LINES, strict=True)],
        by=by,
        now=_ago(story, 58),
    )
    _yes(story, given, also, days=57)
    plans.agree_profile(stream, by_what="financial", by=by)
    _arrives(story, stream, by, also)
    moved = amounts.move_between(
        lines[1],
        target=lines[2],
        pence=50_000,
        reason="For the spring (fictional)",
        by=by,
        now=_ago(story, 40),
    )
    _undo(story, _yes(story, moved, also, days=39), also)
    _give(story, lines, by, also)
    check_and_tell(now=_ago(story, 1))


def _confirmed(story: Story, name: str, total: int, also: User, *, days: int) -> FundingStream:
    """From the figure in a letter to the sum that two people saw in the signed document."""
    by = story.people["preparer"]
    begins = date(story.on.year if story.on.month >= 4 else story.on.year - 1, 4, 1)
    facts = StreamFacts(
        name=name,
        total_pence=total,
        qualifier="stated",
        as_stated=f"{pence(total)} over two years (fictional)",
        source_title="A letter to the alliance (fictional)",
        funder_name=FUNDER,
        instrument="grant",
        starts_on=begins,
        ends_on=date(begins.year + 2, 3, 31),
        restriction="To let small organisations and people with lived experience take part.",
        is_published=True,
    )
    stream = streams.record_stream(facts, status="live", by=by, on=_ago(story, days + 5).date())
    asked = amounts.confirm(
        stream, pence=total, document=_agreement(story, name, total), by=by, now=_ago(story, days)
    )
    _yes(story, asked, also, days=days - 1)
    stream.refresh_from_db()
    return stream


def _agreement(story: Story, name: str, total: int) -> Document:
    context = {
        "title": f"Funding agreement: {name}",
        "alliance": "The alliance",
        "kind": "Agreement (fictional)",
        "funder": FUNDER,
        "sum": pence(total),
    }
    content = make("documents/demo_agreement.html", context, accent="#0f5c5c")
    return documents.keep(
        content,
        name="Signed agreement (fictional).pdf",
        media_type="application/pdf",
        purpose=PURPOSE,
        now=story.now,
    )


def _lines(stream: FundingStream, by: User) -> list[BudgetLine]:
    return [
        streams.plan_line(stream, purpose=purpose, title=title, planned_pence=sum_, by=by)
        for purpose, title, sum_ in LINES
    ]


def _arrives(story: Story, stream: FundingStream, by: User, also: User) -> None:
    promise = Promise(
        for_what="The first half of the Taking Part Fund (fictional)",
        as_stated="The first half follows within eight weeks of signing. (fictional)",
        source_title="A letter to the alliance (fictional)",
        stream=stream,
        stated_by_name=FUNDER,
        made_on=_ago(story, 65).date(),
        pence=3_000_000,
        qualifier="stated",
    )
    expected = expectations.record_expectation(promise, by=by, on=_ago(story, 60).date())
    arrived = amounts.move_in_stream(
        stream,
        kind=Kind.DISBURSEMENT_IN,
        pence=3_000_000,
        source="Bank reference 0001 (fictional)",
        expectation=expected,
        by=by,
        now=_ago(story, 50),
    )
    _yes(story, arrived, also, days=49)


def _undo(story: Story, entry: Entry, also: User) -> None:
    reason = "Wrong line: the spring is paid for already (fictional)"
    by, now = story.people["preparer"], _ago(story, 35)
    _yes(story, amounts.undo(entry, reason=reason, by=by, now=now), also, days=34)


def _give(story: Story, lines: list[BudgetLine], by: User, also: User) -> None:
    pool = AwardFacts(
        title="Pay for taking part, this year (fictional)",
        kind=Award.Kind.PARTICIPATION_POOL,
        purpose="Pays small organisations for the hours they give to the board.",
        decided_on=_ago(story, 32).date(),
    )
    wanted = [(pool, lines[0], 1_000_000)]
    for name, title, sum_ in GRANTS:
        body = Organisation.objects.filter(name__startswith=name).first()
        if body is not None:
            grant = AwardFacts(
                title=title,
                kind=Award.Kind.ONWARD_GRANT,
                purpose="A made-up grant, so that the pages have something to show.",
                decided_on=_ago(story, 30).date(),
                organisation=body,
            )
            wanted.append((grant, lines[1], sum_))
    for number, (facts, line, sum_) in enumerate(wanted, start=1):
        award = awards.propose(facts, sources=[(line, sum_)], by=by, on=story.on)
        days = 2 if number == len(wanted) else 28
        for asked in awards.set_aside(award, by=by, now=_ago(story, days)):
            if number < len(wanted):  # the last one waits
                _yes(story, asked, also, days=days - 1)


def _tell_small(story: Story) -> None:
    """A small fund, approved by the chair, who holds the office beside."""
    chair = story.people["chair"]
    roles.grant(
        chair, "finance_approver", started_on=_ago(story, 90).date(), by=Actor.SYSTEM, on=story.on
    )
    by = story.people["preparer"]
    stream = _confirmed(story, "Open Doors Fund (fictional)", 900_000, chair, days=20)
    line = streams.plan_line(
        stream, purpose="delivery", title="Open doors", planned_pence=900_000, by=by
    )
    given = amounts.share_out(stream, parts=[(line, 900_000)], by=by, now=_ago(story, 18))
    _yes(story, given, chair, days=17)
    facts = AwardFacts(
        title="Room hire (fictional)",
        kind=Award.Kind.COST,
        purpose="Rooms to meet in.",
        decided_on=_ago(story, 15).date(),
    )
    award = awards.propose(facts, sources=[(line, 60_000)], by=by, on=story.on)
    for asked in awards.set_aside(award, by=by, now=_ago(story, 14)):
        _yes(story, asked, chair, days=13)
    check_and_tell(now=_ago(story, 1))


def _yes(story: Story, asked: Approval, also: User, *, days: int) -> Entry:
    then = _ago(story, days)
    given = approvals.approve(asked, by=also, on=then.date(), now=then)
    entry: Entry | None = given.entry
    assert entry is not None
    return entry


def _ago(story: Story, days: int) -> datetime:
    return story.now - timedelta(days=days)
