"""A page that marks all its labels alike: its rows, each a label and the value behind or below it.

Every line that could be a label is a candidate, together with how it is written: with a colon, bold behind a bullet,
as a heading of the third level, in a table's first column. Where labels that are known are written in a way, all that
is written in that way is a label, known or not, and ends the value above it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from bot.reading.form_labels import FormLabel, asks, form_label, key_label, label_or_key, means_person, tells
from bot.reading.form_tables import TableRow, heads_record, read_table
from bot.reading.label_tables import label_tables
from bot.reading.label_tree import words_of
from bot.reading.labels import heading_of
from bot.reading.siblings import CODE
from bot.reading.spans import APART, BULLETS, CharSpan, Line, Mark, lines_of, trim
from bot.reading.unknown_labels import is_label

_MARK = (
    rf"[^\S\r\n]{{0,12}}(?P<mark>[-–*+:|{BULLETS}]"
    r"|\(?\d{1,2}(?:[.)]|(?:\.\d{1,2}){1,2}[.)]?(?=\s))|[a-zA-Z][.)]|>)?"
    r"[^\S\r\n]{0,4}(?P<bold>\*\*|__)?"
)
_WORDS = r"(?P<label>[¿¡]?[^\W\d_][^:：|\t\r\n]{0,90}?)"
_COLON = re.compile(
    rf"{_MARK}{_WORDS}(?:\*\*|__)?[^\S\r\n]{{0,3}}\t?[^\S\r\n]{{0,3}}[:：](?:\*\*|__)?(?P<gap>[^\S\r\n]{{0,40}})(?=\s|$|(?<=\s)|[^\W\d_])"
)
# `2. **Responsible institution.** The Mint`
_STOPPED = re.compile(rf"{_MARK}{_WORDS}\.(?:\*\*|__)(?=\s)")
_DOTTED = re.compile(
    rf"{_MARK}{_WORDS}[^\S\r\n]{{0,3}}(?:\.{{3,200}}|…{{1,80}}|(?<=[^\S\r\n])\.\.(?=[^\S\r\n]))[^\S\r\n]{{0,3}}(?=\S)"
)
_SEPARATED = re.compile(
    rf"{_MARK}{_WORDS}[^\S\r\n]{{1,24}}(?P<sign>=|->|→|–|—|\|)(?:[^\S\r\n]{{1,3}}(?=\S)|[^\S\r\n]{{0,3}}$)"
)
# `|key=value` in the template of a wiki
_KEYED = re.compile(
    r"[^\S\r\n]{0,12}(?P<mark>\|)[^\S\r\n]{0,4}(?P<bold>)(?P<label>[^\W\d_][^=|\r\n]{0,60}?)[^\S\r\n]{0,24}(?P<sign>=)[^\S\r\n]{0,3}"
)
_APART = re.compile(rf"{_MARK}{_WORDS}(?:[^\S\r\n]{{3,80}})(?=\S)")
# `Lead - The Mint`; a hyphen between two dates is none of a label
_HYPHENED = re.compile(
    rf"{_MARK}(?P<label>[^\W\d_][^:：|\t\r\n\d-]{{0,40}}?)[^\S\r\n]{{1,3}}(?P<sign>-)[^\S\r\n]{{1,3}}(?=\S)"
)
_HEADING = re.compile(r"[^\S\r\n]{0,3}(?P<level>#{1,6})[^\S\r\n]{1,3}(?P<label>[^\r\n]{1,160}?)[^\S\r\n]{0,3}#{0,6}$")
_INSIDE = re.compile(
    r"(?:[|;\t]|[^\S\r\n]{2})[^\S\r\n]{0,3}(?:\*\*|__)?(?P<label>[^\W\d_][^:：|;*\t\r\n]{0,60}?)(?:\*\*|__)?[^\S\r\n]?[:：](?:\*\*|__)?(?=\s)"
)
_BOLD_ALONE = re.compile(
    r"[^\S\r\n]{0,3}(?:\*\*|__)(?P<label>[^*_\r\n]{1,120})(?:\*\*|__)[^\S\r\n]{0,3}:?[^\S\r\n]{0,3}"
)
_NUMBERED = re.compile(r"[^\S\r\n]{0,8}(?P<label>[^\W\d_][^\W\d_ ]{1,15}\.?)[^\S\r\n]{1,3}(?=[+(]{0,2}\d)")
_RULE = re.compile(r"[^\S\r\n]*(?:-{3,}|\*{3,}|_{3,}|={3,})[^\S\r\n]*$|[^\S\r\n]*©")
_OTHER_TITLE = re.compile(rf"[\s•*#]{{0,6}}{CODE}[^\S\r\n]{{0,3}}[|:–—-][^\S\r\n]{{1,3}}[^\W\d_]")
_KEY = re.compile(r"(?P<label>[^\W\d_][\w-]{0,60})[^\S\r\n]{0,3}:(?=\s|$)")
_KEY_BELOW = re.compile(rf"[^\S\r\n]{{1,12}}(?:-[^\S\r\n]{{1,4}})?{_KEY.pattern}")
_DASH = re.compile(r"[^\S\r\n]{1,3}[–—-][^\S\r\n]{1,3}(?=\S)")
_BLOCK_OF_KEYS = re.compile(
    r"(?P<label>[a-z][\w-]{0,40}):[^\S\r\n]*(?:\r\n|\r|\n)(?=[^\S\r\n]{2,8}[a-z][\w-]{0,40}:\s)"
)
_FLOW = re.compile(
    r"(?:(?<=\{)|,)\s{0,4}(?P<label>[^\W\d_][\w -]{0,40}):\s{1,4}"
    r"(?P<value>\"[^\"\r\n]{0,200}\"|[^,{}\[\]\r\n]{1,200}?)\s{0,4}(?=[,}])"
)
_FENCE = re.compile(r"\ufeff?---[^\S\r\n]*(?:\r\n|\r|\n)")
_FENCE_END = re.compile(r"(?:\r\n|\r|\n)(?:---|\.\.\.)[^\S\r\n]*(?=[\r\n]|$)")
_HEAD_OF_LETTER = re.compile(r"[>\s*]{0,6}(?P<label>[^\W\d_][^:\r\n]{0,12})[*]{0,2}:")
_LONGEST_ALONE, _LONGEST_LABEL, _MOST_WORDS = 90, 160, 8
_WORDS_OF_CREDIT = 4
_LINKS = re.compile(r"(?:[\s·|•/>-]{0,4}\[[^\]\r\n]{1,80}\]\([^)\s]{1,200}\)){1,20}\s{0,9}")
_ENOUGH, _SHARE, _MANY = 2, 0.3, 3
_OF_WORDS = frozenset({"title", "commitment", "heading", "name", "brief", "summary", "problem", "objective"})
_MARKED = frozenset({"heading", "markup", "cells", "key"})
_STRONG = frozenset({"heading", "cells", "key"})


class Candidate(NamedTuple):
    """A stretch that could be a label, and how it is written; its value begins at `value`.

    `headed`: a heading, whose value reaches to the next label. `sure`: only its place can tell that it is a label, so
    that it is none where it is not known.
    """

    way: tuple[str, ...]
    start: int
    label: CharSpan
    value: int
    meaning: FormLabel | None
    headed: bool = False
    end: int | None = None


class Row(NamedTuple):
    """A label that its page marks as one, what it means (None: not known), and the stretch of its value."""

    start: int
    label: CharSpan
    meaning: FormLabel | None
    value: CharSpan
    behind: bool


class Rows(NamedTuple):
    """The rows of a page, and the tables of several rows that are none."""

    rows: list[Row]
    tables: list[CharSpan]


def read_rows(text: str, marks: Iterable[Mark], title: Line, end: int) -> Rows:
    """The rows of `text[:end]`; the line `title` is none, and ends the value above it."""
    marks = list(marks)
    found, tables = _candidates(text, marks, title, end)
    ways: dict[tuple[str, ...], list[Candidate]] = defaultdict(list)
    for one in found:
        ways[one.way].append(one)
    meant = {way: members for way, members in ways.items() if _marks_labels(text, way, members)}
    taken = [one for way, members in meant.items() if not _is_weaker(way, meant) for one in members]
    kept: dict[int, Candidate] = {}
    for one in sorted(taken, key=_order):
        kept.setdefault(one.label.start, one)
    rows = list(_without_values(text, sorted(kept.values(), key=lambda one: one.start)))
    stops = [title.start, *(table.start for table in tables), *(mark.start for mark in marks if mark.kind == APART)]
    stops += asides(text, title, end)
    return Rows(
        [_row(text, one, after, stops, end) for one, after in zip(rows, [*rows[1:], None], strict=False)], tables
    )


def asides(text: str, title: Line, end: int) -> Iterator[int]:
    """Lines below the title that head other pages, or what readers wrote: `See also`, `KR0033 – Open Ports`."""
    for line in lines_of(text, max(title.end, 0), end):
        headed = line.end - line.start <= _LONGEST_ALONE and heading_of(text, line) in ("rest", "index")
        if headed or _OTHER_TITLE.match(text, *line):
            yield line.start


def blocks_beside(text: str) -> list[CharSpan]:
    """The blocks of keys that stand beside the one with the code, and are of something else: `site:`, `commitment:`."""
    opened = [
        match for match in _BLOCK_OF_KEYS.finditer(text) if match.start() == 0 or text[match.start() - 1] in "\r\n"
    ]
    blocks = [
        (match["label"], CharSpan(match.start(), after.start() if after else len(text)))
        for match, after in zip(opened, [*opened[1:], None], strict=False)
    ]
    if not any(re.search(rf"\b{CODE}\b", text[slice(*place)]) for _, place in blocks):
        return []
    return [
        place
        for label, place in blocks
        if not re.search(rf"\b{CODE}\b", text[slice(*place)]) and key_label(label) is None
    ]


def _without_values(text: str, rows: list[Candidate]) -> Iterator[Candidate]:
    """The labels without what begins like one, right below a label that asks for words: a title with a colon in it."""
    before: Candidate | None = None
    for one, after in zip(rows, [*rows[1:], None], strict=False):
        heads = before is not None and before.meaning is not None and bool(_OF_WORDS & {*before.meaning.names})
        alone = after is None or after.meaning is not None or text.count("\n", one.start, after.start) > 1
        if (
            before is None
            or one.meaning is not None
            or one.way[0] != "colon"
            or not (heads and alone)
            or before.way[0] in ("colon", "cells", "key")
            or trim(text, before.value, one.start)
            or text.count("\n", before.value, one.start) > 1
        ):
            yield one
        before = one


def _order(one: Candidate) -> tuple[int, bool, bool, int]:
    """Of what begins at one place, what is marked and known goes first, and a label before its whole paragraph."""
    return one.label.start, one.way[0] not in _MARKED, one.meaning is None, one.label.end


def _marks_labels(text: str, way: tuple[str, ...], members: list[Candidate]) -> bool:
    """What is written in this way are labels: enough of them are known, or ask for something."""
    known = [one for one in members if one.meaning is not None or asks(_said(text, one.label))]
    if way[0] in _STRONG and known:
        return True
    if way[0] == "markup" and ("." in way[1] or way[1] == "span") and _marks_values(text, members):
        return False
    if way[0] == "markup" and len(members) > _MANY and not known:
        telling = [one for one in members if tells(_said(text, one.label))]
        return len(telling) > len(members) / 2
    return len(known) >= _SHARE * len(members) and (
        len(known) >= _ENOUGH or (len(known) == 1 and (way[0] == "colon" or len(members) == 1))
    )


def _marks_values(text: str, members: list[Candidate]) -> bool:
    """What is marked so are the values too: most of the known labels would have none behind them."""
    empty = [
        one.meaning is not None and not trim(text, one.value, max(one.value, after.start), ":•- ")
        for one, after in pairwise(members)
    ]
    return sum(empty) > sum(one.meaning is not None for one in members) / 2


def _is_weaker(way: tuple[str, ...], meant: dict[tuple[str, ...], list[Candidate]]) -> bool:
    """A line that stands alone is a label only where markup, or empty lines above labels, do not tell which are."""
    if way[0] != "alone":
        return False
    better = [
        one
        for other, members in meant.items()
        if other[0] in ("heading", "markup") or (other[0] == "alone" and other[-1] == "apart" and way[-1] != "apart")
        for one in members
    ]
    return sum(one.meaning is not None for one in better) >= _MANY


def _row(text: str, one: Candidate, after: Candidate | None, stops: list[int], end: int) -> Row:
    if one.end is not None:
        value = trim(text, one.value, one.end, "|*_")
        return Row(one.start, one.label, one.meaning, value, True)
    limit = min([end, after.start if after else end, *(stop for stop in stops if stop > one.label.start)])
    limit = max(limit, one.value)
    first = next(lines_of(text, one.value, limit), None)
    behind = bool(first and trim(text, *first, "*_|:"))
    place, empty, seen = limit, 0, behind
    for line in lines_of(text, one.value, limit):
        if line.start > one.value and (_RULE.match(text, line.start, line.end) or _is_credit(text[slice(*line)])):
            place = line.start
            break
        if line.start == one.value and not behind:
            continue
        if trim(text, *line):
            seen = True
            empty = 0
            continue
        if seen and not one.headed:
            place = line.start
            break
        empty += 1
    return Row(one.start, one.label, one.meaning, trim(text, one.value, place, "|*_ :"), behind)


def _is_credit(line: str) -> bool:
    """Who made the page, and when, or links only: `Submitted by Ana Ruiz on 5 July 2023`, `[Back](/all)`."""
    if _LINKS.fullmatch(line):
        return True
    if len(line) > _LONGEST_LABEL or not ("@" in line or any(map(str.isdigit, line))):
        return False
    said = tuple(words_of(line)[:_WORDS_OF_CREDIT])  # at its beginning: "Draft law published by June" is a milestone
    return line[:1].isalpha() and any(said[: len(phrase)] == phrase for phrase in label_tables().credit)


def _candidates(text: str, marks: list[Mark], title: Line, end: int) -> tuple[list[Candidate], list[CharSpan]]:
    begin, found = _front_matter(text)
    heads = list(_heads_of_letters(text, begin, end))
    tables: list[CharSpan] = []
    lines = [
        line
        for line in lines_of(text, begin, end)
        if trim(text, *line) and not any(head.start <= line.start < head.end for head in heads)
    ]
    number = 0
    while number < len(lines):
        block = [lines[number]]
        while _is_cells(text, block[-1]) and number + len(block) < len(lines):
            following = lines[number + len(block)]
            if not _is_cells(text, following) or _gap(text, block[-1], following):
                break
            block.append(following)
        if heads_record(text, block[0]):  # a line of a cell may have no mark of cells
            while number + len(block) < len(lines) and not _gap(text, block[-1], lines[number + len(block)]):
                block.append(lines[number + len(block)])
        if _is_cells(text, block[0]):
            table = read_table(text, block)
            tables += table.left
            found += [
                Candidate(
                    ("cells", str(row.column)),
                    row.start,
                    row.label,
                    row.value,
                    _in_group(text, row),
                    end=row.end,
                )
                for row in table.rows
            ]
        elif block[0].start != title.start:
            found += _of_line(text, lines, number)
        number += len(block)
    found += [one for mark in marks if (one := _of_mark(text, mark, title))]
    return [one for one in found if not any(table.start <= one.label.start < table.end for table in tables)], tables


def _in_group(text: str, row: TableRow) -> FormLabel | None:
    """What a cell's label means, below one that spans it: `Liaison | Name | Ana Ruiz` names a person."""
    meaning = label_or_key(_said(text, row.label))
    named = meaning is not None and "name" in meaning.names and row.group is not None
    return FormLabel(("person",)) if named and row.group and means_person(_said(text, row.group)) else meaning


