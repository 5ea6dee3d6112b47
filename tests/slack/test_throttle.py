"""Too many questions: who asks too often is asked to wait, and whoever finds the queue full is told so."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.slack.turns import AT_ONCE, FULL, Turns
from tests.slack.double import ALICE, BOB, CHANNEL, DIRECT, ME, Refused

WAIT = "Please wait a little."


def test_a_person_who_asks_too_often_is_asked_to_wait_once(workspace):
    """Beyond the limit there is one sentence, not one for each question; others are answered as before."""
    bot = workspace(PERSON_QUESTIONS="3")
    for _ in range(6):
        bot.mention("hello")
    bot.mention("hello", user=BOB)
    assert [text.startswith("You said") for text in bot.texts()] == [True, True, True, False, True]
    assert bot.texts()[3] == f"You have asked me 3 questions within a minute, which is as many as I take. {WAIT}"


def test_a_channel_where_too_much_is_asked_is_asked_to_wait_once(workspace):
    """A channel has a limit of its own, whoever asks there; a direct message is another channel."""
    bot = workspace(CHANNEL_QUESTIONS="2")
    for user in (ALICE, BOB, ALICE, BOB):
        bot.mention("hello", user=user)
    bot.message("hello", channel=DIRECT, channel_type="im")
    assert [text.startswith("You said") for text in bot.texts()] == [True, True, False, True]
    assert bot.texts()[2].startswith("I was asked 2 questions here within a minute")


def test_a_mention_that_comes_twice_counts_once(workspace):
    """The two events of one mention are one question to the limit too."""
    bot = workspace(PERSON_QUESTIONS="2")
    for number in range(2):
        for kind in ("app_mention", "message"):
            bot.dispatch(bot.event(kind, f"<@{ME}> hello", ts=f"1700000000.{number}"))
    assert len(bot.texts()) == 2
    assert WAIT not in "".join(bot.texts())


def test_what_is_not_for_the_bot_does_not_count(workspace):
    """What people say to each other uses up nobody's questions."""
    bot = workspace(PERSON_QUESTIONS="1")
    for _ in range(3):
        bot.message("lunch?")
    bot.mention("hello")
    assert bot.texts() == ["You said “hello” after 0 before."]


def test_without_limits_everything_is_answered(workspace):
    """0 means any number."""
    bot = workspace(PERSON_QUESTIONS="0", CHANNEL_QUESTIONS="0")
    for _ in range(100):
        bot.mention("hello")
    assert len(bot.texts()) == 100
    assert WAIT not in "".join(bot.texts())


def test_bots_that_share_a_state_count_together(workspace):
    """With two processes on one state database a person may ask as often as with one, and is told once."""
    bots = [workspace(PERSON_QUESTIONS="3"), workspace(PERSON_QUESTIONS="3")]
    for number in range(8):
        bots[number % 2].mention("hello", ts=f"1700000000.{number}")
    assert [text.startswith("You said") for text in bots[0].texts()] == [True, True, True, False]


@pytest.fixture
def stuck():
    """A pool of turns that runs nothing until it is released."""
    release = threading.Event()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _ in range(AT_ONCE):
            pool.submit(release.wait, 60)
        yield pool, release
        release.set()


def test_a_full_queue_is_told_and_drops_nothing(workspace, stuck):
    """Where more is asked than may wait, each question gets its answer or, at once, the word that it gets none."""
    bot = workspace(QUESTIONS_WAITING="5", PERSON_QUESTIONS="0", CHANNEL_QUESTIONS="0")
    bot.turns.pool, release = stuck
    asked = [bot.mention("hello")["event"]["ts"] for _ in range(40)]
    full = [post for post in bot.web_api.posts if post["text"] == FULL]
    assert len(full) == 40 - AT_ONCE - 5
    release.set()
    bot.turns.close()
    assert sorted(post["thread_ts"] for post in bot.web_api.posts) == sorted(asked)


