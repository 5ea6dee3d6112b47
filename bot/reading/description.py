"""Labelled fields inside prose: what a Description, or an IRM summary, says behind the labels of its template."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from itertools import islice, zip_longest

from bot.reading.contact_owner import Labelled, Owner, others_contacts, owner
from bot.reading.form_labels import form_label
from bot.reading.form_meanings import tells_state
from bot.reading.label_tables import label_tables
from bot.reading.label_tree import LabelTree
from bot.reading.labels import label_at
from bot.reading.members import members_of
from bot.reading.prose_labels import STEPS, ProseHit, find_labels
from bot.reading.spans import CharSpan, Findings, Line, OtherContact, UnknownLabel, content, lines_of, paragraphs, trim
from bot.reading.unknown_labels import Style, labels_in_lines, stray_label, unknown_labels_in
from bot.records.date_ranges import split_date_range
from bot.records.text import fold
from bot.records.vocabulary import find_members, terms

_ONE_LINED = frozenset(
    {"person", "person_title", "email", "phone", "email_phone", "dates", "start", "end", "newness", "completion"}
)
_SHORT = _ONE_LINED | {"lead_institution", "support_institutions", "other_government", "other_actors"}
_CONTACTS = frozenset({"person", "person_title", "email", "phone", "email_phone", "contacts"})
_DATES = frozenset({"dates", "start", "end"})
_FAX_LAST = re.compile(r"[,/&]\s?(?:tele)?(?:fax|t[ée]l[ée]copie)\W*\Z", re.IGNORECASE)
_TWO, _LONGEST_LABEL = 2, 160
_BROKEN = re.compile(r"[\r\n]")


def read_description(
    text: str,
    place: CharSpan,
    prefix: str,
    title: str,
    known: Collection[str] = (),
    tree: LabelTree | None = None,
) -> Findings:
    """The fields of a Description, by the labels of `tree` if given; its unlabelled beginning is the summary.

    `known`: the fields that the page's header states; its labels are known here too where they state another.
    """
    hits = _own_dates(text, find_labels(text, place, tree), not _DATES.isdisjoint(known))
    found = Findings()
    lead_end = hits[0].start if hits else place.end
    _lead(text, CharSpan(place.start, lead_end), prefix, title, Style.of(text, hits) if hits else None, found)
    found.add(_labelled(text, hits, place.end, prefix))
    unknown, found.unknown = sorted(found.unknown, key=lambda label: label.start), []
    for label, after in zip_longest(unknown, unknown[1:]):
        hit = label_at(text, label.start, _line_end(text, label.start, min(place.end, label.start + _LONGEST_LABEL)))
        if hit and hit.marked and hit.label.name not in known:
            # `Action Plan: …` in a Description
            found.claimed.append(CharSpan(hit.start, hit.end))
            next_hit = next((other.start for other in hits if other.start >= hit.end), place.end)
            end = min(_line_end(text, hit.end, place.end), after.start if after else place.end, next_hit)
            value = trim(text, hit.end, max(hit.end, end), ";|*_")
            found.values += members_of(hit.label.name or "", text, value, prefix)
        else:
            found.unknown.append(label)
    return found


def _line_end(text: str, start: int, end: int) -> int:
    return next((line.end for line in lines_of(text, start, end)), end)


def read_summary(text: str, place: CharSpan, prefix: str) -> Findings:
    """The fields inside an IRM summary: only labels with a colon or a line of their own count there."""
    hits = [hit for hit in find_labels(text, place) if hit.behind == "colon"]
    return _labelled(text, hits, place.end, prefix)


def _labelled(text: str, hits: list[ProseHit], end: int, prefix: str) -> Findings:
    """The values behind each label, up to the next one; without those of somebody else's contact."""
    found = Findings()
    style = Style.of(text, hits)
    titled = any(hit.label.name == "person_title" for hit in hits)
    places = []
    for hit, after in zip(hits, [*hits[1:], None], strict=False):
        value = _value_place(text, hit, after.start if after else end)
        value = _cut_unknown(text, hit, value, style, found)
        one_block = hit.label.name in _ONE_LINED or hit.label is STEPS
        places.append(_first_block(text, value) if one_block and value else value)
    others = _others(text, hits, places, found.unknown)
    states = dict.fromkeys(_states(text, hits, places), "completion")
    states |= dict.fromkeys(_values_alone(text, hits, places), "ogp_values")
    for number, (hit, value) in enumerate(zip(hits, places, strict=True)):
        if heading := others.get(number):
            if owner(heading) is Owner.OTHER:  # no answer offers it as what might be the commitment's
                found.claimed.append(CharSpan(hit.label_start, max(value.end, hit.end)))
            label = text[hit.label_start : hit.end].strip(" *_:")
            found.others.append(OtherContact(label, heading, hit.label_start))
            continue
        found.claimed.append(CharSpan(hit.label_start, hit.end))
        name = states.get(number, hit.label.name)
        if name == "status" and _is_of_milestone(hits, number):
            continue
        if name is None or (hit.label.role == "group" and not value):
            continue
        values = members_of(name, text, value, prefix)
        if _FAX_LAST.search(text, hit.label_start, hit.end):
            # `E-mail, Tel., Fax: a@b.org, 555 0111, 555 0112` names its numbers in its own order
            numbers = [one for one in values if one.field == "phone"]
            values = [one for one in values if len(numbers) < _TWO or one is not numbers[-1]]
        found.values += [one for one in values if one.field != "person_title" or name == one.field or not titled]
    return found


