"""A page that is a form of its own making: title, code and country, and a value for each label that it marks.

The partnership's own pages are none of these; they have labels that only they have (`page.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice, pairwise
from typing import NamedTuple

from bot.reading.contact_owner import Labelled, Owner, others_contacts, owner
from bot.reading.description import read_description
from bot.reading.form_codes import coded_headings, codes_alone, codes_first
from bot.reading.form_contacts import contacts_of, first_line, names_somebody, unstated
from bot.reading.form_dates import DATES, are_events, is_period, own_dates, says_no_date, states_nothing
from bot.reading.form_labels import FormLabel, form_label
from bot.reading.form_lists import Lists, ticked
from bot.reading.form_meanings import OF_CONTACTS, Seen, meant, state_beside_share
from bot.reading.form_numbered import numbered
from bot.reading.form_rows import Row, Rows, asides, blocks_beside, read_rows
from bot.reading.form_title import (
    QUOTES,
    code_of,
    first_line_of,
    is_of_head,
    title_of,
    title_place,
)
from bot.reading.form_words import known_by_words
from bot.reading.labels import heading_of, label_of
from bot.reading.markup import FOOTER
from bot.reading.members import members_of
from bot.reading.prose_labels import find_labels
from bot.reading.said_plans import said_plan
from bot.reading.siblings import CODE, Title, find_index, find_titles
from bot.reading.spans import (
    APART,
    CharSpan,
    Findings,
    FoundValue,
    Line,
    Mark,
    OtherContact,
    UnknownLabel,
    lines_of,
    paragraphs,
    trim,
)
from bot.records.contacts import find_emails, find_phones, is_role
from bot.records.countries import country_named, country_of, names_at_home
from bot.records.fields import FIELD
from bot.records.model import Document, Problem
from bot.records.text import fold
from bot.records.vocabulary import canonical, wordings

_OF_THE_PARTNERSHIP = frozenset(
    "action_plan cycle irm_report starred early_results verifiable ogp_values potential_impact potential_for_results"
    " inception_report".split()
)
_ONCE = frozenset("lead_institution problem objective dates country".split())
_ONE_LINED = frozenset({"country", "status", "completion", "code", "title", "start", "end", "dates", *OF_CONTACTS})
_BLANKS = frozenset({"start", "end", "dates", "status", "completion"})
_TICKED = frozenset({"status", "completion", "policy_areas"})
_TEXTS = frozenset({"problem", "objective", "brief", "challenge", "relevance", "ambition_statement", "summary"})
_LONGEST, _MOST_LINES = 200_000, 3000
"""Characters and lines of a form: what is longer is no page of one commitment."""
_HIDDEN, _LINES_TO_COUNTRY, _MOST_WORDS_OF_COUNTRY = 2, 3, 6
_FEWEST_FIELDS, _SHORT, _LONG_LINE = 3, 80, 35
_MANY, _LONG_LINE_OF_PERSON, _LETTERS_OF_LABELS = 3, 120, 16
_LAST_RULE = re.compile(r"[^\S\r\n]{0,8}(?:-{4,200}|_{4,200}|={4,200}|\*{4,200}|~{4,200}|—{2,100}|–{3,100})[^\S\r\n]*")
_TWO, _MOST_FORMS = 2, 20
_LINES_OF_FOOT = 6
_OF_OFFICES = frozenset({"email", "phone", "email_phone", "contacts", None})
_REACHED = frozenset({"email", "phone", "email_phone", "contacts", "person"})
"""What a label for somebody's address or number may mean: `Contact` is one of a person too."""
_FRAME = re.compile(r"\.[\w-]*(?:chip|badge|pill|tag(?!line)|lozenge|label(?!s)|status)", re.IGNORECASE)
"""What sites call a word in a frame of its own, as a class."""
_BREAD = re.compile(r"[|»›>/·•–—*]|\s-\s")


class Form(NamedTuple):
    """A form: its title and code, and everything found in it."""

    title: Title
    found: Findings
    problems: tuple[Problem, ...] = ()


