"""What people type here. Their words are checked for nothing but being there."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from alliance.fields import ChoicesField, DayField, LongTextField, PlainTextField
from coproduction import languages
from coproduction.actions.insights import MOST_WORDS
from coproduction.models import (
    CheckBack,
    ConsentRecord,
    Contribution,
    Contributor,
    Insight,
    RawRead,
    Response,
    Theme,
)
from coproduction.models.people import SCOPES
from partnership_board.models import Board
from partnership_board.models.agendas import Purpose

# Nothing typed here stays in the browser: not in its suggestions, spelling service or the tab.
PRIVATE = {"autocomplete": "off", "spellcheck": "false", "data-private": ""}


class WordsField(forms.CharField):
    """What somebody said, as they said it: in any script, with anything in it."""

    def __init__(self, *, rows: int = 8, **kwargs: Any) -> None:  # Any: CharField's own
        widget = forms.Textarea(attrs={"rows": rows, "dir": "auto", **PRIVATE})
        super().__init__(max_length=60_000, widget=widget, **kwargs)


class ConsentFields(forms.Form):
    """The questions of consent. Every answer is no until it is chosen."""

    scopes = ChoicesField(
        label=_("What may we do with what you tell us?"),
        choices=[(scope, _(question)) for scope, question in SCOPES],
        required=False,
        help_text=_(
            "Read each question aloud. Leave out what the person does not want: they lose"
            " nothing by it."
        ),
    )
    method = forms.ChoiceField(
        label=_("How did they say so?"), choices=ConsentRecord.Method, widget=forms.RadioSelect
    )


class ConsentForm(ConsentFields):
    is_for_everything = forms.BooleanField(
        label=_("This is for everything they have told us, not only this"), required=False
    )


class OpenForm(forms.Form):
    reason = forms.ChoiceField(
        label="Why are you opening it?", choices=RawRead.Reason, widget=forms.RadioSelect
    )


class InsightForm(forms.Form):
    """A point in plain English."""

    plain_text = LongTextField(
        label="The point, in plain English",
        max_length=1500,
        help_text=f"At most {MOST_WORDS} words. No names, no places that give somebody away.",
    )
    audience = forms.ChoiceField(
        label="Who is it for?", choices=Insight.Audience, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Form's own
        super().__init__(*args, **kwargs)
        self.fields["plain_text"].widget.attrs |= PRIVATE


def source_label(contribution: Contribution) -> str:
    """Which telling it is, without a word of it."""
    told = f"{contribution.told_on.day} {contribution.told_on:%B %Y}"
    language = languages.name_of(contribution.language)
    return (
        f"{contribution.contributor} · {contribution.get_channel_display()} · {told} · {language}"
    )


class SourcesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic in stubs
    def label_from_instance(self, obj: Any) -> str:  # Any: the stub's own
        return source_label(obj)


class NewInsightForm(InsightForm):
    contributions = SourcesField(
        label="Which tellings does it come from?",
        queryset=Contribution.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    themes = forms.ModelMultipleChoiceField(
        label="Themes",
        queryset=Theme.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("contributions", "plain_text", "themes", "audience")

    def __init__(self, *args: Any, told: "QuerySet[Contribution]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contributions"].queryset = told  # type: ignore[attr-defined]  # a model field
        agreed = Theme.objects.exclude(state=Theme.State.RETIRED).order_by("name")
        self.fields["themes"].queryset = agreed  # type: ignore[attr-defined]  # a model field


class ApproveForm(forms.Form):
    """One press, and a place for the refusal."""


class CheckBackForm(forms.Form):
    contributor = forms.ModelChoiceField(
        label="Who did you show it to?", queryset=Contributor.objects.none()
    )
    how = forms.ChoiceField(label="How?", choices=CheckBack.How, widget=forms.RadioSelect)
    outcome = forms.ChoiceField(
        label="What did they say?", choices=CheckBack.Outcome, widget=forms.RadioSelect
    )
    told_on = DayField(label="When?")

    def __init__(self, *args: Any, people: "QuerySet[Contributor]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contributor"].queryset = people  # type: ignore[attr-defined]  # a model field


class ToAgendaForm(forms.Form):
    """The alliance's own words for the agenda: the point itself stays where it is."""

    board = forms.ModelChoiceField(label="Which board?", queryset=Board.objects.none())
    title = PlainTextField(
        label="What should the agenda say?",
        max_length=120,
        help_text="Write it afresh. Do not copy the point: it must be possible to take it back.",
    )
    why_now = LongTextField(label="Why now?", max_length=1200, rows=4)
    purpose = forms.ChoiceField(label="What should the board do?", choices=Purpose)
    minutes_wanted = forms.IntegerField(
        label="How many minutes?", min_value=1, max_value=240, initial=15
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Form's own
        super().__init__(*args, **kwargs)
        boards = Board.objects.exclude(kind=Board.Kind.AGENDA_GROUP).order_by("name")
        self.fields["board"].queryset = boards  # type: ignore[attr-defined]  # a model field
        self.fields["board"].initial = boards.first()


class AnswerForm(forms.Form):
    said_by = forms.ChoiceField(
        label="Who answers?", choices=Response.SaidBy, widget=forms.RadioSelect
    )
    kind = forms.ChoiceField(
        label="What is the answer?", choices=Response.Kind, widget=forms.RadioSelect
    )
    text = LongTextField(label="In a sentence or two", max_length=1200, rows=4)
    because = LongTextField(
        label="Because",
        max_length=1200,
        rows=3,
        required=False,
        help_text="Needed where the answer is “we did not” or “we passed it on”. "
        "The person who told us will read it.",
    )
    due_on = DayField(label="By when?", required=False, help_text="Needed for “we will”.")


class WordingForm(forms.Form):
    language = forms.ChoiceField(
        label="In which language?", choices=languages.offered, initial="en"
    )
    body = LongTextField(label="The words to say", max_length=4000, rows=16)
    controllers = PlainTextField(
        label="Who will hold what people say?",
        help_text="Every organisation by name.",
    )
    reviewed_by = PlainTextField(
        label="Who has checked that it is clear?",
        max_length=120,
        help_text="Somebody who speaks the language; best of all, with lived experience.",
    )
    reviewed_on = DayField(label="When?")
