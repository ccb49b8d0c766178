"""Who speaks for the alliance where, and where nobody does."""

from dataclasses import dataclass
from datetime import date

from members.models import Network, ReportBack, Representation


@dataclass(frozen=True)
class Room:
    """A network and those who speak for us there."""

    network: Network
    voices: list[Representation]


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
