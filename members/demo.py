"""The members of the demonstration: organisations, their people, services, hours and networks."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from alliance.actions import accounts
from alliance.audit import Actor
from alliance.demo_people import PASSWORD
from alliance.models import User
from alliance.registries import Story
from members import demo_directory, months
from members.actions import (
    capacity,
    declarations,
    networks,
    organisations,
    representatives,
    services,
    settings,
)
from members.demo_organisations import (
    COVENTRY,
    NETWORKS,
    SHEFFIELD,
    TOWER_HAMLETS,
    VOICES,
    Group,
    Offer,
)
from members.models import (
    Area,
    LedByDeclaration,
    LedByDefinition,
    Network,
    Organisation,
    Representation,
    Representative,
    Service,
)
from members.names import slug_of
from members.reference import wards

GROUPS = {
    "tower-hamlets": TOWER_HAMLETS,
    "sheffield": SHEFFIELD,
    "coventry-and-warwickshire": COVENTRY,
}
FIRST_DAY = date(2024, 7, 1)
# How some of them like to be asked.
WISHES: dict[str, dict[str, Any]] = {  # Any: fields of several kinds
    "Lansbury Mothers' Circle": {"preferred_times": "In school hours", "volunteers_involved": 4},
    "Harbour Lane": {"preferred_times": "Tuesday and Thursday mornings", "volunteers_involved": 2},
    "Weavers Walking Group": {"is_unpaid_only": True, "volunteers_involved": 6},
}
# Who waits where: people and days.
WAITING = {"Sewing afternoon": (7, 40), "Evening group": (3, 21)}
WORDING = (
    "At least 75 in 100 of the board, 50 in 100 of senior staff and 75 in 100 of the people served"
    " belong to the group. (DEI Data Standard)"
)


def tell(story: Story) -> None:
    """Leaves `organisations` and `networks`, by name, in `story.things`."""
    groups = GROUPS.get(story.slug, ())
    areas = _areas(story, groups)
    definition = settings.define_led_by(
        name="DEI Data Standard", wording=WORDING, valid_from=FIRST_DAY, by=Actor.SYSTEM
    )
    found: dict[str, Organisation] = {}
    for number, group in enumerate(groups):
        organisation = _begin(story, group, joined=FIRST_DAY + timedelta(days=17 * number))
        people = _people(story, group, organisation, joined=FIRST_DAY + timedelta(days=17 * number))
        for offer in group.offers:
            _offer(story, offer, organisation, areas, by=people[-1])
        _hours(story, group, organisation, by=people[-1])
        _lead_by(story, group, organisation, definition, by=people[0])
        found[group.name] = organisation
    story.things["organisations"] = found
    story.things["networks"] = _networks(story, found)


def _areas(story: Story, groups: Iterable[Group]) -> dict[str, Area]:
    if story.slug == "tower-hamlets":
        return {area.name: area for area in settings.load_wards(wards())}
    names = {name for group in groups for offer in group.offers for name in offer.wards}
    return {area.name: area for area in settings.name_neighbourhoods(sorted(names))}


def _begin(story: Story, group: Group, *, joined: date) -> Organisation:
    lead, slug = story.people["lead"], slug_of(group.name)
    words = {
        "name": group.name,
        "size_band": group.size,
        "legal_form": group.form,
        "plain_summary": group.words,
        "website": f"https://{slug}.example/",
        "email": f"hello@{slug}.example",
    }
    organisation = organisations.add_organisation(words=words, by=lead, is_demo=True)
    organisations.begin_membership(organisation, started_on=joined, by=lead, on=story.on)
    if group.is_paused:
        back = story.on + timedelta(days=40)
        began = story.on - timedelta(days=12)
        capacity.pause(organisation, from_on=began, until_on=back, by=lead)
    return organisation


def _people(story: Story, group: Group, organisation: Organisation, *, joined: date) -> list[User]:
    """The approver first, the editor last; where one person does everything, the same."""
    approver = _person(story, group.approver, organisation)
    representatives.add_representative(
        organisation,
        user=approver,
        role=representatives.APPROVER,
        started_on=joined,
        by=story.people["lead"],
        on=story.on,
        job_title=group.job,
        is_main_contact=True,
        votes_as=Representative.VotesAs.VOTER,
    )
    if not group.editor:
        return [approver]
    editor = _person(story, group.editor, organisation)
    representatives.add_representative(
        organisation,
        user=editor,
        role=representatives.EDITOR,
        started_on=joined,
        by=approver,
        on=story.on,
        job_title="Project worker",
        votes_as=Representative.VotesAs.DEPUTY,
    )
    return [approver, editor]


def _person(story: Story, key: str, organisation: Organisation) -> User:
    """Somebody the demonstration knows already, or somebody new with this name."""
    if key in story.people:
        return story.people[key]
    address = key.lower().replace("'", "").replace(" ", ".")
    return accounts.open_account(
        email=f"{address}@{organisation.slug}.example",
        name=key,
        known_as="",
        language=User.Language.ENGLISH,
        password=PASSWORD,
    )


def _offer(
    story: Story, offer: Offer, organisation: Organisation, areas: dict[str, Area], *, by: User
) -> Service:
    words = {
        "name": offer.name,
        "plain_summary": offer.words,
        "who_for": offer.who_for,
        "how_to_get_in": "Ring or write; nobody needs a letter from a doctor.",
        "costs": "Free",
        "is_public": True,
        **demo_directory.details(offer.name),
    }
    served = [areas[name] for name in offer.wards]
    service = services.add_service(organisation, words=words, tags=offer.tags, areas=served, by=by)
    free, most = offer.places or (None, None)
    people, days = WAITING.get(offer.name, (None, None))
    capacity.confirm_service_capacity(
        service,
        referral_status=offer.status,
        available=free,
        maximum=most,
        waiting_count=people,
        typical_wait_days=days,
        by=by,
        now=story.now - timedelta(days=offer.said_days_ago),
    )
    return service


def _hours(story: Story, group: Group, organisation: Organisation, *, by: User) -> None:
    """Three months of answers; some organisations have said nothing since last month."""
    this = months.first_of(story.on)
    for ago in (2, 1, 0):
        if ago < group.said_months_ago:
            continue
        capacity.state_hours(
            organisation,
            month=months.later(this, -ago),
            minutes_offered=group.hours * 60,
            notice_days_needed=10 if group.size == "micro" else 5,
            formats=["in_person", "online"],
            **WISHES.get(group.name, {}),
            by=by,
            now=story.now - timedelta(days=28 * ago),
        )


def _lead_by(
    story: Story, group: Group, organisation: Organisation, definition: LedByDefinition, *, by: User
) -> None:
    if group.led_by:
        declarations.declare(
            organisation,
            definition=definition,
            group=group.led_by,
            leads=LedByDeclaration.Leads.YES,
            shares=group.shares,
            consents=group.consents,
            by=by,
            on=story.on - timedelta(days=60),
            now=story.now - timedelta(days=60),
        )


def _networks(story: Story, found: dict[str, Organisation]) -> dict[str, Network]:
    if story.slug != "tower-hamlets":
        return {}
    lead = story.people["lead"]
    known = {
        name: networks.add_network(name=name, kind=kind, level=level, by=lead)
        for name, kind, level in NETWORKS
    }
    for network, name, mandate in VOICES:
        acting = Representative.objects.filter(organisation=found[name]).order_by("pk")
        networks.begin_representation(
            known[network],
            user=acting.select_related("user")[0].user,
            organisation=found[name],
            started_on=story.on - timedelta(days=150),
            role=Representation.Role.MEMBER,
            minutes_per_month=120,
            mandate=mandate,
            by=lead,
        )
    return known
