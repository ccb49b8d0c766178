"""A reader decides what of somebody's words is left out. Each suggestion is decided by a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from alliance import audit
from alliance.errors import Refused
from alliance.models import User
from coproduction import words
from coproduction.actions.reading import words_again
from coproduction.models import Contribution, Redaction
from coproduction.redaction import blanked

State = Redaction.State


@dataclass(frozen=True)
class Decision:
    """Characters `start` to `end` are left out, or kept. `rule` None: marked by hand."""

    start: int
    end: int
    rule: int | None
    is_left_out: bool
    replacement: str = ""

    @property
    def state(self) -> str:
        if not self.is_left_out:
            return State.REJECTED
        return State.ADDED if self.rule is None else State.ACCEPTED


@transaction.atomic
def decide(
    contribution: Contribution,
    *,
    field: str,
    decisions: Sequence[Decision],
    by: User,
    on: date,
    now: datetime,
) -> list[Redaction]:
    """Keep the decisions about one text in place of any made before."""
    contribution = Contribution.objects.select_for_update().get(pk=contribution.pk)
    opened = words_again(contribution, by=by, on=on, now=now)
    text = opened.original if field == Redaction.Field.ORIGINAL else opened.translation
    try:
        blanked(text, [(d.start, d.end, d.replacement) for d in decisions if d.is_left_out])
    except ValueError:
        raise Refused("Two of the places you marked lie over each other.") from None
    Redaction.objects.filter(contribution=contribution, field=field).delete()
    rows = [_row(contribution, field, each, by=by, now=now) for each in decisions]
    Redaction.objects.bulk_create(rows)
    if contribution.state == Contribution.State.CAPTURED:
        contribution.state = Contribution.State.REDACTING
        contribution.save(update_fields=["state"])
    counts = {state: sum(row.state == state for row in rows) for state in State.values}
    audit.record(by=by, kind="coproduction.redacted", subject=contribution, data=counts)
    return rows


def _row(
    contribution: Contribution, field: str, decision: Decision, *, by: User, now: datetime
) -> Redaction:
    row = Redaction(
        contribution=contribution,
        field=field,
        start=decision.start,
        end=decision.end,
        rule=decision.rule,
        state=decision.state,
        decided_by=by,
        decided_at=now,
    )
    words.seal(row, "replacement", decision.replacement if decision.is_left_out else "")
    return row
