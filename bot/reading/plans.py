"""A whole action plan: one document of many commitments, each read as a page is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.reading.description import read_description
from bot.reading.export import made_code
from bot.reading.form_labels import form_label
from bot.reading.label_tree import Label, LabelTree
from bot.reading.mapping import PlanMapping, proposal, repeating, unknown_labels
from bot.reading.plan_cover import TITLE, Cover, cover_start, plan_words, read_cover, tree_of
from bot.reading.plan_splitting import Part, headed_only, single, split
from bot.reading.prose_labels import ProseHit, find_labels
from bot.reading.spans import CharSpan, Findings, FoundValue, Line, lines_of, trim
from bot.records.fields import FIELD
from bot.records.model import Document, Problem
from bot.records.text import fold, line_of

_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010][^\S\r\n]*(?:\r\n|\r|\n)\s*(?=[^\W\d_A-Z])")
_LINE_BREAK = re.compile(r"\\(?=[^\S\r\n]*[\r\n])")  # Markdown: a line's end that is meant
_FEWEST_BLOCKS, _MOST_SHOWN, _ENOUGH_HEADINGS = 2, 12, 3


class Plan(NamedTuple):
    """What was read of a plan: the findings with their commitments' codes, in the text with its page heads blanked."""

    codes: tuple[str, ...]
    text: str
    found: Findings
    problems: list[Problem]


def read_plan(document: Document, mapping: PlanMapping | None = None) -> Plan | None:
    """The commitments of a plan; None where the document is none. `mapping` names labels of its own.

    Where it looks like a plan but cannot be split safely, no commitment, and a problem that says what to do.
    """
    own = mapping.labels if mapping else ()
    original = document.text
    heads = furniture(original)
    text, breaks = _blanked(original, heads)
    if document.format == "md":
        text = _LINE_BREAK.sub(" ", text)
    whole = CharSpan(0, len(text))
    tree = tree_of(own)
    hits = find_labels(text, whole, tree)
    parts = split(text, hits, breaks)
    learnt = unknown_labels(text, [part.body for part in parts], tree) if parts else []
    if learnt:
        tree = tree_of((*own, *map(_learnt, learnt)))
        hits = find_labels(text, whole, tree)
        parts = split(text, hits, breaks) or parts
        learnt = [label for label in learnt if _learnt(label).name is None]
    parts = parts or single(text, hits)
    if not parts:
        return _unsplit(document, text, breaks)
    tree = _stated(hits, len(parts))
    plan = Plan((), text, Findings(claimed=list(heads)), [])
    codes: list[str] = []
    used: Counter[str] = Counter()
    groups = _plans(text, parts)
    if len(groups) > 1:
        line = line_of(text, groups[1][1])
        message = f"The document holds {len(groups)} action plans, the second from this line on; each was read."
        plan.problems.append(Problem(document.name, line, None, message))
    for group, start in groups:
        cover = read_cover(document, start, group[0].head.start)
        if mapping:
            cover = cover.told(mapping.country, mapping.number)
        plan.problems.extend(_about_cover(document, cover, group))
        codes += _read_group(text, group, cover, tree, plan.found, used)
    if learnt:
        shown = "; ".join(f"“{label}”" for label in learnt[:_MOST_SHOWN])
        message = (
            f"These begin lines of most commitments and are no known labels: {shown}. Their text was kept as unread: "
            "name them in a mapping (docs/reading.md)."
        )
        plan.problems.append(Problem(document.name, None, None, message, "info"))
    made = "under a key that was made for it" if not any(part.code for part in parts) else "under its code"
    count = (
        f"{len(codes)} commitments ({codes[0]} to {codes[-1]})" if len(codes) > 1 else f"one commitment ({codes[0]})"
    )
    message = f"This is an action plan with {count}; each was read {made}."
    plan.problems.insert(0, Problem(document.name, line_of(text, parts[0].head.start), None, message, "info"))
    return plan._replace(codes=tuple(codes))


def _learnt(written: str) -> Label:
    """A label that begins lines of most commitments: of the one field that forms know it for, or of none."""
    known = form_label(written)
    name = known.names[0] if known and len(known.names) == 1 and known.names[0] in _OF_FORMS else None
    return Label(name, "description" if name else "unkept", written, len(written.split()))


