"""A script of what people say in a thread of the bot's, played through Bolt: which lines are answered.

`python -m tests.slack.channel SCRIPT --db COMMITMENTS.DB` plays one and tells what was answered wrongly, or not at all.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.slack.questions import FromDatabase
from tests.slack.conftest import Workspace
from tests.slack.double import ME, SlackDouble

SCRIPT = Path(__file__).with_name("channel_script.txt")
_LINE = re.compile(r"(?P<who>\w+) (?P<sign>[+-]) (?P<text>.*?)(?: \| (?:subtype=)?(?P<subtype>[a-z_]+))?\Z")
_THREAD = "1600000000.000001"
_DAY = date(2026, 11, 21)


@dataclass(frozen=True, slots=True)
class Line:
    """What one person says, and whether it is meant for the bot."""

    who: str
    meant: bool
    text: str
    subtype: str | None


def read_script(path: Path = SCRIPT) -> list[Line]:
    """The lines of a script; empty ones and those that begin with # are none."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]
    found = [_LINE.match(line) for line in lines]
    return [Line(one["who"], one["sign"] == "+", one["text"], one["subtype"]) for one in found if one]


def play(bot: Workspace, lines: list[Line]) -> list[tuple[Line, bool]]:
    """Each line with whether the bot posted something when it was said in the thread."""
    told = []
    for number, line in enumerate(lines):
        before = len(bot.web_api.posts)
        user = f"U0{line.who.upper()}"
        stamp = {"user": user, "ts": f"1600000000.{number + 1:06}", "thread_ts": _THREAD}
        text = re.sub(r"<@(\w+)>", lambda found: f"<@{_id(found[1])}>", line.text)
        if line.subtype == "message_changed":
            changed = {"type": "message", "text": text, "edited": {"user": user, "ts": "1600000009.0"}}
            bot.message("", subtype=line.subtype, message=changed | stamp, **stamp)
        else:
            others = {"subtype": line.subtype, "files": [{"id": "F01NOTES"}]} if line.subtype else {}
            bot.message(text, **stamp, **others)
            if f"<@{ME}>" in text:  # Slack sends a mention twice
                bot.dispatch(bot.event("app_mention", text, **stamp))
        told.append((line, len(bot.web_api.posts) - before))
    return [(line, bool(posted)) for line, posted in told]


def _id(name: str) -> str:
    return {"BOT": ME, "OTHERBOT": "B0OTHERBOT"}.get(name, f"U0{name}")


def main() -> None:
    """Play the script that is named, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("script", type=Path, nargs="?", default=SCRIPT)
    parser.add_argument("--db", type=Path, default=Path("commitments.db"))
    given = parser.parse_args()
    with SlackDouble() as double, tempfile.TemporaryDirectory() as folder:
        bot = Workspace(double, f"{folder}/state.db", FromDatabase(given.db, lambda: _DAY))
        played = play(bot, read_script(given.script))
    for line, answered in played:
        if answered != line.meant:
            print("answered:" if answered else "silent:  ", line.text)
    meant = [answered for line, answered in played if line.meant]
    others = [answered for line, answered in played if not line.meant]
    print(f"answered {sum(meant)} of the {len(meant)} for the bot, and {sum(others)} of the {len(others)} others")


if __name__ == "__main__":
    main()
