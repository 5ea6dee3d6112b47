"""What an open modal shows: of two results, the one that was asked for last, whichever is ready first.

Slack refuses an update whose `hash` is not that of the view as it stands. Two changes that a person makes quickly both
come with the hash of before, though: so it is kept which hashes our own updates have replaced, and by what.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

log = logging.getLogger(__name__)

KEPT = 1_000  # views that are remembered; nobody has so many open at a time


@dataclass(slots=True)
class _View:
    """`asked`: when the last change was made in it; `hash`: what our last update gave, in the place of `replaced`."""

    lock: Lock = field(default_factory=Lock)
    asked: float = 0.0
    hash: str = ""
    replaced: set[str] = field(default_factory=set)


class OpenViews:
    """The views that people have open, as far as this process changed them."""

    def __init__(self) -> None:
        self._views: OrderedDict[str, _View] = OrderedDict()
        self._lock = Lock()

    def change(self, client: WebClient, body: Mapping[str, Any], make: Callable[[], dict[str, Any]]) -> None:
        """Show what `make` gives in the view of an action, unless something else was asked for there meanwhile."""
        shown, at = body["view"], float(body["actions"][0].get("action_ts") or 0)
        view = self._asked(shown["id"], at)
        made = make()
        with view.lock:
            if at < view.asked:
                log.debug("A newer change was made in %s", shown["id"])
                return
            last = view.hash if shown["hash"] in view.replaced else shown["hash"]
            try:
                updated = client.views_update(view_id=shown["id"], hash=last, view=made)["view"]
            except SlackApiError as error:
                if error.response.get("error") != "hash_conflict":
                    raise
                log.info("%s shows something newer already", shown["id"])
                return
            view.replaced.add(last)
            view.hash = updated["hash"]

    def _asked(self, name: str, at: float) -> _View:
        with self._lock:
            view = self._views.setdefault(name, _View())
            view.asked = max(view.asked, at)
            self._views.move_to_end(name)
            if len(self._views) > KEPT:
                self._views.popitem(last=False)
            return view
