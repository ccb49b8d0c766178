"""Interests on somebody's Today page, beside an item, and in a pack."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django.urls import reverse

from alliance import access, words
from alliance.models import User
from alliance.registries import Card
from alliance.words import LONDON
from partnership_board.deadlines import day_of
from partnership_board.models import AgendaItem, Meeting
from partnership_board.permissions import BoardPermission
from partnership_board.queries import declarations, interests, restrictions
from partnership_board.queries.declarations import Declared

MOST = 3
Context = dict[str, Any] | None  # Any: a template's context


def to_confirm(user: User, on: date) -> Iterator[Card]:
    may = (
        access.may(user, BoardPermission.READ_PACKS),
        access.may(user, BoardPermission.DECIDE_AGENDA),
    )
    if not any(may):
        return
    standing = interests.standing_of(user, on=on)
    if standing.is_asked(on=on) and interests.sits_somewhere(user, on=on):
        yield Card(
            title="Confirm your interests for this year",
            url=reverse("partnership_board:interests_mine"),
            minutes=1,
            by_on=standing.due_on,
            words="Also if there is nothing to declare. One tap is enough.",
        )


def to_declare(user: User, on: date) -> Iterator[Card]:
    """Whoever is bound to an organisation that an item touches is asked, and decides."""
    if not access.may(user, BoardPermission.READ_PACKS):
        return
    midnight = datetime.combine(on, time(0), LONDON)
    for each in declarations.asked_of(user, now=midnight)[:MOST]:
        item, meeting = each.item, each.item.meeting
        yield Card(
            title=f"Does item {item.number} touch an interest of yours?",
            url=reverse(
                "partnership_board:item_declare",
                kwargs={"pk": meeting.pk, "number": item.number},
            ),
            minutes=1,
            by_on=day_of(meeting.starts_at),
            words=f"The {meeting.board} hears it on {words.day(meeting.starts_at)}.",
        )


def to_rule(user: User, on: date) -> Iterator[Card]:
    if not access.may(user, BoardPermission.READ_PACKS):
        return
    waiting = declarations.to_rule_on(user, on=on)
    if waiting:
        meeting = waiting[0].item.meeting
        what = words.counted(len(waiting), "declared interest")
        yield Card(
            title=f"Rule on {what}",
            url=reverse("partnership_board:recusal", kwargs={"pk": meeting.pk}),
            minutes=2 * len(waiting),
            by_on=meeting.publish_by_on,
            words=f"For the {meeting.board} on {words.day(meeting.starts_at)}.",
        )


# ---- beside an item ------------------------------------------------------------------------------
def beside_item(item: AgendaItem, user: User) -> Context:
    """What was ruled; to whoever declared it, what they said; to the lead and the ruler, all."""
    if not access.may(user, BoardPermission.PROPOSE):
        return None
    said = declarations.of_items([item.pk]).get(item.pk, [])
    sees_all = access.may(user, BoardPermission.CHANGE_MEETINGS)
    if not sees_all and any(each.is_waiting for each in said):
        sees_all = declarations.ruler_of(item, on=day_of(item.meeting.starts_at)).person == user
    shown = [each for each in said if sees_all or _is_shown_to(user, each)]
    address = {"pk": item.meeting_id, "number": item.number}
    may_declare = (
        item.number
        and not item.meeting.is_cancelled
        and access.may(user, BoardPermission.READ_PACKS)
    )
    may_see = access.may(user, BoardPermission.READ_PACKS)
    weigh = reverse("partnership_board:recusal", kwargs={"pk": item.meeting_id})
    return {
        "shown": shown,
        "url": reverse("partnership_board:item_declare", kwargs=address) if may_declare else "",
        "recusal_url": weigh if may_see else "",
        "level": 2,
    }


def _is_shown_to(user: User, declared: Declared) -> bool:
    return declared.ruling is not None or declared.declaration.person_id == user.pk


# ---- in a pack -----------------------------------------------------------------------------------
def in_pack(meeting: int, on: date) -> dict[str, object] | None:
    """What has been ruled on items of this meeting, and the board's register.

    By an item's number alone: what it is about may be restricted.
    """
    found = Meeting.objects.select_related("board").get(pk=meeting)
    items = dict(AgendaItem.objects.on_agenda().filter(meeting=meeting).values_list("pk", "number"))
    declared, closed = declarations.of_items(items), _restricted()
    ruled = [
        {
            "number": number,
            "who": str(each.declaration.person),
            "said": "Restricted, like the item" if pk in closed else str(each.declaration),
            "ruling": each.ruling.get_ruling_display(),
            "reason": "" if pk in closed else each.ruling.reason,
        }
        for pk, number in items.items()
        for each in declared.get(pk, [])
        if each.ruling is not None
    ]
    register = [each for each in interests.register(found.board, on=on) if each.entries]
    if not ruled and not register:
        return None
    return {"ruled": ruled, "register": register}


def _restricted() -> set[int]:
    """Items of which only some read everything."""
    there = restrictions.open_restrictions()
    return {each.item_id or each.paper.item_id for each in there}  # type: ignore[union-attr]  # one of the two
