"""The four questions, and what is typed about rounds, help and a rest."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alliance.fields import DayField, LongTextField, OneOfField, PlainTextField
from members.middles import NOT_SAID, NOT_SAID_WORDS, OPTIONS
from members.models import HelpRequest, Organisation
from members.models.wellbeing import Question

later = lazy(gettext, str)  # the same words in whichever language the page is read

# Any, below, is what Django itself passes to a form.


class AnswerForm(forms.Form):
    """A code and one option of each question; nothing is chosen beforehand."""

    code = PlainTextField(
        label=_("Which three words did we send you?"),
        help_text=_("They are in our letter. Capitals and spaces make no difference."),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question, options in OPTIONS.items():
            choices = [(str(number), later(words)) for number, words in enumerate(options, 1)]
            self.fields[question] = OneOfField(
                label=later(Question(question).label),
                choices=[*choices, (str(NOT_SAID), later(NOT_SAID_WORDS))],
            )

    def answers(self) -> dict[str, int]:
        return {question: int(self.cleaned_data[question]) for question in OPTIONS}

    def questions(self) -> Iterator[BoundField]:
        return (self[question] for question in OPTIONS)


class PlanForm(forms.Form):
    title = PlainTextField(
        label="What is this round called?",
        help_text="For example: Spring 2027.",
        max_length=120,
    )
    opens_on = DayField(
        label="On which day does it open?",
        help_text="Letters with a code go out at nine that morning.",
    )
    closes_on = DayField(
        label="On which day does it close?",
        help_text="7 to 28 days later. Nobody can answer on that day any more.",
    )


class SentenceForm(forms.Form):
    sentence = LongTextField(
        label="What should the board hear?",
        help_text=(
            "In your own words. This is all that the board gets, and everybody in the alliance can"
            " read it. Name nobody."
        ),
        max_length=600,
        rows=4,
    )


class HelpForm(forms.Form):
    kind = OneOfField(label="What is it about?", choices=HelpRequest.Kind.choices)
    about = forms.ModelChoiceField(
        label="Is it about one of the organisations?",
        help_text="Nobody who acts for it is told, or can read this.",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="No, or I would rather not say",
    )
    words = LongTextField(
        label="What would you like the guardian to know?",
        help_text="As much or as little as you like. It is sealed, and only the guardian opens it.",
        max_length=4000,
        rows=6,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about = self.fields["about"]
        assert isinstance(about, forms.ModelChoiceField)
        about.queryset = Organisation.objects.order_by("sort_name")


class StepBackForm(forms.Form):
    until_on = DayField(
        label="On which day are you back?",
        help_text="Within six months. You can come back earlier, or step back again.",
    )