def test_a_question_that_found_no_room_is_not_answered_by_its_twin(workspace, stuck):
    """The second event of a mention that was turned away says nothing more."""
    bot = workspace(QUESTIONS_WAITING="0")
    bot.turns.pool, _release = stuck
    for _ in range(AT_ONCE):
        bot.turns.take("C02", str, in_line=str, full=str)
    for kind in ("app_mention", "message"):
        bot.dispatch(bot.event(kind, f"<@{ME}> hello", ts="1700000000.5"))
    assert bot.texts() == [FULL]


def test_room_comes_back(workspace):
    """A queue that was full takes questions again when turns are done, failed ones too."""
    bot = workspace(QUESTIONS_WAITING="0", PERSON_QUESTIONS="0", CHANNEL_QUESTIONS="0")
    for _ in range(AT_ONCE + 5):
        bot.mention("fail")
        bot.mention("hello")
    assert FULL not in bot.texts()


def test_a_turn_that_raises_is_logged_and_gives_its_place_back(caplog):
    """Whatever a turn raises, it is logged, and the next one has room."""
    turns = Turns(0)
    for _ in range(AT_ONCE * 3):
        begun = threading.Event()

        def fail(begun: threading.Event = begun) -> None:
            begun.set()
            raise ValueError("out of words")

        # those before may still be writing their log entries, and hold their places until then
        assert any(turns.take("C02", fail, in_line=lambda: None, full=lambda: None) or begun.wait(1) for _ in range(60))
    turns.close()
    assert "out of words" in caplog.text


def test_a_channel_that_waits_holds_up_no_other():
    """Where more questions of one channel wait than there are threads, another channel is answered meanwhile."""
    turns, release, answered = Turns(50), threading.Event(), threading.Event()
    done: list[int] = []
    for number in range(AT_ONCE * 2):
        turns.take("C01", lambda number=number: release.wait(60) and done.append(number), in_line=str, full=str)
    turns.take("C02", answered.set, in_line=str, full=str)
    assert answered.wait(60)
    assert done == []
    release.set()
    turns.close()
    assert done == list(range(AT_ONCE * 2))


def test_what_was_taken_is_answered_when_the_process_ends():
    """Once no new work may be handed out, the questions that wait in a channel are still answered, in order."""
    turns, release = Turns(50), threading.Event()
    done: list[int] = []
    for number in range(20):
        turns.take("C01", lambda number=number: release.wait(60) and done.append(number), in_line=str, full=str)
    turns.pool.shutdown(wait=False)
    release.set()
    turns.close()
    assert done == list(range(20))


def test_a_question_in_line_shows_a_status(workspace, stuck):
    """Whoever has to wait sees that beside the thread."""
    bot = workspace(PERSON_QUESTIONS="0")
    bot.turns.pool, _release = stuck
    asked = [bot.mention("hello")["event"]["ts"] for _ in range(AT_ONCE + 2)]
    shown = [(one["channel_id"], one["thread_ts"]) for one in bot.web_api.world.statuses]
    assert shown == [(CHANNEL, ts) for ts in asked[AT_ONCE:]]


@pytest.mark.parametrize("error", ["unknown_method", "missing_scope", "not_allowed_token_type", "feature_not_enabled"])
def test_where_there_are_no_statuses_none_is_tried_again(workspace, web_api, stuck, error):
    """Where the workspace or the scopes allow no status, the first one says so, and no other is tried."""
    web_api.weather.always["assistant.threads.setStatus"] = Refused(error)
    bot = workspace(PERSON_QUESTIONS="0")
    bot.turns.pool, _release = stuck
    for _ in range(AT_ONCE + 2):
        bot.mention("hello")
    assert len(web_api.of("assistant.threads.setStatus")) == 1
    assert bot.texts() == []


def test_a_status_that_fails_is_no_ones_business(workspace, stuck):
    """A status that Slack refuses after all is not told, and the answer comes."""
    bot = workspace(PERSON_QUESTIONS="0")
    bot.web_api.weather.always["assistant.threads.setStatus"] = Refused("internal_error")
    bot.turns.pool, release = stuck
    for _ in range(AT_ONCE + 1):
        bot.mention("hello")
    release.set()
    bot.turns.close()
    assert set(bot.texts()) == {"You said “hello” after 0 before."}
