"""Folders and files under watch: which documents were changed, once they are written to their end."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from threading import Event

from watchfiles import watch

Mark = tuple[int, int] | None
"""A file's size and time of change; None where there is no file."""

_SETTLED = 0.5
"""Seconds for which a file must stay as it is before it counts as written."""
_PATIENCE = 30.0
"""Seconds after which a file that is written on and on is read all the same."""


def changed_files(given: Sequence[str], stop: Event | None = None) -> Iterator[set[Path]]:
    """The (resolved) files that were made, changed or removed, group by group, until `stop` is set.

    A file that is given by itself is watched through its folder, since many programs replace a file when they save it.
    """
    roots = [Path(one).resolve() for one in given if Path(one).exists()]
    files = {root for root in roots if not root.is_dir()}
    folders = [root for root in roots if root.is_dir()]
    watched = {*folders, *(file.parent for file in files)}
    if not watched:
        return
    told: dict[Path, Mark] = {}
    for group in _groups(watched, stop):
        mine = {path for path in group if path in files or any(_is_document(path, folder) for folder in folders)}
        marks = _written(mine)
        # what happened while a file was waited for comes once more, in the next group
        news = {path for path, mark in marks.items() if path not in told or told[path] != mark}
        told |= marks
        if news:
            yield news


def _groups(watched: Iterable[Path], stop: Event | None) -> Iterator[set[Path]]:
    """Everything that happens below the watched folders, until `stop` is set or the person ends it."""
    try:
        for group in watch(*watched, stop_event=stop, recursive=True, raise_interrupt=True, watch_filter=None):
            yield {Path(path).resolve() for _, path in group}
    except KeyboardInterrupt:
        return


def _is_document(path: Path, folder: Path) -> bool:
    return path.is_relative_to(folder) and not any(part.startswith(".") for part in path.relative_to(folder).parts)


def _written(paths: Iterable[Path]) -> dict[Path, Mark]:
    """The marks of files once they stay as they are."""
    before = {path: _mark(path) for path in paths}
    patience = time.monotonic() + _PATIENCE
    while before and time.monotonic() < patience:
        time.sleep(_SETTLED)
        now = {path: _mark(path) for path in before}
        if now == before:
            break
        before = now
    return before


def _mark(path: Path) -> Mark:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_size, stat.st_mtime_ns
