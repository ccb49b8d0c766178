"""Who may see and who may do, for wellbeing."""

from functools import partial

from alliance import registries
from alliance.registries import ANY_OFFICE, PUBLIC, Route
from alliance.samples import BOTH, first, number_of
from members.models import HelpRequest, WellbeingRound
from members.permissions import MembersPermission as May

KEEP = May.KEEP_WELLBEING

ROUTES = {
    "wellbeing": Route(ANY_OFFICE),
    "answer": Route(PUBLIC, PUBLIC, BOTH),
    "thanks": Route(PUBLIC),
    "plan": Route(KEEP, KEEP, BOTH),
    "round": Route(
        May.SEE_MEMBERS,
        arguments=number_of(WellbeingRound),
        of=partial(first, WellbeingRound),
    ),
    "call-off": Route(
        KEEP,
        KEEP,
        "POST",
        number_of(WellbeingRound),
        partial(first, WellbeingRound),
    ),
    "tell": Route(
        KEEP,
        KEEP,
        BOTH,
        number_of(WellbeingRound),
        partial(first, WellbeingRound),
    ),
    "help": Route(ANY_OFFICE, ANY_OFFICE, BOTH),
    "help-request": Route(
        KEEP,
        KEEP,
        BOTH,
        number_of(HelpRequest),
        partial(first, HelpRequest),
    ),
    "step-back": Route(ANY_OFFICE, ANY_OFFICE, BOTH),
    "come-back": Route(ANY_OFFICE, ANY_OFFICE, "POST"),
}


def register() -> None:
    for name, route in ROUTES.items():
        registries.routes.add(f"wellbeing:{name}", route)
