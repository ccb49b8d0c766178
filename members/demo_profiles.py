"""The demonstration's profiles: approved, waiting, approved alone; who leaves and who asks."""

from datetime import timedelta
from typing import Any

from alliance.models import User
from alliance.registries import Story
from members.actions import applicants, approvals, drafts, joining, organisations
from members.models import MembershipPeriod, Organisation, ProfileVersion, Representative

SINCE = "We began in a borrowed room with a kettle, and most of us first came for company."
WAITING = (
    "A house by the water where people in distress are listened to the same day, and now on"
    " Saturday mornings too."
)
HARBOUR = f"""{SINCE}

What people find here:

- somebody who **listens**, the same day
- tea, and a chair by the window
- a hand with letters and calls, if it is wanted"""
SERVES = {
    "Lansbury Mothers' Circle": ["asian_bangladeshi", "Mothers"],
    "Somali Elders' Tea": ["black_african", "People over 60"],
    "Harbour Lane": ["People in distress"],
}
LEAVING = "Kitchen Table Bow"
ASKS = {
    "name": "Towpath Painters (fictional)",
    "legal_form": "unconstituted",
    "plain_summary": "Six of us paint by the water on Sundays and would like to be more.",
    "contact_name": "Mabel Okafor",
    "email": "mabel.okafor@towpath.example",
}


def tell(story: Story) -> None:
    found: dict[str, Organisation] = story.things["organisations"]
    for organisation in list(found.values())[:2]:
        _first_version(story, organisation)
    applicants.settle_rule(months=12, by=story.people["lead"], on=story.on)
    joining.apply(words=ASKS, now=story.now - timedelta(days=2))
    if story.slug == "tower-hamlets":
        _harbour(story, found["Harbour Lane"])
        _leaving(story, found[LEAVING])


def _first_version(story: Story, organisation: Organisation) -> None:
    """Somebody who is all of an organisation says it is right, and adds a few words."""
    person = _people(organisation)[0]
    now = story.now - timedelta(days=75)
    groups = SERVES.get(organisation.name, [])
    version = _write(organisation, person, story, days_ago=76, description=SINCE, groups=groups)
    approvals.approve(version, by=person, now=now, on=now.date())


def _harbour(story: Story, organisation: Organisation) -> None:
    """One version is live, the next waits for Joe."""
    shirin, joe = story.people["harbour_editor"], story.people["harbour_approver"]
    groups = SERVES[organisation.name]
    first = _write(organisation, shirin, story, days_ago=120, description=HARBOUR, groups=groups)
    drafts.send(first, by=shirin, now=story.now - timedelta(days=120), is_told=False)
    at = story.now - timedelta(days=119)
    approvals.approve(first, by=joe, now=at, on=at.date())
    second = _write(
        organisation, shirin, story, days_ago=1, plain_summary=WAITING, phone="020 7946 0182"
    )
    drafts.send(second, by=shirin, now=story.now - timedelta(days=1))


def _write(
    organisation: Organisation,
    person: User,
    story: Story,
    *,
    days_ago: int,
    **words: Any,  # fields of several kinds
) -> ProfileVersion:
    values = {f"organisation/{name}": value for name, value in words.items()}
    now = story.now - timedelta(days=days_ago)
    version = drafts.save(organisation, values=values, by=person, now=now)
    assert version is not None
    return version


def _people(organisation: Organisation) -> list[User]:
    acting = Representative.objects.filter(organisation=organisation).select_related("user")
    return [one.user for one in acting.order_by("pk")]


def _leaving(story: Story, organisation: Organisation) -> None:
    organisations.end_membership(
        organisation,
        ended_on=story.on + timedelta(days=45),
        end_reason=MembershipPeriod.EndReason.CLOSED,
        by=story.people["lead"],
        on=story.on,
        now=story.now,
        decided_where="Its own meeting in spring",
    )