def _heads_of_letters(text: str, begin: int, end: int) -> Iterator[CharSpan]:
    """Three lines or more that only a letter's head has together: its sender, receiver, day and subject."""
    block: list[Line] = []
    for line in [*lines_of(text, begin, end), Line(end, end)]:
        match = _HEAD_OF_LETTER.match(text, *line)
        if match and tuple(words_of(match["label"])) in label_tables().letter:
            block.append(line)
            continue
        if len(block) >= _MANY:
            yield CharSpan(block[0].start, block[-1].end)
        block = []


def _is_cells(text: str, line: Line) -> bool:
    bare = trim(text, *line, " ")
    bars = text.count("|", *bare)
    boxed = text[bare.end - 1] == "|"  # one cell in a frame
    return "\t" in text[bare.start : bare.end] or (text[bare.start] == "|" and bars > 1 + boxed)


def _gap(text: str, line: Line, after: Line) -> bool:
    between = text[line.end : after.start]
    return between.count("\n") + between.count("\r") - between.count("\r\n") > 1


def _said(text: str, place: CharSpan) -> str:
    return text[place.start : place.end]


def _front_matter(text: str) -> tuple[int, list[Candidate]]:
    """The keys between two lines `---` at the beginning of a Markdown file, and where the text behind them begins."""
    fence = _FENCE.match(text)
    close = _FENCE_END.search(text, fence.end()) if fence else None
    if not fence or not close:
        return 0, []
    found = []
    above = ""
    for line in lines_of(text, fence.end(), close.start()):
        if match := _KEY.match(text, *line):
            label = CharSpan(*match.span("label"))
            above = _said(text, label)
            meaning = key_label(above)
            found.append(Candidate(("key",), line.start, label, match.end(), meaning, headed=True))
        elif (match := _KEY_BELOW.match(text, *line)) and above:
            label = CharSpan(*match.span("label"))  # `name:` below `contact:`
            if meaning := key_label(f"{above}_{_said(text, label)}"):
                found.append(Candidate(("key",), line.start, label, match.end(), meaning, headed=True))
    if not any(one.meaning for one in found):
        return close.end(), []
    ends = [one.start for one in found[1:]] + [close.start()]
    return close.end(), [one._replace(end=end) for one, end in zip(found, ends, strict=True)]


