"""The doors are tested as people use them: real processes over the real corpus."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.forking import python

ROOT = Path(__file__).parents[2]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the corpus, made by the documents' door."""
    file = tmp_path_factory.mktemp("doors") / "commitments.db"
    command = [*python(), "ingest.py", "corpus", "--db", str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return file


@pytest.fixture(scope="session")
def environ(database: Path) -> dict[str, str]:
    """The environment of a machine without any setting but the database's place."""
    ours = ("SLACK_", "ALLOWED_", "DIGEST_", "LOG_", "PYTHON", "LC_", "LANG")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    state = str(database.parent / "state.db")
    return kept | {"COMMITMENTS_DB": str(database), "STATE_DB": state, "LC_ALL": "C.UTF-8"}


@pytest.fixture(scope="session")
def bot(environ: dict[str, str]) -> Run:
    """Run `python -m bot` with arguments; standard input is empty unless given; `more` are variables."""

    def run(*arguments: str, text: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*python(), "-m", "bot", *arguments],
            input=text,
            capture_output=True,
            encoding="utf-8",
            cwd=ROOT,
            env=environ | more,
            timeout=60,
            check=False,
        )

    return run
