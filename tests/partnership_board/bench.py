"""A pack of forty papers and five hundred pages, measured in a process of its own.

    python -m tests.partnership_board.bench ALLIANCE BUILD

makes and sends a build that is asked for, and prints what it took: the processor's own seconds,
which do not tell of what else the machine does, less those in which the changed paper and the front
were printed; and the most memory, printing included.
"""

import io
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()

import pikepdf
from django.core.files.storage import default_storage
from django.utils import timezone

from alliance.models import Alliance, Document, RoleTerm
from alliance.queries.documents import path_of
from alliance.tenancy.context import work_for
from partnership_board import printing
from partnership_board.actions import items, packs, papers
from partnership_board.actions.items import ItemFacts
from partnership_board.actions.papers import PaperText
from partnership_board.models import Meeting, Pack, PackBuild

PAPERS, LEAST_PAGES = 40, 500
SECONDS, MEGABYTES = 5.0, 400.0
CHANGED = "Matter 20"
SENTENCE = "We looked at who waits, for how long, and what each group says would help them most. "
TABLE = "\n\n| Who | How many |\n| --- | --- |\n" + "".join(
    f"| Group {row} | {row * 7} |\n" for row in range(12)
)

Found = tuple[str, float, float, str]


def figures(alliance: Alliance) -> Iterator[Found]:
    """What was measured, what it came to, the most it may be, and in which unit."""
    nobody_else = patch("partnership_board.actions.packs.jobs.enqueue")
    with nobody_else, work_for(alliance.pk, alliance.slug):
        first = a_large_pack()
        before = labels_of(first)
        second = changed(first)
    took = json.loads(_in_a_process(str(alliance.pk), str(second.pk)))
    with work_for(alliance.pk, alliance.slug):
        after = labels_of(PackBuild.objects.get(pk=second.pk))
    moved = [label for label in before if not label.startswith("20-") and label not in after]
    pages = f"pack of {PAPERS} papers, {took['pages']} pages"
    assert took["pages"] >= LEAST_PAGES
    yield f"{pages}: put together, beyond printing", took["seconds"], SECONDS, "s"
    yield f"{pages}: memory at most", took["megabytes"], MEGABYTES, "MB"
    yield "papers printed again after one has changed", float(took["printed"]), 1, ""
    yield "pages that are called otherwise after it", float(len(moved)), 0, ""


def _in_a_process(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.partnership_board.bench", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout.strip().splitlines()[-1]


def a_large_pack() -> PackBuild:
    now = timezone.now()
    lead = RoleTerm.objects.get(role="alliance_lead").user
    meeting = Meeting.objects.filter(starts_at__gt=now).earliest("starts_at")
    Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.AGENDA_OPEN)
    meeting.refresh_from_db()
    Pack.objects.get_or_create(meeting=meeting)
    for number in range(1, PAPERS + 1):
        facts = ItemFacts(f"Matter {number}", "discuss", 5)
        items.add(meeting, facts, text=a_paper(number), by=lead, now=now)
    build = packs.publish(meeting, by=lead, now=now)
    packs.send(build, now=now)
    return PackBuild.objects.get(pk=build.pk)


def a_paper(number: int, *, more: str = "") -> PaperText:
    """Twelve or thirteen pages with headings and tables."""
    parts = (
        f"## Part {part} of matter {number}\n\n{SENTENCE * 14}\n\n{SENTENCE * 12}{TABLE}"
        for part in range(1, 10)
    )
    return PaperText(f"About matter {number}. {more}", body_md="\n\n".join(parts))


def changed(first: PackBuild) -> PackBuild:
    now, meeting = timezone.now(), first.pack.meeting
    item = meeting_item(meeting)
    text = a_paper(20, more="It says one thing more.")
    papers.receive(item, text, by=first.asked_by, now=now)
    return packs.publish(meeting, by=first.asked_by, now=now)


def meeting_item(meeting: Meeting) -> Any:  # Any: an item
    return items.AgendaItem.objects.get(meeting=meeting, title=CHANGED)


def labels_of(build: PackBuild) -> list[str]:
    assert isinstance(build.document, Document), build.problem
    with default_storage.open(path_of(build.document)) as stored:
        content = stored.read()
    with pikepdf.open(io.BytesIO(content)) as opened:
        return [label for page in opened.pages if "-" in (label := str(page.label))]


# ---- in the process that is measured -------------------------------------------------------------
class Watch:
    """How long, and how often, something was done."""

    def __init__(self) -> None:
        self.seconds, self.times = 0.0, 0

    def over(self, doing: Callable[..., bytes]) -> Callable[..., bytes]:
        def watched(*args: object, **words: object) -> bytes:
            began = time.process_time()
            try:
                return doing(*args, **words)
            finally:
                self.seconds += time.process_time() - began
                self.times += 1

        return watched


def measure(alliance: int, build: int) -> dict[str, float]:
    front, parts = Watch(), Watch()
    printing.pages.make = front.over(printing.pages.make)
    printing.print_anew = parts.over(printing.print_anew)
    slug = Alliance.objects.get(pk=alliance).slug
    with work_for(alliance, slug):
        began = time.process_time()
        packs.send(PackBuild.objects.get(pk=build), now=timezone.now())
        took = time.process_time() - began
        made = PackBuild.objects.get(pk=build)
    assert made.is_sent, made.problem
    return {
        "seconds": took - front.seconds - parts.seconds,
        "printing": front.seconds + parts.seconds,
        "printed": parts.times,
        "pages": made.pages or 0,
        "megabytes": most_memory(),
    }


def most_memory() -> float:
    """In megabytes, of this program alone: what its parent had counts not."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1]) / 1024


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), int(sys.argv[2]))))