def read_form(document: Document, marks: Iterable[Mark] = ()) -> Form | None:
    """The commitment of a page that is a form; None where the page is none, or no code is known for it."""
    text = document.text
    if len(text) > _LONGEST or text.count("\n") + text.count("\r") > _MOST_LINES or _is_of_the_partnership(text):
        return None
    marks = list(marks)
    beside = [CharSpan(one.start, one.end) for one in marks if one.kind == APART]
    beside += blocks_beside(text) if document.format == "txt" else []
    if beside:
        text = _blanked(text, beside)
        document = replace(document, text=text)
        marks = [one for one in marks if one.kind == APART or trim(text, one.start, one.end)]
    titles = _own_titles(text, marks)
    if len({title.code for title in titles}) > 1 or len(coded_headings(text)) > 1:
        return None
    title = titles[0] if titles else None
    begin = title.line if title else Line(-1, -1)
    end = min((one.start for one in marks if one.kind == FOOTER and one.start > begin.end), default=len(text))
    rows = read_rows(text, marks, begin, end)
    rows = rows._replace(rows=known_by_words(text, rows.rows))
    if (foot := _foot(document, rows.rows, end)) < end:
        end = foot
        rows = read_rows(text, marks, begin, end)
        rows = rows._replace(rows=known_by_words(text, rows.rows))
    last = max((row.start for row in rows.rows if row.meaning and row.meaning.core not in (None, "title")), default=end)
    if (listed := next(asides(text, Line(last, last), end), end)) < end:
        end = listed  # others stand below
        rows = rows._replace(rows=[row for row in rows.rows if row.start < end])
    if not _is_form(rows.rows) or _hides_labels(text, begin.end, rows.rows):
        return None
    problems: tuple[Problem, ...] = ()
    cover: tuple[FoundValue, ...] = ()
    if not title and not code_of(document, rows.rows):
        if not (known := numbered(document, rows.rows)):
            return None
        title, problems, cover = known
        rows = read_rows(text, marks, title.line, end)
        rows = rows._replace(rows=known_by_words(text, rows.rows))
    reader = FormReader(document, marks, rows, end)
    reader.found.claimed += beside  # nothing there is the commitment's
    form = reader.read(title, cover)
    return form._replace(problems=problems) if form else None


def read_forms(document: Document, marks: Iterable[Mark] = ()) -> list[Form]:
    """The commitments of a page with a form for each of them, below its title with the code; none where it has one."""
    text = document.text
    if len(text) > _LONGEST or len(set(re.findall(rf"\b{CODE}\b", text))) < _TWO or _is_of_the_partnership(text):
        return []
    marks = list(marks)
    titles = _own_titles(text, marks, whole=True)
    codes = [title.code for title in titles]
    if not _TWO <= len(codes) <= _MOST_FORMS or len(set(codes)) < len(codes):
        return []
    forms = []
    starts = [*(title.line.start for title in titles), len(text)]
    bare = list(codes_alone(text, titles[0].line.end, {*codes}))
    said = said_plan(document, starts[0])
    for start, end in pairwise(starts):
        end = min((one.line.start for one in bare if start < one.line.start < end), default=end)
        own = _blanked(text, [CharSpan(starts[0], start), CharSpan(end, len(text))])
        inside = [one for one in marks if one.end <= starts[0] or start <= one.start < end]
        if (form := read_form(replace(document, text=own), inside)) is None:
            return []
        forms.append(form)
    forms += [
        Form(one, Findings([FoundValue("title", *one.place)], [CharSpan(one.line.start, one.place.end)]))
        for one in bare
    ]
    for form in forms:
        stated = {one.field for one in form.found.values if one.end > one.start}
        form.found.values += [replace(one) for one in said if one.field not in stated]
    return forms


def _blanked(text: str, stretches: list[CharSpan]) -> str:
    """`text` with spaces for the letters of some stretches, as long as before."""
    for start, end in stretches:
        text = text[:start] + re.sub(r"[^\r\n]", " ", text[start:end]) + text[end:]
    return text


