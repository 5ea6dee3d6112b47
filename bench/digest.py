"""Digests: composing for many commitments, a simulated year, and a thousand that are due at the same minute."""

from __future__ import annotations

import json
import logging
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter

from bench import Ratio
from bot.digest.clock import WINDOW
from bot.digest.compose import SAID, sort
from bot.digest.deliver import send_due
from bot.digest.model import SECTIONS, Facts, Window
from bot.digest.subscriptions import keep_journal
from bot.records import schema
from bot.records.countries import letters_of, members
from bot.records.fields import FIELD
from bot.records.names import name_key
from bot.records.periods import PROGRESS
from bot.records.snapshots import UNSEALED, seal
from bot.records.store import Store
from bot.state.database import open_state
from bot.state.subscriptions import Subscription, add
from tests.digest.office import Box
from tests.digest.reference import expected
from tests.digest.simulation import quick_state, simulate
from tests.digest.world import draw_world
from tests.slack.rush import rush

ROOT = Path(__file__).parents[1]
SIZES = (20_000, 200_000)
SUBSCRIPTIONS = 300
ROUNDS = (1, 50)
"""Subscriptions that are due in the same minute, of large databases."""
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
COUNTRIES = [(one.prefix, one.name) for one in members() if len(one.prefix) == 2][:40]
LEADS = 400
FOLLOWED = (
    ("everything", ""),
    ("country", "{0}"),
    ("lead", "Ministry of Matter {1}"),
    ("question", "commitments of {0} ending next year"),
)
DUE = 1_000
"""Digests that are due in the same minute."""


def measure() -> Iterator[Ratio]:
    """Composition by size, then the year, then the thousand."""
    logging.getLogger("bot.digest").setLevel(logging.ERROR)  # a year has some thousand failed sends, as it is meant to
    for size in SIZES:
        yield from _compose(size)
    yield from _year()
    yield from _rush()


def _compose(size: int) -> Iterator[Ratio]:
    """Sorting in this process; digests on a database of as many commitments in processes of their own."""
    facts = list(_facts(size))
    window = Window(date(2026, 11, 21), date(2026, 11, 14), 30)
    began = perf_counter()
    sort(facts, (), (), window)
    sorting = perf_counter() - began
    began = perf_counter()
    sorted(facts, key=lambda one: one.code)
    yield Ratio(f"sorting {size:,} into sections", sorting * 1000, "sorting them by code", _since(began), "ms")
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "commitments.db"
        make_database(database, size)
        reading, rows = _measured(READ, database)
        taken, memory = _measured(DIGEST, database)
        yield Ratio(f"a digest of {size:,}", taken, "reading their rows", reading, "s of CPU")
        yield Ratio(f"its peak memory at {size:,}", memory, "reading their rows", rows, "MiB")
        for count in ROUNDS:
            state = Path(folder) / f"{count}.db"
            noted, _memory = _measured(SUBSCRIBED, database, state, count)
            taken, memory = _measured(ROUND, database, state)
            if count == 1:
                yield Ratio(
                    f"noting a snapshot of {size:,} in the journal", noted, "reading its rows", reading, "s of CPU"
                )
            yield Ratio(f"a round of {count} of {size:,}", taken, "reading their rows", reading, "s of CPU")
            yield Ratio(f"its peak memory at {size:,}", memory, "reading their rows", rows, "MiB")


READ = """
import sqlite3
kept = sqlite3.connect(sys.argv[1]).execute('SELECT * FROM commitments').fetchall()
"""
DIGEST = """
from datetime import date
from bot.digest.model import Window
from bot.digest.gathering import SHOWN, Wanted, digest
from bot.records.store import Store
window = Window(date(2026, 11, 21), date(2026, 11, 14), 30)
kept = digest(Store(sys.argv[1]), [], window, wanted=Wanted(limit=SHOWN))
"""
SUBSCRIBED = """
from bench.digest import subscribe
subscribe(*sys.argv[1:])
"""
ROUND = """
from bench.digest import send
send(*sys.argv[1:])
"""
SPENT = """
import time
print(time.process_time() - before)
print([line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')][0])
"""


