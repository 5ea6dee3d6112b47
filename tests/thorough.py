"""How much of what takes long is tried: a part, or with THOROUGH=1 all of it (`make thorough`)."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")
THOROUGH = bool(os.environ.get("THOROUGH"))


def some(items: Iterable[T], one_in: int) -> list[T]:
    """One in so many of `items`, in their order, the first among them; all of them where all are tried."""
    found = list(items)
    return found if THOROUGH else found[::one_in]
