"""How a whole action plan tells what it is: the words of plans, and what the cover says with them.

`plan_languages/*.toml` has what heads a commitment and what ends the last. A cover names the plan, its number, its
years and the member whose plan it is."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise, zip_longest
from pathlib import PurePath
from typing import Any, NamedTuple

from bot.reading.label_tables import label_tables
from bot.reading.label_tree import Label, LabelTree, expand, labels_of, words_of
from bot.reading.spans import CharSpan, FoundValue, Line, lines_of, trim
from bot.records.countries import Country, country_named, country_of_adjective, member_at_home
from bot.records.model import Document
from bot.records.text import fold

TITLE = "title"
# The page's header has labels for these, a plan has them among its other labels.
_FROM_HEADER = frozenset({"policy_areas", "support_institutions", "primary_sector", "status"})


@dataclass(frozen=True, slots=True)
class PlanWords:
    """`commitment` and `part` match a numbered heading of a commitment, of a chapter that holds several.

    `quick` finds lines that `commitment` may match; `alone` knows words besides that head the commitment of a
    page of its own, and steps in a whole plan. `rest` and `contents` are folded headings, `name` finds what a plan
    is called, `ordinals` counts plans from 1.
    """

    commitment: re.Pattern[str]
    quick: re.Pattern[str]
    alone: re.Pattern[str]
    part: re.Pattern[str]
    rest: frozenset[str]
    contents: frozenset[str]
    name: re.Pattern[str]
    ordinals: Mapping[str, int]
    labels: tuple[Label, ...]


_NUMBER = r"(?P<number>\d{1,3}(?:\.\d{1,2}){0,3}|[IVXL]{1,6}(?![^\W_])|[A-Z](?:\.?\d{1,2})?(?![^\W_]))"
_LED = r"[\s#*_>|]*"
_HEAD = (
    f"{_LED}(?:%s)"
    r"[^\S\r\n]{1,3}(?:no\W[^\S\r\n]?|n\.?[ºª°]?s?\.?[^\S\r\n]?|num\w{0,5}\.?[^\S\r\n]|nro\.?[^\S\r\n]?|#[^\S\r\n]?)?"
    + _NUMBER
    + r"(?P<mark>[\s*_\\]*[.:)|–—\-][\s*_\\]*)?(?P<title>[^\r\n]*)"
)


@cache
def plan_words() -> PlanWords:
    """The tables of all languages, read once."""
    words: dict[str, list[str]] = {}
    ordinals: dict[str, int] = {}
    labels: list[Label] = []
    for language in sorted(files("bot.reading").joinpath("plan_languages").iterdir(), key=lambda entry: entry.name):
        if not language.name.endswith(".toml"):
            continue
        table: dict[str, Any] = tomllib.loads(language.read_text(encoding="utf-8"))
        for key in ("commitment", "alone", "part", "rest", "contents", "name"):
            words.setdefault(key, []).extend(label.text for label in labels_of("heading", {None: table.get(key, ())}))
        for number, row in enumerate(table.get("ordinals", ()), 1):
            ordinals.update({fold(word): number for word in expand(row)})
        labels += labels_of("description", {TITLE: table.get(TITLE, ())})
        labels += labels_of("description", table.get("description", {}))
        labels += labels_of("group", table.get("groups", {}))
        labels += labels_of("unkept", {None: table.get("unkept", {}).get("labels", ())})
    return PlanWords(
        commitment=re.compile(
            _HEAD % rf"(?:(?:{_any_of(words['part'])})\s[\w.]{{1,4}}[.:,–-]\s*)?(?:{_any_of(words['commitment'])})",
            re.IGNORECASE,
        ),
        quick=re.compile(
            rf"\n(?:[^\S\r\n]|[#*_>|])*+(?:{_any_of(words['commitment'])})\W{{1,3}}(?:n\w{{0,6}}\W{{1,3}})?[\dIVX]",
            re.IGNORECASE,
        ),
        alone=re.compile(_HEAD.removeprefix(_LED) % _any_of([*words["commitment"], *words["alone"]]), re.IGNORECASE),
        part=re.compile(_HEAD % _any_of(words["part"]), re.IGNORECASE),
        rest=frozenset(map(fold, words["rest"])),
        contents=frozenset(map(fold, words["contents"])),
        name=re.compile(_any_of(words["name"]), re.IGNORECASE),
        ordinals=ordinals,
        labels=tuple(labels),
    )


def _any_of(words: list[str]) -> str:
    ways = {" ": r"\s+", "'": "['’]"}
    spelled = ("".join(ways.get(char) or re.escape(char) for char in word) for word in words)
    return "|".join(sorted(spelled, key=len, reverse=True))


@cache
def plan_labels() -> tuple[Label, ...]:
    """The labels of plans, those that only plans have before those of the pages' descriptions."""
    tables = label_tables()
    header = [
        Label(label.name, "description", label.text, label.words)
        for label in tables.wordings
        if label.role == "header" and label.name in _FROM_HEADER
    ]
    described = [label for label in tables.wordings if label.role in ("description", "group", "unkept")]
    return (*plan_words().labels, *described, *header)


