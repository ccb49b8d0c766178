"""Rules of the house that a machine can read in the source. Each is seen to fail."""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("alliance", "members", "partnership_board", "coproduction", "funding")
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

# Modules besides `actions` that write, each with its reason.
WRITERS = {
    "alliance/access.py": "derives guardian's rows from offices",
    "alliance/audit.py": "the one door to the record",
    "alliance/outbox.py": "the one door to the post",
    "alliance/jobs.py": "the one door to later work",
    "alliance/relay.py": "marks what was sent",
    "alliance/slots.py": "takes a slot",
    "alliance/demo.py": "opens the demonstration",
    "alliance/models/people.py": "the manager that makes an account",
}
WRITES = {
    "save", "create", "update", "bulk_create", "bulk_update", "delete", "get_or_create",
    "update_or_create", "acreate", "asave", "adelete", "aupdate",
}  # fmt: skip
NOT_ROWS = re.compile(r"(cache|session|headers|hash|digest|messages|env|vars\(\)|document|Pdf)\b")
CLOCKS = {"now", "localdate", "localtime", "today", "utcnow"}
CLOCK_READERS = ("views", "tasks", "management", "middleware")


def modules() -> list[Path]:
    return [
        file
        for app in APPS
        for file in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in file.parts
    ]


def name_of(file: Path) -> str:
    return str(file.relative_to(ROOT))


def room_of(file: Path) -> str:
    return file.relative_to(ROOT).parts[1].removesuffix(".py")


MODULES = modules()


# ---- what each rule looks for, in the tree of one module -----------------------------------------


def writes(tree: ast.AST) -> Iterator[str]:
    """Calls that write rows: `.save()`, `.objects.create(...)` and the like."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = ast.unparse(node.func.value)
            if node.func.attr in WRITES and not is_no_row(node.func.attr, owner, node):
                yield f"line {node.lineno}: {owner}.{node.func.attr}"


def is_no_row(attribute: str, owner: str, call: ast.Call) -> bool:
    """`dict.update(...)`, `set.update(...)`, a PDF's `save(file)`: the same words, no database."""
    if NOT_ROWS.search(owner):
        return True
    if attribute in {"update", "save", "create", "delete"} and "objects" not in owner:
        is_queryset_like = attribute == "update" and bool(call.keywords) and not call.args
        is_instance_save = attribute in {"save", "delete"} and not call.args
        return not (is_queryset_like or is_instance_save)
    return False


def clock_readings(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in CLOCKS
            and ast.unparse(node.func.value) in {"timezone", "datetime", "date", "dt"}
            and not (node.func.attr == "localdate" and node.args)
            and not (node.func.attr == "localtime" and node.args)
        ):
            yield f"line {node.lineno}: {ast.unparse(node.func)}"


def late_imports(tree: ast.AST) -> Iterator[str]:
    for outer in ast.walk(tree):
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(outer):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield f"line {node.lineno}: {ast.unparse(node)}"


