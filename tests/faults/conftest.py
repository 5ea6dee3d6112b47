"""The commitments that the bots under fault answer from."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The commitments of `corpus/`, ingested."""
    path = tmp_path_factory.mktemp("records") / "commitments.db"
    subprocess.run([sys.executable, ROOT / "ingest.py", ROOT / "corpus", "--db", path], check=True, capture_output=True)
    return str(path)
