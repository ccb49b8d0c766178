"""When somebody was last here, so that Today can say what is new. Kept in their session alone."""

from datetime import datetime, timedelta

from django.http import HttpRequest

from alliance.tenancy.context import current

ANOTHER_VISIT = timedelta(minutes=30)  # a pause this long ends a visit
FIRST_LOOK = timedelta(days=7)


def note(request: HttpRequest, *, now: datetime) -> datetime:
    """Note this look, and give the end of the visit before; a week ago where none is known."""
    key = f"visits:{current()}"
    kept = request.session.get(key)
    before, latest = (datetime.fromisoformat(at) for at in kept) if kept else (None, None)
    if before is None or latest is None:
        before = now - FIRST_LOOK
    elif now - latest >= ANOTHER_VISIT:
        before = latest
    elif now - latest < timedelta(minutes=1):
        return before
    request.session[key] = [before.isoformat(), now.isoformat()]
    return before
