"""What the pages about Asks show."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse

from alliance.models import Priority
from members.models import (
    Area,
    Ask,
    AskResponse,
    AskRules,
    Network,
    Organisation,
    Representative,
    ServiceLanguage,
    ServiceType,
)
from members.reference import language_name

Choices = dict[str, list[tuple[str, str]]]


def all_asks() -> QuerySet[Ask]:
    """For composers: with how many were asked, and how many said yes. Drafts come first."""
    return (
        Ask.objects.select_related("asked_by_network")
        .annotate(
            rank=Case(When(state="draft", then=0), default=1, output_field=IntegerField()),
            asked=_responses(),
            said_yes=_responses("accepted"),
            waits=_responses("pending"),
        )
        .order_by("rank", "-due_on", "-pk")
    )


def _responses(state: str = "") -> Any:  # Any: an expression of the database's
    rows = AskResponse.objects.filter(ask=OuterRef("pk"))
    if state:
        rows = rows.filter(state=state)
    counted = rows.order_by().values("ask").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), Value(0), output_field=IntegerField())


def ours(rows: QuerySet[AskResponse], *, on: date) -> QuerySet[AskResponse]:
    """For representatives: what waits comes first, then by day."""
    waiting = Q(state=AskResponse.State.PENDING, ask__state=Ask.State.SENT)
    return (
        rows.exclude(ask__state__in=[Ask.State.DRAFT, Ask.State.CANCELLED])
        .select_related("ask__asked_by_network", "organisation")
        .annotate(
            rank=Case(When(waiting, then=0), default=1, output_field=IntegerField()),
        )
        .order_by("rank", "-ask__due_on", "-pk")
    )


def responses_to(ask: Ask) -> list[AskResponse]:
    rows = AskResponse.objects.filter(ask=ask).select_related("organisation", "passed_to")
    return list(rows.order_by("organisation__sort_name", "pk"))


def named(responses: list[AskResponse]) -> list[AskResponse]:
    """Those that may stand beside a name: not answering is nobody's failure, so it has none."""
    return [one for one in responses if one.state != AskResponse.State.UNANSWERED]


def members_besides(organisation: Organisation, *, on: date) -> list[Organisation]:
    """Who might do it instead."""
    rows = Organisation.objects.members(on=on).exclude(pk=organisation.pk)
    return list(rows.order_by("sort_name"))


def for_link(person: Representative) -> dict[str, object]:
    """What waits for this person's organisation, and what they answered that is still open."""
    rows = AskResponse.objects.filter(organisation=person.organisation_id, ask__state="sent")
    found = list(
        rows.exclude(state=AskResponse.State.RELEASED)
        .select_related("ask__asked_by_network", "organisation")
        .order_by("ask__due_on", "pk")
    )
    return {
        "organisation": person.organisation,
        "waiting": [one for one in found if one.state == AskResponse.State.PENDING],
        "answered": [one for one in found if one.state != AskResponse.State.PENDING],
    }


def networks() -> list[Network]:
    return list(Network.objects.filter(is_active=True).order_by("name"))


@dataclass(frozen=True)
class Together:
    """What an Ask comes to for those who are chosen, before it is sent."""

    organisations: int
    minutes: int
    is_paid: bool
    pence: int | None  # paid, or what unpaid time is worth; None: no figure is settled
    source: str
    over: int
    short_notice: tuple[str, ...]


def together(ask: Ask, chosen: list[Any], rules: AskRules | None, *, on: date) -> Together:
    """`chosen` are standings."""
    minutes = ask.minutes * len(chosen)
    rate = ask.pence_per_hour if ask.is_paid else rules.hourly_pence if rules else None
    notice = (ask.due_on - on).days
    return Together(
        organisations=len(chosen),
        minutes=minutes,
        is_paid=ask.is_paid,
        pence=None if rate is None else rate * minutes // 60,
        source="" if rules is None else rules.hourly_source,
        over=sum(1 for one in chosen if not one.load.takes(ask.minutes)),
        short_notice=tuple(
            one.name for one in chosen if one.notice_days is not None and one.notice_days > notice
        ),
    )


def audience_choices() -> Choices:
    """Places, languages, kinds of service and priorities by which to choose; one query."""
    tags: QuerySet[Any, tuple[str, str, str]] = (  # Any: rows of either model
        ServiceLanguage.objects.order_by()
        .values_list(Value("language", output_field=CharField()), "language", "language")
        .distinct()
    )
    others = [
        rows.values_list(Value(kind, output_field=CharField()), Cast("pk", CharField()), "name")
        for kind, rows in (
            ("ward", Area.objects.order_by()),
            ("type", ServiceType.objects.current().order_by()),
            ("priority", Priority.objects.filter(is_current=True).order_by()),
        )
    ]
    found: Choices = {"ward": [], "language": [], "type": [], "priority": []}
    for kind, value, name in tags.union(*others, all=True):
        label = language_name(value) if kind == "language" else name
        found[kind].append((value, label))
    return {kind: sorted(rows, key=lambda choice: choice[1]) for kind, rows in found.items()}


def tabs(current: str, *, composes: bool) -> list[dict[str, object]]:
    """What is asked of us, of everybody, and what it came to."""
    views = [("asks", "Asked of us"), ("statements", "What it came to")]
    if composes:
        views.insert(1, ("all", "All asks"))
    return [
        {
            "label": label,
            "url": reverse(f"asks:{name}"),
            "is_current": name == current,
            "count": None,
        }
        for name, label in views
    ]
