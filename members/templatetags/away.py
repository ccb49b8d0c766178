"""Who has stepped back: `{% load away %}{% away_people as away %}`, once on a page."""

from django import template
from django.template.context import RequestContext

from members.queries import away

register = template.Library()


@register.simple_tag(takes_context=True)
def away_people(context: RequestContext) -> frozenset[int]:
    """By number, for `{% if person.pk in away %}`. Why is nowhere to be had."""
    return away.away(on=context["request"].today)
