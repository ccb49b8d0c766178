"""What the alliance settles for all its members: its places, and what "led by" means here."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from alliance import audit
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import User
from members.models import Area, LedByDefinition
from members.reference import Ward


@transaction.atomic
def load_wards(wards: Iterable[Ward]) -> list[Area]:
    """Those not yet known; loading the same list again changes nothing."""
    known = set(Area.objects.filter(kind=Area.Kind.WARD).values_list("gss", flat=True))
    Area.objects.bulk_create(
        Area(gss=ward.gss, name=ward.name, former_name=ward.former_name)
        for ward in wards
        if ward.gss not in known
    )
    return list(Area.objects.filter(kind=Area.Kind.WARD).order_by("name"))


@transaction.atomic
def define_led_by(
    *, name: str, wording: str, valid_from: date, by: User | Actor, **minimums: int
) -> LedByDefinition:
    """A new definition does not re-label what organisations said under an older one.

    `minimums` are shares in per cent, where they differ from those of the DEI Data Standard.
    """
    if LedByDefinition.objects.filter(name=name, valid_from=valid_from).exists():
        raise Refused("A definition of this name begins on that day already.", field="name")
    definition = LedByDefinition.objects.create(
        name=name, wording=wording, valid_from=valid_from, **minimums
    )
    audit.record(by=by, kind="members.led_by_defined", subject=definition)
    return definition


@transaction.atomic
def name_neighbourhoods(names: Iterable[str]) -> list[Area]:
    """Places that people name where no list of wards has been loaded."""
    Area.objects.bulk_create(Area(name=name, kind=Area.Kind.NEIGHBOURHOOD) for name in names)
    return list(Area.objects.filter(kind=Area.Kind.NEIGHBOURHOOD).order_by("name"))
