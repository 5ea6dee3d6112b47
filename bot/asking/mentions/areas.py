"""Policy areas, said whole or in part, and OGP values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from bot.asking.lattice import Lattice, Mention, stretches, typed_name, weights
from bot.asking.normalise import Token
from bot.records.names import EMPTY_WORDS, name_key
from bot.records.vocabulary import terms

AREA_WORDS = 8


def find_areas(made: Lattice, tokens: Sequence[Token] | None = None) -> Iterator[Mention]:
    """Policy areas: the keys of the names that the words cover."""
    tokens = tokens or made.tokens
    known = made.linker.areas()
    values = _ogp_keys()
    for at, end in stretches(tokens, AREA_WORDS):
        said = [token for token in tokens[at:end] if token.folded not in EMPTY_WORDS]
        wordings = (" ".join(t.folded for t in said), " ".join(t.forms[-1] for t in said))
        key = next((known[words] for words in wordings if words in known), None)
        if key is not None:
            keys = tuple(sorted({k for k in known.values() if k == key or k.startswith(f"{key} ")}))
            yield Mention(at, end, "area", (keys, key if key in values else ""))


def find_parts_of_areas(made: Lattice) -> Iterator[Mention]:
    """Areas that are said in part or in another form: "whistleblower", "media and telecoms", "social audit"."""
    cost = weights()["tile"]
    taken = {
        at for one in made.mentions if one.kind in ("code", "contact", "place") for at in range(one.start, one.end)
    }
    free = [at not in taken and made.content(at) for at in range(len(made.tokens))]
    links = made.linker.candidates("area", made.tokens, free, EMPTY_WORDS, made.lexicon.known)
    exact = {(one.start, one.end) for one in made.mentions if one.kind == "area"}
    known = made.linker.areas()
    for link in links[:6]:
        used = set(link.used)
        rivals = [
            one
            for one in links
            if set(one.used) == used and one.recall >= link.recall - 0.02 and one.names[0].key != link.names[0].key
        ]
        alone = [one for one in links if set(one.used) >= used]
        words = [made.tokens[at].folded for at in link.used]
        if (
            link.precision < 0.99
            or link.recall < 0.45
            or rivals
            or (link.recall < 0.85 and len(alone) > 1)
            or (link.start, link.end) in exact
        ):
            continue
        if link.recall < 0.85 and all(len(word) < 6 or word in made.lexicon.known for word in words):
            continue
        if any(s <= link.start and link.end <= e for s, e in exact):
            continue
        key = known.get(link.names[0].key, link.names[0].key)
        stems = link.repaired and not all(
            any(
                made.linker.stem(word) == made.linker.stem(part) or part.startswith(word)
                for part in link.names[0].key.split()
            )
            for word in words
        )
        repairs = typed_name(made, link) if stems else ()
        dear = 0.45 * (1 - link.recall) + cost["repaired"] * bool(repairs)
        yield Mention(link.start, link.end, "area", ((key,), ""), dear, repairs=repairs)


def find_ogp_values(made: Lattice) -> Iterator[Mention]:
    """OGP values that are no areas too."""
    values = _ogp_keys()
    known = made.linker.areas()
    for at, end in stretches(made.tokens, 5):
        key = " ".join(t.folded for t in made.tokens[at:end] if t.folded not in EMPTY_WORDS)
        if key in values and key not in known and len(key) > 3:
            yield Mention(at, end, "ogp", (key,), 0.2 if end - at == 1 else 0.0)


@cache
def _ogp_keys() -> frozenset[str]:
    return frozenset(name_key(term) for term in terms("ogp_values"))
