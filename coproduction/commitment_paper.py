"""One owner's promises on racism and what became of them: a document, and a table for anybody."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from alliance import words
from alliance.queries.papers import make_ours
from alliance.spreadsheets import csv_file
from coproduction.models import Commitment, CommitmentJudgement, CommitmentReport
from coproduction.queries import commitments as queries

HEADS = (
    *("Owner", "Promise", "Part", "Lens", "Measure", "Baseline", "Target", "Due", "State"),
    *("Latest report", "Competency"),
)


def draw(owner: str, every: "QuerySet[Commitment]", *, on: date) -> bytes:
    """A tagged PDF, "evidence for PCREF": the words of each side, and no person's name."""
    rows = queries.rows_of(every.order_by("due_on", "pk"), on=on)
    pks = [row.commitment.pk for row in rows]
    reports, judgements = _reports(pks), _judgements(pks)
    told = [
        {"row": row, "reports": reports[row.commitment.pk], "said": judgements[row.commitment.pk]}
        for row in rows
    ]
    context: dict[str, object] = {
        "title": f"Promises on racism: {owner}",
        "subtitle": "Evidence for the Patient and Carer Race Equality Framework",
        "date": words.day(on),
        "told": told,
        "owner": owner,
    }
    return make_ours("documents/commitments.html", context)


def sheet(rows: Iterable[queries.Row]) -> bytes:
    return csv_file(HEADS, [_cells(row) for row in rows])


def _cells(row: queries.Row) -> list[str]:
    each = row.commitment
    return [
        queries.owner_name(each),
        each.statement,
        str(each.get_part_display()),
        str(each.get_lens_display()),
        each.measure or words.NOT_RECORDED,
        each.baseline or words.NOT_RECORDED,
        each.target or words.NOT_RECORDED,
        each.due_on.isoformat() if each.due_on else words.NOT_RECORDED,
        str(each.get_state_display()),
        row.reported_on.isoformat() if row.reported_on else "no report received",
        str(each.get_competency_display()) if each.competency else "",
    ]


def _reports(pks: list[int]) -> dict[int, list[CommitmentReport]]:
    found: dict[int, list[CommitmentReport]] = defaultdict(list)
    for each in CommitmentReport.objects.filter(commitment__in=pks).order_by("said_on", "pk"):
        found[each.commitment_id].append(each)
    return found


def _judgements(pks: list[int]) -> dict[int, list[CommitmentJudgement]]:
    found: dict[int, list[CommitmentJudgement]] = defaultdict(list)
    rows = CommitmentJudgement.objects.filter(commitment__in=pks).exclude(published_at=None)
    for each in rows.order_by("published_at"):
        found[each.commitment_id].append(each)
    return found
