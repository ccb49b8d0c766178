"""Which alliance the work in hand belongs to. Nobody's is the default, and sees no rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.urls import get_script_prefix, set_script_prefix

_alliance_id: ContextVar[int | None] = ContextVar("alliance_id", default=None)


def current() -> int | None:
    return _alliance_id.get()


@contextmanager
def use(alliance_id: int | None) -> Iterator[None]:
    token = _alliance_id.set(alliance_id)
    try:
        yield
    finally:
        _alliance_id.reset(token)


@contextmanager
def work_for(alliance_id: int, slug: str) -> Iterator[None]:
    """As `use`, and links made meanwhile begin with the alliance's address."""
    before = get_script_prefix()
    set_script_prefix(f"/a/{slug}/")
    try:
        with use(alliance_id):
            yield
    finally:
        set_script_prefix(before)


def cache_key(name: str) -> str:
    """A cache is shared by all alliances, so each key says whose it is."""
    return f"{current() or 0}:{name}"
