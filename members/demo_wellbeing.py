"""The wellbeing of the demonstration: one round summarised, one withheld, one call for help."""

import random
from datetime import date, timedelta

from alliance import outbox, vault
from alliance.audit import Actor
from alliance.models import Message
from alliance.registries import Story
from members import codes
from members.actions import calls_for_help, stepping_back, wellbeing
from members.models import HelpRequest, WellbeingRound
from members.models.wellbeing import Question
from members.queries import wellbeing as queries

OPEN_DAYS = timedelta(days=14)
# Title, days ago that it opened, and how many answered.
ROUNDS = (("After the summer", 120, 5), ("Autumn", 50, 12))
SENTENCE = (
    "Most of us feel safe to speak, and many find their part heavy. Please ask for less at once,"
    " and do not plan meetings in the evening two weeks running."
)
WORDS = (
    "I spoke up at the last meeting about the waiting list, and since then my calls are not"
    " returned. I would like to talk it through with somebody. (Made up for the demonstration.)"
)


def tell(story: Story) -> None:
    if story.slug != "tower-hamlets":
        return
    for title, days_ago, answers in ROUNDS:
        told = _hold(story, title, opens_on=story.on - timedelta(days=days_ago), answers=answers)
    guardian, asking = story.people["guardian"], story.people["harbour_approver"]
    said = story.now - timedelta(days=30)
    wellbeing.tell_the_board(told, sentence=SENTENCE, by=guardian, now=said)
    calls_for_help.ask_for_help(
        kind=HelpRequest.Kind.HARM, words=WORDS, by=asking, on=story.on, now=story.now
    )
    resting = story.people["gp_member"]
    stepping_back.step_back(resting, until_on=story.on + timedelta(days=45), now=story.now)


def _hold(story: Story, title: str, *, opens_on: date, answers: int) -> WellbeingRound:
    """From the guardian's plan to the closing, with answers drawn by lot."""
    planned = wellbeing.plan(
        title=title,
        opens_on=opens_on,
        closes_on=opens_on + OPEN_DAYS,
        by=Actor.SYSTEM,
        on=opens_on - timedelta(days=7),
    )
    opened = story.now - (story.on - opens_on)
    wellbeing.open_round(planned, now=opened)
    lot = random.Random(title)  # noqa: S311 -- the same demonstration every time
    for code in _codes(planned)[:answers]:
        chosen = {question.value: lot.choice((1, 2, 2, 3, 3, 4, 5)) for question in Question}
        wellbeing.answer(code, answers=chosen, on=opens_on)
    wellbeing.close(planned, now=opened + OPEN_DAYS)
    return WellbeingRound.objects.get(pk=planned.pk)


def _codes(asked: WellbeingRound) -> list[str]:
    """As its people would read them in their letters."""
    letters = Message.objects.filter(key__startswith=queries.letters_begin(asked)).order_by("pk")
    opened = (vault.unseal(one.body, place=outbox.place_of(one.key)) for one in letters)
    return [_code_in(text) for text in opened]


def _code_in(text: str) -> str:
    return next(line.strip() for line in text.splitlines() if codes.looks_like_one(line.strip()))
