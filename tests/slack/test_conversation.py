"""What the bot answers, where and how often: through Bolt's own dispatch, onto a Web API on loopback."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.asking.answer import Answer
from bot.records.withholding import Sees
from tests.slack.conftest import NewWorkspace
from tests.slack.double import ALICE, CHANNEL, DIRECT, ME


def test_a_mention_is_answered_in_its_thread(workspace: NewWorkspace) -> None:
    """A mention gets one reply, in the thread that it starts, without the mention in the question."""
    bot = workspace()
    said = bot.mention("who leads KR0032?")
    (post,) = bot.web_api.posts
    assert post["text"] == "You said “who leads KR0032?” after 0 before."
    assert (post["channel"], post["thread_ts"]) == (CHANNEL, said["event"]["ts"])


def test_nothing_unfurls(workspace: NewWorkspace) -> None:
    """A reply unfurls no link and has Slack parse no name in it."""
    bot = workspace()
    bot.mention("hello")
    (post,) = bot.web_api.posts
    wanted = {"unfurl_links": False, "unfurl_media": False, "link_names": False, "parse": "none"}
    assert {name: post[name] for name in wanted} == wanted


def test_an_event_that_comes_again_is_answered_once(workspace: NewWorkspace) -> None:
    """The same event id gets one answer, also when the bot was restarted in between."""
    bot = workspace()
    said = bot.mention("hello")
    bot.dispatch(said)
    bot.start()
    bot.dispatch(said)
    assert len(bot.web_api.posts) == 1


@pytest.mark.parametrize("first", ["app_mention", "message"])
def test_a_mention_that_comes_twice_is_answered_once(workspace: NewWorkspace, first: str) -> None:
    """A mention that arrives as a mention and as a message, in either order, gets one answer."""
    bot = workspace()
    for kind in sorted(["app_mention", "message"], key=lambda kind: kind != first):
        bot.dispatch(bot.event(kind, f"<@{ME}> hello", ts="1700000000.5"))
    assert bot.texts() == ["You said “hello” after 0 before."]


def test_a_reply_in_a_known_thread_needs_no_mention(workspace: NewWorkspace) -> None:
    """A reply in a thread of the bot's is answered with the thread's memory, after a restart too."""
    bot = workspace()
    root = bot.mention("who leads KR0032?")["event"]["ts"]
    bot.start()
    bot.message("and her phone number?", thread_ts=root)
    assert bot.texts()[1:] == ["You said “and her phone number?” after 1 before."]
    assert bot.web_api.posts[1]["thread_ts"] == root


def test_a_mention_inside_a_foreign_thread_joins_it(workspace: NewWorkspace) -> None:
    """A mention in somebody's thread is answered there, and that thread is then one of the bot's."""
    bot = workspace()
    bot.mention("hello", thread_ts="1600000000.1")
    bot.message("more", thread_ts="1600000000.1")
    assert [post["thread_ts"] for post in bot.web_api.posts] == ["1600000000.1", "1600000000.1"]


@pytest.mark.parametrize(
    "event",
    [
        pytest.param({"text": "lunch?"}, id="outside any thread"),
        pytest.param({"text": "yes", "thread_ts": "1600000000.1"}, id="in a thread of others"),
        pytest.param({"text": "<@U02BOB> lunch?", "thread_ts": "1500000000.1"}, id="to somebody else"),
        pytest.param({"text": "<!here> lunch?", "thread_ts": "1500000000.1"}, id="to everybody there"),
        pytest.param({"text": "<!channel|channel> lunch?", "thread_ts": "1500000000.1"}, id="to the channel"),
        pytest.param({"text": "<!subteam^S01AB|@desk> lunch?", "thread_ts": "1500000000.1"}, id="to a user group"),
        pytest.param({"text": "<@B02OTHER> lunch?", "thread_ts": "1500000000.1"}, id="to another bot"),
        pytest.param({"thread_ts": "1500000000.1", "bot_id": "B99"}, id="by another bot"),
        pytest.param({"thread_ts": "1500000000.1", "user": ME}, id="by the bot itself"),
        pytest.param({"thread_ts": "1500000000.1", "user": "USLACKBOT"}, id="by Slackbot"),
        pytest.param({"thread_ts": "1500000000.1", "subtype": "message_changed"}, id="edited"),
        pytest.param({"thread_ts": "1500000000.1", "subtype": "message_deleted"}, id="deleted"),
        pytest.param({"thread_ts": "1500000000.1", "subtype": "channel_join"}, id="joined"),
        pytest.param({"type": "app_mention", "text": f"<@{ME}> hi", "edited": {"ts": "1"}}, id="edited mention"),
        pytest.param({"type": "app_mention", "text": f"<@{ME}> hi", "bot_id": "B99"}, id="another bot's mention"),
        pytest.param({"channel_type": "im", "channel": DIRECT, "user": ME}, id="own direct message"),
    ],
)
def test_what_is_not_for_the_bot_stays_unanswered(workspace: NewWorkspace, event: dict[str, Any]) -> None:
    """What people say to each other, and what bots, edits and joins say, gets no reply."""
    bot = workspace()
    bot.mention("hello", thread_ts="1500000000.1")
    bot.message(**{"text": "said"} | event)
    assert len(bot.web_api.posts) == 1


@pytest.mark.parametrize("subtype", ["thread_broadcast", "file_share"])
def test_a_reply_with_a_file_or_to_the_channel_is_a_reply(workspace: NewWorkspace, subtype: str) -> None:
    """A reply that carries a file, or is sent to the channel too, is answered as any other."""
    bot = workspace()
    root = bot.mention("hello")["event"]["ts"]
    bot.message("more", thread_ts=root, subtype=subtype)
    assert len(bot.web_api.posts) == 2


def test_a_direct_message_needs_no_mention(workspace: NewWorkspace) -> None:
    """A direct message is answered where it stands, outside threads or in one; each goes on from the one before."""
    bot = workspace()
    said = bot.message("one", channel=DIRECT, channel_type="im")
    bot.message("two", channel=DIRECT, channel_type="im")
    bot.message("three", channel=DIRECT, channel_type="im", thread_ts=said["event"]["ts"])
    assert [post.get("thread_ts") for post in bot.web_api.posts] == [None, None, said["event"]["ts"]]
    assert [text[-9:] for text in bot.texts()] == ["0 before.", "1 before.", "2 before."]


def test_a_choice_in_direct_messages_is_answered_where_it_stands(workspace: NewWorkspace) -> None:
    """What is chosen with a button outside threads is answered outside threads, and what follows goes on from it."""
    bot = workspace()
    bot.message("which?", channel=DIRECT, channel_type="im")
    bot.press('KR0029\n"which?"', message={"ts": "1700000001.1"}, channel={"id": DIRECT})
    bot.message("on", channel=DIRECT, channel_type="im")
    assert [post.get("thread_ts") for post in bot.web_api.posts] == [None, None, None]
    assert bot.texts()[-1] == "You said “on” after 9 before."


def test_a_button_is_answered_in_its_thread(workspace: NewWorkspace) -> None:
    """A press is answered in the thread of its message, which the container need not name."""
    bot = workspace()
    root = bot.mention("which?")["event"]["ts"]
    buttons = [block["accessory"] for block in bot.web_api.posts[0]["blocks"] if "accessory" in block]
    bot.press(buttons[1]["value"], message={"ts": "1700000001.1", "thread_ts": root})
    assert bot.texts()[1:] == ['You chose KR0032 for "which?".']
    assert bot.web_api.posts[1]["thread_ts"] == root


def test_a_press_joins_the_memory(workspace: NewWorkspace) -> None:
    """After a press the thread goes on from the answer to it."""
    bot = workspace()
    root = bot.mention("which?")["event"]["ts"]
    bot.press("KR0029\npending", message={"ts": "1700000001.1", "thread_ts": root})
    bot.message("and then?", thread_ts=root)
    assert bot.texts()[-1] == "You said “and then?” after 9 before."


def test_a_press_that_comes_again_is_answered_once(workspace: NewWorkspace) -> None:
    """The same press delivered twice gets one answer."""
    bot = workspace()
    for _ in range(2):
        bot.press("KR0029\npending", message={"ts": "1700000001.1", "thread_ts": "1700000000.1"})
    assert len(bot.web_api.posts) == 1


def test_a_broken_button_is_told(workspace: NewWorkspace, caplog: pytest.LogCaptureFixture) -> None:
    """A press whose value is no choice tells the person that it failed."""
    bot = workspace()
    bot.press("nonsense", message={"ts": "1700000001.1"})
    assert bot.texts()[0].startswith("Sorry, something went wrong on my side")


def test_a_failure_is_told_and_logged(workspace: NewWorkspace, caplog: pytest.LogCaptureFixture) -> None:
    """An unexpected error tells the person a reference, under which the log has the traceback."""
    bot = workspace()
    said = bot.mention("fail")
    (post,) = bot.web_api.posts
    reference = post["text"].split("`")[1]
    assert post["thread_ts"] == said["event"]["ts"]
    assert reference in caplog.text
    assert "RuntimeError: the parrot fell off its perch" in caplog.text


def test_a_failed_thread_goes_on(workspace: NewWorkspace) -> None:
    """After a failure in a known thread the next question there is answered."""
    bot = workspace()
    root = bot.mention("hello")["event"]["ts"]
    bot.message("fail", thread_ts=root)
    bot.message("again", thread_ts=root)
    assert bot.texts()[-1] == "You said “again” after 1 before."


def test_words_of_people_are_logged_at_debug_only(workspace: NewWorkspace, caplog: pytest.LogCaptureFixture) -> None:
    """From INFO up, no question, answer or token is logged, nor a request that nothing listens to."""
    bot = workspace()
    with caplog.at_level(logging.INFO):
        bot.mention("who leads KR0032?")
        bot.message("which?", channel=DIRECT, channel_type="im")
        bot.mention("fail, please")
        bot.dispatch(bot.event("reaction_added", "who leads KR0032?"))
        bot.dispatch({"type": "block_actions", "actions": [{"action_id": "who leads"}], "user": {"id": ALICE}})
    assert "lookup" in caplog.text
    for secret in ("who leads", "which?", "fail, please", "xoxb"):
        assert secret not in caplog.text


@pytest.mark.parametrize(
    ("environ", "event", "answered"),
    [
        ({}, {}, True),
        ({}, {"user_team": "T02OTHER", "is_ext_shared_channel": True}, False),
        ({}, {"is_ext_shared_channel": True}, False),
        (
            {"ALLOWED_TEAMS": "T01TEST T02OTHER"},
            {"user_team": "T02OTHER", "is_ext_shared_channel": True},
            True,
        ),
        ({"ALLOWED_TEAMS": "T02OTHER"}, {}, False),
        ({"ALLOWED_CHANNELS": CHANNEL}, {}, True),
        ({"ALLOWED_CHANNELS": "C02OTHER"}, {}, False),
        ({"ALLOWED_CHANNELS": CHANNEL}, {"channel": DIRECT, "channel_type": "im"}, False),
    ],
)
def test_strangers_and_other_channels_get_a_sentence(
    workspace: NewWorkspace, environ: dict[str, str], event: dict[str, Any], answered: bool
) -> None:
    """Outside the allowed workspaces and channels the reply is a sentence that says so, and no answer."""
    bot = workspace(**environ)
    bot.message(f"<@{ME}> hello", **event)
    (text,) = bot.texts()
    assert text.startswith("You said" if answered else "Sorry, I ")


def test_a_stranger_who_did_not_speak_to_the_bot_is_left_alone(workspace: NewWorkspace) -> None:
    """In a thread of the bot's, the words of another workspace's people get no refusal unless they name it."""
    bot = workspace()
    root = bot.mention("hello")["event"]["ts"]
    bot.message("thanks", thread_ts=root, user_team="T02OTHER", is_ext_shared_channel=True)
    assert len(bot.web_api.posts) == 1


def test_a_refusal_names_the_channels(workspace: NewWorkspace) -> None:
    """Who asks in a wrong channel is told the right ones."""
    bot = workspace(ALLOWED_CHANNELS="C02OTHER,C03MORE,D04ALICE")
    bot.mention("hello")
    assert "<#C02OTHER> or <#C03MORE>." in bot.texts()[0]


def test_an_event_is_acknowledged_before_it_is_answered(
    workspace: NewWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bolt's response to Slack is there while the answer is still being worked out."""
    release = threading.Event()
    bot = workspace()
    ask = bot.answering.ask

    def wait_and_ask(question: str, memory: str | None, sees: Sees, rows: int | None) -> tuple[Answer, str]:
        assert release.wait(30)
        return ask(question, memory, sees, rows)

    monkeypatch.setattr(bot.answering, "ask", wait_and_ask)
    with ThreadPoolExecutor(1) as turns:
        bot.turns.pool = turns
        assert bot.dispatch(bot.event("app_mention", "hello")).status == 200
        assert bot.texts() == []
        release.set()
    assert bot.texts() == ["You said “hello” after 0 before."]


def test_quick_questions_of_a_thread_all_count(workspace: NewWorkspace) -> None:
    """Ten questions at once in one thread are all remembered: none overwrites another's memory."""
    bot = workspace()
    with ThreadPoolExecutor(10) as turns:
        bot.turns.pool = turns
        for _ in range(10):
            bot.mention("hello", thread_ts="1600000000.1")
    assert sorted(text.split()[-2] for text in bot.texts()) == [str(number) for number in range(10)]


def test_a_lone_surrogate_does_no_harm(workspace: NewWorkspace) -> None:
    """Text that no encoding can hold is answered all the same."""
    bot = workspace()
    bot.mention("hel\ud800lo")
    assert bot.texts()[0].startswith("You said “hel")