_OF_FORMS = frozenset(
    "lead_institution support_institutions other_actors other_government person person_title email phone start end"
    " dates completion status policy_areas problem objective brief".split()
)
"""Fields of a commitment that a form's label may be of, and no step of it alone."""


def _stated(hits: Sequence[ProseHit], parts: int) -> LabelTree:
    """The labels that this plan has: those that a colon, a tab or a line of their own shows, and those that repeat.

    `Civil society` at the beginning of a value is no label in a plan whose form says `CSOs`.
    """
    counts = Counter(hit.label for hit in hits)
    shown = {hit.label for hit in hits if hit.behind in ("colon", "line end")}
    tree = LabelTree()
    for label, count in counts.items():
        if label in shown or count * 3 >= parts:
            tree.add(label)
    return tree


def _unsplit(document: Document, text: str, breaks: frozenset[int]) -> Plan | None:
    """A plan whose labels are not known: said, with its labels, and nothing of it read."""
    labels, parts = repeating(text, breaks)
    words = plan_words()
    if not labels or not (words.name.search(text) or words.quick.search(f"\n{text}")):
        if (count := headed_only(text)) < _ENOUGH_HEADINGS or not words.name.search(text):
            return None
        message = (
            f"This looks like an action plan with {count} commitments, but no labels stand below its headings that "
            "would tell its fields apart. Nothing was read."
        )
        return Plan((), text, Findings(), [Problem(document.name, None, None, message, "error")])
    shown = ", ".join(f"“{label}”" for label in labels[:_MOST_SHOWN]) + (", …" if len(labels) > _MOST_SHOWN else "")
    message = (
        f"This looks like an action plan with {len(parts)} commitments, but its labels are not known: {shown}. Nothing "
        "was read. Say in a mapping which field each of them is: `ingest.py --explain` proposes one, and "
        "`ingest.py --mapping` uses it."
    )
    line = line_of(document.text, parts[0].head.start)
    return Plan((), text, Findings(), [Problem(document.name, line, None, message, "error")])


def explain_mapping(document: Document) -> str | None:
    """The mapping to begin with for a plan with labels that are not known, None where there is nothing to say."""
    text, breaks = _blanked(document.text, furniture(document.text))
    tree = tree_of()
    parts = split(text, find_labels(text, CharSpan(0, len(text)), tree), breaks)
    labels = unknown_labels(text, [part.body for part in parts], tree) if parts else repeating(text, breaks)[0]
    return proposal(labels) if labels else None


def _blanked(text: str, heads: list[CharSpan]) -> tuple[str, frozenset[int]]:
    """`text` with the lines of page numbers and running heads as spaces, as long as before, and where they end."""
    parts: list[str] = []
    breaks: set[int] = set()
    place = 0
    for head in heads:
        # with the line's end before it, so that what stands below begins a line as before
        start = head.start - 2 if text.startswith("\r\n", head.start - 2) else max(head.start - 1, 0)
        start = max(start, place)
        parts += [text[place:start], " " * (head.end - start)]
        place = head.end
        breaks.add(head.end + (2 if text.startswith("\r\n", head.end) else 1))
    return "".join([*parts, text[place:]]), frozenset(breaks)


def _plans(text: str, parts: list[Part]) -> list[tuple[list[Part], int]]:
    """The parts by plan, each with where its cover begins: a name with years between two commitments begins another."""
    groups: list[tuple[list[Part], int]] = [([parts[0]], 0)]
    first = parts[0].number
    for before, part in pairwise(parts):
        cover = None
        if part.number is not None and part.number == first:
            cover = cover_start(text, before.body.start, part.head.start)
        if cover is not None:
            groups[-1][0][-1] = before._replace(body=CharSpan(before.body.start, min(cover, before.body.end)))
            groups.append(([part], cover))
        else:
            groups[-1][0].append(part)
    return groups


