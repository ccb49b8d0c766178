"""Only an organisation's own approver says who leads it."""

from datetime import date, datetime, timedelta

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import RoleTerm, User
from alliance.roles import Scope
from members.models import LedByDeclaration, LedByDefinition, Organisation

LASTS = timedelta(days=365)
SHARES = ("board_percent", "senior_staff_percent", "serves_percent")
CONSENTS = (
    "use_in_totals",
    "show_name_to_members",
    "show_publicly",
    "use_in_elections",
    "use_in_funding",
)


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


def _refuse_anybody_else(organisation: Organisation, *, by: User, on: date) -> None:
    is_theirs = (
        RoleTerm.objects.filter(
            user=by,
            role="approver",
            scope_kind=Scope.ORGANISATION,
            scope_id=organisation.pk,
        )
        .current(on=on)
        .exists()
    )
    if not is_theirs:
        raise Refused(f"Only {organisation} can say this about itself.")