def _is_of_milestone(hits: list[ProseHit], number: int) -> bool:
    """A status below a milestone, or one of several, is none of the commitment's."""
    above = next((hit for hit in reversed(hits[:number]) if hit.label.name not in (*_DATES, "status", "person")), None)
    several = sum(hit.label.name == "status" for hit in hits) > 1
    return several or (above is not None and above.label.name == "milestones")


def _states(text: str, hits: list[ProseHit], places: list[CharSpan]) -> frozenset[int]:
    """The labels by their number that may be the problem's and say how far it is here: `Current status`."""
    either = {"problem", "completion"}
    return frozenset(
        number
        for number, (hit, place) in enumerate(zip(hits, places, strict=True))
        if hit.label.name == "problem"
        and place
        and (known := form_label(text[hit.label_start : hit.end]))
        and either <= {*known.names}
        and tells_state(text[slice(*place)])
    )


def _values_alone(text: str, hits: list[ProseHit], places: list[CharSpan]) -> list[int]:
    """The labels by their number behind which nothing but the partnership's values stand: `OGP values`."""
    known = {*terms("ogp_values")}
    return [
        number
        for number, (hit, place) in enumerate(zip(hits, places, strict=True))
        if hit.label.name == "relevance"
        and place.end - place.start <= _LONGEST_LABEL
        and text[place.start : place.end][-1:] != "."  # a sentence says why
        and any(label.name == "ogp_values" for label, _ in label_tables().header.at(text, hit.label_start, hit.end))
        and (members := find_members("ogp_values", text[slice(*place)]))
        and {member for _, _, member in members} <= known
    ]


def _others(text: str, hits: list[ProseHit], places: list[CharSpan], unknown: list[UnknownLabel]) -> dict[int, str]:
    """The labels that lead to somebody else's contact, by their number, with the words above each that say so."""
    rows = [
        (
            Labelled(CharSpan(hit.label_start, hit.end), value, frozenset({name} if name else ()), True),
            number,
        )
        for number, (hit, value) in enumerate(zip(hits, places, strict=True))
        if (name := hit.label.name) or hit.label.role == "unkept"
    ]
    for one in unknown:
        label = CharSpan(one.start, one.start + len(one.text))
        value = trim(text, label.end, _line_end(text, label.end, len(text)), ":*_| ")
        rows.append((Labelled(label, value, frozenset(), False), -1))
    rows.sort(key=lambda row: row[0].label)
    others = others_contacts(text, (), [row for row, _ in rows])
    return {rows[at][1]: heading for at, heading in others.items() if rows[at][0].names & _CONTACTS}


