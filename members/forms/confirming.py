"""Still correct? What we hold stands there already; most people only press the button."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alliance.fields import HoursField, OneOfField
from members.actions.capacity import SaidPlaces
from members.actions.confirming import Said
from members.forms.capacity import MOST_MINUTES, STATUS_WORDS, a_count
from members.queries.confirming import Held
from members.queries.profiles import OfferedService

# Any, below, is what Django itself passes to a form.


class ConfirmForm(forms.Form):
    """One box for the profile, three fields for each service, one for next month's hours."""

    profile_is_right = forms.BooleanField(
        label=_("This is still right"), required=False, initial=True
    )

    def __init__(self, *args: Any, held: Held, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = held
        for one in held.services:
            self.fields.update(self._fields_of(one))
        last = held.last_hours
        self.fields["offered"] = HoursField(
            label=_("Hours for the alliance"),
            help_text=_("For example, 2.5 hours or 90 min. Nought is a fine answer."),
            required=False,
            most=MOST_MINUTES,
            initial=None if last is None else last.minutes_offered,
        )

    def _fields_of(self, one: OfferedService) -> dict[str, forms.Field]:
        pk, last = one.service.pk, self.held.latest.get(one.service.pk)
        status = OneOfField(
            label=_("Can somebody come?"), choices=STATUS_WORDS, is_list=True, required=False
        )
        free, most = a_count(_("Places free")), a_count(_("Out of"))
        if last is not None:
            status.initial, free.initial = last.referral_status, last.available
            most.initial = last.maximum
        return {f"status_{pk}": status, f"available_{pk}": free, f"maximum_{pk}": most}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for one in self.held.services:
            free = cleaned.get(f"available_{one.service.pk}")
            most = cleaned.get(f"maximum_{one.service.pk}")
            if free is not None and most is not None and free > most:
                sentence = gettext("You have typed %(free)s places free out of %(most)s.") % {
                    "free": free,
                    "most": most,
                }
                self.add_error(f"available_{one.service.pk}", sentence)
        return cleaned

    def said(self) -> Said:
        """As the action takes it. A service about which nothing is said stays as it is."""
        words = self.cleaned_data
        return Said(
            profile_is_right=words["profile_is_right"],
            places=tuple(self._places(one) for one in self.held.services if self._is_said(one)),
            minutes_offered=words["offered"],
        )

    def _is_said(self, one: OfferedService) -> bool:
        return bool(self.cleaned_data[f"status_{one.service.pk}"])

    def _places(self, one: OfferedService) -> SaidPlaces:
        """What is seldom said stays as it was, for as long as the answer is the same."""
        words, pk = self.cleaned_data, one.service.pk
        said = SaidPlaces(
            one.service, words[f"status_{pk}"], words[f"available_{pk}"], words[f"maximum_{pk}"]
        )
        last = self.held.latest.get(pk)
        if last is None or last.referral_status != said.referral_status:
            return said
        funded = last.funded_places
        if funded is not None and said.maximum is not None:
            funded = min(funded, said.maximum)
        return replace(
            said,
            funded_places=funded,
            waiting_count=last.waiting_count,
            typical_wait_days=last.typical_wait_days,
            next_opening_on=last.next_opening_on,
            note=last.note,
        )

    def service_parts(self) -> list[tuple[OfferedService, list[forms.BoundField]]]:
        names = ("status", "available", "maximum")
        return [
            (one, [self[f"{name}_{one.service.pk}"] for name in names])
            for one in self.held.services
        ]
