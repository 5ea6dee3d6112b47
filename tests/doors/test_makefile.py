"""make: a question arrives as it was typed, nothing is installed twice, and what is missing is said."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def make(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run make in the project, with the environment that runs this test in the place of `.venv`."""
    installed = ["-o", ".venv/.installed", f"BIN={Path(sys.executable).parent}"]
    return run(["make", "-C", str(ROOT), "--no-print-directory", *installed, *arguments], more)


def run(command: list[str], more: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command with `more` variables and without those of a make around it."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("MAKE") and name != "Q"}
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", env={**env, **more}, timeout=60, check=False, input=""
    )


@pytest.mark.parametrize(
    "question",
    [
        """who's leading “KR0032” or "KR0032"?""",
        r"does KR0032   cost $5 or $HOME or $(shell echo five) or ${PATH} or a\b \" \\?",
        "`id` of KR0032; exit 1 of 100% # sure",
        "--json",
        "",
    ],
)
def test_a_question_arrives_as_it_was_typed(environ: dict[str, str], question: str) -> None:
    """No quote, dollar sign or dash of a question is read by make or by the shell."""
    asked = make("ask", f"Q={question}", **environ)
    assert asked.returncode == 0, asked.stderr
    directly = run([sys.executable, "-m", "bot", "ask", "--", question], environ | {"PYTHONPATH": str(ROOT)})
    assert asked.stdout == directly.stdout


def test_a_question_may_come_from_the_environment(environ: dict[str, str]) -> None:
    """`Q=… make ask` is the same as `make ask Q=…`."""
    question = "when does KR0029 end, $HOME?"
    assert make("ask", **environ, Q=question).stdout == make("ask", f"Q={question}", **environ).stdout


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with the Makefile and the two files that it watches."""
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    return tmp_path


def stub(folder: Path, name: str, script: str) -> None:
    """A program that stands in for one that this machine has not."""
    (folder / name).write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    (folder / name).chmod(0o755)


def test_an_old_python_is_said(project: Path) -> None:
    """With an older Python only, make says which one it needs."""
    stub(project, "python3", "exit 1")
    done = run(["make", "-C", str(project), f"PYTHON={project}/python3", "run"], {})
    assert done.returncode == 2
    assert "needs Python 3.11 or newer" in done.stderr


def test_a_python_without_venv_is_said(project: Path) -> None:
    """With a Python that lacks the venv module, as Debian's does, make names the package to install."""
    stub(project, "python3", 'case "$2" in *venv*) exit 1;; esac')
    done = run(["make", "-C", str(project), f"PYTHON={project}/python3", "run"], {})
    assert done.returncode == 2
    assert "apt install python3-venv" in done.stderr


def test_an_installation_is_not_repeated(project: Path) -> None:
    """Make installs again when pyproject.toml or the pins are newer than the last time, and only then."""
    marker = project / ".venv" / ".installed"
    marker.parent.mkdir()
    marker.touch()
    for name in ("pyproject.toml", "constraints.txt"):
        os.utime(project / name, (0, 0))
    question = ["make", "-C", str(project), "--question", ".venv/.installed"]
    assert run(question, {}).returncode == 0
    os.utime(project / "pyproject.toml")
    os.utime(marker, (1, 1))
    assert run(question, {}).returncode == 1
