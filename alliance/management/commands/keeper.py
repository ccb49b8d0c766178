"""The only long-lived process with the owner's rights: `manage.py keeper`."""

import logging
import os
import signal
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from alliance.errors import Refused
from alliance.keeping.databases import owners_database
from alliance.keeping.rounds import Keeper

PAUSE = 15.0  # seconds between rounds


class Command(BaseCommand):
    help = "Do the upkeep that alliances ask for, and back up each night. Runs until stopped."
    is_stopping = False

    # Any: Django's own protocol for commands.
    def handle(self, *args: Any, **options: Any) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        try:
            owners_database()
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.work(Keeper())
        logging.shutdown()
        os._exit(0)  # what was begun is undone by now, and Python's own farewell takes seconds

    def work(self, keeper: Keeper) -> None:
        while not self.is_stopping:
            try:
                keeper.go_round(now=timezone.now())
                self.rest()
            except SystemExit:
                return

    def rest(self) -> None:
        until = time.monotonic() + PAUSE
        while not self.is_stopping and time.monotonic() < until:
            time.sleep(0.5)

    def stop(self, *_: object) -> None:
        """At once, also in the middle of a backup: half a one is removed, and made again later.

        Should the exit be raised where Python must swallow it, the round ends and is the last.
        """
        self.is_stopping = True
        sys.exit(0)
