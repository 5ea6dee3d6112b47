"""People of a workspace who judge answers: what they press, fill in and see, and what is kept of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_bolt import BoltRequest, BoltResponse

from bot.state.database import open_state
from bot.state.questions import BAD, GOOD, listed
from bot.state.tables import FEEDBACK
from tests.slack.double import ALICE, TEAM

if TYPE_CHECKING:  # which imports this
    from tests.slack.conftest import Workspace

ASKED = "who leads KR0032?"


class Judging:
    """People of a workspace who ask about the commitments of `corpus/`, press buttons and send forms."""

    def __init__(self, bot: Workspace) -> None:
        self.bot, self.slack = bot, bot.web_api

    def ask(self, *questions: str, **others: Any) -> dict:
        """Ask the questions of one thread; gives the last answer."""
        root = None
        for question in questions:
            thread: dict[str, Any] = {"thread_ts": root} if root else {}
            said = self.bot.mention(question, **thread, **others)
            root = root or said["event"]["ts"]
        return self.slack.world.messages[-1]

    def press(self, answer: dict, verdict: str, user: str = ALICE, team: str = TEAM, **others: Any) -> None:
        """Press a button under an answer, as Slack tells of it."""
        action = {"action_ts": f"{next(self.slack.world.numbers)}.5", "block_id": "b"}
        action |= judges(answer["blocks"])[verdict]
        shown = {name: answer[name] for name in ("ts", "thread_ts", "text", "blocks") if name in answer}
        container = {"type": "message", "message_ts": answer["ts"], "is_ephemeral": "ephemeral" in answer}
        body = {
            "type": "block_actions",
            "team": {"id": TEAM},
            "user": {"id": user, "team_id": team},
            "channel": {"id": answer["channel"]},
            "container": container,
            "trigger_id": self.slack.world.trigger(user),
            "response_url": self.slack.world.response_url(answer["channel"], user),
            "actions": [action],
        }
        if "ephemeral" not in answer:  # Slack sends no such message along
            body["message"] = shown
        self.bot.dispatch(body | others)

    def send(self, user: str = ALICE, **filled: Any) -> BoltResponse:
        """Send the form that a person has open, with what they filled in; gives Bolt's response."""
        view = self.form(user)
        fields = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
        values: dict[str, dict[str, Any]] = {field: {field: {}} for field in fields}
        for name, value in filled.items():
            values[name][name] = value
        view = view | {"state": {"values": values}}
        body = {"type": "view_submission", "team": {"id": TEAM}, "user": {"id": user, "team_id": TEAM}, "view": view}
        return self.bot.app.dispatch(BoltRequest(mode="socket_mode", body=body))

    def form(self, user: str = ALICE) -> dict:
        """The form that a person has open."""
        return self.slack.world.views[self.slack.world.stacks[user][-1]]

    def private(self) -> list[dict]:
        """What only one person sees, as they were told it."""
        return [one for one in self.slack.world.messages if "ephemeral" in one]

    @property
    def kept(self) -> list:
        """What is kept, newest first."""
        return listed(open_state(self.bot.state_db))

    @property
    def table(self) -> str:
        """All that the table of feedback holds."""
        with open_state(self.bot.state_db).connect() as connection:
            return str(connection.execute(FEEDBACK.select()).all())


def judges(blocks: list[dict]) -> dict[str, dict]:
    """The feedback buttons of a message by verdict: for each, the action that Slack sends when it is pressed."""
    found = {}
    for element in (element for block in blocks for element in block.get("elements", [])):
        name = element.get("action_id", "")
        if element["type"] == "feedback_buttons":
            for verdict, one in ((GOOD, element["positive_button"]), (BAD, element["negative_button"])):
                found[verdict] = {"type": "feedback_buttons", "action_id": name, "value": one["value"]}
        elif name.startswith("feedback:"):
            found[name.partition(":")[2]] = {"type": "button", "action_id": name, "value": element["value"]}
    return found


def kinds(blocks: list[dict]) -> list[str]:
    """The kinds of blocks that hold feedback buttons."""
    return [block["type"] for block in blocks if judges([block])]


def chosen(kind: str = "wrong_value", comment: str = "", *, agreed: bool = False) -> dict:
    """What a person fills in."""
    return {
        "kind": {"type": "radio_buttons", "selected_option": {"value": kind}},
        "comment": {"type": "plain_text_input", "value": comment or None},
        "consent": {"type": "checkboxes", "selected_options": [{"value": "agreed"}] if agreed else []},
    }
