"""Which insights a person may see, by what they are here as; consent is asked on top of it."""

from alliance import access
from coproduction.models import Insight
from coproduction.scopes import NOTHING, Scope, Scopes

Audience = Insight.Audience
EVERY = frozenset(Audience.values)
OF_ROLE = {
    "coproduction_lead": EVERY,
    "alliance_lead": EVERY,
    "safeguarding_lead": EVERY,
    "representative": frozenset({Audience.MEMBERS, Audience.BOARD, Audience.PUBLIC}),
    "wellbeing_guardian": frozenset({Audience.MEMBERS, Audience.BOARD, Audience.PUBLIC}),
    "board_member": frozenset({Audience.BOARD, Audience.PUBLIC}),
    "agenda_group": frozenset({Audience.BOARD, Audience.PUBLIC}),
}
NEEDS: dict[str, Scopes] = {
    Audience.ALLIANCE: frozenset({Scope.KEEP, Scope.USE}),
    Audience.MEMBERS: frozenset({Scope.KEEP, Scope.USE}),
    Audience.BOARD: frozenset({Scope.KEEP, Scope.USE, Scope.BOARD}),
    Audience.PUBLIC: frozenset({Scope.KEEP, Scope.USE, Scope.PUBLIC}),
}


def audiences_of(user: object) -> frozenset[str]:
    """The audiences this person belongs to. Everyone may see what everyone may see."""
    found = {str(Audience.PUBLIC)}
    for role in access.rights_of(user).roles:
        found |= OF_ROLE.get(role, NOTHING)
    return frozenset(found)


def allows(audience: str, scopes: Scopes) -> bool:
    """Whether what people agreed to covers this audience."""
    return NEEDS[audience] <= scopes
