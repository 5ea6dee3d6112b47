"""An office that sends digests of real documents: a corpus of its own, its database, a state database, a courier."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.digest.deliver import send_due
from bot.digest.model import Digest
from bot.digest.selection import Selection
from bot.digest.subscriptions import Order, subscribe
from bot.records.store import Store
from bot.state.database import State, open_state
from bot.state.subscriptions import Subscription
from tests.digest.documents import ingest

MONDAY = datetime(2018, 6, 18, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


class Box:
    """A courier that keeps what it carries."""

    def __init__(self, *, sees: bool = True) -> None:
        self._sees = sees
        self.posts: list[Digest] = []
        self.tokens: list[str] = []
        self.pictures: list[tuple[str, list[str]]] = []
        self.told: list[str] = []

    def sees(self, one: Subscription) -> bool:
        """Whether whoever reads along may see contacts: the same for all."""
        return self._sees

    def send(self, one: Subscription, digest: Digest, token: str) -> str:
        """Keep a digest."""
        self.posts.append(digest)
        self.tokens.append(token)
        return f"{one.channel}/{len(self.posts)}"

    def illustrate(self, one: Subscription, digest: Digest, message: str) -> None:
        """Keep what a picture would show."""
        self.pictures.append((message, [span.code for span in digest.timeline.spans]))

    def find(self, one: Subscription, token: str, since: datetime) -> str | None:
        """Nothing is ever lost here."""
        return None

    def tell(self, one: Subscription, sentence: str) -> None:
        """Keep what an owner is told."""
        self.told.append(sentence)

    def changed(self) -> list[tuple[str, str | None, str]]:
        """(code, old, new) of the changes in the last digest."""
        sections = [section for section in self.posts[-1].sections if section.name == "changed"]
        return [(item.code, item.old, item.raw) for section in sections for item in section.items]


class Office:
    """A copy of the corpus, its database, a state database, and a courier."""

    def __init__(self, folder: Path, address: str) -> None:
        self.corpus, self.database = folder / "corpus", folder / "commitments.db"
        self.corpus.mkdir()
        for page in (Path(__file__).parents[2] / "corpus").iterdir():
            (self.corpus / page.name).write_bytes(page.read_bytes())
        self.state: State = open_state(address)
        self.box = Box()
        self.day = date(2018, 6, 15)
        self.ingest()

    def ingest(self) -> None:
        """Read the documents as they are."""
        ingest(self.corpus, self.database, self.day)

    def copy(self, name: str, code: str) -> None:
        """Add a document that differs from another in its code alone."""
        text = (self.corpus / name).read_text("utf-8")
        (self.corpus / f"{code}.txt").write_text(text.replace(Path(name).stem, code), "utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        """Change words of a document."""
        text = (self.corpus / name).read_text("utf-8")
        assert old in text
        (self.corpus / name).write_text(text.replace(old, new, 1), "utf-8")

    def subscribe(self, kind: str = "everything", value: str = "", **others: Any) -> str:
        """Follow something from the Friday before; gives the subscription's id."""
        place = {"team": "T1", "channel": "C1", "owner": "U1", "zone": "UTC", "at": "09:00", "days": tuple(range(7))}
        with Store(self.database) as store:
            order = Order(selection=Selection(kind, value), **place | others)
            return subscribe(self.state, store, order, MONDAY - 3 * DAY).id

    def round(self, now: datetime) -> list[Digest]:
        """Send what is due; gives what was posted."""
        before, self.day = len(self.box.posts), now.date()
        send_due(self.state, self.database, self.box, self.ingest, lambda: now)
        return self.box.posts[before:]
