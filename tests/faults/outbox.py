"""Kill the worker, the broker and the database while letters are being written; then count.

    python -m tests.faults.outbox [LETTERS]

Every letter whose reason was committed must arrive; none whose reason was rolled back; and a letter
that arrives twice must carry the same Message-ID. Exit status 0 only if so, and if the record of
events is whole afterwards. It kills only processes that it started.
"""

import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from alliance.embedded.service import Service
from tests.faults.beginnings import ROOT, set_up
from tests.faults.letterbox import arrived, open_letterbox


def kill(service: Service) -> None:
    """At once, with everything it started."""
    service.bury_family()


def misfortune(business: object, victims: list[Service]) -> Counter[str]:
    """In the main thread: a child asks to die with the thread that started it."""
    kills: Counter[str] = Counter()
    while business.is_alive():  # type: ignore[attr-defined]
        business.join(1)  # type: ignore[attr-defined]
        victim = victims[kills.total() % len(victims)]
        kill(victim)
        kills[victim.name] += 1
        victim.start()
    return kills


def wait_for(letters: set[str], wake: Callable[[], None], seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while letters - {subject for subject, _ in arrived} and time.monotonic() < deadline:
        wake()
        time.sleep(1)
    time.sleep(1)


def main(count: int, folder: Path, port: int) -> int:
    servers = set_up(folder, mail_port=port)

    from tests.faults.business import Business
    from tests.faults.verdict import verdict, wake_all

    worker = a_worker(folder)
    worker.start()
    business = Business(count)
    business.start()
    postgres, valkey = (server.service for server in servers.ours())
    victims = [worker, valkey, worker, postgres, worker, worker]
    kills = misfortune(business, victims)
    wait_for(business.done, wake_all)
    try:
        return verdict(business, kills, arrived)
    finally:
        worker.stop()
        servers.stop()


def a_worker(folder: Path) -> Service:
    return Service(
        name="worker",
        argv=[
            *(sys.executable, "-m", "celery", "-A", "alliance.celery"),
            *("worker", "-Q", "default,packs", "-c2", "-lERROR"),
        ],
        env=dict(os.environ),
        cwd=ROOT,
        log=folder / "worker.log",
    )


if __name__ == "__main__":
    with TemporaryDirectory(prefix="al-") as name, open_letterbox() as port:
        sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 300, Path(name), port))
