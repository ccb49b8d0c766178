"""Promises on racism and inequality: whose, how far, and what the communities said of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from alliance.models import AllianceSettings, RoleTerm, User
from alliance.queries.frame import face
from alliance.words import counted
from coproduction.models import (
    Commitment,
    CommitmentJudgement,
    CommitmentReport,
    CommitmentSource,
    Insight,
    JudgementSignature,
)
from coproduction.reviewing import Nearness, Owner, ground
from members.models import Network, Organisation, Representative
from partnership_board.models import Interest, SeatTerm

A_YEAR = timedelta(days=366)
NOT_AN_OFFICE = ("community_reviewer", "observer")
JUDGE = "community_reviewer"
State = Commitment.State


@dataclass(frozen=True)
class Row:
    """A promise as it stands in a list."""

    commitment: Commitment
    reported_on: date | None
    is_late: bool

    @property
    def is_silent(self) -> bool:
        """Its day has gone by and its owner never said a word."""
        return self.is_late and self.reported_on is None


@dataclass
class OwnerRows:
    """Everything one owner promised. `key` names the owner in an address."""

    name: str
    key: str
    rows: list[Row] = field(default_factory=list)

    @property
    def tally(self) -> str:
        """How many were kept, of how many judged; in words, because both are small."""
        judged = [row for row in self.rows if row.commitment.is_judged]
        if not judged:
            return ""
        kept = sum(row.commitment.state == State.KEPT for row in judged)
        return f"{kept} of {counted(len(judged), 'judged promise')} kept"


def register(*, for_keepers: bool = False) -> "QuerySet[Commitment]":
    """Every promise with its owner and the day of the latest report.

    What its owner has not agreed to yet is for those who keep the list.
    """
    latest = CommitmentReport.objects.filter(commitment=OuterRef("pk")).order_by("-said_on")
    rows = Commitment.objects.all() if for_keepers else Commitment.objects.in_public()
    return rows.select_related("organisation", "network", "made_in").annotate(
        reported_on=Subquery(latest.values("said_on")[:1])
    )


def narrowed(rows: "QuerySet[Commitment]", state: str) -> "QuerySet[Commitment]":
    if state == "running":
        return rows.filter(state__in=[State.AGREED, State.LIVE, State.JUDGING])
    return rows.filter(state=state) if state in State.values else rows


def in_order(rows: "QuerySet[Commitment]") -> "QuerySet[Commitment]":
    return rows.order_by("network__name", "organisation__sort_name", "due_on", "pk")


def rows_of(every: Iterable[Commitment], *, on: date) -> list[Row]:
    return [
        Row(each, getattr(each, "reported_on", None), is_late=each.is_late(on=on)) for each in every
    ]


def listed(rows: Sequence[Row]) -> dict[str, object]:
    """For a template: owners with their promises, and the partners who made none by name."""
    every = by_owner(rows)
    return {
        "owners": [owner for owner in every if owner.rows],
        "without": [owner.name for owner in every if not owner.rows],
        "count": len(rows),
    }


def by_owner(rows: Sequence[Row]) -> list[OwnerRows]:
    """The alliance first, then public bodies - each of them, promise or none - then members."""
    shown = face()
    groups = {"alliance": OwnerRows(shown.display_name if shown else "", "alliance")}
    bodies = Network.objects.filter(kind=Network.Kind.STATUTORY_BODY, is_active=True)
    for body in bodies.order_by("name"):
        groups[f"body-{body.pk}"] = OwnerRows(body.name, f"body-{body.pk}")
    for row in rows:
        key = key_of(row.commitment)
        groups.setdefault(key, OwnerRows(owner_name(row.commitment), key)).rows.append(row)
    return list(groups.values())


def key_of(commitment: Commitment) -> str:
    if commitment.network_id is not None:
        return f"body-{commitment.network_id}"
    if commitment.organisation_id is not None:
        return f"member-{commitment.organisation_id}"
    return "alliance"


def owner_name(commitment: Commitment) -> str:
    if commitment.is_the_alliances:
        shown = face()
        return shown.display_name if shown else ""
    return str(commitment.network or commitment.organisation)


def of_owner(key: str) -> "tuple[str, QuerySet[Commitment]] | None":
    """The owner's name and promises; None where there is no such owner."""
    if key == "alliance":
        shown = face()
        own = register().filter(organisation=None, network=None)
        return (shown.display_name if shown else ""), own
    kind, _, number = key.partition("-")
    model = {"body": Network, "member": Organisation}.get(kind)
    if model is None or not number.isdecimal() or len(number) > 18:
        return None
    owner = model._default_manager.filter(pk=int(number)).first()
    if owner is None:
        return None
    name = "network" if kind == "body" else "organisation"
    return str(owner), register().filter(**{name: owner})


