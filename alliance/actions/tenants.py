"""Opening an alliance, and what it settles for itself."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import IntegrityError, transaction

from alliance import audit, contrast
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import Alliance, AllianceSettings, Priority, User
from alliance.queries.frame import forget_face
from alliance.tenancy.context import use
from alliance.tenancy.prefix import PREFIX


def open_alliance(
    *,
    slug: str,
    name: str,
    on: date,
    priorities: Sequence[str] = (),
    accent: str = "#0f5c5c",
    crisis_lines: str = "",
    public_contact: str = "",
    is_demo: bool = False,
) -> Alliance:
    """A new tenant. The row is the owner's to write; the rest is the alliance's own."""
    if not PREFIX.fullmatch(f"/a/{slug}"):
        raise Refused("The short name has 2 to 40 small letters, digits and hyphens.")
    _refuse_faint(accent)
    try:
        alliance = Alliance.objects.using("owner").create(slug=slug, name=name, opened_on=on)
    except IntegrityError:
        raise Refused(f"There is an alliance called {slug} already.") from None
    with use(alliance.pk), transaction.atomic():
        settled = AllianceSettings.objects.create(
            display_name=name,
            accent=accent,
            crisis_lines=crisis_lines,
            public_contact=public_contact,
            is_demo=is_demo,
        )
        Priority.objects.bulk_create(
            Priority(number=number, name=words) for number, words in enumerate(priorities, 1)
        )
        audit.record(by=Actor.SYSTEM, kind="alliance.opened", subject=settled)
    return alliance


@transaction.atomic
def change_settings(settled: AllianceSettings, *, changes: Mapping[str, object], by: User) -> None:
    """Each change is an Event with before and after, but for texts that people wrote."""
    if "accent" in changes:
        _refuse_faint(str(changes["accent"]))
    before = {name: getattr(settled, name) for name in changes}
    for name, value in changes.items():
        setattr(settled, name, value)
    settled.save(update_fields=list(changes))
    plain = {
        name: [before[name], changes[name]]
        for name in changes
        if isinstance(before[name], int) and before[name] != changes[name]
    }
    changed = sorted(name for name in changes if before[name] != changes[name])
    audit.record(
        by=by,
        kind="alliance.settings_changed",
        subject=settled,
        data={"changed": changed, "values": plain},
    )
    transaction.on_commit(forget_face)


def _refuse_faint(accent: str) -> None:
    if not contrast.is_readable(accent):
        better = contrast.nearest_readable(accent)
        raise Refused(
            f"White letters on {accent} are too faint to read. {better} is close and clear.",
            field="accent",
        )
