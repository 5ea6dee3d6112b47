"""Where the commitments of a whole action plan begin and end: told by labels that begin again, helped by headings.

A heading alone is never a commitment: a table of contents repeats all of them. Labels alone are enough.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, pairwise
from typing import NamedTuple

from bot.reading.plan_cover import TITLE, plan_words
from bot.reading.plan_starts import CODE_BEHIND, LONGEST_TITLE, MARKS, Start, above, raised
from bot.reading.prose_labels import ProseHit
from bot.reading.spans import CharSpan, Line, lines_of, trim
from bot.records.text import fold

_LEADERS = re.compile(r"(?<![\s.…·_])(?=[\s.…·_]*?(?:[.…·_]{3}|\t|[^\S\r\n]{3}))[\s.…·_]++\d{1,4}\s*+\Z")
_TRAILING_PAGE = re.compile(r"(?<![\s.…·_])[\s.…·_]++\d{1,4}\s*+\Z")
# a number that leads a title, with or without a word before it: `3. Open data`, `Impegno 3 - Dati`, `18`
_LEAD = re.compile(
    r"(?P<word>[^\W\d_]{3,14}[^\S\r\n]+(?:n\W{0,3})?)?(?P<number>\d{1,3}(?:\.\d{1,2}){0,3})"
    r"(?:[\s*_\\]*[.):\-–—|\t](?![\d%])[\s*_\\]*|(?(word)(?!)|\s+)|\Z)",
    re.IGNORECASE,
)
_FEWEST = 2
# More than a plan has, contents included: no plan of the partnership's has more than a hundred commitments.
_MOST_HEADINGS, _MOST_STARTS, _MOST_LABELS = 4000, 1000, 400
# Fields that one commitment may state several times: that they come again begins nothing.
_AGAIN = frozenset(
    {"person", "person_title", "email", "phone", "start", "end", "milestones", "contacts", "lead_institution"}
)


class Part(NamedTuple):
    """One commitment of a plan: its number and title if it has them, its heading, and the text that is its own.

    `code` is the partnership's code where the heading has one.
    """

    number: str | None
    title: CharSpan | None
    code: str | None
    head: CharSpan
    body: CharSpan


def split(text: str, hits: Sequence[ProseHit], breaks: frozenset[int]) -> list[Part]:
    """The commitments of a plan; nothing where no set of labels begins again.

    `breaks` are the places right behind page numbers and running heads, which part paragraphs.
    """
    labelled = frozenset(text.rfind("\n", 0, hit.label_start) + 1 for hit in hits if hit.before == "line")
    headings = _headings(text, labelled)
    if len(headings) > _MOST_HEADINGS:
        return []
    labels = [hit for hit in hits if not _in_heading(headings, hit.label_start)]
    core = _core(labels)
    if len({_key(hit) for hit in core}) < _FEWEST:
        return []
    breaks |= _listed_lines(text)
    starts = _headed(text, headings, core, breaks) or raised(text, _by_labels(text, core, breaks), labels, breaks)
    starts = _numbered(text, starts)
    return [*_parts(text, starts, core)]


def _listed_lines(text: str) -> frozenset[int]:
    """Where lines begin that the table of contents lists, whole or as far as they are not wrapped."""
    listed = _contents(text, min(len(text), _FRONT))
    begun = {entry[:_LISTED] for entry in listed if len(entry) > _LISTED}
    found: set[int] = set()
    for line in lines_of(text, 0, len(text)) if listed else ():
        bare = trim(text, *line, MARKS)
        if bare and bare.end - bare.start <= LONGEST_TITLE and not _LEADERS.search(text, *line):
            plain = _plain(text[bare.start : bare.end])
            if plain in listed or plain[:_LISTED] in begun:
                found.add(line.start)
    return frozenset(found)


_LISTED, _FRONT = 30, 60_000  # characters: of an entry that is compared, and within which the contents stand


def headed_only(text: str) -> int:
    """How many lines head commitments, each number once, in a document of which nothing was split."""
    return len({head.number for head in _headings(text, frozenset()) if head.title})


def heads_several(text: str) -> bool:
    """Two lines or more head commitments by number, which no page of one commitment has."""
    return sum(1 for _ in islice(plan_words().quick.finditer(f"\n{text}"), _FEWEST)) == _FEWEST


def single(text: str, hits: Sequence[ProseHit]) -> list[Part]:
    """A document of one commitment: a numbered heading with labels of different fields right below it."""
    if len({_key(hit) for hit in hits}) < _FEWEST + 1 or not hits:
        return []
    headed = [head for head in _headings(text, frozenset()) if head.place < hits[0].start]
    start = headed[-1] if headed else _number_of(text, above(text, hits[0], 0, frozenset()))
    if start.title is None or start.number is None:
        return []
    return [
        Part(start.number, start.title, start.code, CharSpan(start.place, start.body), CharSpan(start.body, len(text)))
    ]


def _in_heading(headings: list[Start], place: int) -> bool:
    number = bisect_right(headings, place, key=lambda head: head.place)
    return number > 0 and place < headings[number - 1].body


def _within(hits: list[ProseHit], start: int, end: int) -> list[ProseHit]:
    """Those of `hits`, which stand in order, that stand in a stretch of text."""
    first = bisect_left(hits, start, key=lambda hit: hit.label_start)
    return hits[first : bisect_left(hits, end, key=lambda hit: hit.label_start)]


def _key(hit: ProseHit) -> str:
    return _folded(hit.label.text)


_folded = lru_cache(maxsize=4096)(fold)


def _core(hits: Sequence[ProseHit]) -> list[ProseHit]:
    """The labels at a line's start that stand there more than once."""
    standing = [hit for hit in hits if hit.before == "line" and hit.sure]
    counts = Counter(_key(hit) for hit in standing)
    return [hit for hit in standing if counts[_key(hit)] > 1]