def _about_cover(document: Document, cover: Cover, group: list[Part]) -> list[Problem]:
    line = line_of(document.text, group[0].head.start)
    if all(part.code for part in group):
        return []
    if cover.known is None:
        message = (
            "The plan names no member of the partnership on its cover: the keys of its commitments are made of the "
            "document's name. Name the country in a mapping, or the file after it."
        )
        return [Problem(document.name, line, "country", message)]
    if not cover.named:
        message = f"The plan names no country on its cover; {cover.known.name} was taken from the document's name."
        return [Problem(document.name, line, "country", message)]
    return []


def _read_group(
    text: str, group: list[Part], cover: Cover, tree: LabelTree, found: Findings, used: Counter[str]
) -> list[str]:
    """Read the commitments of one plan; their codes."""
    codes: list[str] = []
    read: list[Findings] = []
    for order, part in enumerate(group, 1):
        title = text[part.title.start : part.title.end] if part.title else ""
        inside = read_description(text, trim(text, *part.body), cover.letters, title, tree=tree)
        number = part.number or _number_in(text, inside) or str(order)
        code = part.code or _key(cover, number)
        used[code] += 1
        codes.append(code if used[code] == 1 else f"{code}_{used[code]}")
        read.append(inside)
    _cut_last(text, group, read)
    for code, part, inside in zip(codes, group, read, strict=True):
        own = cover.findings()
        if part.title and not any(one.field == TITLE and one.end > one.start for one in inside.values):
            own.append(FoundValue(TITLE, *part.title))
        values = [_tidied(text, one) for one in (*own, *_titles(text, inside.values))]
        found.values += [FoundValue(one.field, one.start, one.end, one.value, one.precision, code) for one in values]
        found.claimed += [part.head, *inside.claimed]
        found.unknown += inside.unknown
    return codes


def _key(cover: Cover, number: str) -> str:
    return made_code(cover.letters, cover.plan, number)


def _number_in(text: str, inside: Findings) -> str | None:
    """The number that leads a title which stands behind a label: `Number and name: 3. Open data`."""
    title = next((one for one in inside.values if one.field == TITLE), None)
    match = _TITLE_NUMBER.match(text, title.start, title.end) if title else None
    return match["number"] if match else None


_TITLE_NUMBER = re.compile(
    r"(?:[^\W\d_]{3,14}\s+)?(?:n\W{0,3})?(?P<number>\d{1,3}(?:\.\d{1,2}){0,3})[\s.):\-–—]+(?=\S)", re.IGNORECASE
)


def _titles(text: str, values: list[FoundValue]) -> list[FoundValue]:
    """The findings, a title without the number that leads it."""
    return [
        FoundValue(one.field, match.end(), one.end)
        if one.field == TITLE and (match := _TITLE_NUMBER.match(text, one.start, one.end))
        else one
        for one in values
    ]


def _tidied(text: str, one: FoundValue) -> FoundValue:
    """A finding of prose through which a page's head or a hyphen runs: its value is what a person would read."""
    if one.value is not None or FIELD[one.field].kind not in ("text", "institution", "person"):
        return one
    raw = text[one.start : one.end]
    joined = _HYPHEN.sub("", raw)
    return (
        one
        if joined == raw and "     " not in raw
        else FoundValue(one.field, one.start, one.end, " ".join(joined.split()))
    )


def _cut_last(text: str, group: list[Part], read: list[Findings]) -> None:
    """The last value of the last commitment goes on no further than that label's values in the others do."""
    if len(group) <= _FEWEST_BLOCKS:
        return
    last = max(read[-1].values, key=lambda one: one.end, default=None)
    if last is None or not last.end:
        return
    others = [
        _paragraphs(text, max(same, key=lambda one: one.end))
        for inside in read[:-1]
        if (same := [one for one in inside.values if one.field == last.field])
    ]
    most = max(others, default=0)
    if most and _paragraphs(text, last) > most:
        blocks = list(_BLOCK.finditer(text, last.start, last.end))
        cut = FoundValue(last.field, last.start, trim(text, last.start, blocks[most - 1].end()).end)
        read[-1].values = [cut if one == last else one for one in read[-1].values if one == last or one.end <= cut.end]


_BLOCK = re.compile(r"(?<![^\r\n])[^\S\r\n]*+\S[^\r\n]*+(?:(?:\r\n|\r|\n)[^\S\r\n]*+\S[^\r\n]*+)*+")


