"""Digest → plain text in one language; its words are data (`digest.toml`). Values stay as written."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date

from babel.dates import format_date, format_skeleton
from babel.localedata import exists

from bot.asking.wording import Wording
from bot.digest.gathering import SHOWN
from bot.digest.model import PARTS, Citation, Digest, DigestItem, News, NewsLine, PageNote, Section, Told
from bot.records.countries import home_of
from bot.records.fields import FIELD
from bot.records.known_contacts import MARK
from bot.records.languages import ENGLISH, fill, read
from bot.records.periods import days_later
from bot.records.values import normalise

_LONG = 120  # characters of a value that a line shows; the whole is in the item
_JUDGED = ("due", "overdue", "still_overdue", "reminder")
_WEEK = 7  # days to come of which the weekday is named
_TITLE = 80  # and of a title in the headline
_NAMED = 5  # pages that a note names; more are counted
_ISO, _ISO_MONTH = len("2018-06-30"), len("2018-06")
_LOCALES = {"en": "en_GB"}
_DAYS, _MONTHS = 60, 24  # below so many, days (months) say it best


class DigestWording:
    """Puts a digest into the words of one language."""

    def __init__(self, language: str) -> None:
        self.words = read(language, "digest")
        self.label = Wording(language).label
        self._say = read(language, "answers")["say"]
        self._language = language
        self._locale = _locale(language)

    def text(self, digest: Digest) -> str:
        """The whole digest: what is new, what is due, what stands in one line, the rule of “overdue”, the sources."""
        news, sources = digest.news, dict[str, int]()
        parts = [f"{self.headline(digest)}\n{self.heading(digest)}"]
        for _name, title, lines, count in self.parts(digest):
            shown = [f"• {self.news_line(line, digest, sources)}" for line in lines[:SHOWN]]
            parts.append("\n".join([title, *shown, *self.rest(count - len(shown))]))
        others = self.week(news), self.fold(digest, sources), self.footer(digest)
        parts += ["\n".join(said) for said in others if said]
        if sources:
            parts.append("\n".join(f"[{number}] {source}" for source, number in sources.items()))
        return "\n\n".join(parts)

    def parts(self, digest: Digest) -> list[tuple[str, str, Sequence[NewsLine], int]]:
        """The parts of the news that there are: name, heading, the lines that are shown, and how many there are."""
        parts = [(name, self.part(name, digest), *digest.news.part(name)) for name in PARTS]
        return [part for part in parts if part[3]]

    def part(self, name: str, digest: Digest) -> str:
        """The heading of a part of the news, or the name of a section."""
        if name in PARTS:
            return str(self.words[name]).format(since=self.day(digest.window.since))
        return str(self.words["section"][name])

    def headline(self, digest: Digest) -> str:
        """The news in one line: the first of them by its title, the others counted by their kind."""
        news = digest.news
        lines = [*news.happened, *news.due]
        if not lines:
            return str(self.words["quiet"])
        short, first = self.words["short"], lines[0]
        weightiest = first.told[0]
        said = str(short[weightiest.kind])
        if weightiest.kind == "due" and weightiest.days is not None:
            said += f" {self.when(weightiest.days, digest.window.as_of)}"
        counts: dict[str, int] = {}
        for line in lines[1:]:
            word = str(short[line.told[0].kind])
            counts[word] = counts.get(word, 0) + 1
        more = [f"{count} {word}" for word, count in counts.items()]
        hidden = news.happened_count + news.due_count - len(lines)
        members = {member.name for line in lines if (member := home_of(line.code))}
        if hidden > 0:
            more.append(self._fill(self.words["more"], count=hidden))
        country = f"{members.pop()}: " if len(members) == 1 else ""
        return country + "; ".join([f"{_cut(first.title or first.code, _TITLE)} {said}", *more])

    def heading(self, digest: Digest) -> str:
        """The day of the digest and the first of its news."""
        window = digest.window
        return str(self.words["heading"]).format(as_of=self.day(window.as_of), since=self.day(window.since))

    def day(self, day: date) -> str:
        """A day as readers of this language write it."""
        return format_date(day, "long", locale=self._locale)

    def news_line(self, line: NewsLine, digest: Digest, sources: dict[str, int] | None = None) -> str:
        """One commitment's news; with `sources`, each value with the number of its source, which is added to them."""
        return f"{self.subject(line)} — {self.said(line, digest, sources)}"

    def subject(self, line: NewsLine) -> str:
        """A commitment by its code and its title."""
        return f"{line.code} · {line.title}" if line.title else line.code

    def said(self, line: NewsLine, digest: Digest, sources: dict[str, int] | None = None) -> str:
        """What is told of a commitment, without its name; `sources` as in `news_line`."""
        said = "; ".join(self.told(one, digest) + _cited(one.source, one.raw, sources) for one in line.told)
        said += "".join(f"; {part}" for part in self.progress(line, sources))
        whom = ", ".join(self.whom(line, sources))
        return said + (f" ({whom})" if whom else "")

    def event(self, line: NewsLine) -> str:
        """The end or the milestone that a line of `Digest.dates` is about, as the title of an event."""
        (one,), say = line.told, self.words["ways"]
        if one.field == "milestones":
            return str(say["milestone"]).format(subject=self.subject(line), value=_cut(activity(one)))
        return str(say["end"]).format(subject=self.subject(line), date=self._date(one.value, one.raw))

    def progress(self, line: NewsLine, sources: dict[str, int] | None = None) -> list[str]:
        """How far a commitment has come whose end is told, or that nobody says so."""
        if not any(one.kind in _JUDGED for one in line.told):
            return []
        said = [
            f"{self.label(one.field)} “{_cut(one.raw)}”{_cited(one.source, one.raw, sources)}" for one in line.progress
        ]
        return said or [str(self.words["told"]["unknown"])]

    def whom(self, line: NewsLine, sources: dict[str, int] | None = None) -> list[str]:
        """The country where there are several, the institution and the person of a line."""
        people = [f"{_cut(one.raw)}{_cited(one.source, one.raw, sources)}" for one in (line.lead, line.person) if one]
        return [*([line.country] if line.country else []), *people]

    def told(self, one: Told, digest: Digest) -> str:
        """One happening in words."""
        return self._disputed(self._told(one, digest), one.dispute)

    def _disputed(self, said: str, dispute: str) -> str:
        """What is told, and where documents contradict each other in it, that they do: in the words of answers."""
        return f"{said} ({self._say[dispute]})" if dispute else said

    def _told(self, one: Told, digest: Digest) -> str:
        say, kind = self.words["told"], one.kind
        label = self.label(one.field)
        if kind == "change":
            old, new = (self._value(one.field, text) if text else "" for text in (one.old, one.raw))
            dated = FIELD[one.field].kind == "date"
            form = ("moved" if dated else "change") if old and new else "added" if new else "removed"
            return str(say[form]).format(label=label, old=old, new=new)
        if kind in ("milestone_due", "milestone_overdue"):
            when = self.when(one.days or 0, digest.window.as_of)
            return str(say[kind]).format(value=_cut(activity(one)), when=when)
        near = kind == "due" and 0 <= (one.days or 0) <= _WEEK
        day = self._date(one.value, one.raw, weekday=near) if FIELD[one.field].kind == "date" else ""
        when = self.when(one.days, digest.window.as_of) if one.days is not None else ""
        return str(say[kind]).format(label=label, value=day or _cut(one.raw), date=day, when=when)

    def _value(self, name: str, text: str) -> str:
        if FIELD[name].kind == "date":
            return self._date(normalise(FIELD[name], text, None)[0], text)
        return f"“{_cut(' · '.join(text.splitlines()))}”"

    def _date(self, value: str | None, raw: str, *, weekday: bool = False) -> str:
        """A normalised date in the reader's form: a day, a month or a year; as it is written where it has none."""
        try:
            first = date.fromisoformat(f"{value}-01-01"[:_ISO])
        except ValueError:
            return f"“{_cut(raw)}”"
        skeleton = {_ISO: "", _ISO_MONTH: "yMMMM"}.get(len(value or ""), "y")
        if skeleton:
            return format_skeleton(skeleton, first, locale=self._locale)
        return format_date(first, "full", locale=self._locale) if weekday else self.day(first)

    def fold(self, digest: Digest, sources: dict[str, int] | None = None) -> list[str]:
        """What stands as it was, in one line, and what changed of pages only, in another."""
        say, stands, ahead = self.words["fold"], digest.news.standing, digest.window.ahead
        within = self._fill(say["days"], count=ahead)
        parts = []
        for name, count, one in (("due", stands.due, stands.next_due), ("overdue", stands.overdue, stands.oldest)):
            if one:
                code, day = one
                cited = code + _cited(digest.news.ends.get(code), code, sources)
                parts.append(self._fill(say[name], count=count, ahead=within, date=self.day(day), code=cited))
        if stands.older:
            named = f" ({', '.join(stands.older_codes)})" if stands.older == len(stands.older_codes) else ""
            parts.append(self._fill(say["older"], count=stands.older) + named)
        if stands.unjudged:
            parts.append(self._fill(say["unjudged"], count=stands.unjudged))
        lines = [str(say["lead"]).format(parts=" · ".join(parts))] if parts else []
        notes = [self._note(one) for one in digest.news.notes]
        return lines + ([str(self.words["notes"]["lead"]).format(parts="; ".join(notes))] if notes else [])

    def _note(self, note: PageNote) -> str:
        say = self.words["notes"]
        many = len(note.codes) > _NAMED
        codes = self._fill(say["many"], count=len(note.codes)) if many else ", ".join(note.codes)
        return str(say[note.kind]).format(codes=codes, label=self.label(note.field) if note.field else "")

    def week(self, news: News) -> list[str]:
        """The week in numbers, a line for all and one a country."""
        if news.review is None:
            return []
        say = self.words["week"]
        lines = [str(say["lead"])]
        for row in news.review.rows:
            change = row.overdue - row.overdue_before
            lines.append(
                str(say["row"]).format(
                    name=row.name or say["all"],
                    overdue=row.overdue,
                    change=f"{change:+d}" if change else say["same"],
                    ended=row.ended,
                    closed=row.closed,
                    changed=row.changed,
                )
            )
        return lines

    def everything(self, name: str, **values: object) -> str:
        """One of the wordings about the whole of a section."""
        return self._fill(self.words["all"][name], **values)

    def section(self, section: Section) -> str:
        """A section's name with its count."""
        return f"{self.words['section'][section.name]} ({section.count})"

    def rest(self, more: int) -> list[str]:
        """How many are not shown, where some are not."""
        return [self._fill(self.words["more"], count=more)] if more > 0 else []

    def value(self, section: str, item: DigestItem, as_of: date) -> str:
        """What an item of a section says on a day."""
        return self._disputed(self._item(section, item, as_of), item.dispute)

    def _item(self, section: str, item: DigestItem, as_of: date) -> str:
        say, label = self.words["line"], self.label(item.field)
        if section == "changed":
            old, new = (f"“{_cut(text)}”" if text else say["nothing"] for text in (item.old, item.raw))
            if item.old == MARK:
                return str(say["contact"]).format(label=label, at=item.at)
            form = "changed" if item.old and item.raw else "added" if item.raw else "removed"
            return str(say[form]).format(label=label, old=old, new=new, at=item.at)
        if section == "new":
            return str(say["new"])
        if not item.raw:
            return str(say["open"]).format(label=label)
        when = self.when(item.days, as_of) if item.days is not None else ""
        beside = "".join(
            str(say["beside"]).format(label=self.label(one.field), value=_cut(one.raw)) for one in item.beside
        )
        return str(say["dated"]).format(label=label, value=_cut(item.raw), when=when) + beside

    def when(self, days: int, as_of: date) -> str:
        """So many days from a day in words: “in 12 days”, “3 months ago”. Whole months are those of the calendar."""
        table = self.words["when"]
        if str(days) in table:
            return str(table[str(days)])
        unit, count = _rounded(days, as_of)
        side = "ahead" if days > 0 else "ago"
        return fill(table[side][unit], self._language, count=count)

    def _fill(self, text: str | Mapping[str, str], /, **values: object) -> str:
        return fill(text, self._language, **values)

    def footer(self, digest: Digest) -> list[str]:
        """The rule of “overdue”, where something is called so, and how many may belong to the selection."""
        say, news = self.words["footer"], digest.news
        kinds = {one.kind for line in (*news.happened, *news.due) for one in line.told}
        late = kinds & {"overdue", "still_overdue", "no_longer_overdue"} or news.standing.overdue or news.standing.older
        lines = [str(say["overdue"])] if late else []
        if digest.undecided:
            lines.append(self._fill(say["undecided"], count=digest.undecided))
        return lines


