"""A commitment's page: its title and code, its sections, and every value on it."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from typing import NamedTuple

from bot.reading.description import blocks_of, names_another, read_description, read_summary
from bot.reading.label_tables import label_tables
from bot.reading.label_tree import WORD
from bot.reading.labels import HeaderHit, cut_glued, glued_label, heading_of, label_at, label_of, names_prose_label
from bot.reading.members import members_of
from bot.reading.page_top import read_below, read_top
from bot.reading.siblings import Title, find_index, read_index
from bot.reading.spans import BULLETED, CharSpan, Findings, FoundValue, Line, UnknownLabel, content, lines_of, trim
from bot.records.fields import FIELD
from bot.records.values import normalise
from bot.records.vocabulary import canonical, find_members, terms

_FEW_CHARACTERS = 200


class PageSection(NamedTuple):
    """A stretch of a page under one kind of heading: `header`, `description`, `irm` or `rest`.

    `headed`: a heading stands before it; `open_end`: none stands where its prose ends and the next section begins.
    """

    kind: str
    lines: list[Line]
    headed: bool
    open_end: bool
    start: int


def read_page(text: str, title: Title, start: int, end: int) -> Findings:
    """All values of the page whose title is `title`, and of the siblings that it lists, in `text[start:end]`."""
    prefix = re.sub(r"\d", "", title.code)
    found = Findings(values=[FoundValue("title", *title.place)], claimed=[CharSpan(*title.line)])
    read_top(text, start, title, prefix, found)
    begin = read_below(text, title, end, found)
    cut, rows = find_index(text, begin, end)
    found.index, claimed = read_index(text, rows)
    found.claimed += claimed
    if rows:
        _claim_lines(text, rows[-1].whole.end, end, found)
    known: set[str] = set()
    counted = 0
    for section in split_sections(text, begin, cut, found):
        known |= {value.field for value in found.values[counted:]}
        counted = len(found.values)
        _read_section(text, section, prefix, title, known, found)
    return found


def split_sections(text: str, start: int, end: int, found: Findings) -> list[PageSection]:
    """The page's own text by its headings; headings themselves are claimed."""
    sections = [PageSection("header", [], False, True, start)]
    lines = list(lines_of(text, start, end))
    for number, line in enumerate(lines):
        heading = heading_of(text, line)
        current = sections[-1]
        glued = None
        if heading is None and current.kind == "header":
            line, glued = cut_glued(text, line)
        if glued and glued != "header":
            current.lines.append(line)
            heading, line = glued, Line(line.end, lines[number].end)
        elif glued:
            current.lines.extend([line, Line(line.end, lines[number].end)])
            continue
        if heading is None or not _opens(text, heading, current, lines, number):
            current.lines.append(line)
            continue
        found.claimed.append(CharSpan(*line))
        if heading == "description" and current.kind == "header":
            sections[-1] = current._replace(open_end=False)
        sections.append(PageSection({"index": "rest"}.get(heading, heading), [], True, heading == "header", line.end))
    return sections


def _opens(text: str, heading: str, current: PageSection, lines: list[Line], number: int) -> bool:
    """The heading on line `number` begins a section rather than being a line of the one it stands in."""
    if heading == current.kind:
        return heading == "irm"
    following = [line for line in lines[number + 1 : number + 12] if trim(text, *line)]
    if heading == "header":
        return bool(following) and (
            label_of(text, following[0]) is not None or heading_of(text, following[0]) is not None
        )
    if heading == "index":
        rest = sum(line.end - line.start for line in following if not heading_of(text, line))
        return rest <= _FEW_CHARACTERS
    return True