def _paragraphs(text: str, one: FoundValue) -> int:
    return sum(1 for _ in _BLOCK.finditer(text, one.start, one.end))


# -- page numbers and running heads: printed on each page, and saying nothing ----------------------------------------


_PAGE = re.compile(
    r"\s*+(?:[-–—|]\s*+)?(?:(?:page|página|pag\.?|p\.|seite)\s*+)?(\d{1,4})\s*+(?:(?:/|of|de|sur|di)\s*+\d{1,4}\s*+)?(?:[-–—|]\s*+)?",
    re.IGNORECASE,
)
# a line that says all of it needs no other: `Page 14 of 22`, `Seite 3 von 40`
_PAGE_OF = re.compile(
    r"\s*+[-–—|]?\s*+(?:page|página|pagina|pagină|pág\.?|seite|strona|strana|stranica|stránka|sivu|sida|side|halaman|"
    r"страница|сторінка|σελίδα|faqe|lapa|puslapis|lk)\s++\d{1,4}\s*+(?:/|of|de|sur|di|von|van|z|od|din|av|af|dari|из|з|από|no|iš)"
    r"\s*+\d{1,4}\s*+[-–—|]?\s*+",
    re.IGNORECASE,
)
_FEWEST = 2


def furniture(text: str) -> list[CharSpan]:
    """Page numbers that count up, alone on a line or in a page's foot, and the lines beside them that come again."""
    lines = [line for line in lines_of(text, 0, len(text)) if trim(text, *line)]
    pages = _counting(
        [(place, int(match[1])) for place, line in enumerate(lines) if (match := _PAGE.fullmatch(text, *line))]
    )
    pages += [place for place, line in enumerate(lines) if place not in {*pages} and _PAGE_OF.fullmatch(text, *line)]
    feet: dict[str, list[tuple[int, int]]] = {}
    for place, line in enumerate(lines):
        match = _FOOT.fullmatch(text, *line) if line.end - line.start <= _LONGEST_FOOT else None
        words = (match["before"] or match["after"]).strip() if match else ""
        if match and len(words.split()) > _FEWEST and not re.search(r"[:：\t]", words) and not _heads(text, line):
            feet.setdefault(words, []).append((place, int(match["first"] or match["last"])))
    for numbered in feet.values():
        pages += _counting(numbered)
    taken = set(pages)
    near = [
        other for place in pages for other in (place - 1, place + 1) if 0 <= other < len(lines) and other not in taken
    ]
    beside = Counter(fold(text[lines[place].start : lines[place].end]) for place in near)
    heads = {written for written, count in beside.items() if count > 1 and count * 3 >= len(pages)}
    taken |= {place for place in near if fold(text[lines[place].start : lines[place].end]) in heads}
    return [CharSpan(*lines[place]) for place in sorted(taken)]


_FOOT = re.compile(
    r"\s*(?:(?P<first>\d{1,3})[\s|–—-]+(?P<after>[^\W\d_][^\r\n]*)|(?P<before>[^\r\n]*[^\s.…])[\s|–—-]+(?P<last>\d{1,3}))\s*"
)
_LONGEST_FOOT = 160


def _heads(text: str, line: Line) -> bool:
    return bool(plan_words().commitment.match(text, *line) or plan_words().part.match(text, *line))


def _counting(numbers: list[tuple[int, int]]) -> list[int]:
    """The lines of the longest run of numbers that count up by one, where most numbers but years are in it."""
    last: dict[int, int] = {}
    run: list[tuple[int, int | None]] = []  # of each number: how long the run is that ends in it, and the one before
    for at, (_, number) in enumerate(numbers):
        before = last.get(number - 1)
        run.append((run[before][0] + 1 if before is not None else 1, before))
        last[number] = at
    longest: int | None = max(range(len(run)), key=lambda at: run[at][0], default=None)
    if longest is None or run[longest][0] <= _FEWEST:
        return []
    if run[longest][0] * 2 < sum(not _YEARS.start <= number < _YEARS.stop for _, number in numbers):
        return []
    found: list[int] = []
    while longest is not None:
        found.append(numbers[longest][0])
        longest = run[longest][1]
    return found[::-1]


_YEARS = range(1990, 2060)
