"""The ballot. What was ranked is kept in the page alone."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from alliance.fields import OneOfField, PlainTextField, RankingField
from partnership_board.models import RollEntry

ORDINALS = {1: "1st", 2: "2nd", 3: "3rd", 21: "21st", 22: "22nd", 23: "23rd"}


def ordinal(place: int) -> str:
    return ORDINALS.get(place, f"{place}th")


class BallotField(RankingField):
    """Places for people; leaving everybody out is a blank vote, which the next page asks about."""

    def to_python(self, value: Any) -> list[str]:  # Any: what Django passes
        try:
            return super().to_python(value)
        except ValidationError as problem:
            if problem.code != "twice":
                raise
            places = [place for key, _label in self.choices if (place := value.get(key))]
            twice = next(place for place in places if places.count(place) > 1)
            raise ValidationError(
                gettext("Two candidates are marked %(place)s. Change one.")
                % {"place": ordinal(int(twice))},
                code="twice",
            ) from None


class BallotForm(forms.Form):
    ranking = BallotField(choices=(), label=_("Your order"), required=False)

    def __init__(
        self,
        *args: Any,  # Any: a form's own
        people: Sequence[tuple[str, str]],
        most: int | None,
        **words: Any,
    ) -> None:
        super().__init__(*args, **words)
        field = BallotField(choices=people, label=_("Your order"), required=False)
        field.help_text = _("Give 1 to your first choice. You need not give everybody a place.")
        self.fields["ranking"] = field
        self.most = most

    def clean_ranking(self) -> list[int]:
        ranking = [int(each) for each in self.cleaned_data["ranking"] or ()]
        if self.most is not None and len(ranking) > self.most:
            said = ngettext(
                "Give a place to %(most)s person at most.",
                "Give places to %(most)s people at most.",
                self.most,
            )
            raise ValidationError(said % {"most": self.most}, code="too_many")
        return ranking


class EntryChoice(forms.Form):
    """For whom somebody votes who acts for more than one organisation."""

    entry = OneOfField(label=_("For which organisation do you vote?"), choices=())

    def __init__(self, *args: Any, entries: Sequence[RollEntry], **words: Any) -> None:  # Any: own
        super().__init__(*args, **words)
        self.fields["entry"].choices = [(str(each.pk), str(each.organisation)) for each in entries]  # type: ignore[attr-defined]  # a choice


class ReceiptForm(forms.Form):
    code = PlainTextField(
        label=_("Your code"), max_length=20, help_text=_("Twelve letters and figures.")
    )

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).replace(" ", "").replace("-", "").upper()
