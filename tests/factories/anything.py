"""A row of any tenant model in the alliance at work, made from the model's own fields.

So the isolation battery covers a model on the day it is written. Where a table's own rules ask for
more than plain values, the model stands in `WITH`.
"""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models

from alliance.models import Alliance, User
from alliance.tenancy.context import current
from alliance.tenancy.models import TenantBase, TenantEvent
from coproduction.models import Insight

DAY = date(2026, 3, 1)
MOMENT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
LATER = ("valid_until", "ends_at", "ends_on", "until_on", "ended_on", "expires_at", "to_on")

PLAIN: list[tuple[Any, Callable[[str], Any]]] = [
    (models.DateTimeField, lambda name: MOMENT + timedelta(days=7 * (name in LATER))),
    (models.DateField, lambda name: DAY + timedelta(days=7 * (name in LATER))),
    (models.EmailField, lambda name: "row@made.example"),
    (models.URLField, lambda name: "https://made.example/"),
    (models.CharField, lambda name: "made"),
    (models.TextField, lambda name: "made"),
    (models.UUIDField, lambda name: uuid.UUID(int=1)),
    (models.BinaryField, lambda name: b"made"),
    (models.BooleanField, lambda name: False),
    (models.IntegerField, lambda name: 1),
]


def a_later_insight() -> Insight:
    """One that comes after the first, as a child does."""
    first = a_row(Insight)
    later = Insight(number="I-2026-998", written_by=first.written_by, written_at=first.written_at)
    return Insight.objects.bulk_create([later])[0]


# What a table asks for besides plain values.
WITH: dict[str, dict[str, Any]] = {
    "coproduction.InsightDescent": {"child": a_later_insight},
    "alliance.Message": {"to": "row@made.example"},
    "alliance.RoleTerm": {"role": "observer", "scope_kind": "alliance"},
    "coproduction.CommitmentJudgement": {
        "because": "It was made for a test.",
        "published_at": None,
        "owner_reply": "",
    },
    "coproduction.AccessRequest": {"due_on": DAY + timedelta(days=31), "needs": ["contributor"]},
    "coproduction.Withdrawal": {"asked_how": "card"},
    "coproduction.AboutBody": {"needs": ["organisation"]},
    "coproduction.BreakGlass": {"reason": "It was made for a test."},
    "coproduction.Redaction": {"start": 0, "end": 4, "state": "added"},
    "funding.FundingInsightLink": {"relation": "asked_for", "needs": ["stream"]},
    "coproduction.SealedFile": {"needs": ["draft"]},
    "coproduction.InsightLink": {"relation": "asked_for", "needs": ["agenda_proposal"]},
    "partnership_board.Interest": {"description": "made"},
    "partnership_board.ItemDeclaration": {"said": "made", "materiality": "personal"},
    "partnership_board.AgendaProposal": {"origin": "lived_experience"},
    "partnership_board.AgendaDecision": {"outcome": "accepted"},
    "partnership_board.AgendaMove": {
        "reason": "It was made for a test.",
        "needs": ["from_meeting"],
    },
    "partnership_board.MeetingSeries": {"minutes": 60, "begins_at": time(14)},
    "partnership_board.PackBuild": {"state": "building"},
    "partnership_board.Restriction": {
        "why": "commercial",
        "to_whom": "seats",
        "how_to_challenge": "Write to the lead of the alliance.",
        "needs": ["item"],
    },
    "partnership_board.Enclosure": {"summary": "It was made for a test."},
    "partnership_board.LateWaiver": {"reason": "It was made for a test."},
    "partnership_board.MinuteSet": {"state": "drafting"},
    "partnership_board.MinuteCorrection": {"new": "made otherwise"},
    "partnership_board.Action": {"contact_name": "made", "contact_email": "row@made.example"},
    "partnership_board.PartnerRequest": {"body_name": "made"},
    "partnership_board.ClockEvent": {"reason": "made"},
    "partnership_board.DecisionPosition": {"sent": "self"},
    "partnership_board.QuorumCheck": {"inputs": {}, "is_met": True},
    "partnership_board.Election": {
        "nominations_close_at": MOMENT + timedelta(days=1),
        "withdraw_by_at": MOMENT + timedelta(days=2),
        "roll_on": DAY + timedelta(days=3),
        "opens_at": MOMENT + timedelta(days=4),
        "closes_at": MOMENT + timedelta(days=5),
    },
    "partnership_board.Envelope": {"sealed": b"made" * 327, "needs": ["roll_entry"]},
    "partnership_board.SealedBallot": {"id": uuid.UUID(int=1), "sealed": b"made" * 327},
    "partnership_board.OpenedBallot": {"id": uuid.UUID(int=1)},
    "partnership_board.RetainedBox": {"sealed": b"made"},
    "partnership_board.LotDraw": {"tied": [1, 2], "chosen": 1},
    "partnership_board.Objection": {"text": "It was made for a test."},
    "members.AskResponse": {"minutes_before": 0},
    "members.BurdenStatement": {"body": "alliance"},
    "members.ConfirmationRequest": {"covers": ["hours"]},
    "members.Identifier": {"value": "made"},
    "members.JoiningApplication": {"contact_name": "made", "email": "row@made.example"},
    "members.JoiningDecision": {"is_yes": True, "needs": ["application"]},
    "members.ImportRun": {"state": "checked", "needs": ["file"]},
    "members.LearningOpportunity": {"offered_by": "made"},
    "members.WellbeingRound": {"closes_on": DAY + timedelta(days=14)},
    "members.HelpRequest": {"sealed": "sealed"},
    "members.NetworkMeeting": {"report_by_on": DAY + timedelta(days=14)},
    "coproduction.Response": {"kind": "we_did"},
    "funding.StreamEvent": {"note": "made", "from_status": "idea", "to_status": "bid"},
    "funding.Round": {
        "closes_at": MOMENT + timedelta(days=1),
        "decide_by_on": DAY + timedelta(days=9),
        "pay_by_on": DAY + timedelta(days=9),
        "scorers": 2,
    },
    "funding.RoundQuestion": {"most_words": 250},
    "funding.BudgetLine": {"planned_pence": None},
    "members.PartnershipCapacity": {"month": DAY},
    "members.Service": {"alert": ""},
    "members.Location": {"postcode": ""},
    "members.ServiceSchedule": {"weekday": "MO", "opens_at": time(10), "closes_at": time(12)},
    "members.HoursAssumption": {"size_band": "micro"},
    "funding.FundingStream": {"qualifier": "unknown"},
    "funding.Expectation": {"qualifier": "unknown"},
}