def long_functions(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > 40:
                yield f"line {node.lineno}: {node.name} has {lines} lines"


def save_overrides(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            bases = " ".join(ast.unparse(base) for base in node.bases)
            if "Model" not in bases:
                continue
            for child in node.body:
                if isinstance(child, ast.FunctionDef) and child.name in {"save", "delete"}:
                    yield f"line {child.lineno}: {node.name}.{child.name}"


def signals(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("signals"):
            yield f"line {node.lineno}: from {node.module}"
        if isinstance(node, ast.Name) and node.id == "receiver":
            yield f"line {node.lineno}: receiver"


def inexact_fields(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"DecimalField", "FloatField"}:
            yield f"line {node.lineno}: {node.attr}"


def forbidden_calls(tree: ast.AST) -> Iterator[str]:
    names = {"mark_safe", "csrf_exempt", "StreamingHttpResponse"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in names:
            yield f"line {node.lineno}: {node.id}"
        if isinstance(node, ast.Attribute) and node.attr in {"delay", "extra"}:
            yield f"line {node.lineno}: .{node.attr}"
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".raw"):
            yield f"line {node.lineno}: .raw()"


def parse(source: str) -> ast.AST:
    return ast.parse(source)


# ---- the rules -----------------------------------------------------------------------------------


Rule = Callable[[ast.AST], Iterator[str]]
TREES = {file: parse(file.read_text()) for file in MODULES}


def offenders(rule: Rule, spared: Callable[[Path], bool] = lambda file: False) -> list[str]:
    return [
        f"{name_of(file)} {found}"
        for file, tree in TREES.items()
        if not spared(file)
        for found in rule(tree)
    ]


def may_write(file: Path) -> bool:
    return (
        room_of(file) in {"actions", "embedded"}
        or "demo" in file.name
        or file.name == "bench.py"
        or name_of(file) in WRITERS
    )


def may_read_the_clock(file: Path) -> bool:
    return room_of(file) in CLOCK_READERS or room_of(file) == "embedded"


def test_only_actions_write() -> None:
    assert offenders(writes, may_write) == []


def test_the_clock_is_read_at_the_edge() -> None:
    assert offenders(clock_readings, may_read_the_clock) == []


def test_imports_stand_at_the_top() -> None:
    assert offenders(late_imports, lambda file: file.name == "apps.py") == []


def test_functions_are_short() -> None:
    assert offenders(long_functions) == []


def test_modules_are_short() -> None:
    lengths = {name_of(file): len(file.read_text().splitlines()) for file in MODULES}

    assert {name: lines for name, lines in lengths.items() if lines > 400} == {}


def test_no_save_override() -> None:
    assert offenders(save_overrides) == []


def test_no_signal() -> None:
    found = [one for one in offenders(signals) if not one.startswith(tuple(TOLD_BY_OTHERS))]

    assert found == []


def test_money_is_whole_pence() -> None:
    assert offenders(inexact_fields) == []


def test_no_way_round_a_door() -> None:
    found = [one for one in offenders(forbidden_calls) if not one.startswith(tuple(WITH_REASON))]

    assert found == []


TOLD_BY_OTHERS = {"alliance/celery.py": "Celery says in no other way that a pool has begun"}

# What may do what nothing else may, and why.
WITH_REASON = {
    "members/views/open_answers.py": "a POST to the open data is told 405; nothing there changes",
}


def test_templates_are_short() -> None:
    lengths = {name_of(file): len(file.read_text().splitlines()) for file in TEMPLATES}

    assert {name: lines for name, lines in lengths.items() if lines > 120} == {}


def test_templates_escape_everything() -> None:
    found = [
        name_of(file)
        for file in TEMPLATES
        if re.search(r"\|\s*safe\b|autoescape off", file.read_text())
    ]

    assert found == []


def test_templates_hold_no_style_and_no_script() -> None:
    found = [name_of(file) for file in PAGES if has_inline_code(file.read_text())]

    assert found == []


PAGES = [file for file in TEMPLATES if not {"mail", "documents"} & set(file.parts)]


def has_inline_code(text: str) -> bool:
    text = re.sub(r"{%.*?%}|{{.*?}}", "", text)
    scripts = re.findall(r"<script[^>]*>", text)
    return bool(re.search(r"\sstyle=|<style|\son[a-z]+=", text)) or any(
        "src=" not in script and "application/json" not in script for script in scripts
    )


BAD = [
    (writes, "def f(x):\n    x.save()"),
    (writes, "Organisation.objects.create(name='a')"),
    (writes, "rows.update(name='a')"),
    (writes, "rows.filter(a=1).delete()"),
    (clock_readings, "from django.utils import timezone\nnow = timezone.now()"),
    (clock_readings, "day = date.today()"),
    (late_imports, "def f():\n    import os"),
    (long_functions, "def f():\n" + "    x = 1\n" * 41),
    (save_overrides, "class A(models.Model):\n    def save(self): ..."),
    (signals, "from django.db.models.signals import post_save"),
    (inexact_fields, "pounds = models.DecimalField()"),
    (forbidden_calls, "task.delay(1)"),
    (forbidden_calls, "mark_safe(words)"),
]


NAMES = [f"{rule.__name__}-{number}" for number, (rule, _) in enumerate(BAD)]


@pytest.mark.parametrize(("rule", "source"), BAD, ids=NAMES)
def test_each_rule_can_fail(rule: Rule, source: str) -> None:
    assert list(rule(parse(source))) != []


def test_a_dictionary_may_be_updated() -> None:
    assert list(writes(parse("words.update(other)\nhash.update(b'x')"))) == []


# ---- layers --------------------------------------------------------------------------------------


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(folder)},
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source alone, to be broken."""
    folder = tmp_path_factory.mktemp("copy")
    for app in APPS:
        for file in (ROOT / app).rglob("*.py"):
            there = folder / file.relative_to(ROOT)
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_text(file.read_text())
    (folder / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    return folder


FORBIDDEN_IMPORTS = {
    "apps look down only": ("alliance/roles.py", "import members.models"),
    "inside an app": ("members/models/__init__.py", "import members.actions"),
    "inside alliance": ("alliance/access.py", "import alliance.views.today"),
    "two modules know guardian": ("alliance/audit.py", "import guardian.shortcuts"),
    "pure computation": ("alliance/words.py", "import django.db"),
}


def test_the_layers_hold(copy: Path) -> None:
    done = lint_imports(copy)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("contract", FORBIDDEN_IMPORTS)
def test_each_contract_can_fail(copy: Path, contract: str) -> None:
    name, line = FORBIDDEN_IMPORTS[contract]
    file = copy / name
    before = file.read_text()
    file.write_text(f"{before}\n{line}\n")
    try:
        done = lint_imports(copy)
    finally:
        file.write_text(before)

    assert done.returncode == 1
    assert re.search(rf"{contract}.* BROKEN", done.stdout)
