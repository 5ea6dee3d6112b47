"""How files are cited: by their path below the folder that was given, and longer where two would share a name."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path


def cited_names(files: Mapping[Path, str]) -> dict[Path, str]:
    """Each file's own name: where several share one, as much of their paths is added as tells them apart.

    >>> cited_names({Path("/a/KR0032.txt"): "KR0032.txt", Path("/b/KR0032.txt"): "KR0032.txt"})
    {PosixPath('/a/KR0032.txt'): 'a/KR0032.txt', PosixPath('/b/KR0032.txt'): 'b/KR0032.txt'}
    """
    sharing: dict[str, list[Path]] = defaultdict(list)
    for path, name in files.items():
        sharing[name].append(path)
    names = dict(files)
    for shared, paths in sharing.items():
        depth = shared.count("/") + 1
        while len(paths) > 1 and len({names[path] for path in paths}) < len(paths):
            depth += 1
            names |= {path: "/".join(path.parts[-depth:]) for path in paths}
    return names


def readable(name: str) -> str:
    """A file name with whatever in it is no text, or would begin a line, as `�`, so that it can be stored and shown."""
    if name.isascii() and name.isprintable():
        return name
    return re.sub(r"[\n\r\v\f\x85\u2028\u2029]", "�", os.fsencode(name).decode("utf-8", "replace"))


def origin_of(path: Path) -> str:
    """Where a file is, in a form that can be stored: its path, or a `file:` address where that is no text."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return path.as_uri()
    return str(path)
