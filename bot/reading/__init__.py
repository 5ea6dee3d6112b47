"""Documents to records: every value that a commitment's page or an export states, each with its exact place."""

from __future__ import annotations

from bot.reading.document import read
from bot.reading.formats import MAX_BYTES

__all__ = ["MAX_BYTES", "read"]
