"""An answer arrives exactly once, or the person is told, whatever Slack's weather is."""

from __future__ import annotations

import threading

import pytest

from bot.asking.answer import Answer
from bot.records.withholding import Sees
from bot.slack.delivery import EVENT, LONGEST, slack_client
from bot.slack.fallbacks import SHORTENED
from tests.slack.conftest import NewWorkspace, Workspace, an_answer
from tests.slack.double import (
    ALICE,
    BOT_TOKEN,
    CHANNEL,
    DIRECT,
    ME,
    Broken,
    Channel,
    Dropped,
    Garbled,
    Limited,
    Refused,
    Silent,
    SlackDouble,
)

ANSWER = "You said “hello” after 0 before."


def told(bot: Workspace) -> list[tuple[str, str]]:
    """What was said besides the answers: to Alice alone, and where."""
    direct = [one for one in bot.web_api.posts if one["channel"] == DIRECT or one.get("ephemeral") == ALICE]
    return [(one["channel"], one["text"]) for one in direct]


def test_a_rate_limit_is_waited_out(workspace: NewWorkspace) -> None:
    """A reply that Slack refuses with 429 waits as long as Slack says, and is posted once."""
    bot = workspace()
    bot.web_api.weather.next("chat.postMessage", Limited(7), Limited(30))
    bot.mention("hello")
    assert bot.texts() == [ANSWER]
    assert [int(seconds) for seconds in bot.slept if seconds] == [7, 30]


def test_a_rate_limit_that_lasts_is_told(workspace: NewWorkspace) -> None:
    """A wait longer than a minute is not sat out: the person is told, alone, and the turn ends."""
    bot = workspace()
    bot.web_api.weather.next("chat.postMessage", Limited(LONGEST + 1))
    bot.mention("hello")
    assert told(bot) == [
        (CHANNEL, "Slack lets me post only so often, and my answer did not get through. Please ask again later.")
    ]
    assert sum(bot.slept) == 0


@pytest.mark.parametrize(
    "fault",
    [
        Broken(500),
        Broken(503, taken=True),
        Broken(502),
        Dropped(),
        Dropped(taken=True),
        Garbled(),
        Garbled(taken=True),
        Refused("internal_error"),
        Refused("fatal_error"),
    ],
    ids=str,
)
@pytest.mark.parametrize("times", [1, 2])
def test_a_failure_costs_and_doubles_no_answer(
    workspace: NewWorkspace, fault: Broken | Dropped | Garbled | Refused, times: int
) -> None:
    """A 5xx, a broken connection or a proxy's page, once or twice, before or after Slack took it: one answer."""
    bot = workspace()
    bot.web_api.weather.next("chat.postMessage", *[fault] * times)
    bot.mention("hello")
    assert bot.texts() == [ANSWER]


@pytest.mark.parametrize("taken", [False, True])
def test_silence_costs_and_doubles_no_answer(workspace: NewWorkspace, taken: bool) -> None:
    """Where Slack does not answer in time, whether it took the post or not, there is one answer."""
    bot, release = workspace(), threading.Event()
    bot.app.client.timeout = 1
    bot.web_api.weather.next("chat.postMessage", Silent(release, taken))
    bot.mention("hello")
    release.set()
    assert bot.texts() == [ANSWER]


def test_a_direct_message_is_not_doubled_either(workspace: NewWorkspace) -> None:
    """In a direct message too, an answer that Slack took without saying so is found and not posted again."""
    bot = workspace()
    bot.web_api.weather.next("chat.postMessage", Dropped(taken=True))
    bot.message("hello", channel=DIRECT, channel_type="im")
    assert bot.texts() == [ANSWER]


def chat(bot: Workspace, root: str, replies: int) -> None:
    """So many replies of Alice's stand in a thread."""
    world = bot.web_api.world
    for number in range(replies):
        said = {"channel": CHANNEL, "ts": world.ts(), "thread_ts": root, "user": ALICE, "text": str(number)}
        world.messages.append(said)


def test_an_answer_is_found_with_one_look(workspace: NewWorkspace) -> None:
    """An app that gets fifteen messages a look finds its answer under a long thread, with one look."""
    bot = workspace()
    bot.web_api.world.most = 15
    root = "1600000000.1"
    bot.web_api.clock.pass_(-300)
    chat(bot, root, 1_050)
    bot.web_api.clock.pass_(300)
    chat(bot, root, 10)
    bot.web_api.weather.next("chat.postMessage", Dropped(taken=True))
    bot.mention("hello", thread_ts=root)
    assert [post["text"] for post in bot.web_api.posts if post["user"] == ME] == [ANSWER]
    assert len(bot.web_api.of("conversations.replies")) == 1


