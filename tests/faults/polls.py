"""Whoever closes, opens, declares or certifies is killed midway, and so is the database.

    python -m tests.faults.polls

One election goes its way undisturbed and tells how long each move takes and what it leaves behind.
Another makes the same moves while the process that does the work, and then the database, is killed
with SIGKILL at different moments. After each kill everything about it is either as before the move
or as after it; at the end nothing was written, told or published twice. Exit status 0 only if so.
It kills only processes that it started.
"""

import os
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alliance.embedded.service import Service
from tests.faults.beginnings import set_up
from tests.faults.outbox import kill

# As parts of the time that the move takes undisturbed; the last are often too late, which is right.
EARLY, OF_THE_DATABASE, LATE = (0.1, 0.3), (0.4, 0.85), (0.6, 0.8, 0.9, 1.0)


def main(folder: Path) -> int:
    servers = set_up(folder, mail_port=9)

    from tests.faults.pollingroom import PollingRoom

    try:
        postgres = next(each.service for each in servers.ours() if each.service.name == "postgres")
        undisturbed = PollingRoom.furnish("north")
        took, left = rehearse(undisturbed)
        return disturb(PollingRoom.furnish("south"), took, left, postgres)
    finally:
        servers.stop()


def rehearse(room: Any) -> tuple[dict[str, float], dict[str, Any]]:
    """How long each move takes in a process of its own, and what there is after it."""
    took, left = {}, {"": room.found()}
    for name, work in room.moves():
        began = time.monotonic()
        pid = begin(work)
        assert os.waitpid(pid, 0)[1] == 0, f"{name} failed undisturbed"
        took[name] = time.monotonic() - began
        left[name] = room.found()
    return took, left


def disturb(room: Any, took: dict[str, float], left: dict[str, Any], postgres: Service) -> int:
    """The same moves under kills; 1 as soon as anything is neither as before nor as after."""
    kills: Counter[str] = Counter()
    before = ""
    for name, work in room.moves():
        for victim, part in plan(postgres):
            if room.found() == left[name]:
                break
            pid = begin(work, is_doomed=True)
            time.sleep(took[name] * part)
            end(pid, victim)
            there = room.found()
            is_done = there == left[name]
            kills[
                f"{name}: {'database' if victim else 'worker'}, {'after' if is_done else 'before'}"
            ] += 1
            if there not in (left[before], left[name]):
                print(
                    f"{name}, killed at {part}: {there}\n neither {left[before]}\n nor {left[name]}"
                )
                return 1
        if room.found() != left[name]:
            assert os.waitpid(begin(work), 0)[1] == 0
        before = name
    print(f"{dict(kills)}\nkills {kills.total()}  as undisturbed: {room.found() == left[before]}")
    return int(room.found() != left[before])


def plan(postgres: Service) -> list[tuple[Service | None, float]]:
    """Whom to kill, and when: first the worker, while the move is surely not made yet."""
    return [
        *((None, part) for part in EARLY),
        *((postgres, part) for part in OF_THE_DATABASE),
        *((None, part) for part in LATE),
    ]


def begin(work: Callable[[], None], *, is_doomed: bool = False) -> int:
    """In a process of its own, as a worker or a web process would. The doomed say nothing."""
    from django.db import connections

    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        work()
        status = 0
    except Exception:  # noqa: BLE001 -- the process ends here, whatever it was
        if not is_doomed:
            traceback.print_exc()
    finally:
        os._exit(status)


def end(pid: int, victim: Service | None) -> None:
    """Kill whoever does it; or the database, so that its writer finds nobody to write to."""
    if victim is None:
        os.kill(pid, signal.SIGKILL)
    else:
        kill(victim)
        victim.start()
    os.waitpid(pid, 0)


if __name__ == "__main__":
    with TemporaryDirectory(prefix="al-") as name:
        sys.exit(main(Path(name)))
