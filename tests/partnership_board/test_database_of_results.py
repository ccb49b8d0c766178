"""What the database refuses about counts, lots, objections and results, whoever asks."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from partnership_board.models import (
    Countback,
    CountRun,
    Declaration,
    LotDraw,
    Objection,
    OpenedBox,
    RetainedBox,
)
from tests.factories.elections import a_draft
from tests.factories.members import an_organisation

DECLARED = {"published": {}, "level": "stages", "stage": "provisional"}
LOT = {"tie": 1, "why": "exclude", "tied": [1, 2], "seed": "415263", "keys": [], "chosen": 1}
RUN = {"kind": "official", "engine": "made", "result": {}}


def the_database_says(name):
    return pytest.raises(IntegrityError, match=name)


@pytest.fixture
def election(board, now):
    return a_draft(board, now)


def test_a_result_is_declared_once_a_stage(election, now):
    Declaration.objects.create(election=election, at=now, **DECLARED)

    with the_database_says("result_declared_once_a_stage"):
        Declaration.objects.create(election=election, at=now, **DECLARED)


def test_what_was_declared_stays_as_it_was(election, now):
    made = Declaration.objects.create(election=election, at=now, **DECLARED)

    for change in (
        lambda: Declaration.objects.filter(pk=made.pk).update(level="profile"),
        lambda: Declaration.objects.filter(pk=made.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            change()


def test_runs_and_lots_stay_as_they_were(election, now):
    run = CountRun.objects.create(election=election, run_at=now, **RUN)
    lot = LotDraw.objects.create(election=election, is_decisive=True, drawn_at=now, **LOT)

    for made, name, change in (
        (run, "count_run_append_only", {"engine": "another"}),
        (lot, "lot_draw_append_only", {"chosen": 2}),
    ):
        assert name in {constraint.name for constraint in made._meta.constraints}
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            type(made).objects.filter(pk=made.pk).update(**change)


def test_a_lot_is_drawn_once(election, now):
    LotDraw.objects.create(election=election, is_decisive=True, drawn_at=now, **LOT)

    with the_database_says("lot_drawn_once"):
        LotDraw.objects.create(election=election, is_decisive=True, drawn_at=now, **LOT)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ({"text": ""}, "objection_says_what"),
        ({"outcome": "upheld"}, "objection_is_answered_whole"),
        ({"outcome": "upheld", "answer": "Yes."}, "objection_is_answered_whole"),
    ],
)
def test_an_objection_is_whole(election, lead, now, words, name):
    words = {"ground": "roll", "text": "We could not vote."} | words

    with the_database_says(name):
        Objection.objects.create(
            election=election,
            organisation=an_organisation("Hope House"),
            by=lead,
            received_at=now,
            **words,
        )


@pytest.mark.parametrize(
    ("model", "words", "name"),
    [
        (OpenedBox, {"salt": "x"}, "one_opened_box_an_election"),
        (Countback, {"leaver": 1, "ends_on": "2028-01-06"}, "one_vacancy_a_countback"),
        (
            RetainedBox,
            {"sealed": b"x", "sha256": "x", "delete_on": "2028-01-06"},
            "one_retained_box_an_election",
        ),
    ],
)
def test_one_of_each_an_election(election, model, words, name):
    model.objects.create(election=election, **words)

    with the_database_says(name):
        model.objects.create(election=election, **words)
