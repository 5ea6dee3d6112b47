"""Which buttons answers are judged with: what Slack takes, what a setting says, and that all of it fits."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.records.languages import LANGUAGES
from bot.slack.feedback import feedback_modal, feedback_note, feedback_row, feedback_words
from bot.state.questions import KINDS, Details
from tests.slack.double import ALICE, Dropped, Garbled, Refused, SlackDouble
from tests.slack.double.blocks import message_error
from tests.slack.double.views import view_error
from tests.slack.judging import ASKED, Judging, kinds


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (None, "context_actions"),
        (Refused("invalid_blocks"), "actions"),
        (Refused("unknown_method"), "actions"),
        (Dropped(), "actions"),
        (Garbled(), "actions"),
    ],
)
def test_slack_says_which_buttons_it_takes(
    judging: Callable[..., Judging], web_api: SlackDouble, fault: Dropped | Garbled | Refused | None, expected: str
) -> None:
    """Slack is asked once, at start-up: its own buttons where it takes them, ordinary ones where it does not say so."""
    if fault:
        web_api.weather.always["blocks.validate"] = fault
    people = judging()
    asked = len(web_api.of("blocks.validate"))
    assert kinds(people.ask(ASKED)["blocks"]) == [expected]
    assert kinds(people.ask(ASKED)["blocks"]) == [expected]
    assert len(web_api.of("blocks.validate")) == asked


@pytest.mark.parametrize(("setting", "expected"), [("native", "context_actions"), ("plain", "actions")])
def test_a_setting_says_which_buttons_there_are(
    judging: Callable[..., Judging], web_api: SlackDouble, setting: str, expected: str
) -> None:
    """Where the setting decides, it does not matter what Slack says."""
    if setting == "native":
        web_api.weather.always["blocks.validate"] = Refused("invalid_blocks")
    people = judging(FEEDBACK_BUTTONS=setting)
    assert kinds(people.ask(ASKED)["blocks"]) == [expected]


@pytest.mark.parametrize("language", LANGUAGES)
def test_slack_takes_it_in_every_language(language: str) -> None:
    """Buttons, form and notes fit Slack in every language, the longest question and comment included."""
    said = feedback_words(language)
    details = Details(KINDS[0], "x" * 2_000, ALICE)
    for buttons in ("native", "plain"):
        assert message_error(feedback_row("k" * 16, language, buttons)) == ("", [])
    for question in ("", "q" * 40_000):
        assert view_error(feedback_modal("k" * 16, question, language, details), "modal") == ("", [])
    for name in ("sent", "not_kept", "failed"):
        assert view_error(feedback_note(language, said[name]), "modal") == ("", [])
    assert said.keys() == feedback_words("en").keys()
