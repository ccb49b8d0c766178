"""A list comes in: looked at, then put in as a whole or put aside; undone for a day; forgotten."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction

from alliance import audit
from alliance.actions import documents
from alliance.errors import Refused
from alliance.models import User
from members.actions import import_undoing
from members.actions.import_rows import Putting, Wrote, put, settle
from members.importing.comparing import State, Verdict
from members.models import ImportChange, ImportRun
from members.queries.imports import Look, look, look_again

PURPOSE = "members.import"
TO_WRITE = (State.NEW, State.CHANGED)


@transaction.atomic
def check_file(
    kind: str, *, name: str, content: bytes, by: User, on: date, now: datetime
) -> ImportRun:
    """Say what the file would do, and write nothing of it. The file is kept until it is settled."""
    found = look(kind, name=name, content=content, on=on, now=now)
    document = documents.take_in(content, found.opened.checked, purpose=PURPOSE, by=by, now=now)
    run = ImportRun.objects.create(
        kind=kind,
        file=document,
        file_sha256=document.sha256,
        rows=len(found.verdicts),
        problems=_count(found.verdicts, State.PROBLEM),
        preview=preview_of(found),
        checked_by=by,
        checked_at=now,
    )
    data = {"kind": kind, "rows": run.rows, "problems": run.problems}
    audit.record(by=by, kind="members.list_checked", subject=run, data=data)
    return run


@transaction.atomic
def put_in(
    run: ImportRun, *, leave_unknown: bool = False, by: User, on: date, now: datetime
) -> None:
    """All good rows, in one transaction. Where something has moved since it was looked at, nothing
    is written: the new comparison is kept, and the run stays as it was.
    """
    run = _locked(run)
    found = look_again(run, on=on, now=now)
    if found.reading.unknown and not leave_unknown:
        raise Refused("Tick that columns we do not know may be left out.", field="leave_unknown")
    if preview_of(found) != run.preview:
        _keep_preview(run, found)
        return
    if not any(verdict.state in TO_WRITE for verdict in found.verdicts):
        raise Refused("There is nothing to change.")
    written = list(_write(run.kind, found.verdicts, Putting(by, now, on)))
    ImportChange.objects.bulk_create(_changes(run, written))
    run.state, run.applied_by, run.applied_at = ImportRun.State.APPLIED, by, now
    run.save(update_fields=["state", "applied_by", "applied_at"])
    audit.record(by=by, kind="members.list_put_in", subject=run, data={"wrote": len(written)})


@transaction.atomic
def discard(run: ImportRun, *, by: User) -> None:
    run = _locked(run)
    run.state = ImportRun.State.DISCARDED
    run.save(update_fields=["state"])
    audit.record(by=by, kind="members.list_put_aside", subject=run)


@transaction.atomic
def undo(run: ImportRun, *, by: User, now: datetime) -> None:
    """All of it, within a day, unless somebody has worked on it since."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.kind == ImportRun.Kind.CAPACITY:
        raise Refused("What a service said of its places stays. Send a list with the right ones.")
    if not run.can_be_undone(now=now):
        raise Refused("A list can be undone for a day after it was put in, and once.")
    changes = list(ImportChange.objects.filter(run=run).order_by("-number"))
    import_undoing.take_back(changes, by=by, now=now)
    run.state, run.undone_at = ImportRun.State.UNDONE, now
    run.save(update_fields=["state", "undone_at"])
    audit.record(by=by, kind="members.list_undone", subject=run, data={"took_back": len(changes)})


@transaction.atomic
def forget_settled(*, now: datetime) -> int:
    """Files and what stood in them go once they are past undoing; how many runs were emptied."""
    runs = list(ImportRun.objects.forgettable(now=now).select_for_update().order_by("pk"))
    for run in runs:
        ImportChange.objects.filter(run=run).delete()
        document, run.file = run.file, None
        run.preview, run.forgotten_at = {}, now
        if run.state == ImportRun.State.CHECKED:
            run.state = ImportRun.State.DISCARDED
        run.save(update_fields=["file", "preview", "forgotten_at", "state"])
        if document is not None:
            documents.destroy(document)
    return len(runs)


def preview_of(found: Look) -> dict[str, Any]:  # Any: JSON
    """What the page shows until somebody decides."""
    return {
        "rows": [verdict.as_json() for verdict in found.verdicts],
        "unknown": found.reading.unknown,
    }


def _locked(run: ImportRun) -> ImportRun:
    """One list at a time: all that wait are locked, so that no two put the same thing in."""
    waiting = ImportRun.objects.select_for_update().filter(state=ImportRun.State.CHECKED)
    found = {one.pk: one for one in waiting.order_by("pk")}
    if run.pk not in found:
        raise Refused("This list has been settled already.")
    return found[run.pk]


def _keep_preview(run: ImportRun, found: Look) -> None:
    run.preview = preview_of(found)
    run.rows, run.problems = len(found.verdicts), _count(found.verdicts, State.PROBLEM)
    run.save(update_fields=["preview", "rows", "problems"])


def _write(kind: str, verdicts: Iterable[Verdict], putting: Putting) -> Iterator[Wrote]:
    yield from put(kind, [one for one in verdicts if one.state in TO_WRITE], putting)
    yield from settle(putting)


def _changes(run: ImportRun, written: Iterable[Wrote]) -> Iterator[ImportChange]:
    for number, one in enumerate(written, 1):
        yield ImportChange(
            run=run,
            number=number,
            subject_type=one.subject._meta.label_lower,
            subject_id=one.subject.pk,
            before=one.before,
            after=one.after,
        )


def _count(verdicts: Iterable[Verdict], state: State) -> int:
    return sum(verdict.state == state for verdict in verdicts)
