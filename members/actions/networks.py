"""The networks we know, who speaks for us there, and what they bring back."""

from datetime import date

from django.db import IntegrityError, transaction

from alliance import audit
from alliance.audit import Actor
from alliance.calendars import ENGLAND, add_working_days
from alliance.errors import Refused
from alliance.models import User
from members.models import (
    Network,
    NetworkMeeting,
    Organisation,
    ReportBack,
    Representation,
    Representative,
)

DAYS_TO_REPORT = 10  # working days after a meeting


@transaction.atomic
def add_network(
    *, name: str, kind: str, level: str, by: User | Actor, url: str = "", meets: str = ""
) -> Network:
    if Network.objects.filter(name__iexact=name).exists():
        raise Refused("A network of this name is listed already.", field="name")
    network = Network.objects.create(name=name, kind=kind, level=level, url=url, meets=meets)
    audit.record(by=by, kind="members.network_added", subject=network)
    return network


@transaction.atomic
def change_network(
    network: Network, *, name: str, kind: str, level: str, url: str, meets: str, by: User | Actor
) -> None:
    if Network.objects.filter(name__iexact=name).exclude(pk=network.pk).exists():
        raise Refused("A network of this name is listed already.", field="name")
    network.name, network.kind, network.level = name, kind, level
    network.url, network.meets = url, meets
    network.save(update_fields=["name", "kind", "level", "url", "meets"])
    audit.record(by=by, kind="members.network_changed", subject=network)


@transaction.atomic
def retire_network(network: Network, *, on: date, by: User | Actor) -> None:
    """It is listed no more; whoever spoke for us there stops that day. Reports stay."""
    if not network.is_active:
        raise Refused(f"{network} is not listed any more.")
    for representation in Representation.objects.filter(network=network, ended_on=None):
        representation.network = network
        ended_on = max(on, representation.started_on)
        end_representation(representation, ended_on=ended_on, by=by)
    network.is_active = False
    network.save(update_fields=["is_active"])
    audit.record(by=by, kind="members.network_retired", subject=network)


@transaction.atomic
def list_again(network: Network, *, by: User | Actor) -> None:
    if network.is_active:
        raise Refused(f"{network} is listed already.")
    network.is_active = True
    network.save(update_fields=["is_active"])
    audit.record(by=by, kind="members.network_listed_again", subject=network)


@transaction.atomic
def enter_meeting(network: Network, *, held_on: date, by: User) -> NetworkMeeting:
    """Somebody who speaks for us there has ten working days from it to tell the members."""
    report_by_on = add_working_days(held_on, DAYS_TO_REPORT, ENGLAND)
    try:
        with transaction.atomic():
            meeting = NetworkMeeting.objects.create(
                network=network, held_on=held_on, report_by_on=report_by_on
            )
    except IntegrityError:
        raise Refused("This meeting is on the list already.", field="held_on") from None
    data = {"network": network.pk, "held_on": held_on.isoformat()}
    audit.record(by=by, kind="members.network_meeting_entered", subject=meeting, data=data)
    return meeting


@transaction.atomic
def change_mandate(
    representation: Representation,
    *,
    role: str,
    minutes_per_month: int | None,
    mandate: str,
    on: date,
    by: User | Actor,
) -> None:
    """The same person goes on, with other words or another part. The time counts as load."""
    if representation.ended_on is not None and representation.ended_on <= on:
        raise Refused(f"{representation.user} no longer speaks for us there.")
    representation.role, representation.mandate = role, mandate
    representation.minutes_per_month = minutes_per_month or 0
    representation.save(update_fields=["role", "mandate", "minutes_per_month"])
    data = {"network": representation.network_id, "role": role}
    audit.record(by=by, kind="members.mandate_changed", subject=representation, data=data)


@transaction.atomic
def begin_representation(
    network: Network,
    *,
    user: User,
    organisation: Organisation,
    started_on: date,
    by: User | Actor,
    role: str = Representation.Role.MEMBER,
    minutes_per_month: int = 0,
    mandate: str = "",
) -> Representation:
    """Somebody who acts for a member organisation begins to speak for the alliance there."""
    if not network.is_active:
        raise Refused(f"{network} is not listed any more.")
    acting = Representative.objects.filter(user=user, organisation=organisation)
    if not acting.current(on=started_on).exists():
        raise Refused(f"{user} does not act for {organisation} on that day.", field="person")
    try:
        with transaction.atomic():
            representation = Representation.objects.create(
                network=network,
                user=user,
                organisation=organisation,
                role=role,
                started_on=started_on,
                minutes_per_month=minutes_per_month,
                mandate=mandate,
            )
    except IntegrityError:
        raise Refused(f"{user} already speaks for us there.", field="person") from None
    data = {"network": network.pk, "user": user.pk, "organisation": organisation.pk}
    audit.record(by=by, kind="members.representation_began", subject=representation, data=data)
    return representation


@transaction.atomic
def end_representation(representation: Representation, *, ended_on: date, by: User | Actor) -> None:
    """`ended_on` is the first day on which they no longer speak for us."""
    if representation.ended_on is not None:
        raise Refused(f"{representation.user} no longer speaks for us there.")
    if ended_on < representation.started_on:
        raise Refused("Nobody can stop before they began.", field="ended_on")
    representation.ended_on = ended_on
    representation.save(update_fields=["ended_on"])
    data = {"network": representation.network_id, "ended_on": ended_on.isoformat()}
    audit.record(by=by, kind="members.representation_ended", subject=representation, data=data)


@transaction.atomic
def report_back(
    network: Network,
    *,
    meeting_on: date,
    what_was_said: str,
    by: User,
    on: date,
    what_was_asked_of_us: str = "",
    visibility: str = ReportBack.Visibility.MEMBERS,
) -> ReportBack:
    representation = Representation.objects.filter(network=network, user=by).current(on=on).first()
    if representation is None:
        raise Refused("Only somebody who speaks for us there can report back.")
    if meeting_on > on:
        raise Refused("This meeting is still to come.", field="meeting_on")
    if meeting_on < representation.started_on:
        raise Refused("That was before you spoke for us there.", field="meeting_on")
    try:
        with transaction.atomic():
            report = ReportBack.objects.create(
                representation=representation,
                meeting_on=meeting_on,
                what_was_said=what_was_said,
                what_was_asked_of_us=what_was_asked_of_us,
                visibility=visibility,
            )
    except IntegrityError:
        raise Refused("You have reported on this meeting already.", field="meeting_on") from None
    data = {"network": representation.network_id}
    audit.record(by=by, kind="members.reported_back", subject=report, data=data)
    return report