def _foot(document: Document, rows: list[Row], end: int) -> int:
    """Where the lines begin that say who publishes a page of plain text: below its last rule, with a contact of theirs.

    The commitment's own contact stands above, and below is no label but for addresses and numbers.
    """
    text = document.text
    if document.format in ("docx", "html"):
        return end
    rule = max((line.start for line in lines_of(text, 0, end) if _LAST_RULE.fullmatch(text, *line)), default=end)
    below = [line for line in lines_of(text, rule, end) if trim(text, *line)][1:]
    above = {name for row in rows if row.start < rule and row.meaning for name in row.meaning.names}
    under = [row for row in rows if row.start >= rule]
    if not below or len(below) > _LINES_OF_FOOT or not above & OF_CONTACTS:
        return end
    if any(below[0].start <= row.start < below[0].end for row in under if row.meaning):
        return end
    if any(row.meaning and {*row.meaning.names} - _OF_OFFICES for row in under):
        return end
    said = text[below[0].start : end]
    return rule if find_emails(said) or find_phones(said) else end


def _own_titles(text: str, marks: list[Mark], whole: bool = False) -> list[Title]:
    """The lines with a code that may be the page's title: the one that heads its rows, none that stand below them.

    A page lists other commitments beside its own: above it, with a line of text each, or below as related ones.
    `whole`: lines that begin with a code are looked for in all of the text, and only such as head rows are titles.
    """
    marked = find_titles(text)
    titles = sorted((*marked, *codes_first(text, whole), *_framed_codes(text, marks)), key=lambda one: one.line.start)
    if not titles:
        return []
    rows = known_by_words(text, read_rows(text, marks, Line(-1, -1), len(text)).rows)
    ends = [*(title.line.start for title in titles[1:]), len(text)]
    heading = [
        title
        for title, end in zip(titles, ends, strict=True)
        if _is_form([row for row in rows if title.line.start <= row.start < end])
    ]
    if heading or whole:
        return heading
    below = _is_form([row for row in rows if row.start < titles[0].line.start])
    return [] if below else marked or titles[:1]


def _framed_codes(text: str, marks: list[Mark]) -> Iterator[Title]:
    """The headings that end in the code in a frame of its own, before frames of other things."""
    frames = [(one, trim(text, one.start, one.end)) for one in marks if _FRAME.search(one.kind)]
    headings = [one for one in marks if re.fullmatch(r"h\d", one.kind)]
    for mark, place in frames if headings else ():
        if not re.fullmatch(CODE, text[slice(*place)]):
            continue
        for heading in headings:
            if heading.start <= mark.start and mark.end <= heading.end:
                first = min(one.start for one, _ in frames if heading.start <= one.start)
                if title := trim(text, heading.start, first, "|•·–—-"):
                    yield Title(title, text[slice(*place)], Line(title.start, place.end))


def _is_of_the_partnership(text: str) -> bool:
    """Two signs of the partnership's own pages: labels that only they have, headings of their prose or of a review."""
    seen: set[str] = set()
    for line in lines_of(text, 0, len(text)):
        if line.end == line.start:
            continue
        if (hit := label_of(text, line)) and hit.label.name in _OF_THE_PARTNERSHIP:
            seen.add(hit.label.name)
        elif (heading := heading_of(text, line)) in ("irm", "description") and text[line.start].isalpha():
            seen.add(heading or "")
        if len(seen) > 1 or "irm" in seen:
            return True
    return bool(find_index(text, 0, len(text))[1])


def _is_form(rows: list[Row]) -> bool:
    """Enough fields of a commitment have a label, and none that a commitment has once is there again and again."""
    core = {row.meaning.core for row in rows if row.meaning and row.meaning.core}
    times = Counter(row.meaning.names[0] for row in rows if row.meaning)
    repeated = [name for name in _ONCE if times[name] > 2]
    return len(core) >= _FEWEST_FIELDS and not repeated


def _hides_labels(text: str, start: int, rows: list[Row]) -> bool:
    """Labels without a mark begin lines inside the values: the page is written as running text is."""
    labels = {at for row in rows for at in range(row.start, row.label.end)}
    hits = find_labels(text, CharSpan(max(start, 0), len(text)))
    return (
        sum(
            hit.sure
            and hit.before == "line"
            and hit.behind in ("capital", "other")
            and hit.label.name is not None
            and hit.label_start not in labels
            for hit in hits
        )
        >= _HIDDEN
    )


def _is_reached(said: str) -> bool:
    """An address and numbers, without a sentence around them."""
    rest = said
    for one in sorted([*find_emails(said), *find_phones(said)], reverse=True):
        rest = rest[: one.start] + " " + rest[one.end :]
    return sum(map(str.isalpha, rest)) <= _LETTERS_OF_LABELS


