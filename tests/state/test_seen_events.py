"""An event is claimed once, by whoever comes first."""

from __future__ import annotations

import subprocess
import sys

from bot.state.seen_events import claim, release


def test_an_event_is_claimed_once(state):
    """The first claim of an event holds, the second does not."""
    assert [claim(state, "Ev1"), claim(state, "Ev1"), claim(state, "Ev2")] == [True, False, True]


def test_an_event_is_taken_when_any_of_its_names_is(state):
    """An event with two names is taken when it came under one of them before."""
    assert claim(state, "Ev1", "C1/1.1")
    assert not claim(state, "Ev2", "C1/1.1")
    assert not claim(state, "Ev1", "C1/1.2")


def test_what_is_given_back_can_be_taken_on_again(state):
    """A claim that is given back holds for whoever comes next, and for nobody else's events."""
    claim(state, "Ev1", "Ev2")
    release(state, "Ev1")
    assert [claim(state, "Ev1"), claim(state, "Ev2")] == [True, False]


CLAIM_ALL = """
import sys
from bot.state.database import open_state
from bot.state.seen_events import claim
state = open_state(sys.argv[1])
print(*[event for event in range(100) if claim(state, f"Ev{event}", f"C1/{event}")])
"""


def test_two_processes_never_claim_the_same_event(address):
    """Of two processes that claim the same events at the same time, each event goes to exactly one."""
    command = [sys.executable, "-c", CLAIM_ALL, address]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    taken = [int(event) for process in both for event in process.communicate()[0].split()]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted(taken) == list(range(100))
