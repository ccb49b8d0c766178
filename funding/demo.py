"""The demonstration's money: the case study's two streams as it tells of them, and fiction.

Facts are quoted from "Learning from the mental health alliances - Case study: Tower Hamlets"
(Centre for Mental Health). No made-up figure stands on a real body's stream.
"""

from datetime import date, timedelta

from alliance.models import Priority, User
from alliance.registries import Story
from funding.actions import expectations, plans, streams
from funding.actions.expectations import Promise
from funding.actions.streams import StreamFacts
from funding.models import FundingStream
from members.models import Network
from partnership_board.actions import items
from partnership_board.actions.papers import PaperText
from partnership_board.models import AgendaItem, Meeting

SOURCE = "Centre for Mental Health, Learning from the mental health alliances: Tower Hamlets"
ELFT = "East London NHS Foundation Trust"
ALLIANCE = StreamFacts(
    name="ELFT funding for the alliance",
    total_pence=10_000_000,
    qualifier="stated",
    as_stated="£100k over three years",
    source_title=SOURCE,
    source_quote="£100k over three years",
    starts_on=date(2024, 7, 1),
    ends_on=date(2027, 6, 30),
    dates_note="worked out from “three years”; to be confirmed",
    is_published=True,
)
PILOT = StreamFacts(
    name="24/7 Community Mental Health Pilot",
    total_pence=500_000_000,
    qualifier="nearly",
    as_stated="nearly £5 million over two years",
    source_title=SOURCE,
    source_quote=(
        "nearly £5 million over two years, with £1.8 million going to VCSE organisations"
    ),
    is_published=True,
)
SHARE = StreamFacts(
    name="VCSE share of the pilot",
    total_pence=180_000_000,
    qualifier="stated",
    as_stated="£1.8 million going to VCSE organisations",
    source_title=SOURCE,
    source_quote=PILOT.source_quote,
    is_published=True,
)
LINES = (
    ("alliance_lead", "Alliance Lead", ""),
    ("coproduction_lead", "Coproduction Lead", "Employed through a member organisation"),
    ("participation", "Smaller organisations taking a full part", ""),
)
ABOUT_SHARE = PaperText(
    summary="The bid for a 24/7 pilot names £1.8 million for voluntary and community "
    "organisations. That is at least 36% of the bid, if the stated figures hold. What became of "
    "the bid is not recorded.",
    asks=["Say who will ask what became of the bid, and by when."],
)
ABOUT_ALLIANCE = PaperText(
    summary="East London NHS Foundation Trust funds the alliance with £100,000 over three years, "
    "as stated. How the sum is split between the two posts and smaller organisations is still to "
    "be agreed.",
    asks=["Say how the split will be designed, and with whom."],
)
FICTION = {
    "sheffield": ("Small groups fund (fictional)", 1_200_000, "stated", "agreed"),
    "coventry-and-warwickshire": ("Village halls fund (fictional)", 4_000_000, "about", "idea"),
}


def tell(story: Story) -> None:
    by = story.people["preparer"]
    if story.slug == "tower-hamlets":
        _tell_streams(story, by)
        _tell_promises(story, by)
        return
    name, pence, qualifier, status = FICTION[story.slug]
    facts = StreamFacts(
        name=name,
        total_pence=pence,
        qualifier=qualifier,
        funder_name="A foundation (fictional)",
        source_title="A letter to the alliance (fictional)",
        is_published=True,
    )
    streams.record_stream(facts, status=status, by=by, on=story.on)


def _tell_streams(story: Story, by: User) -> None:
    funder = Network.objects.filter(name=ELFT).first()
    better = list(Priority.objects.filter(name="Better funding"))
    known = {"funder": funder, "funder_name": "" if funder else ELFT}
    own = _record(story, ALLIANCE, "live", better, by, **known)
    for purpose, title, note in LINES:
        streams.plan_line(own, purpose=purpose, title=title, note=note, by=by)
    plans.agree_profile(own, by_what="years", by=by)
    pilot = _record(story, PILOT, "bid", better, by)
    share = _record(story, SHARE, "bid", better, by, parent=pilot)
    _place(story, "The £1.8 million share of the pilot bid", [pilot, share], ABOUT_SHARE, by)
    _place(story, "The £100,000 from East London NHS Foundation Trust", [own], ABOUT_ALLIANCE, by)
    story.things["streams"] = {"alliance": own, "pilot": pilot, "share": share}


def _record(
    story: Story,
    facts: StreamFacts,
    status: str,
    priorities: list[Priority],
    by: User,
    **known: object,
) -> FundingStream:
    facts = StreamFacts(**(vars(facts) | known))  # type: ignore[arg-type]  # the same names
    return streams.record_stream(
        facts, status=status, priorities=priorities, by=by, on=story.on - timedelta(days=90)
    )


def _place(
    story: Story, title: str, about: list[FundingStream], text: PaperText, by: User
) -> AgendaItem:
    """On the coming agenda, with the figures beside it."""
    meeting: Meeting = story.things["meeting"]
    facts = items.ItemFacts(title=title, purpose="decide", minutes=20, lead=story.people["lead"])
    item = items.add(meeting, facts, by=story.people["lead"], now=story.now, text=text)
    for stream in about:
        streams.show_beside(stream, item=item, by=by)
    return item


def _tell_promises(story: Story, by: User) -> None:
    evaluators = "In the words of the evaluators, Centre for Mental Health"
    told = [
        Promise(
            for_what="Incoming resources for the members",
            as_stated="expectations ... of incoming resources have not yet been fulfilled",
            source_title=SOURCE,
            due=evaluators,
        ),
        Promise(
            for_what="Answers from the commissioner",
            as_stated="not as responsive",
            source_title=SOURCE,
            due=evaluators,
        ),
        Promise(
            for_what="A decision about room hire (fictional)",
            as_stated="We will tell you in the spring.",
            source_title="A talk after a meeting (fictional)",
            stated_by_name="Quayside Trust (fictional)",
            made_on=story.on - timedelta(days=120),
            due="in the spring",
            expected_by=story.on - timedelta(days=10),
        ),
    ]
    for promise in told:
        expectations.record_expectation(promise, by=by, on=story.on - timedelta(days=100))
