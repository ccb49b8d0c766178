"""The cover sheet and the paper, as their author writes them."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from alliance.fields import ChoicesField, LongTextField, OneOfField, PenceField, PlainTextField
from alliance.fields import UploadField as File
from alliance.models import Priority
from members.models import Organisation
from partnership_board.actions.papers import PaperText
from partnership_board.covers import MOST_KEY_WORDS, MOST_SUMMARY_WORDS, CoverSheet
from partnership_board.models import PaperVersion
from partnership_board.prose import words_in

ACCEPTED = (".pdf", ".docx", ".xlsx", ".png", ".jpg", ".jpeg")
MOST_FILE = 50 * 1024 * 1024
MOST_ASKS = 12
TEXTS = (
    *("key_points", "considered_before", "equality", "lived_experience", "money", "money_source"),
    *("stage", "risks", "workforce", "legal", "next_steps"),
)


class PartiesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic only in the stubs
    widget = forms.CheckboxSelectMultiple


class PaperForm(forms.Form):
    summary = LongTextField(
        label="What is it about, in plain English?",
        rows=4,
        max_length=1200,
        help_text=f"At most {MOST_SUMMARY_WORDS} words, as you would tell a neighbour.",
    )
    easy_read = LongTextField(
        label="And in easy read?",
        rows=5,
        max_length=2400,
        required=False,
        help_text="Short sentences, one thought in each. Write the hard words out. People who "
        "asked for easy read meet this first.",
    )
    asks = LongTextField(
        label="What do you ask the board to do?",
        rows=4,
        required=False,
        help_text="One thing a line, each beginning with a verb: agree, choose, note.",
    )
    key_points = LongTextField(
        label="What are the key points?",
        rows=5,
        max_length=1600,
        required=False,
        help_text=f"At most {MOST_KEY_WORDS} words.",
    )
    body_md = LongTextField(
        label="The paper",
        rows=16,
        max_length=60_000,
        required=False,
        help_text="Markdown: # before a heading, - before a point. Tables work too.",
    )
    stage = OneOfField(
        label="How far was this when it first reached the board?",
        choices=PaperVersion.Stage.choices,
        required=False,
        is_list=True,
        help_text="A choice made before the board saw it is not the board's choice.",
    )
    considered_before = LongTextField(
        label="Who looked at it before?",
        rows=2,
        max_length=600,
        required=False,
        help_text="Body, day and what it said. “Nobody” is an answer.",
    )
    equality = LongTextField(
        label="Who is affected, and what does this do for equality and anti-racism?",
        rows=3,
        max_length=1200,
        required=False,
        help_text="About this matter, in its own words: the same text twice is marked as such.",
    )
    lived_experience = LongTextField(
        label="Who with lived experience shaped this, and what changed because of them?",
        rows=3,
        max_length=1200,
        required=False,
        help_text="Name no contributor. “Nobody yet” is an answer, and a question for the board.",
    )
    priorities = ChoicesField(label="Which priorities does it serve?", choices=[], required=False)
    money = OneOfField(
        label="Is it about money?",
        choices=PaperVersion.Money.choices,
        required=False,
        is_list=True,
    )
    money_pence = PenceField(
        label="How much?", required=False, help_text="Leave it empty if nobody knows yet."
    )
    money_source = PlainTextField(
        label="Where does the money come from?", max_length=160, required=False
    )
    vcse_pence = PenceField(label="How much of it is for voluntary organisations?", required=False)
    parties = PartiesField(
        Organisation.objects.none(),
        label="Which organisations stand to gain or lose?",
        required=False,
        help_text="It shows who may have an interest. It says nothing against anybody.",
    )
    risks = LongTextField(label="What could go wrong?", rows=3, max_length=1200, required=False)
    workforce = LongTextField(
        label="What does it mean for staff and volunteers?", rows=2, max_length=600, required=False
    )
    legal = LongTextField(
        label="What does the law ask here?", rows=2, max_length=600, required=False
    )
    next_steps = LongTextField(
        label="What happens next, and by when?", rows=2, max_length=600, required=False
    )

    def __init__(
        self,
        *args: Any,  # Any: a form's own arguments
        organisations: QuerySet[Organisation],
        priorities: QuerySet[Priority],
        **words: Any,
    ) -> None:
        super().__init__(*args, **words)
        names = list(priorities.values_list("name", flat=True))
        self.fields["priorities"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]  # choices
        self.fields["parties"].queryset = organisations  # type: ignore[attr-defined]  # a choice of rows

    def clean_summary(self) -> str:
        summary = str(self.cleaned_data["summary"])
        count = words_in(summary)
        if count > MOST_SUMMARY_WORDS:
            raise forms.ValidationError(
                f"This has {count} words. Shorten it to {MOST_SUMMARY_WORDS}, so that it is read."
            )
        return summary

    def clean_asks(self) -> list[str]:
        lines = [line.strip(" \t-•") for line in self.cleaned_data["asks"].splitlines()]
        asks = [line for line in lines if line]
        if len(asks) > MOST_ASKS or any(len(ask) > 300 for ask in asks):
            raise forms.ValidationError(
                f"Ask for at most {MOST_ASKS} things, each in a line of up to 300 letters."
            )
        return asks

    def clean(self) -> dict[str, Any]:  # Any: cleaned values
        said = super().clean() or {}
        if said.get("money") not in {"one_off", "recurring"}:
            if said.get("money_pence") is not None:
                self.add_error("money", "Say if it is paid once or each year.")
        whole, part = said.get("money_pence"), said.get("vcse_pence")
        if part is not None and (whole is None or part > whole):
            self.add_error("vcse_pence", "Their part is not more than the whole.")
        return said

    @property
    def text(self) -> PaperText:
        said = self.cleaned_data
        cover = CoverSheet(
            priorities=list(said["priorities"]),
            money_pence=said["money_pence"],
            vcse_pence=said["vcse_pence"],
            **{name: said[name] for name in TEXTS},
        )
        return PaperText(said["summary"], said["asks"], said["body_md"], cover, said["easy_read"])


def initial_of(version: PaperVersion | None, parties: set[int]) -> dict[str, Any]:  # Any: fields'
    if version is None:
        return {}
    names = ("summary", "easy_read", "body_md", "priorities", "money_pence", "vcse_pence", *TEXTS)
    told = {name: getattr(version, name) for name in names}
    return told | {"asks": "\n".join(version.asks), "parties": list(parties)}


class EncloseForm(forms.Form):
    title = PlainTextField(label="What is the file called?", max_length=120)
    summary = LongTextField(
        label="What is in it?",
        rows=3,
        max_length=600,
        help_text="A sentence or two. The pack prints this; the file itself is attached to it.",
    )
    file = File(
        label="The file",
        accept=ACCEPTED,
        max_size=MOST_FILE,
        help_text="PDF, Word, Excel or a picture, at most 50 MB.",
    )


class WaiveForm(forms.Form):
    reason = LongTextField(
        label="Why may the board decide, although the paper came late?",
        rows=3,
        max_length=300,
        help_text="A sentence. It is printed with the paper.",
    )
