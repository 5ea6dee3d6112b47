"""Tables in TOML: parsed once, and never out of step with their text."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bot.records.kept import derived, table

TEXT = '[words]\nask = ["who", "¿quién?"]\nweight = 0.5\n'
FOUND = {"words": {"ask": ["who", "¿quién?"], "weight": 0.5}}


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table in a folder of its own, where compiled files may be written."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    made = tmp_path / "words.toml"
    made.write_text(TEXT, "utf-8")
    return made


def kept(file: Path) -> list[Path]:
    """What is kept beside a table."""
    return sorted(file.parent.glob("__pycache__/*"))


def test_a_table_is_parsed_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second reading needs no parser and finds the same."""
    assert table(file) == FOUND
    assert len(kept(file)) == 1
    monkeypatch.setitem(sys.modules, "tomllib", None)
    assert table(file) == FOUND


def test_a_changed_table_is_parsed_again(file: Path) -> None:
    """What is kept holds for its text alone, whatever the time and the size of the file."""
    table(file)
    file.write_text(TEXT.replace("0.5", "0.7"), "utf-8")
    assert table(file)["words"]["weight"] == 0.7
    assert len(kept(file)) == 1


@pytest.mark.parametrize("damage", [b"", b"12345678", b"\x00" * 40])
def test_a_damaged_copy_is_not_read(file: Path, damage: bytes) -> None:
    """A copy that was cut off or written over is made anew."""
    table(file)
    (copy,) = kept(file)
    whole = copy.read_bytes()
    for broken in (damage, whole[:8], whole[:20]):
        copy.write_bytes(broken)
        assert table(file) == FOUND
        assert copy.read_bytes() == whole


def test_a_table_is_read_where_nothing_can_be_written(file: Path) -> None:
    """A folder that takes no file costs the time of parsing, and nothing else."""
    (file.parent / "__pycache__").write_text("no folder")
    assert table(file) == FOUND


def test_nothing_is_kept_where_python_keeps_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`PYTHONDONTWRITEBYTECODE` holds for tables too."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert table(file) == FOUND
    assert kept(file) == []


def test_what_is_made_of_a_table_is_made_once(file: Path) -> None:
    """It is made again when the table or one of the modules that make it changes, and only then."""
    maker = file.with_name("maker.py")
    made: list[str] = []

    def make() -> dict[str, frozenset[str]]:
        made.append(maker.read_text("utf-8"))
        return {"known": frozenset(table(file)["words"]["ask"])}

    for text in ("# one", "# one", "# two", "# two"):
        maker.write_text(text, "utf-8")
        assert derived(file, [str(maker)], make) == {"known": {"who", "¿quién?"}}
    file.write_text(TEXT.replace("who", "whom"), "utf-8")
    assert derived(file, [str(maker)], make) == {"known": {"whom", "¿quién?"}}
    assert made == ["# one", "# two", "# two"]
