"""The demonstration's readings, learning, initiatives and lists. All people are made up."""

from datetime import datetime, time, timedelta

from alliance.registries import Story
from alliance.words import LONDON
from members.actions import declarations, imports, initiatives, learning, networks
from members.models import (
    Area,
    Initiative,
    LearningOpportunity,
    LedByDeclaration,
    LedByDefinition,
    Network,
    Organisation,
    ReportBack,
    Representation,
    Representative,
)


def tell(story: Story) -> None:
    if story.slug != "tower-hamlets":
        return
    _readings(story)
    _list(story)
    _meetings(story)
    _learning(story)
    _initiatives(story)
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


def _meetings(story: Story) -> None:
    """One meeting was told to everybody; of another nobody has told yet."""
    network: Network = story.things["networks"]["Health and Wellbeing Board"]
    lead = story.people["lead"]
    voice = Representation.objects.filter(network=network).select_related("user")[0]
    coalition: Network = story.things["networks"]["Tower Hamlets Connection Coalition"]
    for place, days in ((network, 40), (network, 5), (coalition, 6)):
        networks.enter_meeting(place, held_on=story.on - timedelta(days=days), by=lead)
    networks.report_back(
        network,
        meeting_on=story.on - timedelta(days=40),
        what_was_said="The board heard how long people wait for a first talk in their language.",
        what_was_asked_of_us="Three short stories of waiting, without names, before the summer.",
        visibility=ReportBack.Visibility.PUBLIC,
        by=voice.user,
        on=story.on - timedelta(days=38),
    )


def _learning(story: Story) -> None:
    """Training in a fortnight with two places taken, and another still being written."""
    lead, groups = story.people["lead"], story.things["organisations"]
    starts_at = datetime.combine(story.on + timedelta(days=16), time(14), tzinfo=LONDON)
    words = {
        "title": "Listening when somebody tells you something hard",
        "kind": LearningOpportunity.Kind.TRAINING,
        "words": "Two hours of practice in small groups. Tea, and no slides.",
        "offered_by_organisation": groups["Heron House"],
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "place": "Heron House, ground floor",
        "places": 12,
        "cost_pence": 0,
        "languages": ["en", "bn"],
        "access": "Step-free from the street; a quiet room beside.",
        "has_backfill": True,
        "book_by": story.on + timedelta(days=12),
    }
    opportunity = learning.write(words=words, by=lead)
    learning.open_booking(opportunity, by=lead, now=story.now)
    for key, name in (("lansbury_sole", "Lansbury Mothers' Circle"), ("harbour_editor", HARBOUR)):
        acting = Representative.objects.get(user=story.people[key], organisation=groups[name])
        learning.book(
            opportunity, representative=acting, by=story.people[key], on=story.on, now=story.now
        )
    words |= {"title": "Writing a small bid together", "offered_by_organisation": None}
    learning.write(words=words | {"offered_by": "A fundraiser who gives her time"}, by=lead)


HARBOUR = "Harbour Lane"


def _initiatives(story: Story) -> None:
    """Walking, because moving together helps; counted since half a year ago."""
    lead, groups = story.people["lead"], story.things["organisations"]
    walk = initiatives.begin(
        groups["Weavers Walking Group"],
        words={
            "title": "Walk with somebody",
            "kind": Initiative.Kind.PHYSICAL_ACTIVITY,
            "starts_on": story.on - timedelta(days=260),
            "aim": "Easy walks from five starting points, so that nobody has to set out alone.",
            "what_changed": "Two walks now go in Somali and one in Bengali.",
        },
        partners=[groups["Somali Elders' Tea"], groups[HARBOUR]],
        by=lead,
    )
    places = list(Area.objects.filter(name__in=("Weavers", "Mile End", "Shadwell")))
    for week in range(36):
        initiatives.count_session(
            walk,
            held_on=story.on - timedelta(days=252 - 7 * week),
            people_count=6 + week % 9,
            carers_count=1 + week % 3,
            area=places[week % len(places)],
            by=lead,
            on=story.on,
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
