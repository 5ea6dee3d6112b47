"""The corpus as a database, and the same after one of its documents changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.digest.documents import ingest
from tests.digest.office import Office
from tests.state_databases import KINDS_OF_DIGESTS, new_address

ROOT = Path(__file__).parents[2]
BEGUN = date(2017, 1, 15)
"""The day of the first ingest."""


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the two documents of the corpus."""
    file = tmp_path_factory.mktemp("records") / "commitments.db"
    ingest(ROOT / "corpus", file, BEGUN)
    return file


Edit = Callable[..., Path]


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """Ingest the corpus, change words of a document (once for each day given), and ingest it again that day."""

    def edit(*changes: tuple[date, str, str, str]) -> Path:
        corpus, file = tmp_path / "corpus", tmp_path / "commitments.db"
        shutil.copytree(ROOT / "corpus", corpus)
        ingest(corpus, file, BEGUN)
        for day, name, old, new in changes:
            text = (corpus / name).read_text("utf-8")
            assert old in text
            (corpus / name).write_text(text.replace(old, new, 1), "utf-8")
            ingest(corpus, file, day)
        return file

    return edit


@pytest.fixture(params=KINDS_OF_DIGESTS)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a new state database, of each kind that there is."""
    with new_address(request.param, tmp_path) as made:
        yield made


@pytest.fixture
def office(tmp_path: Path, address: str) -> Iterator[Office]:
    """An office of one test."""
    made = Office(tmp_path, address)
    yield made
    made.state.dispose()
