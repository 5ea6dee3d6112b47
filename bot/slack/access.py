"""Who is answered, and where: the allow-lists of workspaces and channels."""

from __future__ import annotations

from bot.slack.payloads import Place


def refusal(place: Place, teams: frozenset[str], channels: frozenset[str]) -> str | None:
    """Why nobody is answered there, as a sentence to the person; None where they are.

    Without `teams` the people of the app's own workspace are answered: in a channel that is shared with
    another workspace, its people are strangers, and so is whoever comes without a workspace. Without
    `channels` every channel and direct message is answered.
    """
    if place.team not in (teams or place.home):
        return "Sorry, I answer only people of the workspaces that I was set up for."
    if channels and place.channel not in channels:
        # a direct message has an id too, but no name to point to
        named = " or ".join(f"<#{channel}>" for channel in sorted(channels) if not channel.startswith("D"))
        return f"Sorry, I do not answer here; please ask me in {named or 'a place that I was set up for'}."
    return None
