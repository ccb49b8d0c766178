"""Who may see and who may do, where words are taken down and worries are acted on."""

from functools import partial
from typing import Any

from alliance import registries
from alliance.registries import Route
from alliance.samples import BOTH, first, number_of
from coproduction.models import (
    Aftercare,
    CaptureDraft,
    Contribution,
    SafetyFlag,
    SealedFile,
    Sheet,
    SheetBatch,
)
from coproduction.permissions import CoproductionPermission as May

Arguments = dict[str, Any] | None  # Any: an address's arguments
TAKE, ACT, CAPTURE = May.TAKE_WORDS, May.ACT_ON_WORRIES, May.CAPTURE_INSIGHTS


def a_draft() -> Arguments:
    row = CaptureDraft.objects.filter(contribution=None).order_by("pk").first()
    return {"public_id": row.public_id} if row else None


def a_step() -> Arguments:
    found = a_draft()
    return found | {"step": "tell"} if found else None


def a_file() -> Arguments:
    row = SealedFile.objects.exclude(draft=None).select_related("draft").order_by("pk").first()
    assert row is None or row.draft is not None
    return {"public_id": row.draft.public_id, "file": row.public_id} if row else None


def the_flag() -> SafetyFlag | None:
    return SafetyFlag.objects.order_by("pk").first()


def a_flag() -> Arguments:
    row = the_flag()
    return {"public_id": row.public_id} if row else None


def a_contribution() -> Arguments:
    row = Contribution.objects.order_by("pk").first()
    return {"public_id": row.public_id} if row else None


def the_contribution() -> Contribution | None:
    return Contribution.objects.order_by("pk").first()


def a_sheet() -> Arguments:
    row = first(Sheet)
    return {"public_id": row.public_id} if row else None


ROUTES = {
    "capture": Route(TAKE),
    "capture_begin": Route(TAKE, TAKE, BOTH, lambda: {"way": "short"}),
    "worry_new": Route(TAKE, TAKE, BOTH),
    "capture_stop": Route(TAKE, TAKE, BOTH, a_draft),
    "capture_worry": Route(TAKE, TAKE, BOTH, a_draft),
    "capture_hand_over": Route(TAKE, TAKE, BOTH, a_draft),
    "capture_come_back": Route(TAKE, arguments=a_draft),
    "capture_file_remove": Route(TAKE, TAKE, "POST", a_file),
    "capture_step": Route(TAKE, TAKE, BOTH, a_step),
    "contribution_worry": Route(CAPTURE, CAPTURE, BOTH, a_contribution, the_contribution),
    "aftercare": Route(CAPTURE, CAPTURE, BOTH, number_of(Aftercare), partial(first, Aftercare)),
    "sheets": Route(CAPTURE, is_list=True),
    "sheets_new": Route(CAPTURE, CAPTURE, BOTH),
    "sheets_print": Route(CAPTURE, arguments=number_of(SheetBatch), of=partial(first, SheetBatch)),
    "sheets_printed": Route(
        CAPTURE, CAPTURE, "POST", number_of(SheetBatch), partial(first, SheetBatch)
    ),
    "sheet_mark": Route(CAPTURE, CAPTURE, "POST", a_sheet, partial(first, Sheet)),
    "worries": Route(ACT, is_list=True),
    "worry": Route(ACT, ACT, BOTH, a_flag, the_flag),
    "worry_take_on": Route(ACT, ACT, "POST", a_flag, the_flag),
    "worry_act": Route(ACT, ACT, "POST", a_flag, the_flag),
    "worry_close": Route(ACT, ACT, BOTH, a_flag, the_flag),
}


def register() -> None:
    for name, route in ROUTES.items():
        registries.routes.add(f"coproduction:{name}", route)
