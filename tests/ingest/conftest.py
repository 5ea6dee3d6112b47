"""The documents' door is tested as people use it: as a process, on files."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.forking import python

ROOT = Path(__file__).parents[2]
Ingest = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine without any setting, with its cache in a folder of the test's."""
    ours = (
        "SLACK_",
        "ALLOWED_",
        "DIGEST_",
        "FETCH_",
        "LOG_",
        "PYTHON",
        "LC_",
        "LANG",
        "COMMITMENTS_",
        "STATE_",
        "CORPUS",
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"LC_ALL": "C.UTF-8", "FETCH_CACHE": str(tmp_path / "cache")}


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A database that is not there yet."""
    return tmp_path / "commitments.db"


@pytest.fixture
def ingest(environ: dict[str, str], db: Path) -> Ingest:
    """Run `python ingest.py` into `db`; `more` are variables of the environment."""

    def run(*arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*python(), "ingest.py", "--db", str(db), *map(str, arguments)],
            capture_output=True,
            encoding="utf-8",
            cwd=ROOT,
            env=environ | more,
            timeout=60,
            check=False,
        )

    return run