class FormReader:
    """One pass over the rows of a form, or over the cells of a record."""

    def __init__(self, document: Document, marks: list[Mark], rows: Rows, end: int, prefix: str = "") -> None:
        self.document = document
        self.text = document.text
        self.marks = marks
        self.rows = own_dates(rows.rows)
        self.taken: list[CharSpan] = []
        self.tables = rows.tables
        self.end = end
        self.found = Findings()
        self.last = ""
        self.lists = Lists(document, end)
        self.titled = False
        self.fields: set[str] = set()  # of what was found
        self.ended = any("end" in one.meaning.names for one in self.rows if one.meaning)
        self.labelled = False  # a row whose label can only be a title's
        self.prefix = prefix

    def read(self, title: Title | None, cover: tuple[FoundValue, ...] = ()) -> Form | None:
        """The rows' values with the title and whatever no row holds; None where no code is known.

        What the `cover` says above the title counts where no row or line of its own says it.
        """
        code = title.code if title else code_of(self.document, self.rows)
        if not code:
            return None
        self.prefix = re.sub(r"\d", "", code)
        place = title_place(self.text, title, code, self.marks, self.rows)
        self.titled = bool(place)
        line = title.line if title else (Line(*place) if place else Line(0, 0))
        others = others_contacts(self.text, self.marks, [_labelled(row) for row in self.rows])
        for number, row in enumerate(self.rows):
            if row.meaning is None and place.start <= row.label.start < place.end:
                continue  # a title with a colon in it
            if heading := others.get(number):
                self.taken.append(CharSpan(row.start, max(row.value.end, row.label.end)))
                if owner(heading) is Owner.OTHER:  # no answer offers it as what might be the commitment's
                    self.found.claimed.append(self.taken[-1])
                label = self.text[slice(*row.label)].strip(" *_:")
                self.found.others.append(OtherContact(label, heading, row.label.start))
                continue
            if place and row.value.end <= place.start and self._is_of_site(row, place.end):
                self.taken.append(CharSpan(row.start, row.value.end))
                label = self.text[slice(*row.label)].strip(" *_:")
                self.found.others.append(OtherContact(label, "", row.label.start))
                continue
            self.found.claimed.append(CharSpan(row.start, row.label.end))
            self._read_row(row)
            if row.meaning and self.last in ("person", "contacts") and row.value:
                self._goes_on(row, self.rows[number + 1] if number + 1 < len(self.rows) else None)
        stated = next((one for one in self.found.values if one.field == "title" and one.end > one.start), None)
        if stated and (not place or (self.labelled and not title)):
            place = title_of(self.text, CharSpan(stated.start, stated.end))
            line = Line(*place)
        elif not place:
            line = Line(*first_line_of(self.text, self.rows))
            place = title_of(self.text, CharSpan(*line))
        self.found.values = [one for one in self.found.values if one.field != "title"]
        self.found.values.append(FoundValue("title", *place))
        self.found.claimed.append(CharSpan(*line))
        self._free(line)
        for table in self.tables:
            self._table(table)
        self._cover(cover)
        state_beside_share(self.text, self.found.values)
        return Form(Title(place, code, line), self.found)

    def _cover(self, cover: tuple[FoundValue, ...]) -> None:
        """What stands above the title and no row says; the lines that it stands in hold no label."""
        stated = {one.field for one in self.found.values if one.end > one.start}
        own = [one for one in cover if one.field not in stated]
        self.found.values += own
        for line in lines_of(self.text, 0, max((one.end for one in cover), default=0)):
            said = self.text[slice(*trim(self.text, *line, "#*_ "))]
            if country_named(said) or any(line.start <= one.start < line.end for one in cover):
                self.found.unknown = [one for one in self.found.unknown if not line.start <= one.start < line.end]

    def _is_of_site(self, row: Row, title: int) -> bool:
        """A way to reach the site, above the title: of a web page any, of others one of a kind that is below too."""
        names = {*row.meaning.names} if row.meaning and row.value else set()
        said = self.text[slice(*row.value)]
        if not names or names - _REACHED or names_somebody(said):
            return False
        below = {name for one in self.rows if one.start > title and one.meaning for name in one.meaning.names}
        kinds = {"email"} if find_emails(said) else set()
        kinds |= {"phone"} if find_phones(said) else set()
        return bool(kinds) and (self.document.format == "html" or kinds <= below or bool({"email_phone"} & below))

    def read_pair(self, meaning: FormLabel, place: CharSpan) -> None:
        """A value that stands by itself, as a cell does, and what its label means."""
        name = meant(self.text[slice(*place)], self._seen(meaning))
        self.last = name or ""
        if name == "title":
            self.found.values.append(FoundValue(name, *place))
            self.titled = True
        elif name and name not in ("code", "group") and not (name in DATES and says_no_date(self.text[slice(*place)])):
            self._values(name, place)

    # -- rows --------------------------------------------------------------------------------------------------------

    def _read_row(self, row: Row) -> None:
        self.taken.append(CharSpan(row.start, row.label.end))
        if row.meaning is None:
            self.taken[-1] = CharSpan(row.start, row.value.end if row.value else row.start)
            if row.value:
                self.found.unknown.append(UnknownLabel(self.text[slice(*row.label)].strip(" *_:"), row.label.start))
            return
        place = self._unquoted(row.value)
        boxes = ticked(self.text, place) if _TICKED & {*row.meaning.names} else None
        chosen = boxes[0] if boxes else place
        name = meant(self.text[slice(*chosen)], self._seen(row.meaning))
        self.last = name or ""
        if name is None or name in ("code", "group") or (name in DATES and says_no_date(self.text[slice(*place)])):
            self.taken[-1] = CharSpan(row.start, max(row.value.end, row.label.end))
            if name == "code":
                self.found.claimed.append(row.value)
            return
        if boxes is not None and name in _TICKED:
            self.taken[-1] = CharSpan(row.start, max(place.end, row.label.end))
            for one in boxes or [CharSpan(place.start, place.start)]:
                self._values(name, one)
            return
        if name in _TEXTS and self._divided(place):
            self.taken[-1] = CharSpan(row.start, place.end)
            return
        first = first_line(self.text, place)
        known = name in ("status", "completion") and canonical(name, self.text[slice(*first)]) is not None
        if known or (name in _ONE_LINED and row.behind and name not in ("dates", *OF_CONTACTS)):
            place = first
        elif name in OF_CONTACTS or name == "dates":
            place = self._going_on(place) if row.behind else place
        elif row.behind:
            place = self._going_on(place)
        self.taken[-1] = CharSpan(row.start, max(place.end, row.label.end))
        if name == "title":
            key = self.text[slice(*row.label)].islower() and not row.label.start == row.start == 0
            self.labelled |= row.meaning.names[0] == "title" or key
            self.found.values.append(FoundValue("title", *place))
            self.titled = True
            return
        self._values(name, place)

    def _divided(self, place: CharSpan) -> bool:
        """A text that labels of descriptions divide, each with a colon: it is read as a description is."""
        hits = [hit for hit in find_labels(self.text, place) if hit.sure and hit.behind == "colon" and hit.label.name]
        if len({hit.label.name for hit in hits}) < _TWO or hits[0].label_start > place.start:
            return False
        inside = read_description(self.text, place, self.prefix, "", self.fields)
        self.found.add(inside)
        self.fields.update(one.field for one in inside.values)
        return True

    def _seen(self, meaning: FormLabel) -> Seen:
        return Seen(
            names=meaning.names,
            fields=self.fields,
            last=self.last,
            titled=self.titled,
            ended=self.ended,
        )

    def _values(self, name: str, place: CharSpan) -> None:
        said = self.text[slice(*place)]
        if name in OF_CONTACTS:
            found = contacts_of(name, self.text, place, self.prefix)
        elif name == "dates" and are_events(said):
            return
        elif name in _BLANKS and place and states_nothing(name, said):
            found = unstated(("start", "end") if name == "dates" else (name,), self.text, place)
        elif place and FIELD.get(name) and FIELD[name].kind in ("institution", "list"):
            found = self.lists.members(name, place)
        else:
            found = members_of(name, self.text, place, self.prefix)
        self.found.values += found
        self.fields.update(one.field for one in found)

    def _unquoted(self, place: CharSpan) -> CharSpan:
        if place and self.text[place.start] in QUOTES and self.text[place.end - 1] == self.text[place.start]:
            return trim(self.text, place.start + 1, place.end - 1)
        return place

    def _going_on(self, place: CharSpan) -> CharSpan:
        """A value that begins behind its label, with the lines below that go on with it."""
        end, before = place.start, None
        for line in lines_of(self.text, *place):
            bare = trim(self.text, *line)
            if before is not None:
                last = self.text[before.end - 1]
                indented = self.text[line.start : line.start + 1] in (" ", "\t")
                wrapped = before.end - before.start >= _LONG_LINE and last not in ".!?"
                listed = self.text[bare.start : bare.start + 1] in ("-", "•", "*")
                if not (
                    indented
                    or listed
                    or last in ",&-–/;"
                    or wrapped
                    or self.text[bare.start].islower()
                    or self._in_cells()
                ):
                    break
            before, end = bare, bare.end
        return trim(self.text, place.start, end, QUOTES if before is None else "")

    def _in_cells(self) -> bool:
        """The lines of a cell of a Word or web table are its own."""
        return self.document.format in ("docx", "html")

    # -- what no row holds -------------------------------------------------------------------------------------------

    def _free(self, title: Line) -> None:
        """The country above or below the title, and the text that stands by itself."""
        taken = sorted(self.taken)
        country = any(one.field == "country" and one.end > one.start for one in self.found.values)
        texts = any(one.field in ("brief", "summary") for one in self.found.values)
        lines = [line for line in lines_of(self.text, 0, self.end) if trim(self.text, *line)]
        at = next((number for number, line in enumerate(lines) if line.start >= title.start), 0)
        for number, line in enumerate(lines):
            if country or (line.start > title.end and number > at + _LINES_TO_COUNTRY):
                break
            if any(one.start <= line.start < one.end for one in taken):
                continue
            for place in _parts(self.text, line):
                said = self.text[slice(*place)]
                if re.search(CODE, said):  # `Title (KR0032), South Korea`
                    place = trim(self.text, place.start + said.rfind(",") + 1, place.end)
                    said = self.text[slice(*place)]
                if country_named(said) and len(said.split()) <= _MOST_WORDS_OF_COUNTRY and not country:
                    self.found.values.append(FoundValue("country", *place))
                    self.found.claimed.append(CharSpan(*line))
                    country = True
        if not country:
            self._country_in_line()
        if not texts:
            self._summary(title, taken)
        self._framed(title, taken)
        if not self.fields & DATES:
            self._period()

    def _framed(self, title: Line, taken: list[CharSpan]) -> None:
        """The words in frames beside the title: how far it is, and what it is about, where no label says so."""
        first = min((one.start for one in taken if one.start > title.end), default=self.end)
        frames = [
            (mark.kind, place)
            for mark in self.marks
            if _FRAME.search(mark.kind) and title.start <= mark.start < first
            if (place := trim(self.text, mark.start, min(mark.end, first), "•|")) and place.start >= title.end
        ]
        said = [self.text[slice(*place)] for _, place in frames]
        known = [
            "completion"
            if canonical("completion", words)
            else "policy_areas"
            if fold(words) in wordings("policy_areas")
            else None
            for words in said
        ]
        for field in ("completion", "policy_areas"):
            if field not in known or field in self.fields or (field == "completion" and "status" in self.fields):
                continue
            if field == "completion":
                places = [place for (_, place), name in zip(frames, known, strict=True) if name == field]
                places = places if len(places) == 1 else []
            else:
                kinds = {kind for (kind, _), name in zip(frames, known, strict=True) if name == field}
                places = [
                    place
                    for (kind, place), name in zip(frames, known, strict=True)
                    if kind in kinds and name != "completion" and "\n" not in self.text[slice(*place)]
                ]
            for place in places:
                self._values(field, place)
                self.found.claimed.append(place)

    def _period(self) -> None:
        """The commitment's period, where a line above its milestones holds only that: `1 July 2023 – 30 June 2025`."""
        milestones = (row.start for row in self.rows if row.meaning and "milestones" in row.meaning.names)
        values = [one for one in self.found.values if one.end > one.start]
        places = [
            place
            for line in lines_of(self.text, 0, min(milestones, default=self.end))
            if (place := trim(self.text, *line, "*_#|•")) and is_period(self.text[slice(*place)])
        ]
        if len(places) != 1 or any(one.start < places[0].end and places[0].start < one.end for one in values):
            return
        place = places[0]
        self._values("dates", place)
        self.found.claimed.append(place)
        self.found.unknown = [one for one in self.found.unknown if not place.start <= one.start < place.end]

    def _goes_on(self, row: Row, after: Row | None) -> None:
        """What stands without a label below the person's name: the position, an address, a number."""
        end = min(self.end, after.start if after else self.end)
        for line in islice((one for one in lines_of(self.text, row.value.end, end) if trim(self.text, *one)), _MANY):
            place = trim(self.text, *line, "*_•- ")
            said = self.text[slice(*place)]
            if not said or len(said) > _LONG_LINE_OF_PERSON or said[-1] == ".":
                return  # a rule below the person's rows is no line of theirs
            emails, phones = find_emails(said), find_phones(said, self.prefix)
            if emails or phones:
                if ({"email"} if emails else {"phone"}) & self.fields or not _is_reached(said):
                    return
                self._values("contacts", place)
            elif "person_title" not in self.fields and is_role(said) and not names_somebody(said):
                self._values("person_title", place)
            else:
                return
            self.taken.append(place)
            self.found.claimed.append(place)

    def _country_in_line(self) -> None:
        """The country that the code belongs to, by a name of it in a line above the rows: `Plan de Acción del Perú`."""
        member = country_of(self.prefix)
        if member is None:
            return
        first = next((row.start for row in self.rows if row.meaning and not is_of_head(row)), self.rows[0].start)
        for line in lines_of(self.text, 0, first):
            for name in (member.name, *member.aliases, *names_at_home(member)):
                at = self.text.find(name.upper() if self.text[slice(*line)].isupper() else name, *line)
                if at >= 0 and not any(
                    self.text[edge : edge + 1].isalnum() for edge in (at - 1, at + len(name)) if edge >= 0
                ):
                    self.found.values.append(FoundValue("country", at, at + len(name), member.name))
                    return

    def _summary(self, title: Line, taken: list[CharSpan]) -> None:
        """The first paragraphs of sentences below the title, where no label holds the text."""
        ends = [title.end, *(one.end for one in taken if one.end > title.end)]
        starts = [one.start for one in taken if one.start > title.end]
        for start, end in zip(ends, [*starts, self.end], strict=False):
            for paragraph in paragraphs(self.text, start, max(start, end)):
                said = self.text[slice(*paragraph)]
                free = not any(table.start <= paragraph.start < table.end for table in self.tables)
                prose = len(said) > _SHORT // 2 and said.endswith(".")
                if free and prose and not find_emails(said) and not find_phones(said):
                    self.found.values.append(FoundValue("summary", *paragraph))
                    return

    def _table(self, table: CharSpan) -> None:
        if any(one.field == "milestones" and one.start <= table.start < one.end for one in self.found.values):
            return
        head = next(lines_of(self.text, *table))
        meanings = [form_label(cell) for cell in re.split(r"[\t|]", self.text[slice(*head)]) if cell.strip()]
        if any(meaning and "milestones" in meaning.names for meaning in meanings):
            self.found.values = [one for one in self.found.values if one.field != "milestones" or one.end > one.start]
            self.found.values += members_of("milestones", self.text, table, self.prefix)


def _labelled(row: Row) -> Labelled:
    names = frozenset(name for name in row.meaning.names if name) if row.meaning else frozenset()
    return Labelled(row.label, row.value, names, row.meaning is not None)


def _parts(text: str, line: Line) -> Iterator[CharSpan]:
    """A line, and the parts of a trail such as `Home » Commitments » Ghana`."""
    bare = trim(text, *line, "*_#•")
    if bare:
        yield bare
    start = bare.start
    parts = []
    for match in [*_BREAD.finditer(text, *bare), None]:
        part = trim(text, start, match.start() if match else bare.end, "*_")
        start = match.end() if match else bare.end
        if part and fold(text[slice(*part)]):
            parts.append(part)
    if len(parts) > 1:
        yield from parts