def _own_dates(text: str, hits: list[ProseHit], dated: bool) -> list[ProseHit]:
    """The labels without those of dates that stand below milestones and are theirs.

    So they are where they are repeated, and where the commitment's own stand elsewhere (`dated`: on the page).
    """
    below: list[ProseHit] = []
    milestone = False
    for hit in hits:
        milestone = hit.label.name == "milestones" or (milestone and hit.label.name in _DATES)
        if milestone and hit.label.name in _DATES:
            below.append(hit)
        dated |= hit.label.name in _DATES and not milestone
    written = [fold(text[hit.label_start : hit.end]) for hit in below]
    times = Counter(written)
    theirs = {hit.start for hit, label in zip(below, written, strict=True) if dated or times[label] > 1}
    return [hit for hit in hits if hit.start not in theirs]


def _first_block(text: str, value: CharSpan) -> CharSpan:
    """`value` up to its first empty line: a telephone number does not go on behind one."""
    match = re.search(r"(?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n)", text[value.start : value.end])
    return trim(text, value.start, value.start + match.start(), ";|") if match else value


def _value_place(text: str, hit: ProseHit, limit: int) -> CharSpan:
    value = trim(text, hit.end, limit, ";|*_")
    if trim(text, value.start, value.end, ".,:;"):  # the full stop of a sentence is no value: "Email:. Phone:."
        return value
    return _blank(text, hit, limit)


def _blank(text: str, hit: ProseHit, limit: int) -> CharSpan:
    """Where the value of a label would stand that has none."""
    place = hit.end
    if place < limit and text[place] in " \xa0":
        place += 1
    return CharSpan(place, place)


def _cut_unknown(text: str, hit: ProseHit, value: CharSpan, style: Style, found: Findings) -> CharSpan:
    """`value` up to the first label in it that the tables do not know; all such labels are found."""
    # behind `PHONE:` and an empty line the next paragraph may be another label's
    first = hit.behind == "colon" and bool(_BROKEN.search(text, hit.end, value.start))
    if first and hit.label.name in _CONTACTS and owner(text[slice(*_first_block(text, value))]) is Owner.OTHER:
        return _blank(text, hit, value.end)
    cuts = list(unknown_labels_in(text, value, style, first))
    if hit.behind == "colon" and hit.label.name in _SHORT and not _BROKEN.search(text, hit.end, value.start):
        cuts = sorted({*cuts, *labels_in_lines(text, value)})
    if not cuts and style.lines and hit.label.name == "lead_institution" and (stray := stray_label(text, value)):
        cuts = [stray]
    if not cuts:
        return value
    found.unknown += [cut.label for cut in cuts]
    cut = cuts[0].start
    if cut == value.start:
        return _blank(text, hit, value.end)
    return trim(text, value.start, cut, ";|*_")


def _lead(text: str, place: CharSpan, prefix: str, title: str, style: Style | None, found: Findings) -> None:
    """The text before the first label: a date line, a title said again, and the summary."""
    for paragraph in islice(_lead_parts(text, trim(text, *place, ";")), _MOST_PARAGRAPHS):
        bare = trim(text, *paragraph, ";*_#|")
        words = text[bare.start : bare.end]
        if not any(map(str.isalnum, words)):
            continue  # nothing, or the rule below a table's head
        if len(words) <= _LONGEST_TITLE and fold(words).strip(" .") == fold(title).strip(" ."):
            found.claimed.append(bare)
        elif names_another(text, Line(*bare), title, "", first=False) is False:
            found.claimed.append(bare)  # `Commitment 4: its title`
        elif _is_date_line(words):
            found.values += members_of("dates", text, bare, prefix)
        else:
            cuts = list(unknown_labels_in(text, bare, style, first=True)) if style else []
            if cuts:
                found.unknown += [cut.label for cut in cuts]
                bare = trim(text, bare.start, cuts[0].start, ";")
            if not bare:
                continue
            found.values += members_of("summary", text, bare, prefix)


