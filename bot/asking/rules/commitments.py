"""Rules for questions about one commitment or a few that are named."""

from __future__ import annotations

from dataclasses import replace

from bot.asking.conditions import BODIES
from bot.asking.legacy import condition
from bot.asking.lexicon import Hit
from bot.asking.passages import any_of
from bot.asking.query import Clarify, Filter, Query, Unknown
from bot.asking.subjects import body_filter, body_role
from bot.asking.turn import CARD_FIELDS, STATUS_FIELDS, Frame, Turn
from bot.records.fields import FIELD
from bot.records.periods import days_later

PROSE_FIELDS = {"problem", "objective", "brief", "summary", "relevance", "milestones"}


def choice_made(turn: Turn) -> Frame | None:
    """A bare code after the bot asked which commitment was meant."""
    pending = turn.thread.pending
    if pending is None or turn.asked.fields or turn.left():
        return None
    codes = turn.subjects.codes or (turn.subjects.titles if len(turn.subjects.titles) == 1 else ())
    if not codes and turn.thread.options:
        codes = _chosen(turn)
    if len(codes) == 1:
        return replace(pending, codes=codes, inherited=("fields",))
    return None


def _chosen(turn: Turn) -> tuple[str, ...]:
    """Those of the options offered that a place, a year or a number picks: "Sarnholm's", "the first one"."""
    ordinal = next((hit for hit in turn.spotted.of("thread") if hit.says.startswith("ordinal:")), None)
    if ordinal:
        number = int(ordinal.says.split(":")[1]) - 1
        return turn.thread.options[number : number + 1]
    if not turn.filters:
        return ()
    sql, params = condition(turn.filters, turn.thread.options)
    return tuple(turn.store.select(sql, params))


def compared(turn: Turn) -> Frame | None:
    """A yes/no question that holds two commitments against each other."""
    return _comparison(turn, turn.subjects.codes) if turn.yes_no else None


def _comparison(turn: Turn, codes: tuple[str, ...]) -> Frame | None:
    """ "does KR0032 end before KR0029?": a preposition between two commitments compares them."""
    if len(codes) != 2 or len(turn.spotted.codes) < 2:
        return None
    gap = range(turn.spotted.codes[0][1], turn.spotted.codes[1][0])
    said = [turn.spotted.tokens[at].folded for at in gap]
    for name, descending in (("before", False), ("after", True)):
        if any(word in said for word in turn.spotted.lexicon.words("date", name)):
            by = "start" if "start" in turn.asked.fields else "end"
            return turn.query("verify", codes=codes, order=by, descending=descending, words=("first",))
    return None


def several_codes(turn: Turn) -> Frame | None:
    """Two or more commitments are named: which is later, whether they are alike, side by side."""
    codes = turn.subjects.codes
    if len(codes) < 2 and len(turn.subjects.titles) == 2 and turn.has("compare", "same", "later", "earlier", "longer"):
        codes = turn.subjects.titles
    if len(codes) < 2:
        return None
    fields = tuple(turn.asked.fields)
    for intent, order, descending in (
        ("later", None, True), ("earlier", None, False), ("last", None, True), ("first", None, False),
        ("longer", "duration", True), ("shorter", "duration", False),
        ("longest", "duration", True), ("shortest", "duration", False),
    ):  # fmt: skip
        if turn.has(intent):
            if turn.left() and not (order or turn.yes_no or {"start", "end"} & set(fields)):
                break  # by what, "first" does not say itself
            by = order or ("start" if "start" in fields else "end")
            words = ("first",) if turn.yes_no and len(codes) == 2 else ()
            return turn.query(
                "verify" if words else "superlative", codes=codes, order=by, descending=descending, words=words
            )
    if turn.has("same"):
        return turn.query("verify", codes=codes, fields=fields or ("lead_institution",), words=("same",))
    if turn.has("duration"):
        return turn.query("duration", codes=codes)
    if turn.left() and not (fields and (turn.has("compare") or not critical(turn))):
        return turn.not_understood(turn.query("lookup", codes=codes, fields=fields))
    if turn.yes_no and _predicates(turn):
        return turn.query("verify", codes=codes, filters=tuple(_predicates(turn)))
    return turn.query("compare", codes=codes, fields=fields or CARD_FIELDS, ignored=turn.left_words())


