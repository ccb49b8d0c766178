"""What profiles and joining put into the registries of the core."""

from datetime import datetime, time

from alliance import registries
from alliance.registries import CardSource, Chapter, DailyJob, NewsSource, Subject
from alliance.words import LONDON
from members import demo_profiles, routes_profiles
from members.actions import organisations
from members.queries import profile_cards


def settle(slot: datetime) -> None:
    organisations.settle_memberships(on=slot.astimezone(LONDON).date())


def register() -> None:
    registries.today_cards.add("members.profiles", CardSource(profile_cards.cards, queries=4))
    registries.today_news.add("members.profiles", NewsSource(profile_cards.news, queries=1))
    registries.demo_chapters.add("members.profiles", Chapter(order=13, tell=demo_profiles.tell))
    registries.daily_jobs.add("members.settle_memberships", DailyJob(time(0, 5), settle))
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
