"""A strict Slack of the project's own: it enforces the documented limits and answers with Slack's own errors.

Where local Slack servers are lenient (51 blocks pass, no scopes, no streaming, unfurls or OAuth), this one refuses:
`with SlackDouble() as slack:` serves the Web API at `slack.address`; `slack.world` is what stands in the workspace,
`slack.calls` all that reached it, `slack.weather` what goes wrong, `slack.gauge.rates = RATES` its rate limits.
"""

from tests.slack.double.clock import Clock, WallClock
from tests.slack.double.server import SlackDouble
from tests.slack.double.weather import RATES, Broken, Dropped, Garbled, Limited, Rate, Refused, Silent
from tests.slack.double.world import ALICE, APP_TOKEN, BOB, BOT_TOKEN, CHANNEL, DIRECT, ME, TEAM, Channel, Token, User

__all__ = [
    "ALICE",
    "APP_TOKEN",
    "BOB",
    "BOT_TOKEN",
    "CHANNEL",
    "DIRECT",
    "ME",
    "RATES",
    "TEAM",
    "Broken",
    "Channel",
    "Clock",
    "Dropped",
    "Garbled",
    "Limited",
    "Rate",
    "Refused",
    "Silent",
    "SlackDouble",
    "Token",
    "User",
    "WallClock",
]
