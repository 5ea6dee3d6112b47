"""Snapshots: named and sealed, swapped in whole, published; what is broken or half made is never taken for one."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from bot.asking import ask
from bot.asking.thread import EMPTY
from bot.records import snapshots
from bot.records.snapshots import KEPT, BuildError, SnapshotError, beside, publish
from bot.records.store import Store, StoreError
from tests.records.sample_pages import altered, everything, ingest, page, rows

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
QUESTIONS = ("who leads KR0032?", "when does KR0029 end?", "what is the status of KR0032?", "how many are there?")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A database that is not there yet."""
    return tmp_path / "commitments.db"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The database of the corpus."""
    file = tmp_path_factory.mktemp("corpus") / "commitments.db"
    ingest(file, {path.name: path.read_bytes() for path in sorted(CORPUS.iterdir())})
    return file.read_bytes()


def completion(path: Path) -> str | None:
    """What the first page says of its completion."""
    with Store(path) as store:
        return store.columns(["XA0001"], ["completion"])["XA0001"]["completion"]


def made(db: Path, said: str) -> str:
    """The name of the database once its one page says something else."""
    ingest(db, {"XA0001.txt": page("XA0001", Completion=said)})
    with Store(db) as store:
        return store.name


@pytest.fixture
def in_background(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Every file is large, and its check does not end before the event is set."""
    go, digest = threading.Event(), snapshots._digest

    def slow(descriptor: int, place: int) -> str:
        if threading.current_thread().name == "snapshot":
            go.wait(30)
        return digest(descriptor, place)

    monkeypatch.setattr(snapshots, "AT_ONCE", 0)
    monkeypatch.setattr(snapshots, "_digest", slow)
    yield go
    go.set()


# -- the seal --------------------------------------------------------------------------------------------------------


def test_the_same_documents_make_the_same_snapshot(tmp_path: Path) -> None:
    """The name is a hash of the content: two machines that read the same on the same day have the same file."""
    assert made(tmp_path / "one.db", "Limited") == made(tmp_path / "two.db", "Limited")
    assert made(tmp_path / "one.db", "Complete") != made(tmp_path / "two.db", "Substantial")


def test_a_snapshot_names_those_that_it_was_made_of(db: Path) -> None:
    """One after the other; an ingest that changes nothing makes none."""
    names = [made(db, said) for said in ("Limited", "Complete", "Complete", "Limited")]
    assert names[1] == names[2]
    with Store(db) as store:
        assert store.ancestors() == names[:2]


@pytest.mark.parametrize("seed", range(4))
def test_every_flipped_byte_is_noticed(corpus: bytes, tmp_path: Path, seed: int) -> None:
    """One bit anywhere in the file, its header and its seal among it, and no store is given: at once, every time."""
    dice, file = random.Random(seed), tmp_path / "commitments.db"
    places = [*range(16), 24, 28, 60, 96, *(dice.randrange(len(corpus)) for _ in range(40))]
    places += [
        found.start() + dice.randrange(64) for found in snapshots._SEAL.finditer(corpus[:8192]) if found.start() > 4096
    ]
    for place in places:
        broken = bytearray(corpus)
        broken[place] ^= 1 << dice.randrange(8)
        file.unlink(missing_ok=True)
        file.write_bytes(broken)
        with pytest.raises(StoreError, match="move it away, and make a new one"):
            Store(file)


