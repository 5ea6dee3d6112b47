"""Tables of this package in TOML, parsed once: as Python keeps its compiled modules, in the same folder and as safely.

Parsing a lexicon takes longer than answering a question. What is kept beside it holds for one version of Python and of
the text; where it cannot be written, or is damaged, the text is parsed again.
"""

from __future__ import annotations

import marshal
import os
import sys
from contextlib import suppress
from importlib.util import cache_from_source, source_hash
from pathlib import Path
from typing import Any


def table(file: Path) -> dict[str, Any]:
    """What a TOML file of the package holds: texts, numbers, lists and tables, but no dates."""
    text = file.read_bytes()
    version, kept = source_hash(text), Path(cache_from_source(f"{file}.py"))
    with suppress(OSError, EOFError, ValueError, TypeError):
        stored = kept.read_bytes()
        if stored.startswith(version):
            found: dict[str, Any] = marshal.loads(stored[len(version) :])  # noqa: S302  # as trusted as Python's own
            return found
    import tomllib  # takes a while itself, and is needed once

    found = tomllib.loads(text.decode("utf-8"))
    if not sys.dont_write_bytecode:
        with suppress(OSError):
            _write(kept, version + marshal.dumps(found))
    return found


def _write(kept: Path, content: bytes) -> None:
    """Put a file in its place whole, so that another process never reads a part of it."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_name(f"{kept.name}.{os.getpid()}")
    part.write_bytes(content)
    part.replace(kept)
