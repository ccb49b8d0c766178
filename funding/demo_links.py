"""The demonstration's line from what people told to money."""

from alliance.registries import Story
from coproduction.models import Insight
from funding.actions import links
from funding.models import FundingStream


def tell(story: Story) -> None:
    insight: Insight | None = story.things.get("evening_insight")
    stream = FundingStream.objects.order_by("pk").first()
    if insight is not None and stream is not None:
        insight.refresh_from_db()
        by = story.people["coproduction_lead"]
        links.link_money(insight, to=stream, relation="asked_for", by=by, now=story.now)
