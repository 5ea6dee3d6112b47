"""What was asked is one row from its claim to its end: held by one process, begun in the order of its line."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import UTC, datetime

from bot.state.database import State, open_state
from bot.state.questions import recall
from bot.state.unfinished_turns import (
    Claim,
    UnfinishedTurn,
    beat,
    begin,
    claim,
    end,
    first_in_line,
    following,
    free,
    put_back,
    release,
    take,
    take_over,
    waits_in,
)
from tests.forking import python

START = datetime(2026, 11, 21, tzinfo=UTC)
TURN = UnfinishedTurn(
    "Ev1", "named", "hello", "1.1", "T1", "T1", "C1", "1.1", "1.1", "U1", "T1", direct=False, shared=None, agent=False
)
NEXT = replace(TURN, name="Ev2", ts="1.2")
OTHER = replace(TURN, name="Ev3", ts="1.3", thread_ts="1.3", line="1.3")


def test_it_is_taken_once(state: State) -> None:
    """The first to take an event has it, by whichever of its names it comes again."""
    assert take(state, ["Ev1", "C1/1.1"], TURN, "one")[0] is Claim.WAITS
    assert take(state, ["Ev9", "C1/1.1"], replace(TURN, name="Ev9"), "two")[0] is Claim.KNOWN
    assert [held.turn for held in first_in_line(state, "two")] == [TURN]


def test_what_was_claimed_before_is_not_written_down(state: State) -> None:
    """An event that somebody claimed leaves no row."""
    claim(state, "C1/1.1")
    assert take(state, ["Ev1", "C1/1.1"], TURN, "one")[0] is Claim.KNOWN
    assert first_in_line(state, "two") == []


def test_who_did_not_hear_that_it_was_written_down_has_it(state: State) -> None:
    """The same process that takes it again has it: its first try was committed though it did not hear so."""
    assert [take(state, ["Ev1"], TURN, "one")[0] for _ in range(2)] == [Claim.WAITS] * 2


def test_what_is_answered_at_once_begins_as_it_is_taken(state: State) -> None:
    """The first of a line begins by being taken at once; what comes after it waits until that is ended."""
    assert take(state, ["Ev1"], TURN, "one", at_once=True)[0] is Claim.BEGUN
    assert take(state, ["Ev2"], NEXT, "two", at_once=True)[0] is Claim.WAITS
    assert not begin(state, NEXT, "two")
    assert end(state, TURN, "one")
    assert begin(state, NEXT, "two")


def test_the_earliest_of_a_line_begins(state: State) -> None:
    """A turn begins when none of its line is before it, whoever holds that; other lines are not waited for."""
    for turn, holder in ((NEXT, "two"), (OTHER, "two"), (TURN, "one")):
        take(state, [turn.name], turn, holder)
    assert [begin(state, turn, "two") for turn in (NEXT, OTHER)] == [False, True]
    assert begin(state, TURN, "one")
    assert end(state, TURN, "one")
    assert begin(state, NEXT, "two")


def test_what_another_holds_does_not_begin(state: State) -> None:
    """A turn is begun by its holder, or by anybody once it is put back."""
    take(state, ["Ev1"], TURN, "one")
    assert not begin(state, TURN, "two")
    put_back(state, ["Ev1"], "one")
    assert begin(state, TURN, "two")


def test_what_is_put_back_follows_in_its_line(state: State) -> None:
    """When a turn ends, the next of its line is found, unless somebody holds it."""
    for turn in (TURN, NEXT):
        take(state, [turn.name], turn, "one")
    end(state, TURN, "one")
    assert following(state, TURN) is None
    put_back(state, ["Ev2"], "one")
    assert following(state, TURN) == NEXT


def test_what_the_dead_hold_is_freed_as_it_was_seen(state: State) -> None:
    """All of a dead process is freed at once, and nothing of one that counted on meanwhile."""
    for turn in (TURN, NEXT, OTHER):
        take(state, [turn.name], turn, "one")
    begin(state, TURN, "one")
    (seen, _) = first_in_line(state, "two")
    beat(state, "one")
    assert free(state, seen) == 0
    (seen, _) = first_in_line(state, "two")
    assert free(state, seen) == 3
    (first, other) = (held.turn for held in first_in_line(state, "two"))
    assert (first, other) == (replace(TURN, begun=True, deaths=1), OTHER)
    assert not end(state, TURN, "one")


def test_what_is_free_is_taken_over_once(state: State) -> None:
    """Of those who take a turn that nobody holds, one has it."""
    take(state, ["Ev1"], TURN, "one")
    assert not take_over(state, TURN, "two")
    put_back(state, ["Ev1"], "one")
    assert [take_over(state, TURN, holder) for holder in ("two", "three")] == [True, False]


def test_an_end_keeps_what_the_threads_remember(state: State) -> None:
    """The memory of a thread is kept as its turn ends, by whoever holds it alone."""
    take(state, ["Ev1"], TURN, "one")
    assert not end(state, TURN, "two", [("1.1", "{}")])
    assert recall(state, "C1", "1.1") is None
    assert waits_in(state, "C1", "1.1")
    assert end(state, TURN, "one", [("1.1", "{}"), ("", "[]")])
    assert [recall(state, "C1", "1.1"), recall(state, "C1", "")] == ["{}", "[]"]
    assert not waits_in(state, "C1", "1.1")


TAKE_ALL = """
import sys
from dataclasses import replace
from bot.state.database import open_state
from bot.state.unfinished_turns import begin, end, take, Claim, UnfinishedTurn
state = open_state(sys.argv[1])
turn = UnfinishedTurn("", "named", "", "", "T1", "T1", "C1", "1", "1", "U1", "T1", False, None, False)
for number in range(50):
    one = replace(turn, name=f"Ev{number}", ts=f"{number:03}")
    if take(state, [one.name], one, sys.argv[2])[0] is not Claim.KNOWN:
        while not begin(state, one, sys.argv[2]):
            pass
        end(state, one, sys.argv[2])
        print(number)
