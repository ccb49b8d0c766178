"""`up` runs the whole site; `with-services -- COMMAND` lends a command servers of its own."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from alliance.embedded.directory import DataDirectory, Failed
from alliance.embedded.orphans import die_with_parent
from alliance.embedded.plan import PRODUCT, SITE
from alliance.embedded.servers import passing_servers
from alliance.embedded.stack import Stack


def up(port: int, folder: Path) -> None:
    """Run the site until told to stop."""
    os.umask(0o077)  # what is kept, logs too, is for this user alone
    directory = DataDirectory(folder)
    with directory.lock():
        try:
            Stack(PRODUCT, directory, port).run()
        finally:
            directory.close()


def with_services(command: list[str]) -> int:
    """Run one command with servers that pass with it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are stopped
    with passing_servers() as passing:
        return subprocess.run(
            command,  # the caller's own settings stand, but for the folder
            env=passing | os.environ | {"DATA_DIR": passing["DATA_DIR"]},
            check=False,
            preexec_fn=die_with_parent(signal.SIGTERM),
        ).returncode


def fresh(folder: Path, *, is_agreed: bool) -> None:
    """Throw the data away: only when it is not in use, and only after asking."""
    if not folder.exists():
        print("There is nothing to throw away.")
        return
    with DataDirectory(folder).lock():
        if not is_agreed and not asks(f"Throw away everything in {folder}, for good? [y/N] "):
            print("Nothing was thrown away.")
            return
        shutil.rmtree(folder)
    print(f"{folder} is gone. The next start begins with nothing.")


def asks(question: str) -> bool:
    try:
        return input(question).strip().lower() in ("y", "yes")
    except EOFError:
        print()
        return False


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m alliance.embedded", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    running = commands.add_parser("up", help="run the whole site")
    running.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    lending = commands.add_parser("with-services", help="run a command with servers of its own")
    lending.add_argument("words", nargs=argparse.REMAINDER, metavar="-- COMMAND")
    clearing = commands.add_parser("fresh", help="throw the data away")
    clearing.add_argument("--yes", action="store_true", help="do not ask")
    return parser.parse_args()


def main() -> int:
    asked = read_arguments()
    folder = Path(os.environ.get("DATA_DIR") or SITE / ".data").resolve()
    try:
        if asked.command == "up":
            up(asked.port, folder)
        elif asked.command == "fresh":
            fresh(folder, is_agreed=asked.yes)
        else:
            words = asked.words[1:] if asked.words[:1] == ["--"] else asked.words
            return with_services(words)
    except Failed as failure:
        sys.exit(str(failure))
    return 0


if __name__ == "__main__":
    sys.exit(main())
