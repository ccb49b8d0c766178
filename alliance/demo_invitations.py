"""What the core adds to a demonstration: somebody who has been invited and has not answered."""

from alliance.actions import invitations
from alliance.registries import Story


def tell(story: Story) -> None:
    invitations.invite(
        email=f"noor.haque.{story.slug}@people.example",
        name="Noor Haque",
        role="observer",
        by=story.people["lead"],
        now=story.now,
    )
