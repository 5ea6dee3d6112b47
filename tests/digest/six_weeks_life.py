"""The six weeks lived: real pages, real databases, the real delivery; and a table of what its readers got.

`python -m tests.digest.six_weeks_life` prints the table; with the name of a reader, all of its digests.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import partial
from io import StringIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bot.digest.deliver import Round
from bot.digest.model import Digest, NewsLine, Told
from bot.digest.selection import Selection
from bot.digest.subscriptions import Composed, Order, compose_for, keep_journal, subscribe
from bot.digest.text import DigestWording
from bot.records.store import Store
from bot.records.withholding import WithholdingStore
from bot.state.database import State
from bot.state.journal import JournalEntry
from bot.state.subscriptions import Subscription
from tests.digest.documents import ingest
from tests.digest.simulation import quick_state
from tests.digest.six_weeks import BEGUN, DAYS, EVENTS, PAGES, READERS, Reader, texts_at, write
from tests.digest.six_weeks_reference import Due, News, expected

STEPS = (30, 7, 1, 0)
"""The days before an end on which it is told."""


@dataclass
class Outcome:
    """What one reader got against what it must get: digests by day, false and missed news, wrong quotes, news lines."""

    reader: Reader
    digests: Mapping[date, Digest] = field(default_factory=dict)
    false: list[tuple[date, News]] = field(default_factory=list)
    missed: list[tuple[date, News]] = field(default_factory=list)
    misquoted: list[tuple[date, News, str, str]] = field(default_factory=list)
    unnoted: list[tuple[date, str]] = field(default_factory=list)
    falsely_noted: list[tuple[date, str]] = field(default_factory=list)
    lines: int = 0
    new_by_text: int = 0
    new_by_value: int = 0
    first_told: int = 0

    @property
    def characters(self) -> int:
        """The median of its digests' characters."""
        return int(median(len(DigestWording("en").text(one)) for one in self.digests.values()))


class Box:
    """A courier that keeps what each reader gets."""

    def __init__(self) -> None:
        self.digests: dict[str, dict[date, Digest]] = {reader.name: {} for reader in READERS}
        self.told: list[str] = []
        self.subscriptions: dict[str, Subscription] = {}

    def sees(self, one: Subscription) -> bool:
        """Contacts are for some of the readers."""
        return next(reader for reader in READERS if reader.name == one.channel).sees_contacts

    def send(self, one: Subscription, digest: Digest, token: str) -> str:
        """Keep a digest."""
        assert digest.window.as_of not in self.digests[one.channel]
        self.digests[one.channel][digest.window.as_of] = digest
        self.subscriptions[one.channel] = one
        return token

    def illustrate(self, one: Subscription, digest: Digest, message: str) -> None:
        """No pictures are looked at."""

    def find(self, one: Subscription, token: str, since: datetime) -> str | None:
        """Nothing is ever lost here."""
        return None

    def tell(self, one: Subscription, sentence: str) -> None:
        """Keep what an owner is told."""
        self.told.append(f"{one.channel}: {sentence}")


def live(folder: Path) -> Box:
    """Let every reader live through the six weeks; gives what they got, with all the lines of each digest."""
    pages, database = folder / "pages", folder / "commitments.db"
    pages.mkdir()
    state = quick_state(folder)
    box = Box()
    write(pages, BEGUN)
    _read(pages, database, BEGUN)
    for reader in READERS:
        _subscribe(state, database, reader)
    for day in DAYS:
        write(pages, day)
        _read(pages, database, day)
        with Store(database) as store:
            keep_journal(state, store)
        now = datetime.combine(day, time(9), UTC)
        Round(state, box, partial(_composed, database, box), lambda now=now: now).run()  # type: ignore[misc]
        if any(event.late and event.day == day for event in EVENTS):
            write(pages, day, late=True)
            _read(pages, database, day)
            with Store(database) as store:
                keep_journal(state, store)
    state.dispose()
    return box


def _read(pages: Path, database: Path, day: date) -> None:
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        ingest(pages, database, day, "--prune")


def _subscribe(state: State, database: Path, reader: Reader) -> None:
    order = Order(
        team="T1",
        channel=reader.name,
        owner="U1",
        selection=Selection(reader.kind, reader.value),
        zone="UTC",
        at="09:00",
        days=reader.days,
        weekly=len(reader.days) == 1,
        sections=reader.sections,
    )
    with Store(database) as store:
        subscribe(state, store, order, datetime.combine(BEGUN, time(10), UTC))


def _composed(
    database: Path, box: Box, one: Subscription, day: date, since: date, entries: Sequence[JournalEntry]
) -> Composed:
    with WithholdingStore(database, partial(box.sees, one)) as store:
        return compose_for(store, one, day, since, entries, limit=None)


# -- comparing ---------------------------------------------------------------------------------------------------


def outcomes(box: Box) -> list[Outcome]:
    """What every reader got, compared with the reference."""
    return [_outcome(reader, box.digests[reader.name]) for reader in READERS]


def _outcome(reader: Reader, digests: Mapping[date, Digest]) -> Outcome:
    found = Outcome(reader, digests)
    for day, due in expected(reader).items():
        digest = digests.get(day)
        _compare(found, day, digest, due)
    _count_news(found)
    return found


def lines_of(digest: Digest | None) -> tuple[NewsLine, ...]:
    """All lines of news of a digest."""
    return (*digest.news.happened, *digest.news.due) if digest else ()


