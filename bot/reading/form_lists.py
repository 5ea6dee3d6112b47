"""The members of a list in a form: the bodies or areas behind one label."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.reading.form_title import QUOTES
from bot.reading.label_tables import label_tables
from bot.reading.members import members_of
from bot.reading.spans import CharSpan, FoundValue, Line, lines_of, trim
from bot.records.contacts import find_emails
from bot.records.model import Document
from bot.records.text import fold

_BREAK = re.compile(r"<br\s?/?>|(?<=\S)\|(?=\S)|;#\d{1,6}(?:;#)?|;(?=\s)|(?<=\s)/(?=\s)|\r\n|\r|\n", re.IGNORECASE)
_NUMBER = re.compile(r"\(?\d{1,2}[.)]\s{1,3}(?=[^\W\d_])")
_QUOTE = re.compile(r"(?:(?<=[\[,])|(?<=[\[,]\s))[\"'][^\"'\r\n]{1,200}[\"'](?=\s{0,3}(?:[,\]]|$))")
_FLOW = re.compile(r"\"[^\"\r\n]{0,200}\"|'[^'\r\n]{0,200}'|[^,\"'\s][^,\r\n]{0,200}")
"""The members of a list in brackets, of which those with a comma in them are in quotes."""
_NARROWEST, _WIDEST, _LONGEST_WORD, _LONGEST_LINKED = 45, 120, 80, 16


_BOX = re.compile(
    r"(?P<on>[☒☑✓✔✅🗹◉⦿]|[\[(]\s?[xX✓✔✗✘]\s?[\])])|(?P<off>[☐□◻⬜▢❏○◯🔲]|[\[(][\s_]{0,4}[\])])|(?P<full>[■◼⬛●])"
)
_MOST_BOXES = 12


def ticked(text: str, place: CharSpan) -> list[CharSpan] | None:
    """The options of a list to tick that are ticked: `☐ Not started ☒ Limited`, `Limitado (X) Completo ( )`.

    None where there are no boxes; empty where none is ticked.
    """
    boxes = list(_BOX.finditer(text, *place))
    empty = any(box["off"] for box in boxes)
    if not empty:
        boxes = [box for box in boxes if box["on"]]
    if not boxes or len(boxes) > _MOST_BOXES or (len(boxes) == 1 and empty):
        return None
    leading = not trim(text, place.start, boxes[0].start(), "-•*|")
    found = []
    for number, box in enumerate(boxes):
        if box["off"]:
            continue
        if leading:
            end = boxes[number + 1].start() if number + 1 < len(boxes) else place.end
            option = trim(text, box.end(), end, "-•*|,;/")
            line = next(iter(lines_of(text, *option)), Line(*option))
            option = trim(text, line.start, line.end, ",;")
        else:
            option = trim(text, boxes[number - 1].end() if number else place.start, box.start(), "-•*|,;/:")
        if option:
            found.append(option)
    return found


_LINKED = re.compile(
    r"\s?[(\[](?:web\s?)?(?:site|sitio|sítio|web|website|webseite|link|enlace|lien|pdf|map|page|página)[)\]]$", re.I
)


def _without_link(text: str, start: int, end: int) -> int:
    """Where a name ends without the word of a link behind it: `Transport Agency (website)`."""
    match = _LINKED.search(text, max(start, end - _LONGEST_LINKED), end)
    return match.start() if match and match.start() > start else end


class Lists:
    """The lists of a document, whose lines up to `end` may be wrapped."""

    def __init__(self, document: Document, end: int) -> None:
        self.text = document.text
        self.plain = document.format not in ("docx", "html")
        self.width = max((line.end - line.start for line in lines_of(self.text, 0, end)), default=0)

    def members(self, name: str, place: CharSpan) -> list[FoundValue]:
        """Bodies or areas, without the contacts that stand among them."""
        quoted: list[CharSpan] = []
        if self.text[place.start] == "[" and self.text[place.end - 1] == "]":
            place = trim(self.text, place.start + 1, place.end - 1)
            if _QUOTE.search(self.text, *place):
                members = (trim(self.text, *match.span(), QUOTES) for match in _FLOW.finditer(self.text, *place))
                quoted = [one for one in members if one]
        parts = [part for part in self._parts(place) if part] or [place]
        found = [FoundValue(name, *one) for one in quoted]
        found = found or [one for part in parts for one in members_of(name, self.text, part, "")]
        for one in found:
            if self.text[one.start] in QUOTES:
                one.start, one.end = trim(self.text, one.start, one.end, QUOTES)
            one.end = _without_link(self.text, one.start, one.end)
        contacts = [*find_emails(self.text[slice(*place)])]
        if contacts and name != "policy_areas":
            first = place.start + min(one.start for one in contacts)
            bracket = self.text.rfind("(", place.start, first)  # `Road Users (contact: Luis Gil, luis@…)`
            first = bracket if bracket > self.text.rfind(")", place.start, first) else first
            cut = trim(self.text, place.start, first, ",;(-–—|·")
            line = self.text.rfind("\n", place.start, cut.end)
            found = [one for one in found if one.end <= max(line, cut.start)] or (
                [FoundValue(name, *cut)] if line < 0 and cut else []
            )
            if name == "lead_institution":  # the address of another body is not the commitment's
                found += [FoundValue("email", place.start + one.start, place.start + one.end) for one in contacts]
        return found

    def _parts(self, place: CharSpan) -> Iterator[CharSpan]:
        """The members, parted by semicolons, slashes, `<br>` or, where a line is no wrapped one, by lines."""
        start = place.start
        for match in _BREAK.finditer(self.text, *place):
            if match[0] in ("\n", "\r\n", "\r") and self._wraps(place.start, match):
                continue
            yield self._member(start, match.start())
            start = match.end()
        yield self._member(start, place.end)

    def _member(self, start: int, end: int) -> CharSpan:
        """A member without the sign or number that leads it."""
        bare = trim(self.text, start, end, "-•*: |")
        number = _NUMBER.match(self.text, *bare)
        return trim(self.text, number.end(), bare.end) if number else bare

    def _wraps(self, start: int, end: re.Match[str]) -> bool:
        """The line that ends here goes on below: it breaks off, or is too long for the word that begins the next."""
        before = self.text.rfind("\n", 0, end.start()) + 1
        words = self.text[max(before, start) : end.start()].split()
        after = self.text[end.end() : end.end() + _LONGEST_WORD].split(maxsplit=1)
        if not words or not after or words[-1][-1] in ",-–&/(" or after[0][0].islower():
            return True
        if fold(words[-1]) in label_tables().opening:
            return True
        return self.plain and _NARROWEST <= self.width <= _WIDEST and end.start() - before + len(after[0]) >= self.width
