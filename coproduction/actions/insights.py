"""Writing a point from what people told us, checking it with them, and approving it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Max

from alliance import audit
from alliance.errors import Refused
from alliance.models import AllianceSettings, User
from alliance.words import listed
from coproduction import audiences, words
from coproduction.models import (
    CheckBack,
    Contribution,
    Contributor,
    Insight,
    InsightSource,
    InsightTheme,
    InsightVersion,
    SecondReading,
    Theme,
)
from coproduction.queries import second_readings
from coproduction.queries.consents import scopes_of
from coproduction.queries.contributions import is_reader
from coproduction.scopes import Scope, Scopes, of_all

MOST_WORDS = 120
AGREED = (CheckBack.Outcome.APPROVED, CheckBack.Outcome.NOT_WANTED)
SECOND_FIRST = "A second reader looks at this text before it is approved."


class Beside(TypedDict, total=False):
    """What stands beside the plain text of a version, and what only its writer can know of it."""

    easy_read: str
    quote: str
    is_small_team: bool
    is_machine: bool


@transaction.atomic
def write_insight(
    *,
    contributions: Iterable[Contribution],
    plain_text: str,
    audience: str,
    themes: Iterable[Theme] = (),
    lens: str = "",
    by: User,
    now: datetime,
    **beside: Unpack[Beside],
) -> Insight:
    """A draft in plain English. Its number is the next of the year and never used again."""
    sources = list(contributions)
    if not sources:
        raise Refused("Choose what people told us that this comes from.", field="contributions")
    if Scope.USE not in _allowed(sources, at=now):
        raise Refused(
            "Not everybody you chose has said that we may make a point of it.",
            field="contributions",
        )
    insight = Insight.objects.create(
        number=_next_number(now), audience=audience, lens=lens, written_by=by, written_at=now
    )
    InsightSource.objects.bulk_create(
        InsightSource(insight=insight, contribution=source) for source in sources
    )
    InsightTheme.objects.bulk_create(InsightTheme(insight=insight, theme=t) for t in themes)
    _add_version(insight, plain_text, by=by, now=now, **beside)
    waiting = [s.pk for s in sources if s.is_waiting]
    Contribution.objects.filter(pk__in=waiting).update(state=Contribution.State.CHECKING_BACK)
    audit.record(by=by, kind="coproduction.insight_written", subject=insight)
    return insight


@transaction.atomic
def rewrite_insight(
    insight: Insight,
    *,
    plain_text: str,
    audience: str,
    by: User,
    now: datetime,
    **beside: Unpack[Beside],
) -> InsightVersion:
    """A new version, which nobody has agreed to yet: the insight is a draft again."""
    Insight.objects.select_for_update().get(pk=insight.pk)
    version = _add_version(insight, plain_text, by=by, now=now, **beside)
    insight.state, insight.audience = Insight.State.DRAFT, audience
    insight.approved_by, insight.approved_at = None, None
    insight.save(update_fields=["state", "audience", "approved_by", "approved_at"])
    audit.record(by=by, kind="coproduction.insight_rewritten", subject=insight)
    return version


@transaction.atomic
def record_check_back(
    insight: Insight,
    *,
    contributor: Contributor,
    how: str,
    outcome: str,
    told_on: date,
    by: User,
) -> CheckBack:
    """What a contributor said when they were shown the latest version."""
    check = CheckBack.objects.create(
        version=_latest(insight),
        contributor=contributor,
        how=how,
        language=contributor.preferred_language,
        outcome=outcome,
        told_on=told_on,
        told_by=by,
    )
    audit.record(by=by, kind="coproduction.checked_back", subject=check, data={"outcome": outcome})
    return check


@transaction.atomic
def approve_insight(insight: Insight, *, by: User, now: datetime) -> None:
    """From now on its audience may read it, for as long as everybody allows it."""
    insight = Insight.objects.select_for_update().get(pk=insight.pk)
    if insight.is_approved:
        raise Refused("This insight has been approved already.")
    sources = _sources(insight)
    if not audiences.allows(insight.audience, _allowed(sources, at=now)):
        raise Refused("Not everybody who told us this allows that audience to read it.")
    missing = _not_agreed(insight, sources)
    if missing:
        names = listed(sorted(missing))
        raise Refused(f"{names} asked to see this first. Show it, or use it only in counts.")
    if not second_readings.is_passed(_latest(insight)):
        raise Refused(SECOND_FIRST)
    insight.state, insight.approved_by, insight.approved_at = Insight.State.APPROVED, by, now
    insight.save(update_fields=["state", "approved_by", "approved_at"])
    used = [source.pk for source in sources if source.state == source.State.CHECKING_BACK]
    Contribution.objects.filter(pk__in=used).update(state=Contribution.State.FINISHED)
    audit.record(by=by, kind="coproduction.insight_approved", subject=insight)


@transaction.atomic
def read_second(
    insight: Insight, *, outcome: str, by: User, on: date, now: datetime
) -> SecondReading:
    """Another reader says whether the text can go on. Who wrote it cannot."""
    insight = Insight.objects.select_for_update().get(pk=insight.pk)
    version = _latest(insight)
    if not is_reader(by, on=on):
        raise Refused("One of the two readers looks at this.")
    if version.written_by_id == by.pk:
        raise Refused("You wrote this text: the other reader looks at it.")
    reading = SecondReading.objects.create(version=version, reader=by, outcome=outcome, at=now)
    has_passed = outcome == SecondReading.Outcome.PASSED
    insight.state = Insight.State.CHECKING_BACK if has_passed else Insight.State.DRAFT
    insight.save(update_fields=["state"])
    audit.record(by=by, kind="coproduction.read_second", subject=reading, data={"outcome": outcome})
    return reading


@transaction.atomic
def send_on(insight: Insight, *, by: User) -> None:
    """A draft goes to the second reader where that is needed, and to the people otherwise."""
    insight = Insight.objects.select_for_update().get(pk=insight.pk)
    if insight.state != Insight.State.DRAFT:
        raise Refused("Only a draft is sent on.")
    is_passed = second_readings.is_passed(_latest(insight))
    insight.state = Insight.State.CHECKING_BACK if is_passed else Insight.State.SECOND_READING
    insight.save(update_fields=["state"])
    audit.record(
        by=by, kind="coproduction.insight_sent_on", subject=insight, data={"state": insight.state}
    )


def _not_agreed(insight: Insight, sources: list[Contribution]) -> set[str]:
    """Made-up names of those who wanted to see the text and have not agreed to this version."""
    checks = CheckBack.objects.filter(version=_latest(insight)).order_by("pk")
    outcomes = {check.contributor_id: check.outcome for check in checks}
    return {
        source.contributor.ref
        for source in sources
        if (source.wants_to_see_text or source.contributor_id in outcomes)
        and outcomes.get(source.contributor_id) not in AGREED
    }


def _sources(insight: Insight) -> list[Contribution]:
    ids = InsightSource.objects.filter(insight=insight).values("contribution")
    return list(Contribution.objects.filter(pk__in=ids).select_related("contributor"))


def _allowed(sources: list[Contribution], *, at: datetime) -> Scopes:
    return of_all(scopes_of({s.pk: s.contributor_id for s in sources}, at=at).values())


def _latest(insight: Insight) -> InsightVersion:
    return InsightVersion.objects.filter(insight=insight).latest("version")


def _add_version(
    insight: Insight, text: str, *, by: User, now: datetime, **beside: Unpack[Beside]
) -> InsightVersion:
    if len(text.split()) > MOST_WORDS:
        raise Refused(f"Use at most {MOST_WORDS} words.", field="plain_text")
    latest = InsightVersion.objects.filter(insight=insight).aggregate(n=Max("version"))["n"]
    quote = beside.get("quote", "").strip()
    version = InsightVersion(
        insight=insight, version=(latest or 0) + 1, written_by=by, written_at=now
    )
    version.second_because = second_readings.reasons(
        insight,
        text=f"{text}\n{quote}",
        has_quote=bool(quote),
        is_small_team=beside.get("is_small_team", False),
        is_machine=beside.get("is_machine", False),
        on=now.date(),
    )
    words.seal(version, "plain_text", text.strip())
    words.seal(version, "easy_read", beside.get("easy_read", "").strip())
    words.seal(version, "quote", quote)
    version.save()
    return version


def _next_number(now: datetime) -> str:
    """Insights are never deleted, so the latest one knows. Two at once wait for each other."""
    AllianceSettings.objects.select_for_update().first()
    before = f"I-{now.year}-"
    latest = Insight.objects.filter(number__startswith=before).order_by("-pk").first()
    ordinal = int(latest.number.removeprefix(before)) + 1 if latest else 1
    return f"{before}{ordinal:03d}"


@transaction.atomic
def agree_theme(
    name: str, *, plain_summary: str = "", parent: Theme | None = None, by: User
) -> Theme:
    """A name for what several points have in common."""
    if Theme.objects.filter(name=name).exists():
        raise Refused("There is a theme of this name already.", field="name")
    theme = Theme.objects.create(
        name=name, plain_summary=plain_summary, parent=parent, state=Theme.State.AGREED
    )
    audit.record(by=by, kind="coproduction.theme_agreed", subject=theme)
    return theme


@transaction.atomic
def retire_theme(theme: Theme, *, by: User) -> None:
    """Nothing new stands under it. What stood there keeps its history."""
    if theme.state == Theme.State.RETIRED:
        raise Refused("This theme is retired already.")
    theme.state = Theme.State.RETIRED
    theme.save(update_fields=["state"])
    audit.record(by=by, kind="coproduction.theme_retired", subject=theme)
