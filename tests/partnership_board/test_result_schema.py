"""What a machine reads of a result keeps to the schema that we publish, at every level."""

import json
from copy import deepcopy
from datetime import timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from partnership_board import result_sheets
from partnership_board.models import Declaration
from partnership_board.queries import results as queries
from tests.factories import results as made

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "static/schemas/election-result.schema.json").read_text()
)
LEVEL = ("A",) * 5 + ("B",) * 5 + ("C",) * 5  # a lot decides


@pytest.fixture
def wrong():
    """What is wrong with a file, as the schema sees it."""
    Draft202012Validator.check_schema(SCHEMA)
    validator = Draft202012Validator(SCHEMA)

    def found(published):
        told = json.loads(result_sheets.json_file(published))
        return [f"{each.json_path}: {each.message}"[:200] for each in validator.iter_errors(told)]

    return found


def published(election):
    return queries.latest(election).published


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ballots", "words", "level"),
    [
        (made.WORKED, {}, "stages"),
        (made.WORKED, {"publication": "names_only"}, "names_only"),
        (("A",) * 5 + ("BA",) * 6, {"publication": "profile", "seats": 1}, "profile"),
        (LEVEL, {"seats": 2}, "stages"),
    ],
)
def test_each_level_keeps_to_the_schema(board, now, wrong, ballots, words, level):
    people = made.PEOPLE if ballots is made.WORKED else made.PEOPLE[:3]
    declared = made.a_declared_one(board, now, ballots, people=people, **words)

    assert published(declared)["level"] == level
    assert wrong(published(declared)) == []


@pytest.mark.django_db
def test_a_certified_result_with_its_seats_does_too(board, now, wrong):
    certified = made.a_certified_one(board, now - timedelta(days=60))

    assert published(certified)["seats"]
    assert Declaration.objects.filter(election=certified).count() == 2
    assert wrong(published(certified)) == []


@pytest.mark.django_db
def test_a_figure_above_its_level_breaks_the_schema(board, now, wrong):
    names = published(made.a_declared_one(board, now, publication="names_only"))
    for where, more in (("sheet", {"quota": "5"}), ("", {"ballots": "5 1\n"})):
        told = deepcopy(names)
        (told[where] if where else told).update(more)
        assert wrong(told)