@lru_cache(maxsize=8)
def tree_of(own: tuple[Label, ...] = ()) -> LabelTree:
    """The labels to look for in a plan: its `own` (of a mapping, or as they repeat) take the place of known ones."""
    tree = LabelTree()
    taken: dict[str, Label] = {}
    for label in (*own, *plan_labels()):
        key = fold(label.text)
        if taken.setdefault(key, label).name == label.name:
            tree.add(label)
    return tree


YEARS = re.compile(r"(?<!\d)(?P<start>20\d\d)(?:\.?\s*(?:[-–—/]|to|a|au|al|y|and|et)\s*(?P<end>20\d\d|\d\d))?(?!\d)")
_WORD = re.compile(r"[\w'’.-]+")
_DIGITS = re.compile(
    r"(?<![\d.,])(\d{1,2})(?:\s?(?:st|nd|rd|th|er|e|ème|o|a|d[oa]|r[oa]|t[oa]|m[oa]|v[oa]|[ºª°])\.?|\.?[ºª°])(?!\w)",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"(?<!\w)([IVX]{1,5})(?!\w)")
_ROMANS = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_COVER, _LONGEST_NAME, _MOST_WORDS, _NAME_LINES, _LINES_ALONE = 4000, 220, 6, 4, 12


class Cover(NamedTuple):
    """What was found, each with its place; `letters` begin the keys of the plan's commitments, `plan` goes on in them.

    `named` is False where the document itself names no member.
    """

    name: CharSpan | None
    country: CharSpan | None
    years: re.Match[str] | None
    letters: str
    plan: str
    known: Country | None
    named: bool

    def told(self, country: Country | None, number: int | None) -> Cover:
        """The cover with what a mapping says of the plan."""
        cover = self._replace(plan=str(number)) if number else self
        if not country:
            return cover
        letters = country.prefix or made_letters(country.name)
        return cover._replace(letters=letters, known=country, named=True)

    def findings(self) -> list[FoundValue]:
        """The cover's part in each commitment."""
        found = [FoundValue("country", *self.country)] if self.country else []
        found += [FoundValue("action_plan", *self.name)] if self.name else []
        found += [FoundValue("cycle", *self.years.span("start"))] if self.years else []
        return found


def read_cover(document: Document, start: int, end: int) -> Cover:
    """The cover of the plan whose commitments begin at `end`: what stands in the lines from `start` on."""
    text = document.text
    return cover_of(document, [line for line in lines_of(text, start, min(end, start + _COVER)) if trim(text, *line)])


def cover_of(document: Document, lines: list[Line], sheet: str = "") -> Cover:
    """The cover that some lines are; what they leave open the name of a `sheet` may say, and that of the document."""
    text = document.text
    name = _plan_name(text, lines)
    member, place = _member(text, name, lines)
    name = _without_member(text, name) if name else None
    written = text[name.start : name.end] if name else ""
    years = YEARS.search(text, *name) if name else None
    stem = PurePath(document.name.rstrip("/")).stem
    named = member is not None
    for said in (sheet, stem):
        member = member or _in_words(re.sub(r"[\W_]", " ", said), 0)[0]
    dated = years or YEARS.search(sheet) or YEARS.search(stem)
    year = dated["start"][2:] if dated else None
    number = plan_number(written)
    letters = member.prefix if member and member.prefix else made_letters(member.name if member else stem)
    return Cover(name, place, years, letters, str(number or year or 0), member, named)


def made_letters(stem: str) -> str:
    """Letters for a plan of no known member: those of its document's name, and three that tell like names apart."""
    letters = re.sub(r"[^A-Z]", "", fold(stem).upper())[:12]
    digest = hashlib.sha256(stem.encode("utf-8", "replace")).digest()
    return f"X{letters}{''.join(chr(65 + byte % 26) for byte in digest[:3])}".ljust(6, "X")


