"""Two questions of one message, each answered: "Who leads KR0032, and how many commitments has Korea?".

They are parted where a sentence that asks ends, and at an "and" with a word of asking behind it. Both have to be
understood by themselves, the later one in the thread of the earlier one; where one reading of all the words says what
both say, that one stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from bot.asking.frames import (
    ABOUT_FIELDS,
    ALL,
    CARD_FIELDS,
    WHOLE_FIELDS,
    About,
    AnyOf,
    Choose,
    Compare,
    Condition,
    Count,
    Define,
    FindText,
    Frame,
    Lookup,
    Reading,
    Refuse,
    Several,
    Talk,
    Verify,
    conjuncts,
    tests,
)
from bot.asking.lattice import Lattice
from bot.asking.passages import passages_of
from bot.asking.scoring import importance
from bot.asking.thread import codes_of, remembered, where_of
from bot.records.frozen import replace

if TYPE_CHECKING:
    from bot.asking.reading import Understood
    from bot.asking.thread import Thread

_ENDS = re.compile(r"[?]|(?<![.])[.;!]\s")
_MOST_SPLITS = 3
_REPAIRED = 0.4
"""What a typing error costs: a word that only might ask parts no message."""
_WEIGHTY = 0.5
_LIGHT = 4
"""Words behind an "and", the last of which may ask."""
_ASKING = ("who", "what", "when", "where", "how")
_SAYS_NOTHING_OF_IT = ("field_unknown", "not_stated")
"""Reasons of a refusal that answer a question: no document states this."""

Read = Callable[[str, "Thread"], "Understood"]


def both_asked(whole: Understood, thread: Thread, read: Read) -> Understood | None:
    """Both questions of a message, or what is said to be left out where only one is understood; None: it asks one."""
    language, half = whole.made.lexicon.language, None
    for first, second in _splits(whole.made):
        before = read(first, thread)
        if not is_understood(before):
            continue
        frame, where = before.reading.frame, before.where or where_of(before.reading.frame)
        listed = _listed(frame, whole.made)
        behind = read(second, remembered(thread, frame, where, listed, language))
        both = whole.reading.frame
        if isinstance(frame, Count) and isinstance(both, Count) and both.of and replace(both, of="") == frame:
            return replace(whole, reading=replace(whole.reading, frame=Several((frame, both))), where=None)
        if where_of(behind.reading.frame) == ALL != where or not _goes_on(frame, behind):
            continue  # "how many has each?": no question of its own; "KR0032: starred? complete?": not of all
        if not is_understood(behind):
            if half is None and (whole.reading.frame == frame or isinstance(whole.reading.frame, Refuse)):
                ignored = before.reading.ignored or (second.rstrip(" .?!"),)
                half = replace(before, reading=replace(before.reading, ignored=ignored))
            continue
        parts = (*_parts(frame), *_parts(behind.reading.frame))
        if all(isinstance(one, Refuse) for one in parts) or len(set(parts)) < len(parts):
            continue
        if _says_all(whole, parts) or (_is_about(whole) and not all(isinstance(one, About | Count) for one in parts)):
            return None
        corrections = tuple(dict.fromkeys((*before.reading.corrections, *behind.reading.corrections)))
        confidence = min(before.reading.confidence, behind.reading.confidence)
        return replace(whole, reading=Reading(Several(parts), corrections, confidence=confidence), where=None)
    return half


def _parts(frame: Frame) -> tuple[Frame, ...]:
    """The questions of a frame, each by itself."""
    return frame.parts if isinstance(frame, Several) else (frame,)


def _listed(frame: Frame, made: Lattice) -> tuple[str, ...]:
    """The commitments that an answer names: those that it is asked of, or whose sentences it quotes."""
    if isinstance(frame, FindText):
        return tuple(dict.fromkeys(one.code for one in passages_of(frame, made.store)))
    return codes_of(frame)


def _is_about(whole: Understood) -> bool:
    """Whether all words of weight make one question about the bot: "what do the *letters and numbers* stand for?"."""
    return isinstance(whole.reading.frame, About) and whole.ranked[0].cost < _ALL_SAID


_ALL_SAID = 0.35
"""What a question about the bot costs less than where no word of weight is left beside its pattern."""


def _goes_on(frame: Frame, behind: Understood) -> bool:
    """Whether a question that no word of asking begins is of the commitments that the one before it names."""
    made, told = behind.made, where_of(behind.reading.frame)
    if not codes_of(frame) or told is None or any(one.kind == "phrase" and _asks(one) for one in made.mentions):
        return True
    return any(one.kind in ("place", "code", "title") for one in made.mentions)


def _splits(made: Lattice) -> Iterator[tuple[str, str]]:
    """The ways to part a message in two that ask."""
    text = made.question.text
    likely = [one for one in made.mentions if one.kind == "phrase" and one.cost < _REPAIRED]
    words = frozenset().union(*(made.lexicon.words("question", each) for each in _ASKING))
    begun = {one.start for one in likely if one.says("ask") and made.tokens[one.start].folded in words}
    asking = begun | {one.start for one in likely if _asks(one)}  # "who was responsible" is the words of a field
    told = {one.start for one in likely if one.says("ask") or one.says("value") or one.says("intent", "exists")}
    named = {one.start for one in likely if one.says("intent", "exists") and not one.says("question", "what")}
    there = asking | named | _checking(made)
    asked = {one.start for one in made.mentions if one.kind == "phrase" and one.says("question", *_ASKING)}
    opening = {one.start for one in made.mentions if one.kind == "phrase" and one.says("intent", "list")}
    if made.tokens and made.tokens[0].folded in made.lexicon.words("question", "yes_no"):
        opening.add(0)
    joins = frozenset(made.lexicon.words("intent", "and"))
    if any(one.kind == "phrase" and one.says("thread", "correction") for one in made.mentions):
        return  # "no wait, how many does it lead?"
    ways: list[tuple[int, int, bool]] = []
    for at in range(1, len(made.tokens)):
        begin, before = made.tokens[at].start, made.tokens[at - 1].end
        sign = text[before:begin]
        if _ENDS.search(sign) and ("?" in text[begin:] or asked & {at, at + 1}):
            ways.append((begin, begin, "?" in sign))
        elif made.tokens[at].folded in joins and there & set(_behind(made, at + 1)):
            ways.append((begin, made.tokens[at].end, False))
    for end, begin, parted in ways[:_MOST_SPLITS]:
        first, second = text[:end].strip(" ,"), text[begin:].strip()
        opened = any(made.tokens[at].start < end for at in (*asking, *opening))
        follows = any(made.tokens[at].start >= begin for at in there)
        # "is it complete? and its lead?": behind a question the word of a field asks
        lacking = parted and not any(made.tokens[at].start >= begin for at in asking)
        lacking &= any(made.tokens[at].start >= begin for at in told)
        if ((opened and follows) or lacking) and len(first.split()) > 1:
            yield first, second


def _checking(made: Lattice) -> set[int]:
    """Where a verb asks of what was just named whether it is so: "… on audits, and *is it* done?"."""
    verbs = made.lexicon.words("question", "yes_no")
    pointers = {one.start for one in made.mentions if one.kind == "phrase" and one.says("thread", "pronoun", "plural")}
    return {at for at, token in enumerate(made.tokens) if at and token.folded in verbs and at + 1 in pointers}


def _behind(made: Lattice, at: int) -> Iterator[int]:
    """The places behind an "and" where a word may ask: at once, or behind light words ("and tell me how many")."""
    for place in range(at, min(at + _LIGHT, len(made.tokens))):
        yield place
        if made.content(place):
            return


def _asks(one: object) -> bool:
    """Whether some words ask: who, which, how many."""
    says = one.says  # type: ignore[attr-defined]
    return bool(says("question", *_ASKING) or says("intent", "count"))


def is_understood(found: Understood) -> bool:
    """Whether a part is understood by itself and with all its words, as a question that the documents answer."""
    frame, reading = found.reading.frame, found.reading
    if isinstance(frame, Refuse):
        return frame.reason in _SAYS_NOTHING_OF_IT and not frame.sentence
    card = isinstance(frame, Lookup) and frame.fields in (CARD_FIELDS, WHOLE_FIELDS)
    vague = card or isinstance(frame, Choose | Talk | Define)
    best = found.ranked[0] if found.ranked else None
    return not (vague or reading.ignored or (best and best.unexplained))


def _says_all(whole: Understood, parts: tuple[Frame, ...]) -> bool:
    """Whether one reading of all the words says what the parts say."""
    frame, best = whole.reading.frame, whole.ranked[0] if whole.ranked else None
    if isinstance(frame, Refuse | Choose | About):
        return False  # "where are the data from, and how recent are they?"
    if isinstance(frame, Verify) and {where_of(one) for one in parts} == {where_of(frame)} != {None}:
        return True  # "are any starred? which?": those that there are
    if isinstance(frame, Verify) and frame.codes and all(_is_within_claim(one, frame) for one in parts):
        return True  # "is it complete? completion level?"
    left = best is None or any(
        n not in best.candidate.used and importance(one) > _WEIGHTY for n, one in enumerate(best.pieces.items)
    )
    if all(type(one) is type(frame) for one in parts) and all(_covers(frame, one) for one in parts):
        return True
    named = isinstance(frame, Lookup) and all(codes_of(one) == frame.codes for one in parts)
    named = named and all(getattr(one, "fields", ()) != ABOUT_FIELDS and _is_shown(frame, one) for one in parts)
    return (named or isinstance(frame, Compare)) and not left


def _is_within_claim(part: Frame, whole: Verify) -> bool:
    """Whether what a part asks of a commitment is what tells whether a claim of it is true."""
    claimed = {one.field for one in tests(whole.where)}
    return part == whole or (codes_of(part) == whole.codes and set(getattr(part, "fields", "?")) <= claimed)


def _is_shown(frame: Frame, part: Frame) -> bool:
    """Whether the fields that a frame shows tell what a part claims: "is it complete?" is told by the completion."""
    claimed = {one.field for one in tests(part.where)} if isinstance(part, Verify) else set[str]()
    return claimed <= set(getattr(frame, "fields", ()))


def _covers(frame: Frame, part: Frame) -> bool:
    """Whether a frame says all that another one of its kind says."""
    if isinstance(frame, Count) and isinstance(part, Count) and frame.of != part.of:
        return False
    fields, codes = set(getattr(part, "fields", ())), set(codes_of(part))
    where, told = where_of(frame), where_of(part)
    of_it = where == told or (where is not None and told is not None and _is_within(told, where))
    return fields <= set(getattr(frame, "fields", ())) and codes <= set(codes_of(frame)) and of_it


def _is_within(told: Condition, where: Condition) -> bool:
    """Whether a set is one of the alternatives of another: those complete, of those complete or limited."""
    parts, whole = set(conjuncts(told)), conjuncts(where)
    ways = [set(one.parts) if isinstance(one, AnyOf) and one not in parts else {one} for one in whole]
    return any(len(way) > 1 for way in ways) and parts <= set().union(*ways)
