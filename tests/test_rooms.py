"""Who may import whom (design: the rooms), and where each outside library is let in."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# A room, and the rooms that it may import besides itself. The doors may import any.
MAY_IMPORT: dict[str, set[str]] = {
    "records": set(),
    "state": set(),
    "reading": {"records"},
    "asking": {"records"},
    "digest": {"records", "state", "asking", "charts"},
    "intake": {"records", "reading", "output"},
    "charts": {"records"},
    "slack": {"records", "state", "reading", "asking", "digest", "charts", "settings", "logs"},
    "settings": {"records"},
    "logs": {"records"},
    "output": {"records"},
}
DOORS = {"__main__", "command_line", "doctor", "export", "mcp_server", "review", "terminal"}

# An outside library, and the one place that lets it in.
LIBRARIES: dict[str, str | tuple[str, ...]] = {
    "apscheduler": "bot/digest/deliver.py",
    "babel": ("bot/digest/text.py", "bot/records/languages.py"),
    "dotenv": "bot/settings.py",
    "holidays": "bot/digest/clock.py",
    "icalendar": "bot/digest/forms.py",
    "matplotlib": "bot/charts/render.py",
    "mcp": "bot/mcp_server.py",
    "openpyxl": ("bot/export.py", "bot/reading/workbook.py"),
    "phonenumbers": "bot/records/",
    "prometheus_client": "bot/slack/",
    "protego": "bot/reading/fetch.py",
    "pypdfium2": "bot/reading/pdf_pages.py",
    "rapidfuzz": "bot/asking/likeness.py",
    "selectolax": "bot/reading/markup.py",
    "shtab": "bot/command_line.py",
    "slack_bolt": "bot/slack/",
    "slack_sdk": "bot/slack/",
    "sqlalchemy": "bot/state/",
    "sqlite_utils": "bot/records/build.py",
    "urllib3": "bot/reading/request.py",
    "waitress": "bot/slack/",
    "watchfiles": "bot/intake/sources.py",
}
SOURCES = [ROOT / "ingest.py", *sorted((ROOT / "bot").rglob("*.py"))]


def imports(file: Path) -> Iterator[str]:
    """The full names of all that `file` imports, wherever in it: in functions and for type checking too."""
    package = file.relative_to(ROOT).parts[:-1]
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = list(package[: len(package) - node.level + 1]) if node.level else []
            base += node.module.split(".") if node.module else []
            yield from (".".join([*base, alias.name]) for alias in node.names)


def room(name: str) -> str | None:
    """The room of `bot` that the module called `name` lies in."""
    parts = name.split(".")
    return parts[1] if parts[0] == "bot" and len(parts) > 1 else None


def own_room(file: Path) -> str | None:
    """The room of `bot` that `file` lies in."""
    return room(".".join(file.relative_to(ROOT).with_suffix("").parts))


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_module_imports_only_the_rooms_that_its_own_room_may(file: Path) -> None:
    """No module of a room imports another room than those that its own may import."""
    own = own_room(file)
    if own is None or own in DOORS or own == "__init__":
        return
    found = {other for name in imports(file) if (other := room(name)) and other != own}
    assert own in MAY_IMPORT, f"{own} is a new room: give it a row, and its reason in docs/"
    assert found - MAY_IMPORT[own] == set()


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(ROOT)))
def test_an_outside_library_is_imported_in_its_one_place(file: Path) -> None:
    """Each outside library is imported only where the table lets it in."""
    place = str(file.relative_to(ROOT))
    ours = {"bot", "ingest", *sys.stdlib_module_names}
    outside = {name.partition(".")[0] for name in imports(file)} - ours
    assert {name: place for name in outside if not place.startswith(LIBRARIES.get(name, "(nowhere)"))} == {}


def test_the_package_init_imports_nothing() -> None:
    """`import bot` does no work."""
    assert list(imports(ROOT / "bot" / "__init__.py")) == []


def test_every_dependency_is_imported() -> None:
    """pyproject.toml asks for exactly the libraries that the project imports, and for the time zones' data."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    optional = (extras[name] for name in ("charts", "mcp", "metrics", "plans", "tables"))
    wanted = sum(optional, project["dependencies"])
    asked = {re.split(r"[><=\[ ]", line)[0].replace("-", "_") for line in wanted}
    imported = {name.partition(".")[0] for file in SOURCES for name in imports(file)}
    assert asked - {"tzdata", "python_dotenv"} | {"dotenv"} == imported & set(LIBRARIES)
