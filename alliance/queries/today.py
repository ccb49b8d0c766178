"""What needs one person today, from everything that registered cards."""

from datetime import date
from typing import Any

from alliance import registries
from alliance.models import User


def today(user: User, *, on: date) -> dict[str, Any]:  # Any: a template's context
    """Cards in the order of their dates, those without one last; and how long they take."""
    cards = [card for source in registries.today_cards for card in source.cards(user, on)]
    cards.sort(key=lambda card: (card.by_on is None, card.by_on or on, card.minutes))
    return {
        "cards": cards,
        "minutes": sum(card.minutes for card in cards),
        "on": on,
    }
