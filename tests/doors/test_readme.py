"""README.md shows what the bot does: its examples are run, its tables are compared with the code.

Where an answer's wording has changed on purpose, `python tests/doors/test_readme.py` prints README.md with the
examples as they are now.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from bot.settings import TOKENS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
EXAMPLE = re.compile(r"^```console\n\$ ([^\n]+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
EXAMPLES = EXAMPLE.findall(README)


def run(command: str, environ: dict[str, str]) -> str:
    """What a command of the README prints, in the environment that runs the tests."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        env=environ | {"PATH": path},
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.rstrip("\n") + "\n"


@pytest.mark.parametrize(("command", "output"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_an_example_prints_what_the_readme_shows(environ: dict[str, str], command: str, output: str) -> None:
    """Each example of the README prints exactly what stands under it."""
    assert run(command, environ) == output


def test_the_first_screen_is_an_answer_two_commands_and_slack() -> None:
    """The first screen holds an example, the two commands and the way to Slack."""
    first = "\n".join(README.splitlines()[:45])
    assert EXAMPLES
    for expected in (EXAMPLES[0][0], "make run", "make ask", "## Connect Slack"):
        assert expected in first


def test_every_command_is_listed() -> None:
    """The README lists every command that there is, and none that there is not."""
    done = subprocess.run([sys.executable, "-m", "bot", "-h"], cwd=ROOT, capture_output=True, text=True, check=True)
    there_are = set(re.findall(r"^    ([a-z]+) ", done.stdout, re.MULTILINE))
    assert set(re.findall(r"^\| `python -m bot ([a-z]+)", README, re.MULTILINE)) == there_are


def test_every_setting_is_listed() -> None:
    """The README lists every setting that the code reads."""
    code = (ROOT / "bot" / "settings.py").read_text("utf-8")
    read = set(re.findall(r'get\("([A-Z_]+)"', code)) | set(TOKENS)
    table = README.partition("## Settings")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`[^|]*) \|", table, re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)} == read


@pytest.mark.parametrize("file", ["README.md", "CHANGELOG.md", "SECURITY.md", "docs/README.md", "docs/security.md"])
def test_links_lead_somewhere(file: str) -> None:
    """Every link and picture within the project is there."""
    text = (ROOT / file).read_text("utf-8")
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    assert [target for target in targets if not (ROOT / file).parent.joinpath(target).exists()] == []


def test_the_tests_that_hold_a_defence_are_there() -> None:
    """Every test that the page on security names is a file of ours."""
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", (ROOT / "docs" / "security.md").read_text("utf-8")))
    assert named
    assert [name for name in named if not (ROOT / name).is_file()] == []


def test_every_page_of_the_documentation_is_listed() -> None:
    """docs/README.md lists every page that lies beside it."""
    index = (ROOT / "docs" / "README.md").read_text("utf-8")
    pages = {page.name for page in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert {page for page in pages if f"]({page})" not in index} == set()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        now = os.environ | {"COMMITMENTS_DB": f"{folder}/commitments.db"}
        run("python ingest.py corpus >/dev/null", now)
        print(EXAMPLE.sub(lambda found: f"```console\n$ {found[1]}\n{run(found[1], now)}```", README), end="")
