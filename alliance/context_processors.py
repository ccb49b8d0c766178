"""What the frame around every page needs: the alliance, its areas, the person."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from alliance import confined, demonstration, languages
from alliance.queries import installation
from alliance.queries.frame import frame_of


def page(request: HttpRequest) -> dict[str, Any]:  # Any: a template's context
    found = {"is_demo": settings.DEMO, "demonstrations": None, **frame_of(request)}
    found |= languages.page(request)
    today: date | None = getattr(request, "today", None)  # set by our middleware
    if today is not None and demonstration.is_shown(request):  # pages where one signs in ask
        found["demonstrations"] = lambda: installation.demonstrations(on=today)
    return confined.bare(found) if _is_confined(request) else found


def _is_confined(request: HttpRequest) -> bool:
    """Error pages come without a session."""
    return hasattr(request, "session") and confined.is_confined(request)
