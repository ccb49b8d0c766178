"""Room for people that stops counting in three days, where no other letter says so before."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse

from alliance.calendars import ENGLAND, is_working_day
from alliance.http import absolute_url
from alliance.models import Message
from alliance.words import LONDON
from members import cycles
from members.actions.letters import COUNTED, has_room_for_a_letter, post_counted
from members.models import ConfirmationRequest, Representative, Service, ServiceCapacity
from members.queries import confirming as queries
from members.queries.profiles import latest_of
from members.queries.recipients import who_confirms

STILL_IN_HAND = timedelta(days=14)


@transaction.atomic
def warn(*, now: datetime) -> int:
    """One message for all the services of an organisation, once for each answer that runs out."""
    on = now.astimezone(LONDON).date()
    if not is_working_day(on, ENGLAND):
        return 0
    ending = _ending(now)
    letters = _have_a_letter(ending, now=now, on=on)
    people = who_confirms([number for number in ending if number not in letters], on=on)
    return sum(_warn(person, ending[number], now=now) for number, person in people.items())


def _ending(now: datetime) -> dict[int, list[tuple[Service, ServiceCapacity]]]:
    """By organisation, what is confirmed for no longer than three days more."""
    members = queries.members_to_ask(on=now.astimezone(LONDON).date())
    services = list(
        Service.objects.offered()
        .filter(organisation__in=members)
        .select_related("organisation")
        .order_by("name")
    )
    latest = latest_of(services)
    found: dict[int, list[tuple[Service, ServiceCapacity]]] = {}
    for service in services:
        said = latest.get(service.pk)
        if said is not None and now < said.valid_until <= now + queries.RUNS_OUT_SOON:
            found.setdefault(service.organisation_id, []).append((service, said))
    return found


def _have_a_letter(organisations: Iterable[int], *, now: datetime, on: date) -> set[int]:
    """Those who are asked in these days anyway, by a letter that is out or by the next one."""
    numbers = list(organisations)
    out = ConfirmationRequest.objects.filter(
        organisation__in=numbers, answer="", sent_at__gt=now - STILL_IN_HAND
    )
    soon = {
        slot
        for days in range(queries.RUNS_OUT_SOON.days + 1)
        for slot, _ in cycles.turns(on + timedelta(days=days), ENGLAND)
    }
    turn = {number for number, slot in queries.slots().items() if slot in soon}
    return set(out.values_list("organisation_id", flat=True)) | (turn & set(numbers))


def _warn(
    person: Representative, ending: list[tuple[Service, ServiceCapacity]], *, now: datetime
) -> int:
    key = f"runs_out.{max(said.pk for _, said in ending)}"
    if Message.objects.filter(key=f"{COUNTED}{key}").exists():
        return 0
    if not has_room_for_a_letter(person.user, now=now):
        return 0
    page = reverse("members:capacity", kwargs={"slug": person.organisation.slug})
    post_counted(
        person.user,
        key=key,
        template="members/runs_out",
        context={
            "person": str(person.user),
            "organisation": str(person.organisation),
            "services": [(service.name, said.valid_until) for service, said in ending],
            "link": absolute_url(page),
        },
        now=now,
    )
    return 1
