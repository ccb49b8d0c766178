"""Rounds as the pages show them: the timetable, the rules, who applied, what became of it."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, QuerySet

from alliance.access import rights_of
from alliance.models import User
from alliance.words import day, moment, pence
from funding.models import (
    Criterion,
    LaterDeadline,
    Proposal,
    Round,
    RoundQuestion,
    RoundSide,
)
from funding.permissions import FundingPermission
from members.models import Organisation

Facts = list[dict[str, str]]


def listing(*, may_change: bool) -> QuerySet[Round]:
    """The newest call first; drafts for those who write them."""
    rows = Round.objects.with_money().order_by("-opens_at", "-pk")
    return rows if may_change else rows.called()


def came(rounds: Iterable[Round]) -> dict[int, int]:
    """How many proposals were sent, by round."""
    sent = Proposal.objects.sent().filter(round__in=rounds).order_by()
    return dict(sent.values_list("round").annotate(Count("pk")))


def timetable(round_: Round) -> Facts:
    return [
        {"label": "Opens", "value": moment(round_.opens_at)},
        {"label": "Closes", "value": moment(round_.closes_at)},
        {"label": "Decided by", "value": day(round_.decide_by_on)},
        {"label": "Paid by", "value": day(round_.pay_by_on)},
    ]


def rules(round_: Round) -> Facts:
    """How it is scored and decided, before anybody writes a word."""
    found = [
        {"label": "In the pot", "value": pence(round_.pot_pence)},
        {"label": "How it is spent", "value": round_.get_spend_rule_display()},
        {"label": "Who decides", "value": round_.get_decides_display()},
        {"label": "Read by", "value": f"{round_.scorers} people, each on their own"},
        {"label": "Points", "value": f"0 to {round_.scale} for each criterion"},
        {"label": "Who bids and sits on the panel", "value": round_.get_competing_rule_display()},
    ]
    if round_.largest_size_band:
        size = round_.get_largest_size_band_display()
        found.append({"label": "For organisations up to", "value": size})
    return found


def questions(round_: Round) -> list[RoundQuestion]:
    return list(RoundQuestion.objects.filter(round=round_).order_by("order"))


def criteria(round_: Round) -> list[Criterion]:
    return list(Criterion.objects.filter(round=round_).order_by("order"))


def sides(round_: Round) -> list[RoundSide]:
    rows = RoundSide.objects.filter(round=round_).select_related("constituency")
    return list(rows.order_by("constituency__order"))


def more_time(round_: Round) -> list[LaterDeadline]:
    rows = LaterDeadline.objects.filter(round=round_).select_related("organisation")
    return list(rows.order_by("until", "pk"))


def closes_for(round_: Round, organisation: Organisation) -> datetime:
    """The later moment, for whoever was given one."""
    later = LaterDeadline.objects.filter(round=round_, organisation=organisation).first()
    return max(round_.closes_at, later.until) if later else round_.closes_at


def all_closed_at(round_: Round) -> datetime:
    """When nobody can send anything any more."""
    later = LaterDeadline.objects.filter(round=round_).order_by("-until").first()
    return max(round_.closes_at, later.until) if later else round_.closes_at


ORDER_OF_SIZE = [band.value for band in Organisation.SizeBand]


def is_too_large(round_: Round, organisation: Organisation) -> bool:
    """A size that is not stated is never taken against anybody."""
    if not round_.largest_size_band or organisation.size_band == "not_stated":
        return False
    largest = ORDER_OF_SIZE.index(round_.largest_size_band)
    return ORDER_OF_SIZE.index(organisation.size_band) > largest


def known_already(organisation: Organisation) -> Facts:
    """What the profile holds, shown beside the form and asked of nobody again."""
    return [
        {"label": "Organisation", "value": organisation.name},
        {"label": "Size", "value": organisation.get_size_band_display()},
        {"label": "Kind", "value": organisation.get_legal_form_display()},
        {"label": "What you do", "value": organisation.plain_summary or "not recorded"},
        {"label": "Website", "value": organisation.website or "not recorded"},
    ]


def appliers(round_: Round, user: User) -> list[tuple[Organisation, Proposal | None]]:
    """Organisations for which this person may ask for money today, with what they have begun."""
    may = rights_of(user).organisations(FundingPermission.WRITE_PROPOSALS)
    begun = {
        each.organisation_id: each
        for each in Proposal.objects.filter(round=round_, organisation__in=may)
    }
    bodies = Organisation.objects.filter(pk__in=may).order_by("sort_name")
    return [(body, begun.get(body.pk)) for body in bodies]
