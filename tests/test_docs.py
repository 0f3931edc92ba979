"""What the documentation names is there: tests, settings, commands, files, addresses, pictures."""

import ast
import re
from pathlib import Path

import pytest
from flask import Flask

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
SECURITY = ("docs/security.md", "docs/security/asvs.md", "docs/threat-model.md", "docs/data-inventory.md")
README = (ROOT / "README.md").read_text()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text())
    dead = [link for link in links if not link.startswith("http") and not (page.parent / link).exists()]
    assert not dead


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_heading_finds_it(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]*)#([^)]+)\)", page.read_text())
    dead = [f"{to}#{heading}" for to, heading in links if heading not in _headings(page.parent / to if to else page)]
    assert not dead


def _headings(page: Path) -> set[str]:
    """The anchors that GitHub makes of a page's headings."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title).lower().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_is_named_exists(page: Path) -> None:
    named = set(re.findall(r"`((?:[a-z_]+/)+[a-z_0-9]+\.(?:py|txt|md|css))`", page.read_text()))
    missing = {name for name in named if not any((root / name).exists() for root in (ROOT, ROOT / "zoho_app"))}
    assert not missing


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


def test_every_setting_is_in_the_table() -> None:
    house = ROOT / "zoho_app"
    source = "".join(path.read_text() for path in (house / "config.py", *(house / "environment").glob("*.py")))
    read = set(re.findall(r'environ(?:\.get\(|, )"([A-Z_]+)"', source))
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))
    assert {"PORT", "DATABASE_URL", "ALLOW_PRIVATE_ADDRESSES"} <= read
    assert read == explained


def test_every_command_is_named(app: Flask) -> None:
    own = {"store create", "user create", "user password", "set-up-link", "migrate", "rotate-token-keys"}
    assert {name.split()[0] for name in own} <= set(app.cli.commands)
    assert {name for name in own if f"flask --app app {name}" in README} == own
    assert {path.name for path in (ROOT / "script").iterdir()} - {"venv"} <= set(re.findall(r"script/(\w+)", README))


def test_every_address_of_the_api_is_described(app: Flask) -> None:
    described = (ROOT / "docs" / "api.md").read_text()
    routes = {rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/v2/")}
    addresses = {re.sub(r"<[^>]+>", "ID", route.removeprefix("/api/v2")) for route in routes}
    assert {address for address in addresses if f"{address}`" not in described} == set()
