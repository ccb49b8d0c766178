"""A Celery application with one task."""

import os

import redis
from celery import Celery

app = Celery("example", broker=os.environ["CELERY_BROKER_URL"])
app.conf.update(
    task_ignore_result=True,
    task_default_queue="default",
    broker_connection_retry_on_startup=True,
)


@app.task(name="example.note")
def note(*, key: str) -> None:
    with redis.Redis.from_url(os.environ["CACHE_URL"]) as cache:
        cache.set(key, "done", ex=60)
