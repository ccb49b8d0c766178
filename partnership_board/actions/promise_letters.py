"""Letters about actions. Reminders add up: one letter a person, and no second within a week."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse

from alliance import outbox
from alliance.actions.links import make_link, revoke
from alliance.calendars import is_working_day
from alliance.http import absolute_url
from alliance.models import Message, SignedLink, User
from alliance.vault import token_hmac
from partnership_board import reminding
from partnership_board.deadlines import day_of
from partnership_board.models import Action
from partnership_board.queries import promises as queries
from partnership_board.queries.calendars import closed_days

PURPOSE = "board.action"
LINK_LASTS = timedelta(days=60)
A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Reader:
    """Whom a letter goes to: somebody with an account, or a contact outside."""

    name: str
    email: str
    user: User | None = None

    @property
    def key(self) -> str:
        """Names the person without holding an address."""
        return f"{self.user.pk}" if self.user else token_hmac(self.email.lower())[:24]


def tell_given(action: Action, *, now: datetime) -> None:
    """At once, whoever it is; those who have stepped back find it when they are back."""
    for reader in _readers([action], on=day_of(now)).get(action.pk, []):
        outbox.post(
            key=f"action {action.pk} given {now.isoformat()} to {reader.key}",
            to=reader.email,
            template="board/action_given",
            context={"person": reader.name, "action": _shown(action, reader, now=now)},
            now=now,
            secret=_has_link(action, reader),
        )


@transaction.atomic
def remind(*, now: datetime) -> int:
    """Seven days before and on the day; nobody twice within a week, nobody on a closed day."""
    on, closed = day_of(now), closed_days()
    if not is_working_day(on, closed):
        return 0
    soon = list(
        Action.objects.still_open()
        .exclude(state=Action.State.CLAIMED_DONE)
        .filter(due_on__gte=on, due_on__lte=on + reminding.LOOK_AHEAD)
        .select_related("owner", "owner_organisation", "item")
        .order_by("due_on", "pk")
    )
    readers = _readers(soon, on=on)
    mine: dict[Reader, list[Action]] = {}
    for action in soon:
        for reader in readers.get(action.pk, []):
            mine.setdefault(reader, []).append(action)
    return sum(_remind_one(reader, there, on=on, now=now) for reader, there in mine.items())


def _remind_one(reader: Reader, there: list[Action], *, on: date, now: datetime) -> int:
    """Whatever is due within the week stands in the one letter, so that nothing is left out."""
    closed = closed_days()
    if not any(reminding.is_told(action.due_on, on=on, closed=closed) for action in there):
        return 0
    key = f"actions digest to {reader.key} on "
    lately = Message.objects.filter(key__startswith=key, due_at__gt=now - A_WEEK)
    if lately.exists():
        return 0
    outbox.post(
        key=f"{key}{on.isoformat()}",
        to=reader.email,
        template="board/actions_due",
        context={
            "person": reader.name,
            "actions": [_shown(action, reader, now=now) for action in there],
            "first_on": there[0].due_on,
        },
        now=now,
        secret=any(_has_link(action, reader) for action in there),
    )
    return 1


def take_links_back(action: Action) -> None:
    """Whoever no longer owns it answers no longer."""
    for link in SignedLink.objects.filter(
        purpose=PURPOSE, object_id=action.pk, uses_left__gt=0
    ).select_for_update():
        revoke(link)


def _readers(actions: Iterable[Action], *, on: date) -> dict[int, list[Reader]]:
    """By action: its owner, whoever acts for the organisation, or the contact outside."""
    people = queries.owners_of(actions, on=on)
    found: dict[int, list[Reader]] = {}
    for action in actions:
        if action.has_outside_owner:
            found[action.pk] = [Reader(action.contact_name, action.contact_email)]
        else:
            found[action.pk] = [Reader(str(u), u.email, u) for u in people.get(action.pk, [])]
    return found


def _has_link(action: Action, reader: Reader) -> bool:
    """Somebody outside, and whoever answers for an organisation, who may be another next week."""
    return reader.user is None or action.owner_organisation_id is not None


def _shown(action: Action, reader: Reader, *, now: datetime) -> dict[str, object]:
    """A person signs in; others have a link to this one action and to nothing else."""
    if _has_link(action, reader):
        user, until = reader.user, now + LINK_LASTS
        _, token = make_link(purpose=PURPOSE, thing=action, user=user, expires_at=until)
        address = reverse("partnership_board:action_by_link", kwargs={"token": token})
    else:
        address = action.get_absolute_url()
    title = queries.title_in_letter(action)
    return {
        "ref": action.ref,
        "title": title,
        "due_on": action.due_on,
        "url": absolute_url(address),
    }
