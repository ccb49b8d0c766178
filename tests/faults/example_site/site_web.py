"""One page that touches the database, the cache and the worker."""

import json
import os
import time
from collections.abc import Callable, Iterable

import psycopg
import redis
from site_jobs import note

Answer = tuple[str, dict[str, object]]


def healthz() -> Answer:
    with psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=2) as database:
        found = database.execute(
            "SELECT rolname, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert found is not None
    return "200 OK", {"user": found[0], "may_see_all": found[1]}


def job() -> Answer:
    """Whether the worker did what it was asked within ten seconds."""
    key = f"job-{time.monotonic_ns()}"
    note.delay(key=key)
    with redis.Redis.from_url(os.environ["CACHE_URL"]) as cache:
        for _ in range(200):
            if cache.get(key):
                return "200 OK", {"answer": "done"}
            time.sleep(0.05)
    return "503 Service Unavailable", {"answer": "no answer"}


PAGES: dict[str, Callable[[], Answer]] = {"/healthz": healthz, "/job": job}


def application(
    environ: dict[str, object], start_response: Callable[[str, list[tuple[str, str]]], object]
) -> Iterable[bytes]:
    try:
        status, answer = PAGES[str(environ["PATH_INFO"])]()
    except (psycopg.OperationalError, redis.exceptions.RedisError):
        status, answer = "503 Service Unavailable", {"answer": "no server"}
    start_response(status, [("Content-Type", "application/json")])
    return [json.dumps(answer).encode()]
