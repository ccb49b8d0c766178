"""What reading and carrying back put into the registries of the apps below."""

from alliance import registries
from alliance.registries import Chapter, Subject
from coproduction import demo_heard, routes_heard

KEPT = "kept: who did this work is the record"
SUBJECTS = {
    "AboutBody": ("marked_by",),
    "BackFeed": ("told_by",),
    "BreakGlass": ("asked_by", "agreed_by"),
    "InsightDescent": ("made_by",),
    "Redaction": ("decided_by",),
    "SecondReading": ("reader",),
}


def register() -> None:
    for model, fields in SUBJECTS.items():
        registries.subjects.add(
            f"coproduction.{model}", Subject(f"coproduction.{model}", fields, KEPT)
        )
    registries.demo_chapters.add("coproduction_heard", Chapter(36, demo_heard.tell))
    routes_heard.register()
