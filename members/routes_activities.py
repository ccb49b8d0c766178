"""Who may see and who may do: what members declare, learn and do together."""

from functools import partial

from alliance import registries
from alliance.registries import Route
from alliance.samples import BOTH, first, number_of
from members.models import DeclarationReading, LedByDeclaration
from members.permissions import MembersPermission as May
from members.permissions import OrganisationPermission as Theirs
from members.routes import about_one, change_one, change_row

ROUTES = {
    "led-by": Route(May.SEE_MEMBERS),
    "led-by-define": Route(May.CHANGE_MEMBERS, May.CHANGE_MEMBERS, BOTH),
    "answers": Route(May.READ_DECLARATIONS, May.READ_DECLARATIONS, BOTH),
    "answers-open": Route(
        May.READ_DECLARATIONS,
        arguments=number_of(DeclarationReading),
        of=partial(first, DeclarationReading),
    ),
    "declarations": about_one(Theirs.APPROVE_PROFILE),
    "declare": change_one(Theirs.APPROVE_PROFILE),
    "declare-anew": change_row(Theirs.APPROVE_PROFILE, LedByDeclaration),
    "consent": change_row(Theirs.APPROVE_PROFILE, LedByDeclaration),
    "declaration-withdraw": change_row(Theirs.APPROVE_PROFILE, LedByDeclaration),
}


def register() -> None:
    for name, route in ROUTES.items():
        registries.routes.add(f"members:{name}", route)
