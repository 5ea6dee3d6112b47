"""What follows from the package's own tables, made once: kept as Python keeps its compiled modules, and as safely.

Parsing a lexicon takes longer than answering a question, and so does folding its words or the names of countries. What
is kept beside them holds for one version of Python and of the text; where it cannot be written, or is damaged, it is
made again.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.util import cache_from_source, source_hash
from pathlib import Path
from typing import Any


def table(file: Path) -> dict[str, Any]:
    """What a TOML file of the package holds: texts, numbers, lists and tables, but no dates."""
    text = file.read_bytes()

    def parse() -> dict[str, Any]:
        import tomllib  # takes a while itself, and is needed once

        return tomllib.loads(text.decode("utf-8"))

    return _kept(Path(cache_from_source(f"{file}.py")), text, parse)


def derived(
    file: Path, makers: Sequence[str | Path], make: Callable[[], dict[str, Any]], name: str = "derived"
) -> dict[str, Any]:
    """What `make` makes of a table, in TOML or in a module, out of texts, numbers, tuples, sets and tables.

    It holds for the text of the table and of the modules in the files `makers`, which decide what comes of it. What
    else is made of the same table has another `name`.
    """
    sources = b"".join(Path(one).read_bytes() for one in (str(file), *makers))
    return _kept(Path(cache_from_source(f"{file}.{name}.py")), sources, make)


def _kept(place: Path, sources: bytes, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What is kept in a place of these sources, made and put there if nothing is."""
    version = source_hash(sources)
    with suppress(OSError, EOFError, ValueError, TypeError):
        stored = place.read_bytes()
        if stored.startswith(version):
            found: dict[str, Any] = marshal.loads(stored[len(version) :])  # noqa: S302  # as trusted as Python's own
            return found
    made = make()
    if not sys.dont_write_bytecode:
        with suppress(OSError):
            _write(place, version + marshal.dumps(made))
    return made


def _write(kept: Path, content: bytes) -> None:
    """Put a file in its place whole, so that another process never reads a part of it."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_name(f"{kept.name}.{os.getpid()}")
    part.write_bytes(content)
    part.replace(kept)