def test_an_answer_that_one_look_cannot_find_is_not_repeated(workspace: NewWorkspace) -> None:
    """Where so much is written meanwhile that one look does not tell, nothing is repeated, and the person is told."""
    bot = workspace()
    root = "1600000000.1"
    chat(bot, root, 20)
    bot.web_api.weather.next("chat.postMessage", Dropped())
    bot.mention("hello", thread_ts=root)
    assert told(bot) == [
        (CHANNEL, "Slack did not confirm my answer. If you do not see it in the thread, please ask again.")
    ]


def test_a_look_that_is_limited_is_not_waited_for(workspace: NewWorkspace) -> None:
    """An app that may look once a minute does not wait for a second look: the person is told instead."""
    bot = workspace()
    bot.web_api.weather.always["chat.postMessage"] = Dropped()
    bot.web_api.weather.next("conversations.replies", None, Limited(55))
    bot.mention("hello")
    assert told(bot) == [
        (CHANNEL, "Slack did not confirm my answer. If you do not see it in the thread, please ask again.")
    ]
    assert max(bot.slept) < 55


def test_a_failure_while_looking_is_waited_out(workspace: NewWorkspace) -> None:
    """Where looking fails too, it is tried again, and nothing is posted before the thread was seen."""
    bot = workspace()
    bot.web_api.weather.next("chat.postMessage", Dropped(taken=True))
    bot.web_api.weather.next("conversations.replies", Dropped(), Broken(503))
    bot.mention("hello")
    assert bot.texts() == [ANSWER]


def test_who_cannot_look_does_not_repeat(workspace: NewWorkspace) -> None:
    """Where the app may not read the thread, it posts nothing twice and logs what is missing."""
    bot = workspace()
    bot.web_api.weather.next("chat.postMessage", Dropped(taken=True))
    bot.web_api.weather.always["conversations.replies"] = Refused("missing_scope")
    bot.mention("hello")
    assert [post["text"] for post in bot.web_api.posts].count(ANSWER) == 1


def test_an_outage_of_posting_is_told(workspace: NewWorkspace) -> None:
    """Where Slack takes no post for long, the person is told alone that the answer was not confirmed."""
    bot = workspace()
    bot.web_api.weather.always["chat.postMessage"] = Broken(503)
    bot.mention("hello")
    assert told(bot) == []
    bot.look(3)
    assert told(bot) == [
        (CHANNEL, "Slack did not confirm my answer. If you do not see it in the thread, please ask again.")
    ]


def test_an_answer_that_comes_late_is_better_than_a_word_that_there_is_none(workspace: NewWorkspace) -> None:
    """Where Slack takes a post only at the second attempt, the answer is posted then, and nothing else is told."""
    bot = workspace()
    bot.web_api.weather.next("chat.postMessage", *[Broken(503)] * 3)
    bot.mention("hello")
    bot.look(3)
    assert (bot.texts(), told(bot)) == ([ANSWER], [])


def test_an_outage_of_everything_is_logged(workspace: NewWorkspace, caplog: pytest.LogCaptureFixture) -> None:
    """Where Slack takes nothing at all, the log says so without a word of the question, which is answered after it."""
    bot = workspace()
    bot.web_api.weather.always["*"] = Dropped()
    bot.mention("hello")
    bot.web_api.weather.always.clear()
    assert "Slack takes nothing for T01TEST" in caplog.text
    assert "hello" not in "".join(record.getMessage() for record in caplog.records if record.levelname != "DEBUG")
    bot.mention("hello")
    bot.look(3)
    assert bot.texts() == [ANSWER, ANSWER]


class Chatterbox:
    """Gives answers that no message can hold."""

    def ask(self, question: str, memory: str | None, sees: Sees, rows: int | None) -> tuple[Answer, str]:
        """Far too many words, each with more of them as a source."""
        words = "\n".join(f"{number} words and words" for number in range(2_000))
        return an_answer(words), "{}"


@pytest.mark.parametrize("error", ["msg_blocks_too_long", "msg_too_long"])
def test_a_message_that_slack_finds_too_long_is_shortened(workspace: NewWorkspace, error: str) -> None:
    """The beginning of the answer is shown, and that it is only the beginning."""
    bot = workspace(Chatterbox())
    bot.web_api.weather.next("chat.postMessage", Refused(error))
    bot.mention("hello")
    (post,) = bot.web_api.posts
    texts = [block["text"]["text"] for block in post["blocks"]]
    assert texts[0].startswith("0 words and words\n1 words and words")
    assert texts[-1] == SHORTENED
    assert sum(map(len, texts)) < 3_000


