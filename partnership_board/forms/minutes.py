"""One entry of the minutes, a correction, and what becomes of both."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from alliance.fields import LongTextField, OneOfField
from partnership_board.models import AgendaItem, Meeting, MinuteEntry

KINDS = [
    (each.value, each.label)
    for each in MinuteEntry.Kind
    if each != MinuteEntry.Kind.POST_MEETING  # it has a day, and a form of its own
]
UNNAMED = _("Write “an expert by experience said”: they are not named unless they ask.")
CONSENT = _("An expert by experience is named here, and has agreed to it")


class ItemOfMeetingField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only in the stubs
    def __init__(self, **words: Any) -> None:  # Any: the field's own arguments
        super().__init__(
            AgendaItem.objects.none(),
            **{"required": False, "empty_label": _("No item"), **words},
        )


class OfItems(forms.Form):
    """A form in which an item of a meeting can be chosen."""

    def __init__(
        self, *args: Any, items: QuerySet[AgendaItem], **words: Any
    ) -> None:  # Any: a form's own arguments
        super().__init__(*args, **words)
        self.fields["item"].queryset = items  # type: ignore[attr-defined]  # a choice of rows


class EntryForm(OfItems):
    item = ItemOfMeetingField(label=_("About which item?"))
    kind = OneOfField(label=_("What is it?"), choices=KINDS, initial=MinuteEntry.Kind.NOTE)
    text = LongTextField(
        label=_("What was said or agreed?"), rows=5, max_length=4000, help_text=UNNAMED
    )
    named_with_consent = forms.BooleanField(label=CONSENT, required=False)


class NoteForm(OfItems):
    item = ItemOfMeetingField(label=_("About which item?"))
    text = LongTextField(label=_("What became known?"), rows=4, max_length=4000, help_text=UNNAMED)


class ItemOfSomeMeetingField(ItemOfMeetingField):
    def label_from_instance(self, obj: AgendaItem) -> str:
        return f"{obj} ({obj.meeting})"


class ApproveForm(OfItems):
    item = ItemOfSomeMeetingField(
        label=_("At which item of which meeting?"),
        required=True,
        empty_label=_("Choose an item"),
        help_text=_("Only meetings at which enough were there to decide."),
    )


class CorrectionForm(forms.Form):
    new = LongTextField(label=_("How should it read?"), rows=6, max_length=4000, help_text=UNNAMED)
    named_with_consent = forms.BooleanField(label=CONSENT, required=False)


class AnswerCorrectionForm(forms.Form):
    answer = OneOfField(
        label=_("What becomes of it?"),
        choices=(("accept", _("Accept it")), ("refuse", _("Do not accept it"))),
    )
    reason = LongTextField(
        label=_("If not: why?"),
        required=False,
        rows=2,
        max_length=600,
        help_text=_("Whoever offered it reads this."),
    )


class WhyForm(forms.Form):
    why = LongTextField(label=_("Why?"), rows=3, max_length=300)


class TableForm(forms.Form):
    for_meeting = forms.ModelChoiceField(
        Meeting.objects.none(), label=_("To which meeting?"), empty_label=_("Choose a meeting")
    )

    def __init__(
        self, *args: Any, meetings: QuerySet[Meeting], **words: Any
    ) -> None:  # Any: as above
        super().__init__(*args, **words)
        self.fields["for_meeting"].queryset = meetings  # type: ignore[attr-defined]  # a choice of rows
