"""App Home: what there is to tell a person, and its blocks, within the 100 that Slack takes, in their language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.asking.answer import Answer, Item
from bot.asking.frames import Has, Listing
from bot.asking.wording import Wording
from bot.digest.text import DigestWording
from bot.records.document_queries import Newest
from bot.records.languages import fill
from bot.records.store import Store
from bot.slack.blocks import Block, actions, button, context, header, section
from bot.slack.doors import words
from bot.slack.mrkdwn import fitted, link, literal, plain
from bot.state.subscriptions import Subscription

ASK = "home:ask"  # a button's action_id is `home:ask:0`, `home:ask:1`, …
SEARCH = "home:search"
PREVIEW, CHANGE, RESUME, UNSUBSCRIBE = "home:preview", "home:change", "home:resume", "home:unsubscribe"
_FOLLOWED = 20  # subscriptions, two blocks each
_COUNTRIES = 30
_TITLE = 150
_ADDRESS = 1_000
_VALUE = 200
_QUESTION = 1_900  # characters; a button carries 2,000
DEADLINES = 8
PROMPTS = 4
"""Prompts that Slack shows at most."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What there is to show, as of a day. `read` is the day of the last ingest, `ends` the nearest ends, quoted.

    `undated` commitments have an end that is not known, or not well enough; `titles` are those of what is followed.
    """

    as_of: date
    total: int
    pages: int
    countries: tuple[str, ...]
    newest: Newest | None
    read: str | None
    questions: tuple[str, ...]
    ends: tuple[Item, ...]
    undated: int
    follows: tuple[Subscription, ...]
    titles: Mapping[str, str]


def coming(as_of: date) -> Listing:
    """The commitments that end next, from a day on."""
    ahead = Has("end", "within", (as_of.isoformat(), ""))
    return Listing(ahead, order="end", limit=DEADLINES)


def overview(
    store: Store,
    as_of: date,
    questions: tuple[str, ...],
    dated: Answer,
    follows: tuple[Subscription, ...],
    titles: Mapping[str, str],
) -> Overview:
    """What App Home tells; `dated` is the answer to `coming`, as the person may see it."""
    total, pages = store.totals()
    return Overview(
        as_of,
        total,
        pages,
        tuple(name for _prefix, name in store.countries()),
        store.newest_document(),
        store.fact("as_of"),
        questions,
        tuple(item for item in dated.items if item.field == "end"),
        len(dated.unknown),
        follows,
        titles,
    )


def home_view(seen: Overview, language: str) -> dict[str, Any]:
    """The Home tab for one person."""
    table = words(language)
    say = table["home"]
    parts = (
        _holds(seen, say, language),
        _how(seen, table),
        _deadlines(seen, say, language),
        _follows(seen, say, language),
    )
    blocks = [block for part in parts for block in ({"type": "divider"}, *part)]
    return {"type": "home", "blocks": blocks[1:]}


def _holds(seen: Overview, say: Mapping[str, Any], language: str) -> Iterator[Block]:
    yield header(say["holds"])
    if not seen.total:
        yield section(say["empty"])
        return
    named = [literal(name) for name in seen.countries[:_COUNTRIES]]
    if len(seen.countries) > _COUNTRIES:
        named.append(fill(say["more"], language, count=len(seen.countries) - _COUNTRIES))
    total = say["total"].format(total=f"*{seen.total}*", pages=f"*{seen.pages}*", countries=", ".join(named))
    yield section(fitted(total, 2_900))
    facts = []
    if seen.newest:
        doc = _link(seen.newest.url, fitted(literal(seen.newest.doc), _VALUE))
        facts.append(say["newest"].format(doc=doc, day=seen.newest.day))
    if seen.read:
        facts.append(say["read"].format(day=seen.read))
    if facts:
        yield context(" · ".join(facts))


def _how(seen: Overview, table: Mapping[str, Any]) -> Iterator[Block]:
    say = table["home"]
    yield header(say["how"])
    yield section(say["how_text"])
    for number, question in enumerate(seen.questions):
        if len(question) <= _QUESTION:
            ask = button(f"{ASK}:{number}", table["ask"], plain(question), f"{table['ask']}: {question}")
            yield section(literal(question)) | {"accessory": ask}
    yield actions([button(SEARCH, table["search"]["title"], "-")])


def _deadlines(seen: Overview, say: Mapping[str, Any], language: str) -> Iterator[Block]:
    yield header(say["deadlines"])
    if seen.ends:
        lines = [_deadline(item, seen.as_of, language) for item in seen.ends]
        yield from map(section, lines)
    else:
        yield section(say["no_deadlines"])
    if seen.undated:
        yield context(fill(say["undated"], language, count=seen.undated))


def _deadline(item: Item, as_of: date, language: str) -> str:
    """The quoted end of a commitment, how far away it is where the day is known, and its document.

    The code leads to the page.
    """
    wording = DigestWording(language)
    end = fitted(literal(" ".join(item.raw.split())), _VALUE)
    if item.precision == "day" and item.value:
        end += f" ({wording.when((date.fromisoformat(item.value) - as_of).days, as_of)})"
    title = fitted(literal(item.title), _TITLE)
    head = f"{_link(item.url, literal(item.code))}" + (f" · {title}" if title else "")
    place = fitted(literal(" ".join(item.doc.split())), _VALUE)
    return f"{head} — {end} ({place}, {Wording(language).where(item)})"


def _link(address: str | None, label: str) -> str:
    """A link, but for an address that would fill the whole section."""
    return link(address if address and len(address) <= _ADDRESS else None, label)


def _follows(seen: Overview, say: Mapping[str, Any], language: str) -> Iterator[Block]:
    yield header(say["follows"])
    if not seen.follows:
        yield section(say["follows_nothing"])
    for one in seen.follows[:_FOLLOWED]:
        yield section(f"*{_what(one, seen, say)}*\n{_where_and_when(one, say)}")
        names = (PREVIEW, CHANGE, *((RESUME,) if one.stopped else ()), UNSUBSCRIBE)
        yield actions([button(name, say[name.partition(":")[2]], one.id) for name in names])
    if len(seen.follows) > _FOLLOWED:
        yield context(fill(say["more"], language, count=len(seen.follows) - _FOLLOWED))


def _what(one: Subscription, seen: Overview, say: Mapping[str, Any]) -> str:
    followed = say["kinds"][one.kind].format(value=one.value)
    title = seen.titles.get(one.value, "") if one.kind == "code" else ""
    return fitted(literal(f"{followed} · {title}" if title else followed).replace("*", "∗"), 300)


def _where_and_when(one: Subscription, say: Mapping[str, Any]) -> str:
    place = say["to_you"] if one.channel.startswith("D") else f"<#{one.channel}>"
    days = ", ".join(say["days"][day] for day in one.days)
    said = [
        place,
        say["when"].format(often=say["weekly" if one.weekly else "daily"], days=days, at=one.at, zone=one.zone),
    ]
    if one.paused_until:
        said.append(say["paused"].format(day=one.paused_until))
    if one.stopped:
        said.append(literal(say["stopped"].format(reason=one.stopped)))
    return " · ".join(said)


def suggested(questions: Sequence[str], language: str) -> dict[str, Any]:
    """What `assistant.threads.setSuggestedPrompts` is told: the first of the questions, each pressed as it reads."""
    prompts = [{"title": question, "message": question} for question in map(plain, questions[:PROMPTS])]
    return {"prompts": prompts, "title": words(language)["prompts"]["title"]}
