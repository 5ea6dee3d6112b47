"""Very many rows of one kind, such as the values of a large table: packed, they take a tenth of what objects take."""

from __future__ import annotations

import pickle
from collections.abc import Collection, Iterable, Iterator
from dataclasses import fields
from operator import attrgetter
from typing import Any, Generic, TypeVar

T = TypeVar("T")
SIZE = 4096
"""Rows that are packed together, and the most that are not packed at all."""


class Packed(Collection[T], Generic[T]):
    """Rows of the dataclass `kind` in their order, to be gone through as often as one likes.

    Kept as pickled columns. `raw` is no column, but cut from the text at `start` and `end` when a row is asked for.
    """

    def __init__(self, kind: type[T], text: str, parts: list[bytes], size: int) -> None:
        self._kind, self._text, self._parts, self._size = kind, text, parts, size

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[T]:
        names = [one.name for one in fields(self._kind)]  # type: ignore[arg-type]  # it is a dataclass
        for part in self._parts:
            columns: dict[str, Iterable[Any]] = pickle.loads(part)  # noqa: S301 - from this program's own process
            if "raw" in names:
                columns["raw"] = [self._text[a:b] for a, b in zip(columns["start"], columns["end"], strict=True)]
            yield from map(self._kind, *(columns[name] for name in names))

    def __contains__(self, row: object) -> bool:
        return any(one == row for one in self)


class Packing(Generic[T]):
    """Takes rows of the dataclass `kind`, which quote `text`, one after another."""

    def __init__(self, kind: type[T], text: str) -> None:
        self._kind, self._text = kind, text
        self._names = [one.name for one in fields(kind)]  # type: ignore[arg-type]  # it is a dataclass
        self._get = attrgetter(*self._names)
        self._parts: list[bytes] = []
        self._waiting: list[T] = []
        self._size = 0

    def add(self, rows: Iterable[T]) -> None:
        """Take some more; ValueError for one whose `raw` is no quotation."""
        self._waiting += rows
        if len(self._waiting) > SIZE:
            self._pack()

    def done(self) -> tuple[T, ...] | Packed[T]:
        """All of them, packed where they are many."""
        if not self._parts:
            return tuple(self._waiting)
        if self._waiting:
            self._pack()
        return Packed(self._kind, self._text, self._parts, self._size)

    def _pack(self) -> None:
        columns = dict(zip(self._names, zip(*map(self._get, self._waiting), strict=True), strict=False))
        self._size += len(self._waiting)
        self._waiting = []
        if raws := columns.pop("raw", ()):
            places = zip(columns["start"], columns["end"], strict=True)
            if any(raw != self._text[start:end] for raw, (start, end) in zip(raws, places, strict=True)):
                raise ValueError("what is read is no quotation from its document")
        self._parts.append(pickle.dumps(columns, pickle.HIGHEST_PROTOCOL))
