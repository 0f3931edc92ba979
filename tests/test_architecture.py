"""What a file may be, beyond the import contracts in pyproject.toml; read from the source, not run."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

from zoho_app import kinds

ROOT = Path(__file__).parents[1]
HOUSE = ROOT / "zoho_app"

Node = TypeVar("Node", bound=ast.AST)

AT_THE_DOORS = {"request", "session", "render_template", "flash"}
# Where transactions may end.
EDGES = (
    "web/",
    "api/",
    "jobs.py",
    "cli.py",
    "processes/",
    "appointments/queue_work.py",
    "appointments/task.py",
    "zoho_books/api/access_token.py",
)
LONGEST_FILE = 300
LONGEST_TEST = 350
MOST_FILES = 20

FILES = sorted(path for path in HOUSE.rglob("*.py") if "migrations" not in path.parts)
EVERYTHING = [
    path
    for folder in (HOUSE, ROOT / "press", ROOT / "harness", ROOT / "benchmarks", ROOT / "tests")
    for path in sorted(folder.rglob("*.py"))
    if "migrations" not in path.parts
]
OURS = [path for path in FILES if "sandbox" not in path.parts]


def name_of(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


def room_of(path: Path) -> str:
    first = path.relative_to(HOUSE).parts[0]
    return first.removesuffix(".py")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def nodes(path: Path, kind: type[Node]) -> Iterator[Node]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, kind))


def test_forms_requests_and_templates_stay_at_the_doors() -> None:
    wrong = []
    for path in OURS:
        if room_of(path) in ("web", "api", "http"):
            continue
        for node in nodes(path, ast.ImportFrom):
            names = {alias.name for alias in node.names}
            package = (node.module or "").split(".")[0]
            if package in ("flask_wtf", "wtforms") or (package == "flask" and names & AT_THE_DOORS):
                wrong.append(f"{name_of(path)}:{node.lineno}")
    assert not wrong


def test_only_the_edges_commit() -> None:
    wrong = [
        f"{name_of(path)}:{node.lineno}"
        for path in OURS
        if not name_of(path).startswith(EDGES)
        for node in nodes(path, ast.Call)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]
    assert not wrong


def test_no_import_hides_in_a_function() -> None:
    wrong = [
        f"{name_of(path)}:{inner.lineno}"
        for path in FILES
        for node in nodes(path, ast.FunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert not wrong


def test_a_file_is_short_and_says_what_it_is_for() -> None:
    for path in [*FILES, *(ROOT / "press").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]:
        assert len(path.read_text().splitlines()) <= LONGEST_FILE, f"{path} is two files"
        assert ast.get_docstring(tree(path)), f"{path} has no docstring"


def test_a_test_file_tests_one_thing() -> None:
    paths = [path for folder in ("tests", "harness") for path in (ROOT / folder).rglob("*.py")]
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text().splitlines()) for path in paths}
    assert {path: length for path, length in lengths.items() if length > LONGEST_TEST} == {}


def test_a_folder_has_at_most_twenty_files() -> None:
    folders = Counter(path.parent for path in FILES)
    assert {name_of(folder): count for folder, count in folders.items() if count > MOST_FILES} == {}


def test_no_file_and_no_folder_is_named_by_a_gerund() -> None:
    nouns = {
        "outgoing",
        "paging",
        "sku_mapping",
        "tracking",
        "listing",
        "test_outgoing",
        "test_tracking",
        "test_smuggling",
    }
    names = {part.removesuffix(".py") for path in EVERYTHING for part in path.relative_to(ROOT).parts}
    assert {name for name in names if name.endswith("ing")} <= nouns


def test_no_function_is_called_of() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in EVERYTHING
        for node in nodes(path, ast.FunctionDef)
        if node.name.strip("_") == "of"
    ]
    assert not wrong


def test_only_kinds_py_spells_a_kind_of_appointment() -> None:
    """An endpoint may be called the same: it stands in `url_for`, or in links.py."""
    names = {kind.name for kind in kinds.ALL.values()}
    elsewhere = [path for path in EVERYTHING if path.name not in ("kinds.py", "links.py")]
    spelled = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in elsewhere
        for node in nodes(path, ast.Constant)
        if node.value in names
    ]
    for path in (ROOT / "templates").rglob("*.html"):
        text = re.sub(r"""url_for\(\s*["'][\w.]+["']""", "", path.read_text())
        spelled += [f"{path.relative_to(ROOT)}: {name}" for name in names if re.search(rf"""["']{name}["']""", text)]
    assert spelled == []


def test_no_test_imports_another_one() -> None:
    """What several need stands in tests/support/ or harness/."""
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in EVERYTHING
        for node in nodes(path, ast.ImportFrom)
        if (node.module or "").startswith("tests.") and not (node.module or "").startswith("tests.support")
    ]
    assert not wrong


def test_no_text_shows_the_name_of_a_constant() -> None:
    """As a text with a placeholder does that is no f-string."""
    wrong = [
        f"{name_of(path)}:{node.lineno}"
        for path in OURS
        for node in nodes(path, ast.Constant)
        if isinstance(node.value, str) and re.search(r"\{[A-Z][A-Z_]+\}", node.value)
    ]
    assert not wrong


def test_our_own_clock_is_the_only_one() -> None:
    for path in OURS:
        if name_of(path) == "clock.py":
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute) and node.attr in ("now", "utcnow", "today"):
                owner = node.value
                assert not (isinstance(owner, ast.Name) and owner.id in ("datetime", "date")), (
                    f"{name_of(path)}:{node.lineno}"
                )


def test_no_template_has_inline_script_or_style() -> None:
    for path in [*(ROOT / "templates").rglob("*.html"), *(HOUSE / "sandbox" / "templates").rglob("*.html")]:
        text = path.read_text().lower()
        assert "<style" not in text, path
        assert " style=" not in text, path
        assert " onclick=" not in text, path
        for start in [i for i in range(len(text)) if text.startswith("<script", i)]:
            assert "src=" in text[start : text.index(">", start)], path
