"""Writing a point from what people told us, checking it with them, and approving it."""

from collections.abc import Iterable
from datetime import date, datetime

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
    Theme,
)
from coproduction.queries.consents import scopes_of
from coproduction.scopes import Scope, Scopes, of_all

MOST_WORDS = 120
AGREED = (CheckBack.Outcome.APPROVED, CheckBack.Outcome.NOT_WANTED)


@transaction.atomic
def write_insight(
    *,
    contributions: Iterable[Contribution],
    plain_text: str,
    audience: str,
    themes: Iterable[Theme] = (),
    by: User,
    now: datetime,
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
        number=_next_number(now), audience=audience, written_by=by, written_at=now
    )
    InsightSource.objects.bulk_create(
        InsightSource(insight=insight, contribution=source) for source in sources
    )
    InsightTheme.objects.bulk_create(InsightTheme(insight=insight, theme=t) for t in themes)
    _add_version(insight, plain_text, by=by, now=now)
    waiting = [s.pk for s in sources if s.is_waiting]
    Contribution.objects.filter(pk__in=waiting).update(state=Contribution.State.CHECKING_BACK)
    audit.record(by=by, kind="coproduction.insight_written", subject=insight)
    return insight


@transaction.atomic
def rewrite_insight(
    insight: Insight, *, plain_text: str, audience: str, by: User, now: datetime
) -> InsightVersion:
    """A new version, which nobody has agreed to yet: the insight is a draft again."""
    Insight.objects.select_for_update().get(pk=insight.pk)
    version = _add_version(insight, plain_text, by=by, now=now)
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
    insight.state, insight.approved_by, insight.approved_at = Insight.State.APPROVED, by, now
    insight.save(update_fields=["state", "approved_by", "approved_at"])
    used = [source.pk for source in sources if source.state == source.State.CHECKING_BACK]
    Contribution.objects.filter(pk__in=used).update(state=Contribution.State.FINISHED)
    audit.record(by=by, kind="coproduction.insight_approved", subject=insight)


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


def _add_version(insight: Insight, text: str, *, by: User, now: datetime) -> InsightVersion:
    if len(text.split()) > MOST_WORDS:
        raise Refused(f"Use at most {MOST_WORDS} words.", field="plain_text")
    latest = InsightVersion.objects.filter(insight=insight).aggregate(n=Max("version"))["n"]
    version = InsightVersion(
        insight=insight, version=(latest or 0) + 1, written_by=by, written_at=now
    )
    words.seal(version, "plain_text", text.strip())
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
def agree_theme(name: str, *, plain_summary: str = "", by: User) -> Theme:
    """A name for what several points have in common."""
    if Theme.objects.filter(name=name).exists():
        raise Refused("There is a theme of this name already.", field="name")
    theme = Theme.objects.create(name=name, plain_summary=plain_summary, state=Theme.State.AGREED)
    audit.record(by=by, kind="coproduction.theme_agreed", subject=theme)
    return theme
