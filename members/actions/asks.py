"""Asking organisations for time: written, spread over those with room, and sent at once.

Nobody is asked for more than they offer without a sentence that says why, which they are shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from alliance import access, audit, words
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import User
from members import months
from members.actions import asking_letters, letting_off
from members.models import Ask, AskResponse, AskRules, Organisation
from members.models.asks import LEAST_REASON
from members.permissions import MembersPermission
from members.queries import room
from members.queries.room import Standing

FEW = 3  # an alliance of three may ask all three
WORDS = (
    "title", "body", "kind", "asked_by_network", "estimated_minutes", "preparation_minutes",
    "due_on", "is_paid", "pence_per_hour", "paid_by", "is_required", "required_because", "format",
    "places_wanted",
)  # fmt: skip


@dataclass(frozen=True)
class Chosen:
    """An organisation to ask, and why it has to be this one if it has no room."""

    organisation: int
    because: str = ""


@dataclass(frozen=True)
class Raised:
    """An Ask that an upper app raised, and whom it could not be put to, with the word why."""

    ask: Ask
    left_out: tuple[tuple[str, str], ...] = ()


@transaction.atomic
def compose(*, words: Mapping[str, Any], by: User, on: date) -> Ask:
    """A draft: nobody is asked yet. `words` are fields of an Ask."""
    _refuse_the_past(words["due_on"], on=on)
    ask = Ask.objects.create(composed_by=by, **_settled(words))
    audit.record(by=by, kind="members.ask_written", subject=ask)
    return ask


@transaction.atomic
def rewrite(ask: Ask, *, words: Mapping[str, Any], by: User, on: date) -> None:
    ask = _locked(ask)
    if not ask.is_draft:
        raise Refused("This has been sent. Call it off and write a new one.")
    _refuse_the_past(words["due_on"], on=on)
    for name, value in _settled(words).items():
        setattr(ask, name, value)
    ask.save()
    audit.record(by=by, kind="members.ask_rewritten", subject=ask)


@transaction.atomic
def send(
    ask: Ask, *, chosen: Sequence[Chosen], by: User, now: datetime, on: date
) -> list[AskResponse]:
    """Ask these organisations, or nobody: also more of them, after it was sent first.

    Their rows are locked and their hours reckoned again, so that a second composer in the same
    second sees what the first one took.
    """
    ask = _locked(ask)
    if not (ask.is_draft or ask.is_out):
        raise Refused("This Ask is over.")
    _refuse_the_past(ask.due_on, on=on)
    if not chosen:
        raise Refused("Choose at least one organisation.")
    _lock([one.organisation for one in chosen])
    _refuse_everyone(ask, chosen, on=on)
    responses = _put_to(ask, chosen, by=by, now=now, on=on)
    _mark_sent(ask, now=now)
    asking_letters.tell(ask, responses, now=now, on=on)
    data = {
        "organisations": [one.organisation_id for one in responses],
        "overrides": sum(1 for one in responses if one.override_because),
    }
    audit.record(by=by, kind="members.ask_sent", subject=ask, data=data)
    return responses


@transaction.atomic
def raise_ask(
    *,
    origin_key: str,
    words: Mapping[str, Any],
    organisations: Sequence[int],
    because: str,
    by: User | Actor,
    now: datetime,
    on: date,
) -> Raised:
    """For upper apps: what follows from a meeting or a return, put to those it concerns.

    The same `origin_key` again raises nothing, also in the same second. `because` is the sentence
    for those whose hours it goes over ("It holds the seat for faith groups on this board."). Who
    cannot be asked is left out and named.
    """
    fields = _settled(words) | {
        "composed_by": by if isinstance(by, User) else None,
        "places_wanted": max(1, len(organisations)),
    }
    ask, is_new = Ask.objects.get_or_create(origin_key=origin_key, defaults=fields)
    if not is_new:
        return Raised(ask)
    _lock(organisations)
    found = room.standings(ask, on=on, only=organisations)
    chosen = [Chosen(one.number, because) for one in found if not one.left_out]
    responses = _put_to(ask, chosen, by=by, now=now, on=on)
    _mark_sent(ask, now=now)
    asking_letters.tell(ask, responses, now=now, on=on)
    data = {"organisations": [one.organisation_id for one in responses]}
    audit.record(by=by, kind="members.ask_raised", subject=ask, data=data)
    return Raised(ask, tuple((one.name, one.left_out) for one in found if one.left_out))


@transaction.atomic
def change_estimate(ask: Ask, *, estimated_minutes: int, by: User | Actor) -> None:
    """It takes longer, or less long, than was said. Months already stated stay as they were.

    Where it now goes over somebody's hours, that is counted like any other override.
    """
    ask = _locked(ask)
    if estimated_minutes <= 0:
        raise Refused("Say how long it takes.", field="estimated_minutes")
    ask.estimated_minutes = estimated_minutes
    ask.save(update_fields=["estimated_minutes"])
    for response in AskResponse.objects.select_for_update().taking_time().filter(ask=ask):
        response.minutes_asked = ask.minutes
        if response.is_over and not response.override_because:
            response.override_because = "It takes longer than was thought when it was sent."
        response.save(update_fields=["minutes_asked", "override_because"])
    audit.record(by=by, kind="members.ask_estimate_changed", subject=ask)


@transaction.atomic
def call_off(ask: Ask, *, by: User, now: datetime) -> None:
    """Nobody need do it. Those who said yes are told; everybody's time is free again."""
    ask = _locked(ask)
    if not (ask.is_draft or ask.is_out):
        raise Refused("This Ask is over.")
    ask.state = Ask.State.CANCELLED
    ask.save(update_fields=["state"])
    freed = letting_off.let_off(AskResponse.objects.filter(ask=ask))
    asking_letters.tell_called_off(ask, freed, now=now)
    audit.record(by=by, kind="members.ask_called_off", subject=ask, data={"freed": len(freed)})