def one_subject(turn: Turn) -> Frame | None:
    """One commitment is named, by its code or by a title; a title that fits several is asked about."""
    subjects = turn.subjects
    codes = subjects.codes[:1]
    if not codes and subjects.titles:
        if len(subjects.titles) > 1 and (turn.plural and not turn.singular):
            return None
        if len(subjects.titles) > 1:
            pending = about(turn, (), narrowed=True)
            if isinstance(pending, Unknown):
                return pending
            return Clarify("several_entities", subjects.titles, pending, subjects.title_words)
        codes = subjects.titles
    if not codes:
        return None
    return about(turn, codes, narrowed=not subjects.codes)


def _predicates(turn: Turn) -> list[Filter]:
    """What a yes/no question claims of a commitment: filters, institutions and people in it."""
    claims = [one for one in turn.filters if one.field != "country" or turn.subjects.codes]
    for start, names in turn.subjects.bodies:
        told = any(set(hit.says.split(",")) & set(BODIES) for hit in turn.spotted.of("ask"))
        role = body_role(turn.spotted, start) if told else "body"
        claims.append(body_filter(names, role, start, negated=turn.negated(start)))
    if turn.subjects.people:
        ids = tuple(str(name.id) for name in turn.subjects.people)
        claims.append(Filter("person", "is", ids, label=turn.subjects.person_words))
    return claims


def _take_partial_person(turn: Turn) -> None:
    """ "is Okello responsible for QS0013?": a part of a name, where somebody's role is claimed."""
    part = next((link for link in turn.spotted.links if link.kind == "part of person"), None)
    roles = set(turn.asked.fields) <= {"person", "lead_institution"} and turn.asked.fields
    if not turn.yes_no or not roles or turn.subjects.people or part is None or turn.left() != [part.start]:
        return
    turn.subjects.people = part.names
    turn.subjects.person_words = turn.spotted.words(part.start, part.end)
    turn.spotted.claim[part.start] = "person"


