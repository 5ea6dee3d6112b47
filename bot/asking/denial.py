"""What a "not", "except" or "without" in a question denies."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.asking.lexicon import Hit
from bot.asking.turn import Turn
from bot.records.fields import FIELD


def denials(turn: Turn) -> set[int]:
    """Where what is denied begins: the first thing after each "not", and what "or" joins to it."""
    spotted = turn.spotted
    starts = sorted(
        {
            *(start for start, _end, _span in spotted.codes),
            *(link.start for link in spotted.links if not link.kind.startswith("part")),
            *(area.start for area in spotted.areas),
            *(place.start for place in spotted.places),
            *(one.start for one in spotted.intervals),
            *(hit.start for hit in spotted.of("value")),
            *(hit.start for name in ("overdue", "running", "over", "begun") for hit in turn.hits(name)),
            *(hit.start for hit in spotted.of("ask") if _is_yes_no(hit)),
        }
    )
    denied: set[int] = set()
    exclusion = turn.spotted.lexicon.words("grammar", "exclusion")
    negative = turn.spotted.lexicon.words("intent", "negation")
    for hit in turn.hits("negation"):
        value = next((one for one in spotted.of("value") if one.end > hit.start and one.start - hit.end <= 3), None)
        if value and any(spotted.tokens[at].folded in negative for at in range(value.start, value.end)):
            continue  # "ne sont pas vérifiables": the value says "not" itself
        if turn.spotted.lexicon.particles:  # Korean negates what stands before
            denied |= set([start for start in starts if 0 < hit.start - start <= 8][-1:])
            continue
        following = [start for start in starts if start >= hit.end]
        if not following or following[0] - hit.end > 5 or _comma(turn, hit.end, following[0]):
            continue
        denied.add(following[0])
        for before, after in pairwise(following):
            if not _joined(
                turn, before, after, excluding=turn.spotted.words(hit.start, hit.end).casefold() in exclusion
            ):
                break
            denied.add(after)
    return denied


def _is_yes_no(hit: Hit) -> bool:
    return hit.says in FIELD and FIELD[hit.says].kind == "yesno"


def _comma(turn: Turn, start: int, end: int) -> bool:
    text = turn.spotted.question.text[turn.spotted.tokens[start - 1].end : turn.spotted.tokens[end].start]
    return bool(re.search(r"[,;:.!?]", text))


def _joined(turn: Turn, before: int, after: int, *, excluding: bool) -> bool:
    """Whether nothing but "or" (after "except" also "and") and light words stands between two things."""
    joiners = set(turn.spotted.lexicon.words("intent", "or"))
    if excluding:
        joiners |= set(turn.spotted.lexicon.words("intent", "and"))
    claims = turn.spotted.claim[before]
    between = [at for at in range(before, after) if turn.spotted.claim[at] != claims]
    return any(turn.spotted.tokens[at].folded in joiners for at in between) and len(between) <= 3


def correction_start(turn: Turn) -> int:
    """Where the question proper begins: after "I mean …" in the middle of a sentence."""
    ends = [hit.end for hit in turn.spotted.of("thread", "correction") if hit.start > 0]
    ends = [end for end in ends if any(start >= end for start, _end, _span in turn.spotted.codes)]
    return max(ends, default=0)
