"""What each construction must win and must lose, as `constructions.toml` says it."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet

from bot.asking import EMPTY, Answer, ask
from bot.asking import constructions as module
from bot.asking.constructions import CONSTRUCTIONS
from bot.asking.lattice import Mention, weights
from bot.asking.reading import read
from bot.asking.scoring import importance
from bot.records.store import Store
from tests.asking.conftest import TODAY

ROOM = Path(module.__file__).parents[1]
TABLE: dict[str, dict[str, Any]] = tomllib.loads((ROOM / "constructions.toml").read_text("utf-8"))
IN_THREADS = {"continued", "beside", "chosen", "more"}
KEYS = {"says", "needs", "takes", "names", "yes", "no", "thread", "open"}


def examples(kind: str) -> list[ParameterSet]:
    """The examples of a kind, each with its construction; those that are open may fail."""
    found = []
    for construction, table in TABLE.items():
        for example in table.get(kind, ()):
            turns = [example] if isinstance(example, str) else example
            name = " > ".join(turns)
            known = pytest.mark.xfail(reason="open", strict=True)
            marks = known if name in table.get("open", ()) else ()
            found.append(pytest.param(construction, turns, id=f"{construction}: {name}", marks=marks))
    return found


def winner(store: Store, turns: Sequence[str]) -> str:
    """The construction of the reading that the last turn is answered by; nothing where it is not understood."""
    thread = EMPTY
    for turn in turns[:-1]:
        _answer, thread = ask(store, turn, thread=thread, as_of=TODAY)
    found = read(turns[-1], store, thread, TODAY)
    best = found.ranked[0] if found.ranked else None
    return best.candidate.name if best is not None and best.frame == found.reading.frame else ""


def names(construction: str) -> list[str]:
    """The names that a construction gives its candidates."""
    return list(TABLE[construction].get("names", [construction]))


def made_names() -> Iterator[str]:
    """The name of every candidate that the constructions and the thread make."""
    for file in (*sorted((ROOM / "constructions").glob("*.py")), ROOM / "ellipsis.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Candidate":
                name = node.args[0]
                assert isinstance(name, ast.Constant)
                yield str(name.value)


def test_the_table_names_what_exists() -> None:
    """The table has the constructions of questions and of threads, each once and no other."""
    told, made = set(TABLE), {one.__name__ for one in CONSTRUCTIONS} | IN_THREADS
    assert not made - told, f"constructions.toml lacks a table for {sorted(made - told)}"
    assert not told - made, f"constructions/__init__.py lacks in CONSTRUCTIONS {sorted(told - made)}"


def test_every_candidate_has_its_construction() -> None:
    """Every name that `ask --explain` may show belongs to one construction."""
    told = [name for construction in TABLE for name in names(construction)]
    assert sorted(told) == sorted(set(made_names()))


def test_every_construction_is_explained() -> None:
    """Each says what it makes, needs and takes, and has examples and counter-examples."""
    for construction, table in TABLE.items():
        where = f"constructions.toml, [{construction}]"
        assert set(table) <= KEYS, f"{where}: not known: {sorted(set(table) - KEYS)}"
        empty = [key for key in ("says", "needs", "takes") if not table.get(key, "").strip()]
        assert not empty, f"{where} does not say: {empty}"
        assert len(table.get("yes") or table.get("thread", ())) >= 2, f"{where}: two examples at least in yes"
        assert len(table.get("no", ())) >= 2, f"{where}: two counter-examples at least in no"
        assert table.get("thread"), f"{where}: one example at least in thread"


def test_what_is_open_is_an_example() -> None:
    """An example that is open stands among the examples."""
    for construction, table in TABLE.items():
        told = [example for kind in ("yes", "no") for example in table.get(kind, ())]
        told += [" > ".join(turns) for turns in table.get("thread", ())]
        assert set(table.get("open", ())) <= set(told), construction


def test_a_new_word_of_operation_is_never_left_out() -> None:
    """An intent without a weight costs more than any reading that is answered, until somebody weighs it."""
    new = Mention(0, 1, "phrase", None, 0.0, frozenset({("intent", "of no construction")}))
    dearest = weights()["choose"]["answer"] + weights()["choose"]["surer"]
    assert importance(new) > dearest, "[unused] intent of weights.toml has to be above [choose] answer + surer"


@pytest.mark.parametrize(("construction", "turns"), examples("yes"))
def test_an_example_is_won(construction: str, turns: list[str], store: Store) -> None:
    """The best reading of an example is made by its construction."""
    assert winner(store, turns) in names(construction)


@pytest.mark.parametrize(("construction", "turns"), examples("thread"))
def test_the_last_turn_is_won(construction: str, turns: list[str], store: Store) -> None:
    """The best reading of the last message of a thread is made by its construction."""
    assert winner(store, turns) in names(construction)


@pytest.mark.parametrize(("construction", "turns"), examples("no"))
def test_a_counter_example_is_lost(construction: str, turns: list[str], store: Store) -> None:
    """The best reading of a counter-example is made by another construction."""
    assert winner(store, turns) not in names(construction)


@pytest.mark.parametrize("bearing", ["commitments with {}", "how many commitments have {}?", "commitments whose {}"])
@pytest.mark.parametrize("told", ["status On hold", "theme Begun", "lead institution Begun", "completion Zorblax"])
def test_what_is_no_value_of_a_field_is_not_understood(bearing: str, told: str, asked: Callable[..., Answer]) -> None:
    """Words where a field's value stands, and which are none, never make a list of all."""
    answer = asked(bearing.format(told))
    assert answer.reason == "not_understood", answer.statement
    assert told.split()[-1] in answer.statement
