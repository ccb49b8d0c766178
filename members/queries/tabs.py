"""The views of the members area."""

from django.urls import reverse

VIEWS = (
    ("members", "Organisations"),
    ("services", "Services"),
    ("led-by", "Who leads them"),
    ("networks", "Networks"),
    ("learning", "Learning"),
    ("initiatives", "Initiatives"),
)


def tabs(current: str) -> list[dict[str, object]]:
    """The organisations, and where they speak; each is a page of its own."""
    return [
        {
            "label": label,
            "url": reverse(f"members:{name}"),
            "is_current": name == current,
            "count": None,
        }
        for name, label in VIEWS
    ]
