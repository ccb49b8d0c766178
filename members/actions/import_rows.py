"""Put rows of a list in, and say what was written.

What a list says of an organisation's profile is gathered first, so that all its rows become one
change: written at once where nobody there ever approved a profile, and sent to its approver
everywhere else.
"""

import uuid
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from alliance import audit
from alliance.actions import invitations
from alliance.actions.invitations import Where
from alliance.errors import Refused
from alliance.models import User
from alliance.roles import Scope
from members.actions import capacity, drafts, live_profile, organisations
from members.importing import layouts
from members.importing.comparing import State, Verdict
from members.models import (
    Area,
    Identifier,
    Organisation,
    Representative,
    Service,
    ServiceCapacity,
    ServiceLanguage,
)
from members.profile_content import Content, Known, blank, faults
from members.queries.imports import NO_PLACES, OFFERED, PLACES, WORDS
from members.queries.profile_content import known, live_content
from members.queries.profiles import latest_of

# Any, below: fields of all kinds, as JSON has them.
Fields = dict[str, Any]
PROFILE = "profile"  # the whole profile, among the fields of an organisation that were written


@dataclass(frozen=True)
class Putting:
    """Who puts the list in, and when; profiles by organisation, as they are and as wished for."""

    by: User
    now: datetime
    on: date
    rows: dict[int, Organisation] = field(default_factory=dict)
    before: dict[int, Content] = field(default_factory=dict)
    wished: dict[int, Content] = field(default_factory=dict)

    def profile_of(self, organisation_id: int) -> Content:
        """To be changed in place. Each organisation is read once."""
        if organisation_id not in self.wished:
            row = Organisation.objects.select_for_update().get(pk=organisation_id)
            self.rows[row.pk], self.before[row.pk] = row, live_content(row)
            self.wished[row.pk] = deepcopy(self.before[row.pk])
        return self.wished[organisation_id]


@dataclass(frozen=True)
class Wrote:
    """A row written: what it was (None: it was new) and what it is."""

    subject: Model
    before: Fields | None = None
    after: Fields = field(default_factory=dict)


def put(kind: str, verdict: Verdict, putting: Putting) -> Iterator[Wrote]:
    """What this row writes at once; what it says of a profile is gathered in `putting`."""
    return WRITERS[kind](verdict, putting)


def settle(putting: Putting) -> Iterator[Wrote]:
    """Write the profiles that were gathered, or send them to those who approve them."""
    lists = known() if putting.wished else Known({})
    for pk, content in putting.wished.items():
        row, before = putting.rows[pk], putting.before[pk]
        if content == before:
            continue
        if row.live_version_id is not None:
            yield Wrote(drafts.propose(row, content=content, by=putting.by, now=putting.now))
        else:
            _refuse_faults(before, content, lists)
            live_profile.write(row, before=before, after=content)
            audit.record(by=putting.by, kind="members.profile_put_in", subject=row)
            yield Wrote(row, {PROFILE: before}, {PROFILE: live_content(row)})


def _refuse_faults(before: Content, after: Content, lists: Known) -> None:
    """Only what the list brings in: a fault that was there before is not its own."""
    there = {(one.path, one.sentence) for one in faults(before, lists)}
    for fault in faults(after, lists):
        if (fault.path, fault.sentence) not in there:
            raise Refused(f"{after['organisation']['name']}: {fault.sentence}")


def target_of(verdict: Verdict) -> int:
    assert verdict.target is not None  # only a new row has none
    return verdict.target


def owner_of(verdict: Verdict) -> int:
    assert verdict.owner is not None  # its layout asks for an organisation
    return verdict.owner


def before_and_after(row: Model, names: list[str]) -> Fields:
    return {name: getattr(row, name) for name in names}


# ---- organisations -------------------------------------------------------------------------------
def _organisation(verdict: Verdict, putting: Putting) -> Iterator[Wrote]:
    words = {name: str(verdict.values[name]) for name in WORDS if name in verdict.values}
    if verdict.state == State.NEW:
        row = organisations.add_organisation(words=words, by=putting.by)
        yield Wrote(row, None, before_and_after(row, list(words)))
        yield from _first_numbers(row, verdict)
    else:
        profile = putting.profile_of(target_of(verdict))["organisation"]
        row = putting.rows[target_of(verdict)]
        profile |= words
        for number in _numbers_of(verdict):
            profile["numbers"].append(number | {"is_primary": not profile["numbers"], "note": ""})
    yield from _begin(row, verdict.values.get("started_on"), putting)


