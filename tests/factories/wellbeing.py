"""Rounds as people meet them: opened by the night's job, codes read from their letters."""

from datetime import UTC, datetime, time, timedelta

from alliance import outbox, vault
from alliance.audit import Actor
from alliance.models import Message
from members import codes
from members.actions import wellbeing
from members.models import WellbeingRound
from members.models.wellbeing import Question
from members.queries import wellbeing as queries

OPENED = datetime(2026, 3, 2, 0, 15, tzinfo=UTC)
DAY = OPENED.date()


def people_who_act(act_for, organisation, count: int) -> list:
    return [act_for(f"Person {number}", organisation) for number in range(count)]


def a_planned_round(*, opens_on=DAY, days=14, by=Actor.SYSTEM, title="Spring") -> WellbeingRound:
    return wellbeing.plan(
        title=title,
        opens_on=opens_on,
        closes_on=opens_on + timedelta(days=days),
        by=by,
        on=opens_on - timedelta(days=1),
    )


def at_night(day) -> datetime:
    return datetime.combine(day, time(0, 15), UTC)


def an_open_round(**words) -> WellbeingRound:
    planned = a_planned_round(**words)
    wellbeing.open_round(planned, now=at_night(planned.opens_on))
    planned.refresh_from_db()
    return planned


def codes_of(asked: WellbeingRound) -> list[str]:
    """From the sealed letters, as their readers will find them."""
    letters = Message.objects.filter(key__startswith=queries.letters_begin(asked)).order_by("pk")
    texts = [vault.unseal(one.body, place=outbox.place_of(one.key)) for one in letters]
    return [code_in(text) for text in texts]


def code_in(letter: str) -> str:
    return next(line.strip() for line in letter.splitlines() if codes.looks_like_one(line.strip()))


def all_the_same(option: int) -> dict[str, int]:
    return {question.value: option for question in Question}


def answer_with(asked: WellbeingRound, *options: int) -> None:
    """As many people as there are options answer, each with one option throughout."""
    for code, option in zip(codes_of(asked), options, strict=False):
        wellbeing.answer(code, answers=all_the_same(option), on=asked.opens_on)


def close(asked: WellbeingRound) -> WellbeingRound:
    wellbeing.close(asked, now=at_night(asked.closes_on))
    asked.refresh_from_db()
    return asked
