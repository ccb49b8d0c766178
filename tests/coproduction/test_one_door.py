"""Every point is read through one queryset, where consent is asked at each reading."""

import ast
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("alliance", "members", "partnership_board", "coproduction", "funding")
DOOR = "coproduction/queries/insights.py"
TEXTS = {"plain_text", "easy_read", "quote"}
OPENS = {"opened", "opened_all", "opened_fields", "open_file"}


def modules():
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())


def opens_a_point(tree):
    """Whether the module opens a text of a point, by the name of the field."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            said = {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
            if name in OPENS and said & TEXTS:
                return True
    return False


def imports_versions(tree):
    return any(
        alias.name == "InsightVersion"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    )


def test_no_other_module_opens_the_text_of_a_point():
    assert {name for name, tree in modules() if opens_a_point(tree)} <= {DOOR}


def test_nothing_that_shows_pages_holds_a_version():
    """Views, forms, exports and upper apps ask the door; they never see what is sealed."""
    shown = ("/views/", "/forms", "frames", "exports", "templatetags")
    holders = {name for name, tree in modules() if imports_versions(tree)}

    assert [name for name in holders if any(part in name for part in shown)] == []
    assert {name for name in holders if not name.startswith("coproduction/")} == set()
    assert holders >= {DOOR}


def test_another_door_would_be_noticed():
    assert opens_a_point(ast.parse('words.opened(version, "plain_text")'))
    assert opens_a_point(ast.parse('opened_all(rows, "quote")'))
    assert not opens_a_point(ast.parse('words.seal(version, "plain_text", text)'))
