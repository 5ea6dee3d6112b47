"""Long lists in parts that one SQL statement can take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
SIZE = 500
"""Values a statement: SQLite takes 32,766, but statements of one size are prepared once."""


def in_batches(values: Sequence[T]) -> Iterator[tuple[str, list[T]]]:
    """(the marks of an SQL list, its values), part by part.

    >>> list(in_batches(["KR0029", "KR0032"]))
    [('?,?', ['KR0029', 'KR0032'])]
    """
    for at in range(0, len(values), SIZE):
        part = list(values[at : at + SIZE])
        yield ",".join("?" * len(part)), part
