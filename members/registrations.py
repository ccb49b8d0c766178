"""What members put into the registries of the core."""

from alliance import registries
from alliance.registries import Area, CardSource, Chapter, SearchSource, Subject
from members import (
    bench,
    demo,
    registrations_activities,
    registrations_asks,
    registrations_directory,
    registrations_profiles,
    registrations_wellbeing,
    routes,
)
from members.actions import representatives
from members.permissions import MembersPermission
from members.queries import frame


def register() -> None:
    registries.areas.add(
        "members", Area("Members", "members:members", 10, MembersPermission.SEE_MEMBERS)
    )
    registries.role_sources.add("members.representatives", frame.offices)
    registries.today_cards.add("members", CardSource(frame.cards, queries=4))
    registries.search_sources.add("members", SearchSource("Members", frame.search, queries=1))
    registries.marks.add("members", frame.ring)
    registries.invitation_hooks.add("members", representatives.take_up_invitation)
    registries.demo_chapters.add("members", Chapter(order=10, tell=demo.tell))
    for name, subject in SUBJECTS.items():
        registries.subjects.add(name, subject)
    registries.bench_chapters.add("members", registries.BenchChapter(10, bench.fill))
    routes.register()
    registrations_profiles.register()
    registrations_directory.register()
    registrations_activities.register()
    registrations_asks.register()
    registrations_wellbeing.register()


SUBJECTS = {
    "members.representatives": Subject(
        "members.Representative", ("user",), "kept: who acted for whom is the record"
    ),
    "members.representations": Subject(
        "members.Representation", ("user",), "kept: who spoke for us is the record"
    ),
    "members.service_capacity": Subject(
        "members.ServiceCapacity", ("confirmed_by",), "kept: the organisation said it"
    ),
    "members.hours": Subject(
        "members.PartnershipCapacity", ("confirmed_by",), "kept: the organisation said it"
    ),
    "members.declarations": Subject(
        "members.LedByDeclaration", ("declared_by",), "kept: the organisation said it"
    ),
}
