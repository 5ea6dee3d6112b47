"""Questions are kept with what gives their answers again, for as long as they are wanted."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.state.database import State, open_state
from bot.state.questions import AskedQuestion, earlier, find, keep, keep_within, recall, remember

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ONE = AskedQuestion(
    team="T1", channel="C1", thread_ts="1.1", user="U1", private=True, question="and hers?", pending=None,
    memory='{"focus": ["KR0032"]}', as_of="2026-11-21", language="en", intent="lookup", outcome="answer", reason=None,
    frame="{}",
)  # fmt: skip


def test_a_question_is_found_as_it_was_kept(tmp_path: Path) -> None:
    """A question is found under its id, by a new process too, and under no other."""
    path = str(tmp_path / "state.db")
    choice = replace(ONE, question="KR0032", pending='{"intent": "lookup"}', private=False, intent=None, reason="x")
    keys = [keep(open_state(path), one, NOW) for one in (ONE, choice)]
    assert [find(open_state(path), key) for key in keys] == [ONE, choice]
    assert find(open_state(path), "another") is None


def test_no_two_questions_have_one_id(tmp_path: Path) -> None:
    """The same question asked again is another question."""
    state = open_state(str(tmp_path / "state.db"))
    assert len({keep(state, ONE, NOW) for _ in range(20)}) == 20


def test_the_questions_before_one(state: State) -> None:
    """What was asked before in the same thread is found in its order, the latest ones; nothing of another thread."""
    asked = [("1.1", "one"), ("1.1", "two"), ("2.2", "else"), ("1.1", "three"), ("1.1", "four")]
    keys = {
        text: keep(state, replace(ONE, thread_ts=thread, question=text), NOW + timedelta(microseconds=number))
        for number, (thread, text) in enumerate(asked)
    }
    assert earlier(state, keys["four"], ONE, 5) == ("one", "two", "three")
    assert earlier(state, keys["four"], ONE, 2) == ("two", "three")
    assert earlier(state, keys["one"], ONE, 5) == ()
    assert earlier(state, "not kept yet", ONE, 2) == ("three", "four")


def test_what_goes_on_from_a_thread(state: State) -> None:
    """A direct conversation goes on over its threads; a question that began anew has none before it."""
    direct = replace(ONE, channel="D1")
    asked = (direct, replace(direct, thread_ts="2.2"), replace(direct, memory=None))
    keys = [keep(state, one, NOW + timedelta(microseconds=number)) for number, one in enumerate(asked)]
    found = [earlier(state, key, one, 5) for key, one in zip(keys, asked, strict=True)]
    assert found == [(), ("and hers?",), ()]


def test_a_question_is_kept_once_under_an_id_that_was_made_for_it(state: State) -> None:
    """Two processes that answer the same keep it once, as the first of them did."""
    for outcome in ("answer", "abstain"):
        with state.begin() as connection:
            keep_within(connection, "made", replace(ONE, outcome=outcome), NOW)
    assert find(state, "made") == ONE


def test_an_unknown_thread_has_no_memory(state: State) -> None:
    """A thread that was never answered in gives None."""
    assert recall(state, "C1", "1.1") is None


def test_the_last_memory_stays(state: State, address: str) -> None:
    """A thread's memory is the last one kept, each thread has its own, and a new process finds it."""
    remember(state, "C1", "1.1", '{"codes": ["KR0029"]}')
    remember(state, "C1", "1.2", '{"codes": []}')
    remember(state, "C1", "1.1", '{"codes": ["KR0032"]}')
    another = open_state(address)
    assert recall(another, "C1", "1.1") == '{"codes": ["KR0032"]}'
    assert recall(another, "C1", "1.2") == '{"codes": []}'
    another.dispose()


def test_threads_of_the_process_work_at_once(state: State) -> None:
    """Twenty operating-system threads write at the same time, each over a connection of its own."""
    writers = [threading.Thread(target=remember, args=(state, "C1", str(n), f"[{n}]")) for n in range(20)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [recall(state, "C1", str(n)) for n in range(20)] == [f"[{n}]" for n in range(20)]
