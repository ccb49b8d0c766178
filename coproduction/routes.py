"""Who may see and who may do, for every address of this app."""

from typing import Any

from alliance.registries import Route, routes
from coproduction.models import Contribution, Insight

Arguments = dict[str, Any] | None  # Any: an address's arguments
SEE, CAPTURE = "see_insights", "capture_insights"


def a_contribution() -> Arguments:
    row = Contribution.objects.order_by("pk").first()
    return {"public_id": row.public_id} if row else None


def a_public_insight() -> Arguments:
    """One that everybody who may see insights may see."""
    rows = Insight.objects.filter(state=Insight.State.APPROVED, audience=Insight.Audience.PUBLIC)
    row = rows.order_by("pk").first()
    return {"number": row.number} if row else None


def form(arguments: Any = dict, *, methods: str = "GET POST", of: Any = lambda: None) -> Route:
    return Route(see=CAPTURE, do=CAPTURE, methods=methods, arguments=arguments, of=of)


def the_contribution() -> Contribution | None:
    return Contribution.objects.order_by("pk").first()


def the_insight() -> Insight | None:
    arguments = a_public_insight()
    return Insight.objects.get(**arguments) if arguments else None


def register() -> None:
    routes.add("coproduction:home", Route(see=SEE, is_list=True))
    for name in ("insight_new", "wording"):
        routes.add(f"coproduction:{name}", form())
    for name in ("queue", "drafts"):
        routes.add(f"coproduction:{name}", Route(see=CAPTURE, is_list=True))
    for name in ("contribution", "consent"):
        routes.add(f"coproduction:{name}", form(a_contribution, of=the_contribution))
    routes.add(
        "coproduction:card", Route(see=CAPTURE, arguments=a_contribution, of=the_contribution)
    )
    routes.add("coproduction:insight", Route(see=SEE, arguments=a_public_insight, of=the_insight))
    for name in ("write", "check_back", "to_agenda", "answer"):
        routes.add(f"coproduction:insight_{name}", form(a_public_insight, of=the_insight))
    routes.add(
        "coproduction:insight_approve", form(a_public_insight, methods="POST", of=the_insight)
    )
