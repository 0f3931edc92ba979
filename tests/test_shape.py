"""The arrows of the house (docs/architecture.md), and what a file may be; read from the source, not run."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).parent.parent
HOUSE = ROOT / "zoho_app"
GROUND = ("extensions", "columns", "config", "clock", "masking", "logs")

Node = TypeVar("Node", bound=ast.AST)

# Who may import whom, beside GROUND (everybody may) and itself. create_desk and create_app meet everybody.
MAY_IMPORT = {
    "web": {
        "privacy",
        "bulk",
        "alerts",
        "zoho_books",
        "channels",
        "orders",
        "rules",
        "appointments",
        "accounts",
        "queue",
        "mail",
        "access",
        "doors",
        "request_log",
        "incoming",
        "streaming",
        "processes",
    },
    "api": {"orders", "rules", "appointments", "accounts", "queue", "access", "doors", "incoming", "streaming"},
    "jobs": {
        "privacy",
        "bulk",
        "alerts",
        "zoho_books",
        "channels",
        "orders",
        "rules",
        "appointments",
        "accounts",
        "queue",
    },
    "bulk": {"zoho_books", "orders", "rules", "appointments", "accounts", "queue"},
    "privacy": {"bulk", "alerts", "zoho_books", "channels", "orders", "rules", "appointments", "accounts", "queue"},
    "alerts": {"zoho_books", "channels", "orders", "appointments", "accounts", "queue", "outgoing", "mail"},
    "cli": {"zoho_books", "channels", "orders", "rules", "appointments", "accounts", "queue", "migrating"},
    "processes": {"jobs", "queue", "accounts", "appointments", "create_app", "create_desk", "migrating"},
    "zoho_books": {"orders", "rules", "appointments", "accounts", "queue", "outgoing"},
    "channels": {"orders", "rules", "appointments", "accounts", "queue", "outgoing"},
    "orders": {"rules", "appointments", "accounts", "queue"},
    "rules": {"queue"},
    "appointments": {"queue"},
    "accounts": {"queue"},
    "access": {"accounts", "request_log", "incoming"},
    "request_log": set(),
    "incoming": set(),
    "streaming": set(),
    "queue": set(),
    "outgoing": set(),
    "mail": set(),
    "migrating": set(),
    "doors": set(),
    "host_names": set(),
    "proxies": set(),
    "environment": set(),
    "bounded": set(),
    "sandbox": set(),
    **{name: set() for name in GROUND},
    "config": {"environment"},
}
ONLY_IN = {
    "requests": {"outgoing.py"},
    "authlib": {"zoho_books/oauth.py"},
    "smtplib": {"mail.py"},
    "rq": {"queue.py", "processes/"},
    "rq_scheduler": {"processes/"},
    "redis": {"queue.py", "processes/", "zoho_books/quota.py"},
    "gunicorn": {"processes/"},
    "waitress": {"processes/"},
}
AT_THE_DOORS = {"request", "session", "render_template", "flash"}
# Where transactions may end.
EDGES = (
    "web/",
    "api/",
    "jobs.py",
    "cli.py",
    "processes/",
    "appointments/lane.py",
    "appointments/task.py",
    "zoho_books/connection.py",
)
LONGEST_FILE = 300

FILES = sorted(path for path in HOUSE.rglob("*.py") if "migrations" not in path.parts)
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


def imports(path: Path) -> list[tuple[str, int]]:
    """Every module that a file imports, with the line; names imported from zoho_app itself are its modules."""
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            if node.module == "zoho_app":
                found += [(f"zoho_app.{alias.name}", node.lineno) for alias in node.names]
            else:
                found.append((node.module, node.lineno))
    return found


def test_whom_these_rules_name_exists() -> None:
    rooms = {*MAY_IMPORT, *(room for rooms in MAY_IMPORT.values() for room in rooms)} - {"create_app", "create_desk"}
    places = {place for places in ONLY_IN.values() for place in places} | set(EDGES)
    assert not [room for room in rooms if not (HOUSE / room).is_dir() and not (HOUSE / f"{room}.py").is_file()]
    assert not [place for place in places if not (HOUSE / place).exists()]


def test_arrows_point_one_way() -> None:
    wrong = []
    for path in FILES:
        room = room_of(path)
        if room == "__init__":
            continue
        allowed = MAY_IMPORT[room] | set(GROUND) | {room}
        for module, line in imports(path):
            if module.startswith("zoho_app") and [*module.split("."), ""][1] not in allowed:
                wrong.append(f"{name_of(path)}:{line} imports {module}")
    assert not wrong


def test_the_product_knows_neither_its_tests_nor_its_measurements() -> None:
    outside = ("tests", "benchmarks")
    assert not [name_of(path) for path in FILES for module, _ in imports(path) if module.split(".")[0] in outside]


def test_the_outside_is_reached_only_where_the_plan_says() -> None:
    wrong = []
    for path in OURS:
        for module, line in imports(path):
            places = ONLY_IN.get(module.split(".")[0])
            if places is not None and not name_of(path).startswith(tuple(places)):
                wrong.append(f"{name_of(path)}:{line} imports {module}")
    assert not wrong


def test_forms_requests_and_templates_stay_at_the_doors() -> None:
    wrong = []
    for path in OURS:
        if room_of(path) in ("web", "api", "access", "doors", "host_names", "incoming", "request_log"):
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
    for path in [*FILES, *(ROOT / "benchmarks").rglob("*.py")]:
        assert len(path.read_text().splitlines()) <= LONGEST_FILE, f"{path} is two files"
        assert ast.get_docstring(tree(path)), f"{path} has no docstring"


def test_no_module_takes_part_in_an_import_cycle() -> None:
    modules = {f"zoho_app.{name_of(path)[:-3].replace('/', '.')}".removesuffix(".__init__"): path for path in FILES}
    arrows: dict[str, set[str]] = {}
    for module, path in modules.items():
        arrows[module] = set()
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                names = {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
                arrows[module] |= {name for name in names if name in modules and modules[name].name != "__init__.py"}
    settled: set[str] = set()
    while free := {module for module in arrows.keys() - settled if arrows[module] <= settled | {module}}:
        settled |= free
    assert not sorted(arrows.keys() - settled)


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
