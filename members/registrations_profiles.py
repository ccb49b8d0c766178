"""What profiles and joining put into the registries of the core."""

from alliance import registries
from alliance.registries import CardSource, Chapter, NewsSource, Subject
from members import demo_profiles, routes_profiles
from members.queries import profile_cards


def register() -> None:
    registries.today_cards.add("members.profiles", CardSource(profile_cards.cards, queries=4))
    registries.today_news.add("members.profiles", NewsSource(profile_cards.news, queries=1))
    registries.demo_chapters.add("members.profiles", Chapter(order=13, tell=demo_profiles.tell))
    for name, subject in SUBJECTS.items():
        registries.subjects.add(name, subject)
    for name, route in routes_profiles.ROUTES.items():
        registries.routes.add(f"members:{name}", route)


SUBJECTS = {
    "members.profiles": Subject(
        "members.ProfileVersion",
        ("edited_by", "sent_by", "decided_by", "register_by"),
        "kept: who said and who approved what is the record",
    ),
    "members.joining": Subject(
        "members.JoiningDecision", ("by",), "kept: who decided what is the record"
    ),
}
