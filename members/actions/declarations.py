"""Only an organisation's own approver says who leads it."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse

from alliance import audit
from alliance.errors import Refused
from alliance.http import absolute_url
from alliance.models import Message, RoleTerm, User
from alliance.roles import Scope
from members.actions.letters import COUNTED, post_counted
from members.models import (
    DeclarationReading,
    LedByDeclaration,
    LedByDefinition,
    Organisation,
)
from members.queries.declarations import CONSENTS, lapsing

LASTS = timedelta(days=365)
SHARES = ("board_percent", "senior_staff_percent", "serves_percent")


@transaction.atomic
def declare(
    organisation: Organisation,
    *,
    definition: LedByDefinition,
    group: str,
    leads: str,
    by: User,
    on: date,
    now: datetime,
    shares: tuple[int | None, int | None, int | None] = (None, None, None),
    consents: frozenset[str] = frozenset(),
    evidence_note: str = "",
) -> LedByDeclaration:
    """`shares` are of the board, of senior staff and of the people served, in per cent.

    Each consent is off unless it is named. Saying it again takes the earlier declaration back.
    """
    _refuse_anybody_else(organisation, by=by, on=on)
    if any(share is not None and share > 100 for share in shares):
        raise Refused("A share is at most 100 per cent.")
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # one at a time
    said = LedByDeclaration.objects.filter(organisation=organisation, group=group)
    said.filter(withdrawn_at=None).update(withdrawn_at=now)
    declaration = LedByDeclaration.objects.create(
        organisation=organisation,
        definition=definition,
        group=group,
        leads=leads,
        evidence_note=evidence_note,
        declared_by=by,
        declared_on=on,
        valid_until=on + LASTS,
        **dict(zip(SHARES, shares, strict=True)),
        **{name: name in consents for name in CONSENTS},
    )
    data = {"organisation": organisation.pk, "consents": sorted(consents)}
    audit.record(by=by, kind="members.led_by_declared", subject=declaration, data=data)
    return declaration


@transaction.atomic
def withdraw(declaration: LedByDeclaration, *, by: User, on: date, now: datetime) -> None:
    """Gone from every page and total at their next load."""
    _refuse_anybody_else(declaration.organisation, by=by, on=on)
    if declaration.withdrawn_at is not None:
        raise Refused("This has been taken back already.")
    declaration.withdrawn_at = now
    declaration.save(update_fields=["withdrawn_at"])
    data = {"organisation": declaration.organisation_id}
    audit.record(by=by, kind="members.led_by_withdrawn", subject=declaration, data=data)


@transaction.atomic
def change_consents(
    declaration: LedByDeclaration, *, consents: frozenset[str], by: User, on: date
) -> None:
    """What was said stays said; only what it may be used for changes, from the next page load."""
    _refuse_anybody_else(declaration.organisation, by=by, on=on)
    declaration = LedByDeclaration.objects.select_for_update().get(pk=declaration.pk)
    if declaration.withdrawn_at is not None:
        raise Refused("This has been taken back already.")
    for name in CONSENTS:
        setattr(declaration, name, name in consents)
    declaration.save(update_fields=list(CONSENTS))
    data = {"organisation": declaration.organisation_id, "consents": sorted(consents)}
    audit.record(by=by, kind="members.led_by_consents_changed", subject=declaration, data=data)


@transaction.atomic
def read_answers(*, purpose: str, by: User, now: datetime) -> DeclarationReading:
    """The one road for somebody else to what organisations said; they see that it was taken."""
    reading = DeclarationReading.objects.create(read_by=by, read_at=now, purpose=purpose)
    audit.record(by=by, kind="members.declarations_read", subject=reading)
    return reading


@transaction.atomic
def tell_of_lapsing(*, on: date, now: datetime) -> int:
    """Once for each declaration and approver, thirty days before; how many letters were written.

    Nothing depends on it: what has run out is used nowhere, whether or not anybody was told.
    """
    letters = {
        f"declaration_lapses.{declaration.pk}.{approver.pk}": (declaration, approver)
        for declaration in lapsing(on=on)
        for approver in approvers(declaration.organisation, on=on)
    }
    keys = [f"{COUNTED}{key}" for key in letters]
    written = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
    return sum(
        _tell_of_lapsing(declaration, approver, key=key, now=now)
        for key, (declaration, approver) in letters.items()
        if f"{COUNTED}{key}" not in written
    )


def _tell_of_lapsing(
    declaration: LedByDeclaration, approver: User, *, key: str, now: datetime
) -> bool:
    """False where the month of this person is full: it is tried again the next day."""
    return post_counted(
        approver,
        key=key,
        template="members/declaration_lapses",
        context={
            "person": str(approver),
            "organisation": declaration.organisation.name,
            "until": declaration.valid_until,
            "link": absolute_url(page_of(declaration.organisation)),
        },
        now=now,
    )


def page_of(organisation: Organisation) -> str:
    return reverse("members:declarations", kwargs={"slug": organisation.slug})


def approvers(organisation: Organisation, *, on: date) -> list[User]:
    terms = RoleTerm.objects.filter(
        role="approver", scope_kind=Scope.ORGANISATION, scope_id=organisation.pk
    )
    return [term.user for term in terms.current(on=on).select_related("user").order_by("user_id")]


def _refuse_anybody_else(organisation: Organisation, *, by: User, on: date) -> None:
    if by not in approvers(organisation, on=on):
        raise Refused(f"Only {organisation} can say this about itself.")