def _first_numbers(row: Organisation, verdict: Verdict) -> Iterator[Wrote]:
    """The first number of an organisation that had none is its main one."""
    for place, number in enumerate(_numbers_of(verdict)):
        fields = number | {"is_primary": place == 0}
        yield Wrote(Identifier.objects.create(organisation=row, **fields), None, fields)


def _numbers_of(verdict: Verdict) -> list[Fields]:
    return [
        {"scheme": scheme.value, "value": value}
        for scheme in layouts.SCHEMES
        for value in _list(verdict.values.get(scheme.value))
    ]


def _list(value: object) -> list[str]:
    return value if isinstance(value, list) else []


def _begin(row: Organisation, day: object, putting: Putting) -> Iterator[Wrote]:
    if not isinstance(day, str):
        return
    before = {"status": row.status}
    period = organisations.begin_membership(
        row, started_on=date.fromisoformat(day), by=putting.by, on=putting.on
    )
    yield Wrote(row, before, {"status": row.status})
    yield Wrote(period)


# ---- services ------------------------------------------------------------------------------------
def _service(verdict: Verdict, putting: Putting) -> Iterator[Wrote]:
    services = putting.profile_of(owner_of(verdict))["services"]
    if verdict.state == State.NEW:
        thing = services.setdefault(str(uuid.uuid4()), blank("services"))
    else:
        thing = services[str(Service.objects.get(pk=target_of(verdict)).public_id)]
    thing |= {name: verdict.values[name] for name in OFFERED if name in verdict.values}
    if "tags" in verdict.values:
        others = [one for one in thing["languages"] if one["how"] != ServiceLanguage.How.STAFF]
        spoken = [{"tag": tag, "how": "staff"} for tag in _list(verdict.values["tags"])]
        thing["languages"] = [*others, *spoken]
    if "areas" in verdict.values:
        named = Area.objects.filter(name__in=_list(verdict.values["areas"]))
        thing["areas"] = sorted(named.values_list("pk", flat=True))
    yield from ()


# ---- people --------------------------------------------------------------------------------------
def _representative(verdict: Verdict, putting: Putting) -> Iterator[Wrote]:
    """Somebody new is invited: an account begins in no other way."""
    if verdict.state == State.NEW:
        organisation = Organisation.objects.get(pk=owner_of(verdict))
        yield Wrote(
            invitations.invite(
                email=str(verdict.values["email"]),
                name=str(verdict.values["name"]),
                role=str(verdict.values.get("role", "editor")),
                by=putting.by,
                now=putting.now,
                where=Where(Scope.ORGANISATION, organisation.pk, organisation.name),
            )
        )
        return
    row = Representative.objects.get(pk=target_of(verdict))
    before = {"job_title": row.job_title}
    row.job_title = str(verdict.values["job_title"])
    row.save(update_fields=["job_title"])
    yield Wrote(row, before, {"job_title": row.job_title})


# ---- places free ---------------------------------------------------------------------------------
def _capacity(verdict: Verdict, putting: Putting) -> Iterator[Wrote]:
    service = Service.objects.get(pk=target_of(verdict))
    said = latest_of([service]).get(service.pk)
    fields: Fields = dict(NO_PLACES)
    if said is not None and said.is_confirmed(now=putting.now):
        fields |= before_and_after(said, [*PLACES, "next_opening_on"])
    fields |= {name: value for name, value in verdict.values.items() if name != "service"}
    if isinstance(fields["next_opening_on"], str):
        fields["next_opening_on"] = date.fromisoformat(fields["next_opening_on"])
    yield Wrote(
        capacity.confirm_service_capacity(
            service,
            **fields,
            by=putting.by,
            now=putting.now,
            source=ServiceCapacity.Source.IMPORT,
        )
    )


WRITERS: dict[str, Callable[[Verdict, Putting], Iterator[Wrote]]] = {
    "organisations": _organisation,
    "services": _service,
    "representatives": _representative,
    "capacity": _capacity,
}
