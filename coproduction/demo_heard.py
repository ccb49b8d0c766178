"""The demonstration's reading, telling back, and a line that goes on."""

from datetime import timedelta

from alliance import access
from alliance.registries import Story
from coproduction.actions import answers, glass, insights, reading
from coproduction.models import Contribution, Contributor, Response
from coproduction.queries.answers import to_tell
from members.models import Organisation

WHY = "The person asked tonight what we wrote down, and both readers were away."


def tell(story: Story) -> None:
    if story.slug != "tower-hamlets":
        return
    by = story.people["coproduction_lead"]
    _mark_about(story)
    _break_glass(story)
    _tell_back(story)
    insights.write_insight(
        contributions=[Contribution.objects.filter(state="finished").order_by("pk")[0]],
        plain_text="Somebody who knows the words of home makes the first call easier.",
        audience="board",
        quote="I would have been fine if they had told me.",
        by=by,
        now=story.now - timedelta(days=1),
    )


def _mark_about(story: Story) -> None:
    """A telling about a member organisation: whoever works there cannot open it."""
    told = Contribution.objects.filter(state="captured").order_by("pk").first()
    about = Organisation.objects.order_by("-pk").first()
    if told is not None and about is not None:
        by = story.people["coproduction_lead"]
        reading.mark_about(told, organisation=about, by=by, now=story.now)


def _break_glass(story: Story) -> None:
    first, second = story.people["safeguarding_lead"], story.people["coproduction_lead"]
    told = Contribution.objects.order_by("pk")[0]
    ago = story.now - timedelta(days=3)
    access.carry_rights(second, on=story.on)
    asked = glass.ask_to_break(told, reason=WHY, by=first, on=story.on, now=ago)
    glass.agree_to_break(asked, by=second, on=story.on, now=ago + timedelta(minutes=4))


def _tell_back(story: Story) -> None:
    """The oldest answer has been told to the first of those who wait for it."""
    response = Response.objects.order_by("published_at", "pk")[0]
    people: list[Contributor] = to_tell(response)
    if people:
        answers.tell_back(
            response,
            contributor=people[0],
            how="phone",
            outcome="told",
            told_on=story.on - timedelta(days=2),
            by=story.people["coproduction_lead"],
        )
