"""How the members of a corpus are named: by the table of members where it has them, by their own pages elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from bot.records.countries import country_of, stranger
from bot.records.folding import fold

# "South Korea Third National Action Plan 2016-2018", "Action plan – Nandi, Kenya, 2025 – 2027"
_PLAN = re.compile(
    r"^(?P<before>.+?) (?:\d{1,3}(?:st|nd|rd|th) |(?:first|second|third|fourth|fifth|sixth|seventh|eighth) )?"
    r"(?:national |local |open government )*action plan\b",
    re.IGNORECASE,
)
_LONGEST_PLAN = 300
_FORMAL = re.compile(
    r"^(?:the\s+)?(?:(?:federal|democratic|people's|islamic|plurinational|bolivarian|oriental|united)\s+)*"
    r"(?:republic|kingdom|state|commonwealth|principality)\s+of\s+(?:the\s+)?",
)


def country_rows(
    members: Iterable[tuple[str, str | None, str | None]],
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Rows for `countries` (prefix, name) and `country_names` (folded name, prefix).

    `members` are (prefix, country line of a page, name of its action plan) as found in the corpus; a page under the
    letters of another member than it names gives these letters no name.
    """
    lines: dict[str, Counter[str]] = {}
    plans: dict[str, Counter[str]] = {}
    for prefix, line, plan in members:
        lines.setdefault(prefix, Counter())
        plans.setdefault(prefix, Counter())
        if line:
            lines[prefix][line] += 1
        match = _PLAN.match(" ".join(plan[:_LONGEST_PLAN].split())) if plan else None
        if match and not fold(match["before"]).startswith("action plan"):
            plans[prefix][match["before"].strip(" ,–-")] += 1
    countries: list[tuple[str, str]] = []
    names: set[tuple[str, str]] = set()
    for prefix in sorted(lines):
        known = country_of(prefix)
        said = (name for name, _count in (*plans[prefix].most_common(3), *lines[prefix].most_common(3)))
        own = [name for name in said if not stranger(prefix, name)]
        countries.append((prefix, known.name if known else own[0] if own else prefix))
        letters = (prefix, *filter(None, [known.region if known and not known.parent else None]))
        found = [*own, *letters, *((known.name, *known.aliases, *known.demonyms) if known else ())]
        for name in found:
            folded = fold(name)
            names |= {(folded, prefix), (_FORMAL.sub("", folded), prefix)}
            if known is None and "," in folded:
                names.add((folded.split(",")[0], prefix))
        if known is None:
            # a member that no table knows: its adjective is guessed from its own name (Avaria: Avarian)
            names |= {(adjective, prefix) for name in own for adjective in _adjectives(_FORMAL.sub("", fold(name)))}
    return countries, sorted((name, prefix) for name, prefix in names if len(name) > 1 or not name.isascii())


def _adjectives(name: str) -> set[str]:
    if " " in name:
        return set()
    if name.endswith("a"):
        return {f"{name}n", f"{name[:-1]}ian" if not name.endswith("ia") else f"{name}n"}
    if name.endswith("e"):
        return {f"{name[:-1]}ian", f"{name}an"}
    return {f"{name}ian", f"{name}an", f"{name}ese", f"{name}i"}
