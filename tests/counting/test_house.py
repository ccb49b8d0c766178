"""What the counting package is made of."""

import ast
import sys

import pytest

from tests.counting.mistakes import FOLDER

TREES = {file.name: ast.parse(file.read_text()) for file in sorted(FOLDER.glob("*.py"))}


@pytest.mark.parametrize("name", TREES)
def test_it_needs_nothing_but_the_standard_library(name: str) -> None:
    imported = set()
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            imported.add(node.module)

    foreign = [
        module
        for module in imported
        if module.split(".")[0] not in sys.stdlib_module_names
        and not module.startswith("partnership_board.counting")
    ]
    assert foreign == []


@pytest.mark.parametrize("name", TREES)
def test_it_counts_in_whole_numbers(name: str) -> None:
    """No float is written, no `/` divides, but for exact fractions."""
    for node in ast.walk(TREES[name]):
        is_float = isinstance(node, ast.Constant) and isinstance(node.value, float)
        is_named = isinstance(node, ast.Name) and node.id in {"float", "round", "Decimal"}
        assert not is_float, f"line {node.lineno}"
        assert not is_named, f"line {node.lineno}"
    divisions = [
        ast.unparse(node)
        for node in ast.walk(TREES[name])
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div)
    ]
    assert divisions == (["probability /= len(tied)"] if name == "explore.py" else [])


@pytest.mark.parametrize("name", TREES)
def test_functions_have_at_most_25_lines(name: str) -> None:
    long = [
        node.name
        for node in ast.walk(TREES[name])
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 25
    ]

    assert long == []
