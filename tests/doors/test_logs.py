"""The log goes to standard error, as text or as one JSON object a record."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = """
import logging, sys
from bot.logs import configure

configure(*sys.argv[1:])
log = logging.getLogger("bot.test")
log.info("not so %s", "important")
try:
    raise ValueError("inside\\nand below")
except ValueError:
    log.exception("“%s” failed", "it")
"""


def logged(level: str, log_format: str) -> list[str]:
    """The lines that a small program logs."""
    command = [sys.executable, "-c", PROGRAM, level, log_format]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=30, check=True)
    assert done.stdout == ""
    return done.stderr.splitlines()


def test_json_is_one_object_a_record() -> None:
    """In JSON a record is one line, its traceback within."""
    info, error = map(json.loads, logged("INFO", "json"))
    assert datetime.fromisoformat(info.pop("time")).tzinfo
    assert info == {"level": "INFO", "logger": "bot.test", "message": "not so important"}
    assert error["message"] == "“it” failed"
    assert error["traceback"].endswith("ValueError: inside\nand below")


def test_text_is_for_people() -> None:
    """As text a record begins with time and level, and the traceback follows it."""
    lines = logged("ERROR", "text")
    assert lines[0].endswith(" ERROR bot.test: “it” failed")
    assert lines[-2:] == ["ValueError: inside", "and below"]


def test_what_is_below_the_level_is_left_out() -> None:
    """Records below the level are not logged."""
    assert len(logged("ERROR", "json")) == 1