def _locale(language: str) -> str:
    """What babel calls a language; it writes days in English where it has none of it."""
    name = _LOCALES.get(language, language)
    return name if exists(name) else _LOCALES[ENGLISH]


def _rounded(days: int, as_of: date) -> tuple[str, int]:
    """Days, or whole months or years between two days of the calendar."""
    if abs(days) < _DAYS:
        return "day", abs(days)
    first, last = sorted((as_of, days_later(as_of, days)))
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    return ("month", months) if months < _MONTHS else ("year", months // 12)


def activity(one: Told) -> str:
    """What a milestone is about, without its dates."""
    try:
        return str(json.loads(one.value or "{}").get("activity") or one.raw)
    except ValueError:
        return one.raw


def place(source: Citation) -> str:
    """Where a source is: its document and the place in it."""
    return source.doc + (f", {source.place}" if source.place else f":{source.line}" if source.line else "")


def quoted(source: Citation) -> str:
    """A source in words: where it is, and what stands there."""
    return f"{place(source)} “{_cut(source.quote)}”" if source.quote else place(source)


def _cited(source: Citation | None, raw: str, sources: dict[str, int] | None) -> str:
    """The number of a value's source, behind it; `sources` gathers them."""
    if source is None or sources is None:
        return ""
    return f" [{sources.setdefault(quoted(source), len(sources) + 1)}]" if raw or not source.quote else ""


def _cut(text: str, longest: int = _LONG) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1].rsplit(" ", 1)[0] + " …"
