"""What this app asks of the apps above it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from alliance.models import User
from alliance.registries import Registry
from members.models import Organisation

# Why an organisation cannot leave on that day, in a sentence; None if it can.
leaving_checks: Registry[Callable[[Organisation, date], str | None]] = Registry()

# The organisations, by number, that hold a seat on a board on that day.
seat_holders: Registry[Callable[[date], set[int]]] = Registry()

# Minutes of standing work in a month that has not become an Ask, by organisation (by number).
load_sources: Registry[Callable[[Collection[int], date], Mapping[int, int]]] = Registry()


@dataclass(frozen=True)
class StepBackHook:
    """What else happens when a person steps back until a day, and when they come back early."""

    begin: Callable[[User, date, datetime], None]
    end: Callable[[User, datetime], None]


step_backs: Registry[StepBackHook] = Registry()
