"""Two workers are killed, again and again, while packs for several audiences are made and sent.

    python -m tests.faults.packs

Two builds of one pack, for seventeen people, three audiences and in three forms. Afterwards each
person has one copy of each build in each of their forms, with the key that is theirs, and one
letter for it; a letter that arrived twice has the same Message-ID. Exit status 0 only if so. It
kills only processes that it started.
"""

import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alliance.embedded.service import Service
from tests.faults.beginnings import set_up
from tests.faults.letterbox import arrived, open_letterbox
from tests.faults.outbox import a_worker, kill

MOMENTS = (0.3, 1.0, 1.7, 2.5)  # seconds after the job was taken; a build takes about three
PATIENCE = 180


def main(folder: Path, port: int) -> int:
    servers = set_up(folder, mail_port=port)

    from tests.faults.boardroom import Boardroom
    from tests.faults.verdict import wake_all

    room = Boardroom.furnish()
    workers = [a_worker(folder / name) for name in ("one", "two")]
    for worker in workers:
        worker.log.parent.mkdir()
        worker.start()
    kills: Counter[str] = Counter()
    try:
        for _build in range(2):
            room.publish()
            wait_for(room, workers, kills, wake_all)
        return room.verdict(arrived, kills)
    finally:
        for worker in workers:
            worker.stop()
        servers.stop()


def wait_for(room: Any, workers: list[Service], kills: Counter[str], wake: Any) -> None:
    """Each time somebody is at it, kill one worker or both, each time later; then let them work."""
    deadline, moments = time.monotonic() + PATIENCE, list(MOMENTS)
    while time.monotonic() < deadline:
        wake()
        if moments and room.is_at_work():
            time.sleep(moments.pop(0))
            for worker in workers if len(moments) % 2 else workers[len(moments) % 4 // 2 :][:1]:
                kill(worker)
                kills[worker.log.parent.name] += 1
                worker.start()
            room.let_the_lease_run_out()
        elif not moments and room.is_delivered(arrived):
            return
        time.sleep(0.3)


if __name__ == "__main__":
    with TemporaryDirectory(prefix="al-") as name, open_letterbox() as port:
        sys.exit(main(Path(name), port))
