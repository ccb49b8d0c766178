"""A cache that may be away: what is read is then not there, and what is written is not kept.

Pages go on working from the database. Whoever counts in the cache learns that it is away, because
adding to a count that is not there raises ValueError; see alliance.limits.
"""

from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

AWAY = (RedisError, OSError)


class SteadyCache(RedisCache):
    """Any, below, is the cache's own signature."""

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except AWAY:
            return default

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        try:
            return super().get_many(keys, version)
        except AWAY:
            return {}

    def set(self, key: Any, value: Any, timeout: Any = 300, version: int | None = None) -> None:
        try:
            super().set(key, value, timeout, version)
        except AWAY:
            return

    def add(self, key: Any, value: Any, timeout: Any = 300, version: int | None = None) -> bool:
        try:
            return bool(super().add(key, value, timeout, version))
        except AWAY:
            return True  # who adds a lock goes on alone

    def delete(self, key: Any, version: int | None = None) -> bool:
        try:
            return bool(super().delete(key, version))
        except AWAY:
            return False

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        try:
            return int(super().incr(key, delta, version))
        except AWAY:
            raise ValueError("The cache is away, so nothing is counted.") from None
