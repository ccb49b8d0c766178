"""Rounds as everybody may see them, what the guardian sees of one that is over, whom to ask."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from alliance import access
from alliance.models import Message, User
from alliance.queries import people
from alliance.registries import Card
from members.middles import OPTIONS
from members.models import (
    HelpRequest,
    Organisation,
    Representative,
    WellbeingFinding,
    WellbeingRound,
)
from members.models.wellbeing import Question
from members.permissions import MembersPermission

ONLY_WATCHING = frozenset({"observer"})  # does not carry the alliance
GUARDIAN = "wellbeing_guardian"
SPOKEN_OF = timedelta(days=120)  # afterwards a sentence is no longer news for the board


@dataclass(frozen=True)
class Found:
    """One line of a summary, in words."""

    question: str
    median: str
    worried: str
    is_kept: bool


def rounds() -> QuerySet[WellbeingRound]:
    return WellbeingRound.objects.order_by("-opens_on", "-pk")


def open_round(*, on: date) -> WellbeingRound | None:
    """The one that can be answered on the day."""
    return WellbeingRound.objects.filter(
        state=WellbeingRound.State.OPEN, opens_on__lte=on, closes_on__gt=on
    ).first()


def to_ask(*, on: date) -> list[User]:
    """Everybody who carries the alliance on the day: representatives, staff, board members."""
    return [
        member.user
        for member in people.members(list(people.holders(on=on)))
        if any(
            held.office.is_current(on=on) and held.office.role not in ONLY_WATCHING
            for held in member.held
        )
    ]


def guardians(*, on: date, about: Organisation | None = None) -> list[User]:
    """Those of the day, but for whoever acts for the organisation that it is about."""
    holders = people.members(list(people.holders(on=on, role=GUARDIAN)))
    acting = Representative.objects.current(on=on).filter(organisation=about)
    barred = set(acting.values_list("user_id", flat=True)) if about else set()
    return [
        member.user
        for member in holders
        if member.user.pk not in barred
        and any(h.office.role == GUARDIAN and h.office.is_current(on=on) for h in member.held)
    ]


def letters_begin(asked: WellbeingRound) -> str:
    """How the names of the letters with codes begin."""
    return f"wellbeing {asked.pk} code to "


def addresses(asked: WellbeingRound) -> list[str]:
    """Whom a code was sent to. Nobody can say who used theirs."""
    letters = Message.objects.filter(key__startswith=letters_begin(asked))
    return list(letters.order_by("to").values_list("to", flat=True))


def summary(asked: WellbeingRound) -> list[Found]:
    """Each question with what was kept of it."""
    kept = {found.question: found for found in WellbeingFinding.objects.filter(round=asked)}
    return [_line(question, kept.get(question)) for question in Question]


def _line(question: Question, kept: WellbeingFinding | None) -> Found:
    words = gettext(question.label)
    if kept is None:
        return Found(words, "", "", is_kept=False)
    median = gettext(OPTIONS[question][kept.median - 1])
    return Found(words, median, kept.get_worried_display(), is_kept=True)


def told_the_board(*, on: date) -> WellbeingRound | None:
    """The latest round of which the guardian has something to say."""
    return (
        WellbeingRound.objects.exclude(sentence="")
        .filter(closes_on__lte=on, closes_on__gt=on - SPOKEN_OF)
        .order_by("-closes_on")
        .first()
    )


def unsaid() -> QuerySet[WellbeingRound]:
    """Rounds that are over and of which the board has heard nothing."""
    over = [WellbeingRound.State.SUMMARISED, WellbeingRound.State.WITHHELD]
    return WellbeingRound.objects.filter(state__in=over, sentence="").order_by("closes_on")


def help_requests(reader: User, *, on: date) -> QuerySet[HelpRequest]:
    """Never those about an organisation that the reader acts for."""
    acts_for = Representative.objects.current(on=on).filter(user=reader).values("organisation")
    return HelpRequest.objects.filter(Q(about=None) | ~Q(about__in=acts_for)).select_related(
        "by", "about"
    )


def open_help_requests(reader: User, *, on: date) -> QuerySet[HelpRequest]:
    return help_requests(reader, on=on).filter(closed_at=None).order_by("sent_at")


def cards(user: User, on: date) -> list[Card]:
    """For the guardian: who waits for help, and which round the board has not heard of."""
    if not access.may(user, MembersPermission.KEEP_WELLBEING):
        return []
    waiting = [
        Card(
            title=gettext("Somebody is waiting for you"),
            url=call.get_absolute_url(),
            minutes=10,
            by_on=on,
        )
        for call in open_help_requests(user, on=on)
    ]
    return waiting + [
        Card(
            title=gettext("Tell the board about “%(title)s”") % {"title": over.title},
            url=reverse("wellbeing:tell", kwargs={"pk": over.pk}),
            minutes=10,
        )
        for over in unsaid()
    ]


def in_pack(meeting: int, on: date) -> dict[str, object] | None:
    """For every board pack alike."""
    found = told_the_board(on=on)
    return None if found is None else {"round": found}
