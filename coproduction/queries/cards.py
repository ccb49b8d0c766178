"""What the holder of a card may see: what they agreed to and what became of it. Never the words."""

import hmac
import re
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction import cards
from coproduction.models import (
    Contribution,
    Contributor,
    Insight,
    InsightLink,
    InsightSource,
    ResponseInsight,
    Withdrawal,
    WithdrawalStep,
)
from coproduction.queries.consents import scopes_of
from coproduction.scopes import NOTHING, QUESTIONS, Scope, Scopes

NOBODYS = "0" * 64
NAME = re.compile(r"([A-Za-z]+)[^A-Za-z0-9]*([0-9]{2})")
State, Point = Contribution.State, Insight.State

STANDS = {
    State.CAPTURED: gettext_lazy("We have it, and nobody has begun to work on it yet."),
    State.REDACTING: gettext_lazy("Somebody is taking out what could give you away."),
    State.CHECKING_BACK: gettext_lazy("We are checking with you what we made of it."),
    State.FINISHED: gettext_lazy("What we made of it is finished."),
    State.HELD: gettext_lazy("It is kept back while somebody makes sure that you are safe."),
    State.WITHDRAWN: gettext_lazy("You took it back. Nobody can read it any more."),
    State.LAPSED: gettext_lazy("Your consent has ended, so it is not used any more."),
    State.NOT_TAKEN_FURTHER: gettext_lazy("We have not taken it further. Ask us why."),
}
POINTS = {
    Point.DRAFT: gettext_lazy("A point is being written from it."),
    Point.SECOND_READING: gettext_lazy("A second person is checking the point made from it."),
    Point.CHECKING_BACK: gettext_lazy("The point made from it is being checked with you."),
    Point.APPROVED: gettext_lazy("A point was made from it, and can be read."),
    Point.MERGED: gettext_lazy("The point made from it was joined with another."),
    Point.SUPERSEDED: gettext_lazy("A newer point took the place of the one made from it."),
    Point.WITHDRAWN: gettext_lazy("The point made from it was taken away."),
    Point.UNDER_REVIEW: gettext_lazy("The point made from it is hidden and looked at again."),
}
ANSWERS = {
    "we_did": gettext_lazy("We did:"),
    "we_will": gettext_lazy("We will:"),
    "we_did_not": gettext_lazy("We did not:"),
    "passed_on": gettext_lazy("We passed it on:"),
}


@dataclass(frozen=True)
class Became:
    """One point made from a telling: where it stands, which meetings it reached, the answers."""

    stands: str
    meetings: list[date] = field(default_factory=list)
    answers: list[tuple[str, str, str]] = field(default_factory=list)  # kind, text, because


@dataclass(frozen=True)
class Told:
    telling: Contribution
    stands: str
    became: list[Became]

    @property
    def is_taken_back(self) -> bool:
        return self.telling.state == State.WITHDRAWN


@dataclass(frozen=True)
class Story:
    """Everything on the page of a card."""

    contributor: Contributor
    told: list[Told]
    allowed: Scopes
    withdrawals: list[tuple[Withdrawal, list[WithdrawalStep]]]

    @property
    def asked(self) -> list[tuple[str, bool]]:
        """Each question, and whether the answer is yes for everything they told."""
        return [(_(QUESTIONS[scope]), scope in self.allowed) for scope in Scope]

    @property
    def kept(self) -> list[Told]:
        return [each for each in self.told if not each.is_taken_back]


def as_ref(typed: str) -> str:
    """The name on a card in what somebody typed: "heron 42" is Heron-42."""
    found = NAME.fullmatch(typed.strip())
    return f"{found[1].title()}-{found[2]}" if found else typed.strip()[:20]


def by_card(ref: str, words: str) -> Contributor | None:
    """Whose card it is. Known and unknown names, right and wrong words cost the same."""
    name = as_ref(ref)
    typed = cards.hmac_of(name, words)
    found = Contributor.objects.filter(ref=name).first()
    stored = (found.words_hmac if found else "") or NOBODYS
    return found if hmac.compare_digest(stored, typed) else None


def story_of(contributor: Contributor, *, at: datetime) -> Story:
    tellings = list(Contribution.objects.filter(contributor=contributor).order_by("-told_on", "pk"))
    became = _became(tellings)
    told = [
        Told(each, str(STANDS[State(each.state)]), became.get(each.pk, [])) for each in tellings
    ]
    scopes = scopes_of({t.telling.pk: contributor.pk for t in told if not t.is_taken_back}, at=at)
    return Story(
        contributor=contributor,
        told=told,
        allowed=frozenset.intersection(*scopes.values()) if scopes else NOTHING,
        withdrawals=_withdrawals(contributor),
    )


def _became(tellings: list[Contribution]) -> dict[int, list[Became]]:
    """By telling."""
    sources = InsightSource.objects.filter(contribution__in=tellings).select_related("insight")
    found: dict[int, list[Became]] = {}
    for source in sources.order_by("pk"):
        point = source.insight
        stands = str(POINTS[Point(point.state)])
        is_shown = point.state == Point.APPROVED
        one = Became(stands, _meetings(point), _answers(point)) if is_shown else Became(stands)
        found.setdefault(source.contribution_id, []).append(one)
    return found


def _meetings(point: Insight) -> list[date]:
    """Days of meetings that had it on the agenda."""
    links = InsightLink.objects.filter(insight=point, withdrawn_at=None, agenda_item__isnull=False)
    starts = links.values_list("agenda_item__meeting__starts_at", flat=True)
    return sorted({moment.date() for moment in starts})


def _answers(point: Insight) -> list[tuple[str, str, str]]:
    rows = ResponseInsight.objects.filter(insight=point).select_related("response")
    return [
        (str(ANSWERS[row.response.kind]), row.response.text, row.response.because)
        for row in rows.order_by("response__published_at")
    ]


def _withdrawals(contributor: Contributor) -> list[tuple[Withdrawal, list[WithdrawalStep]]]:
    made = Withdrawal.objects.filter(contributor=contributor).order_by("-asked_at")
    steps = list(WithdrawalStep.objects.filter(withdrawal__in=made).order_by("due_at", "pk"))
    return [(each, [s for s in steps if s.withdrawal_id == each.pk]) for each in made]
