"""Data classes that are made quickly are data classes."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from types import ModuleType
from typing import Any

import pytest

from bot.records import frozen
from bot.records.model import Value


def made(module: ModuleType, **options: Any) -> Any:
    """The same class, made by a module's `dataclass`."""

    @module.dataclass(**options)
    class Made:
        first: str
        second: tuple[str, ...] = ()
        third: dict[str, int] = module.field(default_factory=dict, repr=False, compare=False)

        @property
        def both(self) -> tuple[str, ...]:
            return (self.first, *self.second)

    return Made


@pytest.mark.parametrize("options", [{"frozen": True, "slots": True}, {"frozen": True}, {"slots": True}])
def test_what_is_made_is_as_pythons_own_makes_it(options: dict[str, bool]) -> None:
    """Its members, what they are when they are not given, its text and what it equals are those of `dataclasses`."""
    ours, theirs = made(frozen, **options), made(dataclasses, **options)
    for given in ({"first": "a"}, {"first": "a", "second": ("b",), "third": {"c": 1}}):
        mine, other = ours(**given), theirs(**given)
        assert repr(mine) == repr(other)
        assert dataclasses.asdict(mine) == dataclasses.asdict(other)
        assert mine == ours(**given)
        assert mine == frozen.replace(mine, third={"d": 2})
        assert mine != frozen.replace(mine, first="z")
        assert mine != other
        assert mine.both == other.both
        assert [one.name for one in dataclasses.fields(mine)] == ["first", "second", "third"]
        assert dataclasses.replace(mine, first="z") == frozen.replace(mine, first="z")
        assert ours.__match_args__ == theirs.__match_args__
        assert hasattr(mine, "__dict__") == hasattr(other, "__dict__")
    assert ours("a").third is not ours("a").third
    with pytest.raises(TypeError):
        ours()


def test_what_is_frozen_cannot_be_changed() -> None:
    """It is refused as `dataclasses` refuses it, and what is frozen can be kept in a set."""
    one = made(frozen, frozen=True, slots=True)("a")
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.first = "b"
    with pytest.raises(dataclasses.FrozenInstanceError):
        del one.first
    assert len({one, frozen.replace(one), frozen.replace(one, first="b")}) == 2


def test_it_can_be_copied_and_kept() -> None:
    """A copy and what was pickled equal it."""
    value = Value("KR0032", "title", "Budget", 0, 6)
    assert copy.deepcopy(value) == pickle.loads(pickle.dumps(value)) == value
