"""How much one person, and one channel, may ask in a minute: counted in this process, told once a minute."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from threading import Lock

WINDOW = 60.0  # seconds
PERSON = "You have asked me {most} questions within a minute, which is as many as I take. Please wait a little."
CHANNEL = "I was asked {most} questions here within a minute, which is as many as I take. Please wait a little."


class Verdict(Enum):
    """Whether a question is taken; one that is not is told so, unless that was said within the minute already."""

    TAKEN = "taken"
    TOLD = "told"
    KNOWN = "known"


@dataclass(slots=True)
class _Window:
    """When something was asked of late, and when it was last said that it is enough."""

    asked: deque[float] = field(default_factory=deque)
    told: float = float("-inf")

    def forget(self, now: float) -> None:
        while self.asked and now - self.asked[0] >= WINDOW:
            self.asked.popleft()

    def is_over(self, now: float) -> bool:
        self.forget(now)
        return not self.asked and now - self.told >= WINDOW


class Throttle:
    """At most `person` and `channel` questions in any minute; 0 is no limit. Safe for use by several threads."""

    def __init__(self, person: int = 0, channel: int = 0, now: Callable[[], float] = time.monotonic) -> None:
        self.person, self.channel, self._now = person, channel, now
        self._windows: dict[str, _Window] = {}
        self._swept = now()
        self._lock = Lock()

    def __len__(self) -> int:
        """How many people and channels it remembers."""
        return len(self._windows)

    def weigh(self, user: str, channel: str | None) -> tuple[Verdict, str]:
        """Count a question; the verdict, and the sentence for the person where it is not taken.

        Without a `channel` it counts for the person alone: what only they see burdens nobody else.
        """
        now = self._now()
        limits = [(user, self.person, PERSON)] + ([(channel, self.channel, CHANNEL)] if channel else [])
        with self._lock:
            self._sweep(now)
            for key, most, sentence in limits:
                window = self._windows.setdefault(key, _Window())
                window.forget(now)
                if most and len(window.asked) >= most:
                    known = now - window.told < WINDOW
                    window.told = window.told if known else now
                    return (Verdict.KNOWN if known else Verdict.TOLD), sentence.format(most=most)
            for key, _most, _sentence in limits:
                self._windows[key].asked.append(now)
        return Verdict.TAKEN, ""

    def _sweep(self, now: float) -> None:
        """Once a minute, forget whoever asked nothing within one: what is kept does not grow."""
        if now - self._swept >= WINDOW:
            self._windows = {key: window for key, window in self._windows.items() if not window.is_over(now)}
            self._swept = now
