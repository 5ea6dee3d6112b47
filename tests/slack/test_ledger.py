"""What was asked is written down before Slack hears that it arrived, and answered whatever becomes of the process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor, Future

import pytest
from sqlalchemy import event, select, update

from bot.slack.conversation import INTERRUPTED
from bot.slack.ledger import BEAT, DEATHS, STILL, Ledger
from bot.state.tables import UNFINISHED_TURNS
from tests.slack.double import ALICE, BOB, CHANNEL, DIRECT, ME, TEAM, Broken, Channel, Dropped, Refused


class Killed(Executor):
    """Takes work and never does it, as a process that is killed."""

    def submit(self, call, /, *args, **kwargs):
        """Forget the call."""
        return Future()


class Later(Executor):
    """Takes work and does it when it is told to."""

    def __init__(self) -> None:
        self.calls: list[Callable[[], object]] = []

    def submit(self, call, /, *args, **kwargs):
        """Keep the call."""
        self.calls.append(lambda: call(*args, **kwargs))
        return Future()

    def run(self) -> None:
        """Do what was kept, and what comes of it."""
        while self.calls:
            self.calls.pop(0)()


def open_turns(bot) -> list[str]:
    """The kinds of what waits."""
    with bot.state.connect() as connection:
        return list(connection.execute(select(UNFINISHED_TURNS.c.kind).order_by(UNFINISHED_TURNS.c.ts)).scalars())


def crash(bot) -> None:
    """Start the bot anew, and look until its old process is known to be dead."""
    bot.start()
    bot.look(STILL + 1)


def test_a_question_costs_two_transactions_that_write(workspace):
    """Taken and begun in one, answered in the other; two more read. What is overheard is counted in one of its own."""
    bot = workspace()
    bot.mention("hello")
    seen: list[str] = []
    for name in ("connect", "begin", "commit"):
        event.listen(bot.state, name, lambda *_, name=name: seen.append(name))
    bot.mention("hello again")
    assert Counter(seen) == {"begin": 4, "commit": 2}
    assert bot.texts()[1:] == ["You said “hello again” after 0 before."]
    bot.message("and more", thread_ts="1700000000.000002")  # judged first: whether it waits, and what came before it
    assert Counter(seen[6:]) == {"begin": 8, "commit": 3}


@pytest.mark.parametrize(("channel", "kind"), [(CHANNEL, "channel"), (DIRECT, "im")])
def test_a_question_of_before_a_crash_is_answered(workspace, channel, kind):
    """Who asked just before a crash is answered where they asked, once, though nobody asks anew."""
    bot = workspace()
    bot.turns.pool = Killed()
    asked = bot.message(f"<@{ME}> hello", channel=channel, channel_type=kind)["event"]["ts"]
    crash(bot)
    crash(bot)
    answered = [(post["channel"], post.get("thread_ts"), post["text"]) for post in bot.web_api.posts]
    assert answered == [(channel, asked if channel == CHANNEL else None, "You said “hello” after 0 before.")]
    assert open_turns(bot) == []


def test_it_is_written_down_before_slack_hears_that_it_arrived(workspace):
    """When Bolt's response to Slack is there, the question is too, though no listener ran."""
    bot = workspace()
    bot.app.listener_runner.listener_executor = Killed()
    assert bot.dispatch(bot.event("app_mention", "hello")).status == 200
    assert open_turns(bot) == ["named"]
    crash(bot)
    assert bot.texts() == ["You said “hello” after 0 before."]


def test_a_choice_of_before_a_crash_is_answered(workspace):
    """So is the press of a button of a question back."""
    bot = workspace()
    bot.turns.pool = Killed()
    bot.press("KR0029\npending", message={"ts": "1700000001.1", "thread_ts": "1700000000.1"})
    crash(bot)
    assert bot.texts() == ["You chose KR0029 for pending."]