def _headings(text: str, labelled: frozenset[int]) -> list[Start]:
    """Lines such as `Commitment 3: Open data`, of a table of contents too; `labelled` lines begin with a label."""
    found: list[Start] = []
    lines = list(lines_of(text, 0, len(text)))
    commitment = plan_words().commitment
    for number, line in enumerate(lines):
        match = commitment.match(text, *line) if line.end - line.start <= LONGEST_TITLE else None
        if not match or not (match["number"][0].isdigit() or match["number"].isupper()):
            continue
        title = trim(text, *match.span("title"), MARKS)
        if _LEADERS.search(text, match.end("number"), line.end):
            continue
        first = text[title.start : title.start + 1]
        if title and not match["mark"] and not (first.isupper() or first.isdigit() or first in "«“\"'¿"):
            continue  # `commitment 3 of the second plan`: prose
        end = line.end
        if not title:
            title, end = _next_line(text, lines, number, labelled)
        elif (more := _goes_on(text, lines, number, labelled)) is not None:
            title, end = CharSpan(title.start, trim(text, title.start, more, MARKS).end), more
        code = CODE_BEHIND.search(text, *title)
        bare = trim(text, title.start, code.start(), MARKS) if code else title
        found.append(Start(line.start, match["number"], bare or None, code["code"] if code else None, end))
    return found


def _next_line(text: str, lines: list[Line], number: int, labelled: frozenset[int]) -> tuple[CharSpan, int]:
    """The title of a heading that is a number alone: the line below it."""
    for line in lines[number + 1 : number + 3]:
        if line.start in labelled:
            break
        if bare := trim(text, *line, MARKS):
            return (
                (bare, line.end)
                if bare.end - bare.start <= LONGEST_TITLE
                else (CharSpan(line.start, line.start), lines[number].end)
            )
    return CharSpan(lines[number].end, lines[number].end), lines[number].end


def _goes_on(text: str, lines: list[Line], number: int, labelled: frozenset[int]) -> int | None:
    """Where a title ends that is wrapped: below it one short line, and an empty one below that."""
    if number + 2 >= len(lines) or lines[number].end - lines[number].start < _WRAPPED_FROM:
        return None
    below, after = lines[number + 1], lines[number + 2]
    bare = trim(text, *below)
    if (
        not bare
        or below.start in labelled
        or (trim(text, *after) and after.start not in labelled)
        or "\t" in text[bare.start : bare.end]
        or text[bare.end - 1] in ":?."
    ):
        return None
    return bare.end if bare.end - bare.start < lines[number].end - lines[number].start else None


_WRAPPED_FROM = 45


