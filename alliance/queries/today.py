"""What needs one person today, from everything that registered cards."""

from dataclasses import dataclass
from datetime import date, datetime

from alliance import registries, words
from alliance.models import User
from alliance.registries import Card, News

MOST_NEWS = 8
SOON_DAYS = 7


@dataclass(frozen=True)
class ToDo:
    """A card as the page shows it."""

    title: str
    url: str
    time: str
    why: str
    by: str
    urgency: str


@dataclass(frozen=True)
class Day:
    todo: list[ToDo]
    minutes: int
    news: list[News]

    @property
    def heading(self) -> str:
        """The fact itself: "3 things need you, about 17 minutes"."""
        if not self.todo:
            return "Nothing needs you today"
        needs = "needs" if len(self.todo) == 1 else "need"
        said = f"{words.counted(len(self.todo), 'thing')} {needs} you"
        return f"{said}, {words.about(self.minutes)}" if self.minutes else said


def day_of(user: User, *, on: date, since: datetime) -> Day:
    """Cards in the order of their dates, those without one last; and news, the latest first."""
    cards = [card for source in registries.today_cards for card in source.cards(user, on)]
    cards.sort(key=lambda card: (card.by_on is None, card.by_on or on, card.minutes))
    news = [item for source in registries.today_news for item in source.news(user, since)]
    news.sort(key=lambda item: item.at, reverse=True)
    minutes = sum(card.minutes for card in cards)
    return Day([to_do(card, on=on) for card in cards], minutes, news[:MOST_NEWS])


def to_do(card: Card, *, on: date) -> ToDo:
    return ToDo(
        title=card.title,
        url=card.url,
        time=words.minutes(card.minutes) if card.minutes else "",
        why=card.words,
        by=_by(card.by_on, on=on),
        urgency=_urgency(card.by_on, on=on),
    )


def _by(by_on: date | None, *, on: date) -> str:
    if by_on is None:
        return ""
    if by_on == on:
        return "by today"
    if by_on < on:
        return f"was due {words.short_day(by_on, today=on)}"
    return f"by {words.short_day(by_on, today=on)}"


def _urgency(by_on: date | None, *, on: date) -> str:
    if by_on is None or (by_on - on).days > SOON_DAYS:
        return ""
    return "late" if by_on < on else "soon"
