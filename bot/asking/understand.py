"""Tokens → a query frame, or why there is none. Words that carry meaning and that nothing used lead to abstention."""

from __future__ import annotations

from datetime import date

from bot.asking.asked import fields_asked
from bot.asking.denial import correction_start, denials
from bot.asking.filters import areas_in, cycles_in, dates_in, places_in, values_in
from bot.asking.query import Unknown
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
            return swapped(frame, spotted, thread)
    return Unknown("out_of_scope", turn.query("help"), turn.left_words())
