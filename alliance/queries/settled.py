"""What the alliance has settled for itself."""

from alliance.models import Priority


def priorities() -> list[Priority]:
    return list(Priority.objects.current())
