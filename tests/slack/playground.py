"""A Slack to play in: a local Slack server, the bot on it, and its page in a browser (`make playground`).

`COMMITMENTS_DB` or `CORPUS` name other documents than the two of `corpus/`. Ctrl-C ends all of it.
"""

from __future__ import annotations

import os
import sys
import tempfile
import webbrowser
from contextlib import suppress
from pathlib import Path

from bot.doctor import prepare
from bot.settings import read_settings
from tests.slack.end_to_end.conftest import DEFAULT, MISSING, ROOT, WORKSPACE, Slack, free_port, running, until

TRY = """
The bot is in Slack: {address}

  in #general      @commitmentbot who leads KR0032?
  in its thread    and her phone number?
  to it directly   which commitments are overdue?

Whoever reaches this machine over its network can open it too. Ctrl-C ends it. What the bot says of itself: {log}
"""


def main() -> int:
    """Start all of it and wait; 1 where the server or documents are missing."""
    binary = Path(os.environ.get("LOCAL_SLACK", DEFAULT))
    if not binary.exists():
        print(MISSING, file=sys.stderr)
        return 1
    settings = read_settings()
    if code := prepare(settings):
        return code
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        slack = Slack(folder, port, {"mode": "socket"})
        app = WORKSPACE["app"]
        environ = {
            "SLACK_API_URL": f"{slack.address}/api/",
            "SLACK_BOT_TOKEN": app["botToken"],
            "SLACK_APP_TOKEN": app["appToken"],
            "STATE_DB": str(folder / "state.db"),
            "COMMITMENTS_DB": str(settings.commitments_db.absolute()),
            "CORPUS": str(settings.corpus.absolute()),
            "SHOW_CONTACTS": "all",  # this Slack does not say who is a guest, so nobody would be taken for a member
            "PYTHONPATH": str(ROOT),
        }
        server = [str(binary), "--config", str(slack.config), "--port", str(port), "--base-host", "127.0.0.1"]
        with running(server, folder / "slack.log"):
            until(slack.is_up, "the local Slack server")
            with running([sys.executable, "-m", "bot", "slack"], folder / "bot.log", **environ) as bot:
                print(TRY.format(address=slack.address, log=folder / "bot.log"), flush=True)
                webbrowser.open(slack.address)
                with suppress(KeyboardInterrupt):
                    bot.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