# ---- who may judge -------------------------------------------------------------------------------
def kind_of_owner(commitment: Commitment) -> Owner:
    if commitment.is_the_alliances:
        return Owner.ALLIANCE
    return Owner.ORGANISATION if commitment.organisation_id is not None else Owner.OUTSIDE


def nearness(users: "QuerySet[User]", commitment: Commitment, *, on: date) -> dict[int, Nearness]:
    """What is known of each of these people towards the owner, in five queries for all."""
    ids, owner = list(users.values_list("pk", flat=True)), commitment.organisation_id
    seats = SeatTerm.objects.current(on=on).filter(holder__in=ids)
    offices = RoleTerm.objects.current(on=on).filter(user__in=ids, scope_kind="alliance")
    acted = Representative.objects.filter(organisation=owner).exclude(ended_on__lte=on - A_YEAR)
    named = Interest.objects.current(on=on).filter(organisation=owner)
    known = {
        "acts_for": acted.values_list("user", flat=True) if owner else [],
        "sits_for": seats.filter(organisation=owner).values_list("holder", flat=True)
        if owner
        else [],
        "declared": named.values_list("person", flat=True) if owner else [],
        "holds_office": offices.exclude(role__in=NOT_AN_OFFICE).values_list("user", flat=True),
        "sits_for_public_body": seats.filter(seat__constituency__is_statutory=True).values_list(
            "holder", flat=True
        ),
    }
    found = {name: set(people) for name, people in known.items()}
    return {pk: Nearness(**{name: pk in people for name, people in found.items()}) for pk in ids}


def why_not(user: User, commitment: Commitment, *, on: date) -> str:
    """Why this person may not judge it; "" if they may."""
    known = nearness(User.objects.filter(pk=user.pk), commitment, on=on)
    return ground(kind_of_owner(commitment), known[user.pk])


def able(commitment: Commitment, *, on: date) -> int:
    """How many reviewers stand far enough from its owner to judge it."""
    kind = kind_of_owner(commitment)
    known = nearness(reviewers(on=on), commitment, on=on)
    return sum(not ground(kind, each) for each in known.values())


def reviewers(*, on: date) -> "QuerySet[User]":
    terms = RoleTerm.objects.current(on=on).filter(role=JUDGE)
    return User.objects.filter(pk__in=terms.values("user"), is_active=True).order_by("name")


def needed() -> int:
    settled = AllianceSettings.objects.values_list("least_reviewers", flat=True).first()
    return settled or 3


# ---- what was said -------------------------------------------------------------------------------
def drafts_of(commitment: Commitment, user: User) -> list[CommitmentJudgement]:
    """For reviewers: what is waiting for signatures, with how many, and whether theirs is there."""
    mine = JudgementSignature.objects.filter(judgement=OuterRef("pk"), reviewer=user)
    rows = CommitmentJudgement.objects.filter(
        commitment=commitment, round=commitment.round, published_at=None
    ).annotate(signed=signatures(), is_mine=Exists(mine))
    return list(rows.order_by("pk"))


def signatures() -> Subquery:
    """Counted apart: there is no way back from a judgement to its signatures."""
    return Subquery(
        JudgementSignature.objects.filter(judgement=OuterRef("pk"))
        .values("judgement")
        .annotate(n=Count("pk"))
        .values("n")
    )


def published(commitment: Commitment) -> list[CommitmentJudgement]:
    rows = CommitmentJudgement.objects.filter(commitment=commitment).exclude(published_at=None)
    return list(rows.order_by("-published_at"))


def reports(commitment: Commitment) -> list[CommitmentReport]:
    return list(CommitmentReport.objects.filter(commitment=commitment).order_by("-said_on", "-pk"))


def points_behind(commitment: Commitment) -> "QuerySet[Insight]":
    sources = CommitmentSource.objects.filter(commitment=commitment)
    return Insight.objects.filter(pk__in=sources.values("insight"))


def to_judge(user: User) -> "QuerySet[Commitment]":
    """Those being judged that this reviewer has not signed a judgement of yet."""
    signed = JudgementSignature.objects.filter(
        reviewer=user,
        judgement__commitment=OuterRef("pk"),
        judgement__round=OuterRef("round"),
    )
    return Commitment.objects.filter(state=State.JUDGING).exclude(Exists(signed))


def due_soon(organisations: Iterable[int], *, on: date) -> "QuerySet[Commitment]":
    """Of these organisations: due within 30 days or late, and not a word since the last month."""
    lately = CommitmentReport.objects.filter(
        commitment=OuterRef("pk"), said_on__gt=on - timedelta(days=30)
    )
    return (
        Commitment.objects.filter(
            state=State.LIVE,
            due_on__lte=on + timedelta(days=30),
            organisation__in=list(organisations),
        )
        .exclude(Exists(lately))
        .order_by("due_on")
    )
