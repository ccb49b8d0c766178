"""What is due to be confirmed, and what we hold that somebody is asked to look at."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, Max, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop

from alliance import words
from alliance.words import LONDON
from members import months
from members.cycles import RING_AFTER
from members.models import (
    Confirmation,
    ConfirmationRequest,
    ConfirmationSlot,
    Organisation,
    PartnershipCapacity,
    Pause,
    ProfileVersion,
    Service,
    ServiceCapacity,
)
from members.models.confirmations import Subject
from members.queries.hours import MonthOfHours, hours_of
from members.queries.profiles import OfferedService, latest_of, services_of

PROFILE_HOLDS = timedelta(days=180)
RUNS_OUT_SOON = timedelta(days=3)
CONFIRMATION_COUNTS = timedelta(days=210)  # then it reads "not confirmed since"


# ---- what is due ---------------------------------------------------------------------------------
def due(organisations: Collection[int], *, now: datetime) -> dict[int, list[str]]:
    """By organisation, which of the three subjects are due. Five queries."""
    profiles = _looked_at(organisations)
    places = _running_out(organisations, now=now)
    stated = _stated(organisations, now=now)
    found: dict[int, list[str]] = {}
    for number in organisations:
        seen = profiles.get(number)
        answers = {
            Subject.PROFILE: seen is None or seen <= now - PROFILE_HOLDS,
            Subject.PLACES: number in places,
            Subject.HOURS: number not in stated,
        }
        found[number] = [subject.value for subject, is_due in answers.items() if is_due]
    return found


def _looked_at(organisations: Collection[int]) -> dict[int, datetime]:
    """When a profile was approved or confirmed last."""
    confirmed = Confirmation.objects.filter(organisation__in=organisations, what=Subject.PROFILE)
    approved = ProfileVersion.objects.filter(organisation__in=organisations).approved()
    found: dict[int, datetime] = {}
    for rows, moment in ((confirmed, "confirmed_at"), (approved, "decided_at")):
        newest = rows.order_by().values("organisation").annotate(at=Max(moment))
        for number, at in newest.values_list("organisation", "at"):
            if at is not None:
                found[number] = max(at, found.get(number, at))
    return found


def _running_out(organisations: Collection[int], *, now: datetime) -> set[int]:
    services = list(Service.objects.offered().filter(organisation__in=organisations))
    latest = latest_of(services)
    soon = now + RUNS_OUT_SOON
    return {
        one.organisation_id
        for one in services
        if one.pk not in latest or latest[one.pk].valid_until <= soon
    }


def _stated(organisations: Collection[int], *, now: datetime) -> set[int]:
    rows = PartnershipCapacity.objects.filter(
        organisation__in=organisations,
        month=next_month(now),
        source=PartnershipCapacity.Source.STATED,
    )
    return set(rows.values_list("organisation_id", flat=True))


def next_month(now: datetime) -> date:
    return months.later(now.astimezone(LONDON).date(), 1)


def members_to_ask(*, on: date) -> set[int]:
    """Members that are not resting."""
    resting = Pause.objects.filter(organisation=OuterRef("pk")).current(on=on)
    rows = Organisation.objects.members(on=on).exclude(Exists(resting))
    return set(rows.values_list("pk", flat=True))


def slots() -> dict[int, int]:
    return dict(ConfirmationSlot.objects.values_list("organisation_id", "slot"))


# ---- what is shown -------------------------------------------------------------------------------
@dataclass(frozen=True)
class Held:
    """What we hold about an organisation, for it to look at."""

    facts: list[tuple[str, str]]
    services: list[OfferedService]
    latest: dict[int, ServiceCapacity]
    month: date
    last_hours: PartnershipCapacity | None
    hours: MonthOfHours  # what counts for the month now

    @property
    def month_name(self) -> str:
        return date_format(self.month, "F Y")

    @property
    def shown(self) -> list[tuple[str, str]]:
        """The facts under labels in the reader's language; what was said stays as it was said."""
        return [(gettext(label) if label in OWN else label, said) for label, said in self.facts]


def held(organisation: Organisation, *, now: datetime) -> Held:
    month = next_month(now)
    offered = services_of(organisation, now=now)
    latest = {
        one.service.pk: one.places.capacity for one in offered if one.places.capacity is not None
    }
    rows = PartnershipCapacity.objects.filter(organisation=organisation)
    return Held(
        facts=public_facts(organisation, offered),
        services=offered,
        latest=latest,
        month=month,
        last_hours=rows.counting_for(month).first(),
        hours=hours_of(organisation, month=month),
    )


OWN = (
    gettext_noop("Name"),
    gettext_noop("In a few words"),
    gettext_noop("Website"),
    gettext_noop("Email"),
    gettext_noop("Phone"),
)


def public_facts(
    organisation: Organisation, offered: list[OfferedService]
) -> list[tuple[str, str]]:
    """What everybody can read, line by line."""
    said = (
        organisation.name,
        organisation.plain_summary,
        organisation.website,
        organisation.email,
        organisation.phone,
    )
    facts = list(zip(OWN, said, strict=True))
    for one in offered:
        spoken = words.listed([language.name for language in one.languages])
        parts = [one.service.plain_summary, spoken, words.listed(one.areas)]
        facts.append((one.service.name, " · ".join(part for part in parts if part)))
    return [(label, value) for label, value in facts if value]


def digest(content: object) -> str:
    """What was confirmed, so that it can be compared and not read."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


# ---- whom to ring --------------------------------------------------------------------------------
def worth_a_call(*, on: date) -> list[tuple[Organisation, str]]:
    """Organisations that have not answered for four weeks, or whose person is the wrong one."""
    newest = ConfirmationRequest.objects.order_by("organisation", "-cycle").distinct("organisation")
    rows = ConfirmationRequest.objects.filter(organisation__in=Organisation.objects.members(on=on))
    answered = ConfirmationRequest.objects.filter(
        organisation=OuterRef("organisation"), cycle__gt=OuterRef("cycle")
    ).exclude(answer__in=["", ConfirmationRequest.Answer.WRONG_PERSON])
    silent = Q(answer="", sent_at__date__lte=on - RING_AFTER) & ~Exists(answered)
    wrong = Q(pk__in=newest.values("pk"), answer=ConfirmationRequest.Answer.WRONG_PERSON)
    found: dict[int, tuple[Organisation, str]] = {}
    for one in rows.filter(silent | wrong).select_related("organisation").order_by("sent_at"):
        found.setdefault(one.organisation_id, (one.organisation, one.answer))
    return sorted(found.values(), key=lambda pair: pair[0].sort_name)


def open_requests(organisations: Collection[int], *, now: datetime) -> list[ConfirmationRequest]:
    """Letters of the last weeks that wait for an answer."""
    rows = ConfirmationRequest.objects.filter(
        organisation__in=organisations, answer="", sent_at__gt=now - timedelta(days=30)
    )
    return list(rows.select_related("organisation").order_by("sent_at"))


def confirmed_on(organisation: Organisation) -> date | None:
    """When it looked at its profile last: approved it, or said that it is still right."""
    looked_at = _looked_at([organisation.pk]).get(organisation.pk)
    return None if looked_at is None else looked_at.astimezone(LONDON).date()
