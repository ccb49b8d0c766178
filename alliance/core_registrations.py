"""What the tenant core itself puts into the registries."""

from datetime import datetime, time

from django.utils import timezone

from alliance import demo_invitations, registries, relay, routes
from alliance.actions import upkeep
from alliance.views import search


def register() -> None:
    routes.register()
    registries.demo_chapters.add("alliance", registries.Chapter(90, demo_invitations.tell))
    registries.areas.add("today", registries.Area("Today", "alliance:today", 0, "see_alliance"))
    registries.areas.add("people", registries.Area("People", "alliance:people", 80, "see_people"))
    registries.areas.add(
        "settings", registries.Area("Settings", "alliance:settings", 90, "change_settings")
    )
    registries.search_sources.add(
        "people", registries.SearchSource("People", search.find_people, queries=1)
    )
    registries.daily_jobs.add(
        "alliance.erase_old_bodies", registries.DailyJob(time(3, 10), erase_old_bodies)
    )
    registries.daily_jobs.add(
        "alliance.check_rights", registries.DailyJob(time(3, 30), check_rights)
    )
    for name, subject in SUBJECTS.items():
        registries.subjects.add(name, subject)


def erase_old_bodies(slot: datetime) -> None:
    relay.erase_old_bodies(now=slot)


def check_rights(slot: datetime) -> None:
    upkeep.check_rights(on=timezone.localdate(slot))


SUBJECTS = {
    "alliance.role_terms": registries.Subject(
        "alliance.RoleTerm", ("user", "granted_by"), "kept: who held which office is the record"
    ),
    "alliance.invitations": registries.Subject(
        "alliance.Invitation", ("by",), "kept without the address"
    ),
    "alliance.events": registries.Subject("alliance.Event", ("by",), "kept: the record"),
    "alliance.signed_links": registries.Subject("alliance.SignedLink", ("user",), "deleted"),
    "alliance.documents": registries.Subject(
        "alliance.Document", ("uploaded_by",), "kept without the name"
    ),
    "alliance.preferences": registries.Subject("alliance.PersonPreferences", ("user",), "deleted"),
    "alliance.permissions": registries.Subject("alliance.UserPermission", ("user",), "deleted"),
}
