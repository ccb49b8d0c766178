"""Who may see and who may do: what members declare, learn and do together."""

from functools import partial

from alliance import registries
from alliance.registries import PUBLIC, Route
from alliance.samples import BOTH, POST, Arguments, first, number_of
from alliance.tenancy.models import TenantModel
from members.models import (
    DeclarationReading,
    ImportRun,
    Initiative,
    InitiativeSession,
    LearningOpportunity,
    LedByDeclaration,
    Network,
    ReportBack,
    Representation,
)
from members.permissions import MembersPermission as May
from members.permissions import OrganisationPermission as Theirs
from members.routes import about_one, change_one, change_row


def a_session() -> InitiativeSession | None:
    """With the initiative, on whose leader the right depends."""
    return InitiativeSession.objects.select_related("initiative").order_by("pk").first()


def a_kind() -> Arguments:
    return {"kind": "organisations"}


def a_file() -> Arguments:
    return {"kind": "organisations", "ending": "xlsx"}


def post_row(may: str, model: type[TenantModel]) -> Route:
    """A button about one row, without a page of its own."""
    return Route(may, may, POST, number_of(model), partial(first, model))


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
    "import-discard": post_row(May.CHANGE_MEMBERS, ImportRun),
    "import-undo": change_row(May.CHANGE_MEMBERS, ImportRun),
    "network-told": Route(PUBLIC),
    "network-change": change_row(May.CHANGE_NETWORKS, Network),
    "network-retire": change_row(May.CHANGE_NETWORKS, Network),
    "network-meeting": change_row(May.CHANGE_NETWORKS, Network),
    "voice-change": change_row(May.CHANGE_NETWORKS, Representation),
    "report-ask": change_row(May.COMPOSE_ASKS, ReportBack),
    "learning": Route(May.SEE_MEMBERS, is_list=True),
    "learning-new": Route(May.KEEP_ACTIVITIES, May.KEEP_ACTIVITIES, BOTH),
    "learning-page": change_row(May.SEE_MEMBERS, LearningOpportunity),
    "learning-edit": change_row(May.KEEP_ACTIVITIES, LearningOpportunity),
    "learning-opens": post_row(May.KEEP_ACTIVITIES, LearningOpportunity),
    "learning-call-off": change_row(May.KEEP_ACTIVITIES, LearningOpportunity),
    "learning-who-came": change_row(May.KEEP_ACTIVITIES, LearningOpportunity),
    "learning-give-back": post_row(May.SEE_MEMBERS, LearningOpportunity),
    "initiatives": Route(May.SEE_MEMBERS, is_list=True),
    "initiative-leader": Route(May.KEEP_ACTIVITIES),
    "initiative": Route(
        May.SEE_MEMBERS, arguments=number_of(Initiative), of=partial(first, Initiative)
    ),
    "initiative-edit": change_row(May.KEEP_ACTIVITIES, Initiative),
    "initiative-count": change_row(May.KEEP_ACTIVITIES, Initiative),
    "initiative-strike": Route(
        May.KEEP_ACTIVITIES, May.KEEP_ACTIVITIES, BOTH, number_of(InitiativeSession), a_session
    ),
    "initiative-new": change_one(May.KEEP_ACTIVITIES),
    "declarations": about_one(Theirs.APPROVE_PROFILE),
    "declare": change_one(Theirs.APPROVE_PROFILE),
    "declare-anew": change_row(Theirs.APPROVE_PROFILE, LedByDeclaration),
    "consent": change_row(Theirs.APPROVE_PROFILE, LedByDeclaration),
    "declaration-withdraw": change_row(Theirs.APPROVE_PROFILE, LedByDeclaration),
}


def register() -> None:
    for name, route in ROUTES.items():
        registries.routes.add(f"members:{name}", route)
