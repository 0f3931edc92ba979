"""What the documentation names is there: tests, settings, commands, files, functions, addresses, pictures."""

import ast
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from flask import Flask

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
SECURITY = ("docs/security.md", "docs/security/asvs.md", "docs/threat-model.md", "docs/data-inventory.md")
CONFIGURATION = (ROOT / "docs" / "configuration.md").read_text()
COMMANDS = "".join((ROOT / page).read_text() for page in ("README.md", "CONTRIBUTING.md")) + CONFIGURATION
CODE = sorted(
    path for folder in ("zoho_app", "harness", "benchmarks", "tests") for path in (ROOT / folder).rglob("*.py")
)
FILE_NAMES = {path.name for path in (*CODE, *ROOT.glob("*.py"))}
SOURCE = "".join(path.read_text() for path in CODE if "tests" not in path.parts)
FUNCTIONS = set(re.findall(r"\bdef (\w+)", SOURCE))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text())
    dead = [link for link in links if not link.startswith("http") and not (page.parent / link).exists()]
    assert not dead


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_holds_the_marks_of_an_unfinished_merge(page: Path) -> None:
    assert not re.findall(r"^(?:<{7}|={7}|>{7})(?: .*)?$", page.read_text(), re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_heading_finds_it(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]*)#([^)]+)\)", page.read_text())
    dead = [f"{to}#{heading}" for to, heading in links if heading not in _headings(page.parent / to if to else page)]
    assert not dead


def _headings(page: Path) -> set[str]:
    """The anchors that GitHub makes of a page's headings."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title).lower().replace(" ", "-") for title in titles}


def test_every_test_that_shows_something_exists() -> None:
    pages = "".join((ROOT / page).read_text() for page in SECURITY)
    named = set(re.findall(r"`(test_[a-z_0-9]+)`", pages))
    there = {
        node.name
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
    }
    assert named
    assert not named - there


def test_the_layers_are_those_that_are_checked() -> None:
    imports = (ROOT / "docs" / "architecture.md").read_text().partition("## Imports")[2].split("```")[1]
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert imports.split("\n")[1:-1] == next(one["layers"] for one in contracts if one["id"] == "packages")


def test_every_setting_is_in_the_table() -> None:
    house = ROOT / "zoho_app"
    source = "".join(path.read_text() for path in (house / "config.py", *(house / "environment").glob("*.py")))
    read = set(re.findall(r'environ(?:\.get\(|, )"([A-Z_]+)"', source))
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", CONFIGURATION, re.MULTILINE))
    assert {"PORT", "DATABASE_URL", "ALLOW_PRIVATE_ADDRESSES"} <= read
    assert read == explained


def test_every_command_is_named(app: Flask) -> None:
    own = {"store create", "user create", "user password", "set-up-link", "migrate", "rotate-token-keys"}
    assert {name.split()[0] for name in own} <= set(app.cli.commands)
    assert {name for name in own if f"flask --app app {name}" in COMMANDS} == own
    assert {path.name for path in (ROOT / "script").iterdir()} - {"venv"} <= set(
        re.findall(r"script/(\w+)", COMMANDS)
    )


def test_every_address_of_the_api_is_described(app: Flask) -> None:
    described = (ROOT / "docs" / "api.md").read_text()
    routes = {rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/v2/")}
    addresses = {re.sub(r"<[^>]+>", "ID", route.removeprefix("/api/v2")) for route in routes}
    assert {address for address in addresses if f"{address}`" not in described} == set()


def test_the_first_five_minutes_are_the_steps_of_home() -> None:
    minutes = (ROOT / "README.md").read_text().partition("## The first five minutes")[2].partition("\n## ")[0]
    guide = (ROOT / "zoho_app" / "web" / "home" / "guide_steps.py").read_text()
    steps = re.findall(r"^\d\. \*\*([^*]+)\*\*:", minutes, re.MULTILINE)
    assert len(steps) == 5
    assert re.findall(r'title="([^"]+)"', guide) == steps
    sandbox = "".join(path.read_text() for path in (ROOT / "zoho_app" / "sandbox" / "templates").iterdir())
    assert [one for one in re.findall(r"\*\*([^*]+)\*\*", minutes) if one not in SOURCE + sandbox] == []


def test_every_label_in_the_user_guide_is_on_a_page() -> None:
    guide = (ROOT / "docs" / "user-guide.md").read_text().replace("\n", " ")
    labels = {label for label in re.findall(r"\*\*([^*]+)\*\*", guide) if not re.search(r"\d|\.\.\.", label)}
    pages = SOURCE + "".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    assert {"Connect to Zoho Books", "Save rule"} <= labels
    assert not {label for label in labels if label not in pages}


def test_no_page_holds_the_marks_of_a_merge() -> None:
    marked = [page.name for page in PAGES if re.search(r"^(<{7} |={7}$|>{7} )", page.read_text(), re.MULTILINE)]
    assert not marked


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_that_is_named_exists(page: Path) -> None:
    """A path in backticks that begins in a folder of ours, or the name of a module, names something that is there."""
    missing = {path for path in _in_backticks(page) if _looks_like_a_path(path) and not _is_there(path)}
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_name_of_a_module_or_a_class_that_is_named_exists(page: Path) -> None:
    text = page.read_text()
    dotted = {
        words.split("(")[0]
        for words in _in_backticks(page)
        if re.fullmatch(r"\w+\.(?!(py|sqlite3)$)\w+(\(.*\))?", words)
    }
    arrows = set(re.findall(r"^ +\w+ --> .*?: (.+)$", text, re.MULTILINE))
    dotted |= {name for arrow in arrows for name in re.findall(r"\b\w+\.\w+\b", arrow)}
    owners = {name for name in dotted if name.split(".")[0] in NAMES and f'"{name}"' not in SOURCE}
    missing = {name for name in owners if name.split(".")[1] not in NAMES[name.split(".")[0]]}
    missing |= {name for arrow in arrows for name in re.findall(r"\b_[a-z]\w+", arrow) if name not in FUNCTIONS}
    assert not missing


def _names() -> dict[str, set[str]]:
    """What each module and each class has, by its name; modules of one name are taken together."""
    names: dict[str, set[str]] = {}
    for path in (ROOT / "zoho_app").rglob("*.py"):
        body = ast.parse(path.read_text()).body
        names.setdefault(path.stem, set()).update(_defined(body))
        for node in body:
            if isinstance(node, ast.ClassDef):
                names.setdefault(node.name, set()).update(_defined(node.body))
    return names


def _defined(body: Sequence[ast.stmt]) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name))


NAMES = _names()


def _in_backticks(page: Path) -> set[str]:
    return set(re.findall(r"`([^`\n]+)`", page.read_text()))


def _looks_like_a_path(words: str) -> bool:
    if re.fullmatch(r"[a-z_0-9]+\.py", words):
        return True
    first = words.split("/")[0]
    return bool(re.fullmatch(r"\w[\w.-]*(/[\w.-]+)*/?", words)) and "/" in words and _is_there(first)


def _is_there(path: str) -> bool:
    if "/" not in path and path.endswith(".py"):
        return path in FILE_NAMES
    return any((root / path).exists() or (root / f"{path}.py").exists() for root in (ROOT, ROOT / "zoho_app"))
