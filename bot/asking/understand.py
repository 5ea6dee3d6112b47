"""Tokens → a query frame, or why there is none. Words that carry meaning and that nothing used lead to abstention."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.asking.asked import fields_asked
from bot.asking.denial import correction_start, denials
from bot.asking.filters import areas_in, cycles_in, dates_in, places_in, plans_in, values_in
from bot.asking.query import Query, Unknown
from bot.asking.rules import RULES
from bot.asking.rules.threads import swapped
from bot.asking.spotted import Spotted
from bot.asking.subjects import find_subjects
from bot.asking.thread import Thread
from bot.asking.turn import Frame, Turn
from bot.records.store import Store


def understand(spotted: Spotted, store: Store, thread: Thread, as_of: date) -> Frame:
    """What a question means, filled from the thread where it points back."""
    turn = Turn(spotted, store, thread, as_of)
    turn.skip = correction_start(turn)
    turn.denied = denials(turn)
    turn.filters = [*places_in(turn), *plans_in(turn), *cycles_in(turn)]
    turn.subjects = find_subjects(spotted, store, turn.filters, turn.skip)
    turn.corrections = tuple(turn.subjects.corrections)
    turn.filters += [*areas_in(turn), *values_in(turn), *dates_in(turn)]
    turn.asked = fields_asked(turn)
    for rule in RULES:
        frame = rule(turn)
        if frame is not None:
            return _told(swapped(frame, spotted, thread), turn)
    return Unknown("out_of_scope", turn.query("help"), turn.left_words())


_SETS = ("list", "count", "search", "group", "superlative")
_CHOOSING = (
    "unkept",
    "unstated",
    "value",
    "country",
    "area",
    "title",
    "institution",
    "person",
    "date",
    "text",
    "intent negation",
)
"""What a word was taken for that says which commitments are meant."""
_COMPARING = frozenset({"same", "compare", "later", "earlier", "longer", "shorter", "most", "fewest"})
"""What a question says that a list or a count of commitments does not answer; only those `_RANKED` do."""
_RANKED = ("group", "superlative")


def _told(frame: Frame, turn: Turn) -> Frame:
    """The frame, or that words were not understood: nothing that a question says is dropped unsaid.

    What names something is never answered with all commitments, and what holds some against others never with a list.
    """
    if not isinstance(frame, Query) or frame.intent not in _SETS or frame.codes or frame.inherited:
        return frame
    spotted = turn.spotted
    if spotted.searched and not spotted.searched.sides and not frame.filters:
        return Unknown("not_understood", replace(frame, words=("search",)))
    lost = {at for at in _unanswered(frame, turn) if at >= turn.skip}
    if not frame.filters and frame.intent != "search":
        lost |= {at for at, claim in enumerate(spotted.claim) if claim.startswith(_CHOOSING) and not turn.number(at)}
        if frame.intent in ("list", "count"):
            lost |= _fields_lost(frame, turn)
    if not lost:
        return frame
    words = tuple(spotted.tokens[at].text for at in sorted(lost))
    return Unknown("not_understood", replace(frame, ignored=words), words)


def _unanswered(frame: Query, turn: Turn) -> set[int]:
    """The words that ask for another kind of answer: a comparison, the most, the second of a rank or of plans."""
    ranked = frame.order or frame.intent in _RANKED
    hits = [] if ranked else [hit for hit in turn.spotted.of("intent") if hit.says in _COMPARING]
    ordinals = [hit for hit in turn.spotted.of("thread") if hit.says.startswith("ordinal:") and hit.says != "ordinal:1"]
    hits += [hit for hit in ordinals if hit not in turn.used]
    return {at for hit in hits for at in range(hit.start, hit.end)}


def _fields_lost(frame: Query, turn: Turn) -> set[int]:
    """The words that name a field of which the frame has nothing."""
    said = {*frame.fields, frame.group, frame.order, "title"}
    claims = ((at, claim.partition("ask ")[2]) for at, claim in enumerate(turn.spotted.claim))
    return {at for at, fields in claims if fields and said.isdisjoint(fields.split(","))}
