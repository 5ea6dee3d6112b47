"""Which words in running text are meant as labels: told by what stands before and behind them.

Labels are matched longest first at every word that begins one. `Relevance:` after a semicolon is a label, and so is
`Main objective` on a line of its own; `the main objective of the plan` is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bot.reading.label_tables import label_tables
from bot.reading.label_tree import WORD, Label, LabelTree, fold_word
from bot.reading.siblings import CODE
from bot.reading.spans import CharSpan, lines_of
from bot.reading.step_tables import step_tables
from bot.records.contacts import find_emails, find_phones

Boundary = Literal["line", "semicolon", "sentence", "word"]
Behind = Literal["colon", "line end", "capital", "other"]

_TAIL = re.compile(
    r"(?:[^\S\r\n]?\((?=[^()\r\n]{0,60}[^\W\d_])(?=[^()\r\n]{0,60}(?:\d|max|caract|charact|word|palabra|mots|option|applicable|aplica))[^()\r\n]{1,60}\)"
    # a translation or a note in brackets, where the colon behind it shows that the label goes on
    r"|[^\S\r\n]?\([^()\r\n]{1,60}\)(?=[*_]{0,3}[^\S\r\n]?[:：]))?"
    # a note in brackets that fills the rest of the label's line: `Activities (start date; end date)`
    r"(?:[^\S\r\n]?\([^()\r\n]{1,300}(?:\r?\n[^()\r\n]{1,60})?\)(?=[*_]{0,3}[^\S\r\n]*[:：]?[*_]{0,3}[^\S\r\n]*(?:[\r\n]|\Z)))?"
    r"(?:\.(?=[^\S\r\n]{0,2}(?:[:：|\t\r\n]|\Z)))?"
    r"(?:[^\S\r\n]{1,2}(?:19|20)\d\d(?=[^\S\r\n]?[:：]))?"
    r"(?:\)(?=[^\S\r\n]?[:：*]))?"
    r"[*_]{0,3}[^\S\r\n\t]{0,2}(?P<question>[?？])?[*_]{0,3}[^\S\r\n\t]{0,2}(?P<colon>\.?[^\S\r\n\t]?[:：]|\.?[-–—](?=\s)|[|\t])?[*_]{0,3}"
)
_LINE_START = re.compile(
    r"(?:^|[\r\n])[^\S\r\n]*[-–—*•●▪◦‣∙·■>|#\uE000-\uF8FF]{0,6}[^\S\r\n]*[*_]{0,3}"
    r"(?:\(?\d{1,2}(?:\.\d{1,2}){0,2}[.)]?|[a-zA-Z][.)])?[^\S\r\n]*[¿¡*_\"“«]*\Z"
)
_MARKS_BEFORE = re.compile(r"(?:\A|[\r\n])[^\w\r\n]*(?:\d[\d.]*[.)]?[^\w\r\n]+)?\Z")
_MOST_MARKS = 12
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
# Lines that are all shorter than the one may be wrapped; then a line below one that is longer than the other goes on.
_WIDEST, _NARROWEST = 110, 45
# What joins a label to its translation or to a second label: `Objetivo / Objective`, `E-mail, Tél., Fax`.
_JOINT = re.compile(r"\.?[^\S\r\n]?(?P<mark>/|,|&|\b(?:and|y|et|e)\b)[^\S\r\n]?(?=[^\W\d_])")
_REST_OF_LABEL = re.compile(r"[^\W\d_][^:：.;!?\r\n/|]{1,50}?(?=[*_]{0,3}[^\S\r\n]?(?:[:：]|[\r\n]|$))")
_MOST_WORDS_BEHIND_SLASH, _MOST_JOINED = 4, 3
_CONTACTS = frozenset({"email", "phone", "contacts", "person"})
_NUMBERED = frozenset({*_CONTACTS, "person_title"})
_COLON_BEHIND = re.compile(r"[*_]{0,3}[^\S\r\n]?[:：]")
# A number behind a label makes it one of several, `Milestone 1`, or a heading, `Commitment 4: …`.
_NUMBER = re.compile(r"[^\S\r\n](?:[Nn]\.?[°ºo]?\.?[^\S\r\n]?)?\d{1,2}(?:\.\d{1,2}){0,2}(?![\w/%])(?!,\d)")
_NUMBERED_HEADING = re.compile(rf"{_NUMBER.pattern}[^\S\r\n]?(?:[:：.)–—-](?!\d)|[\r\n]|$)")
_CODED_HEADING = re.compile(rf"[^\S\r\n]{{1,3}}[(\[]?{CODE}[)\]]?[^\S\r\n]?(?:[:：.)–—-]|[\r\n]|$)")
# An address or a number right behind which the next label begins, with nothing between: `a@b.exampleTel: 555 0127Fax:`
_GLUED = re.compile(r"(?:@[\w.-]{1,80}?[a-z]|\d)(?=[A-ZÀ-Þ][^\W\d_]{1,15}(?:\.?[^\S\r\n]?[:：]|[^\S\r\n][+(\d]))")
_GOES_LEFT = re.compile(r"(?:\A|[\r\n])[^\S\r\n*_]*[*_]{0,3}[A-ZÀ-Þ][^\W\d_]+(?:[^\S\r\n][^\W\d_]+){0,2}[^\S\r\n]\Z")
_SHORT_LINED = frozenset({"email", "phone", "contacts", None})
_ENDS = frozenset('.!?:;…»”")]|*•')


@dataclass(frozen=True, slots=True)
class ProseHit:
    """A label in prose: from `start` (with its bullet or number) over `label_start` to `end`, where its value begins.

    `sure` is False for a label that is one only if surer ones stand around it.
    """

    label: Label
    start: int
    label_start: int
    end: int
    before: Boundary
    behind: Behind
    sure: bool


@dataclass(frozen=True, slots=True)
class _LabelPlace:
    """How the words of a label stand in the text.

    `near`: shortly behind a label whose values are short; `fits`: what follows is what only this label could lead;
    `shouted`: in capitals, unlike what follows; `open`: not the last words of the text; `heads`: the first words of a
    paragraph, before words that begin a value.
    """

    before: Boundary
    behind: Behind
    capital: bool
    asked: bool
    near: bool
    fits: bool
    shouted: bool
    open: bool
    heads: bool


def find_labels(text: str, place: CharSpan, tree: LabelTree | None = None) -> list[ProseHit]:
    """The labels of `tree` (those of all descriptions) that are meant as labels in `text[place]`, in order."""
    tree = tree or label_tables().description
    hits: list[ProseHit] = []
    wrapped = max(map(len, text[place.start : place.end].splitlines()), default=0) <= _WIDEST
    resume = place.start
    begins = tree.root.next
    for match in _words(text, place):
        if match.start() < resume:
            continue
        if fold_word(match[0]) not in begins and not (
            _MARKS_BEFORE.search(text, max(place.start, match.start() - _MOST_MARKS), match.start())
            and tree.meant(fold_word(match[0]))
        ):
            continue
        for label, end in tree.at(text, match.start(), place.end):
            hit = _judge(text, place, label, match.start(), end, hits[-1] if hits else None, wrapped)
            if hit:
                hits.append(hit)
                resume = max(hit.end, match.end())
                break
    company = any(hit.sure for hit in hits) or len({hit.label.name for hit in hits if hit.before == "line"}) > 1
    return _of_steps(text, place, [hit for hit in hits if hit.sure or company])


def _of_steps(text: str, place: CharSpan, hits: list[ProseHit]) -> list[ProseHit]:
    """The labels, for those in a table of milestones the one that all of the table is the value of."""
    for label, table in step_tables(text, place):
        hits = [hit for hit in hits if not table.start <= hit.label_start < table.end]
        head = next(lines_of(text, *table))
        hits.append(ProseHit(STEPS, table.start, label.start, head.end, "line", "line end", sure=True))
    return sorted(hits, key=lambda hit: hit.start)


STEPS = Label("milestones", "description", "Milestones", 1)
"""Stands for the heads of a table of milestones, which ends at an empty line."""


def _words(text: str, place: CharSpan) -> Iterable[re.Match[str]]:
    """The words of a stretch, those among them that are glued to an address or a number before them."""
    glued = [match.end() for match in _GLUED.finditer(text, *place)]
    words = WORD.finditer(text, *place)
    if not glued:
        return words
    inside = [match for start in glued if (match := WORD.match(text, start, place.end))]
    return sorted([*words, *inside], key=lambda match: match.start())


def _whole(text: str, label: Label, start: int, end: int, limit: int) -> tuple[Label, int]:
    """A label with what is joined to it, a translation or a second label, and where it ends."""
    named, first_end = label, end
    for _ in range(_MOST_JOINED):
        joint = _JOINT.match(text, end, limit)
        if not joint:
            break
        others = label_tables().description.at(text, joint.end(), limit)
        if joint["mark"] == "/":
            rest = _REST_OF_LABEL.match(text, joint.end(), limit)
            if not others and rest and len(rest[0].split()) <= _MOST_WORDS_BEHIND_SLASH:
                return named, rest.end()
        else:
            others = [one for one in others if {one[0].name, label.name} <= _CONTACTS or one[0].name is None]
            if label.name not in _CONTACTS:
                others = []
        if not others:
            break
        other, end = others[0]
        if named.name is None:
            named = other
        elif joint["mark"] == "/" and other.name != named.name:
            # “Responsable” is an institution in one language and a person in another: its translation tells
            alike = [one for one, stop in label_tables().description.at(text, start, limit) if stop == first_end]
            named = next((one for one in alike if one.name == other.name), named)
    return named, end


def _judge(
    text: str, place: CharSpan, label: Label, start: int, end: int, last: ProseHit | None, wrapped: bool
) -> ProseHit | None:
    """The hit, when `label` at `text[start:end]` is meant as a label; `last` is the hit before it."""
    written_end = end
    label, end = _whole(text, label, start, end, place.end)
    if number := _NUMBER.match(text, end, place.end):
        if label.name == "milestones" and label.words == 1 and text[number.end() : number.end() + 1] not in (".", ")"):
            end = number.end()
        elif label.name in _NUMBERED and _COLON_BEHIND.match(text, number.end(), place.end):
            end = number.end()  # `Contact person 2: Ana Ruiz`
        elif label.role != "unkept" and label.words == 1 and _NUMBERED_HEADING.match(text, end, place.end):
            return None
    elif label.words == 1 and _CODED_HEADING.match(text, end, place.end):
        return None  # `COMPROMISO PE0099` above its title
    tail = _TAIL.match(text, end, place.end)
    assert tail is not None
    if label.text.endswith("?") and not tail["question"]:
        return None
    stop = tail.end()
    before, lead = _before(text, place, start, last)
    if label.slip and before == "word":
        return None
    if before == "line" and _GOES_ON.search(text, max(place.start, lead - _LOOK_BACK), lead):
        return None
    behind = _behind(text, place, tail, before)
    if last and behind != "colon" and not text[last.end : start].strip():
        if last.label.name == label.name:
            return None  # `Civil society` below `Other actors` begins what they are: `Civil Society Reference Group`
        if behind != "line end" and label.words == 1 and not _fits(text, place, label, stop):
            return None  # `Marco Rossi` below `Contact person` is no milestone
    if (
        before == "word"
        and label.name not in _SHORT_LINED
        and _GOES_LEFT.search(text[max(place.start, start - _LOOK_BACK) : start])
    ):
        return None  # “Contraparte OSC:” is another label than “OSC:”
    written = text[start:written_end]
    standing = _LabelPlace(
        before,
        behind,
        capital=text[start].isupper() or not text[start].isalpha(),
        asked=bool(tail["question"]),
        near=last is not None and start - last.end <= _reach(last.label),
        fits=_fits(text, place, label, stop),
        shouted=written.isupper() and len(written) > len("CSO") and not text[stop : stop + _LOOK_BACK].isupper(),
        open=stop < place.end,
        heads=before == "line" and _may_hold(text, label, stop) and _heads(text, place, lead, start, stop, wrapped),
    )
    sure = _meant(label, standing)
    return None if sure is None else ProseHit(label, lead, start, stop, before, behind, sure)


def _behind(text: str, place: CharSpan, tail: re.Match[str], before: Boundary) -> Behind:
    if tail["colon"] and (tail["colon"][-1] in ":：" or before == "line"):
        return "colon"
    if _REST_OF_LINE.match(text, tail.end(), place.end):
        return "line end"
    value = _VALUE_START.match(text, tail.end(), place.end)
    first = value["first"] if value else ""
    return "capital" if first.isupper() or first.isdigit() or not first.isalnum() else "other"


def _meant(label: Label, at: _LabelPlace) -> bool | None:
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
    sure = _bare(label, at, bounded)
    return sure if sure is not None or not at.heads else False


def _bare(label: Label, at: _LabelPlace, bounded: bool) -> bool | None:
    """A label without a colon, in a line that goes on with a capital letter."""
    if not label.bare:
        return True if at.near and label.words > 1 else None
    if bounded:
        return label.words > 2
    if label.words > 4:
        return True
    return True if label.words > 1 and at.near else None


def _reach(label: Label) -> int:
    """How far behind a label the next may follow with no mark between."""
    return _REACH_OF_SHORT if label.name in _SHORT_VALUED else (_LOOK_BACK if label.role == "unkept" else 0)


_SMALL_IN_NAMES = frozenset("de del la las los da do dos das van von der den di al el bin ibn y e".split())
_BODY = re.compile(
    r"\b(?:minist|dep(?:artment|artament|artement|t\b)|agen[ctz]|office|oficina|commission|comisi|secret|direc|"
    r"authorit|autorid|autorit|council|consejo|conseil|consiglio|institut|bureau|board|ban[kc]|government|gobierno|"
    r"gouvern|municip|parl[ai]|congres|court|tribunal|presid|cabinet|gabinete|unit|unidad|ammin|administra|chancell|treasury|universi|program|"
    r"foundation|fundaci[oó]n|funda[cç][aã]o|fonda[tz]ion|stiftung|trust\b|associa[tz]ion|associa[cç][aã]o|asociaci|verein\b|"
    r"verband|b[uü]nd(?:nis)?\b|initiativ|iniciativ|iniziativ|coali[tcz]i|alianza|alian[cç]a|allian[cz]|alleanza|network|netzw|"
    r"red\s(?:de|para|ciud|nac)|rede\s(?:de|da|do|nac)|r[eé]seau|mou?vement|movim|colectivo|coletivo|collective|forum\b|league|"
    r"observat|plat[ae]form|transparen|watch\b|c[aá]mara\s(?:de|da|do)|chamber|society|ngos?\b|csos?\b|ong\b|osc\b|centr[eo]\b)",
    re.IGNORECASE,
)
"""What the name of a body holds, in the languages of the tables: the beginning of one of its words."""


def is_body(words: str) -> bool:
    """Whether some words name a body: one of them says so, or is its short name in capitals."""
    return bool(_BODY.search(words)) or any(len(word) > 1 and word.isupper() for word in words.split())


def _may_hold(text: str, label: Label, stop: int) -> bool:
    """What follows a label without a colon could be its value: `Contact Maria Example` is one, a `Contact Centre` none.

    It only matters where the value is a contact or a body, which a title may begin like: `Email Petitions`.
    """
    line = re.match(r"[^\r\n]*", text[stop : stop + _WIDEST])
    words = line[0].split() if line else []
    if label.name == "brief" and label.words == 1 and len(words) == 1:
        return False  # `Commitment Planning` is a heading
    if label.name == "person_title" and label.words == 1:
        return False  # `Title Deeds Online` is a title
    if label.name == "email":
        return "@" in " ".join(words)
    if label.name == "phone":
        return any(char.isdigit() for char in " ".join(words))
    if label.name in ("person", "contacts"):
        small = [word for word in words if word.islower() and len(word) > 1 and word not in _SMALL_IN_NAMES]
        return not small or any("@" in word for word in words)
    if label.name in ("lead_institution", "support_institutions", "other_government") and label.words == 1:
        return bool(_BODY.search(" ".join(words)))
    return True


def _heads(text: str, place: CharSpan, lead: int, start: int, stop: int, wrapped: bool) -> bool:
    """The label is the first of its paragraph, and what follows on its line could begin a value."""
    if wrapped:
        above = text[max(place.start, start - _WIDEST - _LOOK_BACK) : lead].rstrip(" \t\xa0")
        last = above.rstrip()
        width = len(last) - 1 - max(last.rfind("\n"), last.rfind("\r"))
        gap = text[max(place.start, start - _LOOK_BACK) : start].replace("\r", "").replace(" ", "")
        if last and last[-1] not in _ENDS and "\n\n" not in gap and width >= _NARROWEST:
            return False
    following = text[stop : stop + 3].lstrip(" \xa0*_")
    if not following or not (following[0].isupper() or following[0].isdigit() or following[0] in '“"«(¿¡+'):
        return False
    # `Action Plan 2016-2018 stays in force` begins with another label than `Action`
    longer = label_tables().header.at(text, start, place.end)
    return not longer or longer[0][1] <= stop


def _fits(text: str, place: CharSpan, label: Label, stop: int) -> bool:
    """What follows is what only this label could stand before: an address behind `E-mail`."""
    following = text[stop : min(place.end, stop + 80)]
    spans = find_emails(following) if label.name in ("email", "person", "contacts") else []
    if label.name in ("phone", "contacts"):
        spans += find_phones(following, faxes=False)
    return any(not following[: span.start].strip(" :.\xa0") for span in spans)


def _before(text: str, place: CharSpan, start: int, last: ProseHit | None) -> tuple[Boundary, int]:
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
