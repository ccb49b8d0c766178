"""The letters of Asks: one to each who receives them, a digest before the day, never a third."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse

from alliance import outbox, words
from alliance.actions.links import make_link
from alliance.calendars import ENGLAND, is_working_day, working_days
from alliance.http import absolute_url
from alliance.models import Message, User
from alliance.words import LONDON
from members.actions.letters import COUNTED, has_room_for_a_letter, post_counted
from members.models import Ask, AskResponse, Pause, Representative
from members.queries.recipients import who_receives

ANSWER_BY_LINK = "members.asks"
LASTS = timedelta(days=30)
ANSWERS_A_LINK = 20
DAYS_BEFORE = (5, 1)  # working days before it is due


def tell(ask: Ask, responses: Sequence[AskResponse], *, now: datetime, on: date) -> None:
    """Everybody who receives Asks for these organisations, as far as their month has room."""
    organisations = [one.organisation_id for one in responses]
    people = who_receives(Representative.Receives.ASKS, organisations, on=on)
    told = []
    for response in responses:
        for person in people.get(response.organisation_id, []):
            if _tell_one(ask, response, person, now=now):
                told.append(response.pk)
    AskResponse.objects.filter(pk__in=told).update(told_at=now)


def _tell_one(ask: Ask, response: AskResponse, person: Representative, *, now: datetime) -> bool:
    if not has_room_for_a_letter(person.user, now=now):
        return False
    return post_counted(
        person.user,
        key=f"ask.{response.pk}.{person.pk}",
        template="members/asked",
        context={
            "person": str(person.user),
            "organisation": str(person.organisation),
            "ask": ask,
            "asked_by": asker(ask),
            "because": response.override_because,
            "link": asks_link(person, now=now),
        },
        now=now,
        secret=True,
    )


def asker(ask: Ask) -> str:
    """Who wants it, as it stands in letters and on pages."""
    return "the alliance" if ask.asked_by_network is None else str(ask.asked_by_network)


def asks_link(person: Representative, *, now: datetime) -> str:
    """One page for everything asked of the organisation, without signing in."""
    _, token = make_link(
        purpose=ANSWER_BY_LINK,
        thing=person,
        user=person.user,
        expires_at=now + LASTS,
        uses=ANSWERS_A_LINK,
    )
    return absolute_url(reverse("asks:by-link", kwargs={"token": token}))


def tell_called_off(ask: Ask, freed: Iterable[AskResponse], *, now: datetime) -> None:
    """Those who had said yes: an answer to what they did, so it is not counted."""
    said_yes = {one.organisation_id for one in freed if one.state == AskResponse.State.ACCEPTED}
    on = now.astimezone(LONDON).date()
    people = who_receives(Representative.Receives.ASKS, said_yes, on=on)
    for person in (one for found in people.values() for one in found):
        outbox.post(
            key=f"members.ask_called_off.{ask.pk}.{person.pk}",
            to=person.user.email,
            template="members/ask_called_off",
            context={
                "person": str(person.user),
                "organisation": str(person.organisation),
                "ask": ask,
            },
            now=now,
        )


@transaction.atomic
def remind(*, now: datetime) -> int:
    """One digest for each person with something due, or something they were never told of.

    Nothing goes on a day of rest, and nothing to whom a rest was promised, but what is required.
    """
    on = now.astimezone(LONDON).date()
    if not is_working_day(on, ENGLAND):
        return 0
    waiting = _waiting(on)
    pressing = {one.organisation_id for one in waiting if one.told_at is None or _is_near(one, on)}
    people = who_receives(Representative.Receives.ASKS, pressing, on=on)
    sent = 0
    for user, acting in _by_person(people).items():
        mine = [one for one in waiting if one.organisation_id in acting]
        sent += _remind_one(user, acting, mine, now=now, on=on)
    return sent


def _waiting(on: date) -> list[AskResponse]:
    rows = AskResponse.objects.waiting().filter(ask__due_on__gte=on)
    found = rows.select_related("ask__asked_by_network", "organisation")
    resting = set(Pause.objects.current(on=on).values_list("organisation_id", flat=True))
    return [
        one
        for one in found.order_by("ask__due_on", "pk")
        if one.ask.is_required or one.organisation_id not in resting
    ]


def _is_near(response: AskResponse, on: date) -> bool:
    """Five working days before it is due, or one."""
    left = sum(1 for _ in working_days(on, response.ask.due_on, ENGLAND)) + 1
    return response.ask.due_on > on and left in DAYS_BEFORE


def _by_person(
    people: dict[int, list[Representative]],
) -> dict[User, dict[int, Representative]]:
    found: dict[User, dict[int, Representative]] = {}
    for organisation, acting in people.items():
        for one in acting:
            found.setdefault(one.user, {})[organisation] = one
    return found


def _remind_one(
    user: User,
    acting: dict[int, Representative],
    mine: list[AskResponse],
    *,
    now: datetime,
    on: date,
) -> int:
    key = f"asks_digest.{user.pk}.{on.isoformat()}"
    is_sent = Message.objects.filter(key=f"{COUNTED}{key}").exists()
    if is_sent or not has_room_for_a_letter(user, now=now):
        return 0
    parts = [
        {
            "organisation": str(one.organisation),
            "asks": [response.ask for response in mine if response.organisation_id == number],
            "link": asks_link(one, now=now),
        }
        for number, one in acting.items()
    ]
    minutes = sum(response.minutes_asked for response in mine)
    post_counted(
        user,
        key=key,
        template="members/asks_waiting",
        context={
            "person": str(user),
            "count": len(mine),
            "minutes": words.about(minutes),
            "parts": parts,
        },
        now=now,
        secret=True,
    )
    told = [one.pk for one in mine if one.told_at is None]
    AskResponse.objects.filter(pk__in=told).update(told_at=now)
    return 1
