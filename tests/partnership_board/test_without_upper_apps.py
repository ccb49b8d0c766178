"""The board without what stands above it: panels, pages and parts of packs go, and nothing breaks.

The upper apps put themselves into registries, so taking one out of the settings takes them out.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from alliance import registries
from partnership_board import printing
from partnership_board.actions import packs
from partnership_board.models import AgendaItem
from partnership_board.registries import item_panels, power_measures, proposal_panels, would_receive
from tests.factories import partnership_board as rows

ROOT = Path(__file__).resolve().parents[2]
ABOVE = ("coproduction", "funding")
LEADS_UP = re.compile(rf"""(?:url|include|reverse\(|redirect\()\s*['"](?:{"|".join(ABOVE)})[:/]""")
BELOW = ("alliance", "members", "partnership_board", "components", "mail/board", "mail/members")
SAY = """
import django; django.setup()
from django.core.management import call_command
from django.urls import get_resolver
from alliance import registries
from partnership_board import registries as own
call_command("check")
found = [registries.areas, registries.pack_sections, registries.today_cards, own.item_panels,
         own.proposal_panels, registries.demo_chapters, registries.daily_jobs]
names = [name for registry in found for name in registry.names()]
print(sorted(names), sorted(get_resolver().namespace_dict))
"""
WHOSE = {
    "item_panels": item_panels,
    "proposal_panels": proposal_panels,
    "power_measures": power_measures,
    "would_receive": would_receive,
    "pack_sections": registries.pack_sections,
    "today_cards": registries.today_cards,
    "areas": registries.areas,
}


def is_from_above(entry):
    """By where its function comes from; an area, by where it leads."""
    if isinstance(entry, registries.Area):
        return entry.url_name.split(":")[0] in ABOVE
    found = next(
        (getattr(entry, name) for name in ("context", "cards", "found") if hasattr(entry, name)),
        entry,
    )
    return found.__module__.split(".")[0] in ABOVE


@pytest.fixture
def alone(monkeypatch):
    """As when the upper apps were never there. Something is there to be taken away."""
    gone = 0
    for registry in WHOSE.values():
        kept = {n: registry[n] for n in registry.names() if not is_from_above(registry[n])}
        gone += len(registry.names()) - len(kept)
        monkeypatch.setattr(registry, "_entries", kept)
    return gone


def test_an_installation_without_them_starts_and_names_none_of_them():
    done = subprocess.run(
        [sys.executable, "-c", SAY],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.without_upper_apps"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-2000:]
    assert "'partnership_board'" in done.stdout
    assert "board.power" in done.stdout
    for name in ("coproduction", "funding", "insights", "money", "what_people_told_us"):
        assert name not in done.stdout


def test_no_page_below_leads_to_an_app_above():
    below = [path for place in BELOW for path in (ROOT / "templates" / place).rglob("*.*")]
    below += [path for app in BELOW[:3] for path in (ROOT / app).rglob("*.py")]

    found = [str(p) for p in below if LEADS_UP.search(p.read_text("utf-8", "replace"))]

    assert len(below) > 400
    assert found == []


def test_the_boards_pages_and_its_pack_do_without_them(
    client, north, board, meeting, board_member, lead, now, alone
):
    assert alone > 4
    proposal = rows.a_proposal(board, board_member, now, state="placed")
    item = rows.an_item(meeting, proposal=proposal)
    rows.a_paper(item, lead, now)
    client.force_login(lead)

    for path in (
        "",
        "board/",
        f"board/meetings/{meeting.pk}/",
        f"board/meetings/{meeting.pk}/items/1/",
        f"board/proposals/{proposal.pk}/",
        "board/power/?year=2024-07-01",
        f"board/meetings/{meeting.pk}/pack/",
        f"board/meetings/{meeting.pk}/recusal/",
    ):
        answer = client.get(north.url(path))
        assert answer.status_code == 200, path
        page = answer.content.decode()
        assert "/lived-experience/" not in page, path
        assert "/funding/" not in page, path
    build = packs.publish(meeting, by=lead, now=now)
    told = printing.pack_context(build, on=now.date())
    assert {annex.title for annex in told["annexes"]}.isdisjoint({"Money", "What people told us"})
    assert AgendaItem.objects.get(pk=item.pk).is_on_agenda
