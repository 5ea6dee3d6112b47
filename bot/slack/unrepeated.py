"""A Web API client for what must not happen twice."""

from __future__ import annotations

from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler


def unrepeated(client: WebClient) -> WebClient:
    """The same client, but one that only waits out rate limits: what Slack refuses for its rate it has not done.

    After a server's error or a broken connection it may have. Slack knows no idempotency keys, so a request that is
    repeated then posts twice; whoever calls looks first whether it was done.
    """
    return WebClient(
        client.token,
        base_url=client.base_url,
        retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=5)],
    )