def command(bot) -> None:
    """Alice types a question as a command."""
    body = {"command": "/commitment", "text": "hello", "team_id": TEAM, "channel_id": CHANNEL, "user_id": ALICE}
    bot.dispatch(body | {"response_url": bot.web_api.world.response_url(), "trigger_id": bot.web_api.world.trigger()})


def test_a_command_of_before_a_crash_is_told(workspace, monkeypatch):
    """Who typed a command just before a crash is told, alone, to ask again; nothing of the command is kept."""
    bot = workspace()
    with monkeypatch.context() as dying:
        dying.setattr(bot.answering, "ask", lambda *_: exit())
        dying.setattr(Ledger, "end", lambda *_: None)
        with pytest.raises(SystemExit):
            command(bot)
    assert open_turns(bot) == ["alone"]
    crash(bot)
    crash(bot)
    told = [(post["channel"], post.get("ephemeral"), post["text"]) for post in bot.web_api.posts]
    assert told == [(CHANNEL, ALICE, INTERRUPTED)]


def test_a_command_that_is_answered_leaves_nothing(workspace):
    """A command that was answered, or whose person was told that it failed, is ended."""
    bot = workspace()
    command(bot)
    bot.web_api.weather.next("response_url", Broken(503))
    command(bot)
    assert open_turns(bot) == []


def test_a_command_in_an_outage_is_told_after_it(workspace):
    """Where Slack takes no answer to a command and no word of that, its person is told when it does."""
    bot = workspace()
    bot.web_api.weather.always["*"] = Broken(503)
    command(bot)
    assert open_turns(bot) == ["alone"]
    bot.web_api.weather.clear()
    bot.look(5)
    assert bot.texts() == [INTERRUPTED]


def test_a_thread_goes_on_in_its_order_after_a_crash(workspace):
    """Questions of a thread are answered in the order of asking, those without a mention too, each knowing the last."""
    bot = workspace()
    bot.turns.pool = Killed()
    root = bot.mention("one")["event"]["ts"]
    bot.message("two", thread_ts=root)
    bot.mention("three", thread_ts=root)
    assert open_turns(bot) == ["named", "overheard", "named"]
    crash(bot)
    assert bot.texts() == [f"You said “{said}” after {n} before." for n, said in enumerate(("one", "two", "three"))]


def test_an_answer_that_stands_already_is_not_repeated(workspace, monkeypatch):
    """Where the process died after its post, the answer is found, and what follows goes on from it."""
    bot = workspace()
    with monkeypatch.context() as dying:
        dying.setattr(Ledger, "end", lambda *_: None)
        root = bot.mention("hello")["event"]["ts"]
    crash(bot)
    bot.message("more", thread_ts=root)
    assert bot.texts() == ["You said “hello” after 0 before.", "You said “more” after 1 before."]


def test_what_a_living_process_holds_is_left_to_it(workspace):
    """Another process takes over nothing while the one that holds it goes on counting, however long that lasts."""
    one, other = workspace(), workspace()
    one.turns.pool = Later()
    one.mention("hello")
    for _ in range(10 * STILL):
        one.look()
        other.look()
    assert one.texts() == []
    one.turns.pool.run()
    assert one.texts() == ["You said “hello” after 0 before."]


def test_a_process_that_was_thought_dead_answers_nothing_any_more(workspace):
    """What was taken over is not answered by the process that held it, should it come to life again."""
    one, other = workspace(), workspace()
    one.turns.pool = Later()
    one.mention("hello")
    other.look(STILL + 1)
    one.seconds += STILL * BEAT
    one.turns.pool.run()
    assert one.texts() == ["You said “hello” after 0 before."]


def test_a_thread_has_its_order_across_processes(workspace):
    """A follow-up that another process takes waits for the question before it, and is answered right after it."""
    one, other = workspace(), workspace()
    one.turns.pool = Later()
    root = one.mention("one")["event"]["ts"]
    other.message("two", thread_ts=root, ts="1700000000.900000", event_id="Ev2")
    assert one.texts() == []
    one.turns.pool.run()
    assert one.texts() == ["You said “one” after 0 before.", "You said “two” after 1 before."]


