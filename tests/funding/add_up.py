"""Add up an exported journal. Knows the export's own explanation and nothing of the program."""

import csv
import hashlib
import io
import json
from collections import defaultdict

CASH = {"cash_in", "cash_held", "cash_out", "cash_returned", "prefinance"}


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def pence(row: dict[str, str]) -> int:
    return int(row["in_pence"] or 0) - int(row["out_pence"] or 0)


def balances(rows: list[dict[str, str]]) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for row in rows:
        found[int(row["account"])] += pence(row)
    return dict(found)


def broken(rows: list[dict[str, str]]) -> list[int]:
    """Numbers of entries that do not balance, or whose seal does not fit."""
    by_number: dict[int, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        by_number[int(row["number"])].append(row)
    wrong, before = [], "0" * 64
    for number in sorted(by_number):
        legs = by_number[number]
        if not (_balances(legs) and _is_sealed(legs, before)):
            wrong.append(number)
        before = legs[0]["seal"]
    if sorted(by_number) != list(range(1, len(by_number) + 1)):
        wrong.append(0)
    return wrong


def _balances(legs: list[dict[str, str]]) -> bool:
    cash = sum(pence(leg) for leg in legs if leg["bucket"] in CASH)
    rest = sum(pence(leg) for leg in legs if leg["bucket"] not in CASH)
    return len(legs) >= 2 and cash == rest == 0


def _is_sealed(legs: list[dict[str, str]], before: str) -> bool:
    text = legs[0]["sealed_text"]
    if hashlib.sha256(text.encode()).hexdigest() != legs[0]["seal"]:
        return False
    sealed = json.loads(text)
    told = sorted([int(leg["account"]), leg["bucket"], pence(leg)] for leg in legs)
    return sealed[-1] == before == legs[0]["previous_seal"] and sealed[-2] == told
