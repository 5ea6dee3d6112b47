"""What goes wrong between the app and Slack, on demand: limits, failures, connections that break off, silence."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Lock


@dataclass(frozen=True)
class Limited:
    """429: too many requests; `Retry-After` seconds."""

    after: int = 0


@dataclass(frozen=True)
class Broken:
    """A 5xx; Slack took the call where `taken`."""

    status: int = 503
    taken: bool = False


@dataclass(frozen=True)
class Refused:
    """`ok: false` with that error, whatever was asked."""

    error: str


@dataclass(frozen=True)
class Dropped:
    """The connection breaks off without an answer; Slack took the call where `taken`."""

    taken: bool = False


@dataclass(frozen=True)
class Silent:
    """No answer until `release` is set; Slack took the call where `taken`."""

    release: Event
    taken: bool = True


@dataclass(frozen=True)
class Garbled:
    """200 and a page instead of JSON, as a proxy sends it; Slack took the call where `taken`."""

    taken: bool = False


Fault = Limited | Broken | Refused | Dropped | Silent | Garbled


class Weather:
    """The faults to come: `next` for the next calls of a method, `always` for all of them until it is cleared.

    `met` holds those that were met.
    """

    def __init__(self) -> None:
        self._next: defaultdict[str, deque[Fault | None]] = defaultdict(deque)
        self.always: dict[str, Fault] = {}
        self.met: list[Fault] = []
        self._lock = Lock()

    def next(self, method: str, *faults: Fault | None) -> None:
        """Let the next calls of `method` meet these faults, one each; None: that one goes well."""
        with self._lock:
            self._next[method] += faults

    def clear(self) -> None:
        """Let everything go well from now on."""
        with self._lock:
            self._next.clear()
            self.always.clear()

    def meets(self, method: str) -> Fault | None:
        """The fault of this call; a method of its own comes before `*`, every method."""
        with self._lock:
            for name in (method, "*"):
                if self._next[name]:
                    fault = self._next[name].popleft()
                elif name in self.always:
                    fault = self.always[name]
                else:
                    continue
                self.met += [fault] if fault else []
                return fault
        return None


@dataclass(frozen=True)
class Rate:
    """So many calls in so many seconds, counted for a channel each where `by_channel`."""

    calls: int
    seconds: float
    by_channel: bool = False


# Slack's rate tiers, and the special one of posting: about one a second in a channel, short bursts allowed
TIER_2, TIER_3, TIER_4 = Rate(20, 60), Rate(50, 60), Rate(100, 60)
RATES: dict[str, Rate] = {
    "chat.postMessage": Rate(1, 1, by_channel=True),
    "chat.postEphemeral": TIER_4,
    "chat.update": TIER_3,
    "chat.delete": TIER_3,
    "chat.unfurl": TIER_3,
    "entity.presentDetails": TIER_3,
    "agents.sessions.setStatus": TIER_3,
    "agents.sessions.rename": TIER_3,
    "chat.startStream": TIER_2,
    "chat.appendStream": TIER_4,
    "chat.stopStream": TIER_2,
    "conversations.open": TIER_3,
    "conversations.info": TIER_3,
    "conversations.history": TIER_3,
    "conversations.replies": TIER_3,
    "conversations.members": TIER_4,
    "views.open": TIER_4,
    "views.push": TIER_4,
    "views.update": TIER_4,
    "views.publish": TIER_4,
    "users.info": TIER_4,
    "files.getUploadURLExternal": TIER_4,
    "files.completeUploadExternal": TIER_4,
    "apps.connections.open": Rate(1, 1),
}


class Gauge:
    """Counts calls against `rates`; no rates, no limits."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.rates: dict[str, Rate] = {}
        self._now = now
        self._calls: defaultdict[tuple[str, str], deque[float]] = defaultdict(deque)
        self._lock = Lock()

    def wait(self, method: str, channel: str) -> int:
        """Count a call; the whole seconds to wait where it is one too many, else 0."""
        rate = self.rates.get(method)
        if rate is None:
            return 0
        with self._lock:
            calls, now = self._calls[method, channel if rate.by_channel else ""], self._now()
            while calls and now - calls[0] >= rate.seconds:
                calls.popleft()
            if len(calls) >= rate.calls:
                return max(1, math.ceil(rate.seconds - (now - calls[0])))
            calls.append(now)
            return 0
