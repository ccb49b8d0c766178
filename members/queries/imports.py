"""What we hold, as lists have it: to compare a file with, and to hand out as one."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.storage import default_storage

from alliance.models import Document, Invitation, RoleTerm
from alliance.queries.documents import path_of
from alliance.roles import Scope
from members.importing import comparing, files, layouts, reading
from members.importing.columns import REFERENCE, Layout
from members.importing.comparing import Held, Known, State, Verdict
from members.models import (
    Area,
    Identifier,
    ImportRun,
    MembershipPeriod,
    Organisation,
    ProfileVersion,
    Representative,
    Service,
    ServiceArea,
    ServiceCapacity,
    ServiceLanguage,
)
from members.names import folded
from members.queries.profiles import latest_of

WORDS = ("name", "legal_form", "size_band", "plain_summary", "website", "email", "phone")
OFFERED = (
    "name",
    "plain_summary",
    "status",
    "who_for",
    "minimum_age",
    "maximum_age",
    "how_to_get_in",
    "costs",
    "url",
    "email",
    "phone",
)
PLACES = (
    "referral_status", "available", "maximum", "unit", "waiting_count", "typical_wait_days",
    "funded_places", "note",
)  # fmt: skip
NO_PLACES: dict[str, object] = {
    "available": None,
    "maximum": None,
    "unit": ServiceCapacity.Unit.PEOPLE.value,
    "next_opening_on": None,
    "note": "",
}
Lists = dict[int, dict[str, list[str]]]


@dataclass(frozen=True)
class Look:
    """A file, what it says, and what that would do."""

    opened: files.Opened
    reading: reading.Reading
    verdicts: list[Verdict]

    @property
    def faults(self) -> dict[int, str]:
        """By row, for the marked copy."""
        return {
            one.number: " ".join(one.problems)
            for one in self.verdicts
            if one.state == State.PROBLEM
        }


def look(kind: str, *, name: str, content: bytes, on: date, now: datetime) -> Look:
    """Nothing is written. Raises Refused where the file cannot be read at all."""
    layout = layout_of(kind)
    opened = files.opened(name, content, is_heading=layout.is_heading)
    read = reading.read(opened.sheet, layout)
    return Look(opened, read, comparing.compare(read, layout, known(kind, on=on, now=now)))


def look_again(run: ImportRun, *, on: date, now: datetime) -> Look:
    assert run.file is not None  # by a check of the table, until it is forgotten
    return look(run.kind, name=run.file.name, content=content_of(run.file), on=on, now=now)


def content_of(document: Document) -> bytes:
    with default_storage.open(path_of(document)) as stored:
        content: bytes = stored.read()
    return content


def layout_of(kind: str) -> Layout:
    return layouts.layout(kind, wards=wards() if kind == "services" else None)


def wards() -> dict[str, str]:
    """The places we know, by their names and by their former ones."""
    rows = Area.objects.values_list("name", "former_name")
    found = {folded(former): name for name, former in rows if former}
    return found | {folded(name): name for name, _ in rows}


def known(kind: str, *, on: date, now: datetime) -> Known:
    """All that we hold of the kind. A handful of queries, however much that is."""
    makers: dict[str, Callable[[], Known]] = {
        "organisations": lambda: _organisations(on=on),
        "services": _services,
        "representatives": lambda: _representatives(on=on, now=now),
        "capacity": lambda: _capacity(now=now),
    }
    return makers[kind]()


def held(kind: str, *, on: date, now: datetime) -> list[Mapping[str, object]]:
    """The rows of a file of what we hold, by name."""
    rows = [one.values for one in known(kind, on=on, now=now).held if one.values and one.pk > 0]
    return sorted(rows, key=lambda row: (str(row.get("organisation", "")), str(row.get("name"))))


# ---- organisations -------------------------------------------------------------------------------
def _organisations(*, on: date) -> Known:
    numbers: Lists = defaultdict(lambda: defaultdict(list))
    for organisation, scheme, value in Identifier.objects.order_by("value").values_list(
        "organisation_id", "scheme", "value"
    ):
        numbers[organisation][scheme].append(value)
    began = dict(
        MembershipPeriod.objects.not_ended(on=on)
        .order_by("-started_on")
        .values_list("organisation_id", "started_on")
    )
    rows = list(Organisation.objects.all())
    return Known(
        held=[_organisation(row, numbers[row.pk], began.get(row.pk)) for row in rows],
        speaking=_speaking(rows),
        stuck=_writing(),
        fixed=frozenset({*layouts.SCHEMES, "started_on"}),
    )


def _organisation(row: Organisation, numbers: dict[str, list[str]], began: date | None) -> Held:
    values: dict[str, object] = {name: getattr(row, name) for name in WORDS}
    values |= {"started_on": began.isoformat() if began else None}
    values |= {scheme: found for scheme, found in numbers.items()}
    strong = {(scheme, number) for scheme, found in numbers.items() for number in found}
    reference = str(row.public_id)
    return Held(
        row.pk,
        row.name,
        strong=frozenset({(REFERENCE, reference), *strong}),
        by_name=("name", "", row.sort_name),
        values=values | {REFERENCE: reference},
    )


def _speaking(rows: list[Organisation]) -> frozenset[int]:
    """Those that once approved what is said of them: from then on they have the last word."""
    return frozenset(row.pk for row in rows if row.live_version_id is not None)


def _writing() -> dict[int, str]:
    rows = ProfileVersion.objects.open().select_related("organisation")
    return {
        row.organisation_id: f"{row.organisation} is writing a change itself. Send this later."
        for row in rows
    }


def _by_name(rows: list[Organisation]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        found[row.sort_name].append(row.pk)
    return dict(found)


# ---- services ------------------------------------------------------------------------------------
def _services() -> Known:
    tags, areas = _names(), _names()
    staff = ServiceLanguage.objects.filter(how=ServiceLanguage.How.STAFF)
    for service, tag in staff.values_list("service_id", "language"):
        tags[service].append(tag)
    for service, name in ServiceArea.objects.values_list("service_id", "area__name"):
        areas[service].append(name)
    organisations = list(Organisation.objects.all())
    rows = Service.objects.select_related("organisation").order_by("pk")
    return Known(
        held=[_service(row, tags[row.pk], areas[row.pk]) for row in rows],
        organisations=_by_name(organisations),
        speaking=_speaking(organisations),
        stuck=_writing(),
    )


def _names() -> dict[int, list[str]]:
    return defaultdict(list)


def _service(row: Service, tags: list[str], areas: list[str]) -> Held:
    is_over = row.status == Service.Status.DEFUNCT
    values: dict[str, object] = {name: getattr(row, name) for name in OFFERED}
    values |= {"tags": sorted(tags), "areas": sorted(areas)}
    values |= {REFERENCE: str(row.public_id), "organisation": row.organisation.name}
    return Held(
        row.pk,
        row.name,
        strong=frozenset({(REFERENCE, str(row.public_id))}),
        by_name=("name", str(row.organisation_id), folded(row.name)),
        values=values,
        stuck=f"{row.name} was given up. Choose another name." if is_over else "",
    )


# ---- people --------------------------------------------------------------------------------------
def _representatives(*, on: date, now: datetime) -> Known:
    terms = RoleTerm.objects.filter(scope_kind=Scope.ORGANISATION, role="approver").not_ended(on=on)
    approvers = set(terms.values_list("user_id", "scope_id"))
    people = Representative.objects.not_ended(on=on).select_related("user", "organisation")
    held = [
        _person(one, is_approver=(one.user_id, one.organisation_id) in approvers)
        for one in people.order_by("pk")
    ]
    invited = Invitation.objects.filter(scope_kind=Scope.ORGANISATION).waiting(now=now)
    return Known(
        held=[*held, *map(_invited, invited)],
        organisations=_by_name(list(Organisation.objects.all())),
        fixed=frozenset({"role"}),
    )


def _person(one: Representative, *, is_approver: bool) -> Held:
    """Their name is theirs to change."""
    return Held(
        one.pk,
        one.user.name,
        by_name=("email", str(one.organisation_id), one.user.email),
        values={
            "organisation": one.organisation.name,
            "name": one.user.name,
            "email": one.user.email,
            "role": "approver" if is_approver else "editor",
            "job_title": one.job_title,
        },
        kept=frozenset({"name", "email"}),
    )


def _invited(invitation: Invitation) -> Held:
    """Asked already, and not answered yet: nothing more to do."""
    by_name = ("email", str(invitation.scope_id), invitation.email)
    everything = frozenset({"name", "email", "role", "job_title"})
    return Held(-invitation.pk, invitation.name, by_name=by_name, kept=everything)


# ---- places free ---------------------------------------------------------------------------------
def _capacity(*, now: datetime) -> Known:
    services = list(Service.objects.offered().select_related("organisation").order_by("pk"))
    latest = latest_of(services)
    return Known(
        held=[_places(one, latest.get(one.pk), now=now) for one in services],
        organisations=_by_name(list(Organisation.objects.all())),
        must_exist=True,
        blanks=NO_PLACES,
    )


def _places(service: Service, said: ServiceCapacity | None, *, now: datetime) -> Held:
    """What ran out is not held: the same words make it hold again."""
    values: dict[str, Any] = {}  # Any: fields of a row
    if said is not None and said.is_confirmed(now=now):
        opening = said.next_opening_on
        values = {name: getattr(said, name) for name in PLACES}
        values["next_opening_on"] = opening.isoformat() if opening else None
        values |= {"organisation": service.organisation.name, "service": service.name}
    by_name = ("name", str(service.organisation_id), folded(service.name))
    return Held(service.pk, service.name, by_name=by_name, values=values)
