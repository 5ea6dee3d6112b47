"""Socket Mode: how soon the bot takes events again when its line to Slack goes bad, in each way that it can.

The line is a proxy on loopback. The reference is a line that is reset, of which the client hears at once.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from queue import Queue
from statistics import median
from typing import Any

from slack_bolt import App

from bench import Ratio
from bot.slack.delivery import slack_client
from bot.slack.serve import HELD, LOOK, Socket
from tests.slack.double import APP_TOKEN, BOT_TOKEN, SlackDouble
from tests.slack.double.socket import SocketMode
from tests.slack.double.wire import FAULTS, Fault, Wire

TIMES = 5
PATIENCE = 120.0  # seconds
_EVENT = {"type": "event_callback", "team_id": "T01TEST", "event": {"type": "app_home_opened", "user": "U01ALICE"}}


def measure() -> Iterator[Ratio]:
    """Seconds from each fault until the next event is acknowledged, the longest of five at moments that vary."""
    with SlackDouble() as api, SocketMode() as slack, Wire(slack.port) as wire:
        api.world.socket_url = f"ws://127.0.0.1:{wire.port}/link"
        app = App(client=slack_client(BOT_TOKEN, api.address))
        app.event("app_home_opened")(lambda: None)
        line = Socket(app, APP_TOKEN, api.address)
        line.connect()
        slack.until(1)
        met = 0
        taken: dict[Fault, list[float]] = {}
        for fault in ("reset", *(one for one in FAULTS if one != "reset")):
            taken[fault] = []
            for _ in range(TIMES):
                time.sleep(LOOK * (HELD + 1) + random.random())  # of a line that held
                met += 1
                taken[fault].append(_seconds(slack, wire, fault, met))
        line.close()
    for fault, seconds in taken.items():
        yield Ratio(f"longest outage where {FAULTS[fault]}", max(seconds), "reset", median(taken["reset"]), "s")


def _seconds(slack: SocketMode, wire: Wire, fault: Fault, met: int) -> float:
    began = time.perf_counter()
    wire.meet(fault)
    slack.until(met + 1)
    slack.event(f"E{met}", _EVENT | {"event_id": f"Ev{met}"})
    _until(slack.acknowledged, f"E{met}")
    return time.perf_counter() - began


def _until(acknowledged: Queue[Any], envelope: str) -> None:
    while acknowledged.get(timeout=PATIENCE) != envelope:
        pass
