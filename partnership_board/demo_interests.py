"""Interests of the demonstration: a register, a money item that would empty a side, one found late.

Everybody in it is made up; so is what they are bound to.
"""

from datetime import date, timedelta

from alliance.registries import Story
from partnership_board.actions import declarations, interests, items, papers
from partnership_board.actions.interests import InterestFacts
from partnership_board.actions.items import ItemFacts
from partnership_board.actions.papers import PaperText
from partnership_board.covers import CoverSheet
from partnership_board.models import AgendaItem, Interest, ItemDeclaration, Meeting, SeatTerm

TOLD_IN = "tower-hamlets"
Category, Stage, Materiality = Interest.Category, ItemDeclaration.Stage, ItemDeclaration.Materiality
# A key of the people, the kind, what they say, why it is withheld.
REGISTER = (
    ("chair", Category.PROFESSIONAL, "I am paid by my organisation as its director.", ""),
    ("vcse_member", Category.PROFESSIONAL, "I am a trustee of my organisation, without pay.", ""),
    ("Mina Choudhury", Category.FINANCIAL, "My organisation rents me a desk.", ""),
    ("nhs_member", Category.PROFESSIONAL, "I manage a team that pays for some of this work.", ""),
    ("council_member", Category.INDIRECT, "A close relative works for a care provider.", ""),
    ("expert", Category.PERSONAL, "I use two of the services myself.", Interest.Withheld.HEALTH),
    ("gp_member", Category.FINANCIAL, "My surgery is paid to host a link worker.", ""),
)
NOTHING = ("Sam Whitlock", "Anil Deshmukh", "commissioner")
GRANTS = PaperText(
    summary="The board has a sum for small groups. This paper proposes how it is shared, and who "
    "gets what in the first year.",
    asks=["Agree how the sum is shared.", "Agree the first five grants."],
    body_md="## What is proposed\n\nFive grants of the same size, for a year.\n\n"
    "## Who would get one\n\nThe five organisations that asked in time. All of them sit here.\n",
    cover=CoverSheet(
        key_points="Five groups asked. There is enough for five.",
        considered_before="The members talked about it in spring.",
        equality="Three of the five are led by the people they work with.",
        lived_experience="Two experts by experience read what was asked for, without names.",
        money="one_off",
        money_source="the alliance's own funds",
        stage="options",
        risks="Those who decide could gain by it: see the interests.",
        workforce="None.",
        legal="None.",
        next_steps="The lead writes to all five within a week.",
    ),
)


def tell(story: Story) -> None:
    meeting: Meeting = story.things["meeting"]
    if story.slug != TOLD_IN or not meeting.takes_items:
        return
    tell_register(story)
    item = tell_grants(story, meeting)
    tell_declared(story, item)
    tell_found_late(story, meeting)


def tell_register(story: Story) -> None:
    """Some entries, some "nothing to declare", and some who have still to say."""
    since = date(story.on.year - 2, 4, 1)
    sits_for = {
        term.holder_id: term.organisation
        for term in SeatTerm.objects.filter(organisation__isnull=False).select_related(
            "organisation"
        )
    }
    for key, category, said, withheld in REGISTER:
        person = story.people[key]
        own = sits_for.get(person.pk) if category != Category.INDIRECT else None
        facts = InterestFacts(category, said, since, own, withheld)
        interests.enter(facts, by=person, now=story.now - timedelta(days=120))
    for key in NOTHING:
        interests.confirm(story.people[key], now=story.now - timedelta(days=90))


def tell_grants(story: Story, meeting: Meeting) -> AgendaItem:
    """All five who sit for members act for an organisation that would get a grant."""
    lead = story.people["lead"]
    facts = ItemFacts("Grants for small groups: who gets what", "decide", 15, lead=lead)
    item = items.add(meeting, facts, by=lead, now=story.now)
    terms = SeatTerm.objects.filter(
        seat__board_id=meeting.board_id, organisation__isnull=False
    ).select_related("organisation")
    parties = [term.organisation for term in terms if term.organisation is not None]
    papers.receive(item, GRANTS, by=lead, now=story.now, parties=parties)
    return item


def tell_declared(story: Story, item: AgendaItem) -> None:
    """One ruled, one that waits for the chair, three who have not said anything yet."""
    member = story.people["vcse_member"]
    ruled = declarations.declare(
        item,
        materiality=Materiality.PREJUDICIAL,
        said="I am a trustee of one of the five.",
        by=member,
        now=story.now,
    )
    chair = story.people["chair"]
    declarations.rule(ruled, ruling="leave_after_speaking", by=chair, now=story.now)
    declarations.declare(
        item,
        materiality=Materiality.CLASS,
        said="My organisation asked for a grant, like everybody on our side.",
        by=story.people["Mina Choudhury"],
        now=story.now,
    )


def tell_found_late(story: Story, meeting: Meeting) -> None:
    """An interest in something that was decided weeks ago: the board looks at it again."""
    before = AgendaItem.objects.filter(
        meeting__board_id=meeting.board_id,
        meeting__starts_at__lt=meeting.starts_at,
        title="When the board meets",
    )
    item = before.select_related("meeting").first()
    if item is not None:
        declarations.declare(
            item,
            materiality=Materiality.PERSONAL,
            said="I have since joined the company that drives people home after meetings.",
            by=story.people["Kwame Boateng"],
            stage=Stage.AFTER,
            now=story.now,
        )
