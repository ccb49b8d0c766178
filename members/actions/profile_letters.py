"""Letters about a profile: to those who can approve it, and to those who wrote it."""

from datetime import datetime

from django.urls import reverse

from alliance import outbox
from alliance.http import absolute_url
from alliance.models import RoleTerm, User
from alliance.roles import Scope
from alliance.words import LONDON
from members.actions.letters import post_counted
from members.models import ProfileVersion


def tell_approvers(version: ProfileVersion, *, now: datetime) -> None:
    """Whoever can approve it, but for the person who sent it; within the month's letters."""
    on = now.astimezone(LONDON).date()
    terms = RoleTerm.objects.filter(
        role="approver", scope_kind=Scope.ORGANISATION, scope_id=version.organisation_id
    ).current(on=on)
    people = User.objects.filter(pk__in=terms.values("user_id")).exclude(pk=version.sent_by_id or 0)
    for person in people.order_by("pk"):
        post_counted(
            person,
            key=f"profile_sent:{version.pk}:{person.pk}:{now.isoformat()}",
            template="members/profile_sent",
            context=_context(version, person),
            now=now,
        )


def tell_writers(version: ProfileVersion, what: str, *, now: datetime) -> None:
    """Whoever wrote or sent it, but for the person who has just decided."""
    decider = version.register_by_id if what.startswith("register") else version.decided_by_id
    wrote = {version.edited_by_id, version.sent_by_id}
    writers = [pk for pk in wrote if pk is not None and pk != decider]
    for person in User.objects.filter(pk__in=writers).order_by("pk"):
        _post(version, person, what, now=now)


def _post(version: ProfileVersion, person: User, what: str, *, now: datetime) -> None:
    outbox.post(
        key=f"members.profile_{what}:{version.pk}:{person.pk}:{now.isoformat()}",
        to=person.email,
        template=f"members/profile_{what}",
        context=_context(version, person),
        now=now,
    )


def _context(version: ProfileVersion, person: User) -> dict[str, object]:
    page = reverse("members:review", kwargs={"slug": version.organisation.slug})
    return {
        "person": str(person),
        "organisation": version.organisation.name,
        "version": version,
        "link": absolute_url(page),
    }
