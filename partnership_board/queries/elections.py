"""What is known of an election: seats, officers, candidates, roll, and where envelopes belong."""

import hmac
from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from alliance import words
from alliance.models import RoleTerm, User
from members.models import Organisation, Representative
from partnership_board import sealing
from partnership_board.counting.agreed import canonical
from partnership_board.counting.agreed import sha256 as sha256_of
from partnership_board.models import (
    Election,
    ElectionOfficer,
    ElectionRule,
    ElectionSeat,
    Nomination,
    NominationSupport,
    RollEntry,
    Seat,
)

RON_NAME = "Re-open nominations"
RULE = (
    "method",
    "tie_steps",
    "ron",
    "constraints",
    "quorum_percent",
    "extension_days",
    "secrecy_floor",
    "publication",
    "turnout_visibility",
    "receipts",
    "max_preferences",
    "candidate_order",
    "supporters",
    "statement_words",
    "uncontested",
    "vacancy",
    "term_months",
    "key_holders",
    "objection_days",
)
Json = dict[str, Any]  # Any: as JSON has it


# ---- rule, seats, officers -----------------------------------------------------------------------


def rule_as_agreed(rule: ElectionRule) -> Json:
    """What is hashed: everything that the rule says."""
    found: Json = {name: getattr(rule, name) for name in RULE}
    found["proxies"] = False
    found["adopted_by"] = rule.adopted_by.number if rule.adopted_by else None
    return found


def seats_of(election: Election) -> list[Seat]:
    """In the order in which they go to those elected."""
    rows = ElectionSeat.objects.filter(election=election).select_related("seat").order_by("order")
    return [row.seat for row in rows]


def officers(election: Election) -> list[ElectionOfficer]:
    rows = ElectionOfficer.objects.filter(election=election).select_related("user", "organisation")
    order = list(ElectionOfficer.Role.values)
    return sorted(rows, key=lambda officer: order.index(officer.role))


def officer_of(user: User, election: Election) -> ElectionOfficer | None:
    rows = ElectionOfficer.objects.filter(election=election, user=user)
    return rows.select_related("user", "organisation").first()


def is_conducted_by(user: User, election: Election) -> bool:
    role = ElectionOfficer.Role.RETURNING_OFFICER
    return ElectionOfficer.objects.filter(election=election, user=user, role=role).exists()


def leads_the_alliance(user: User, *, on: date) -> bool:
    return RoleTerm.objects.filter(user=user, role="alliance_lead").current(on=on).exists()


def times_in_words(election: Election) -> str:
    return (
        f"Nominations are open from {words.moment(election.nominations_open_at)} to"
        f" {words.moment(election.nominations_close_at)}; the poll is open from"
        f" {words.moment(election.opens_at)} to {words.moment(election.closes_at)}."
    )


# ---- candidates ----------------------------------------------------------------------------------


def standing(election: Election) -> QuerySet[Nomination]:
    """Whoever was accepted and has not withdrawn."""
    rows = Nomination.objects.filter(election=election).standing()
    return rows.select_related("organisation").order_by("number", "person_name", "pk")


def candidates(election: Election) -> list[Nomination]:
    """Everybody who has a number, in that order."""
    rows = Nomination.objects.filter(election=election, number__isnull=False)
    return list(rows.select_related("organisation").order_by("number"))


def candidates_as_agreed(election: Election) -> Json:
    """As the counting package takes them; `seats` is how many are to be filled."""
    people = candidates(election)
    rows: list[Json] = [
        {
            "number": one.number,
            "name": one.person_name,
            "organisation": one.organisation.name,
            "groups": sorted(one.groups),
        }
        for one in people
    ]
    if election.rule.ron:
        rows.append({"number": len(rows) + 1, "name": RON_NAME, "is_ron": True})
    gone = [one.number for one in people if one.state == Nomination.State.WITHDRAWN]
    return {
        "title": election.title,
        "seats": ElectionSeat.objects.filter(election=election).count(),
        "candidates": rows,
        "withdrawn": gone,
        "sitting": {},
    }


