"""Whole action plans through the documents' door."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

from tests.reading.test_plans import MAPPING, OWN, plan_of

Ingest = Callable[..., CompletedProcess[str]]


def codes(db: Path) -> list[str]:
    """The codes of the database."""
    with sqlite3.connect(db) as connection:
        return [code for (code,) in connection.execute("SELECT code FROM commitments ORDER BY code")]


def changes(db: Path) -> int:
    """How many changes the database holds."""
    with sqlite3.connect(db) as connection:
        return int(connection.execute("SELECT count(*) FROM changes").fetchone()[0])


def test_the_same_plan_read_again_changes_nothing(ingest: Ingest, db: Path, tmp_path: Path) -> None:
    """Also where its text has one line more above it, so that every place is another."""
    plan = tmp_path / "plan.txt"
    plan.write_text(plan_of(5))
    assert ingest(plan).returncode == 0
    before = codes(db)
    assert before == [f"GE-P4-{n}" for n in range(1, 6)]
    told = changes(db)
    plan.write_text("\n" + plan_of(5))
    assert ingest(plan).returncode == 0
    assert (codes(db), changes(db)) == (before, told)


def test_a_mapping_of_labels_reads_a_plan_that_was_refused(ingest: Ingest, db: Path, tmp_path: Path) -> None:
    """The report names the labels, `--explain` a mapping, and with `--mapping` the commitments are read."""
    plan, mapping = tmp_path / "plan.txt", tmp_path / "labels.toml"
    plan.write_text(OWN)
    mapping.write_text(MAPPING)
    assert "its labels are not known" in ingest(plan).stderr
    assert '[labels]\nunkept = ["Cosa vogliamo"' in ingest("--explain", plan).stdout
    assert ingest(plan, "--mapping", mapping).returncode == 0
    assert codes(db) == [f"IT-P4-{n}" for n in range(1, 6)]
