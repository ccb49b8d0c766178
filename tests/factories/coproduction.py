"""What people told us, made by the same actions as on the pages."""

from datetime import UTC, date, datetime, timedelta

from coproduction.actions import capture, consents, insights, reading
from coproduction.models import Contribution, Insight
from coproduction.wording import BODY

LONG_AGO = date(2025, 1, 6)
EVERYTHING = ("keep", "use", "board", "public", "contact")


def now() -> datetime:
    return datetime.now(tz=UTC)


def a_wording(by):
    return consents.adopt_wording(
        body=BODY, controllers="North", reviewed_by="The group", reviewed_on=LONG_AGO, by=by
    )


def a_reader(person, kind="first", by=None):
    return reading.appoint_reader(person, kind=kind, from_on=LONG_AGO, by=by or person)


def a_telling(by, words="I waited all evening.", **fields) -> Contribution:
    fields = {
        "scopes": EVERYTHING,
        "method": "spoken_witnessed",
        "channel": "talk",
        "told_by": "self",
        "told_on": date(2026, 3, 2),
        "language": "en",
        "wants_to_see_text": False,
        "now": now() - timedelta(days=3),
    } | fields
    return capture.take_contribution(original=words, by=by, **fields)


def a_point(by, *tellings, text="Say a time, and keep to it.", **fields) -> Insight:
    fields = {"audience": "board", "now": now() - timedelta(days=2)} | fields
    return insights.write_insight(
        contributions=tellings or [a_telling(by)], plain_text=text, by=by, **fields
    )


def an_approved_point(by, *tellings, **fields) -> Insight:
    insight = a_point(by, *tellings, **fields)
    insights.approve_insight(insight, by=by, now=fields.get("now", now() - timedelta(days=1)))
    insight.refresh_from_db()
    return insight
