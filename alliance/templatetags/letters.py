"""What every letter says of its sender."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.urls import reverse

from alliance.http import absolute_url
from alliance.models.tenants import DEFAULT_ACCENT
from alliance.queries.frame import face

register = template.Library()


@dataclass(frozen=True)
class Sender:
    name: str
    home: str
    contact: str
    accent: str
    is_demo: bool


@register.simple_tag
def from_whom() -> Sender:
    """The alliance that the work in hand belongs to; letters about accounts come from the site."""
    shown = face()
    if shown is None:
        return Sender("Alliance", absolute_url("/"), "", DEFAULT_ACCENT, settings.DEMO)
    home = absolute_url(reverse("alliance:today"))
    return Sender(shown.display_name, home, shown.public_contact, shown.accent, shown.is_demo)