def about(turn: Turn, codes: tuple[str, ...], *, narrowed: bool) -> Query | Unknown:
    """One commitment is meant: what is asked of it?"""
    _take_partial_person(turn)
    fields = tuple(turn.asked.fields)
    left = turn.left()
    if turn.has("left"):
        return turn.query("duration", codes=codes, words=("left",))
    if turn.has("duration"):
        return turn.query("duration", codes=codes)
    stated = turn.spotted.of("unstated")
    if stated and not _asks_plainly(turn):
        return Unknown(
            "not_stated",
            turn.query("lookup", codes=codes, fields=fields),
            tuple(turn.spotted.words(h.start, h.end) for h in stated[-1:]),
        )
    results = turn.has("overdue", "over", "running") or any(one.field in STATUS_FIELDS for one in turn.filters)
    if any(_is_grammar(turn, hit) for hit in turn.asked.hits) and results:  # "why is it late?"
        return Unknown("not_stated", turn.query("lookup", codes=codes, fields=fields), turn.left_words())
    searched = turn.spotted.searched
    if searched and searched.sides:
        return turn.query("search", codes=codes, words=searched.words, fields=fields)
    if left and (not fields or turn.yes_no or critical(turn)):
        words = turn.left_words()
        # what no document has a word of was rather not understood
        known = [word for word in words if turn.store.search(any_of([word]), 1)]
        enough = turn.has("mention", "count") or (len(words) > 1 and 2 * len(known) > len(words))
        if enough and (not fields or set(fields) <= PROSE_FIELDS or turn.has("count", "mention") or turn.yes_no):
            return turn.query("search", codes=codes, words=words, fields=fields)
        return turn.not_understood(turn.query("lookup", codes=codes, fields=fields))
    claims = _predicates(turn)
    if narrowed:
        claims = [one for one in claims if one.field != "cycle"]
    if fields or turn.has("over", "begun", "running"):  # "did Ghana finish it?": the country only says whose it is
        claims = [one for one in claims if one.field != "country"]
    if claims and (turn.yes_no or not fields):
        return turn.query("verify", codes=codes, filters=tuple(claims))
    yes_no_fields = [name for name in fields if FIELD.get(name) and FIELD[name].kind == "yesno"]
    if turn.yes_no and (claim := past(turn)) is not None:
        return turn.query("verify", codes=codes, filters=(claim,))
    if turn.yes_no and yes_no_fields and len(fields) == 1:
        return turn.query("verify", codes=codes, fields=fields, filters=(Filter(fields[0], "is", ("yes",)),))
    if turn.has("code_of") or fields == ("code",):
        return turn.query("lookup", codes=codes, fields=("title",), words=("code",))
    spoken = [
        one.field
        for one in claims
        if one.field in FIELD and one.op == "is" and FIELD[one.field].kind in ("choice", "yesno")
    ]
    wanted = tuple(dict.fromkeys(name for name in (*fields, *spoken) if name != "code")) or CARD_FIELDS
    confidence = 0.8 if left else 1.0
    return turn.query("lookup", codes=codes, fields=wanted, ignored=turn.left_words(), confidence=confidence)


def critical(turn: Turn) -> bool:
    """Whether a word that was not understood may change what is asked.

    "my boss wants to know who leads KR0032" is clear; "who leads the evaluation of KR0032" is not: the word stands
    between what is asked and of what, or is a name.
    """
    asked = turn.asked.hits
    subjects = [start for start, _end, _span in turn.spotted.codes]
    subjects += [link.start for link in turn.spotted.links if link.kind in ("title", "person")]
    fillers = set(turn.spotted.lexicon.words("empty", "filler"))
    for at in turn.left():
        token = turn.spotted.tokens[at]
        if not fillers.isdisjoint(token.forms):
            continue
        if any(min(hit.start, start) < at < max(hit.end, start) for hit in asked for start in subjects):
            return True
        if any(at == hit.end or at == hit.start - 1 for hit in asked) or at - 1 in _possessives(turn):
            return True
    return False


def _possessives(turn: Turn) -> set[int]:
    """Where a code or title ends in “'s”: the next word is what is asked of it."""
    ends = [(end - 1, turn.spotted.tokens[end - 1]) for _start, end, _span in turn.spotted.codes]
    text = turn.spotted.question.text
    return {at + 1 for at, token in ends if text[token.end : token.end + 2] == "'s"}


def past(turn: Turn) -> Filter | None:
    """What "has it ended?", "has it started?" and "is it still running?" claim."""
    today = turn.as_of.isoformat()
    yesterday = days_later(turn.as_of, -1).isoformat()
    if turn.has("running"):
        return Filter("running", "within", (today, today), label=today)
    if turn.has("over"):
        return Filter("end", "within", ("", yesterday), label=f"< {today}")
    if turn.has("begun"):
        return Filter("start", "within", ("", today), label=f"≤ {today}")
    return None


def _asks_plainly(turn: Turn) -> bool:
    """Whether a field is asked for outright, so that a "will" or "why" beside it is only grammar."""
    strong = [hit for hit in turn.spotted.of("unstated") if not _is_grammar(turn, hit)]
    return bool(turn.asked.hits or turn.filters) and not strong


def _is_grammar(turn: Turn, hit: Hit) -> bool:
    return turn.spotted.tokens[hit.start].folded in turn.spotted.lexicon.words("unstated", "grammar") and hit.size == 1
