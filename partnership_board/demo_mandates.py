"""The board as a network, and a restriction to look at again, in the demonstration."""

from datetime import timedelta

from alliance.registries import Story
from members.actions import networks
from members.models import Network
from partnership_board.actions import restrictions
from partnership_board.actions.restrictions import Terms
from partnership_board.models import Meeting, Paper

BY_LETTER = "Write to the alliance lead; the chair answers within ten working days."


def the_board_as_a_network(story: Story) -> Network:
    """The alliance sits on it beside others, so it is on the list of networks."""
    return networks.add_network(
        name="Tower Hamlets Partnership Board",
        kind=Network.Kind.STATUTORY_BODY,
        level=Network.Level.BOROUGH,
        by=story.people["lead"],
    )


def tell_restricted(story: Story, past: Meeting) -> None:
    """A paper that only those with a seat read, and the day to look at it again has come."""
    paper = Paper.objects.filter(item__meeting=past).order_by("-pk").first()
    assert paper is not None
    terms = Terms("personal", "seats", story.on - timedelta(days=3), BY_LETTER)
    before = past.starts_at - timedelta(days=30)
    restrictions.restrict_paper(paper, terms, by=story.people["lead"], now=before)
