"""Long sections end in a button, which opens the whole section as the digest had it."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest

from bot.digest.model import Citation, Digest, DigestItem, Section, Window
from bot.digest.subscriptions import WholeSection
from bot.digest.text import DigestWording
from bot.records.languages import LANGUAGES
from bot.slack.digest_blocks import PAGE, section_modal
from tests.slack.digest_bot import CHANNEL, MONDAY, Bot, buttons
from tests.thorough import some

COPIES = [f"KR05{number:02}" for number in range(PAGE + 9)]
DAY = timedelta(days=1)


@pytest.fixture
def digest(bot: Bot, request: pytest.FixtureRequest) -> dict[str, Any]:
    """A digest that was posted, of thirteen overdue commitments, or of one more than it is given."""
    bot.copy("KR0032.txt", COPIES[: getattr(request, "param", 12)])
    bot.command("subscribe")
    (posted,) = bot.send(MONDAY)
    return json.loads(posted)


def texts(view: dict) -> str:
    """All text of a modal."""
    return "\n".join(block["text"]["text"] for block in view["blocks"] if block["type"] in ("section", "alert"))


def test_a_long_section_has_a_button(digest: dict[str, Any]) -> None:
    """The button of a part that is not shown whole says how many there are."""
    assert "Show all 13" in buttons(digest)


def test_a_short_section_has_none(bot: Bot) -> None:
    """Where everything is shown there is no button for the whole of it, only one for the section that it stands in."""
    bot.command("subscribe")
    (posted,) = bot.send(MONDAY)
    assert set(buttons(json.loads(posted))) == {"Change…", "Unsubscribe", "Overdue (1)"}


@pytest.mark.parametrize("digest", [len(COPIES)], indirect=True)
def test_the_whole_section_in_pages(bot: Bot, digest: dict[str, Any]) -> None:
    """The modal opens at once, shows the first page, turns to the last, which ends with the last, and back."""
    bot.press(buttons(digest)["Show all 50"])
    assert bot.api.of("views.open")[-1]["trigger_id"] == "1.2"
    first = bot.shown()
    assert (texts(first).count("\n_"), set(buttons(first))) == (PAGE, {"Next"})
    last = bot.turn(buttons(first)["Next"], first)
    assert (texts(last).count("\n_"), set(buttons(last))) == (50 - PAGE, {"Back"})
    assert COPIES[-1] in texts(last)
    assert bot.turn(buttons(last)["Back"], last) == first
    everything = texts(first) + texts(last)
    assert all(everything.count(f"({code})") == 1 for code in ["KR0032", *COPIES])


def test_days_later_it_is_still_that_digest(bot: Bot, digest: dict[str, Any]) -> None:
    """A press after later changes shows the day of the digest and names what changed since."""
    bot.edit("KR0500.txt", "31 December 2017", "30 November 2027")
    bot.send(MONDAY + DAY)
    bot.press(buttons(digest)["Show all 13"])
    shown = json.dumps(bot.shown())
    assert "As of 23 November 2026" in shown
    assert "Changed since: KR0500." in shown


def test_the_whole_section_of_a_preview(bot: Bot, digest: dict[str, Any]) -> None:
    """What a preview leaves out can be opened too, as of the day of the preview."""
    preview = bot.command("digest")
    bot.press(buttons(preview)["Overdue (13)"])
    assert texts(bot.shown()).count("•") == 13


def test_only_where_it_was_posted(bot: Bot, digest: dict[str, Any]) -> None:
    """A press elsewhere, or after the digest has ended, shows a sentence and no commitment."""
    button = buttons(digest)["Show all 13"]
    bot.press(button, channel="C02OTHER")
    assert "cannot be shown any more" in texts(bot.shown())
    bot.command("unsubscribe")
    bot.press(button)
    assert "cannot be shown any more" in texts(bot.shown())


def test_a_failure_is_told(bot: Bot, digest: dict[str, Any], caplog: pytest.LogCaptureFixture) -> None:
    """Where the section cannot be composed, the modal says so with a reference that the log has."""
    bot.settings.commitments_db.unlink()
    bot.press(buttons(digest)["Show all 13"])
    reference = texts(bot.shown()).rpartition(" ")[2].strip("`")
    assert "cannot read my documents" in texts(bot.shown())
    assert reference in caplog.text


SOURCE = Citation("a.txt", 0, 1, "x", url="https://example.org/" + "a" * 200)
LONGEST = DigestItem("QM0001", "&" * 500, "end", "<" * 5_000, None, "*" * 5_000, -5, SOURCE, at="2026-11-01")
MANY = tuple(f"QM{number:04}" for number in range(5_000))


@pytest.mark.parametrize("language", some(LANGUAGES, 3))
@pytest.mark.parametrize(("name", "number"), [("changed", PAGE), ("changed", 900), ("not_stated", PAGE)])
def test_the_largest_page_fits(name: str, number: int, language: str) -> None:
    """The longest items, and more members than a page has room for, keep Slack's limits, and none goes uncounted."""
    section = Section(name, 10_000, (LONGEST,) * number)
    digest = Digest(Window(date(2026, 1, 1), date(2026, 1, 1), 30), (section,), 9)
    view = section_modal(WholeSection(digest, section, (), MANY), "t" * 32, PAGE, DigestWording(language), CHANNEL)
    assert len(view["blocks"]) <= 100
    assert len(json.dumps(view, ensure_ascii=False)) < 250_000
    assert max(len(block["text"]["text"]) for block in view["blocks"] if block["type"] in ("section", "alert")) <= 3_000
    assert len(view["title"]["text"]) <= 24
    assert max(map(len, buttons(view))) <= 75
    shown = texts(view).count("QM0001")
    left = int(re.sub(r"\D", "", texts(view).rpartition("\n")[2])) if shown < number else 0
    assert shown + left == number
    assert shown >= PAGE