def test_a_message_that_stays_too_long_is_told(workspace: NewWorkspace) -> None:
    """Where Slack refuses the shortened message too, the person is told."""
    bot = workspace(Chatterbox())
    bot.web_api.weather.always["chat.postMessage"] = Refused("msg_blocks_too_long")
    bot.mention("hello")
    assert told(bot)[0][1].startswith("Sorry, Slack did not take my answer (msg_blocks_too_long)")


@pytest.mark.parametrize(
    ("channel", "told_so"),
    [
        (Channel(CHANNEL, members={ME, ALICE}, archived=True), "in <#C01GEN>: it is archived"),
        (Channel(CHANNEL, members={ALICE}), "in <#C01GEN>: I am no longer in it"),
        (Channel(CHANNEL, "group", {ALICE}), "I am no longer in that channel"),
        (Channel(CHANNEL, members={ME, ALICE}, read_only=True), "in <#C01GEN>: I may not post there"),
    ],
)
@pytest.mark.parametrize("question", ["hello", "fail"])
def test_a_channel_that_is_closed_to_us_is_told_directly(
    workspace: NewWorkspace, caplog: pytest.LogCaptureFixture, channel: Channel, told_so: str, question: str
) -> None:
    """Archived, removed or read-only: the asker alone is told so, with nothing of the question, and may ask there."""
    bot = workspace()
    bot.web_api.world.channels[CHANNEL] = channel
    bot.mention(question)
    ((place, text),) = told(bot)
    assert place == DIRECT
    assert told_so in text
    assert question not in text


@pytest.mark.parametrize("error", ["user_disabled", "user_not_found", "cannot_dm_bot", "is_archived"])
def test_a_person_who_is_gone_is_left_alone(
    workspace: NewWorkspace, caplog: pytest.LogCaptureFixture, error: str
) -> None:
    """Where a direct message's person is gone, nothing more is tried, and the log says why."""
    bot = workspace()
    bot.web_api.weather.always["chat.postMessage"] = Refused(error)
    bot.message("hello", channel=DIRECT, channel_type="im")
    assert len(bot.web_api.of("chat.postMessage")) == 1
    assert bot.web_api.of("chat.postEphemeral") == []
    assert f"An answer could not be posted in {DIRECT}: {error}" in caplog.text


@pytest.mark.parametrize("error", ["token_revoked", "account_inactive", "invalid_auth", "token_expired"])
def test_a_token_that_is_no_good_any_more_is_logged(
    workspace: NewWorkspace, caplog: pytest.LogCaptureFixture, error: str
) -> None:
    """Where the token has been taken away, the log says what to do, and shows no token."""
    bot = workspace()
    bot.web_api.world.tokens[BOT_TOKEN].error = error
    bot.mention("hello")
    assert f"{error}. " in caplog.text
    assert "Install the app again" in caplog.text
    assert BOT_TOKEN not in caplog.text


def test_a_failure_that_cannot_be_told_in_the_channel_is_told_directly(workspace: NewWorkspace) -> None:
    """Where there is no one but the person to tell, the news of a failure takes the same ways as an answer."""
    bot = workspace()
    bot.web_api.weather.always["chat.postMessage"] = Refused("invalid_thread_ts")
    bot.mention("fail")
    assert told(bot)[0][1].startswith("Sorry, Slack did not take my answer")


def test_an_answer_carries_the_name_of_its_turn(workspace: NewWorkspace) -> None:
    """Each answer can be told from others by the name of the event that it answers."""
    bot = workspace()
    said = bot.mention("hello")
    assert bot.web_api.posts[0]["metadata"] == {
        "event_type": EVENT,
        "event_payload": {"turn": said["event_id"]},
    }


def test_what_changes_nothing_is_repeated(web_api: SlackDouble) -> None:
    """A call that may be made twice is made again after a 5xx and after a broken connection; a post is not."""
    client = slack_client(BOT_TOKEN, web_api.address, lambda _: None)
    web_api.weather.next("users.info", Broken(503), Dropped())
    assert client.users_info(user=ALICE)["user"]["id"] == ALICE
    web_api.weather.next("chat.postEphemeral", Dropped(taken=True))
    with pytest.raises(ConnectionError):
        client.chat_postEphemeral(channel=CHANNEL, user=ALICE, text="once")
    assert len(web_api.posts) == 1
