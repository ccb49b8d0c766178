"""The journal on paper: everything a stranger needs to add it up again."""

from datetime import date

from alliance.documents.pages import make
from alliance.models import AllianceSettings
from alliance.words import counted, day, pence
from funding.queries import journal, ledger
from funding.queries.journal import Line


def make_journal(*, on: date) -> bytes:
    """A PDF with every entry and leg, the balance of each place, and the fingerprint."""
    settings = AllianceSettings.objects.get()
    head, lines = ledger.head(), list(journal.lines())
    entries = len({line.seal.seq for line in lines})
    context = {
        "title": "Journal of shared money",
        "subtitle": f"{counted(entries, 'entry', 'entries')}, printed on {day(on)}",
        "date": day(on),
        "alliance": settings.display_name,
        "kind": "Ledger",
        "facts": [(str(entries), "entries"), (ledger.fingerprint(head) or "none", "fingerprint")],
        "lines": lines,
        "balances": balances(lines),
        "fingerprint": ledger.fingerprint(head),
        "closed_to": head.closed_to if head else None,
    }
    return make("documents/journal.html", context, accent=settings.accent)


def balances(lines: list[Line]) -> list[tuple[str, str, str]]:
    """Stream, place and sum, by adding the legs that are printed; empty places are left out."""
    sums: dict[tuple[str, str], int] = {}
    for line in lines:
        key = (str(line.seal.entry.stream), line.place)
        sums[key] = sums.get(key, 0) + line.leg.pence
    return [
        (stream, place, said(total)) for (stream, place), total in sorted(sums.items()) if total
    ]


def said(total: int) -> str:
    """Below nothing: what came out of a source, with a real minus."""
    return pence(total) if total >= 0 else f"−{pence(-total)}"
