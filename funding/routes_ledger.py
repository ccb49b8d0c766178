"""Who may see and who may do, for every address of the ledger, of approvals and of awards."""

from functools import partial
from typing import Any

from alliance.registries import Route, routes
from alliance.samples import BOTH, first, number_of
from funding.models import Approval, Award, BudgetLine, FundingStream, Seal

SEE, LEDGER = "see_funding", "see_ledger"
PREPARE, APPROVE = "prepare_payments", "approve_payments"


def a_seal() -> Any:  # Any: a row
    return Seal.objects.order_by("seq").first()


def number_of_seal() -> dict[str, Any] | None:  # Any: what an address takes
    seal = a_seal()
    return None if seal is None else {"seq": seal.seq}


def money_of_stream() -> dict[str, Any] | None:  # Any: the same
    stream = first(FundingStream)
    return None if stream is None else {"pk": stream.pk, "kind": "disbursement_in"}


def register() -> None:
    for name in ("approvals", "ledger"):
        routes.add(f"funding:{name}", Route(see=LEDGER, is_list=True))
    for name in ("journal", "journal_paper", "ledger_how"):
        routes.add(f"funding:{name}", Route(see=LEDGER))
    routes.add("funding:ledger_close", Route(PREPARE, PREPARE, BOTH))
    routes.add("funding:money_rules", Route("change_settings", "change_settings", BOTH))
    routes.add("funding:approval", Route(LEDGER, None, "GET", number_of(Approval), _of(Approval)))
    for name, right in (("approve", APPROVE), ("decline", APPROVE), ("withdraw", PREPARE)):
        routes.add(
            f"funding:approval_{name}",
            Route(right, right, BOTH, number_of(Approval), _of(Approval)),
        )
    routes.add("funding:entry", Route(LEDGER, None, "GET", number_of_seal, a_seal))
    routes.add("funding:entry_undo", Route(PREPARE, PREPARE, BOTH, number_of_seal, a_seal))
    for name in ("stream_confirm", "stream_share_out"):
        routes.add(f"funding:{name}", _prepared(FundingStream))
    routes.add("funding:line_move", _prepared(BudgetLine))
    routes.add(
        "funding:stream_money",
        Route(PREPARE, PREPARE, BOTH, money_of_stream, _of(FundingStream)),
    )
    routes.add("funding:awards", Route(see=SEE, is_list=True))
    routes.add("funding:award", Route(SEE, None, "GET", number_of(Award), _of(Award)))
    routes.add("funding:award_new", Route(PREPARE, PREPARE, BOTH))
    for name in ("award_set_aside", "award_release"):
        routes.add(f"funding:{name}", _prepared(Award))


def _of(model: Any) -> Any:  # Any: a tenant model, and its first row
    return partial(first, model)


def _prepared(model: Any) -> Route:  # Any: a tenant model
    return Route(PREPARE, PREPARE, BOTH, number_of(model), _of(model))
