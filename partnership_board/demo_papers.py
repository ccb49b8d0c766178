"""The demonstration's restricted item, its whole cover sheet, and a file beside another paper."""

import io
from datetime import timedelta

import pikepdf

from alliance.actions import documents
from alliance.registries import Story
from partnership_board.actions import items, papers, restrictions
from partnership_board.actions.items import ItemFacts
from partnership_board.actions.papers import PaperText
from partnership_board.actions.restrictions import Terms
from partnership_board.covers import CoverSheet
from partnership_board.models import AgendaItem, Meeting

TOLD_IN = "tower-hamlets"
LEASE = PaperText(
    summary="The landlord of our shared room has offered new terms. They are not signed yet.",
    asks=["Agree how far we may go when we answer the landlord."],
    body_md="## What is offered\n\nFive years, with a rise after the second.\n\n"
    "## What we could do\n\n- Accept\n- Ask for three years\n- Look elsewhere\n",
    cover=CoverSheet(
        key_points="The offer stands for six weeks. Two members use the room each day.",
        considered_before="Nobody.",
        equality="Two of the groups that use it are led by women who are refugees.",
        lived_experience="Those who use the room were asked what they need; step-free came first.",
        money="recurring",
        money_source="membership fees",
        stage="options",
        risks="If the terms become known, other rooms may cost more.",
        workforce="None.",
        legal="A lease binds the host organisation.",
        next_steps="The lead answers the landlord within a week of the meeting.",
    ),
)


def tell(story: Story) -> None:
    meeting: Meeting = story.things["meeting"]
    if story.slug != TOLD_IN or not meeting.takes_items:
        return
    lead = story.people["lead"]
    item = items.add(
        meeting,
        ItemFacts("Terms offered for the shared room", "decide", 10, "part2"),
        text=LEASE,
        by=lead,
        now=story.now,
    )
    document = documents.keep(
        plan_of_the_room(),
        name="plan-of-the-room.pdf",
        media_type="application/pdf",
        purpose=papers.PURPOSE,
        now=story.now,
    )
    beside = AgendaItem.objects.on_agenda().filter(meeting=meeting, section="business").first()
    papers.enclose_own(
        beside or item,
        document,
        title="Plan of the room",
        summary="A drawing of the room, with its two doors and the lift.",
        by=lead,
        now=story.now,
    )
    terms = Terms(
        why="commercial",
        to_whom="voting",
        review_on=story.on + timedelta(days=120),
        how_to_challenge="Write to the alliance lead; the chair answers within ten working days.",
    )
    restrictions.restrict_item(item, terms, by=lead, now=story.now)


def plan_of_the_room() -> bytes:
    """An empty page: what counts in the demonstration is that a file travels with the paper."""
    out = io.BytesIO()
    with pikepdf.new() as plan:
        plan.add_blank_page()
        plan.save(out, deterministic_id=True)
    return out.getvalue()
