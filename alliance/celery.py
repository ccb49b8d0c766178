"""Celery wakes the relay and ticks; the truth is in the tables. `celery -A alliance.celery ...`"""

import os
import signal

from celery import Celery
from celery.signals import worker_process_init

from alliance.embedded.orphans import end_with

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alliance.settings")
app = Celery("alliance")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect  # type: ignore[untyped-decorator]  # Celery has no types
def end_with_the_worker(**_: object) -> None:
    """A worker that is killed leaves no pool behind, whoever started it."""
    end_with(os.getppid(), signal.SIGKILL)
