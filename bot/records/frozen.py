"""Data classes that are made quickly: an answer from the command line needs some eighty of them.

`dataclasses` takes longer than the answer, since it compiles seven methods for each class and imports half of Python's
own compiler. Here one method is compiled, those that compare when something is first compared, and the rest is shared.
For whoever looks (`fields`, `asdict`, type checkers) these are data classes; what is rarely needed is left to
`dataclasses` itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass", "field", "replace"]

if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:

    def dataclass(*, frozen: bool = False, slots: bool = False, unsafe_hash: bool = False) -> Callable[[type], type]:
        """As in `dataclasses`, for classes that inherit from no other data class."""
        return lambda cls: _made(cls, frozen=frozen, slots=slots, hashed=frozen or unsafe_hash)

    def field(**given: object) -> _Given:
        """As in `dataclasses`: `default`, `default_factory`, `repr`, `compare`."""
        return _Given(given)

    def replace(one: object, /, **changes: object) -> object:
        """As in `dataclasses`."""
        names = getattr(type(one), "__match_args__", None)
        if not isinstance(vars(type(one)).get("__dataclass_params__"), _Params):
            import dataclasses

            return dataclasses.replace(one, **changes)
        return type(one)(**{name: getattr(one, name) for name in names if name not in changes}, **changes)


class _Given:
    """What `field` was given."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options


class _Params:
    """What a class was made with, as `dataclasses` asks for it."""

    def __init__(self, frozen: bool) -> None:
        self.frozen = frozen


class _Fields:
    """The fields of a class, as `dataclasses` has them, made when somebody asks for them."""

    def __init__(self, members: dict[str, Any]) -> None:
        self.members = members

    def __get__(self, _one: object, cls: Any) -> Any:
        import dataclasses

        given = {
            name: dataclasses.field(**value.options) if isinstance(value, _Given) else value
            for name, value in self.members.items()
        }
        same: Any = dataclasses.dataclass(type(cls.__name__, (), {**given, "__module__": cls.__module__}))
        cls.__dataclass_fields__ = same.__dataclass_fields__
        return same.__dataclass_fields__


def _made(cls: type, *, frozen: bool, slots: bool, hashed: bool) -> type:
    types: dict[str, str] = vars(cls).get("__annotations__", {})  # `inspect` takes long to import
    members = {name: cls.__dict__[name] for name in types if name in cls.__dict__}
    options = {name: value.options for name, value in members.items() if isinstance(value, _Given)}
    compared = [name for name in types if options.get(name, {}).get("compare", True)]
    shown = [name for name in types if options.get(name, {}).get("repr", True)]
    kept = {name: value for name, value in cls.__dict__.items() if name not in ("__dict__", "__weakref__")}
    if slots:
        kept = {name: value for name, value in kept.items() if name not in members} | {"__slots__": tuple(types)}
        made = type(cls)(cls.__name__, cls.__bases__, kept)
        made.__qualname__ = cls.__qualname__
    else:
        made = cls
    methods: dict[str, Any] = {
        "__init__": _init(types, members, frozen),
        "__eq__": _compared(made, "__eq__", compared),
        "__hash__": _compared(made, "__hash__", compared) if hashed else None,
        "__repr__": _repr(shown),
        "__match_args__": tuple(types),
        "__dataclass_params__": _Params(frozen),
        "__dataclass_fields__": _Fields({"__annotations__": types, **members}),
        "__reduce__": lambda self: (made, tuple(getattr(self, name) for name in types)),
    }
    if frozen:
        methods |= {"__setattr__": _refuse, "__delattr__": _refuse}
    for name, method in methods.items():
        if name not in cls.__dict__:
            setattr(made, name, method)
    return made


def _init(types: dict[str, str], members: dict[str, Any], frozen: bool) -> Any:
    """What sets the members of a new one: its text names the members alone, never a value."""
    given, body = ["self"], ["    pass"]
    known: dict[str, Any] = {"MAKE": object(), "put": object.__setattr__}
    for name in types:
        value, default = name, members.get(name, _init)
        options = default.options if isinstance(default, _Given) else {"default": default}
        if "default_factory" in options:
            known[f"make_{name}"] = options["default_factory"]
            given.append(f"{name}=MAKE")
            value = f"make_{name}() if {name} is MAKE else {name}"
        elif options.get("default", _init) is not _init:
            known[f"default_{name}"] = options["default"]
            given.append(f"{name}=default_{name}")
        else:
            given.append(name)
        body.append(f"    put(self, {name!r}, {value})" if frozen else f"    self.{name} = {value}")
    exec(f"def __init__({', '.join(given)}):\n" + "\n".join(body), known)  # noqa: S102
    init: Any = known["__init__"]
    init.__annotations__ = {**types, "return": "None"}
    return init


def _compared(cls: type, method: str, names: Sequence[str]) -> Callable[..., Any]:
    """What compiles itself as it is first called."""

    def first(self: object, *others: object) -> Any:
        mine, theirs = ("".join(f"{whose}.{name}, " for name in names) for whose in ("self", "other"))
        text = {
            "__hash__": f"def __hash__(self): return hash(({mine}))",
            "__eq__": "def __eq__(self, other):\n"
            f" return ({mine}) == ({theirs}) if other.__class__ is self.__class__ else NotImplemented",
        }[method]
        known: dict[str, Any] = {}
        exec(text, known)  # noqa: S102
        setattr(cls, method, known[method])
        return known[method](self, *others)

    return first


def _repr(names: Sequence[str]) -> Callable[[Any], str]:
    return lambda self: f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"


def _refuse(self: Any, name: str, *_value: object) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r} of a {type(self).__name__}")
