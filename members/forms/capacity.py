"""One page for both capacities: room for people in each service, and hours for the alliance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliance.fields import ChoicesField, DayField, HoursField, OneOfField, PlainTextField
from members import months
from members.actions.capacity import SaidHours, SaidPlaces
from members.models import Organisation, PartnershipCapacity, Service, ServiceCapacity
from members.queries.hours import MonthOfHours, hours_of
from members.queries.profiles import Places, places_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Any, below, is what Django itself passes to a form.

LONGEST_WAIT = 1500  # days: four years
MOST_MINUTES = 60 * 744  # every hour of the longest month
STATUS_WORDS = [
    ("open", _("Open: people can come")),
    ("limited", _("A few places are left")),
    ("waiting_list", _("There is a waiting list")),
    ("closed", _("Closed: nobody can be added now")),
    ("by_assessment", _("We talk with people first")),
]


def a_count(label: "StrOrPromise", *, most: int = 100_000) -> forms.IntegerField:
    """A whole number, in a box no wider than it needs."""
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
        error_messages={
            "invalid": _("Write a whole number, like this: 12."),
            "min_value": _("Write nought or more."),
            "max_value": _("Write %(limit_value)s at most."),
        },
    )


class CapacityForm(forms.Form):
    """Fields for each service, then for this month and the next."""

    formats = ChoicesField(
        label="How do you like to take part?",
        required=False,
        choices=PartnershipCapacity.Format.choices,
    )
    notice_days_needed = a_count("How many days' notice do you need?", most=365)
    most_open_asks = a_count("How many asks can you have open at once?", most=100)
    preferred_times = PlainTextField(
        label="Which times suit you best?",
        help_text="For example, Tuesday mornings; not in school holidays.",
        required=False,
        max_length=120,
    )
    volunteers_involved = a_count("How many of the people who take part are volunteers?", most=1000)
    is_unpaid_only = forms.BooleanField(
        label="We take no pay for this time",
        help_text="Then whoever asks sees that paid work is not for you.",
        required=False,
    )

    def __init__(self, *args: Any, services: Sequence[Service], month: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.services = services
        self.months = (month, months.later(month, 1))
        for service in services:
            self.fields.update(_service_fields(service.pk))
        for number, one in enumerate(self.months):
            self.fields.update(_month_fields(one, is_needed=number == 0))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for service in self.services:
            self._refuse_more_than_all(service, cleaned)
        for month in self.months:
            self._refuse_wrong_pay(f"{month:%Y_%m}", cleaned)
        return cleaned

    def _refuse_more_than_all(self, service: Service, cleaned: Mapping[str, Any]) -> None:
        most = cleaned.get(f"maximum_{service.pk}")
        for name, kind in (("available", "places free"), ("places_paid", "paid places")):
            count = cleaned.get(f"{name}_{service.pk}")
            if count is not None and most is not None and count > most:
                sentence = f"You have typed {count} {kind} out of {most}."
                self.add_error(f"{name}_{service.pk}", sentence)

    def _refuse_wrong_pay(self, month: str, cleaned: Mapping[str, Any]) -> None:
        offered, paid = cleaned.get(f"offered_{month}"), cleaned.get(f"funded_{month}")
        if paid and paid > (offered or 0):
            self.add_error(f"funded_{month}", "The paid hours are part of the hours you offer.")
        elif paid and cleaned.get("is_unpaid_only"):
            sentence = "You say below that you take no pay. Empty this, or take the tick away."
            self.add_error(f"funded_{month}", sentence)

    def said(self) -> dict[str, Any]:
        """As the action takes it."""
        words = self.cleaned_data
        return {
            "places": [_said_places(service, words) for service in self.services],
            "hours": [
                SaidHours(
                    month,
                    words[f"offered_{month:%Y_%m}"],
                    words[f"funded_{month:%Y_%m}"] or 0,
                    tuple(words["formats"]),
                    words["notice_days_needed"],
                    words["most_open_asks"],
                    words["is_unpaid_only"],
                    words["volunteers_involved"],
                    words["preferred_times"],
                )
                for month in self.months
                if words[f"offered_{month:%Y_%m}"] is not None
            ],
        }

    def thanks(self) -> str:
        """An organisation without an hour to give hears that it is fine."""
        offered = [one.minutes_offered for one in self.said()["hours"]]
        return "Saved. That is fine." if 0 in offered else "Saved. Thank you."

    def service_parts(
        self, latest: Mapping[int, ServiceCapacity], *, now: datetime
    ) -> list["ServicePart"]:
        """Each service with its fields, and with what it said last."""
        return [
            ServicePart(
                service,
                [self[f"{name}_{service.pk}"] for name in ALWAYS],
                [self[f"{name}_{service.pk}"] for name in SELDOM],
                places_of(latest.get(service.pk), now=now),
            )
            for service in self.services
        ]

    def month_parts(self, organisation: Organisation) -> list["MonthPart"]:
        """This month and the next, each with its fields and with what counts for it so far."""
        return [
            MonthPart(
                hours_of(organisation, month=month),
                [self[f"offered_{month:%Y_%m}"], self[f"funded_{month:%Y_%m}"]],
            )
            for month in self.months
        ]


@dataclass(frozen=True)
class ServicePart:
    service: Service
    fields: list[forms.BoundField]
    more: list[forms.BoundField]
    places: Places

    @property
    def is_long(self) -> bool:
        """Whether what is seldom needed has something in it, or something wrong."""
        return any(field.errors or field.value() for field in self.more)


@dataclass(frozen=True)
class MonthPart:
    hours: MonthOfHours
    fields: list[forms.BoundField]


ALWAYS = ("status", "available", "maximum")
SELDOM = ("waiting", "wait_days", "places_paid", "opens", "note")


def _service_fields(pk: int) -> dict[str, forms.Field]:
    return {
        f"status_{pk}": OneOfField(label="Can somebody come?", choices=STATUS_WORDS),
        f"available_{pk}": a_count("How many places are free?"),
        f"maximum_{pk}": a_count("Out of how many?"),
        f"waiting_{pk}": a_count("How many people are waiting?"),
        f"wait_days_{pk}": a_count("For about how many days do people wait?", most=LONGEST_WAIT),
        f"places_paid_{pk}": a_count("How many of the places are paid for by somebody?"),
        f"opens_{pk}": DayField(
            label="If it is full: when does it open again?",
            help_text="Leave it empty if you do not know.",
            required=False,
        ),
        f"note_{pk}": PlainTextField(label="Anything to add?", required=False),
    }


def _month_fields(month: date, *, is_needed: bool) -> dict[str, forms.Field]:
    name = months.name(month)
    return {
        f"offered_{month:%Y_%m}": HoursField(
            label=f"How many hours can you give the alliance in {name}?",
            help_text="For example, 2.5 hours or 90 min. Nought is a fine answer.",
            required=is_needed,
            most=MOST_MINUTES,
        ),
        f"funded_{month:%Y_%m}": HoursField(
            label="How many of them are paid for?", help_text="", required=False, most=MOST_MINUTES
        ),
    }


def _said_places(service: Service, words: Mapping[str, Any]) -> SaidPlaces:
    pk = service.pk
    return SaidPlaces(
        service,
        words[f"status_{pk}"],
        words[f"available_{pk}"],
        words[f"maximum_{pk}"],
        funded_places=words[f"places_paid_{pk}"],
        waiting_count=words[f"waiting_{pk}"],
        typical_wait_days=words[f"wait_days_{pk}"],
        next_opening_on=words[f"opens_{pk}"],
        note=words[f"note_{pk}"],
    )


def begins_with(
    latest: Mapping[int, ServiceCapacity], stated: Sequence[PartnershipCapacity]
) -> dict[str, Any]:
    """What was said last, as the form's first answers: most people only have to say yes."""
    first: dict[str, Any] = {}
    for pk, capacity in latest.items():
        first |= {
            f"status_{pk}": capacity.referral_status,
            f"available_{pk}": capacity.available,
            f"maximum_{pk}": capacity.maximum,
            f"waiting_{pk}": capacity.waiting_count,
            f"wait_days_{pk}": capacity.typical_wait_days,
            f"places_paid_{pk}": capacity.funded_places,
            f"opens_{pk}": capacity.next_opening_on,
            f"note_{pk}": capacity.note,
        }
    for hours in sorted(stated, key=lambda one: one.month):
        first |= {
            f"offered_{hours.month:%Y_%m}": hours.minutes_offered,
            f"funded_{hours.month:%Y_%m}": hours.minutes_funded or None,
            "formats": hours.formats,
            "notice_days_needed": hours.notice_days_needed,
            "most_open_asks": hours.most_open_asks,
            "preferred_times": hours.preferred_times,
            "volunteers_involved": hours.volunteers_involved,
            "is_unpaid_only": hours.is_unpaid_only,
        }
    return first