def _of_line(text: str, lines: list[Line], number: int) -> Iterator[Candidate]:
    line = lines[number]
    if heading := _HEADING.match(text, *line):
        yield _candidate(text, ("heading", heading["level"]), line, heading, headed=True)
        return
    stopped = _STOPPED.match(text, *line)
    if match := _COLON.match(text, *line) or (stopped if stopped and stopped["bold"] else None):
        one = _candidate(text, ("colon", _kind(match["mark"]), match["bold"] or ""), line, match)
        said = _said(text, one.label)
        if flow := list(_in_flow(text, one, line)):
            yield from flow
            return
        if one.meaning or is_label(said, _MOST_WORDS) or ("?" not in said[:-1] and asks(said)):
            yield one
            inner = [
                (inside, meaning)
                for inside in _INSIDE.finditer(text, match.end(), line.end)
                if (meaning := form_label(inside["label"]))
            ]
            for inside, meaning in inner:
                label = CharSpan(*inside.span("label"))
                # what stands behind another bar is no more of the last value
                bar = text.find(" | ", inside.end(), line.end) if text[inside.start()] == "|" else -1
                end = bar if bar >= 0 and inside is inner[-1][0] else None
                yield Candidate(one.way, inside.start(), label, inside.end(), meaning, end=end)
            return
    whole = form_label(text[slice(*trim(text, *line))]) is not None
    for way, pattern in (
        ("sign", _KEYED),
        ("dots", _DOTTED),
        ("sign", _SEPARATED),
        ("apart", _APART),
        ("sign", _HYPHENED),
    ):
        if (way == "dots" or not whole) and (match := pattern.match(text, *line)):
            sign = match.groupdict().get("sign") or ""
            one = _candidate(text, (way, sign, _kind(match["mark"])), line, match)
            said = _said(text, one.label)
            if one.meaning or is_label(said.capitalize() if sign == "=" else said, _MOST_WORDS):
                yield one
                return
    if (match := _NUMBERED.match(text, *line)) and (meaning := form_label(match["label"])) and "phone" in meaning.names:
        yield Candidate(("colon", "", ""), line.start, CharSpan(*match.span("label")), match.end(), meaning)
        return
    if bold := _BOLD_ALONE.match(text, *line):
        one = _candidate(text, ("bold", "alone" if bold.end() == line.end else ""), line, bold)
        yield one
        return
    yield from _alone(text, lines, number)


