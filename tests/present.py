"""What may be missing elsewhere and must be there in a test."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def present(value: T | None) -> T:
    """The value; a test without it fails here."""
    assert value is not None
    return value
