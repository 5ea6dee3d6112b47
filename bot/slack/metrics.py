"""What a process counts of its work since it started, for whoever watches it: Prometheus's figures, with its library.

Without the extra `metrics` nothing is counted but when Slack answered last. No figure says who asked what.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from slack_sdk.http_retry import HttpRequest, HttpResponse, RetryHandler, RetryState

try:
    from prometheus_client import Counter, Histogram
except ImportError:
    COUNTED = False
else:
    COUNTED = True
    _QUESTIONS = Counter("commitment_bot_questions", "Questions that were answered, by what came of them", ["outcome"])
    _SECONDS = Histogram(
        "commitment_bot_answer_seconds",
        "Seconds from a question to its answer, without Slack",
        buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5),
    )
    _CALLS = Counter("commitment_bot_slack_calls", "Calls of Slack's Web API, each try by itself", ["method", "result"])
    _REFUSED = Counter("commitment_bot_refused_requests", "HTTP requests that were refused, by status", ["status"])


@dataclass(slots=True)
class LastCalls:
    """When, by the wall clock, Slack last answered and last did not; 0 is never. `result` is what it said then."""

    answered: float = 0.0
    failed: float = 0.0
    result: str = ""


LAST = LastCalls()
"""Of this process."""


def count_answer(outcome: str, seconds: float) -> None:
    """Count a question that was answered."""
    if COUNTED:
        _QUESTIONS.labels(outcome).inc()
        _SECONDS.observe(seconds)


def count_refusal(status: int) -> None:
    """Count an HTTP request that was refused."""
    if COUNTED:
        _REFUSED.labels(str(status)).inc()


class CountingHandler(RetryHandler):
    """Has nothing repeated: the SDK shows it what became of each call."""

    def _can_retry(
        self,
        *,
        state: RetryState,  # noqa: ARG002 - the SDK's signature
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        _note(request.url.partition("?")[0].rsplit("/", 1)[-1], _result(response, error))
        return False


def _result(response: HttpResponse | None, error: Exception | None) -> str:
    if response is None:
        return type(error).__name__
    if response.status_code != 200:
        return str(response.status_code)
    said = response.body or {}
    return "ok" if said.get("ok") else str(said.get("error") or "unreadable")


def _note(method: str, result: str) -> None:
    if result.isdecimal() or not result.islower():  # a status that is no 200, or a connection that failed
        LAST.failed, LAST.result = time.time(), result
    else:
        LAST.answered = time.time()
    if COUNTED:
        _CALLS.labels(method, result).inc()