@transaction.atomic
def settle_rules(
    *, hourly_pence: int | None, hourly_source: str, kinds_for_everyone: Sequence[str], by: User
) -> AskRules:
    """What an hour is valued at, from which source, and which kinds may go to everyone."""
    if hourly_pence and not hourly_source.strip():
        raise Refused("Say where the hourly figure comes from.", field="hourly_source")
    rules, _ = AskRules.objects.update_or_create(
        defaults={
            "hourly_pence": hourly_pence or None,
            "hourly_source": hourly_source if hourly_pence else "",
            "kinds_for_everyone": list(kinds_for_everyone),
        }
    )
    audit.record(by=by, kind="members.ask_rules_settled", subject=rules)
    return rules


def _settled(given: Mapping[str, Any]) -> dict[str, Any]:
    """The words of an Ask, without what its boxes do not go with."""
    fields = {name: given[name] for name in WORDS if name in given}
    if not fields.get("is_paid"):
        fields |= {"is_paid": False, "pence_per_hour": None, "paid_by": ""}
    elif not fields.get("pence_per_hour") or not str(fields.get("paid_by", "")).strip():
        raise Refused("Say how much an hour is paid, and by whom.", field="pence_per_hour")
    if not fields.get("is_required"):
        fields |= {"is_required": False, "required_because": ""}
    elif not str(fields.get("required_because", "")).strip():
        raise Refused("Say why it is required.", field="required_because")
    return fields


def _locked(ask: Ask) -> Ask:
    return Ask.objects.select_for_update().get(pk=ask.pk)


def _lock(organisations: Sequence[int]) -> None:
    """In one order, so that two composers wait for each other and never in a ring."""
    rows = Organisation.objects.filter(pk__in=organisations).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk", flat=True))


def _refuse_the_past(due_on: date, *, on: date) -> None:
    if due_on < on:
        raise Refused("That day has passed. Choose one to come.", field="due_on")


def _refuse_everyone(ask: Ask, chosen: Sequence[Chosen], *, on: date) -> None:
    rules = AskRules.objects.first()
    if rules is not None and ask.kind in rules.kinds_for_everyone:
        return
    members = set(Organisation.objects.members(on=on).values_list("pk", flat=True))
    if len(members) > FEW and members <= {one.organisation for one in chosen}:
        raise Refused(
            "This kind of Ask does not go to everyone. Leave out those with the least room."
        )


def _put_to(
    ask: Ask, chosen: Sequence[Chosen], *, by: User | Actor, now: datetime, on: date
) -> list[AskResponse]:
    numbers = [one.organisation for one in chosen]
    found = {one.number: one for one in room.standings(ask, on=on, only=numbers)}
    return AskResponse.objects.bulk_create(
        [_response(ask, found.get(one.organisation), one, by=by, now=now) for one in chosen]
    )


def _response(
    ask: Ask, standing: Standing | None, chosen: Chosen, *, by: User | Actor, now: datetime
) -> AskResponse:
    if standing is None:
        raise Refused("One of these organisations is not a member on that day.")
    if standing.left_out:
        raise Refused(f"{standing.name} cannot be asked: {standing.left_out}.")
    because = chosen.because.strip()
    has_room = standing.load.takes(ask.minutes)
    if not has_room and len(because) < LEAST_REASON:
        raise Refused(_no_room(ask, standing, by))
    return AskResponse(
        ask=ask,
        organisation_id=standing.number,
        override_because="" if has_room else because,
        minutes_asked=ask.minutes,
        minutes_before=standing.load.committed,
        minutes_offered=standing.load.offered,
        offered_source=standing.source,
        notice_days_wished=standing.notice_days,
        asked_at=now,
    )


def _no_room(ask: Ask, standing: Standing, by: User | Actor) -> str:
    """With the hours for those who see hours; without, for everybody else."""
    month, ending = months.name(ask.month), "Say why it has to be them, or leave them out."
    if not access.may(by, MembersPermission.SEE_HOURS):
        return f"{standing.name} has no room for this in {month}. {ending}"
    offered, taken = (words.hours(n) for n in (standing.load.offered, standing.load.committed))
    return f"{standing.name} offered {offered} in {month}, and {taken} of it is taken. {ending}"


def _mark_sent(ask: Ask, *, now: datetime) -> None:
    if ask.is_draft:
        ask.state, ask.sent_at = Ask.State.SENT, now
        ask.save(update_fields=["state", "sent_at"])
