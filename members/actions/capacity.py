"""Organisations say what they have room for, how much time they have, and when they need a rest."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from alliance import audit
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import User
from members import months
from members.actions import letting_off
from members.models import Organisation, PartnershipCapacity, Pause, Service, ServiceCapacity
from members.models.capacity import LONGEST_PAUSE, MOST_DAYS, USUAL_DAYS
from members.queries.profiles import latest_of


@dataclass(frozen=True)
class SaidPlaces:
    """What a representative said about one service."""

    service: Service
    referral_status: str
    available: int | None = None
    maximum: int | None = None
    funded_places: int | None = None
    waiting_count: int | None = None
    typical_wait_days: int | None = None
    next_opening_on: date | None = None
    note: str = ""
    unit: str = ServiceCapacity.Unit.PEOPLE


@dataclass(frozen=True)
class SaidHours:
    """What a representative said about one month."""

    month: date
    minutes_offered: int
    minutes_funded: int = 0
    formats: tuple[str, ...] = ()
    notice_days_needed: int | None = None
    most_open_asks: int | None = None
    is_unpaid_only: bool = False
    volunteers_involved: int | None = None
    preferred_times: str = ""


@transaction.atomic
def confirm_service_capacity(
    service: Service,
    *,
    referral_status: str,
    by: User | Actor,
    now: datetime,
    unit: str = ServiceCapacity.Unit.PEOPLE,
    available: int | None = None,
    maximum: int | None = None,
    funded_places: int | None = None,
    waiting_count: int | None = None,
    typical_wait_days: int | None = None,
    next_opening_on: date | None = None,
    note: str = "",
    days: int = USUAL_DAYS,
    source: str = ServiceCapacity.Source.PAGE,
) -> ServiceCapacity:
    """A new row each time, also if nothing changed: it says that the answer still holds."""
    said = SaidPlaces(
        service, referral_status, available, maximum, funded_places, waiting_count,
        typical_wait_days, next_opening_on, note, unit,
    )  # fmt: skip
    (capacity,) = confirm_places([said], by=by, now=now, source=source, days=days)
    return capacity


@transaction.atomic
def confirm_places(
    several: Sequence[SaidPlaces],
    *,
    by: User | Actor,
    now: datetime,
    source: str = ServiceCapacity.Source.PAGE,
    days: int = USUAL_DAYS,
) -> list[ServiceCapacity]:
    """What was said of many services at once, in as many queries as of one."""
    if not 1 <= days <= MOST_DAYS:
        raise Refused(f"What is confirmed holds for at most {MOST_DAYS} days.")
    for said in several:
        _refuse_more_than_all(said)
    how = {
        "confirmed_at": now,
        "confirmed_by": by if isinstance(by, User) else None,
        "source": source,
        "valid_until": now + timedelta(days=days),
    }
    rows = ServiceCapacity.objects.bulk_create(
        ServiceCapacity(**_named(said), **how) for said in several
    )
    subjects = [
        (row, {"service": row.service_id, "referral_status": row.referral_status}) for row in rows
    ]
    audit.record_each(by=by, kind="members.service_capacity_confirmed", subjects=subjects)
    return rows


def _refuse_more_than_all(said: SaidPlaces) -> None:
    most = said.maximum
    for field, kind in (("available", "places free"), ("funded_places", "paid places")):
        count = getattr(said, field)
        if count is not None and most is not None and count > most:
            raise Refused(f"You have typed {count} {kind} out of {most}.", field=field)


@transaction.atomic
def state_hours(
    organisation: Organisation,
    *,
    month: date,
    minutes_offered: int,
    by: User | Actor,
    now: datetime,
    minutes_funded: int = 0,
    formats: Sequence[str] = (),
    notice_days_needed: int | None = None,
    most_open_asks: int | None = None,
    is_unpaid_only: bool = False,
    volunteers_involved: int | None = None,
    preferred_times: str = "",
) -> PartnershipCapacity:
    """Replaces what was said for the month. The event does not hold the hours: they are private."""
    _refuse_wrong_pay(minutes_offered, minutes_funded, is_unpaid_only=is_unpaid_only)
    hours, _ = PartnershipCapacity.objects.update_or_create(
        organisation=organisation,
        month=months.first_of(month),
        defaults={
            "minutes_offered": minutes_offered,
            "minutes_funded": minutes_funded,
            "formats": list(formats),
            "notice_days_needed": notice_days_needed,
            "most_open_asks": most_open_asks,
            "is_unpaid_only": is_unpaid_only,
            "volunteers_involved": volunteers_involved,
            "preferred_times": preferred_times,
            "source": PartnershipCapacity.Source.STATED,
            "confirmed_at": now,
            "confirmed_by": by if isinstance(by, User) else None,
        },
    )
    data = {"organisation": organisation.pk, "month": hours.month.isoformat()}
    audit.record(by=by, kind="members.hours_stated", subject=hours, data=data)
    return hours


def _refuse_wrong_pay(offered: int, funded: int, *, is_unpaid_only: bool) -> None:
    if funded > offered:
        raise Refused("The paid hours are part of the hours you offer.", field="minutes_funded")
    if is_unpaid_only and funded:
        raise Refused(
            "You say that some hours are paid, and that you take no pay.", field="is_unpaid_only"
        )


@transaction.atomic
def pause(
    organisation: Organisation,
    *,
    from_on: date,
    until_on: date,
    by: User | Actor,
    reason: str = "",
) -> Pause:
    """Nothing is asked of the organisation until it is back. No reason is needed.

    What waits for its answer is let go, but for what is required.
    """
    if until_on <= from_on:
        raise Refused("Choose a day after the pause begins.", field="until_on")
    if until_on > from_on + timedelta(days=LONGEST_PAUSE):
        raise Refused(
            "A pause lasts at most six months. You can pause again after that.", field="until_on"
        )
    try:
        with transaction.atomic():
            rest = Pause.objects.create(
                organisation=organisation, from_on=from_on, until_on=until_on, reason=reason
            )
    except IntegrityError:
        raise Refused(f"{organisation} is paused on some of these days already.") from None
    letting_off.let_off_for_a_rest(rest, by=by)
    data = {"from_on": from_on.isoformat(), "until_on": until_on.isoformat()}
    audit.record(by=by, kind="members.paused", subject=organisation, data=data)
    return rest


@transaction.atomic
def resume(organisation: Organisation, *, by: User | Actor, on: date) -> None:
    """Back today. A pause that has not begun is dropped."""
    rest = (
        Pause.objects.select_for_update()
        .filter(organisation=organisation, until_on__gt=on)
        .order_by("from_on")
        .first()
    )
    if rest is None:
        raise Refused(f"{organisation} is not paused.")
    if rest.from_on >= on:
        rest.delete()
    else:
        rest.until_on = on
        rest.save(update_fields=["until_on"])
    audit.record(by=by, kind="members.resumed", subject=organisation)


@transaction.atomic
def confirm(
    organisation: Organisation,
    *,
    places: Sequence[SaidPlaces],
    hours: Sequence[SaidHours],
    by: User,
    now: datetime,
    source: str = ServiceCapacity.Source.PAGE,
) -> None:
    """Everything on the page at once: all of it, or none. What is counted stays as it was."""
    units = {pk: said.unit for pk, said in latest_of([one.service for one in places]).items()}
    counted = [replace(said, unit=units.get(said.service.pk, said.unit)) for said in places]
    confirm_places(counted, by=by, now=now, source=source)
    for month in hours:
        state_hours(organisation, **_named(month), by=by, now=now)


def _named(said: SaidPlaces | SaidHours) -> dict[str, Any]:  # Any: fields of several kinds
    return {field.name: getattr(said, field.name) for field in fields(said)}
