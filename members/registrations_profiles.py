"""What profiles and joining put into the registries of the core."""

from datetime import datetime, time

from alliance import registries
from alliance.registries import CardSource, Chapter, DailyJob, NewsSource, OwnPage, Subject
from alliance.words import LONDON
from members import demo_profiles, routes_profiles
from members.actions import applicants, ending_terms, organisations
from members.queries import profile_cards


def settle(slot: datetime) -> None:
    organisations.settle_memberships(on=slot.astimezone(LONDON).date())


def erase_applicants(slot: datetime) -> None:
    applicants.erase_due(on=slot.astimezone(LONDON).date(), now=slot)


def tell_of_ends(slot: datetime) -> None:
    ending_terms.tell_of_ends(now=slot)


def register() -> None:
    registries.today_cards.add("members.profiles", CardSource(profile_cards.cards, queries=4))
    registries.today_news.add("members.profiles", NewsSource(profile_cards.news, queries=1))
    registries.demo_chapters.add("members.profiles", Chapter(order=13, tell=demo_profiles.tell))
    registries.daily_jobs.add("members.settle_memberships", DailyJob(time(0, 5), settle))
    registries.daily_jobs.add("members.erase_applicants", DailyJob(time(0, 5), erase_applicants))
    registries.daily_jobs.add("members.end_terms", DailyJob(time(9), tell_of_ends))
    registries.own_pages.add("letters", OwnPage("Letters you get", "members:letters", "mail"))
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
    "members.applicants": Subject(
        "members.JoiningApplication",
        (),  # whoever asks has no account
        "deleted: their names and addresses go when the alliance said they would",
    ),
    "members.applicant_rule": Subject(
        "members.ApplicantRule", ("confirmed_by",), "kept: who confirmed it is the record"
    ),
    "members.joining": Subject(
        "members.JoiningDecision", ("by",), "kept: who decided what is the record"
    ),
}
