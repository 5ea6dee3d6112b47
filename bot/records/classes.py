"""Data classes that cost a start little: as those of `dataclasses`, but their methods are written on first use.

Writing the methods of all the classes that a question may need takes longer than answering it, which needs few.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # which are checked as the data classes that they are
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool = False, slots: bool = False) -> Callable[[type], type]:
        """As the decorator of `dataclasses`, for classes without parents, `__post_init__` or keyword-only fields."""

        def made(plain: type) -> type:
            cls = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(plain)
            cls.__init__ = _on_first_use(cls, "__init__", _frozen_init if frozen else _init)
            cls.__eq__ = _on_first_use(cls, "__eq__", _eq)
            cls.__hash__ = _on_first_use(cls, "__hash__", _hash) if frozen else None
            cls.__repr__, cls.__reduce__ = _shown, _reduced
            if frozen:
                cls.__setattr__, cls.__delattr__ = _not_set, _not_deleted
            return cls

        return made


Names = dict[str, Any]
"""What the text of a method speaks of besides its parameters."""


def _on_first_use(cls: type[Any], name: str, text: Callable[[type[Any], Names], str]) -> Callable[..., Any]:
    """A method that puts the one of this text in its own place, and hands on what it was given."""

    def method(*given: Any, **named: Any) -> Any:
        known: Names = {}
        exec(text(cls, known), known)  # noqa: S102  # of the names of fields
        written: Callable[..., Any] = known[name]
        written.__qualname__ = f"{cls.__qualname__}.{name}"
        setattr(cls, name, written)
        return written(*given, **named)

    return method


def _init(cls: type[Any], known: Names, put: str = "self.{} = {}") -> str:
    known["_missing"] = dataclasses.MISSING
    parameters, lines = ["self"], []
    for one in dataclasses.fields(cls):
        name = value = one.name
        if one.default_factory is not dataclasses.MISSING:
            known[f"_new_{name}"] = one.default_factory
            parameters.append(f"{name}=_missing")
            value = f"_new_{name}() if {name} is _missing else {name}"
        elif one.default is not dataclasses.MISSING:
            known[f"_default_{name}"] = one.default
            parameters.append(f"{name}=_default_{name}")
        else:
            parameters.append(name)
        lines.append(put.format(name, value))
    return f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines or ["pass"])


def _frozen_init(cls: type[Any], known: Names) -> str:
    known["_put"] = object.__setattr__
    return _init(cls, known, "_put(self, '{}', {})")


def _eq(cls: type[Any], _known: Names) -> str:
    ours, theirs = _values(cls, "self"), _values(cls, "other")
    return (
        f"def __eq__(self, other):\n return {ours} == {theirs} if other.__class__ is self.__class__ else NotImplemented"
    )


def _hash(cls: type[Any], _known: Names) -> str:
    return f"def __hash__(self):\n return hash({_values(cls, 'self')})"


def _values(cls: type[Any], owner: str) -> str:
    return f"({' '.join(f'{owner}.{one.name},' for one in dataclasses.fields(cls) if one.compare)})"


def _shown(self: Any) -> str:
    said = (f"{one.name}={getattr(self, one.name)!r}" for one in dataclasses.fields(self) if one.repr)
    return f"{type(self).__qualname__}({', '.join(said)})"


def _reduced(self: Any) -> tuple[type, tuple[Any, ...]]:
    """For those that a reader in a process of its own sends to the ingest."""
    return type(self), tuple([getattr(self, one.name) for one in dataclasses.fields(self)])


def _not_set(_self: object, name: str, _value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _not_deleted(_self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


__all__ = ["dataclass"]
