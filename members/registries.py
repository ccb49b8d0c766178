"""What this app asks of the apps above it."""

from collections.abc import Callable
from datetime import date

from alliance.registries import Registry
from members.models import Organisation

# Why an organisation cannot leave on that day, in a sentence; None if it can.
leaving_checks: Registry[Callable[[Organisation, date], str | None]] = Registry()

# The organisations, by number, that hold a seat on a board on that day.
seat_holders: Registry[Callable[[date], set[int]]] = Registry()
