"""Which words in running text are meant as labels: told by what stands before and behind them.

Labels are matched longest first at every word that begins one. `Relevance:` after a semicolon is a label, and so is
`Main objective` on a line of its own; `the main objective of the plan` is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.reading.labels import WORD, Label, LabelTree, fold_word, label_tables
from bot.reading.passages import Passage
from bot.records.values import find_emails, find_phones

Before = Literal["line", "semicolon", "sentence", "word"]
Behind = Literal["colon", "line end", "capital", "other"]

_TAIL = re.compile(
    r"(?:[^\S\r\n]?\((?=[^()\r\n]{0,60}(?:\d|max|caract|charact|word|palabra|mots|option|applicable|aplica))[^()\r\n]{1,60}\))?"
    # a note in brackets that fills the rest of the label's line: `Activities (start date; end date)`
    r"(?:[^\S\r\n]?\([^()\r\n]{1,300}(?:\r?\n[^()\r\n]{1,60})?\)(?=[*_]{0,3}[^\S\r\n]*[:：]?[*_]{0,3}[^\S\r\n]*(?:[\r\n]|\Z)))?"
    r"(?:[^\S\r\n]{1,2}(?:19|20)\d\d(?=[^\S\r\n]?[:：]))?"
    r"(?:\)(?=[^\S\r\n]?[:：*]))?"
    r"[*_]{0,3}[^\S\r\n\t]{0,2}(?P<question>[?？])?[*_]{0,3}[^\S\r\n\t]{0,2}(?P<colon>\.?[^\S\r\n\t]?[:：]|\.?[-–—](?=\s)|[|\t])?[*_]{0,3}"
)
_LINE_START = re.compile(
    r"(?:^|[\r\n])[^\S\r\n]*(?:[-–—*•●▪◦‣∙·■>|#\uE000-\uF8FF]{1,6}|\(?\d{1,2}(?:\.\d{1,2}){0,2}[.)]?|[a-zA-Z][.)])?[^\S\r\n]*[¿¡*_\"“«]*\Z"
)
_LEAD_IN = re.compile(r"(?:[¿¡*_\"“«•●\uE000-\uF8FF]|(?:(?<=\s)|^)\(?\d{1,2}(?:\.\d{1,2}){0,2}[.)]|\s)+\Z")
_VALUE_START = re.compile(r"[\s*_]*(?:[•●▪◦\uE000-\uF8FF\-–—\"“«‘'(¿¡]\s*)*(?P<first>\S)")
_GAP_BEFORE = re.compile(r"(?:[^\S\r\n]{3}|\t)\Z")
# a line that ends in one of these goes on below: `Office of Planning and` over `Budget`
_GOES_ON = re.compile(
    r"(?:,|[^\S\r\n](?:y|e|o|de|del|la|las|los|el|and|of|the|for|et|du|des|le|les|ou|di|dei))"
    r"[^\S\r\n]*(?:\r\n|\r|\n)?\Z"
)
_REST_OF_LINE = re.compile(r"[^\S\r\n]*(?:[\r\n]|$)")
_LOOK_BACK = 48
# Fields whose values are short: in a table flattened into text, the next label follows with no mark between.
_SHORT_VALUED = frozenset(
    "person person_title email phone email_phone contacts dates start end newness lead_institution other_government"
    " other_actors support_institutions".split()
)
_REACH_OF_SHORT = 240


@dataclass(frozen=True, slots=True)
class Hit:
    """A label in prose: from `start` (with its bullet or number) over `label_start` to `end`, where its value begins.

    `sure` is False for a label that is one only if surer ones stand around it.
    """

    label: Label
    start: int
    label_start: int
    end: int
    before: Before
    behind: Behind
    sure: bool


@dataclass(frozen=True, slots=True)
class _Standing:
    """How the words of a label stand in the text.

    `near`: shortly behind a label whose values are short; `fits`: what follows is what only this label could lead;
    `shouted`: in capitals, unlike what follows; `open`: not the last words of the text.
    """

    before: Before
    behind: Behind
    capital: bool
    asked: bool
    near: bool
    fits: bool
    shouted: bool
    open: bool


def find_labels(text: str, place: Passage, tree: LabelTree | None = None) -> list[Hit]:
    """The labels of `tree` (those of all descriptions) that are meant as labels in `text[place]`, in order."""
    tree = tree or label_tables().description
    hits: list[Hit] = []
    resume = place.start
    for match in WORD.finditer(text, *place):
        if match.start() < resume or not tree.begins(fold_word(match[0])):
            continue
        for label, end in tree.at(text, match.start(), place.end):
            hit = _judge(text, place, label, match.start(), end, hits[-1] if hits else None)
            if hit:
                hits.append(hit)
                resume = max(hit.end, match.end())
                break
    company = any(hit.sure for hit in hits)
    return [hit for hit in hits if hit.sure or company]


def _judge(text: str, place: Passage, label: Label, start: int, end: int, last: Hit | None) -> Hit | None:
    """The hit, when `label` at `text[start:end]` is meant as a label; `last` is the hit before it."""
    tail = _TAIL.match(text, end, place.end)
    assert tail is not None
    if label.text.endswith("?") and not tail["question"]:
        return None
    stop = tail.end()
    before, lead = _before(text, place, start, last)
    if before == "line" and _GOES_ON.search(text, max(place.start, lead - _LOOK_BACK), lead):
        return None
    behind = _behind(text, place, tail, before)
    written = text[start:end]
    standing = _Standing(
        before,
        behind,
        capital=text[start].isupper() or not text[start].isalpha(),
        asked=bool(tail["question"]),
        near=last is not None and last.label.name in _SHORT_VALUED and start - last.end <= _REACH_OF_SHORT,
        fits=_fits(text, place, label, stop),
        shouted=written.isupper() and len(written) > len("CSO") and not text[stop : stop + _LOOK_BACK].isupper(),
        open=stop < place.end,
    )
    sure = _meant(label, standing)
    return None if sure is None else Hit(label, lead, start, stop, before, behind, sure)


def _behind(text: str, place: Passage, tail: re.Match[str], before: Before) -> Behind:
    if tail["colon"] and (tail["colon"][-1] in ":：" or before == "line"):
        return "colon"
    if _REST_OF_LINE.match(text, tail.end(), place.end):
        return "line end"
    value = _VALUE_START.match(text, tail.end(), place.end)
    first = value["first"] if value else ""
    return "capital" if first.isupper() or first.isdigit() or not first.isalnum() else "other"


def _meant(label: Label, at: _Standing) -> bool | None:
    """True: a label for sure; False: one if others stand around it; None: no label."""
    bounded = at.before != "word"
    if at.behind == "colon":
        if at.before == "semicolon" or (at.capital and (bounded or label.words > 2 or at.near)):
            return True
        return False if at.before == "line" else None
    if not at.capital:
        return None
    if at.behind == "line end":
        # neither the last word of a wrapped line nor that of the whole text is a label
        return True if at.before == "line" and (at.open or label.words > 1) else None
    if at.asked and label.text.endswith("?"):
        return True if bounded or label.words > 3 else None
    if at.fits and (bounded or at.near):
        return True
    if at.behind == "other":
        return None
    if at.shouted and bounded:
        return True
    return _bare(label, at, bounded)


def _bare(label: Label, at: _Standing, bounded: bool) -> bool | None:
    """A label without a colon, in a line that goes on with a capital letter."""
    if not label.bare:
        return None
    if bounded:
        return label.words > 2
    if label.words > 4:
        return True
    return True if label.words > 1 and at.near else None


def _fits(text: str, place: Passage, label: Label, stop: int) -> bool:
    """What follows is what only this label could stand before: an address behind `E-mail`."""
    following = text[stop : min(place.end, stop + 80)]
    if label.name == "email":
        return any(not following[: span.start].strip(" :\xa0") for span in find_emails(following))
    if label.name == "phone":
        return any(not following[: span.start].strip(" :\xa0") for span in find_phones(following))
    return False


def _before(text: str, place: Passage, start: int, last: Hit | None) -> tuple[Before, int]:
    """What stands before a label, and where the label begins with its bullet, number or opening mark."""
    floor = max(place.start, last.end if last else place.start, start - _LOOK_BACK)
    window = text[floor:start]
    line = _LINE_START.search(window)
    if line and (line[0][:1] in ("\n", "\r") or floor == place.start):
        return "line", floor + line.start()
    lead_in = _LEAD_IN.search(window)
    lead = floor + lead_in.start() if lead_in else start
    before = text[floor:lead].rstrip()[-1:]
    if before == ";":
        return "semicolon", lead
    marked = lead_in is not None and any(char in "•●" or "\ue000" <= char <= "\uf8ff" for char in lead_in[0])
    # right behind another label, too, a label is one: `Other actors involved State actors involved`
    if not before or before in '.!?:»”")]…' or marked or _GAP_BEFORE.search(window):
        return "sentence", lead
    return "word", lead if lead_in and "¿" in lead_in[0] else start
