"""Snapshots: `commitments.db` bears a seal, the SHA-256 of the file, and is never changed once it is sealed.

The seal stands in the table `seal`, the only row of the file's second page; it is taken of the file with zeros in its
own place. Its beginning is the snapshot's name. SQLite's own checks find a broken page, not another letter in a text;
this finds every byte. Each process checks a file once, and again after an hour, for disks that forget.

A new one is made beside the one in use, and takes its place in one step when it is whole. Whoever reads the one before
reads it to the end. A crash leaves half a file beside it, which the next one overwrites.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
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


# -- writing one --------------------------------------------------------------------------------------------------


KEPT = 5
"""How many published snapshots a folder keeps."""
_ANCESTORS = 1000
_SIDE_FILES = ("-journal", "-wal", "-shm")


class BuildError(RuntimeError):
    """The database cannot be used; the message is a sentence that says why and what to do."""


@contextmanager
def beside(path: Path, patience: float) -> Iterator[Path]:
    """A copy of the database at `path`, an empty file where there is none, to be changed and then handed to `swap_in`.

    One process at a time has it; another waits for `patience` seconds. What is not swapped in is removed.
    BuildError where it cannot be had, or the database is damaged or none of ours.
    """
    path = path.resolve()
    work = path.with_name(f"{path.name}-new")
    try:
        descriptor = _alone(work, patience)
    except OSError as error:
        raise _unwritten(path, error) from error
    if descriptor is None:
        raise BuildError(f"{path} is being written by another program: wait until that is done, and try again.")
    try:
        _remove_side_files(work)  # which a process that was killed left, and SQLite would take for this file's
        _copy(path, work)
        yield work
    finally:
        with suppress(FileNotFoundError):
            if os.path.samestat(work.stat(), os.fstat(descriptor)):
                work.unlink()
                _remove_side_files(work)
        os.close(descriptor)


def _alone(work: Path, patience: float) -> int | None:
    """A descriptor of the file that is held alone until it is closed; None where somebody else has it."""
    until = time.monotonic() + patience
    while True:
        descriptor = os.open(work, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with suppress(FileNotFoundError):  # it was swapped in, or removed, by whoever had it before
                if os.path.samestat(work.stat(), os.fstat(descriptor)):
                    return descriptor
        except BlockingIOError:
            if time.monotonic() > until:
                os.close(descriptor)
                return None
            time.sleep(0.02)
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _copy(path: Path, work: Path) -> None:
    import shutil  # which an answer has no need of

    os.truncate(work, 0)
    if not path.exists() or not path.stat().st_size:
        return
    try:
        shutil.copyfile(path, work)
        shutil.copymode(path, work)
        check(work).wait()
    except SnapshotError as error:
        if error.foreign:
            said = f"{path} {error}: move it away (a database can always be made again from the documents), or give"
            raise BuildError(f"{said} another file with --db.") from error
        said = f"{path} {error}: move it away, and read all documents again."
        raise BuildError(said) from error
    except OSError as error:
        raise _unwritten(path, error) from error


def swap_in(work: Path, path: Path) -> str:
    """Check a database that was made beside `path`, seal it, and let it take that place; gives its name.

    It is on the disk before it does, so that a crash at any moment leaves the one or the other.
    BuildError where SQLite finds it broken.
    """
    path = path.resolve()
    with closing(sqlite3.connect(work)) as connection:
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise BuildError(f"{work} was not written correctly ({found}), and {path} is as it was before: try again.")
    try:
        name = seal(work)
        _remove_side_files(path)  # of a database that was moved away: SQLite would read them into the new one
        work.replace(path)
        _write_through(path.parent)
    except OSError as error:
        raise _unwritten(path, error) from error
    return name


def _unwritten(path: Path, error: OSError) -> BuildError:
    said = f"{path} could not be written ({error.strerror}) and is as it was before: check the disk and the"
    return BuildError(f"{said} permissions of its folder, in which it is made anew, or give another file with --db.")


def note_ancestor(connection: sqlite3.Connection, before: str) -> None:
    """Write down, within a transaction, that what is being made was made of the snapshot called `before`."""
    connection.execute("INSERT INTO ancestors (name) VALUES (?)", [before])
    connection.execute("DELETE FROM ancestors WHERE number <= (SELECT max(number) FROM ancestors) - ?", [_ANCESTORS])


def publish(database: Path, folder: Path) -> Path:
    """Copy a database into a folder of snapshots under its name, in one step; the last `KEPT` stay there.

    Gives the file, which is there already where nothing changed. BuildError where that does not work.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(held, fcntl.LOCK_EX)
            return _published(database, folder)
        finally:
            (folder / "new").unlink(missing_ok=True)
            os.close(held)
    except SnapshotError as error:
        raise BuildError(f"{database} {error}, and is not published: read the documents again.") from error
    except OSError as error:
        raise BuildError(f"Nothing is published into {folder} ({error.strerror}): check its disk.") from error


def _published(database: Path, folder: Path) -> Path:
    import shutil

    work = folder / "new"  # of which a process that was killed may have left a half
    shutil.copyfile(database, work)
    found = check(work)
    found.wait()
    there = published(folder)
    if there and there[0][1] == found.name and _is_good(there[0][2]):
        return there[0][2]
    descriptor = os.open(work, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
    path = folder / f"commitments-{there[0][0] + 1 if there else 1:06}-{found.name}.db"
    work.replace(path)
    _write_through(folder)
    for _number, _name, old in published(folder)[KEPT:]:
        old.unlink()
    return path


def _is_good(path: Path) -> bool:
    try:
        check(path).wait()
    except (SnapshotError, OSError):
        return False
    return True


def _remove_side_files(path: Path) -> None:
    for ending in _SIDE_FILES:
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _write_through(folder: Path) -> None:
    """Have the names of a folder's files on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
