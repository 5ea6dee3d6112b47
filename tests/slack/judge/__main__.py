"""`make judge`: the tests run, what they produce is kept in `build/judge/dump`, and judged; 1 where it is refused.

`make judge-live` sends what was kept last to Slack's `blocks.validate`, with SLACK_BOT_TOKEN or without a token.
Needs npm. Slack's manifest schema (MIT) is fetched from Slack's own repository, or read from JUDGE_MANIFEST_SCHEMA.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import urllib.request
from collections import Counter
from pathlib import Path

from tests.slack.judge.dump import KINDS, VARIABLE, Payload, payloads
from tests.slack.judge.live import by_slack
from tests.slack.judge.verdicts import Verdict, by_models, by_schema, by_types

ROOT = Path(__file__).parents[3]
WORKSHOP = ROOT / "build" / "judge"
DUMP = WORKSHOP / "dump"
FILES = ("package.json", "newer.ts", "manifests.mjs")
TESTS = ("tests/slack", "--ignore=tests/slack/end_to_end")
SCHEMA = "https://raw.githubusercontent.com/slackapi/manifest-schema/c50cfa8/schemas/manifest.schema.1.0.0.json"


def main() -> int:
    """The exit code: 0, 1 after a refusal or a test that failed, 2 where it could not be judged."""
    if sys.argv[1:] == ["live"]:
        return _live()
    if shutil.which("npm") is None or shutil.which("node") is None:
        return _cannot("make judge needs npm and Node 20 or newer, to run TypeScript over Slack's published types.")
    shutil.rmtree(DUMP, ignore_errors=True)
    DUMP.mkdir(parents=True)
    for name in FILES:
        shutil.copy(Path(__file__).parent / name, WORKSHOP / name)
    command = ["npm", "install", "--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund", "--silent"]
    if subprocess.run(command, cwd=WORKSHOP, check=False).returncode:
        return _cannot("npm could not install what judges: see the lines above.")
    tests = [sys.executable, "-m", "pytest", *TESTS, "-n", "auto", "-q"]
    failed = subprocess.run(tests, cwd=ROOT, env=os.environ | {VARIABLE: str(DUMP)}, check=False).returncode
    found = list(payloads(DUMP))
    manifests = [one for one in found if one.kind == "manifest"]
    shown = [one for one in found if one.kind != "manifest"]
    _count(found)
    verdicts = {"@slack/types": by_types(shown, WORKSHOP), "slack_sdk": by_models(shown)}
    schema = _schema()
    if schema is None:
        print(f"manifest schema: {len(manifests)} manifests NOT judged: it could not be fetched from {SCHEMA}")
    else:
        verdicts["manifest schema"] = by_schema(manifests, WORKSHOP, schema)
    refused = sum([_told(name, verdict) for name, verdict in verdicts.items()])
    if failed:
        print("Some tests failed, so that something may be missing: see above.")
    return int(bool(refused or failed))


def _live() -> int:
    found = list(payloads(DUMP)) if DUMP.exists() else []
    if not any(one.kind != "manifest" for one in found):
        return _cannot(f"Nothing was kept in {DUMP.relative_to(ROOT)}: run make judge first.")
    _count(found)
    address = os.environ.get("SLACK_API_URL") or "https://slack.com/api/"
    return int(bool(_told("Slack", by_slack(found, address, os.environ.get("SLACK_BOT_TOKEN") or None))))


def _schema() -> Path | None:
    """Where Slack's manifest schema is, fetched once; None where it cannot be."""
    if given := os.environ.get("JUDGE_MANIFEST_SCHEMA"):
        return Path(given).resolve()
    kept = WORKSHOP / "manifest.schema.json"
    if not kept.exists():
        try:
            with urllib.request.urlopen(SCHEMA, timeout=30) as answer:
                kept.write_bytes(answer.read())
        except OSError:
            return None
    return kept


def _count(found: list[Payload]) -> None:
    """Say how many payloads of which kind there are."""
    counts = Counter(one.kind for one in found)
    tests = len({one.test for one in found if one.kind != "manifest"})
    print(", ".join(f"{counts[kind]:,} {kind}" for kind in KINDS), f"from {tests:,} tests, each once")


def _told(name: str, verdict: Verdict) -> int:
    """Say what a judge found; how much it refused."""
    unknown = ", ".join(f"{kind} {times:,}" for kind, times in verdict.unknown.most_common())
    more = f"; newer than it: {unknown}" if unknown else ""
    print(f"{name}: {verdict.judged:,} judged, {len(verdict.refusals):,} refused{more}")
    for one in verdict.refusals:
        print(f"  {one}")
    return len(verdict.refusals)


def _cannot(why: str) -> int:
    print(why, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