def a_row_of_everything(registry: list[Any]) -> None:
    for model in registry:
        if not issubclass(model, TenantEvent):
            a_row(model)


def a_row(model: Any) -> Any:
    """The first row of the model, made if there is none."""
    there = model._base_manager.first()
    if there is not None:
        return there
    words = dict(WITH.get(model._meta.label, {}))
    needs = words.pop("needs", [])
    values = {
        field.name: given(words[field.name]) if field.name in words else a_value(field)
        for field in model._meta.local_concrete_fields
        if field.name in words or field.name in needs or is_asked(field)
    }
    return model._base_manager.bulk_create([model(**values)])[0]


def given(value: Any) -> Any:
    """A value of `WITH`, or what it makes when it is asked."""
    return value() if callable(value) else value


def is_asked(field: Any) -> bool:
    if field.primary_key or field.name == "alliance" or field.null:
        return False
    return not field.has_default() and field.db_default is models.NOT_PROVIDED


def a_value(field: Any) -> Any:  # noqa: PLR0911 -- one a kind of field
    if field.is_relation:
        return a_target(field.related_model)
    if field.blank and isinstance(field, models.CharField | models.TextField):
        return ""
    if field.choices:
        return field.flatchoices[0][0]
    if isinstance(field, models.JSONField):
        return {}
    if isinstance(field, ArrayField):
        return []
    if field.name == "object_pk":
        return str(current())
    for kind, value in PLAIN:
        if isinstance(field, kind):
            plain = value(field.name)
            return plain[: field.max_length] if isinstance(plain, str) else plain
    raise AssertionError(f"no plain value for {field}")


def a_target(model: Any) -> Any:
    if isinstance(model, TenantBase):
        return a_row(model)
    if model is User:
        return User.objects.order_by("pk").first()
    if model is Permission:
        return Permission.objects.get(codename="see_alliance")
    if model is ContentType:
        return ContentType.objects.get_for_model(Alliance)
    return Group.objects.get_or_create(name="nobody's")[0]
