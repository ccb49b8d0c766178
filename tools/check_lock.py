"""Refuse a lock that names a host, or that would install anything unpinned or unverified.

python tools/check_lock.py requirements.lock requirements-prod.lock
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

PINNED = re.compile(r"[A-Za-z0-9._-]+(\[[a-z0-9,_-]+\])?==[^\s;,*]+(\s|$)")
HASHED = re.compile(r"--hash=sha256:[0-9a-f]{64}(\s|$)")


def faults(text: str) -> list[str]:
    """What is wrong with a lock, one sentence each; empty when nothing is."""
    addresses = [
        f"line {number}: an address"
        for number, line in enumerate(text.splitlines(), 1)
        if "://" in line
    ]
    requirements = [
        line
        for line in re.sub(r"\\\n\s*", " ", text).splitlines()
        if line.strip() and not line.startswith("#")
    ]
    if not requirements:
        return ["nothing is locked"]
    return addresses + [fault for line in requirements if (fault := fault_of(line))]


def fault_of(requirement: str) -> str:
    start = requirement[:60].strip()
    if requirement.startswith("-"):
        return f"an option: {start}"
    if not PINNED.match(requirement):
        return f"not pinned: {start}"
    if not HASHED.search(requirement):
        return f"no hash: {start}"
    return ""


def main() -> int:
    found = [
        f"{name}: {fault}" for name in sys.argv[1:] for fault in faults(Path(name).read_text())
    ]
    print("\n".join(found) or "Every requirement is pinned and hashed, and no address is named.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
