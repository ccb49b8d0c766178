"""Who may see and who may do, for every address of this app."""

from functools import partial

from alliance.registries import PUBLIC, Route, routes
from alliance.samples import first, number_of
from alliance.tenancy.models import TenantModel
from funding.models import BudgetLine, Expectation, FundingStream

SEE, CHANGE = "see_funding", "change_funding"
STREAM = ("stream_edit", "stream_move", "line_new", "profile", "design_stage", "stream_beside")


def seen(model: type[TenantModel]) -> Route:
    return Route(see=SEE, arguments=number_of(model), of=partial(first, model))


def changed(model: type[TenantModel]) -> Route:
    return Route(CHANGE, CHANGE, "GET POST", number_of(model), partial(first, model))


def register() -> None:
    routes.add("funding:home", Route(see=SEE, is_list=True))
    routes.add("funding:spreadsheet", Route(see=SEE))
    routes.add("funding:open", Route(see=PUBLIC))
    routes.add("funding:expectations", Route(see=SEE, is_list=True))
    for name in ("stream_new", "expectation_new"):
        routes.add(f"funding:{name}", Route(CHANGE, CHANGE, "GET POST"))
    routes.add("funding:stream", seen(FundingStream))
    routes.add("funding:expectation", seen(Expectation))
    routes.add("funding:line_edit", changed(BudgetLine))
    for name in STREAM:
        routes.add(f"funding:{name}", changed(FundingStream))
    for name in ("expectation_note", "expectation_close"):
        routes.add(f"funding:{name}", changed(Expectation))
