"""A service, as the people who run it describe it."""

from datetime import date
from typing import Any

from django import forms

from alliance.fields import ChoicesField, ClockField, DayField, OneOfField, clock_to_type
from alliance.typed import clock
from members.forms.capacity import a_count
from members.forms.parts import PartForm
from members.forms.plain import LineField, TextField, email_field, phone_field, website_field
from members.forms.rows import Rows
from members.models import Service, ServiceLanguage, ServiceSchedule
from members.profile_content.shape import LONGEST_SUMMARY
from members.profile_content.wording import place_name
from members.queries.profile_content import in_week

# Any, below, is what Django itself passes to a form, and values as JSON has them.

EVERY_WEEK = "every"
WHEN = (
    (EVERY_WEEK, "Every week"),
    *((str(n), f"{label} of the month") for n, label in ServiceSchedule.Week.choices),
)


class OfferForm(PartForm):
    """Every field of a service but its room for people, which is said elsewhere and at once."""

    name = LineField(label="What is the service called?", max_length=160)
    plain_summary = TextField(
        label="What happens there?",
        help_text=f"In plain words, {LONGEST_SUMMARY} at most.",
        required=False,
        rows=3,
        most_words=LONGEST_SUMMARY,
    )
    description = TextField(label="Is there more to say?", required=False, rows=6)
    status = OneOfField(label="Is it running?", choices=Service.Status.choices, is_list=True)
    who_for = LineField(label="Who is it for?", required=False)
    minimum_age = a_count("Youngest age", most=120)
    maximum_age = a_count("Oldest age", most=120)
    how_to_get_in = TextField(label="How do people join?", required=False, rows=3)
    costs = LineField(label="What does it cost?", required=False)
    url = website_field("Web page")
    email = email_field("Email", required=False)
    phone = phone_field()
    is_public = forms.BooleanField(
        label="Show this service in the public directory", required=False
    )
    types = ChoicesField(label="What type of service is it?", required=False)
    priorities = ChoicesField(label="Which priorities does it serve?", required=False)
    areas = ChoicesField(label="Which wards is it for?", required=False)
    places = ChoicesField(label="Where is it?", required=False)

    def __init__(
        self, *args: Any, thing: dict[str, Any], places: dict[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, thing=thing, **kwargs)
        lists = self.known.lists
        self._choose("types", lists["type"])
        self._choose("priorities", lists["priority"])
        self._choose("areas", lists["area"])
        self._choose("places", {key: place_name(place) for key, place in places.items()})
        self.languages = Rows(self, "languages", thing["languages"], self._language(), blank=3)
        self.hours = Rows(self, "hours", [_typed(one) for one in thing["hours"]], HOURS, blank=3)

    def _choose(self, name: str, choices: Any) -> None:
        """Nothing to choose from: nothing is asked."""
        if not choices:
            del self.fields[name]
            return
        field = self.fields[name]
        assert isinstance(field, ChoicesField)
        listed = [(str(code), str(label)) for code, label in choices.items()]
        listed.sort(key=lambda one: one[1])
        field.choices = listed

    def _language(self) -> dict[str, Any]:
        tongues = [("", "Choose"), *self.known.lists["language"].items()]
        return {
            "tag": lambda: OneOfField(
                label="Language", choices=tongues, is_list=True, required=False
            ),
            "how": lambda: OneOfField(
                label="How",
                choices=ServiceLanguage.How.choices,
                is_list=True,
                required=False,
            ),
        }

    def beginning(self, thing: dict[str, Any]) -> dict[str, Any]:
        as_text = {n: [str(one) for one in thing[n]] for n in ("types", "priorities", "areas")}
        plain = {k: v for k, v in thing.items() if k not in ("languages", "hours")}
        return plain | as_text

    def plain_fields(self) -> list[Any]:
        rows = ("languages-", "hours-")
        return [field for field in self.visible_fields() if not field.name.startswith(rows)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        youngest, oldest = cleaned.get("minimum_age"), cleaned.get("maximum_age")
        if youngest is not None and oldest is not None and youngest > oldest:
            self.add_error("maximum_age", "The oldest age is below the youngest.")
        for number, row in self.hours.filled("weekday"):
            if not row["opens_at"] or not row["closes_at"]:
                self.add_error(
                    self.hours.name(number, "opens_at"), "Say from when to when, like 10:00."
                )
            elif row["closes_at"] <= row["opens_at"]:
                self.add_error(self.hours.name(number, "closes_at"), "It closes after it opens.")
            if row["valid_from"] and row["valid_to"] and row["valid_to"] < row["valid_from"]:
                self.add_error(
                    self.hours.name(number, "valid_to"), "The last day comes before the first."
                )
        return cleaned

    def said(self) -> dict[str, Any]:
        words = self.cleaned_data
        plain = {
            name: "" if words[name] is None else words[name]
            for name in self.fields
            if not name.startswith(("languages-", "hours-")) and name not in ("lock", "shown")
        }
        numbers = {n: sorted(int(one) for one in words.get(n, [])) for n in OF_NUMBERS}
        tongues = {
            (row["tag"], row["how"] or ServiceLanguage.How.STAFF.value)
            for _, row in self.languages.filled("tag")
        }
        return (
            plain
            | numbers
            | {
                "minimum_age": words["minimum_age"],
                "maximum_age": words["maximum_age"],
                "places": sorted(words.get("places", [])),
                "languages": [{"tag": tag, "how": how} for tag, how in sorted(tongues)],
                "hours": sorted(
                    (_kept(row) for _, row in self.hours.filled("weekday")), key=in_week
                ),
            }
        )


OF_NUMBERS = ("types", "priorities", "areas")
HOURS = {
    "weekday": lambda: OneOfField(
        label="Day",
        choices=[("", "Choose"), *ServiceSchedule.Weekday.choices],
        is_list=True,
        required=False,
    ),
    "when": lambda: OneOfField(label="How often", choices=WHEN, is_list=True, required=False),
    "opens_at": lambda: ClockField(label="From", required=False),
    "closes_at": lambda: ClockField(label="Until", required=False),
    "valid_from": lambda: DayField(label="First day", required=False, help_text=""),
    "valid_to": lambda: DayField(label="Last day", required=False, help_text=""),
}


def _typed(one: dict[str, Any]) -> dict[str, Any]:
    """Opening hours of the profile as the row of the form has them."""
    return {
        "weekday": one["weekday"],
        "when": EVERY_WEEK if one["week_of_month"] is None else str(one["week_of_month"]),
        "opens_at": clock_to_type(clock(one["opens_at"])),
        "closes_at": clock_to_type(clock(one["closes_at"])),
        "valid_from": one["valid_from"] and date.fromisoformat(one["valid_from"]),
        "valid_to": one["valid_to"] and date.fromisoformat(one["valid_to"]),
    }


def _kept(row: dict[str, Any]) -> dict[str, Any]:
    """The row of the form as the profile has it."""
    when = row["when"] or EVERY_WEEK
    is_weekly = when == EVERY_WEEK
    return {
        "frequency": "weekly" if is_weekly else "monthly",
        "weekday": row["weekday"],
        "week_of_month": None if is_weekly else int(when),
        "opens_at": f"{row['opens_at']:%H:%M}",
        "closes_at": f"{row['closes_at']:%H:%M}",
        "valid_from": row["valid_from"].isoformat() if row["valid_from"] else None,
        "valid_to": row["valid_to"].isoformat() if row["valid_to"] else None,
    }
