"""What the forms of a meeting need while it goes on."""

from datetime import datetime
from uuid import uuid4

from django import template

from partnership_board.queries.live import LiveItem

register = template.Library()


@register.simple_tag
def fresh_key() -> str:
    """One for each form: whoever sends it twice has sent it once."""
    return str(uuid4())


@register.filter
def used(item: LiveItem, now: datetime) -> int:
    """Minutes that it has taken so far."""
    return item.minutes_used(now=now)