def _headed(text: str, headings: list[Start], core: list[ProseHit], breaks: frozenset[int]) -> list[Start]:
    """The headings that have labels below them, and what begins again between two of them without one."""
    inside: list[tuple[Start, list[ProseHit]]] = []
    for head, after in zip(headings, [*headings[1:], None], strict=False):
        end = after.place if after else len(text)
        inside.append((head, _within(core, head.body, end)))
    inside = [(head, own) for head, own in inside if len({_key(hit) for hit in own}) >= _FEWEST]
    full = {_name(text, head): head.place for head, own in inside if own[0].label_start - head.body < _NEAR}
    # the last line of the contents has the introduction behind it, and whatever labels stand there
    inside = [
        (head, own)
        for head, own in inside
        if own[0].label_start - head.body < _NEAR or full.get(_name(text, head), head.place) <= head.place
    ]
    if len(inside) < _FEWEST:
        return []
    typical = sorted(_different(own) for _, own in inside)[len(inside) // 2]
    firsts = Counter(_key(own[0]) for _, own in inside)
    anchors = {key for key, count in firsts.items() if count * 5 >= len(inside)}
    starts: list[Start] = []
    kept: set[str] = set()
    for head, own in inside:
        keys = {_key(hit) for hit in own}
        if starts and keys.isdisjoint(anchors) and keys.isdisjoint(kept):
            kept |= keys  # `Commitment 3: …` said inside a commitment, whose labels go on below it
            continue
        starts.append(head)
        kept = keys
        starts += _again(text, own, anchors, typical, breaks)
    before = [hit for hit in core if hit.label_start < starts[0].place] if starts[0].number != "1" else []
    if _different(before) * 2 >= typical and _different(before) >= _FEWEST + 1:
        starts = [*_by_labels(text, before, breaks, least=1), *starts]
    return starts


def _name(text: str, head: Start) -> str:
    return f"{head.number} {fold(text[head.title.start : head.title.end])[:_COMPARED] if head.title else ''}"


_NEAR, _COMPARED = 1500, 40


def _again(text: str, own: list[ProseHit], anchors: set[str], typical: int, breaks: frozenset[int]) -> list[Start]:
    """The commitments below one heading but the first: from where labels that stand once in each come again."""
    found: list[Start] = []
    last = 0
    seen: set[str] = set()
    if len(own) > _MOST_LABELS:
        return []
    for place, hit in enumerate(own):
        if hit.label.name in _AGAIN and _key(hit) not in anchors:
            continue
        if _key(hit) not in seen:
            seen.add(_key(hit))
            continue
        first = place
        while first - 1 > last and _key(own[first - 1]) in anchors:
            first -= 1
        if _different(own[first:]) * 2 >= typical and _different(own[last:first]) * 2 >= typical:
            found.append(above(text, own[first], own[first - 1].end, breaks))
            last = first
            seen = {_key(other) for other in own[first : place + 1]}
    return found


def _different(hits: Sequence[ProseHit]) -> int:
    return len({_key(hit) for hit in hits})


def _by_labels(text: str, core: list[ProseHit], breaks: frozenset[int], least: int = _FEWEST) -> list[Start]:
    """The commitments where no heading tells: from each place where the first label of the set comes again."""
    anchor = _anchor(text, core, breaks)
    if anchor is None:
        return []
    begins = [place for place, hit in enumerate(core) if _key(hit) == anchor]
    if len(begins) > _MOST_STARTS:
        return []
    groups = [core[first:after] for first, after in zip(begins, [*begins[1:], len(core)], strict=True)]
    sizes = [_different(group) for group in groups]
    typical = sorted(sizes)[len(sizes) // 2]
    if len(groups) < least or sum(size * 2 >= typical for size in sizes) * 2 < len(sizes) or typical < _FEWEST:
        return []
    full = [first for first, size in zip(begins, sizes, strict=True) if size * 3 >= typical]
    starts = [above(text, core[first], core[first - 1].end if first else 0, breaks) for first in full]
    if sum(start.title is not None for start in starts) * 5 < len(starts) * 3:
        return starts
    # most have a title: what stands below a label that says nothing is one too
    return [
        start if start.title else above(text, core[first], core[first - 1].end if first else 0, breaks, titled=True)
        for first, start in zip(full, starts, strict=True)
    ]


def _anchor(text: str, core: list[ProseHit], breaks: frozenset[int]) -> str | None:
    """The label that a commitment begins with: of those that stand as often as most do, one with titles above it.

    Where none has, the first one.
    """
    once = [hit for hit in core if hit.label.name not in _AGAIN or hit.label.name == "lead_institution"]
    counts = Counter(_key(hit) for hit in once)
    if not counts:
        return None
    titled = [_key(hit) for hit in once if hit.label.name == TITLE]
    if titled:
        return titled[0]
    usual = Counter(counts.values()).most_common()
    number = max(count for count, times in usual if times == usual[0][1])
    if number > _MOST_STARTS:
        return None
    candidates = [key for key in counts if number * 0.7 <= counts[key] <= number * 1.3]
    titled_by: Counter[str] = Counter()
    for before, hit in zip([None, *core], core, strict=False):
        if _key(hit) in candidates and above(text, hit, before.end if before else 0, breaks).title:
            titled_by[_key(hit)] += 1
    headed = [key for key in candidates if titled_by[key] * 5 >= counts[key] * 3]
    if headed:
        return max(headed, key=lambda key: titled_by[key])
    return min(candidates, key=lambda key: abs(counts[key] - number), default=None)


def _numbered(text: str, starts: list[Start]) -> list[Start]:
    """The starts with the numbers that lead their titles, where most have one and they count up."""
    open_ones = [start for start in starts if start.number is None and start.title]
    found = [_number_of(text, start) for start in open_ones]
    numbers = [start.number for start in found if start.number]
    if not numbers or len(numbers) * 3 < len(open_ones) * 2 or not _count_up(numbers):
        return starts
    renamed = dict(zip((start.place for start in open_ones), found, strict=True))
    return [renamed.get(start.place, start) for start in starts]


def _number_of(text: str, start: Start) -> Start:
    match = _LEAD.match(text, *start.title) if start.title else None
    if not match or not start.title:
        return start
    title = trim(text, match.end(), start.title.end, MARKS)
    return start._replace(number=match["number"], title=title or None)


def _count_up(numbers: list[str]) -> bool:
    parts = [tuple(map(int, number.split("."))) for number in numbers]
    return sum(one < other for one, other in pairwise(parts)) * 4 >= (len(parts) - 1) * 3


def _parts(text: str, starts: list[Start], core: list[ProseHit]) -> Iterator[Part]:
    """Each commitment with the text that is its own: up to the next one, or to the heading of what is none."""
    if not starts:
        return
    stops = _stops(text, starts)
    for start, after in zip(starts, [*starts[1:], None], strict=True):
        end = after.place if after else len(text)
        own = _within(core, start.body, end)
        least = own[min(len(own), _FEWEST) - 1].end if own else start.body
        stop = bisect_left(stops, least)
        end = min(end, stops[stop]) if stop < len(stops) else end
        yield Part(start.number, start.title, start.code, CharSpan(start.place, start.body), CharSpan(start.body, end))


def _stops(text: str, starts: list[Start]) -> list[int]:
    """Lines behind the first commitment's beginning that head a chapter: listed in the contents, or known as such."""
    words = plan_words()
    listed = set(words.rest) | _contents(text, starts[0].place)
    lines: dict[str, list[int]] = {}
    found: list[int] = []
    heads = {start.place for start in starts}
    for line in lines_of(text, starts[0].body, len(text)):
        bare = trim(text, *line, MARKS)
        if not bare or bare.end - bare.start > LONGEST_TITLE or line.start in heads:
            continue
        written = text[bare.start : bare.end]
        if words.part.match(text, *line) and not written.endswith((".", ";", ",")) and "\t" not in written:
            match = words.part.match(text, *line)
            if match and match["mark"] and (match["number"][0].isdigit() or match["number"].isupper()):
                found.append(line.start)
        elif (key := _plain(written)) in listed:
            lines.setdefault(key, []).append(line.start)
    # a line that comes again is a label of the plan or its running head
    return sorted([*found, *(places[0] for places in lines.values() if len(places) == 1)])


def _contents(text: str, end: int) -> set[str]:
    """The folded headings that a table of contents before `end` lists."""
    listed: set[str] = set()
    within = False
    for line in lines_of(text, 0, end):
        written = text[line.start : line.end].strip(" \t#*_|\\•-–")
        if fold(written.strip(" :")) in plan_words().contents:
            within = True
        elif _LEADERS.search(written) or (within and _TRAILING_PAGE.search(written)):
            listed.add(_plain(_TRAILING_PAGE.sub("", written)))
        elif written and within and not any(char.isdigit() for char in written[-4:]):
            within = False
    return {key for key in listed if key}


def _plain(written: str) -> str:
    """A heading without its number and its page."""
    return fold(re.sub(r"^[\s\d.)]{0,10}", "", written).strip(" .:"))