def _compare(found: Outcome, day: date, digest: Digest | None, due: Due) -> None:
    told = {_news(line, one): one for line in lines_of(digest) for one in line.told if one.kind != "last_known"}
    for news in sorted(told):
        if not _alike(news) & (due.must | due.may):
            found.false.append((day, news))
        elif wrong := _misquoted(news, told[news], day):
            found.misquoted.append((day, news, *wrong))
    found.missed += [(day, news) for news in sorted(due.must) if not any(news in _alike(one) for one in told)]
    if digest:
        noted = {code for note in digest.news.notes for code in note.codes}
        found.unnoted += [(day, code) for code in sorted(due.noted - noted)]
        found.falsely_noted += [(day, code) for code in sorted(noted - due.noted)]


def _news(line: NewsLine, one: Told) -> News:
    detail = one.field if one.kind == "change" else ""
    if one.kind.startswith("milestone"):
        detail = json.loads(one.value or "{}").get("end", "")
    return line.code, one.kind, detail


def _alike(news: News) -> set[News]:
    code, kind, detail = news
    return {news, (code, "late", detail)} if kind in ("overdue", "still_overdue") else {news}


def _misquoted(news: News, one: Told, day: date) -> tuple[str, str] | None:
    """What a line quotes, and what its page says, where they differ."""
    if one.kind not in ("change", "due", "overdue", "still_overdue", "started"):
        return None
    _here, texts = texts_at(news[0], day)
    said = texts[one.field] or ""
    translated = texts["language"] == "es"
    return None if translated or one.field == "milestones" or one.raw == said else (one.raw, said)


def _count_news(found: Outcome) -> None:
    """Count the lines outside what is folded, and those whose text, or any of whose values, was not told before.

    Of a deadline each of its steps is news once; `first_told` counts only what was not told at an earlier step either.
    """
    words = DigestWording("en")
    texts: set[str] = set()
    values: set[tuple[str, str, str, str, int | None]] = set()
    for digest in found.digests.values():
        for line in lines_of(digest):
            text = words.news_line(line, digest)
            said = {_value(line, one) for one in line.told}
            found.lines += 1
            found.new_by_text += text not in texts
            found.new_by_value += bool(said - values)
            found.first_told += bool({one[:-1] for one in said} - {one[:-1] for one in values})
            texts.add(text)
            values |= said


def _value(line: NewsLine, one: Told) -> tuple[str, str, str, str, int | None]:
    """What a line says of its commitment: of a deadline, at which of its steps."""
    step = None
    if one.days is not None and one.days >= 0:
        step = min((step for step in STEPS if step >= one.days), default=None)
    elif one.days is not None and one.kind == "still_overdue":
        step = one.days // 28  # by the month
    return line.code, one.kind, one.field, f"{one.old} → {one.value or one.raw}", step


def table(found: Sequence[Outcome]) -> Iterator[str]:
    """The table of `docs/digest.md`."""
    yield "| reader | digests | characters (median) | lines | news | told for the first time | false | missed |"
    yield "|---|---|---|---|---|---|---|---|"
    for one in found:
        share = min(one.new_by_text, one.new_by_value) / one.lines
        yield (
            f"| {one.reader.name} | {len(one.digests)} | {one.characters:,} | {one.lines} | {share:.0%} "
            f"| {one.first_told / one.lines:.0%} | {len(one.false)} | {len(one.missed)} |"
        )


PRINTED = ("monitor", "director", "ending this year")
PRINTED_DAYS = (date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 4))


def documented(found: Mapping[str, Mapping[date, Digest]]) -> str:
    """`docs/digest-days.md`: the digests of three days for three readers, of all that they got by name and day."""
    parts = ["# Three days of three readers", INTRODUCTION]
    for name in PRINTED:
        for day in PRINTED_DAYS:
            digest = found[name].get(day)
            said = DigestWording("en").text(digest) if digest else "(no digest: there was no news)"
            parts.append(f"## {name[:1].upper()}{name[1:]}, {day:%A %d %B %Y}\n\n```text\n{said}\n```")
    return "\n\n".join(parts) + "\n"


INTRODUCTION = """What three of the readers of [the six weeks](digest.md) got over New Year, as text, as it was sent:
a monitor of one country, a director who wants what is overdue and due soon, and a follower of the question “commitments
ending this year”. `python -m tests.digest.six_weeks_life document` writes this page."""


def main(argv: Sequence[str]) -> None:
    """Print the table, what is false and missed, or one reader's digests."""
    with TemporaryDirectory() as folder:
        box = live(Path(folder))
    if "document" in argv:
        Path("docs/digest-days.md").write_text(documented(box.digests), "utf-8")
    found = outcomes(box)
    for one in found:
        if one.reader.name in argv:
            for day, digest in one.digests.items():
                print(f"--- {day:%a %d %b %Y}\n{DigestWording('en').text(digest)}\n")
    print(f"{len(PAGES)} commitments, {len(EVENTS)} events, {len(DAYS)} days", *table(found), *box.told, sep="\n")
    for one in found:
        for name in ("false", "missed", "misquoted", "unnoted", "falsely_noted"):
            for row in getattr(one, name):
                print(one.reader.name, name, *map(str, row))


if __name__ == "__main__":
    main(sys.argv[1:])
