"""Writing snapshots: a database is made beside the one in use, and takes its place in one step when it is whole.

Whoever reads the one before reads it to the end. A crash leaves half a file beside it, which the next one overwrites.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from bot.records import snapshots
from bot.records.snapshots import SnapshotError

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
    os.truncate(work, 0)
    if not path.exists() or not path.stat().st_size:
        return
    try:
        shutil.copyfile(path, work)
        shutil.copymode(path, work)
        snapshots.check(work).wait()
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
        name = snapshots.seal(work)
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
    work = folder / "new"  # of which a process that was killed may have left a half
    shutil.copyfile(database, work)
    found = snapshots.check(work)
    found.wait()
    there = snapshots.published(folder)
    if there and there[0][1] == found.name and _is_good(there[0][2]):
        return there[0][2]
    descriptor = os.open(work, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
    path = folder / f"commitments-{there[0][0] + 1 if there else 1:06}-{found.name}.db"
    work.replace(path)
    _write_through(folder)
    for _number, _name, old in snapshots.published(folder)[KEPT:]:
        old.unlink()
    return path


def _is_good(path: Path) -> bool:
    try:
        snapshots.check(path).wait()
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
