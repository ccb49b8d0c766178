"""Every place in which an installation keeps or says something, as text: what a searcher gets.

Read as the database's owner and past every policy, from the dump of a backup to what the server
counts about itself.
"""

import re
import tempfile
from typing import Any

import redis
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import connection

from alliance import vault
from alliance.keeping.databases import owners_database
from alliance.models import Message
from alliance.outbox import place_of
from tests.database import server

STATISTICS = """
SELECT relname FROM pg_class
 WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'v' AND relname LIKE 'pg_stat%'
"""
COPY = re.compile(r"^COPY (?:\w+)\.(\w+) .*? FROM stdin;$")


def dump() -> dict[str, list[str]]:
    """Of each table, its rows as a backup has them."""
    with tempfile.TemporaryFile() as file:
        owners_database().run("pg_dump", "--format=plain", "--data-only", output=file)
        file.seek(0)
        lines = file.read().decode().splitlines()
    found: dict[str, list[str]] = {}
    table = None
    for line in lines:
        if begun := COPY.match(line):
            table = begun[1]
        elif line == r"\.":
            table = None
        elif table is not None:
            found.setdefault(table, []).append(line)
    return found


def statistics() -> str:
    """What the server counts and shows about itself, its latest statements included."""
    with server(connection.settings_dict["NAME"]) as owner:
        views = [name for (name,) in owner.execute(STATISTICS).fetchall()]
        rows = [row for view in views for row in owner.execute(f"SELECT v::text FROM {view} v")]
    return "\n".join(row[0] for row in rows)


def remembered() -> str:
    """Everything in the key-value store: cache, queues, and results if there were any."""
    address = settings.CACHES["default"]["LOCATION"]
    found = []
    for name in redis.Redis.from_url(address).info("keyspace"):
        client = redis.Redis.from_url(address, db=int(name.removeprefix("db")))
        client.select(int(name.removeprefix("db")))  # the address may name another
        found += [f"{key!r} {value_of(client, key)}" for key in client.scan_iter()]
    return "\n".join(found)


def value_of(client: Any, key: bytes) -> str:
    """As its writer meant it, where that is known."""
    kind = client.type(key).decode()
    if kind == "string":
        raw = client.get(key)
        try:
            return str(cache._cache._serializer.loads(raw))
        except Exception:  # noqa: BLE001 -- whatever a serialiser says of what is not its own
            return raw.decode("latin-1")
    ways = {
        "list": lambda: client.lrange(key, 0, -1),
        "set": lambda: client.smembers(key),
        "zset": lambda: client.zrange(key, 0, -1),
        "hash": lambda: client.hgetall(key),
    }
    return str(ways[kind]())


def sessions() -> str:
    return "\n".join(str(each.get_decoded()) for each in Session.objects.all())


def letters() -> list[str]:
    """Each letter that is kept, opened, and each that was sent."""
    rows = Message.objects.filter(kind=Message.Kind.MAIL)
    kept = [f"{each.to} {each.key} {each.subject} {body_of(each)}" for each in rows]
    sent = [
        f"{each.to} {each.subject} {each.body} {getattr(each, 'alternatives', '')} {each.message()}"
        for each in mail.outbox
    ]
    return kept + sent


def body_of(letter: Message) -> str:
    if not letter.is_secret or not letter.body:
        return letter.body
    return vault.unseal(letter.body, place=place_of(letter.key))
