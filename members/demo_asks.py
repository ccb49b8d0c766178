"""Three months of requests in the demonstration. Who asked whom, and who said what, is made up."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from alliance.audit import Actor
from alliance.models import User
from alliance.registries import Story
from alliance.words import LONDON
from members import months
from members.actions import answers, asks, confirming, statements
from members.actions.asks import Chosen
from members.models import Ask, AskResponse, Organisation, Representative
from members.queries import room

TRUST, COUNCIL = "East London NHS Foundation Trust", "London Borough of Tower Hamlets"
HOURLY = 1850
SOURCE = "Made up for the demonstration"
HARBOUR = "Harbour Lane"
WHY = "They alone were in the room when the pathway was drawn."


@dataclass(frozen=True)
class Wish:
    """Something asked for: how many months ago, what, of how many, and who wants it."""

    months_ago: int
    day: int
    title: str
    kind: str
    minutes: int
    places: int
    by: str = ""  # a network's name; empty: the alliance
    preparation: int = 0
    pence: int = 0
    over: str = ""  # somebody asked beyond their hours


PAST = (
    Wish(2, 12, "Read the draft strategy and say what is missing", "reading", 90, 5, TRUST),
    Wish(2, 19, "An afternoon on the crisis pathway", "meeting", 180, 4, TRUST, 30, 2500),
    Wish(2, 26, "Check the map of groups in each ward", "written_answer", 30, 6),
    Wish(1, 11, "Waiting-list figures for the quarter", "figures", 60, 6, COUNCIL),
    Wish(1, 18, "Part two of the pilot bid", "bid", 240, 3, TRUST, 60, over="Quiet Thread"),
    Wish(1, 25, "How members want to be paid", "meeting", 60, 5),
)
STATES = ("accepted", "accepted", "declined", "accepted", "passed_on", "accepted", "")


def tell(story: Story) -> None:
    if story.slug != "tower-hamlets":
        return
    asks.settle_rules(
        hourly_pence=HOURLY,
        hourly_source=SOURCE,
        kinds_for_everyone=["checking_our_records"],
        by=story.people["lead"],
    )
    for wish in PAST:
        due_on = months.later(story.on, -wish.months_ago).replace(day=wish.day)
        ask = _ask(story, wish, due_on=due_on, sent_on=due_on - timedelta(days=11))
        _answers(ask, at=_nine(due_on - timedelta(days=6)))
        answers.close_due(on=due_on + timedelta(days=3))
    for ago in (2, 1):
        month = months.later(story.on, -ago)
        after = _nine(months.later(month, 1) + timedelta(days=4))
        statements.freeze(month, by=Actor.SYSTEM, now=min(after, story.now))
    statements.release(
        months.later(story.on, -2), by=story.people["lead"], now=story.now - timedelta(days=9)
    )
    _now(story)


def _ask(story: Story, wish: Wish, *, due_on: date, sent_on: date) -> Ask:
    ask = asks.compose(words=_words(story, wish, due_on), by=story.people["lead"], on=sent_on)
    found = room.standings(ask, on=sent_on)
    chosen = room.suggested(found, ask).chosen
    because = {
        one.number: WHY
        for one in found
        if one.name == wish.over and not one.load.takes(ask.minutes)
    }
    wanted = [Chosen(number) for number in sorted(chosen)]
    wanted += [Chosen(number, why) for number, why in because.items()]
    asks.send(ask, chosen=wanted, by=story.people["lead"], now=_nine(sent_on), on=sent_on)
    return Ask.objects.get(pk=ask.pk)


def _words(story: Story, wish: Wish, due_on: date) -> dict[str, Any]:
    return {
        "title": wish.title,
        "body": "Made up for the demonstration.",
        "kind": wish.kind,
        "asked_by_network": story.things["networks"].get(wish.by),
        "estimated_minutes": wish.minutes,
        "preparation_minutes": wish.preparation,
        "due_on": due_on,
        "is_paid": bool(wish.pence),
        "pence_per_hour": wish.pence or None,
        "paid_by": wish.by if wish.pence else "",
        "places_wanted": wish.places,
    }


def _answers(ask: Ask, *, at: datetime) -> None:
    """Most say yes and some of them say how long it took; one says nothing at all."""
    rows = AskResponse.objects.filter(ask=ask).select_related("organisation").order_by("pk")
    for number, response in enumerate(rows):
        said, by = STATES[(ask.pk + number) % len(STATES)], _somebody(response.organisation)
        if said == "passed_on":
            answers.pass_on(response, to=None, by=by, now=at)
        elif said:
            answers.answer(response, says=said, by=by, now=at)
        if said == "accepted" and number % 2:
            took = ask.minutes * (3 + number % 3) // 4
            answers.record_actual_minutes(response, minutes=took, by=by)


def _somebody(organisation: Organisation) -> User:
    acting = Representative.objects.filter(organisation=organisation).order_by("pk")
    return acting.select_related("user")[0].user


def _now(story: Story) -> None:
    """Two requests wait for Harbour Lane, one is being written, and it is asked: still correct?"""
    lead, harbour = story.people["lead"], story.things["organisations"][HARBOUR]
    heron = story.things["organisations"]["Heron House"]
    coming = (
        Wish(0, 0, "Read the minutes and correct them", "reading", 30, 2, preparation=15),
        Wish(0, 0, "An hour with the new commissioner", "meeting", 60, 2, COUNCIL),
    )
    for days, wish in zip((9, 16), coming, strict=True):
        words = _words(story, wish, story.on + timedelta(days=days))
        ask = asks.compose(words=words, by=lead, on=story.on)
        chosen = [Chosen(one.pk) for one in (harbour, heron)]
        asks.send(ask, chosen=chosen, by=lead, now=story.now - timedelta(days=1), on=story.on)
    draft = Wish(0, 0, "Two people for the reading group", "reading", 120, 4, TRUST)
    asks.compose(words=_words(story, draft, story.on + timedelta(days=20)), by=lead, on=story.on)
    confirming.ask_now(harbour, now=story.now - timedelta(days=2))


def _nine(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=LONDON)
