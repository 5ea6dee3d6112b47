"""Slack's own word: each payload goes to `blocks.validate`, which posts nothing and needs no token."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler, ServerErrorRetryHandler

from tests.slack.judge.dump import Payload
from tests.slack.judge.verdicts import Refusal, Verdict

_PATIENCE = 10
"""How often a call is made again where Slack says that it is asked too much, each time after the wait that it names."""
_REFUSED = ("invalid_blocks", "invalid_message", "invalid_view")


def by_slack(payloads: Iterable[Payload], address: str, token: str | None = None) -> Verdict:
    """What `blocks.validate` says of all that it takes. An error that is no refusal ends it: SlackApiError."""
    client = WebClient(token, base_url=address, timeout=60)
    client.retry_handlers += [RateLimitErrorRetryHandler(_PATIENCE), ServerErrorRetryHandler(_PATIENCE)]
    verdict = Verdict()
    for payload in payloads:
        asked = _asked(payload)
        if asked is None:
            verdict.unknown[payload.kind] += 1
            continue
        verdict.judged += 1
        try:
            # in the body: an address with a large message in it would be too long
            client.api_call("blocks.validate", data={name: json.dumps(value) for name, value in asked.items()})
        except SlackApiError as error:
            if error.response["error"] not in _REFUSED:
                raise
            for one in error.response.get("errors") or [{"message": error.response["error"]}]:
                says = f"{one.get('message')} ({one.get('code')}) {one.get('constraint') or ''}".rstrip()
                verdict.refusals.append(Refusal("Slack", payload, one.get("pointer") or "", says))
    return verdict


def _asked(payload: Payload) -> dict[str, Any] | None:
    """The one argument that a payload is given as; None where the method takes no such thing."""
    if payload.kind in ("message", "view"):
        return {payload.kind: payload.value}
    if payload.kind == "unfurls":
        return {"message": {"attachments": list(payload.value.values())}}
    return None