def test_a_question_over_which_processes_die_is_told(workspace):
    """What ended several processes while they answered it is not tried for ever: its person is told."""
    bot = workspace()
    bot.turns.pool = Killed()
    bot.mention("hello")
    with bot.state.begin() as connection:
        connection.execute(update(UNFINISHED_TURNS).values(deaths=DEATHS - 1, begun=True))
    crash(bot)
    assert bot.texts() == [INTERRUPTED]


@pytest.mark.parametrize("fault", [Dropped(), Broken(503)], ids=str)
def test_an_outage_of_slack_loses_nothing(workspace, fault):
    """Who asks while Slack takes nothing is answered when it is back, once, in the order of their thread."""
    bot = workspace()
    bot.web_api.weather.always["*"] = fault
    root = bot.mention("one")["event"]["ts"]
    bot.message("two", thread_ts=root)
    bot.mention("three", user=BOB)
    bot.look(20)
    assert bot.texts() == []
    bot.web_api.weather.always.clear()
    bot.look(3)
    assert sorted(bot.texts()) == sorted(
        ["You said “one” after 0 before.", "You said “two” after 1 before.", "You said “three” after 0 before."]
    )
    assert open_turns(bot) == []


def test_in_an_outage_slack_is_tried_by_one_question_at_a_time(workspace):
    """While Slack takes nothing, what is asked waits without a try of its own; one question tries for all."""
    bot = workspace()
    bot.web_api.weather.always["*"] = Broken(503)
    bot.mention("hello")
    bot.slept.clear()
    for _ in range(10):
        bot.mention("hello", user=BOB)
    assert bot.slept == []
    bot.look()
    assert bot.slept.count(9.0) == 1


def test_in_an_outage_nobody_is_turned_away(workspace):
    """Who asks too much, or finds the queue full, while Slack takes nothing is answered when it is back."""
    bot = workspace(PERSON_QUESTIONS="1")
    bot.web_api.weather.always["*"] = Broken(503)
    bot.mention("hello")
    bot.mention("hello")
    bot.web_api.weather.always.clear()
    bot.look(3)
    assert bot.texts() == ["You said “hello” after 0 before."] * 2


def test_what_nobody_can_be_told_is_tried_ever_less_often(workspace):
    """A token that was taken away is no reason to call Slack all the time; with another the question is answered."""
    bot = workspace()
    bot.web_api.weather.always["chat.postMessage"] = Refused("token_revoked")
    bot.mention("hello")
    bot.look(100)
    tries = len(bot.web_api.of("chat.postMessage"))
    assert 3 < tries < 10
    bot.web_api.weather.always.clear()
    bot.look(100)
    assert bot.texts() == ["You said “hello” after 0 before."]


def test_what_was_answered_told_or_refused_is_ended(workspace):
    """An answer, a failure that was told, a closed channel, a stranger and a throttled question leave nothing open."""
    bot = workspace(PERSON_QUESTIONS="3")
    bot.web_api.world.channels["C0OLD"] = Channel("C0OLD", members={ME, ALICE}, archived=True)
    bot.mention("hello")
    bot.mention("fail")
    bot.mention("hello", channel="C0OLD")
    for _ in range(3):
        bot.mention("hello")
    bot.mention("hello", user=BOB, user_team="T02OTHER")
    assert open_turns(bot) == []


def test_what_people_say_to_each_other_is_not_kept(workspace):
    """A remark in a thread of the bot's is forgotten as soon as it is judged."""
    bot = workspace()
    root = bot.mention("hello")["event"]["ts"]
    bot.answering.asks = lambda *_: False
    bot.message("lunch?", thread_ts=root)
    assert open_turns(bot) == []
    assert len(bot.texts()) == 1
