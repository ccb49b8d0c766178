"""Views whose use must not be noticed: no line in the log, no note of the session, nothing kept."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from alliance import kept

View = Callable[..., HttpResponse]


def leaves_no_trace(view: View) -> View:
    """Mark a view where even "somebody was here at four" would say too much."""
    view.leaves_no_trace = True  # type: ignore[attr-defined]  # ours
    return kept.keeps_nothing(view)


def are_left_by(request: HttpRequest) -> bool:
    """Whether the view that answers, or answered, may be noticed."""
    match = request.resolver_match
    return match is None or not getattr(match.func, "leaves_no_trace", False)
