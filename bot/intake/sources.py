"""Paths, addresses and lists of addresses → the documents to be read, what each is called, and which of them change."""

from __future__ import annotations

import os
import re
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event

from bot.reading.fetch import FetchSettings, fetch, listed_urls
from bot.reading.formats import MAX_BYTES
from bot.records.model import Arrival, Problem

Version = Callable[[str], str]
"""A document's name → the version of the rules that it is read by."""

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_LONGEST_LIST = 1024 * 1024
_GONE = (404, 410)


def arrivals(
    given: Sequence[str],
    version: Version,
    fetching: FetchSettings,
    only: Collection[Path] | None = None,
    expect: Callable[[int], None] = lambda _count: None,
) -> Iterator[Arrival]:
    """Every document of what was given: files, folders with all that is in them, addresses, files that list addresses.

    Hidden files are left out. A file that is given twice comes once. `only` restricts files to these (resolved) paths,
    and then nothing is fetched. `expect` is told how many documents are to come, as soon as that is known.
    """
    files: dict[Path, str] = {}
    urls: list[str] = []
    for one in given:
        if _ADDRESS.match(one):
            urls.append(one)
            continue
        try:
            found, listed = _looked_at(Path(one))
        except (OSError, RuntimeError, ValueError) as error:
            yield _not_there(one, error)
            continue
        urls += listed
        for path, name in found:
            if isinstance(name, OSError):
                yield _not_there(str(path), name)
            else:
                files.setdefault(path, name)
    if only is not None:
        wanted, urls = set(only), []
        coming = {path: name for path, name in cited_names(files).items() if path in wanted}
    else:
        coming = cited_names(files)
    expect(len(coming) + len(urls))
    for path, name in coming.items():
        yield _from_file(path, readable(name), version(name))
    if urls:
        yield from _from_web(urls, version, fetching)


def _looked_at(path: Path) -> tuple[list[tuple[Path, str | OSError]], list[str]]:
    """The files that a path leads to, resolved and with their names, and the addresses that it lists."""
    if path.is_dir():
        return sorted(_within(path), key=lambda one: one[0].parts), []
    path.stat()
    if not path.is_file():
        raise OSError("it is not a file")
    listed = _listed(path)
    return ([] if listed else [(path.resolve(), path.name)]), listed


def _within(folder: Path) -> Iterator[tuple[Path, str | OSError]]:
    """The files of a folder, each with its name below it, or with the reason why it cannot be looked at."""
    folders = [(folder, "")]
    for top, inside in folders:
        try:
            with os.scandir(top) as listed:  # which knows what each is without a look at it
                entries = [entry for entry in listed if not entry.name.startswith(".")]
        except OSError as error:
            yield top, error
            continue
        real = top.resolve()
        for entry in entries:
            try:
                if _is_file(entry):
                    path = real / entry.name
                    yield path.resolve() if entry.is_symlink() else path, inside + entry.name
                elif entry.is_dir(follow_symlinks=False):
                    folders.append((top / entry.name, f"{inside}{entry.name}/"))
            except (OSError, RuntimeError) as error:
                yield top / entry.name, OSError(str(error))


def _is_file(entry: os.DirEntry[str]) -> bool:
    """It is a file or leads to one; what leads nowhere, such as a link to itself, does not."""
    try:
        return entry.is_file()
    except OSError:
        return False


def _listed(path: Path) -> list[str]:
    """The addresses that a file lists, where it holds nothing else."""
    try:
        if path.stat().st_size > _LONGEST_LIST:
            return []
        urls = listed_urls(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        return []
    return urls if all(_ADDRESS.match(url) for url in urls) else []


def _not_there(given: str, error: Exception) -> Arrival:
    said = "There is no such file or folder: check how the path is spelled."
    if not isinstance(error, FileNotFoundError):
        reason = (error.strerror if isinstance(error, OSError) else None) or error
        said = f"This cannot be opened ({reason}): check the path and its permissions."
    name = readable(given)
    return Arrival(name, origin_of(Path(given).absolute()), None, problem=Problem(name, None, None, said, "error"))


def _from_file(path: Path, name: str, reader: str) -> Arrival:
    origin = origin_of(path)
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - a path object's own way takes longer than to read
            size = os.fstat(file.fileno()).st_size
            if size <= MAX_BYTES:
                return Arrival(name, origin, file.read(), reader=reader)
        said = f"The file has {size / 2**20:,.0f} MB; files of up to {MAX_BYTES / 2**20:,.0f} MB are read: split it."
        return Arrival(name, origin, None, problem=Problem(name, None, None, said, "error"))
    except OSError as error:
        said = f"The file cannot be opened ({error.strerror}): check its permissions."
        return Arrival(name, origin, None, problem=Problem(name, None, None, said, "error"))


def _from_web(urls: Sequence[str], version: Version, fetching: FetchSettings) -> Iterator[Arrival]:
    if not fetching.contact.strip():
        said = (
            "Nothing is fetched while it is not known who asks: set FETCH_CONTACT to an e-mail address or a page of"
            " yours. It is sent to the sites, so that they can reach you."
        )
        for url in dict.fromkeys(urls):
            yield Arrival(url, url, None, url, problem=Problem(url, None, None, said, "error"))
        return
    for page in fetch(urls, replace(fetching, cache=fetching.cache.expanduser())):
        gone = page.status in _GONE
        yield Arrival(page.url, page.url, page.data, page.url, version(page.url), page.problem, gone)


# -- how files are cited: by their path below the folder that was given, and longer where two would share a name -----


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


# -- folders and files under watch: which documents were changed, once they are written to their end -----------------


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
    from watchfiles import watch  # takes a while, and is needed by those alone who watch

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
