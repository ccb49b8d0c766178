"""Who speaks for the alliance where, and where nobody does."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from members.models import Network, NetworkMeeting, ReportBack, Representation

MOST_MEETINGS = 12


@dataclass(frozen=True)
class Room:
    """A network and those who speak for us there."""

    network: Network
    voices: list[Representation]


@dataclass(frozen=True)
class Due:
    """A meeting that was held, and whether anybody has told the members of it."""

    meeting: NetworkMeeting
    is_told: bool
    is_late: bool


def meetings_of(network: Network, *, on: date) -> list[Due]:
    """The latest first, those to come too. Two queries."""
    told = set(
        ReportBack.objects.filter(representation__network=network).values_list(
            "meeting_on", flat=True
        )
    )
    rows = NetworkMeeting.objects.filter(network=network).order_by("-held_on")[:MOST_MEETINGS]
    return [
        Due(row, row.held_on in told, row.held_on not in told and row.report_by_on < on)
        for row in rows
    ]


def to_report(user_id: int, *, on: date) -> list[NetworkMeeting]:
    """Meetings at which this person spoke for us and of which nobody has told. One query."""
    voices = Representation.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=OuterRef("held_on")),
        network=OuterRef("network"),
        user=user_id,
        started_on__lte=OuterRef("held_on"),
    )
    told = ReportBack.objects.filter(
        representation__network=OuterRef("network"), meeting_on=OuterRef("held_on")
    )
    mine = Representation.objects.filter(network=OuterRef("network"), user=user_id).current(on=on)
    rows = NetworkMeeting.objects.filter(
        Exists(voices), Exists(mine), ~Exists(told), held_on__lte=on, network__is_active=True
    )
    return list(rows.select_related("network").order_by("report_by_on", "pk"))


def public_reports() -> list[ReportBack]:
    """What everybody may read of what was said on our behalf; never who said it."""
    rows = ReportBack.objects.filter(visibility=ReportBack.Visibility.PUBLIC)
    return list(rows.select_related("representation__network").order_by("-meeting_on", "-pk")[:50])


def retired() -> list[Network]:
    return list(Network.objects.filter(is_active=False).order_by("name"))


def rooms(*, on: date) -> list[Room]:
    """Active networks; those where nobody speaks for us come first. Two queries."""
    voices: dict[int, list[Representation]] = {}
    for representation in (
        Representation.objects.current(on=on)
        .select_related("user", "organisation")
        .order_by("user__name")
    ):
        voices.setdefault(representation.network_id, []).append(representation)
    networks = Network.objects.filter(is_active=True).order_by("name")
    found = [Room(network, voices.get(network.pk, [])) for network in networks]
    return sorted(found, key=lambda room: bool(room.voices))


def voices_in(network: Network, *, on: date) -> list[Representation]:
    return list(
        Representation.objects.filter(network=network)
        .current(on=on)
        .select_related("user", "organisation")
        .order_by("user__name")
    )


def reports_from(network: Network) -> list[ReportBack]:
    return list(
        ReportBack.objects.filter(representation__network=network)
        .select_related("representation__user")
        .order_by("-meeting_on")[:20]
    )
