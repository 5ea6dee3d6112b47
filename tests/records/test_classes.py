"""Data classes whose methods are written on first use are those of `dataclasses` in all that is used of them."""

from __future__ import annotations

import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field, replace

import pytest

from bot.records.classes import dataclass


@dataclass(frozen=True, slots=True)
class Ours:
    """A frozen class with every kind of field that the project has."""

    code: str
    size: int = 0
    words: list[str] = field(default_factory=list)
    kept: dict[str, int] = field(default_factory=dict, repr=False, compare=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Theirs:
    """The same, by Python's own decorator."""

    code: str
    size: int = 0
    words: list[str] = field(default_factory=list)
    kept: dict[str, int] = field(default_factory=dict, repr=False, compare=False)


@dataclass(slots=True)
class Open:
    """One that may be changed."""

    code: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class Pair:
    """One that can be a key."""

    first: str
    second: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("given", "named"),
    [(("a",), {}), (("a", 1), {}), ((), {"code": "a", "words": ["b"]}), (("a", 1, ["b"], {"c": 1}), {})],
)
def test_it_is_made_and_shown_as_pythons_own(given: tuple[object, ...], named: dict[str, object]) -> None:
    """Positions, names, defaults and factories mean the same."""
    ours, theirs = Ours(*given, **named), Theirs(*given, **named)

    assert dataclasses.astuple(ours) == dataclasses.astuple(theirs)
    assert repr(ours) == repr(theirs).replace("Theirs", "Ours")


@pytest.mark.parametrize(("given", "named"), [((), {}), (("a", 1, [], {}, 5), {}), (("a",), {"sizes": 1})])
def test_wrong_arguments_are_told_as_by_pythons_own(given: tuple[object, ...], named: dict[str, object]) -> None:
    """What is missing, too much or unknown is a TypeError that names it."""
    with pytest.raises(TypeError) as theirs:
        Theirs(*given, **named)
    with pytest.raises(TypeError) as ours:
        Ours(*given, **named)

    assert str(ours.value) == str(theirs.value).replace("Theirs", "Ours")


def test_a_factory_makes_a_new_value_for_each() -> None:
    """Two instances share no list."""
    Ours("a").words.append("b")

    assert Ours("a").words == []


def test_those_of_the_same_class_and_values_are_equal() -> None:
    """Fields that are not compared do not count, and another class is never equal."""
    assert Ours("a", kept={"b": 1}) == Ours("a")
    assert Ours("a") != Ours("b")
    assert Ours("a") != Theirs("a")
    assert Open("a", 1) == Open("a", 1)


def test_a_frozen_one_is_a_key() -> None:
    """Equal ones are one key; one that may be changed is none."""
    assert len({Pair("a", ("b",)), Pair("a", ("b",)), Pair("a")}) == 2
    with pytest.raises(TypeError):
        hash(Open("a"))


def test_a_frozen_one_cannot_be_changed() -> None:
    """Neither set nor deleted; one that is not frozen can."""
    with pytest.raises(FrozenInstanceError):
        Pair("a").first = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del Pair("a").first
    one = Open("a")
    one.size = 2
    assert one == Open("a", 2)


def test_it_is_replaced_and_sent_to_another_process() -> None:
    """`replace` and `pickle` give equal ones."""
    one = Ours("a", 1, ["b"])

    assert replace(one, code="c") == Ours("c", 1, ["b"])
    assert pickle.loads(pickle.dumps(one)) == one
    assert pickle.loads(pickle.dumps(Open("a", 1))) == Open("a", 1)
