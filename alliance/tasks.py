"""What Celery may be asked. Every task names its alliance and works inside it.

A task that forgot to would work on behalf of nobody, and see nothing.
"""

from smtplib import SMTPException
from typing import Any

from celery import Task, current_app, shared_task
from django.utils import timezone

from alliance import adapters, registries, slots
from alliance import relay as post
from alliance.actions import documents
from alliance.models import Alliance, Document
from alliance.tenancy.context import current as tenancy_current
from alliance.tenancy.context import work_for

PACKS = "packs"  # the queue for heavy work; one at a time


class AllianceTask(Task):  # type: ignore[misc]  # untyped base
    """Runs with `alliance_id` as the alliance of every statement and of every link."""

    typing = False  # the signature below is checked when it runs, less `alliance_id`
    ignore_result = True
    line = "default"  # the queue that a job of this kind waits in

    # Any: whatever ids the task takes.
    def __call__(self, *, alliance_id: int, **ids: Any) -> Any:
        slug = Alliance.objects.values_list("slug", flat=True).get(pk=alliance_id)
        with work_for(alliance_id, slug):
            return super().__call__(**ids)


@shared_task(name="alliance.relay", base=AllianceTask)
def relay() -> None:
    now = timezone.now()
    post.deliver_due(now=now)
    for pk, task in post.waiting_jobs(now=now):
        hand_out(pk, task)


def hand_out(pk: int, task: str) -> None:
    queue = getattr(current_app.tasks[task], "line", None)
    ids = {"alliance_id": current_alliance(), "message": pk}
    run_job.apply_async(kwargs=ids, queue=queue)


def current_alliance() -> int:
    found = tenancy_current()
    if found is None:
        raise LookupError("This work belongs to no alliance.")
    return found


@shared_task(name="alliance.run_job", base=AllianceTask)
def run_job(message: int) -> None:
    post.run_job(message, now=timezone.now())


@shared_task(name="alliance.tick", ignore_result=True)
def tick() -> None:
    """Each minute: what was put off or written while the broker was down, and daily jobs."""
    for alliance_id in Alliance.objects.values_list("pk", flat=True):
        tick_one.apply_async(kwargs={"alliance_id": alliance_id})


@shared_task(name="alliance.tick_one", base=AllianceTask)
def tick_one() -> None:
    now = timezone.now()
    for job in registries.every_minute:
        job(now)
    slots.run_due(now=now)
    relay(alliance_id=current_alliance())


@shared_task(name="alliance.examine_document", base=AllianceTask, line=PACKS)
def examine_document(document: int) -> None:
    documents.examine(Document.objects.get(pk=document))


@shared_task(
    name="alliance.send_account_letter",
    ignore_result=True,
    autoretry_for=(OSError, SMTPException),
    retry_backoff=5,
    max_retries=4,
)
def send_account_letter(sealed: str) -> None:
    """A code or a notice about an account, which belongs to no alliance and so has no outbox."""
    adapters.send(sealed)