def supports(nomination: Nomination) -> int:
    return NominationSupport.objects.filter(nomination=nomination).count()


def acts_for(user: User, organisation: Organisation | int, *, on: date) -> bool:
    """Whether somebody represents a current member organisation on the day."""
    number = organisation if isinstance(organisation, int) else organisation.pk
    rows = Representative.objects.filter(user=user, organisation=number).current(on=on)
    return rows.exists() and Organisation.objects.members(on=on).filter(pk=number).exists()


def own_organisations(user: User, *, on: date) -> list[Organisation]:
    """The members for which somebody acts."""
    mine = Representative.objects.filter(user=user).current(on=on).values("organisation")
    return list(Organisation.objects.members(on=on).filter(pk__in=mine).order_by("sort_name"))


def has_supported(user: User, election: Election) -> bool:
    return NominationSupport.objects.filter(by=user, nomination__election=election).exists()


# ---- roll ----------------------------------------------------------------------------------------


def roll(election: Election) -> QuerySet[RollEntry]:
    rows = RollEntry.objects.filter(election=election)
    return rows.select_related("organisation", "voter", "deputy_voter").order_by(
        "organisation__sort_name", "pk"
    )


def without_roll(*, on: date) -> QuerySet[Election]:
    """Being checked on or after the day of the roll, and nobody has taken it."""
    there = RollEntry.objects.filter(election=OuterRef("pk"))
    return Election.objects.filter(~Exists(there), state="checking", roll_on__lte=on)


def roll_sha256(entries: Sequence[RollEntry]) -> str:
    """Of organisations, who is named to vote, and who may not and why; in order of number."""
    rows = [
        {
            "organisation": entry.organisation_id,
            "name": entry.organisation.name,
            "voter": entry.voter.name if entry.voter else "",
            "deputy": entry.deputy_voter.name if entry.deputy_voter else "",
            "is_entitled": entry.is_entitled,
            "reason": entry.reason,
        }
        for entry in sorted(entries, key=lambda entry: entry.organisation_id)
    ]
    return sha256_of(canonical(rows))


def representatives_of(organisation: Organisation | int, *, on: date) -> QuerySet[Representative]:
    rows = Representative.objects.filter(organisation=organisation).current(on=on)
    return rows.select_related("user").order_by("pk")


# ---- envelopes -----------------------------------------------------------------------------------


def poll_place(election: Election) -> sealing.Place:
    """What ballots are bound to: the keys that every officer has typed back."""
    return _place(election, "poll_public_key")


def keep_place(election: Election) -> sealing.Place:
    return _place(election, "keep_public_key")


def _place(election: Election, key: str) -> sealing.Place:
    keys = ElectionOfficer.objects.filter(election=election, confirmed_at__isnull=False)
    assert election.alliance_id is not None
    return sealing.Place(
        election.alliance_id,
        election.pk,
        election.rule.sha256,
        tuple(keys.order_by(key).values_list(key, flat=True)),
    )


def in_their_order(election: Election, entry: RollEntry, people: Sequence[Json]) -> list[Json]:
    """As this organisation's ballot has them: its own order, the same each time, kept nowhere.

    "Re-open nominations" always comes last.
    """
    last = [one for one in people if one.get("is_ron")]
    named = [one for one in people if not one.get("is_ron")]
    if election.rule.candidate_order == ElectionRule.Order.ALPHABETICAL:
        return sorted(named, key=lambda one: one["name"].split()[-1].lower()) + last

    def drawn(one: Json) -> bytes:
        said = f"{election.alliance_id},{election.pk},{entry.pk},{one['number']}"
        return hmac.new(settings.TOKEN_KEY.encode(), said.encode(), sha256).digest()

    return sorted(named, key=drawn) + last


def is_over(election: Election, *, now: datetime) -> bool:
    return bool(now >= election.ends_at)
