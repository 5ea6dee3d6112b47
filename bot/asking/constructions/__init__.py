"""What can be asked: each construction makes frames of the pieces of a question, and says which words they express.

`constructions.toml` names them, says what each needs and gives examples; the functions here are what they do. A
construction may claim only words that its frame expresses: every other word of weight counts against it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.asking.constructions.beyond import beyond, likened
from bot.asking.constructions.comparisons import compare, exceeds, share, verify_set
from bot.asking.constructions.described import bare, described, holder, person
from bot.asking.constructions.form import Candidate, QuestionForm, form_of
from bot.asking.constructions.named import duration, fact, find_text, lookup, pick, same, verify
from bot.asking.constructions.refused import refuse
from bot.asking.constructions.sets import average, count, extreme, group, listing, rank
from bot.asking.constructions.talk import about, changes, define, talk, whose_country
from bot.asking.pieces import Pieces

CONSTRUCTIONS: tuple[Callable[[QuestionForm], Iterator[Candidate]], ...] = (
    lookup, verify, pick, same, duration, find_text, fact, listing, described, count, average, group, rank, extreme,
    share, verify_set, exceeds, compare, holder, person, bare, changes, define, about, talk, refuse, whose_country,
    likened, beyond,
)  # fmt: skip
"""Every construction. Their order means nothing: their costs do."""


def constructed(p: Pieces) -> Iterator[Candidate]:
    """Every frame that a construction makes of the pieces of a question."""
    shape = form_of(p)
    for construction in CONSTRUCTIONS:
        yield from construction(shape)