def _in_flow(text: str, one: Candidate, line: Line) -> Iterator[Candidate]:
    """The keys inside a value in braces, each of what the key before it names: `dates: {begin: 2023, finish: 2024}`."""
    place = trim(text, one.value, line.end)
    if text[place.start : place.start + 1] != "{" or text[place.end - 1] != "}":
        return
    for match in _FLOW.finditer(text, *place):
        label = CharSpan(*match.span("label"))
        said = _said(text, label)
        if meaning := key_label(f"{_said(text, one.label)}_{said}") or key_label(said):
            start = match.start("value")
            yield Candidate(("key",), label.start, label, start, meaning, end=match.end("value"))


def _alone(text: str, lines: list[Line], number: int) -> Iterator[Candidate]:
    """A short line above others: with nothing above it, or one that is known."""
    line = lines[number]
    label = trim(text, *line, "*_#:•- ")
    if not label or label.end - label.start > _LONGEST_ALONE or number + 1 == len(lines):
        return
    said = _said(text, label)
    meaning = form_label(said) if said[-1] not in ",;" else None
    if meaning is None and (said[-1] in ".,;" or re.search(CODE, said)):
        return
    adjacent = not _gap(text, line, lines[number + 1])
    apart = number == 0 or _gap(text, lines[number - 1], line)
    loud = said.isupper() and len(said) > len("NGO")
    apart |= meaning is not None and said[-1] in "?？"  # the first question below a heading
    apart |= text[line.start] not in " \t" and text[lines[number + 1].start] in " \t"  # its value is indented
    if meaning is None and (not adjacent or not (apart or loud) or not is_label(said, _MOST_WORDS)):
        return
    way = ("alone", "loud" if loud else "", "below" if adjacent else "apart", "apart" if apart else "")
    yield Candidate(way, line.start, label, line.end, meaning)


