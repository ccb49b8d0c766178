"""A month before somebody stops acting for an organisation, they and its approvers hear of it.

Nothing depends on the letter: rights end on the day, whether or not anybody was told.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse

from alliance.calendars import ENGLAND, is_working_day
from alliance.http import absolute_url
from alliance.models import Message, User
from alliance.words import LONDON
from members.actions.declarations import approvers
from members.actions.letters import COUNTED, post_counted
from members.models import Organisation, Representative

TOLD_BEFORE = timedelta(days=30)


@transaction.atomic
def tell_of_ends(*, now: datetime) -> int:
    """How many letters went. What a day of rest or a full month held back goes later."""
    on = now.astimezone(LONDON).date()
    if not is_working_day(on, ENGLAND):
        return 0
    letters = {
        f"term_ends.{one.pk}.{one.ended_on}.{reader.pk}": (one, reader)
        for one in _ending(on)
        for reader in _readers(one, on=on)
    }
    keys = [f"{COUNTED}{key}" for key in letters]
    sent = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
    return sum(
        _tell(one, reader, key=key, now=now)
        for key, (one, reader) in letters.items()
        if f"{COUNTED}{key}" not in sent
    )


def _ending(on: date) -> list[Representative]:
    """Not where the whole organisation goes: everybody there has a letter about that."""
    rows = Representative.objects.current(on=on).filter(ended_on__lte=on + TOLD_BEFORE)
    staying = Organisation.objects.exclude(status=Organisation.Status.LEAVING)
    found = rows.filter(organisation__in=staying).select_related("user", "organisation")
    return list(found.order_by("ended_on", "pk"))


def _readers(one: Representative, *, on: date) -> Iterator[User]:
    yield one.user
    yield from (user for user in approvers(one.organisation, on=on) if user != one.user)


def _tell(one: Representative, reader: User, *, key: str, now: datetime) -> bool:
    page = reverse("members:people", kwargs={"slug": one.organisation.slug})
    context = {
        "reader": str(reader),
        "person": str(one.user),
        "is_reader": reader == one.user,
        "organisation": str(one.organisation),
        "until": one.ended_on,
        "link": absolute_url(page),
    }
    return post_counted(reader, key=key, template="members/term_ends", context=context, now=now)
