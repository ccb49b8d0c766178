"""Statements of what was asked: frozen once a month, corrected only by a new version."""

from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction

from alliance import audit, jobs
from alliance.actions import documents
from alliance.audit import Actor
from alliance.calendars import ENGLAND, is_working_day
from alliance.errors import Refused
from alliance.models import AllianceSettings, User
from alliance.words import LONDON
from members import months, statement_paper
from members.load.burden import Entry, by_size, reckon
from members.models import (
    AskRules,
    BurdenStatement,
    Organisation,
    StatementPaper,
    StatementRelease,
)
from members.queries import statements as queries

PURPOSE = "burden_statement"
FROZEN_ON = 3  # the working day of the month after
SIZES = tuple(Organisation.SizeBand.values)


def freeze_when_due(*, now: datetime) -> int:
    """From the third working day on, last month's figures, if nobody froze them yet."""
    on = now.astimezone(LONDON).date()
    first = months.first_of(on)
    worked = sum(is_working_day(first.replace(day=n), ENGLAND) for n in range(1, on.day + 1))
    month = months.later(on, -1)
    if worked < FROZEN_ON or BurdenStatement.objects.filter(month=month).exists():
        return 0
    return len(freeze(month, by=Actor.SYSTEM, now=now))


@transaction.atomic
def freeze(month: date, *, by: User | Actor, now: datetime) -> list[BurdenStatement]:
    """A statement for each body that asked for something; a new version where figures changed."""
    rules = AskRules.objects.first()
    k = queries.least_organisations()
    there = {(one.body, one.network_id): one for one in queries.latest(month)}
    made = []
    for body, entries in queries.entries_of(month).items():
        before = there.get(body)
        fields = _fields(entries, rules, k=k)
        if before is not None and all(getattr(before, n) == v for n, v in fields.items()):
            continue
        statement = BurdenStatement.objects.create(
            month=month,
            body=body[0],
            network_id=body[1],
            version=1 if before is None else before.version + 1,
            frozen_at=now,
            **fields,
        )
        jobs.enqueue("members.draw_statement", now=now, statement=statement.pk)
        data = {"month": queries.key_of(month), "version": statement.version}
        audit.record(by=by, kind="members.statement_frozen", subject=statement, data=data)
        made.append(statement)
    return made


def _fields(entries: list[Entry], rules: AskRules | None, *, k: int) -> dict[str, object]:
    hourly = None if rules is None else rules.hourly_pence
    groups = [asdict(group) for group in by_size(entries, SIZES, k=k)]
    return asdict(reckon(entries, hourly_pence=hourly)) | {
        "hourly_pence": hourly,
        "hourly_source": "" if rules is None else rules.hourly_source,
        "by_size": [group | {"sizes": list(group["sizes"])} for group in groups],
    }


@transaction.atomic
def draw(statement: BurdenStatement, *, now: datetime) -> StatementPaper:
    """Its PDF. Drawn again, it is the one that is there."""
    there = StatementPaper.objects.filter(statement=statement).first()
    if there is not None:
        return there
    settings = AllianceSettings.objects.get()
    pdf = statement_paper.draw(
        statement,
        alliance=settings.display_name,
        accent=settings.accent,
        k=settings.k_organisations,
    )
    document = documents.keep(
        pdf,
        name=f"What was asked of members, {months.name(statement.month)}.pdf",
        media_type="application/pdf",
        purpose=PURPOSE,
        now=now,
    )
    return StatementPaper.objects.create(statement=statement, document=document)


@transaction.atomic
def release(month: date, *, by: User, now: datetime) -> StatementRelease:
    """From now on everybody may read this month. It cannot be taken back: others have copies."""
    if not BurdenStatement.objects.filter(month=month).exists():
        raise Refused("There is no statement for this month yet.")
    found, is_new = StatementRelease.objects.get_or_create(
        month=month, defaults={"released_at": now, "released_by": by}
    )
    if not is_new:
        raise Refused("This month is published already.")
    audit.record(by=by, kind="members.statement_released", subject=found)
    return found
