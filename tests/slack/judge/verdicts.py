"""The judges: tsc with `@slack/types`, the models of slack_sdk, Slack's manifest schema. Each gives its refusals."""

from __future__ import annotations

import json
import logging
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from tests.slack.double.rules import array, boolean, shape, string
from tests.slack.judge.dump import Payload
from tests.slack.judge.newer import below, known

TYPES = {"message": "Message", "view": "View", "unfurls": "Unfurls", "entity": "Entity"}
_AT_ONCE = 100
"""Payloads in a file for tsc."""
_ERROR = re.compile(r"(?P<file>\w+)\.ts\((?P<line>\d+),\d+\): error TS\d+: (?P<says>.*)")
_NEW_IN_MANIFESTS = {"rich_previews": shape({"is_active": boolean}, {"entity_types": array(string(255), 5)})}
"""What Slack's command line tool writes under a manifest's `features`, and the published schema does not know yet."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A payload that a judge would not take: where, and why."""

    judge: str
    payload: Payload
    pointer: str
    says: str

    def __str__(self) -> str:
        """The refusal as a line."""
        return f"{self.judge}: {self.payload.kind} {self.pointer or '/'}: {self.says}\n    {self.payload.test}"


@dataclass(slots=True)
class Verdict:
    """What a judge refused, how much it looked at, and what it does not know, counted by name."""

    refusals: list[Refusal] = field(default_factory=list)
    judged: int = 0
    unknown: Counter[str] = field(default_factory=Counter)


Line = tuple[str, str]


def lines(value: Any, pointer: str = "", before: str = "", after: str = "") -> Iterator[Line]:
    """JSON with a value a line, and the pointer of each, so that a complaint about a line is one about a value."""
    if not isinstance(value, dict | list) or not value:
        yield before + json.dumps(value) + after, pointer
        return
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    yield before + ("{" if isinstance(value, dict) else "["), pointer
    for name, one in entries:
        label = f"{json.dumps(name)}: " if isinstance(value, dict) else ""
        yield from lines(one, below(pointer, str(name)), label, ",")
    yield ("}" if isinstance(value, dict) else "]") + after, pointer


def by_types(payloads: list[Payload], workshop: Path) -> Verdict:
    """What TypeScript says of the payloads as values of Slack's published types. `workshop`: where npm installed."""
    verdict = Verdict(judged=len(payloads))
    placed: dict[tuple[str, int], tuple[Payload, str]] = {}
    source = workshop / "payloads"
    source.mkdir(exist_ok=True)
    for old in source.glob("*.ts"):
        old.unlink()
    for first in range(0, len(payloads), _AT_ONCE):
        name, text = f"dump{first:06}", ["import type * as slack from '../newer';"]
        for number, payload in enumerate(payloads[first : first + _AT_ONCE]):
            whole, parts = known(payload.value)
            verdict.unknown.update(part.type for part in parts)
            wanted = [("", TYPES[payload.kind], whole), *parts]
            for place, (at, kind, value) in enumerate(wanted):
                start = f"export const p{number}_{place}: slack.{kind} = "
                for line, pointer in lines(value, at, start, ";"):
                    text.append(line)
                    placed[name, len(text)] = (payload, pointer)
        (source / f"{name}.ts").write_text("\n".join(text) + "\n", "utf-8")
    verdict.refusals = list(read_tsc(_run_tsc(workshop), placed))
    return verdict


def read_tsc(output: str, placed: dict[tuple[str, int], tuple[Payload, str]]) -> Iterator[Refusal]:
    """The refusals that tsc's output means; a line that is about no payload is an error of the judge's own."""
    for line in output.splitlines():
        if found := _ERROR.search(line):
            where = placed.get((found["file"], int(found["line"])))
            if where is None:
                raise RuntimeError(f"tsc could not judge: {line}")
            yield Refusal("@slack/types", *where, found["says"])
        elif "error TS" in line:
            raise RuntimeError(f"tsc could not judge: {line}")


def _run_tsc(workshop: Path) -> str:
    options = {"strict": True, "noEmit": True, "skipLibCheck": True, "types": [], "target": "es2022"}
    options |= {"module": "nodenext", "moduleResolution": "nodenext"}
    config = workshop / "tsconfig.json"
    config.write_text(json.dumps({"compilerOptions": options, "include": ["newer.ts", "payloads/*.ts"]}), "utf-8")
    compiler = workshop / "node_modules" / "typescript" / "bin" / "tsc"
    command: list[str | Path] = ["node", "--max-old-space-size=8192", compiler, "--pretty", "false", "-p", config]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1, 2):
        raise RuntimeError(f"tsc could not judge: {done.stderr[-2_000:]}")
    return done.stdout


def by_models(payloads: Iterable[Payload]) -> Verdict:
    """What slack_sdk's models say of the blocks and views that they know."""
    verdict, heard = Verdict(), _Heard()
    logger = logging.getLogger("slack_sdk.models")
    logger.addHandler(heard)
    propagate, logger.propagate = logger.propagate, False
    try:
        for payload in payloads:
            whole, _ = known(payload.value)
            for pointer, model, value in _models(payload.kind, whole):
                heard.said.clear()
                verdict.judged += 1
                try:
                    built = model(value)
                    if built is not None:
                        built.to_dict()
                except (SlackObjectFormationError, TypeError, ValueError, AttributeError) as error:
                    verdict.refusals.append(Refusal("slack_sdk", payload, pointer, str(error)))
                for one in heard.said:
                    verdict.unknown[one] += 1
    finally:
        logger.removeHandler(heard)
        logger.propagate = propagate
    return verdict


def _models(kind: str, value: Any) -> Iterator[tuple[str, Any, Any]]:
    """Where a part of a payload stands that there is a model for, how it is built, and of what."""
    if kind == "message":
        for place, block in enumerate(value["blocks"]):
            yield f"/blocks/{place}", Block.parse, block
    if kind == "unfurls":
        for address, card in value.items():
            for place, block in enumerate(card.get("blocks") or []):
                yield f"{below('', address)}/blocks/{place}", Block.parse, block
    if kind == "view":
        yield "", lambda view: View(**view), value


class _Heard(logging.Handler):
    """Keeps what the models say that they skip."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the type that was skipped, or what was said."""
        kind = re.search(r"'type': '(\w+)'", said := record.getMessage())
        self.said.append(kind[1] if kind else said[:100])


def by_schema(payloads: list[Payload], workshop: Path, schema: Path) -> Verdict:
    """What Slack's published schema says of the manifests."""
    verdict, paths = Verdict(judged=len(payloads)), []
    for number, payload in enumerate(payloads):
        paths.append(workshop / f"manifest{number}.json")
        manifest = json.loads(json.dumps(payload.value))
        for name in _NEW_IN_MANIFESTS.keys() & manifest["features"].keys():
            verdict.unknown[name] += 1
            wrong = _NEW_IN_MANIFESTS[name](manifest["features"].pop(name), f"/features/{name}")
            verdict.refusals += [Refusal("manifest schema", payload, "", one) for one in wrong]
        paths[-1].write_text(json.dumps(manifest), "utf-8")
    command: list[str | Path] = ["node", workshop / "manifests.mjs", schema, *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    for payload, line in zip(payloads, done.stdout.splitlines(), strict=True):
        verdict.refusals += [Refusal("manifest schema", payload, *one) for one in json.loads(line)]
    return verdict
