"""Snapshots: `commitments.db` bears a seal, the SHA-256 of the file, and is never changed once it is sealed.

The seal stands in the table `seal`, the only row of the file's second page; it is taken of the file with zeros in its
own place. Its beginning is the snapshot's name. SQLite's own checks find a broken page, not another letter in a text;
this finds every byte. Each process checks a file once, and again after an hour, for disks that forget.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
import time
from pathlib import Path

from bot.records.frozen import dataclass, field
from bot.records.schema import VERSION

UNSEALED = "0" * 64
"""What stands in the place of the seal while it is taken."""
NAME = 16
"""How many letters of the seal make the snapshot's name."""
AT_ONCE = 64 << 20
"""Bytes of a file that is checked before it is used; a larger one is checked meanwhile, in a thread of its own."""
WAITED_FOR = 1 << 30
"""Bytes of a file whose check is waited for before an answer from it is handed over."""
_AGAIN = 3600.0  # seconds
_PIECE = 1 << 20
_SEAL = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_PUBLISHED = re.compile(rf"commitments-([0-9]{{6,}})-([0-9a-f]{{{NAME}}})\.db")


class SnapshotError(ValueError):
    """A file is no snapshot, or not a good one: what is wrong with it, as the rest of a sentence about it.

    `foreign`: it is not damaged, but was never a database of this version.
    """

    def __init__(self, message: str, *, foreign: bool = False) -> None:
        super().__init__(message)
        self.foreign = foreign


def _outline(descriptor: int) -> tuple[int, str]:
    """Where the seal of a file stands, and the seal; SnapshotError where it is no whole database of this version."""
    size, head = os.fstat(descriptor).st_size, os.pread(descriptor, 100, 0)
    if not size:
        raise SnapshotError("is empty", foreign=True)
    if not head.startswith(b"SQLite format 3\0") or len(head) < 100:
        raise SnapshotError("is no database", foreign=True)
    version, page, pages = (int.from_bytes(head[at : at + n], "big") for at, n in ((60, 4), (16, 2), (28, 4)))
    page = 65536 if page == 1 else page
    if version != VERSION:
        raise SnapshotError("is not a database of this version of Commitment Bot", foreign=True)
    if size != page * pages:
        raise SnapshotError(f"is damaged (it has {size} bytes instead of {page * pages})")
    found = list(_SEAL.finditer(os.pread(descriptor, page, page)))
    if len(found) != 1 or found[0][0].decode() == UNSEALED:
        raise SnapshotError("is damaged (it bears no seal)")
    return page + found[0].start(), found[0][0].decode()


def seal(path: Path) -> str:
    """Seal a database that nobody has open, and write it through to the disk; gives its name.

    Whoever changes a file that was sealed has to seal it anew. SnapshotError where it is no database of this version.
    """
    descriptor = os.open(path, os.O_RDWR)
    try:
        page = int.from_bytes(os.pread(descriptor, 2, 16), "big")
        page = 65536 if page == 1 else page
        found = list(_SEAL.finditer(os.pread(descriptor, page, page)))
        if len(found) != 1:
            raise SnapshotError("has no place for a seal", foreign=True)
        place = page + found[0].start()
        taken = _digest(descriptor, place)
        os.pwrite(descriptor, taken.encode(), place)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return taken[:NAME]


def _digest(descriptor: int, place: int) -> str:
    """The SHA-256 of a file with zeros where its seal stands."""
    found, buffer, at = hashlib.sha256(), bytearray(_PIECE), 0
    with memoryview(buffer) as view:
        while count := os.preadv(descriptor, [view], at):
            start, end = max(place - at, 0), min(place + len(UNSEALED) - at, count)
            if start < end:
                buffer[start:end] = b"0" * (end - start)
            found.update(view[:count])
            at += count
    return found.hexdigest()


# -- checking, once for each file ------------------------------------------------------------------------------------