def plan_number(name: str) -> int | None:
    """Which of a member's plans this one is: `III Plan`, `Third National Action Plan`, `5.º Plan`."""
    words = plan_words().ordinals
    said = [fold(word).strip(".") for word in _WORD.findall(name)]
    for word, pair in zip_longest(said, map(" ".join, pairwise(said)), fillvalue=""):
        if number := words.get(pair) or words.get(word):  # `al treilea`
            return number
    if match := _ROMAN.search(name):
        return _ROMANS.get(match[1])
    match = _DIGITS.search(name)
    return int(match[1]) if match else None


def cover_start(text: str, start: int, end: int) -> int | None:
    """Where the cover of another plan begins in `text[start:end]`: at its name with years, or the member above that."""
    lines = list(lines_of(text, start, end))
    for number, line in enumerate(lines):
        parted = number > 0 and not trim(text, *lines[number - 1])
        if not _names_plan(text, line) or not (parted or _member_above(text, lines, number)):
            continue
        above = next((one for one in reversed(lines[:number]) if trim(text, *one)), None)
        return above.start if above and _member_above(text, [above], 1) else line.start
    return None


def _member_above(text: str, lines: list[Line], number: int) -> bool:
    """The line above is short and names a member: a cover's first line, and neither a sentence nor a table's row."""
    bare = trim(text, *lines[number - 1]) if number else CharSpan(0, 0)
    written = text[bare.start : bare.end]
    return (
        0 < len(written) < _SHORT
        and written[-1] not in ".;,:"
        and "\t" not in written
        and bool(_in_words(written, 0)[0])
    )


def _names_plan(text: str, line: Line) -> bool:
    """The line is a plan's name with its years, such as a cover has."""
    bare = trim(text, *line, "#*_|")
    if (
        not bare
        or bare.end - bare.start > _LONGEST_NAME
        or text[bare.end - 1] in ".;,"
        or "\t" in text[bare.start : bare.end]
    ):
        return False
    named = plan_words().name.search(text, *bare) and YEARS.search(text, *bare)
    return bool(named) and text[bare.start].isupper()


def _plan_name(text: str, lines: list[Line]) -> CharSpan | None:
    """The first line with the words for an action plan; the lines below it as far as its years, where it has none."""
    words = plan_words().name
    for number, line in enumerate(lines):
        for after in lines[number : number + _NAME_LINES]:
            if "\n\n" in text[line.start : after.end].replace("\r", ""):
                break
            place = trim(text, line.start, after.end, "#*_|>")
            found = words.search(text, *place)
            if (
                not found
                or found.start() >= line.end
                or place.end - place.start > _LONGEST_NAME
                or (text[place.end - 1] in ".;:" and not _YEAR_WITH_STOP.search(text, *place))
            ):
                continue
            if YEARS.search(text, *place):
                return place
            if after == line and _heads(text, line, lines, number):
                return place
    return None


_YEAR_WITH_STOP = re.compile(r"20\d\d\.\s?[–—-]\s?20\d\d\.\Z")  # as Slavic languages write years


_WORD_BEFORE = re.compile(r"(?<![^\s,.;:()])[^\s,.;:()]++(?=[^\S\r\n]++\Z)")
_LABEL_OF_LETTER = re.compile(r"(?P<label>[^\W\d_]{1,16})\s?:\s")
_WORDS_BEFORE, _FAR = 4, 60


def name_start(text: str, start: int, name: int) -> int:
    """Where a plan's name begins that has other words before those for a plan: `Fifth National Action Plan`."""
    place = name
    for _ in range(_WORDS_BEFORE):
        word = _WORD_BEFORE.search(text, max(start, place - _FAR), place)
        if not word or not (word[0][0].isupper() or fold(word[0]) in plan_words().ordinals):
            break
        bare = re.sub(r"['’]s?$", "", word[0])
        if bare != word[0] or member_at_home(bare):
            break
        place = word.start()
    return place