def _lead_parts(text: str, place: CharSpan) -> Iterator[CharSpan]:
    """The paragraphs of `place`, a date line being one by itself even where no empty line parts it from others."""
    start = place.start
    for line in lines_of(text, *place):
        bare = trim(text, *line, ";*_#|")
        if bare and bare.end - bare.start <= _LONGEST_DATE_LINE and _is_date_line(text[bare.start : bare.end]):
            yield from paragraphs(text, start, line.start)
            yield bare
            start = line.end
    yield from paragraphs(text, start, place.end)


_LONGEST_DATE_LINE, _LONGEST_TITLE, _MOST_PARAGRAPHS = 80, 600, 50


def _is_date_line(words: str) -> bool:
    """A range of dates that fills a line by itself: `July 2018-March 2020`."""
    if len(words) > _LONGEST_DATE_LINE:
        return False
    parts = split_date_range(words)
    if not (parts.start and parts.end):
        return False
    taken = [(span.start, span.end) for span in (parts.newness, parts.start, parts.end) if span]
    rest = "".join(char for at, char in enumerate(words) if not any(start <= at < end for start, end in taken))
    return sum(char.isalpha() for char in rest) <= len("until")


# -- blocks of another commitment ------------------------------------------------------------------------------------
# A report is written for a whole action plan, and pages carry blocks of it under a heading such as `Commitment 7. Open
# Contracting Portal`. Where number and title are not the page's, nothing in the block is said of its commitment.


_NAMED = re.compile(
    r"(?:commitment|compromiso|engagement|impegno|compromisso|зобов'язання|공약)s?[^\S\r\n]*(?:(?:no|nr|n)?[.°º]{1,2}[^\S\r\n]*|number[^\S\r\n]+)?"
    r"(?P<number>\d{1,3}(?:\.\d{1,2})?)(?!\d)[^\S\r\n]*(?:[.:：)–—-][^\S\r\n]*)?(?P<title>[^\r\n]*)",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?P<number>\d{1,3})(?!\d)[.:)]?[^\S\r\n]+(?P<title>[^\W\d_][^\r\n]*)")
_CODE = re.compile(r"\(?\b(?P<code>[A-Z]{2,5}\d{4})\b\)?")
_DIGIT, _REACH = re.compile(r"\d"), 40
_LONGEST_HEADING, _SHORTEST_WORD, _STEM = 140, 4, 5


def names_another(text: str, line: Line, title: str, code: str, first: bool) -> bool | None:
    """The line heads a block of another commitment (True), of the page's own (False), or is no such heading (None).

    `first`: it is the first line of its section, where a number alone (`9. Mine the hills`) is enough.
    """
    if not _DIGIT.search(text, line.start, min(line.end, line.start + _REACH)):
        return None
    bare = content(text, line)
    start = line.start
    while start < bare.start and not text[start].isdigit():
        start += 1
    words = text[start if first else bare.start : bare.end].strip(" *_#")
    match = _NAMED.match(words) or (_BARE.match(words) if first else None)
    if not match or len(match["title"]) > _LONGEST_HEADING:
        return None
    named = _CODE.search(match["title"])
    if named:
        return named["code"] != code
    said = match["title"].strip(" .:*_")
    if not said:
        return None
    if match["title"].rstrip()[-1:] in ".;" and len(said.split()) > 12:
        return None
    return not _alike(said, title)


def _alike(said: str, title: str) -> bool:
    """Half of the words of the shorter title begin as words of the longer do."""
    one, other = _stems(said), _stems(title)
    return bool(one and other) and 2 * len(one & other) >= min(len(one), len(other))


def _stems(title: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in re.findall(r"\w+", fold(title)) if len(word) >= _SHORTEST_WORD)


def blocks_of(text: str, place: CharSpan, title: str, code: str) -> Iterator[tuple[CharSpan, bool]]:
    """The blocks of a review in order, each with whether it is another commitment's."""
    start, foreign = place.start, False
    first = True
    for line in lines_of(text, *place):
        if line.end == line.start:
            continue
        another = names_another(text, line, title, code, first)
        first = False
        if another is not None and another != foreign:
            if line.start > start:
                yield CharSpan(start, line.start), foreign
            start, foreign = line.start, another
    yield CharSpan(start, place.end), foreign
