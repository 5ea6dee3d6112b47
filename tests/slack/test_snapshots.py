"""The Slack app answers from the newest good snapshot of a folder, and says so when there is none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.records.snapshots import publish, published
from bot.slack.questions import FromDatabase
from tests.records.sample_pages import ingest, page
from tests.slack.conftest import NewWorkspace

ASKED = "what is the completion of XA0001?"


def _publish(folder: Path, said: str) -> None:
    database = folder.with_suffix(".db")
    ingest(database, {"XA0001.txt": page("XA0001", Completion=said)})
    publish(database, folder)


def test_a_bot_that_runs_takes_what_is_published(workspace: NewWorkspace, tmp_path: Path) -> None:
    """Each question is answered from the newest that is whole; one that is not is passed over, and none is dropped."""
    folder = tmp_path / "snapshots"
    _publish(folder, "Limited")
    bot = workspace(FromDatabase(folder), COMMITMENTS_SNAPSHOTS=str(folder))
    for said in ("Substantial", "Complete"):
        bot.mention(ASKED)
        _publish(folder, said)
    bot.mention(ASKED)
    newest = published(folder)[0][2]
    shutil.copy(newest, folder / "commitments-000009-0123456789abcdef.db")
    (folder / "commitments-000010-0123456789abcdef.db").write_bytes(newest.read_bytes()[:9000])
    bot.mention(ASKED)
    found = [next(said for said in ("Limited", "Substantial", "Complete") if said in text) for text in bot.texts()]
    assert found == ["Limited", "Substantial", "Complete", "Complete"]


def test_whoever_asks_without_a_good_snapshot_is_told(
    workspace: NewWorkspace, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The person hears that the documents cannot be read, the log what to do."""
    folder = tmp_path / "snapshots"
    _publish(folder, "Limited")
    bot = workspace(FromDatabase(folder), COMMITMENTS_SNAPSHOTS=str(folder))
    published(folder)[0][2].write_bytes(b"")
    bot.mention(ASKED)
    assert "I cannot read my documents just now" in bot.texts()[-1]
    assert f"write one into it with “python -m bot ingest --publish {folder}”" in caplog.text