"""


def test_of_several_processes_each_is_answered_by_one(address: str) -> None:
    """Three processes that take the same events at once begin each of them once, in one line."""
    open_state(address).dispose()
    command = [*python(), "-c", TAKE_ALL, address]
    started = [subprocess.Popen([*command, f"P{n}"], stdout=subprocess.PIPE, text=True) for n in range(3)]
    taken = [int(number) for process in started for number in process.communicate()[0].split()]
    assert [process.returncode for process in started] == [0, 0, 0]
    assert sorted(taken) == list(range(50))


OLD = """CREATE TABLE unfinished_turns (name TEXT NOT NULL, home TEXT NOT NULL, channel TEXT NOT NULL,
thread_ts TEXT NOT NULL, person TEXT NOT NULL, direct BOOLEAN NOT NULL, taken_at TEXT NOT NULL, PRIMARY KEY (name))"""


def test_a_database_of_an_earlier_version_gets_the_columns(address: str) -> None:
    """What waited when the bot was upgraded is there afterwards, of no kind, and may have been posted."""
    fresh = open_state(address)
    with fresh.begin() as connection:
        connection.exec_driver_sql("DROP TABLE unfinished_turns")
        connection.exec_driver_sql(OLD)
        connection.exec_driver_sql("INSERT INTO unfinished_turns VALUES ('Ev1','T1','C1','1.1','U1',false,'2026')")
    fresh.dispose()
    again = open_state(address)
    (held,) = first_in_line(again, "one")
    assert (held.turn.kind, held.turn.person, held.turn.begun, held.holder) == ("", "U1", True, "")
    again.dispose()


def test_an_event_is_claimed_once(state: State) -> None:
    """The first claim of an event holds, the second does not."""
    assert [claim(state, "Ev1"), claim(state, "Ev1"), claim(state, "Ev2")] == [True, False, True]


def test_an_event_is_taken_when_any_of_its_names_is(state: State) -> None:
    """An event with two names is taken when it came under one of them before."""
    assert claim(state, "Ev1", "C1/1.1")
    assert not claim(state, "Ev2", "C1/1.1")
    assert not claim(state, "Ev1", "C1/1.2")


def test_what_is_given_back_can_be_taken_on_again(state: State) -> None:
    """A claim that is given back holds for whoever comes next, and for nobody else's events."""
    claim(state, "Ev1", "Ev2")
    release(state, "Ev1")
    assert [claim(state, "Ev1"), claim(state, "Ev2")] == [True, False]


CLAIM_ALL = """
import sys
from bot.state.database import open_state
from bot.state.unfinished_turns import claim
state = open_state(sys.argv[1])
print(*[event for event in range(100) if claim(state, f"Ev{event}", f"C1/{event}")])
"""


def test_two_processes_never_claim_the_same_event(address: str) -> None:
    """Of two processes that claim the same events at the same time, each event goes to exactly one."""
    command = [*python(), "-c", CLAIM_ALL, address]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    taken = [int(event) for process in both for event in process.communicate()[0].split()]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted(taken) == list(range(100))
