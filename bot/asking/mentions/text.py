"""Words that may be looked for in texts as they are: any stretch, and surer what is quoted or said to be mentioned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.asking.entities import is_cased
from bot.asking.lattice import Lattice, Mention, covering, once, phrase_ends, weights
from bot.asking.passages import alternatives, term
from bot.records.names import EMPTY_WORDS
from bot.records.text import fold

_LONGEST_TEXT = 6
_MEANT_ROLES = frozenset(("ask", "value", "unkept", "unstated", "command", "noun"))
_WEAK_INTENTS = frozenset(
    "list mention overview help and only present due running begun index changes define exists total over every".split()
)


def find_texts(made: Lattice) -> Iterator[Mention]:
    """Stretches that may be looked for as they are: any words are text."""
    cost = weights()["tile"]
    in_quotes = list(quoted(made))
    titles = {(one.start, one.end) for one in made.mentions if one.kind == "title" and one.cost < 0.45}
    for start, end in in_quotes:
        yield Mention(start, end, "text", "quoted", cost["text_said"] + 0.2 * ((start, end) in titles))
    for start, end in _capitals(made):
        yield Mention(start, end, "text", "quoted", cost["text_about"])
    says, about = _openings(made)
    nouns = {one.start for one in made.mentions if one.says("noun")}
    nouns_after = {one.end for one in made.mentions if one.says("noun")}
    meant = _meant(made)
    money = {at for one in made.mentions if one.says("unkept", "budget") for at in range(one.start, one.end)}
    breaks = [made.broken(at, at) for at in range(len(made.tokens))] + [True]
    fixed = {at for one in made.mentions if one.kind in ("code", "contact") for at in range(one.start, one.end)}
    placed = {
        at
        for one in made.mentions
        if one.kind == "place" and not one.repairs and one.cost < 0.1
        for at in range(one.start, one.end)
    }
    says -= {one.start for one in made.mentions if one.says("intent", "most", "fewest") and not one.cost}
    joiners = set(made.lexicon.words("intent", "or"))
    joined, beside = listed(made)
    says, about = says | joined, about | beside
    korean = bool(made.lexicon.particles)
    glued_or = made.lexicon.words("grammar", "glued_or")
    verbs = _before(made, made.lexicon.words("grammar", "says_text")) if korean else set()
    verbs -= {one.end for one in made.mentions if one.kind == "plan"}  # "2차 실행계획에 포함된"
    topics = _before(made, made.lexicon.words("grammar", "about_area")) if korean else set()
    both = frozenset(made.lexicon.words("thread", "both"))
    shut = unsearched(made) - says - about
    for start in range(len(made.tokens)):
        begins = made.searchable(start) or start in says or made.cut_off(start + 1)
        if not begins or start in fixed or made.tokens[start].folded in both:
            continue
        for end in range(start + 1, min(start + _LONGEST_TEXT, len(made.tokens)) + 1):
            if (
                end - 1 in shut
                or (end > start + 1 and breaks[end - 1])
                or end - 1 in fixed
                or made.tokens[end - 1].folded in joiners
            ):
                break
            if end > start + 1 and made.tokens[end - 2].text.endswith(glued_or):
                break  # "아동이나 청소년": either is looked for
            if not (made.searchable(end - 1) or (start in says and end > start + 1 and made.glued(end - 1))):
                continue
            told = money if start in about or end in nouns else set[int]()
            known = sum(meant[at] for at in range(start, end) if at not in told)
            known += 2 * sum(at in placed for at in range(start, end))
            if start in says or end in verbs:
                meant_else = known > 0 and start not in joined
                dear = cost["text_said"] + 0.3 * cost["text_meant"] * meant_else + 0.02 * (end - start)
            else:
                near = start in about or end in nouns or end in topics or start in nouns_after
                whole = end - start - 1 - made.cut_off(start + 1)
                dear = (cost["text_about"] if near else cost["text"]) + cost["text_word"] * whole
                dear += cost["cut_off"] * made.cut_off(start)
                dear += (
                    cost["text_meant"] * known
                    + 0.3 * any(not made.content(at) for at in (start, end - 1))
                    + 0.4 * all(made.tokens[at].folded.isdecimal() for at in range(start, end))
                )
            yield Mention(start, end, "text", "said" if start in says or end in verbs else "", dear)


def _openings(made: Lattice) -> tuple[set[int], set[int]]:
    """Where what is looked for begins, by a word for mentioning, and by one for being about something."""
    says = _after(made, made.lexicon.words("grammar", "says_text"))
    about = _after(made, made.lexicon.words("grammar", "about_area"))
    about |= {one.end for one in made.mentions if one.says("intent", "mention") and one.end - one.start > 1}
    return says, about


@once
def listed(made: Lattice) -> tuple[set[int], set[int]]:
    """Where the others begin that are mentioned, and those that something is about, in a list that ends in "or"."""
    joiners = set(made.lexicon.words("intent", "or"))
    says, about = (
        {at for start in starts for at in _listed(made, start, joiners, longest)}
        for starts, longest in zip(_openings(made), (3, 1), strict=True)
    )
    return says, about


def _listed(made: Lattice, first: int, joiners: set[str], longest: int) -> set[int]:
    """Where the others begin of a list that ends in "or", which all are looked for: "mention minutes, email or paper".

    None has more than `longest` words.
    """
    others, began = set[int](), first
    for at in range(first + 1, min(first + _LONGEST_LIST, len(made.tokens) - 1)):
        if made.tokens[at].folded in joiners:
            return set() if made.broken(at + 1, at + 1) else {*others, at + 1}
        if made.broken(at, at):
            if made.between(at, at).strip() != ",":
                break
            others.add(at)
            began = at
        elif at - began >= longest:
            break
    return set()


_LONGEST_LIST = 16
"""Words of such a list."""
_DIMENSION = 4
"""Words that may say by what is counted: "by year of submission"."""


@once
def unsearched(made: Lattice) -> set[int]:
    """The words behind "by", "per" and "each", and those in brackets: they narrow nothing that they are not known for.

    In brackets they say again what stands before them: "(new formula)".
    """
    return _dimensions(made) | _bracketed(made)


def _dimensions(made: Lattice) -> set[int]:
    words = made.lexicon.words
    each = {*words("grammar", "by"), *words("grammar", "each")}
    if made.lexicon.particles:
        return set()
    likely = [one for one in made.mentions if one.kind in ("phrase", "place", "area", "body") and one.cost < _SURE]
    told = {at for one in likely if one.senses != {("empty", "words")} for at in range(one.start, one.end)}
    stops = {one.start for one in made.mentions if one.says("noun") or one.says("question") or one.says("thread")}
    within = {*words("grammar", "genitive"), *words("grammar", "definite")}
    found = set[int]()
    # "led by" asks for a field, and "by tomorrow" is a date
    wider = [one for one in made.mentions if one.kind == "date" or (one.kind == "phrase" and one.says("ask"))]
    for one in likely:
        if any(m.start <= one.start and one.end <= m.end and m.end - m.start > one.end - one.start for m in wider):
            continue
        if any(m.end == one.start and "institution" in " ".join(m.all("ask")) for m in wider):
            continue
        opens = one.says("grammar", "by") or one.says("intent", "group")
        if one.cost or not opens or made.tokens[one.end - 1].folded not in each:
            continue
        if one.start and one.start - 1 not in told and made.content(one.start - 1):
            continue  # a verb that is not known: "published by ministries"
        for at in range(one.end, min(one.end + _DIMENSION, len(made.tokens))):
            light = not made.content(at) and made.tokens[at].folded not in within
            if made.broken(at, at) or light or at in stops:
                break
            found.add(at)
    return found


_SURE = 0.25
"""What a mention costs less than, to be meant rather than hidden in another."""


def _bracketed(made: Lattice) -> set[int]:
    depth, found = 0, set[int]()
    for at, _token in enumerate(made.tokens):
        signs = made.between(at, at) if at else made.question.text[: made.tokens[0].start]
        depth = max(depth + signs.count("(") - signs.count(")"), 0)
        if depth:
            found.add(at)
    return found


def quoted(made: Lattice) -> Iterator[tuple[int, int]]:
    """The words that stand in quotation marks."""
    for text in made.question.quoted:
        first = made.question.text.find(text)
        start, end = covering(made.tokens, first, first + len(text))
        if start < end:
            yield start, end


def _capitals(made: Lattice) -> Iterator[tuple[int, int]]:
    """Light words that are typed as a name: "the completion of We the People"."""
    if not is_cased(made.tokens):
        return
    capital = [token.text[:1].isupper() for token in made.tokens]
    at = 1  # the first word of a question is a capital anyway
    while at < len(made.tokens):
        end = at
        while end < len(made.tokens) and (capital[end] or (end > at and made.tokens[end].folded in EMPTY_WORDS)):
            end += 1
            if made.broken(end, end):
                break
        while end > at and not capital[end - 1]:
            end -= 1
        if end - at > 2 and not any(map(made.content, range(at, end))):
            yield at, end
        at = max(end, at + 1)


def _after(made: Lattice, phrases: Iterable[str]) -> set[int]:
    """The tokens behind one of the phrases, an article between."""
    ends = {end for _start, end in phrase_ends(made, phrases)}
    articles = {*EMPTY_WORDS, *made.lexicon.words("grammar", "indefinite"), *made.lexicon.words("grammar", "definite")}
    for end in list(ends):
        while end < len(made.tokens) and made.tokens[end].folded in articles:
            end += 1
            ends.add(end)
    return ends


def _before(made: Lattice, phrases: Iterable[str]) -> set[int]:
    return {start for start, _end in phrase_ends(made, phrases)}


def _meant(made: Lattice) -> list[bool]:
    """Which words the lexicon reads as something that is asked or told."""
    meant = [False] * len(made.tokens)
    for one in made.mentions:
        if one.kind == "date" and not one.repairs:
            said = True
        elif one.kind == "phrase" and not one.repairs:
            said = any(r in _MEANT_ROLES or (r == "intent" and s not in _WEAK_INTENTS) for r, s in one.senses)
        else:
            continue
        if said:
            for at in range(one.start, one.end):
                meant[at] = True
    return meant


# -- as full-text queries ----------------------------------------------------------------------------------------------


@once
def in_titles(made: Lattice) -> bool:
    """Whether only titles are to be looked through: "which have “budget” in the title?", not "in title or text"."""
    words = made.lexicon.words
    said = any(f" {phrase} " in made.text for phrase in words("grammar", "in_title"))
    if made.lexicon.particles:  # the particle tells it: "제목에"
        said = any(True for _found in phrase_ends(made, words("grammar", "in_title")))
    return said and {*words("grammar", "in_text")}.isdisjoint(token.folded for token in made.tokens)


def text_terms(made: Lattice, one: Mention, words: tuple[str, ...]) -> Iterator[str]:
    """The words as full-text queries, each with what else it is called: in full, or in another language.

    No query has an AND in it: what is found of each is told where nothing has all of them.
    """
    longer = made.lexicon.data.get("expansions", {})
    placed = any(other.kind == "place" for other in made.mentions)
    language = made.lexicon.language
    written = tuple(_bare(made.tokens[at]) for at in range(one.start, one.end))
    said = words if language == "en" or set(words).isdisjoint(written) else written
    others = alternatives(said, language, placed=placed)
    at = 0
    while at < len(others):
        called, after = others[at], others[at + 1] if at + 1 < len(others) else ()
        at += 1
        if len(called) == len(after) == 1 and (whole := _in_one(made, called[0], after[0])):
            yield f"({term(whole)} OR ({term(called[0])} {term(after[0])}))"
            at += 1
            continue
        if len(called) == 1 and called[0] not in words:
            continue  # a light word between the others
        more = (longer[called[0].casefold()],) if called[0].casefold() in longer else ()
        # between the words of a phrase of the table stood light ones: "right to information"
        parted = called[0] not in words and " " in called[0]
        first = f"({' '.join(map(term, called[0].split()))})" if parted else term(called[0])
        terms_ = [first, *(term(word) for word in (*called[1:], *more))]
        yield terms_[0] if len(terms_) == 1 else f"({' OR '.join(terms_)})"


def _in_one(made: Lattice, first: str, second: str) -> str:
    """The word that the documents write for two of a question: "whistle blower" is "whistleblower" there; or empty."""
    whole = fold(first + second)
    long = min(len(first), len(second)) >= _PART_OF_ONE and whole.isalpha()
    return whole if long and made.linker.knows(whole) else ""


_PART_OF_ONE = 4
"""Letters of each half of such a word."""


@once
def _named_whole(made: Lattice) -> frozenset[int]:
    """The words of titles and of areas of several words, where a light one counts too: "*right* to information"."""
    whole = [one for one in made.mentions if one.kind in ("area", "title") and one.end - one.start > 1]
    return frozenset(at for one in whole if not one.repairs and one.cost < _SURE for at in range(one.start, one.end))


def text_words(made: Lattice, one: Mention) -> tuple[str, ...]:
    """The words that are looked for: what is written in one piece stays one, light words are left out."""
    words: list[str] = []
    last = -1
    named = _named_whole(made)
    for at in range(one.start, one.end):
        token = made.tokens[at]
        glue = made.question.text[last : token.start] if last >= 0 else " "
        last = token.end
        said = _bare(token)
        if not glue and one.value != "quoted":
            before = made.tokens[at - 1].text
            words[-1:] = [(words[-1] if words and words[-1].endswith(before) else before) + said]  # "5" and "G": "5G"
        elif glue in ("-", "'", "’", "_", "/", ",", ".") and words and one.value != "quoted":
            words[-1] += f" {said}"
        elif one.value == "quoted" or (token.folded not in EMPTY_WORDS and (made.searchable(at) or at in named)):
            words.append(said)
    return tuple(words) or (made.words(one.start, one.end),)


def _bare(token: object) -> str:
    """A word as it is looked for: without the elided article or the Korean particle that is glued to it."""
    text, folded, forms = token.text, token.folded, token.forms  # type: ignore[attr-defined]
    if "'" in fold(text) and "'" not in folded:
        return str(text.replace("’", "'").split("'", 1)[-1])
    if not "가" <= text[:1] <= "힣":
        return str(text)
    translated = next((form for form in forms if len(alternatives([form], "ko", placed=False)[0]) > 1), "")
    return str(translated or min((form for form in forms if len(form) > 1), key=len, default=text))
