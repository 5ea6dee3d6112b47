"""The Slack CLI runs the project: its hooks are run as the CLI runs them (its interface specification).

The CLI joins a hook's words to a script of the shell, runs it in the project's folder with its own variables, and
stops `start` with SIGINT. It appends nothing to a hook, since the file asks for the first protocol.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest

from tests.slack.double import Silent, SlackDouble

ROOT = Path(__file__).parents[2]
HOOKS = json.loads((ROOT / ".slack" / "hooks.json").read_text("utf-8"))


def script(name: str) -> list[str]:
    """A hook as the CLI runs it."""
    return ["sh", "-c", " ".join(HOOKS["hooks"][name].split())]


def printed(name: str) -> dict:
    """What a hook that answers prints: JSON, and nothing beside it."""
    done = subprocess.run(script(name), cwd=ROOT, capture_output=True, check=True)
    assert done.stderr == b""
    return json.loads(done.stdout)


def test_the_hooks_are_found() -> None:
    """What get-hooks prints is what the file says: the bot holds its own connection, by the first protocol."""
    assert printed("get-hooks") == HOOKS
    assert HOOKS["config"]["sdk-managed-connection-enabled"] is True
    assert "protocol-version" not in HOOKS["config"]


def test_the_manifest_is_the_bots() -> None:
    """What get-manifest prints is the manifest that the bot is held to."""
    assert printed("get-manifest") == json.loads((ROOT / "bot" / "slack" / "manifest.json").read_text("utf-8"))


def test_what_is_watched_is_there() -> None:
    """The CLI watches files that exist, and notices a change of code and of words."""
    watched = HOOKS["config"]["watch"]
    assert all((ROOT / path).exists() for one in watched.values() for path in one["paths"])
    assert re.search(watched["app"]["filter-regex"], "bot/languages/en/lexicon.toml")


def test_nothing_of_a_developers_workspace_is_committed() -> None:
    """The files in which the CLI keeps a developer's own apps stay out of the repository."""
    ignored = (ROOT / ".slack" / ".gitignore").read_text("utf-8").split()
    assert {"apps.dev.json", "cache/"} <= set(ignored)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the project, with the environment that runs this test in the place of `.venv`."""
    folder = tmp_path / "checkout"
    kept = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in ("bot", "corpus", ".slack"):
        shutil.copytree(ROOT / name, folder / name, ignore=kept)
    for name in ("ingest.py", "pyproject.toml", "constraints.txt", "Makefile"):
        shutil.copy(ROOT / name, folder / name)
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
    python.chmod(0o755)
    (folder / ".venv" / ".installed").touch()
    return folder


def variables(address: str) -> dict[str, str]:
    """What the CLI adds to a hook's environment, on a machine without any other setting of ours."""
    ours = ("SLACK_", "ALLOWED_", "COMMITMENTS_", "STATE_", "LOG_", "CORPUS", "DIGEST_", "MAKE", "PYTHON")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    tokens = {"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_APP_TOKEN": "xapp-test"}
    return kept | tokens | {"SLACK_CLI_XOXB": "xoxb-test", "SLACK_CLI_XAPP": "xapp-test", "SLACK_API_URL": address}


def test_slack_run_starts_the_bot(checkout: Path) -> None:
    """`start` reads the documents, and then opens a socket with the two tokens that the CLI gives it."""
    with SlackDouble() as double:
        done = subprocess.run(
            script("start"), cwd=checkout, env=variables(double.address), capture_output=True, timeout=120, check=False
        )
        opened = [call.token for call in double.calls if call.method == "apps.connections.open"]
    assert (checkout / "commitments.db").exists(), done.stderr
    assert {call.token for call in double.calls if call.method == "auth.test"} == {"xoxb-test"}, done.stderr
    assert opened == ["xapp-test"], done.stderr
    # this Slack has no socket to give, which the bot says, and ends
    assert done.returncode == 2
    assert b"Slack says that something is wrong on its side (internal_error, HTTP 200)" in done.stderr


def test_slack_run_stops_the_bot(checkout: Path) -> None:
    """SIGINT to what the CLI started ends the bot itself: no shell and no make stand between and leave it behind."""
    release = Event()
    with SlackDouble() as double:
        double.weather.always["apps.connections.open"] = Silent(release, taken=False)
        environ = variables(double.address)
        with subprocess.Popen(script("start"), cwd=checkout, env=environ, stderr=subprocess.DEVNULL) as process:
            try:
                while "auth.test" not in double.called:
                    assert process.poll() is None
                    release.wait(0.05)
                process.send_signal(signal.SIGINT)
                assert process.wait(60) == 0  # nobody waited for anything (docs/slack-weather.md)
            finally:
                release.set()
                process.kill()
