"""Put rows of a list in, and say what was written.

What a list says of an organisation's profile is gathered first, so that all its rows become one
change: written at once where nobody there ever approved a profile, and sent to its approver
everywhere else.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
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
from members.actions.capacity import SaidPlaces
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


def put(kind: str, verdicts: Sequence[Verdict], putting: Putting) -> Iterator[Wrote]:
    """What these rows write at once; what they say of a profile is gathered in `putting`."""
    return WRITERS[kind](verdicts, putting)


@contextmanager
def naming(verdict: Verdict) -> Iterator[None]:
    """A refusal is told with the row it is about."""
    try:
        yield
    except Refused as refusal:
        raise Refused(f"Row {verdict.number}: {refusal} Nothing was written.") from None


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
def _organisations(verdicts: Sequence[Verdict], putting: Putting) -> Iterator[Wrote]:
    yield from _new_organisations([v for v in verdicts if v.state == State.NEW], putting)
    for verdict in verdicts:
        if verdict.state != State.NEW:
            with naming(verdict):
                yield from _changed_organisation(verdict, putting)


def _words_of(verdict: Verdict) -> dict[str, str]:
    return {name: str(verdict.values[name]) for name in WORDS if name in verdict.values}


def _new_organisations(verdicts: Sequence[Verdict], putting: Putting) -> Iterator[Wrote]:
    """In a handful of queries, however many there are."""
    words = [_words_of(verdict) for verdict in verdicts]
    rows = organisations.add_many(words, by=putting.by)
    for row, said in zip(rows, words, strict=True):
        yield Wrote(row, None, before_and_after(row, list(said)))
    yield from _first_numbers(zip(rows, verdicts, strict=True))
    began = [
        (row, date.fromisoformat(day))
        for row, verdict in zip(rows, verdicts, strict=True)
        if isinstance(day := verdict.values.get("started_on"), str)
    ]
    before = [row.status for row, _ in began]
    periods = organisations.begin_many(began, by=putting.by, on=putting.on)
    for status, (row, _) in zip(before, began, strict=True):
        yield Wrote(row, {"status": status}, {"status": row.status})
    yield from map(Wrote, periods)


def _first_numbers(added: Iterable[tuple[Organisation, Verdict]]) -> Iterator[Wrote]:
    """The first number of an organisation that had none is its main one."""
    numbers = [
        (row, number | {"is_primary": place == 0})
        for row, verdict in added
        for place, number in enumerate(_numbers_of(verdict))
    ]
    made = Identifier.objects.bulk_create(
        Identifier(organisation=row, **fields) for row, fields in numbers
    )
    for one, (_, fields) in zip(made, numbers, strict=True):
        yield Wrote(one, None, fields)


def _changed_organisation(verdict: Verdict, putting: Putting) -> Iterator[Wrote]:
    profile = putting.profile_of(target_of(verdict))["organisation"]
    profile |= _words_of(verdict)
    for number in _numbers_of(verdict):
        profile["numbers"].append(number | {"is_primary": not profile["numbers"], "note": ""})
    row = putting.rows[target_of(verdict)]
    yield from _begin(row, verdict.values.get("started_on"), putting)


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
def _services(verdicts: Sequence[Verdict], putting: Putting) -> Iterator[Wrote]:
    there = Service.objects.in_bulk([v.target for v in verdicts if v.target is not None])
    areas = dict(Area.objects.values_list("name", "pk"))
    for verdict in verdicts:
        services = putting.profile_of(owner_of(verdict))["services"]
        if verdict.state == State.NEW:
            thing = services.setdefault(str(uuid.uuid4()), blank("services"))
        else:
            thing = services[str(there[target_of(verdict)].public_id)]
        _say_of_service(thing, verdict, areas)
    yield from ()


def _say_of_service(thing: Fields, verdict: Verdict, areas: Mapping[str, int]) -> None:
    thing |= {name: verdict.values[name] for name in OFFERED if name in verdict.values}
    if "tags" in verdict.values:
        others = [one for one in thing["languages"] if one["how"] != ServiceLanguage.How.STAFF]
        spoken = [{"tag": tag, "how": "staff"} for tag in _list(verdict.values["tags"])]
        thing["languages"] = [*others, *spoken]
    if "areas" in verdict.values:
        named = _list(verdict.values["areas"])
        thing["areas"] = sorted(areas[name] for name in named if name in areas)


# ---- people --------------------------------------------------------------------------------------
def _representatives(verdicts: Sequence[Verdict], putting: Putting) -> Iterator[Wrote]:
    """Somebody new is invited, with a letter each: an account begins in no other way."""
    owners = Organisation.objects.in_bulk([owner_of(v) for v in verdicts if v.state == State.NEW])
    acting = Representative.objects.in_bulk([v.target for v in verdicts if v.target is not None])
    for verdict in verdicts:
        with naming(verdict):
            if verdict.state == State.NEW:
                yield _invited(verdict, owners[owner_of(verdict)], putting)
            else:
                yield _retitled(verdict, acting[target_of(verdict)])


def _invited(verdict: Verdict, organisation: Organisation, putting: Putting) -> Wrote:
    return Wrote(
        invitations.invite(
            email=str(verdict.values["email"]),
            name=str(verdict.values["name"]),
            role=str(verdict.values.get("role", "editor")),
            by=putting.by,
            now=putting.now,
            where=Where(Scope.ORGANISATION, organisation.pk, organisation.name),
        )
    )


def _retitled(verdict: Verdict, row: Representative) -> Wrote:
    before = {"job_title": row.job_title}
    row.job_title = str(verdict.values["job_title"])
    row.save(update_fields=["job_title"])
    return Wrote(row, before, {"job_title": row.job_title})


# ---- places free ---------------------------------------------------------------------------------
def _capacity(verdicts: Sequence[Verdict], putting: Putting) -> Iterator[Wrote]:
    """In a handful of queries, however many there are."""
    services = Service.objects.in_bulk([target_of(verdict) for verdict in verdicts])
    latest = latest_of(list(services.values()))
    said = [
        SaidPlaces(
            services[target_of(verdict)],
            **_places(verdict, latest.get(target_of(verdict)), now=putting.now),
        )
        for verdict in verdicts
    ]
    source = ServiceCapacity.Source.IMPORT
    yield from map(
        Wrote, capacity.confirm_places(said, by=putting.by, now=putting.now, source=source)
    )


def _places(verdict: Verdict, said: ServiceCapacity | None, *, now: datetime) -> Fields:
    fields: Fields = dict(NO_PLACES)
    if said is not None and said.is_confirmed(now=now):
        fields |= before_and_after(said, [*PLACES, "next_opening_on"])
    fields |= {name: value for name, value in verdict.values.items() if name != "service"}
    if isinstance(fields["next_opening_on"], str):
        fields["next_opening_on"] = date.fromisoformat(fields["next_opening_on"])
    return fields


WRITERS: dict[str, Callable[[Sequence[Verdict], Putting], Iterator[Wrote]]] = {
    "organisations": _organisations,
    "services": _services,
    "representatives": _representatives,
    "capacity": _capacity,
}
