"""Business as usual: things happen or are rolled back; letters tell of what happened."""

import random
import threading
import time
from contextlib import suppress

from django.db import Error, connections, transaction
from django.utils import timezone

from alliance import audit, outbox
from alliance.audit import Actor
from alliance.models import Alliance, AllianceSettings, Message
from alliance.tenancy.context import use


class Business(threading.Thread):
    """Keeps count of what was committed and what was rolled back."""

    def __init__(self, count: int) -> None:
        super().__init__(daemon=True)
        self.count = count
        self.done: set[str] = set()
        self.undone: set[str] = set()
        self.hiccups = 0

    def run(self) -> None:
        chance = random.Random(7)
        alliances = list(Alliance.objects.using("owner").order_by("slug"))
        for alliance in alliances:
            with use(alliance.pk):
                for number in range(self.count // len(alliances)):
                    self.settle(f"{alliance.slug} {number}", fails=chance.random() < 0.2)
                    time.sleep(0.02)
        connections.close_all()

    def settle(self, key: str, *, fails: bool) -> None:
        """Try until it is known whether this piece of business happened."""
        while key not in self.done | self.undone:
            try:
                transact(key, fails=fails)
                self.done.add(key)
            except ZeroDivisionError:
                self.undone.add(key)
            except Error:
                self.hiccups += 1
                connections.close_all()
                time.sleep(0.3)
                self.ask_the_database(key)

    def ask_the_database(self, key: str) -> None:
        """The connection broke: only the database knows whether it had committed."""
        with suppress(Error):
            if Message.objects.filter(key=key).exists():
                self.done.add(key)


@transaction.atomic
def transact(key: str, *, fails: bool) -> None:
    settled = AllianceSettings.objects.get()
    audit.record(by=Actor.SYSTEM, kind="test.business", subject=settled)
    outbox.post(
        key=key,
        to="a@b.example",
        template="alliance/test",
        context={"key": key},
        now=timezone.now(),
    )
    if fails:
        raise ZeroDivisionError