def _without_member(text: str, name: CharSpan) -> CharSpan:
    """A plan's name without the member before it, `Ghana – Action Plan 2021`, and what is said behind its years.

    In the subject of a letter it is what the words for a plan and its years begin and end.
    """
    label = _LABEL_OF_LETTER.match(text, *name)
    if label and tuple(words_of(label["label"])) in label_tables().letter:
        said = plan_words().name.search(text, label.end(), name.end)
        dated = YEARS.search(text, said.end(), name.end) if said else None
        start = name_start(text, label.end(), said.start()) if said else label.end()
        return CharSpan(start, dated.end() if dated else name.end)
    before = _BEFORE_NAME.match(text, *name)
    place = _in_words(before["member"], 0)[1] if before else None
    named = before is not None and plan_words().name.search(text, before.end(), name.end)
    if before and place and named and place.end == len(before["member"].rstrip()):
        name = CharSpan(before.end(), name.end)
    years = YEARS.search(text, *name)
    bracket = _IN_BRACKETS.match(text, years.end(), name.end) if years else None
    if years and bracket and member_at_home(bracket["member"]):
        return CharSpan(name.start, years.end())  # `Plano 2021-2023 (Portugal)`
    behind = _BEHIND_NAME.match(text, years.end(), name.end) if years else None
    if behind and behind["member"] and not country_named(behind["member"]):
        behind = None  # `Action Plan 2020-2022 – Open Government Partnership`
    return CharSpan(name.start, behind.start() + behind[0].startswith(")")) if behind else name


_BEFORE_NAME = re.compile(r"(?P<member>[^\r\n–—|:-]{3,60}?)\s?(?:\s[–—-]|[|:])\s")
_IN_BRACKETS = re.compile(r"\s?\((?P<member>[^()\r\n]{3,60})\)\s*\Z")
_BEHIND_NAME = re.compile(r"\)?(?:\s?[:|]\s|\s[–—-]\s(?P<member>[^\r\n]{3,60}))")


def _heads(text: str, line: Line, lines: list[Line], number: int) -> bool:
    """No line near below has the years that a name goes on to."""
    near = [one for one in lines[number + 1 : number + _NAME_LINES] if "\n\n" not in text[line.start : one.end]]
    if near and text[line.end :].lstrip(" \t\r\n")[:1].islower() and YEARS.search(text, *near[0]):
        return False  # `ПЛАН ДІЙ` above `із впровадження Ініціативи … у 2021—2022 роках`
    return not any(YEARS.search(text, *one) and one.end - one.start < _SHORT for one in near)


_SHORT = 40


def _member(text: str, name: CharSpan | None, lines: list[Line]) -> tuple[Country | None, CharSpan | None]:
    """The member that the plan's name has, or else the first line of the cover that has one."""
    places = ([Line(*name)] if name else []) + lines[:_NAME_LINES]
    if name:
        places += [line for line in lines if line.end <= name.start][-2:]
    alone = [one for one in lines[:_LINES_ALONE] if member_at_home(text[slice(*trim(text, *one, "#*_|"))])]
    places[bool(name) : bool(name)] = alone[:1]  # a line of its own names it rather than one that has it among others
    for line in places:
        if line.end - line.start <= _LONGEST_NAME:
            member, place = _in_words(text[line.start : line.end], line.start)
            if member:
                return member, place
    return None, None


def _in_words(text: str, offset: int) -> tuple[Country | None, CharSpan | None]:
    """The member named in `text`, by the longest name that is one; a place in its own state rather than the state."""
    words = list(_WORD.finditer(re.sub(r"[_\d]", " ", text)))
    words = [word for word in words if any(char.isalpha() for char in word[0])]
    found: list[tuple[Country, CharSpan]] = []
    taken: set[int] = set()
    for size in range(_MOST_WORDS, 0, -1):
        for first in range(len(words) - size + 1):
            if taken & set(range(first, first + size)):
                continue
            start, end = words[first].start(), words[first + size - 1].end()
            end -= len(_OF_IT.search(text[start:end])[0])  # type: ignore[index]  # it matches whatever there is
            member = member_at_home(text[start:end]) if size > 1 or end - start > _SHORTEST else None
            if member is None and size == 1:
                member = country_of_adjective(text[start:end])
            if member:
                found.append((member, CharSpan(offset + start, offset + end)))
                taken |= set(range(first, first + size))
    states = {member.prefix for member, _ in found}
    local = next((one for one in found if one[0].parent in states and one[0].parent), None)
    return local or next((one for one in found if one[0].parent is None), None) or next(iter(found), (None, None))


_SHORTEST = 3
_OF_IT = re.compile(r"(?:['’]s?)?$")  # `New Zealand’s Fourth National Action Plan`
