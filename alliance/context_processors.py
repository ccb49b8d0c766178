"""What the frame around every page needs: the alliance, its areas, the person."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from alliance.queries.frame import frame_of


def page(request: HttpRequest) -> dict[str, Any]:  # Any: a template's context
    return {"is_demo": settings.DEMO, **frame_of(request)}
