"""Pictures of the bot's answers for the documentation, on the local Slack server in headless Chromium.

`python -m tests.slack.screenshots [FOLDER]` writes `slack-card.png`, `slack-card-dark.png`, … (default: `docs/`). It
needs the local Slack server (`.ci/local-slack`), Chromium, and Noto's fonts for emoji and for Korean. The extension in
`page/` shows the thread alone, gives the server's page dark colours, and draws the blocks that it does not know from
the messages themselves; everything else is as the server shows it. The server takes every block, but has no
`blocks.validate` to say so: the bot is started as if it had.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PIL import Image, ImageChops
from slack_sdk import WebClient

from bot.slack.digest_blocks import digest_message
from tests.digest.six_weeks_life import live
from tests.slack.end_to_end.conftest import (
    ALICE,
    DEFAULT,
    GENERAL,
    ME,
    ROOT,
    Door,
    Slack,
    free_port,
    own_network,
    running,
    until,
)

PAGE = Path(__file__).parent / "page"
WIDTH, NARROW, HEIGHT = 760, 400, 1_600
STARTED = """
from bot.__main__ import main
from bot.slack import kit
kit._accepted = lambda _client: frozenset(kit._EXAMPLES)
raise SystemExit(main(["slack"]))
"""
TRIES = 5  # the page may be pictured before it has heard of the thread
COLOURS = 96
SCHEMES = {"": 1, "-dark": 0}  # Chromium's `preferredColorScheme`


@dataclass(frozen=True, slots=True)
class Scene:
    """A question, and the buttons under its answer that are pressed, by their labels; each that posts says so.

    Without a question it is App Home, where a digest is followed; `reader` gets a digest of the six weeks instead.
    """

    name: str
    question: str = ""
    presses: tuple[str, ...] = ()
    reader: str = ""
    day: str = ""


SCENES = (
    Scene("card", "tell me about KR0032"),
    Scene("comparison", "compare KR0029 and KR0032"),
    Scene("list", "list the commitments of South Korea"),
    Scene("groups", "how many commitments per policy area?"),
    Scene("timeline", "which commitments end before 2019?", ("Timeline",)),
    Scene("clarify", "who leads the citizen commitment?"),
    Scene("not-stated", "what is the status of KR0032?"),
    Scene("home"),
    Scene("digest", reader="monitor", day="2027-01-04"),
    Scene("digest-week", reader="point of contact", day="2027-01-04"),
)


@contextmanager
def connected(folder: Path) -> Iterator[Door]:
    """The local Slack server with the bot in it, which knows the commitments of `corpus/`."""
    binary = os.environ.get("LOCAL_SLACK") or str(DEFAULT)
    database = folder / "commitments.db"
    subprocess.run([sys.executable, ROOT / "ingest.py", ROOT / "corpus", "--db", database], check=True)
    with own_network(), ExitStack() as stack:
        port = free_port()
        slack = Slack(folder, port, {"mode": "socket"})
        server = [binary, "--config", str(slack.config), "--port", str(port), "--base-host", "127.0.0.1"]
        stack.enter_context(running(server, folder / "server.log"))
        until(slack.is_up, "the local Slack server")
        door = Door(
            folder,
            slack,
            [sys.executable, "-c", STARTED],
            "Connected to Slack in Socket Mode",
            SLACK_BOT_TOKEN="xoxb-test-token",
            SLACK_APP_TOKEN="xapp-test-token",
            SLACK_API_URL=f"{slack.address}/api/",
            COMMITMENTS_DB=str(database),
            STATE_DB=str(folder / "state.db"),
            FEEDBACK_BUTTONS="plain",
        )
        stack.callback(door.processes.close)
        door.start()
        yield door


def play(door: Door, scene: Scene) -> str:
    """Ask and press; gives the address of the thread, or that of App Home with something to follow on it."""
    slack = door.slack
    if scene.reader:
        post_digest(door, scene)
        return thread_address(slack, slack.call(f"messages/{GENERAL}")["messages"][-1])
    if not scene.question:
        followed = {"channel": GENERAL, "user": ALICE, "command": "/commitment", "text": "subscribe KR0032"}
        slack.call("command", followed)
        until(lambda: "set up a digest" in str(slack.call(f"messages/{GENERAL}")), "the news that a digest was set up")
        slack.call("open-home", {"user": ALICE})
        until(lambda: "views.publish" in str(slack.call("log")), "the Home tab")
        return f"{slack.address}/#home"
    root = slack.say(f"<@{ME}> {scene.question}")
    answer = slack.reply(root)
    elements = [element for block in answer["blocks"] for element in block.get("elements", [])]
    for number, label in enumerate(scene.presses, 2):
        (button,) = [one for one in elements if one["type"] == "button" and one["text"]["text"] == label]
        slack.press(answer, button)
        slack.reply(root, number)
    return thread_address(slack, root)


def post_digest(door: Door, scene: Scene) -> None:
    """Post what a reader of the six weeks got on a day, as it would be posted."""
    with tempfile.TemporaryDirectory() as folder:
        box = live(Path(folder))
    one, digest = box.subscriptions[scene.reader], box.digests[scene.reader][date.fromisoformat(scene.day)]
    message = digest_message(digest, one, "token")
    client = WebClient("xoxb-test-token", base_url=f"{door.slack.address}/api/")
    client.chat_postMessage(channel=GENERAL, text=message.text, blocks=message.blocks)


def thread_address(slack: Slack, root: dict) -> str:
    """Where the page shows the thread of a message."""
    thread = f"?thread_ts={root['ts']}&cid={GENERAL}"
    return f"{slack.address}/archives/{GENERAL}/p{root['ts'].replace('.', '')}{thread}"


def shoot(address: str, picture: Path, folder: Path, scheme: int, width: int = WIDTH) -> None:
    """Show an address in Chromium and keep what is seen, without the empty rest, in few colours."""
    command = ["chromium", "--headless=new", "--no-sandbox", "--hide-scrollbars", f"--user-data-dir={folder}"]
    command += [f"--load-extension={PAGE}", "--disable-features=DisableLoadExtensionCommandLineSwitch"]
    command += [f"--blink-settings=preferredColorScheme={scheme}", f"--window-size={width},{HEIGHT}"]
    command += ["--virtual-time-budget=6000", f"--screenshot={picture}", address]
    for _ in range(TRIES):
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with Image.open(picture) as shot:
            seen = shot.convert("RGB")
        ground = Image.new("RGB", seen.size, seen.getpixel((width - 1, HEIGHT - 1)))
        box = ImageChops.difference(seen, ground).getbbox()
        if box:
            seen.crop((0, 0, width, min(box[3] + 14, HEIGHT))).quantize(COLOURS).save(picture, optimize=True)
            return
    raise SystemExit(f"{address} stays empty")


def main(target: Path) -> None:
    """Write the pictures of every scene into `target`."""
    with tempfile.TemporaryDirectory() as name, connected(Path(name)) as door:
        for scene in SCENES:
            address = play(door, scene)
            for suffix, scheme in SCHEMES.items():
                picture = target / f"slack-{scene.name}{suffix}.png"
                shoot(address, picture, Path(name) / f"chromium{suffix}", scheme)
                print(f"{picture}: {picture.stat().st_size // 1024} KB")
                if scene.reader:
                    narrow = target / f"slack-{scene.name}-narrow{suffix}.png"
                    shoot(address, narrow, Path(name) / f"chromium-narrow{suffix}", scheme, NARROW)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "docs"))
