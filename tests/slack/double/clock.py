"""A clock that a test moves."""

from __future__ import annotations

import time


class Clock:
    """Seconds since the epoch, those of this machine at first; it stands until `pass_` moves it."""

    def __init__(self, start: float | None = None) -> None:
        self._now = time.time() if start is None else start

    def __call__(self) -> float:
        """The time."""
        return self._now

    def pass_(self, seconds: float) -> None:
        """Let time pass."""
        self._now += seconds


class WallClock(Clock):
    """The time of this machine."""

    def __call__(self) -> float:
        """The time."""
        return time.time()