def test_a_flip_is_told_or_shows_nothing_else_while_a_large_file_is_checked(
    corpus: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever byte it is, an answer is handed over only with values that stand in a document as they are shown."""
    monkeypatch.setattr(snapshots, "AT_ONCE", 0)
    dice, file = random.Random(7), tmp_path / "commitments.db"
    for _ in range(60):
        broken = bytearray(corpus)
        broken[dice.randrange(4096, len(corpus))] ^= 1 << dice.randrange(8)
        file.unlink(missing_ok=True)
        file.write_bytes(broken)
        with pytest.raises(StoreError), Store(file) as store:
            for question in QUESTIONS:
                ask(store, question, thread=EMPTY, as_of=date(2026, 11, 21), lang="en")


def test_a_file_that_breaks_while_it_is_used_is_noticed(
    corpus: bytes, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that forgets leaves size and time of a file as they are: the check is repeated, beside the questions."""
    db.write_bytes(corpus)
    Store(db).close()
    before = db.stat()
    with db.open("r+b") as file:
        file.seek(len(corpus) // 2)
        file.write(b"rot")
    os.utime(db, ns=(before.st_atime_ns, before.st_mtime_ns))
    monkeypatch.setattr(snapshots, "_identity", lambda descriptor: snapshots._CHECKS[db].identity)
    Store(db).close()
    monkeypatch.setattr(snapshots, "_AGAIN", -1.0)
    with suppress(StoreError):  # the first that comes by begins it, and may hear of it already
        Store(db).close()
    for thread in threading.enumerate():
        if thread.name == "snapshot":
            thread.join()
    with pytest.raises(StoreError, match="does not fit its seal"):
        Store(db)


def test_a_truncated_file_is_refused(corpus: bytes, db: Path) -> None:
    """By a byte, a page, a half, or to a few bytes: never an error of SQLite's, always a sentence."""
    for size in (len(corpus) - 1, len(corpus) - 4096, len(corpus) // 2, 4096, 100, 60, 16, 5, 0):
        db.write_bytes(corpus[:size])
        with pytest.raises(StoreError, match=r"is (damaged .it has|no database|empty).*python -m bot ingest --db"):
            Store(db)


def test_a_database_that_was_changed_in_place_is_refused(db: Path) -> None:
    """A row that somebody corrected by hand is in no document; sealed anew it is their own."""
    made(db, "Limited")
    with altered(db) as connection:
        connection.execute("UPDATE commitments SET completion = 'Complete'")
    assert completion(db) == "Complete"
    with pytest.raises(StoreError, match="does not fit its seal"), altered(db) as connection:
        connection.execute("UPDATE commitments SET completion = 'Limited'")
        connection.commit()
        Store(db)


def test_a_damaged_database_is_not_read_into(corpus: bytes, db: Path) -> None:
    """An ingest would carry the damage on: it is refused, and the advice to move the file away works."""
    broken = bytearray(corpus)
    broken[-1000] ^= 4
    db.write_bytes(broken)
    with pytest.raises(BuildError, match="move it away, and read all documents again"):
        made(db, "Limited")
    assert db.read_bytes() == broken
    db.rename(db.with_suffix(".away"))
    made(db, "Limited")


@pytest.mark.parametrize("content", [b"", b"left by a kill"])
def test_what_a_kill_left_is_made_anew(db: Path, content: bytes) -> None:
    """An empty database is none, and side files and halves beside it are not read into the new one."""
    db.write_bytes(b"")
    for ending in ("-new", "-new-journal", "-wal", "-shm", "-journal"):
        db.with_name(db.name + ending).write_bytes(content)
    made(db, "Limited")
    assert [path.name for path in db.parent.iterdir()] == [db.name]


def test_a_wal_of_another_file_is_not_read(db: Path) -> None:
    """What lies beside a snapshot under the names of SQLite's side files changes nothing that it says."""
    made(db, "Limited")
    other = db.with_name("other.db")
    shutil.copy(db, other)
    script = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('PRAGMA journal_mode = WAL');"
        "c.execute(\"UPDATE commitments SET completion = 'Complete'\"); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, str(other)], check=True)
    other.with_name("other.db-wal").rename(db.with_name(f"{db.name}-wal"))
    assert completion(db) == "Limited"


# -- swapping while it is read ---------------------------------------------------------------------------------------


def test_a_store_reads_its_snapshot_to_the_end(db: Path) -> None:
    """An ingest in the middle of a question gives no half answer: the next question is answered from the new one."""
    made(db, "Limited")
    with Store(db) as store:
        name = store.name
        made(db, "Complete")
        assert store.columns(["XA0001"], ["completion"])["XA0001"]["completion"] == "Limited"
        assert store.whole().values(["XA0001"], ["completion"])["XA0001"][0].raw == "Limited"
        assert store.whole().build_id() == name
    assert completion(db) == "Complete"


def test_questions_during_ingests_are_answered_from_one_state(db: Path) -> None:
    """While one thread ingests on and on, column and value of every question are of the same snapshot."""
    said = ("Limited", "Complete")
    made(db, said[0])
    stop = threading.Event()

    def keep_ingesting() -> None:
        for number in range(1, 13):
            made(db, said[number % 2])
        stop.set()

    writer = threading.Thread(target=keep_ingesting)
    writer.start()
    asked = 0
    while not stop.is_set() or not asked:
        with Store(db) as store:
            column = store.columns(["XA0001"], ["completion"])["XA0001"]["completion"]
            (value,) = store.values(["XA0001"], ["completion"])["XA0001"]
        assert column == value.raw
        asked += 1
    writer.join()


def test_two_ingests_at_once_lose_nothing(db: Path) -> None:
    """Each waits for the other, and reads into what the other made."""
    names = [f"XA{number:04}" for number in range(1, 7)]
    threads = [threading.Thread(target=ingest, args=(db, {f"{name}.txt": page(name)})) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [code for (code,) in rows(db, "SELECT code FROM commitments ORDER BY code")] == names
    assert [path.name for path in db.parent.iterdir()] == [db.name]


# -- published -------------------------------------------------------------------------------------------------------


def test_a_folder_keeps_the_last_few(db: Path, tmp_path: Path) -> None:
    """Each under its number and name; the newest is read; what did not change is not published twice."""
    folder = tmp_path / "published"
    for number in range(KEPT + 2):
        made(db, f"Limited {number}")
        assert publish(db, folder) == publish(db, folder)
    assert [number for number, _, _ in snapshots.published(folder)] == list(range(KEPT + 2, 2, -1))
    assert {path.suffix for path in folder.iterdir()} == {".db"}
    assert completion(folder) == f"Limited {KEPT + 1}"
    with Store(folder) as store:
        assert store.name == snapshots.published(folder)[0][1]


@pytest.mark.parametrize("break_it", ["flip", "cut", "empty", "rename"])
def test_a_bad_snapshot_is_passed_over(
    db: Path, tmp_path: Path, break_it: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A half copy, a flipped byte or another's name: the one before is read, and the log has a sentence, once."""
    folder, files = tmp_path / "published", []
    for said in ("Limited", "Complete"):
        made(db, said)
        files.append(publish(db, folder))
    newest, data = files[-1], files[-1].read_bytes()
    newest.unlink()
    match break_it:
        case "flip":
            newest.write_bytes(data[:9000] + bytes([data[9000] ^ 1]) + data[9001:])
        case "cut":
            newest.write_bytes(data[: len(data) // 2])
        case "empty":
            newest.touch()
        case "rename":
            newest.with_name(newest.name.replace("-000002-", "-000003-0")[:35] + ".db").write_bytes(data)
    assert completion(folder) == completion(folder) == "Limited"
    assert len([record for record in caplog.records if "commitments-00000" in record.getMessage()]) == 1
    files[0].unlink()
    with pytest.raises(StoreError, match=r"holds no good snapshot.*ingest --publish"):
        Store(folder)


def test_a_new_snapshot_is_taken_while_questions_are_asked(db: Path, tmp_path: Path) -> None:
    """No question is dropped while snapshots come and the oldest go."""
    folder, done = tmp_path / "published", threading.Event()
    made(db, "Limited 0")
    publish(db, folder)

    def keep_publishing() -> None:
        for number in range(1, 3 * KEPT):
            made(db, f"Limited {number}")
            publish(db, folder)
        done.set()

    publisher = threading.Thread(target=keep_publishing)
    publisher.start()
    seen = []
    while not done.is_set():
        seen.append(completion(folder))
    publisher.join()
    numbers = [int(str(said).split()[1]) for said in [*seen, completion(folder)]]
    assert numbers == sorted(numbers)
    assert numbers[-1] == 3 * KEPT - 1


def test_the_one_before_serves_while_a_large_one_is_checked(
    db: Path, tmp_path: Path, in_background: threading.Event
) -> None:
    """Nobody waits for the check of a snapshot that came while the bot runs."""
    folder = tmp_path / "published"
    in_background.set()
    made(db, "Limited")
    publish(db, folder)
    assert completion(folder) == "Limited"
    made(db, "Complete")
    shutil.copy(db, tmp_path / "ready.db")
    path = publish(db, folder)
    in_background.clear()
    path.touch()
    assert completion(folder) == "Limited"
    in_background.set()
    snapshots.check(path).done.wait()
    assert completion(folder) == "Complete"


def test_an_answer_waits_for_the_check_of_its_file(db: Path, in_background: threading.Event) -> None:
    """A large file is read meanwhile, but what was read is handed over only once the file is known to be good."""
    in_background.set()
    made(db, "Limited")
    in_background.clear()
    os.utime(db, (1, 1))
    with Store(db) as store:
        assert not store._check.done.is_set()
        threading.Timer(0.05, in_background.set).start()
    assert store._check.done.is_set()


POINTS = ("seal", "replace", "copyfile", "write")


@pytest.mark.parametrize("point", POINTS)
def test_a_crash_leaves_the_one_before(db: Path, tmp_path: Path, point: str) -> None:
    """Before or in the middle of copying, sealing, swapping and publishing; and the next one runs through."""
    folder = tmp_path / "published"
    made(db, "Limited")
    publish(db, folder)
    before = everything(db)
    script = f"""
import os, shutil, sys
from pathlib import Path
from bot.records import snapshots
from tests.records.sample_pages import ingest, page
db, folder, point = Path(sys.argv[1]), Path(sys.argv[2]), {point!r}
def half(source, target):
    Path(target).write_bytes(Path(source).read_bytes()[:5000])
    os._exit(9)
if point == "seal":
    snapshots.seal = lambda path: os._exit(9)
elif point == "replace":
    Path.replace = lambda *_: os._exit(9)
elif point == "copyfile":
    shutil.copyfile = half
elif point == "write":
    os.pwrite = lambda *_: os._exit(9)
ingest(db, {{"XA0001.txt": page("XA0001", Completion="Complete")}})
"""
    assert subprocess.run([sys.executable, "-c", script, str(db), str(folder)], cwd=ROOT, check=False).returncode == 9
    assert everything(db) == before
    assert completion(db) == completion(folder) == "Limited"
    publishes = script.replace("ingest(db, {", "snapshots.publish(db, folder) #")
    shutil.copy(db, tmp_path / "kept.db")
    (folder / snapshots.published(folder)[0][2].name).rename(folder / "commitments-000001-0123456789abcdef.db")
    if point in ("replace", "copyfile"):
        done = subprocess.run([sys.executable, "-c", publishes, str(db), str(folder)], cwd=ROOT, check=False)
        assert done.returncode == 9
        with pytest.raises(SnapshotError):
            snapshots.newest(folder)
    made(db, "Complete")
    publish(db, folder)
    assert completion(db) == completion(folder) == "Complete"
    assert not (folder / "new").exists()


def test_a_full_disk_while_publishing_is_a_sentence(db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is published, and nothing is left behind."""
    made(db, "Limited")

    def full(source: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(BuildError, match=r"Nothing is published into .*No space left"):
        publish(db, tmp_path / "published")
    assert list((tmp_path / "published").iterdir()) == []
    with pytest.raises(BuildError, match=r"could not be written .*as it was before"), beside(db, 0):
        pass