def _read_section(
    text: str, section: PageSection, prefix: str, page: Title, known: Collection[str], found: Findings
) -> None:
    """Read one section; an IRM summary is not asked for what the sections before it made `known`."""
    title = text[page.place.start : page.place.end]
    if not section.lines:
        if section.kind == "irm":
            found.values.append(FoundValue("irm_summary", section.start, section.start))
        return
    place = trim(text, section.lines[0].start, section.lines[-1].end)
    if section.kind == "header":
        lines = section.lines
        if not section.open_end:
            lines = _own_lines(text, lines, title, page.code, found)
        header = read_header(text, lines, section.open_end, prefix)
        found.add(header.found)
        if section.open_end and (rest := trim(text, max(header.end, section.start), section.lines[-1].end)):
            stated = {value.field for value in header.found.values}
            found.add(read_description(text, rest, prefix, title, stated))
    elif section.kind == "description" and place:
        found.add(read_description(text, place, prefix, title, known))
    elif section.kind == "irm":
        blank = CharSpan(section.start, section.start)
        found.values.append(FoundValue("irm_summary", *(place or blank)))
        if place:
            for block, foreign in blocks_of(text, place, title, page.code):
                if foreign:
                    found.foreign.append(block)
                else:
                    inside = read_summary(text, block, prefix)
                    found.values += [value for value in inside.values if value.field not in known]
    elif section.kind == "rest":
        _claim_lines(text, section.lines[0].start, section.lines[-1].end, found)


def _own_lines(text: str, lines: list[Line], title: str, code: str, found: Findings) -> list[Line]:
    """The lines of a header above the first that heads a review of another commitment."""
    for number, line in enumerate(lines):
        if names_another(text, line, title, code, first=False):
            found.foreign.append(CharSpan(line.start, lines[-1].end))
            return lines[:number]
    return lines


def _claim_lines(text: str, start: int, end: int, found: Findings) -> None:
    """Headings and footers among lines that hold nothing else to read."""
    for line in lines_of(text, start, end):
        if trim(text, *line) and heading_of(text, line):
            found.claimed.append(CharSpan(*line))


# -- the header: `Label: value` lines under known headings, in every generation and way of saving --------------------


_BEFORE_ADDRESS = re.compile(r"(?:^|[,;(])\s*([^,;()]{3,60})[,;(]?\s*$")
_REACH_OF_NAME = 120
_UNKNOWN = re.compile(r"(?P<label>[^\W\d_][^:：\r\n.;!?]{1,60}?)[^\S\r\n]?[:：](?=\s|$)")
_LONG_LINE, _MUCH_TEXT, _LONGEST_LABEL_WORDS = 160, 400, 8
_CLOSED = ("choice", "yesno")


@cache
def _terms(name: str) -> frozenset[str]:
    return frozenset(terms(name))


class HeaderRead(NamedTuple):
    """What a header gave, and the place up to which it reaches."""

    found: Findings
    end: int


def read_header(text: str, lines: list[Line], open_end: bool, prefix: str) -> HeaderRead:
    """Read header lines.

    `open_end`: no heading marks where the description begins, so the header ends where labels stop and prose begins.
    """
    reader = _Header(text, lines, prefix)
    if open_end:
        reader.stop = reader.last_labelled() + 1
    return reader.read()


