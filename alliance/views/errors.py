"""Pages for when it does not work. They need no database, no session and no alliance."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(None, "errors/404.html", status=404)  # type: ignore[arg-type]  # no request: no context


def not_permitted(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(None, "errors/403.html", status=403)  # type: ignore[arg-type]  # as above


def fault(request: HttpRequest) -> HttpResponse:
    number = getattr(request, "number", "")
    return render(None, "errors/500.html", {"number": number}, status=500)  # type: ignore[arg-type]  # as above


def form_open_too_long(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(None, "errors/csrf.html", status=403)  # type: ignore[arg-type]  # as above
