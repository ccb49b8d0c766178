"""Whether a request may see the demonstration's doors: from this machine, asked directly."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]", "testserver"})
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")
NOBODY = "0.0.0.0"  # noqa: S104 -- stands for an address that is not known


def is_shown(request: HttpRequest) -> bool:
    """Never in earnest use: a name from outside or a proxy in between is enough to say no."""
    host, _port = split_domain_port(request.get_host())
    return (
        settings.DEMO
        and host in HOSTS
        and ip_address(request.META.get("REMOTE_ADDR") or NOBODY).is_loopback
        and not any(header in request.META for header in FORWARDED)
    )