def _candidate(text: str, way: tuple[str, ...], line: Line, match: re.Match[str], headed: bool = False) -> Candidate:
    label = trim(text, *match.span("label"), "*_ ")
    said = _said(text, label)
    return Candidate(way, line.start, label, match.end(), label_or_key(said), headed)


def _kind(mark: str | None) -> str:
    if not mark:
        return ""
    return "number" if mark[-1] in ".)" or mark[-1].isdigit() else mark


def _of_mark(text: str, mark: Mark, title: Line) -> Candidate | None:
    """A stretch that the page's markup sets apart, where it begins a line or a cell."""
    label = trim(text, mark.start, mark.end, ":•- ")
    if not label or label.end - label.start > _LONGEST_LABEL or "\n" in text[label.start : label.end]:
        return None
    if title.start <= label.start < title.end:
        return None
    before = text[max(0, label.start - 4) : label.start]
    if before.rstrip(" •") and before.rstrip(" •")[-1] not in "\n\t":
        return None
    start = label.start - (len(before) - len(before.rstrip(" •")))
    heading = mark.kind[:1] == "h" and mark.kind[1:2].isdigit()
    listed = "•" if "•" in before else ""  # an item of a list is written otherwise than what heads the list
    way = ("heading", mark.kind) if heading else ("markup", mark.kind, listed)
    said = _said(text, label)
    if form_label(said) is None and re.search(r"\s?[:：]\s", said) and form_label(re.split("[:：]", said)[0]):
        return None  # all of a row: `<span>Country: Ghana</span>`
    value = mark.end
    while text[value : value + 1] in (":", "："):
        value += 1
    if dash := _DASH.match(text, value):
        value = dash.end()
    return Candidate(way, start, label, value, label_or_key(said), heading)
