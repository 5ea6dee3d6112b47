"""What a thread remembers survives the process."""

from __future__ import annotations

import threading

from bot.state.database import open_state
from bot.state.threads import recall, remember


def test_an_unknown_thread_has_no_memory(state):
    """A thread that was never answered in gives None."""
    assert recall(state, "C1", "1.1") is None


def test_the_last_memory_stays(state, address):
    """A thread's memory is the last one kept, each thread has its own, and a new process finds it."""
    remember(state, "C1", "1.1", '{"codes": ["KR0029"]}')
    remember(state, "C1", "1.2", '{"codes": []}')
    remember(state, "C1", "1.1", '{"codes": ["KR0032"]}')
    another = open_state(address)
    assert recall(another, "C1", "1.1") == '{"codes": ["KR0032"]}'
    assert recall(another, "C1", "1.2") == '{"codes": []}'
    another.dispose()


def test_threads_of_the_process_work_at_once(state):
    """Twenty operating-system threads write at the same time, each over a connection of its own."""
    writers = [threading.Thread(target=remember, args=(state, "C1", str(n), f"[{n}]")) for n in range(20)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [recall(state, "C1", str(n)) for n in range(20)] == [f"[{n}]" for n in range(20)]
