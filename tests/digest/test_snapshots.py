"""Digests are of named snapshots: no replica with an older one tells a change backwards, and none is lost."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from bot.digest.deliver import LEASE, RETRY, SendError, Tally, send_due
from bot.digest.model import Digest
from bot.digest.subscriptions import OlderError, keep_journal, whole_section
from bot.records.store import Store
from bot.state import journal
from bot.state.deliveries import basis, source
from bot.state.subscriptions import Subscription, get
from tests.digest.office import DAY, MONDAY, Office
from tests.present import present

BEFORE, AFTER = "Pending IRM Review", "Marginal"


@pytest.fixture
def older(office: Office, tmp_path: Path) -> Path:
    """The database of a replica that has not taken the newer one yet, in which a field changed and a page came."""
    file = tmp_path / "older.db"
    shutil.copy(office.database, file)
    return file


def change(office: Office) -> None:
    """Let a field of a page say something else, and another page come."""
    office.edit("KR0032.txt", BEFORE, AFTER)
    office.copy("KR0032.txt", "KR0600")
    office.day = MONDAY.date()
    office.ingest()


def send(office: Office, database: Path, now: datetime) -> Tally:
    """A round of the replica with this database."""
    return send_due(office.state, database, office.box, lambda: None, lambda: now)


def name(database: Path) -> str:
    """The name of the snapshot."""
    with Store(database) as store:
        return store.name


def told(office: Office) -> list[tuple[str, str | None, str]]:
    """(code, old, new) of the changes of a field in all digests."""
    return [
        (happening.code, line.old, line.raw)
        for digest in office.box.posts
        for happening in digest.news.happened
        for line in happening.told
        if line.kind == "change"
    ]


def test_a_digest_bears_the_name_of_its_snapshot(office: Office) -> None:
    """It is kept with the delivery and with the basis, under the token of both."""
    office.subscribe()
    office.round(MONDAY)
    (token,) = office.box.tokens
    held = basis(office.state, token)
    assert held
    assert source(office.state, token) == held.snapshot == name(office.database)


def test_an_older_replica_does_not_turn_a_change_back(office: Office, older: Path) -> None:
    """It claims nothing of what was told from a newer snapshot; the replica that has it sends the next digest."""
    key = office.subscribe(heartbeat=True)
    change(office)
    assert len(office.round(MONDAY)) == 1
    before = told(office)
    for days in (1, 2):
        tally = send(office, older, MONDAY + days * DAY)
        assert (tally.sent, tally.quiet, tally.waiting) == (0, 0, 1)
    assert told(office) == before
    office.edit("KR0032.txt", AFTER, "Substantial")
    assert len(office.round(MONDAY + 2 * DAY)) == 1
    assert present(get(office.state, key)).sent_on == (MONDAY + 2 * DAY).date().isoformat()
    assert {one[1:] for one in told(office)[len(before) :]} == {(AFTER, "Substantial")}


def test_an_older_replica_makes_nothing_go_and_come_back(office: Office, older: Path) -> None:
    """What only the newer snapshot has is not taken for gone; an older one that was never read is not read later."""
    change(office)
    with Store(office.database) as store:
        keep_journal(office.state, store)
    number = journal.latest(office.state)
    with Store(older) as store:
        assert keep_journal(office.state, store) == journal.OLDER
    assert journal.latest(office.state) == number


def test_an_older_replica_tells_what_it_knows_and_nothing_is_lost(office: Office, older: Path) -> None:
    """Where nothing newer was told yet it composes from its own; the change is told by the next that knows it."""
    office.subscribe()
    change(office)
    with Store(office.database) as store:
        keep_journal(office.state, store)
    assert send(office, older, MONDAY).sent == 1
    assert source(office.state, office.box.tokens[0]) == name(older)
    assert told(office) == []
    office.round(MONDAY + DAY)
    assert ("KR0032", BEFORE, AFTER) in told(office)


def test_replicas_in_turn_tell_each_change_once(office: Office, older: Path) -> None:
    """However replicas with unequal snapshots take turns, each change is told once, and none backwards."""
    key = office.subscribe()
    files, steps = [older], [(BEFORE, "Alpha"), ("Alpha", "Beta"), ("Beta", "Gamma")]
    for number, (old, new) in enumerate(steps):
        office.edit("KR0032.txt", old, new)
        office.day = (MONDAY + number * DAY).date()
        office.ingest()
        files.append(Path(shutil.copy(office.database, older.with_name(f"{number}.db"))))
    for number, file in enumerate([0, 1, 0, 2, 1, 3, 0, 2, 3]):
        send(office, files[file], MONDAY + number * DAY)
    found = [(old, new) for code, old, new in told(office) if code == "KR0032"]
    assert found == steps
    assert present(get(office.state, key)).told == journal.latest(office.state)


def test_a_claim_of_a_newer_snapshot_waits(office: Office, older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A replica with an older one that takes it on sends nothing; the next that knows enough does, once."""
    office.subscribe()
    change(office)
    with monkeypatch.context() as patch:
        patch.setattr(office.box, "send", _fail)
        office.round(MONDAY)
    assert send(office, older, MONDAY + RETRY).sent == 0
    assert office.box.posts == []
    assert send(office, office.database, MONDAY + 2 * RETRY + LEASE).sent == 1
    assert ("KR0032", BEFORE, AFTER) in told(office)


def test_a_claim_that_is_taken_on_covers_what_came_meanwhile(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is composed from the snapshot of then, and the next digest does not tell it again."""
    office.subscribe()
    with monkeypatch.context() as patch:
        patch.setattr(office.box, "send", _fail)
        office.round(MONDAY)
    change(office)
    office.round(MONDAY + RETRY)
    assert ("KR0032", BEFORE, AFTER) in told(office)
    assert office.round(MONDAY + DAY) == []


def test_all_digests_of_a_round_are_of_one_snapshot(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """An ingest between two of them changes the next round."""
    for channel in ("C1", "C2"):
        office.subscribe(channel=channel)
    posting, before = office.box.send, name(office.database)

    def swap(one: Subscription, digest: Digest, token: str) -> str:
        if not office.box.posts:
            change(office)
        return posting(one, digest, token)

    with monkeypatch.context() as patch:
        patch.setattr(office.box, "send", swap)
        assert len(office.round(MONDAY)) == 2
    assert {source(office.state, token) for token in office.box.tokens} == {before}
    assert told(office) == []
    office.round(MONDAY + DAY)
    assert told(office).count(("KR0032", BEFORE, AFTER)) == 2


def test_the_rest_of_a_digest_is_not_opened_with_an_older_snapshot(office: Office, older: Path) -> None:
    """A replica that does not know yet what it told says so."""
    office.subscribe()
    change(office)
    office.round(MONDAY)
    held = present(basis(office.state, office.box.tokens[0]))
    one = present(get(office.state, held.subscription))
    with Store(older) as store, pytest.raises(OlderError):
        whole_section(store, office.state, one, held, "overdue", skip=0, limit=10)


def _fail(*_: object) -> str:
    raise SendError("no luck")
