"""Tokens → a query frame, or why there is none. Words that carry meaning and that nothing used lead to abstention."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.asking.asked import fields_asked
from bot.asking.denial import correction_start, denials
from bot.asking.filters import areas_in, cycles_in, dates_in, places_in, values_in
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
    turn.filters = [*places_in(turn), *cycles_in(turn)]
    turn.subjects = find_subjects(spotted, store, turn.filters, turn.skip)
    turn.corrections = tuple(turn.subjects.corrections)
    turn.filters += [*areas_in(turn), *values_in(turn), *dates_in(turn)]
    turn.asked = fields_asked(turn)
    for rule in RULES:
        frame = rule(turn)
        if frame is not None:
            return _told(swapped(frame, spotted, thread), turn)
    return Unknown("out_of_scope", turn.query("help"), turn.left_words())


_OF_ALL = ("list", "count", "group", "superlative")
_CHOOSING = ("unkept", "unstated", "value", "country", "area", "title", "institution", "person", "date", "text")
"""What a word was taken for that says which commitments are meant."""


def _told(frame: Frame, turn: Turn) -> Frame:
    """The frame, or that words were not understood: what names something is never answered with all commitments."""
    if not isinstance(frame, Query) or frame.intent not in _OF_ALL or frame.filters or frame.codes or frame.inherited:
        return frame
    spotted = turn.spotted
    if spotted.searched and not spotted.searched.sides:
        return Unknown("not_understood", replace(frame, words=("search",)))
    said = {*frame.fields, frame.group, frame.order}
    lost = [at for at, claim in enumerate(spotted.claim) if claim.startswith(_CHOOSING) and not turn.number(at)]
    if frame.intent in ("list", "count"):
        asks = ((at, claim.partition("ask ")[2]) for at, claim in enumerate(spotted.claim) if claim.startswith("ask "))
        lost += [at for at, fields in asks if said.isdisjoint(fields.split(",")) and fields != "title"]
    if not lost:
        return frame
    words = tuple(spotted.tokens[at].text for at in sorted(lost))
    return Unknown("not_understood", replace(frame, ignored=words), words)