def _measured(script: str, *given: object) -> tuple[float, float]:
    """(seconds of CPU, peak MiB) of a process of its own, whose imports do not count."""
    imports = [line for line in script.splitlines() if "import" in line]
    begun = "\n".join(["import sys, time, logging", *imports, "before = time.process_time()"])
    command = [sys.executable, "-c", f"{begun}\n{script}\n{SPENT}", *map(str, given)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    seconds, memory = done.stdout.split()
    return float(seconds), int(memory) / 1024


def subscribe(database: str, address: str, count: str) -> None:
    """Note a snapshot in a new state database, with so many subscriptions that were told of all but its changes."""
    state = open_state(address)
    with Store(database) as store:
        upto = keep_journal(state, store)
        told = upto - len(store.changes(None, None))
    for number in range(int(count)):
        kind, value = FOLLOWED[number % len(FOLLOWED)]
        add(
            state,
            subscription(f"{number:04}", kind, value.format(COUNTRIES[number % len(COUNTRIES)][1], number), told),
            NOW,
        )


def subscription(key: str, kind: str, value: str, told: int) -> Subscription:
    """A daily subscription that was told of what lies before a number of the journal."""
    when = {"zone": "UTC", "at": "09:00", "days": tuple(range(7)), "weekly": False, "ahead": 30}
    how = {"sections": SECTIONS, "heartbeat": False, "language": "en", "muted": (), "followed": ()}
    past = {"paused_until": None, "stopped": None, "told": told, "sent_on": "2026-11-20", "created_on": "2026-01-02"}
    return Subscription(key, "T1", f"C{key}", "U1", kind, value, **when, **how, **past)


def send(database: str, address: str) -> None:
    """Send what is due."""
    logging.disable()
    tally = send_due(open_state(address), Path(database), Box(sees=False), lambda: None, lambda: NOW)
    if not tally.sent or tally.failed:
        raise AssertionError(str(tally))


def _facts(size: int) -> Iterator[Facts]:
    for number in range(size):
        begin = date(2020 + number % 7, number % 12 + 1, 1)
        end = date.fromordinal(date(2024, 1, 1).toordinal() + number % 1_500)
        status, completion = (
            ("Active", "Inactive", "")[number % 3],
            (None, "Limited", "Substantial", "Complete")[number % 4],
        )
        said = dict.fromkeys(SAID, "stated") | {"status": status, "completion": completion}
        code = f"{COUNTRIES[number % len(COUNTRIES)][0]}{number // len(COUNTRIES) + 1:04}"
        yield Facts(code, has_page=True, start=(begin, begin), end=(end, end), said=said)


def make_database(path: Path, size: int) -> None:
    """A database of so many commitments of some countries, of the shape that the store reads; 1% of them changed."""
    database = sqlite3.connect(path)
    database.executescript(schema.TABLES)
    database.execute("INSERT INTO seal VALUES (?)", [UNSEALED])
    columns = [row[1] for row in database.execute("PRAGMA table_info(documents)")]
    marks = {"id": 1, "path": "all.txt", "text": "31 December 2026"}
    values = [marks.get(name, 0 if name in ("run", "lists") else "") for name in columns]
    database.execute(f"INSERT INTO documents VALUES ({','.join('?' * len(columns))})", values)
    database.executemany("INSERT INTO countries VALUES (?, ?)", COUNTRIES)
    database.executemany(
        "INSERT INTO country_names VALUES (lower(?), ?)", [(name, prefix) for prefix, name in COUNTRIES]
    )
    leads = [f"Ministry of Matter {number}" for number in range(LEADS)]
    names = [(number, "institution", name, name_key(name)) for number, name in enumerate(leads)]
    database.executemany("INSERT INTO names VALUES (?, ?, ?, ?)", names)
    facts = {"runs": "2", "as_of": "2026-11-21", "commitments": str(size), "pages": str(size)}
    database.executemany("INSERT INTO facts VALUES (?, ?)", facts.items())
    stated = sum(FIELD[name].bit for name in (*SAID, "title", "milestones"))
    rows, stored, uses = [], [], []
    for number, one in enumerate(_facts(size)):
        (begin, _), (end, _), said = one.start, one.end, one.said
        days = [begin, end, begin, begin, end, end]
        prefix, lead, title = letters_of(one.code), leads[number % LEADS], f"Open Matter {number} for Everybody"
        held = ("", said["status"], said["completion"], lead, *map(str, days), "2nd Action Plan", "2025", title)
        rows.append((one.code, number, prefix, int(one.code[2:]), *held[1:], 1))
        texts = {"title": title, "lead_institution": lead, "start": str(begin), "end": str(end)} | {
            name: text for name in PROGRESS if (text := said[name]) is not None
        }
        stored += [(one.code, field, raw, raw, len(raw)) for field, raw in texts.items()]
        milestone = json.dumps({"text": "Publish", "start": None, "end": str(end - timedelta(40))})
        stored.append((one.code, "milestones", f"Publish by {end - timedelta(40)}", milestone, 20))
        uses.append((number % LEADS, one.code))
    database.executemany(
        'INSERT INTO commitments (code, id, prefix, number, status, completion, lead_institution, start, "end",'
        " start_from, start_to, end_from, end_to, action_plan, cycle, title, has_page, first_seen, stated)"
        f" VALUES ({','.join('?' * 17)}, '2026-01-01', {stated})",
        rows,
    )
    database.executemany(
        'INSERT INTO field_values (code, field, raw, value, "end", position, document_id, start, origin, line,'
        " before, after) VALUES (?, ?, ?, ?, ?, 0, 1, 0, 'page', 1, '', '')",
        stored,
    )
    database.executemany("INSERT INTO name_uses (name_id, field, code) VALUES (?, 'lead_institution', ?)", uses)
    database.execute(
        "INSERT INTO changes (code, field, old, new, document_id, document, at)"
        " SELECT code, 'status', 'Pending', status, 1, 'all.txt', '2026-11-21' FROM commitments WHERE id % 100 = 0"
    )
    database.executescript(schema.INDEXES)
    database.executescript(schema.SEARCH)
    database.execute(f"PRAGMA user_version = {schema.VERSION}")
    database.commit()
    database.close()
    seal(path)


def _year() -> Iterator[Ratio]:
    """A simulated year of 300 subscriptions in forty zones; it fails where it is not the reference's."""
    world = draw_world(7, SUBSCRIPTIONS)
    began = perf_counter()
    wanted = expected(world)
    reference = perf_counter() - began
    with tempfile.TemporaryDirectory() as folder:
        began = perf_counter()
        found = simulate(world, quick_state(Path(folder)))
        taken = perf_counter() - began
    if sorted(found.posts) != sorted(wanted.posts) or found.told != wanted.told:
        raise AssertionError("the simulated year is not that of the reference")
    what = f"a year of {SUBSCRIPTIONS} subscriptions, {len(found.posts):,} digests as expected"
    yield Ratio(what, taken, "the slow reference", reference, "s")


def _rush() -> Iterator[Ratio]:
    """Digests that are due in the same minute, sent under Slack's limits on a clock that is moved."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "commitments.db"
        command = [sys.executable, str(ROOT / "ingest.py"), str(ROOT / "corpus"), "--db", str(database)]
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
        for channels, where in ((DUE, "to a channel each"), (1, "to one channel")):
            place = Path(folder) / str(channels)
            place.mkdir()
            found = rush(place, database, DUE, channels)
            if len(found.posted) != DUE or set(found.posted.values()) != {1}:
                raise AssertionError("a digest was lost or doubled")
            window = WINDOW.total_seconds()
            yield Ratio(f"{DUE:,} due at once {where}, the last is sent after", found.last, "the window", window, "s")


def _since(began: float) -> float:
    return (perf_counter() - began) * 1000
