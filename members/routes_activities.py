"""Who may see and who may do: what members declare, learn and do together."""

from functools import partial

from alliance import registries
from alliance.registries import Route
from alliance.samples import BOTH, POST, Arguments, first, number_of
from members.models import DeclarationReading, ImportRun, LedByDeclaration
from members.permissions import MembersPermission as May
from members.permissions import OrganisationPermission as Theirs
from members.routes import about_one, change_one, change_row


def a_kind() -> Arguments:
    return {"kind": "organisations"}


def a_file() -> Arguments:
    return {"kind": "organisations", "ending": "xlsx"}


ROUTES = {
    "led-by": Route(May.SEE_MEMBERS),
    "led-by-define": Route(May.CHANGE_MEMBERS, May.CHANGE_MEMBERS, BOTH),
    "answers": Route(May.READ_DECLARATIONS, May.READ_DECLARATIONS, BOTH),
    "answers-open": Route(
        May.READ_DECLARATIONS,
        arguments=number_of(DeclarationReading),
        of=partial(first, DeclarationReading),
    ),
    "imports": Route(May.CHANGE_MEMBERS),
    "import-kind": Route(May.CHANGE_MEMBERS, May.CHANGE_MEMBERS, BOTH, a_kind),
    "import-template": Route(May.CHANGE_MEMBERS, arguments=a_file),
    "import-export": Route(May.CHANGE_MEMBERS, arguments=a_file),
    "import-page": change_row(May.CHANGE_MEMBERS, ImportRun),
    "import-marked": Route(
        May.CHANGE_MEMBERS, arguments=number_of(ImportRun), of=partial(first, ImportRun)
    ),
    "import-discard": Route(
        May.CHANGE_MEMBERS,
        May.CHANGE_MEMBERS,
        POST,
        number_of(ImportRun),
        partial(first, ImportRun),
    ),
    "import-undo": change_row(May.CHANGE_MEMBERS, ImportRun),
    "declarations": about_one(Theirs.APPROVE_PROFILE),
    "declare": change_one(Theirs.APPROVE_PROFILE),
    "declare-anew": change_row(Theirs.APPROVE_PROFILE, LedByDeclaration),
    "consent": change_row(Theirs.APPROVE_PROFILE, LedByDeclaration),
    "declaration-withdraw": change_row(Theirs.APPROVE_PROFILE, LedByDeclaration),
}


def register() -> None:
    for name, route in ROUTES.items():
        registries.routes.add(f"members:{name}", route)
