"""What is looked after each minute: zones that are not known any more, unwanted digests, what was kept long enough."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.digest.clock import is_zone, occasion
from bot.digest.deliver import Courier, GoneError, SendError
from bot.settings import Settings
from bot.slack.subscription_blocks import followed, say
from bot.state.database import State
from bot.state.retention import prune
from bot.state.subscriptions import Subscription, ask_once, change, running, silent

log = logging.getLogger(__name__)

SILENCE = timedelta(days=120)
"""After so long without a press, a command or a change it is asked whether a digest is wanted."""
FEWEST = 3
"""Digests that must have come in that time: of what was not there nobody could have pressed anything."""


def mend_zones(state: State, courier: Courier, now: datetime) -> None:
    """Let digests whose zone this machine does not know any more come by UTC, and tell their owners so."""
    for one in running(state):
        if not is_zone(one.zone) and change(state, one.id, "", "zone", {"zone": "UTC"}, now):
            sentence = str(say(one.language)["zone_lost"]).format(zone=one.zone, followed=followed(one))
            try:
                courier.tell(one, sentence)
            except (GoneError, SendError) as error:
                log.warning("%s could not be told “%s”: %s", one.owner, sentence, error)


def ask_whether_wanted(state: State, ask: Callable[[Subscription], None], now: datetime) -> int:
    """Ask the readers of each digest under which nobody presses anything whether they want it, once; gives how many.

    They are asked where and when it comes, and before the question is posted it is noted: no failure asks twice.
    """
    here = {one.id: one for one in running(state) if occasion(now, one.zone, one.at, one.days)}
    asked = 0
    for key in silent(state, here, now - SILENCE, FEWEST) if here else ():
        if ask_once(state, key, now):
            try:
                ask(here[key])
                asked += 1
            except (GoneError, SendError) as error:
                log.warning("Nobody could be asked about the digest %s: %s", key, error)
    return asked


def let_go(state: State, settings: Settings, now: datetime) -> None:
    """Delete what was kept as long as the settings say."""
    if lost := prune(state, settings, now):
        log.error("%d questions could neither be answered nor told for days, and are forgotten", lost)
