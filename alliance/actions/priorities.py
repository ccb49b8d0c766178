"""What the alliance has agreed matters most: worded, put in order, retired."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from alliance import audit
from alliance.errors import Refused
from alliance.models import Priority, User

FAR_AWAY = 1000  # while numbers change places, none may stand twice


@transaction.atomic
def add(*, name: str, words: str, by: User) -> Priority:
    latest = Priority.objects.aggregate(number=Max("number"))["number"] or 0
    priority = Priority.objects.create(number=latest + 1, name=name, words=words)
    audit.record(by=by, kind="alliance.priority_added", subject=priority)
    return priority


@transaction.atomic
def reword(priority: Priority, *, name: str, words: str, by: User) -> None:
    priority.name, priority.words = name, words
    priority.save(update_fields=["name", "words"])
    audit.record(by=by, kind="alliance.priority_reworded", subject=priority)


@transaction.atomic
def retire(priority: Priority, *, by: User) -> None:
    """What was tagged with it stays so; nothing new is."""
    if not priority.is_current:
        raise Refused("This priority has been retired already.")
    priority.is_current = False
    priority.save(update_fields=["is_current"])
    audit.record(by=by, kind="alliance.priority_retired", subject=priority)


@transaction.atomic
def bring_back(priority: Priority, *, by: User) -> None:
    if priority.is_current:
        raise Refused("This priority is in use.")
    priority.is_current = True
    priority.save(update_fields=["is_current"])
    audit.record(by=by, kind="alliance.priority_brought_back", subject=priority)


@transaction.atomic
def put_in_order(ids: Sequence[int], *, by: User) -> None:
    """`ids` come first, in this order; those not named follow as they were."""
    everything = list(Priority.objects.select_for_update().order_by("number"))
    if not everything:
        return
    places = {pk: place for place, pk in enumerate(ids)}
    everything.sort(key=lambda p: (p.pk not in places, places.get(p.pk, p.number)))
    for offset in (FAR_AWAY, 0):
        for number, priority in enumerate(everything, 1):
            priority.number = offset + number
        Priority.objects.bulk_update(everything, ["number"])
    audit.record(
        by=by,
        kind="alliance.priorities_put_in_order",
        subject=everything[0],
        data={"order": [p.pk for p in everything]},
    )