@dataclass(slots=True)
class Check:
    """A check of one file as it is at one time: its `seal`, and when it is `done` what was `wrong` with it."""

    path: Path
    identity: tuple[int, ...]
    size: int
    seal: str
    place: int
    began: float = field(default_factory=time.monotonic)
    done: threading.Event = field(default_factory=threading.Event)
    wrong: SnapshotError | None = None

    @property
    def name(self) -> str:
        """The snapshot's name."""
        return self.seal[:NAME]

    def wait(self) -> None:
        """Wait until it is done; SnapshotError where the file is not good."""
        self.done.wait()
        if self.wrong:
            raise self.wrong

    def run(self, descriptor: int) -> None:
        """Do it; the descriptor is closed."""
        try:
            if _digest(descriptor, self.place) != self.seal:
                self.wrong = SnapshotError("is damaged (its content does not fit its seal)")
        except OSError as error:
            self.wrong = SnapshotError(f"cannot be read: {error.strerror}")
        finally:
            os.close(descriptor)
            self.done.set()
        if self.wrong:
            _tell_once(self.path, self.wrong)


_CHECKS: dict[Path, Check] = {}
_MOST_CHECKS = 64
_BEGINNING = threading.Lock()


def check(path: Path) -> Check:
    """The check of the file that is at `path` now: done, or under way where the file is large.

    SnapshotError where it is known not to be good; OSError where it cannot be opened.
    """
    descriptor = os.open(path, os.O_RDONLY)
    begins = False
    try:
        with _BEGINNING:
            found = _CHECKS.get(path)
            if found is None or found.identity != _identity(descriptor):
                found, begins = _of(path, descriptor), True
            elif found.done.is_set() and not found.wrong and time.monotonic() - found.began > _AGAIN:
                found.began, begins = time.monotonic(), True  # it is taken for good until it is found not to be
    finally:
        if not begins:
            os.close(descriptor)
    if begins and (found.size > AT_ONCE or found.done.is_set()):
        threading.Thread(target=found.run, args=(descriptor,), name="snapshot", daemon=True).start()
    elif begins:
        found.run(descriptor)
    if found.size <= AT_ONCE or found.done.is_set():
        found.wait()
    return found


def _of(path: Path, descriptor: int) -> Check:
    place, letters = _outline(descriptor)
    while len(_CHECKS) >= _MOST_CHECKS:
        _CHECKS.pop(next(iter(_CHECKS)))
    _CHECKS[path] = Check(path, _identity(descriptor), os.fstat(descriptor).st_size, letters, place)
    return _CHECKS[path]


def _identity(descriptor: int) -> tuple[int, ...]:
    found = os.fstat(descriptor)
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


_TOLD: set[tuple[Path, str]] = set()


def _tell_once(path: Path, error: Exception) -> None:
    if (path, str(error)) not in _TOLD:
        import logging  # which costs a question time that has no need of it

        _TOLD.add((path, str(error)))
        logging.getLogger(__name__).error("%s %s", path, error)


# -- a folder of them ------------------------------------------------------------------------------------------------


def published(folder: Path) -> list[tuple[int, str, Path]]:
    """(number, name, file) of the snapshots that were published into a folder, the newest first."""
    found = ((_PUBLISHED.fullmatch(entry.name), entry) for entry in os.scandir(folder))
    return sorted(((int(match[1]), match[2], Path(entry.path)) for match, entry in found if match), reverse=True)


def newest(folder: Path) -> Path:
    """The newest good snapshot of a folder. While a large one that came is checked, the one before goes on serving.

    SnapshotError where there is none; OSError where the folder cannot be read.
    """
    while True:
        coming: Check | None = None
        for _number, name, path in published(folder):
            known = _CHECKS.get(path)
            if coming and not (known and known.done.is_set()):
                continue
            try:
                found = check(path)
            except (SnapshotError, OSError) as error:
                _tell_once(path, error)
                continue
            if found.name != name:
                _tell_once(path, SnapshotError(f"is another snapshot, {found.name}"))
                continue
            if found.done.is_set():
                return path
            coming = coming or found
        if coming is None:
            raise SnapshotError("holds no good snapshot")
        coming.done.wait()
