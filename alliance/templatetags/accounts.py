"""Words for account pages."""

from django import template

register = template.Library()

BROWSERS = [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome")]
BROWSERS += [("Safari/", "Safari")]
SYSTEMS = [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows")]
SYSTEMS += [("Mac OS", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux")]


@register.filter
def device(user_agent: str) -> str:
    """What a browser says of itself, in two words: "Firefox on Windows"."""
    browser = next((name for sign, name in BROWSERS if sign in user_agent), "A browser")
    system = next((name for sign, name in SYSTEMS if sign in user_agent), "")
    return f"{browser} on {system}" if system else browser


@register.filter
def field_words(name: str) -> str:
    """The name of a form's field, for people: "started_on" as "Started on"."""
    return name.replace("_", " ").replace("-", " ").strip().capitalize()
