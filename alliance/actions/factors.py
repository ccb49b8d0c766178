"""Somebody has lost every way of showing who they are: people who know them clear the way."""

from datetime import date, datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from alliance import access, audit, outbox
from alliance.audit import Actor
from alliance.errors import Refused
from alliance.models import Alliance, User
from alliance.queries import installation
from alliance.tenancy.context import use


@transaction.atomic
def reset(user: User, *, by: User, on: date, now: datetime) -> None:
    """Forget every passkey, app and recovery code, and sign them out everywhere.

    They sign in with a code by mail and set up a new second step before anything else.
    """
    _refuse_where_one_lead_is_not_enough(user, by=by, on=on)
    _forget(user)
    _tell(user, by=by, names=str(by), asked=[by.pk], now=now)


@transaction.atomic
def reset_by_two(user: User, *, two: tuple[User, User], on: date, now: datetime) -> None:
    """The same for a lead, or for somebody of several alliances; each of these is told."""
    if len({user, *two}) != 3:
        raise Refused("It takes two people, and neither may be the one whose second step it is.")
    _forget(user)
    slugs = [place.slug for place in installation.alliances_for(user, on=on)]
    for alliance in Alliance.objects.filter(slug__in=slugs):
        with use(alliance.pk):
            names = " and ".join(map(str, two))
            _tell(user, by=Actor.SYSTEM, names=names, asked=[one.pk for one in two], now=now)


def _refuse_where_one_lead_is_not_enough(user: User, *, by: User, on: date) -> None:
    if user == by:
        raise Refused("Nobody resets their own second step. Ask somebody else who can.")
    offices = [o for o in access.offices_of(user.pk, on=on) if o.is_current(on=on)]
    if any(office.role == "alliance_lead" for office in offices):
        raise Refused(
            f"{user} leads the alliance, so it takes two people: ask whoever runs the installation."
        )
    if len(installation.alliances_for(user, on=on)) > 1:
        raise Refused("This account is used elsewhere too: ask whoever runs the installation.")


def _forget(user: User) -> None:
    forgotten, _ = Authenticator.objects.filter(user=user).delete()
    if not forgotten:
        raise Refused(f"{user} has no second step: there is nothing to reset.")
    for session in UserSession.objects.filter(user=user):
        session.end()


def _tell(user: User, *, by: User | Actor, names: str, asked: list[int], now: datetime) -> None:
    event = audit.record(
        by=by,
        kind="alliance.second_step_reset",
        subject=user,
        data={"user": user.pk, "asked": asked},
    )
    outbox.post(
        key=f"alliance.second_step_reset:{event.pk}",
        to=user.email,
        template="alliance/second_step_reset",
        context={"person": user, "names": names},
        now=now,
    )
