"""How the project logs: to standard error, as text for people or a JSON object a line for machines."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from bot.records.text import cleaned_json

_TURN: ContextVar[str] = ContextVar("turn", default="")


@contextmanager
def about(turn: str) -> Iterator[None]:
    """Mark what this thread logs meanwhile, libraries' lines too, with the id of the request that it is about."""
    before = _TURN.set(turn)
    try:
        yield
    finally:
        _TURN.reset(before)


def configure(level: str, log_format: str) -> None:
    """Log from `level` on, as `text` or `json`; what was configured before is replaced."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        JsonFormatter()
        if log_format == "json"
        else logging.Formatter("%(asctime)s %(levelname)s %(name)s%(about)s: %(message)s")
    )
    handler.addFilter(_mark)
    logging.basicConfig(level=level, handlers=[handler], force=True)


def _mark(record: logging.LogRecord) -> bool:
    turn = record.__dict__["turn"] = _TURN.get()
    record.__dict__["about"] = f" [{turn}]" if turn else ""
    return True


class JsonFormatter(logging.Formatter):
    """One JSON object a record: `time` (UTC), `level`, `logger`, `message`, and `turn`, `traceback` where they are."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line of JSON."""
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if turn := getattr(record, "turn", ""):
            entry["turn"] = turn
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return cleaned_json(entry)
