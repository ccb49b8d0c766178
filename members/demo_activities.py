"""The demonstration's readings, learning, initiatives and lists. All people are made up."""

from datetime import timedelta

from alliance.registries import Story
from members.actions import declarations, imports
from members.models import LedByDeclaration, LedByDefinition, Organisation


def tell(story: Story) -> None:
    if story.slug != "tower-hamlets":
        return
    _readings(story)
    _list(story)
    _runs_out_soon(story)


def _runs_out_soon(story: Story) -> None:
    """One answer is nearly a year old, so that somebody is asked about it."""
    circle: Organisation = story.things["organisations"]["Lansbury Mothers' Circle"]
    said = story.on - timedelta(days=341)
    declarations.declare(
        circle,
        definition=LedByDefinition.objects.get(),
        group="People with lived experience",
        leads=LedByDeclaration.Leads.YES,
        shares=(100, None, 80),
        consents=frozenset({"use_in_totals"}),
        evidence_note="Asked in person at our summer meeting.",
        by=story.people["lansbury_sole"],
        on=said,
        now=story.now - timedelta(days=341),
    )


def _list(story: Story) -> None:
    """A list of two groups that think of joining, looked at and waiting for the lead."""
    imports.check_file(
        "organisations",
        name="groups-we-met.csv",
        content=LIST.encode(),
        by=story.people["lead"],
        on=story.on,
        now=story.now - timedelta(hours=3),
    )


LIST = """Organisation,Size,Summary,Email,Charity number
Poplar Pattern Cutters,Micro,We sew and talk on Mondays.,hello@poplar-pattern-cutters.example,
Bow Bench Project,Tiny,A bench in each park and somebody on it.,bench.example,A12
"""


def _readings(story: Story) -> None:
    declarations.read_answers(
        purpose="The yearly equity audit",
        by=story.people["coproduction_lead"],
        now=story.now - timedelta(days=9),
    )
