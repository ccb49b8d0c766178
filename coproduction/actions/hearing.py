"""From somebody's words to a point, in one sitting: what is left out, and what is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from alliance.models import User
from coproduction.actions import insights, redactions
from coproduction.actions.redactions import Decision
from coproduction.models import Contribution, Insight, Theme


@dataclass(frozen=True)
class Writing:
    """The new text and what only its writer knows of it. Without a text nothing is written."""

    plain_text: str = ""
    audience: str = Insight.Audience.ALLIANCE
    quote: str = ""
    is_small_team: bool = False
    is_machine: bool = False
    themes: Iterable[Theme] = ()


@transaction.atomic
def redact_and_write(
    contribution: Contribution,
    *,
    field: str,
    decisions: Sequence[Decision],
    writing: Writing,
    by: User,
    on: date,
    now: datetime,
) -> Insight | None:
    """Keep the decisions; where there is a new text, it becomes a point and is sent on."""
    redactions.decide(contribution, field=field, decisions=decisions, by=by, on=on, now=now)
    if not writing.plain_text.strip():
        return None
    contribution.refresh_from_db()
    insight = insights.write_insight(
        contributions=[contribution],
        plain_text=writing.plain_text,
        audience=writing.audience,
        themes=writing.themes,
        quote=writing.quote,
        is_small_team=writing.is_small_team,
        is_machine=writing.is_machine,
        by=by,
        now=now,
    )
    insights.send_on(insight, by=by)
    insight.refresh_from_db()
    return insight
