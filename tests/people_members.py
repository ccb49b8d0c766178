"""People who act for organisations: of Harbour Lane in *north*, and of Heron House beside it."""

from datetime import date

import pytest

from alliance.audit import Actor
from alliance.models import User
from members.actions import representatives
from members.models import Organisation
from tests.factories.members import an_organisation
from tests.people import an_account


@pytest.fixture
def harbour(north) -> Organisation:
    return an_organisation("Harbour Lane")


@pytest.fixture
def heron(north) -> Organisation:
    return an_organisation("Heron House", size_band="large")


@pytest.fixture
def act_for(today):
    """Make somebody new act for an organisation, with rights."""

    def acting(name: str, organisation: Organisation, role: str = "editor", **words) -> User:
        user = an_account(name)
        words = {"started_on": date(2025, 1, 6), "by": Actor.SYSTEM, "on": today} | words
        representatives.add_representative(organisation, user=user, role=role, **words)
        return user

    return acting


@pytest.fixture
def editor(harbour, act_for) -> User:
    """Edits for Harbour Lane."""
    return act_for("Shirin Begum", harbour)


@pytest.fixture
def approver(harbour, act_for) -> User:
    """Approves for Harbour Lane."""
    return act_for("Joe Tanner", harbour, "approver")


@pytest.fixture
def heron_approver(heron, act_for) -> User:
    """Approves for Heron House, and is another member to Harbour Lane."""
    return act_for("Beatriz Mora", heron, "approver")


__all__ = ["act_for", "approver", "editor", "harbour", "heron", "heron_approver"]
