"""The composer's page: who has room, who is suggested, and what it comes to."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest

from members.forms.asks import Row, WhoForm
from members.load import Suggestion, Word
from members.models import Ask, AskResponse, AskRules
from members.queries.asks import together
from members.queries.room import Audience, Standing

SHAPES = {Word.ROOM: "room", Word.NEARLY_FULL: "near", Word.OVER: "over"}
WORDS = {Word.ROOM: "Room", Word.NEARLY_FULL: "Nearly full", Word.OVER: "Over"}
State = AskResponse.State
ALL = "because_all"
IN = (State.PENDING, State.ACCEPTED)


def audience(asked: Mapping[str, str]) -> Audience:
    return Audience(*(asked.get(name, "") for name in ("ward", "language", "type", "priority")))


def who_form(
    request: HttpRequest, found: Sequence[Standing], suggestion: Suggestion, ask: Ask
) -> WhoForm:
    """Bound only when it is to be sent; "work it out again" keeps what was ticked and typed."""
    words: dict[str, Any] = {"found": found, "minutes": ask.minutes}
    if request.method != "POST":
        return WhoForm(initial={"who": _first_ticks(request.GET, found, suggestion)}, **words)
    if request.POST.get("step") == "look":
        typed: dict[str, Any] = {name: request.POST[name] for name in request.POST}
        return WhoForm(initial=typed | {"who": request.POST.getlist("who")}, **words)
    return WhoForm(request.POST, **words)


def _first_ticks(
    asked: Mapping[str, str], found: Sequence[Standing], suggestion: Suggestion
) -> list[str]:
    if "everyone" in asked:
        return [str(one.number) for one in found if not one.left_out]
    return [str(number) for number in suggestion.order if number in suggestion.chosen]


def sheet(
    ask: Ask,
    found: Sequence[Standing],
    suggestion: Suggestion,
    form: WhoForm,
    *,
    rules: AskRules | None,
    on: date,
) -> dict[str, Any]:
    """What the page shows besides its boxes."""
    ticked = form.ticked()
    by_number = {one.number: one for one in found}
    chosen = [one for one in found if one.number in ticked and not one.left_out]
    return {
        "ask": ask,
        "rows": [_row(by_number[number], ask, ticked, form) for number in suggestion.order],
        "has_reasons": any(name.startswith("because_") for name in form.fields if name != ALL),
        "left_out": [one for one in found if one.left_out],
        "suggestion": suggestion,
        "fitting": suggestion.wanted - suggestion.unfilled,
        "sum": together(ask, chosen, rules, on=on),
        "may_ask_everyone": rules is not None and ask.kind in rules.kinds_for_everyone,
    }


def _row(one: Standing, ask: Ask, ticked: Collection[int], form: WhoForm) -> Row:
    word = one.word(ask.minutes)
    name = f"because_{one.number}"
    reason = form[name] if name in form.fields else None
    return Row(one, WORDS[word], SHAPES[word], one.number in ticked, one.wishes(ask), reason)


def counts(responses: Sequence[AskResponse]) -> list[tuple[str, int]]:
    """How many said what, in the order of the states; nobody who did not answer is named."""
    found = Counter(one.state for one in responses)
    return [(str(State(state).label), found[state]) for state in State.values if found[state]]


def still_in(responses: Sequence[AskResponse]) -> int:
    return sum(1 for one in responses if one.state in IN)
