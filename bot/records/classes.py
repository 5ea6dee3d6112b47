"""Data classes that cost a start little: as those of `dataclasses`, but their methods are written on first use.

Writing the methods of all the classes that a question may need takes longer than answering it, which needs few.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # which are checked as the data classes that they are
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool = False, slots: bool = False) -> Callable[[type], type]:
        """As the decorator of `dataclasses`, for classes without parents, `__post_init__` or keyword-only fields."""

        def made(plain: type) -> type:
            cls = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(plain)
            names = [one.name for one in dataclasses.fields(cls)]
            shown = [one.name for one in dataclasses.fields(cls) if one.repr]
            compared = [one.name for one in dataclasses.fields(cls) if one.compare]
            values: Callable[[object], object] = attrgetter(*compared) if compared else lambda _one: ()

            def __init__(self: Any, *given: Any, **named: Any) -> None:  # noqa: N807
                cls.__init__ = _initialiser(cls, frozen)
                cls.__init__(self, *given, **named)

            def __repr__(self: Any) -> str:  # noqa: N807
                return f"{cls.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"

            def __eq__(self: Any, other: object) -> bool:  # noqa: N807
                return values(self) == values(other) if other.__class__ is cls else NotImplemented

            def __hash__(self: Any) -> int:  # noqa: N807
                return hash(values(self))

            def __reduce__(self: Any) -> tuple[type, tuple[Any, ...]]:  # noqa: N807  # readers send them to the ingest
                return cls, tuple([getattr(self, name) for name in names])

            cls.__init__, cls.__repr__, cls.__eq__, cls.__reduce__ = __init__, __repr__, __eq__, __reduce__
            cls.__hash__ = __hash__ if frozen else None
            if frozen:
                cls.__setattr__, cls.__delattr__ = _not_set, _not_deleted
            return cls

        return made


def _initialiser(cls: type[Any], frozen: bool) -> Callable[..., None]:
    """`__init__` with a parameter for each field, as one would write it."""
    known: dict[str, Any] = {"put": object.__setattr__, "missing": dataclasses.MISSING}
    parameters, lines = ["self"], []
    for one in dataclasses.fields(cls):
        name = value = one.name
        if one.default_factory is not dataclasses.MISSING:
            known[f"new_{name}"] = one.default_factory
            parameters.append(f"{name}=missing")
            value = f"new_{name}() if {name} is missing else {name}"
        elif one.default is not dataclasses.MISSING:
            known[f"default_{name}"] = one.default
            parameters.append(f"{name}=default_{name}")
        else:
            parameters.append(name)
        lines.append(f"put(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    body = "\n    ".join(lines) or "pass"
    exec(f"def __init__({', '.join(parameters)}):\n    {body}", known)  # noqa: S102  # the names are those of fields
    written: Callable[..., None] = known["__init__"]
    written.__qualname__ = f"{cls.__qualname__}.__init__"
    return written


def _not_set(_self: object, name: str, _value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _not_deleted(_self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


__all__ = ["dataclass"]
