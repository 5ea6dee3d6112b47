"""What the tests and the banks produce, kept in the folder that `JUDGE_DUMP` names, each payload once.

The double, the digests' Web API and the bot's acknowledgements hand over what reaches them. Tests of the double itself
make what no bot would, and are left out.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

VARIABLE = "JUDGE_DUMP"
KINDS = ("message", "view", "unfurls", "entity", "manifest")
MANIFESTS = Path(__file__).parents[3] / "bot" / "slack"
_NOT_THE_BOT = ("test_double_", "test_judge")


@dataclass(frozen=True, slots=True)
class Payload:
    """Something that would go to Slack, of one of `KINDS`, and the test that made it first."""

    kind: str
    value: Any
    test: str


def keep(kind: str, value: Any) -> None:
    """Keep a payload, where a folder for them is named."""
    folder, test = os.environ.get(VARIABLE), os.environ.get("PYTEST_CURRENT_TEST", "").removesuffix(" (call)")
    if not folder or not value or any(name in test for name in _NOT_THE_BOT):
        return
    content = json.dumps(value, sort_keys=True)
    path = Path(folder, f"{kind}-{sha256(content.encode()).hexdigest()[:16]}.json")
    with suppress(FileExistsError), path.open("x", encoding="utf-8") as file:
        json.dump({"kind": kind, "value": value, "test": test}, file)


def keep_call(method: str, args: dict[str, Any]) -> None:
    """Keep what a call of the Web API shows beside blocks and views, which are kept where they are looked at."""
    if method == "chat.unfurl":
        keep("unfurls", args.get("unfurls"))
        for one in (_read(args.get("metadata")) or {}).get("entities", []):
            keep("entity", one)
    if method == "entity.presentDetails":
        keep("entity", _read(args.get("metadata")))


def keep_shown(args: dict[str, Any]) -> None:
    """Keep the blocks or the view that stand in a call or in an acknowledgement, as JSON text or as they are."""
    if blocks := _read(args.get("blocks")):
        keep("message", {"blocks": blocks})
    keep("view", _read(args.get("view")))


def payloads(folder: Path) -> Iterator[Payload]:
    """What was kept in a folder, and the project's manifests."""
    for path in sorted(folder.glob("*.json")):
        yield Payload(**json.loads(path.read_text("utf-8")))
    for path in sorted(MANIFESTS.glob("manifest*.json")):
        yield Payload("manifest", json.loads(path.read_text("utf-8")), f"bot/slack/{path.name}")


def _read(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
