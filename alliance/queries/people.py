"""Who holds which office, from role terms and from everything else that gives one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from alliance import registries
from alliance.models import Invitation, RoleTerm, User
from alliance.queries import scopes
from alliance.registries import OFFICE_COLUMNS
from alliance.roles import ROLES, Office, Role, Scope

EVERYBODY = ""


@dataclass(frozen=True)
class Held:
    """One office of one person, with the name of what it reaches."""

    office: Office
    scope_name: str = ""

    @property
    def role(self) -> Role:
        return ROLES[self.office.role]


@dataclass
class Member:
    """Somebody with offices in this alliance."""

    user: User
    held: list[Held] = field(default_factory=list)


def holders(*, on: date, role: str = EVERYBODY) -> QuerySet[User]:
    """People with an office not yet ended on the day, each with all of their offices."""
    sources = _sources(on)
    holds = Q(pk__in=[])
    for rows in sources:
        wanted = {_columns(rows)["role"]: role} if role else {}
        holds |= Q(Exists(rows.filter(**wanted)))
    offices: dict[str, Any] = {  # Any: expressions
        f"offices_{number}": ArraySubquery(
            rows.values(row=JSONObject(**{name: F(own) for name, own in _columns(rows).items()}))
        )
        for number, rows in enumerate(sources)
    }
    return User.objects.filter(holds).annotate(**offices).order_by("name", "pk")


def _sources(on: date) -> list[QuerySet[Any, Any]]:  # Any: rows of any model
    """Each source of offices, asked about the person of the row outside."""
    person = cast("int", OuterRef("pk"))  # a source filters by it, whatever it is
    terms = RoleTerm.objects.filter(user_id=person).not_ended(on=on)
    others = [source(person, on) for source in registries.role_sources]
    return [terms.values_list(*OFFICE_COLUMNS), *others]


def _columns(rows: QuerySet[Any, Any]) -> dict[str, str]:  # Any: rows of any model
    """What a source calls the columns that it gives in the agreed order."""
    own: Sequence[str] = rows._fields  # type: ignore[attr-defined]  # names of a values_list
    return dict(zip(OFFICE_COLUMNS, own, strict=True))


def members(users: Sequence[User]) -> list[Member]:
    """What `holders` found, with names of organisations read once for all."""
    found = [(user, _offices(user)) for user in users]
    own = Scope.ORGANISATION
    ids = {o.scope_id for _, offices in found for o in offices if o.scope_id and o.scope == own}
    names = scopes.names_of(ids)
    return [
        Member(
            user,
            [Held(o, names.get(o.scope_id or 0, "") if o.scope == own else "") for o in offices],
        )
        for user, offices in found
    ]


def _offices(user: User) -> list[Office]:
    rows = [
        row
        for number in range(1 + len(registries.role_sources.names()))
        for row in getattr(user, f"offices_{number}")
    ]
    offices = [
        Office(
            row["role"],
            date.fromisoformat(row["started_on"]),
            date.fromisoformat(row["ended_on"]) if row["ended_on"] else None,
            Scope(row["scope_kind"]),
            row["scope_id"],
        )
        for row in rows
    ]
    return sorted(offices, key=lambda office: (office.started_on, office.role))


def titles(user: User) -> list[str]:
    """Of the roles that somebody holds whom `holders` found."""
    return list(dict.fromkeys(ROLES[office.role].title for office in _offices(user)))


def ended(*, on: date, role: str = EVERYBODY) -> QuerySet[RoleTerm]:
    """Roles that are over, the latest first."""
    rows = RoleTerm.objects.filter(ended_on__lte=on).select_related("user")
    return (rows.filter(role=role) if role else rows).order_by("-ended_on", "-pk")


def terms_of(user: User) -> QuerySet[RoleTerm]:
    return RoleTerm.objects.filter(user=user).select_related("user", "granted_by")


def known_here(*, on: date) -> QuerySet[User]:
    """Everybody who holds or held an office in this alliance; nobody else exists here."""
    holds = Q(Exists(RoleTerm.objects.filter(user_id=OuterRef("pk"))))
    for rows in _sources(on)[1:]:
        holds |= Q(Exists(rows))
    return User.objects.filter(holds)


def open_invitations(*, now: datetime) -> QuerySet[Invitation]:
    """Unanswered ones, those that ran out included: they can be sent again."""
    rows = Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
    return rows.select_related("by").order_by("-sent_at", "-pk")


def invitation_by_token(token_hmac: str, *, now: datetime) -> Invitation | None:
    """The open invitation of a link; used, old, withdrawn and foreign ones are all nothing."""
    rows = Invitation.objects.waiting(now=now).select_related("by")
    return rows.filter(token_hmac=token_hmac).first()


def lead_names(*, on: date) -> list[str]:
    terms = RoleTerm.objects.filter(role="alliance_lead").current(on=on).select_related("user")
    return [str(term.user) for term in terms]


def has_account(email: str) -> bool:
    return User.objects.filter(email=email).exists()


def latest_end(user: object, *, on: date) -> date | None:
    """When the person's last role here ended; None for somebody who never had one."""
    if not isinstance(user, User):
        return None
    ends = RoleTerm.objects.filter(user=user, ended_on__lte=on).order_by("-ended_on")
    return ends.values_list("ended_on", flat=True).first()
