"""Run a small site under the product's launcher.

python launch.py PORT FOLDER [COMMAND OF ONE MORE PROCESS]
"""

import os
import sys
from pathlib import Path

from alliance.embedded.directory import DataDirectory, Failed
from alliance.embedded.plan import Plan, Process, Step
from alliance.embedded.stack import Stack

HERE = Path(__file__).resolve().parent
HEALTH = "http://127.0.0.1:$PORT/healthz"


def small_site(extra: list[str]) -> Plan:
    return Plan(
        site=HERE,
        steps=(Step(name="step", doing="Taking a step", command="site_step.py", as_owner=True),),
        processes=(
            Process(
                name="web",
                command="-m gunicorn site_web:application --bind 127.0.0.1:$PORT --workers 2"
                " --threads 4 --no-control-socket",
                answers=HEALTH,
            ),
            Process(
                name="worker",
                command="-m celery -A site_jobs worker --concurrency 2 --without-mingle",
            ),
            Process(name="beat", command="-m celery -A site_jobs beat --schedule $DATA_DIR/beat"),
            *(Process(name="broken", command=command) for command in extra),
        ),
        health=HEALTH,
        people="site_people.py",
    )


def main() -> None:
    port, folder, *extra = sys.argv[1:]
    os.umask(0o077)
    try:
        directory = DataDirectory(Path(folder))
        with directory.lock():
            Stack(small_site(extra), directory, int(port)).run()
    except Failed as failure:
        sys.exit(str(failure))


if __name__ == "__main__":
    main()