class _Header:
    """One pass over header lines."""

    def __init__(self, text: str, lines: list[Line], prefix: str) -> None:
        self.text = text
        self.lines = [line for line in lines if trim(text, *line)]
        self.prefix = prefix
        self.stop = len(self.lines)
        self.headings = [heading_of(text, line) for line in self.lines]
        self.labels = [
            None if heading else label_of(text, line) for line, heading in zip(self.lines, self.headings, strict=True)
        ]
        self.areas_labelled = any(hit and hit.label.name == "policy_areas" for hit in self.labels)
        self.found = Findings()
        self.end = self.lines[0].start if self.lines else 0

    def last_labelled(self) -> int:
        """The last line that belongs to the header, when prose follows it without a heading."""
        last, free = -1, 0
        for number, line in enumerate(self.lines):
            label = self.labels[number]
            if self.headings[number] or label:
                value = trim(self.text, label.end, line.end) if label else None
                # `Ambition: Constant review of …` is a label of the description's
                if (
                    value
                    and label
                    and FIELD.get(label.label.name or "", FIELD["title"]).kind in _CLOSED
                    and value.end - value.start > _LONG_LINE // 2
                ):
                    break
                last, free = number, 0
                continue
            bare = trim(self.text, *line)
            if names_prose_label(self.text, line):
                break
            if self._names_areas(number) or BULLETED.match(self.text, *line):
                continue
            free += bare.end - bare.start
            if (bare.end - bare.start > _LONG_LINE and not _UNKNOWN.match(self.text, *bare)) or free > _MUCH_TEXT:
                break
        return last

    def read(self) -> HeaderRead:
        """Every label's value, in order."""
        number = 0
        while number < min(self.stop, len(self.lines)):
            line = self.lines[number]
            self.end = line.end
            if self.headings[number]:
                self.found.claimed.append(CharSpan(*line))
            elif self.labels[number]:
                number = self._labelled(number)
                continue
            elif not self.areas_labelled and self._names_areas(number):
                bare = trim(self.text, *line)
                self._value("policy_areas", bare)
            elif hit := self._bare(number):
                self.found.claimed.append(CharSpan(hit.start, hit.end))
                self._value(hit.label.name or "", trim(self.text, hit.end, line.end))
            else:
                self._unknown(line)
            number += 1
        # values of the last label that stand below it belong to the header too
        return HeaderRead(self.found, self.end)

    def _labelled(self, number: int) -> int:
        """Read the labels of one line and the lines that belong to the last of them; the next line's number."""
        line = self.lines[number]
        hit = self.labels[number]
        while hit is not None:
            self.found.claimed.append(CharSpan(hit.start, hit.end))
            inline = glued_label(self.text, hit.end, line.end)
            end = inline.start() if inline else line.end
            value = trim(self.text, hit.end, end, "*_|")
            following = label_at(self.text, inline.start("label"), line.end) if inline else None
            if following is None:
                return self._last_of_line(number, hit, value)
            self._value(hit.label.name or "", value or self._blank(hit, end))
            hit = following
        return number + 1

    def _last_of_line(self, number: int, hit: HeaderHit, value: CharSpan) -> int:
        name = hit.label.name or ""
        below = self._below(number, name, hit, value)
        if not value and not below:
            self._value(name, self._blank(hit, self.lines[number].end))
        elif value and below and not BULLETED.match(self.text, *self.lines[number + 1]):
            # a wrapped value is one value
            self._value(name, trim(self.text, value.start, below[-1].end))
        else:
            for place in ([value] if value else []) + below:
                self._value(name, place)
        if below:
            self.end = self.lines[number + len(below)].end
        return number + 1 + len(below)

    def _below(self, number: int, name: str, hit: HeaderHit, value: CharSpan) -> list[CharSpan]:
        """The lines under a label that are its value: bullets, a value on the next line, a wrapped one."""
        field = FIELD.get(name)
        kind = field.kind if field else "date"
        below: list[CharSpan] = []
        for after in range(number + 1, len(self.lines)):
            if self.headings[after] or self.labels[after]:
                break
            line = self.lines[after]
            bare = trim(self.text, *line)
            bullet = BULLETED.match(self.text, *line)
            if (
                bullet
                and field
                and (field.many or not (value or below))
                and (not value or self._adjacent(after))
                and (after < self.stop or not value)
            ):
                below.append(trim(self.text, bullet.end(), line.end))
                continue
            if below and not self._adjacent(after):
                break
            if not self._goes_on(after, kind, name, value or (below[-1] if below else None), bare, hit):
                break
            below.append(bare)
            if kind not in ("list", "institution", "text"):
                break
        return below

    def _goes_on(
        self, number: int, kind: str, name: str, before: CharSpan | None, bare: CharSpan, hit: HeaderHit
    ) -> bool:
        """The free line `number` belongs to the label above it."""
        words = self.text[bare.start : bare.end]
        if kind in _CLOSED:
            return before is None and canonical(name, words) is not None
        if kind == "list" and name == "policy_areas" and before is None:
            return len(words) <= _MUCH_TEXT * 3 and (self._names_areas(number) or not words.endswith("."))
        if kind == "list":
            return self._known(name, words)
        if self._names_areas(number) or _UNKNOWN.match(words) or self._bare(number):
            return False
        later = any(self.headings[at] or self.labels[at] for at in range(number + 1, min(number + 7, len(self.lines))))
        if kind in ("date", "year", "yesno"):
            return before is None and later and len(words) <= _LONG_LINE // 2
        if before is None:
            return later and len(words) <= _MUCH_TEXT and (self._adjacent(number) or not hit.marked)
        last = self.text[before.end - 1]
        wrapped = last in ",-–&(" or words[0].islower()
        return self._adjacent(number) and later and (wrapped or before.end - before.start >= _LONG_LINE // 3)

    def _bare(self, number: int) -> HeaderHit | None:
        """The label that line `number` begins with, without a colon: `Status Active`, `Lead Institution Treasury`."""
        bare = content(self.text, self.lines[number])
        for label, stop in label_tables().header.at(self.text, *bare):
            stop += self.text.startswith(")", stop)  # `Support Institution(s) None`
            value = trim(self.text, stop, bare.end)
            words = self.text[value.start : value.end]
            if label.role != "header" or label.slip or not value or value.start == stop or len(words) > _LONG_LINE:
                continue
            kind = FIELD[label.name or "title"].kind
            if kind in (*_CLOSED, "year", "date"):
                fits = normalise(FIELD[label.name or "title"], words, None)[0] is not None
            else:
                fits = label.words > 1 and words[0].isupper() and self.text[bare.start].isupper()
            return HeaderHit(label, bare.start, stop, False) if fits else None
        return None

    def _adjacent(self, number: int) -> bool:
        """No empty line stands before line `number`."""
        between = self.text[self.lines[number - 1].end : self.lines[number].start]
        return between.count("\n") + between.count("\r") - between.count("\r\n") <= 1

    def _names_areas(self, number: int) -> bool:
        line = self.lines[number]
        return line.end - line.start <= _MUCH_TEXT * 2 and self._known(
            "policy_areas", self.text[slice(*trim(self.text, *line))]
        )

    @staticmethod
    def _known(name: str, words: str) -> bool:
        found = find_members(name, words)
        return bool(found) and all(member in _terms(name) for _, _, member in found)

    def _blank(self, hit: HeaderHit, end: int) -> CharSpan:
        """Where the value would begin: behind the label, its colon and one space."""
        place = hit.end + (self.text[hit.end : hit.end + 1] in (" ", "\xa0") and hit.end < end)
        return CharSpan(place, place)

    def _value(self, name: str, place: CharSpan) -> None:
        self.found.values += members_of(name, self.text, place, self.prefix)
        if name == "support_institutions" and place:
            self.found.values += self._misplaced(place)

    def _misplaced(self, place: CharSpan) -> list[FoundValue]:
        """Contacts that stand among institutions: address, telephone number, and the name before an address."""
        found = [
            one
            for name in ("email", "phone")
            for one in members_of(name, self.text, place, self.prefix, only_sure=True)
        ]
        for one in found:
            if one.field == "email":
                floor = max(place.start, one.start - _REACH_OF_NAME)
                before = _BEFORE_ADDRESS.search(self.text[floor : one.start])
                if before:
                    start = floor + before.start(1)
                    found += members_of(
                        "person",
                        self.text,
                        trim(self.text, start, floor + before.end(1)),
                        self.prefix,
                        only_sure=True,
                    )
                    break
        return found

    def _unknown(self, line: Line) -> None:
        bare = content(self.text, line)
        match = _UNKNOWN.match(self.text, *bare) if bare else None
        if match and len(WORD.findall(match["label"])) <= _LONGEST_LABEL_WORDS:
            self.found.unknown.append(UnknownLabel(match["label"], match.start()))
