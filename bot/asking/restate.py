"""Frame → words: what a question was taken for, said so that it could be asked in these words.

The words of each language are templates, the table `[restate]` of its lexicon. Every condition is said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property
from typing import Any

from bot.asking import frames as f
from bot.asking.conditions import SCALES
from bot.asking.lexicon import lexicon
from bot.asking.passages import term
from bot.records.fields import FIELD
from bot.records.frozen import replace
from bot.records.languages import fill, read
from bot.records.store import Store
from bot.records.vocabulary import terms

_MANY = 5
"""Codes that a set is named by in an answer; more of them are counted."""
_ROLES = {"lead_institution", "support_institutions"}
_APART = {*_ROLES, "body", "person", "plan", "overdue"}
"""Tests whose alternatives are said whole: "led by A or led by B", since a name may itself hold an “or”."""
_SIGNS = {">": ">", "<": "<", ">=": "≥", "<=": "≤", "~": "≈"}
_RELATIONS = {">": "more_than", "<": "fewer_than", ">=": "at_least", "<=": "at_most", "=": "exactly"}


@cache
def _continents() -> frozenset[str]:
    """How English calls sets of countries."""
    return frozenset(words[0] for words in lexicon("en").data.get("continents", {}).values())


def restate(frame: f.Frame, language: str, store: Store | None) -> str:
    """What a frame asks, in the words of a language; empty for what asks nothing of the documents.

    `store` knows the names of countries, people and institutions; without one, those that the frame has no words for
    are said by their keys.
    """
    return Restatement(language, store).of(frame)


class Restatement:
    """Says frames and conditions in the words of one language."""

    def __init__(self, language: str, store: Store | None = None) -> None:
        self._store, self._language = store, language
        texts = read(language, "answers")
        self._words: Mapping[str, Any] = texts["restate"]
        self._labels: Mapping[str, str] = texts["labels"]
        self._ordinals: Sequence[Sequence[str]] = lexicon(language).data.get("thread", {}).get("ordinal", ())

    def of(self, frame: f.Frame) -> str:
        """A whole frame, beginning with a capital letter."""
        return _capital(self._frame(frame))

    def of_set(self, where: f.Condition) -> str:
        """The commitments of a condition, as an answer begins with them; many codes are counted."""
        if isinstance(where, f.Has) and where.op == "among" and len(where.values) > _MANY:
            return _capital(self._say("these", count=len(where.values)))
        return _capital(self._say("everything") if where == f.ALL else self._set(where))

    @cached_property
    def _countries(self) -> Mapping[str, str]:
        return dict(self._store.countries()) if self._store else {}

    def many(self, field: str) -> str:
        """What several values of a field are called: “countries”."""
        return str(self._words.get(f"many_{field}") or self._label(field))

    # -- frames --------------------------------------------------------------------------------------------------

    def _frame(self, frame: f.Frame) -> str:
        say = _FRAMES.get(type(frame))
        return say(self, frame) if say else ""

    def _lookup(self, frame: f.Lookup) -> str:
        codes = self._list(frame.codes)
        if frame.code:
            return self._say("code_of", codes=codes)
        if frame.blank:
            return self._say("blanks", codes=codes)
        if not frame.fields or frame.fields in (f.CARD_FIELDS, f.ABOUT_FIELDS, f.WHOLE_FIELDS):
            return self._say("card", codes=codes)
        return self._say("lookup", fields=self._fields(frame.fields), codes=codes)

    def _listing(self, frame: f.Listing) -> str:
        said = self._say("everything") if frame.where == f.ALL else self._set(frame.where)
        fields = [name for name in frame.fields if name != "title"]
        if fields:
            said = self._say("with_fields", set=said, fields=self._fields(fields))
        if frame.order:
            key = "ordered_down" if frame.descending else "ordered"
            said = self._say(key, set=said, order=self._order(frame.order))
        return self._say("limited", set=said, limit=frame.limit) if frame.limit else said

    def _count(self, frame: f.Count) -> str:
        if frame.average:
            return self._say("average", set=self._set(frame.where), field=self._label(frame.of))
        if frame.of:
            return self._say("count_of", of=self.many(frame.of), set=self._set(frame.where))
        return self._say("count", set=self._set(frame.where))

    def _group(self, frame: f.Group) -> str:
        if frame.comparison:
            none = (frame.comparison, frame.number) == ("=", 0)
            key = "group_none" if none else f"group_{_RELATIONS[frame.comparison]}"
            return self._say(key, many=self.many(frame.by), number=frame.number, set=self._set(frame.where))
        return self._say("group", set=self._set(frame.where), field=self._label(frame.by))

    def _rank(self, frame: f.Rank) -> str:
        key = "rank_most" if frame.descending else "rank_fewest"
        key += "_place" if frame.place > 1 else "_several" if frame.limit > 1 else ""
        place = self._ordinals[frame.place - 1][0] if frame.place <= len(self._ordinals) else f"{frame.place}."
        return self._say(key, many=self.many(frame.by), set=self._set(frame.where), limit=frame.limit, place=place)

    def _extreme(self, frame: f.Extreme) -> str:
        key = "longest" if frame.order == "duration" else "highest" if frame.order in SCALES else "latest"
        if not frame.descending:
            key = {"longest": "shortest", "highest": "lowest", "latest": "earliest"}[key]
        said = self._say(key, set=self._set(frame.where), field=self._label(frame.order))
        return self._say("limited", set=said, limit=frame.limit) if frame.limit else said

    def _share(self, frame: f.Share) -> str:
        said = self._say("share", set=self._set(frame.where), part=self._set(frame.part))
        if frame.by and frame.comparison:
            said = self._say("share_by", share=said, field=self._label(frame.by))
        if frame.comparison:
            said = f"{said}: {_SIGNS[frame.comparison]} {_fraction(frame.fraction)}"
        if not frame.by or frame.comparison:
            return said
        key = {"most": "share_highest", "fewest": "share_lowest"}.get(frame.asks, "share_by")
        said = self._say(key, share=said, field=self._label(frame.by))
        return self._say("share_least", share=said, number=frame.least) if frame.least else said

    def _verify(self, frame: f.Verify) -> str:
        if frame.quantity in ("any", "these"):
            return self._say("any", set=self._set(f.all_of(frame.of, frame.where)))
        if frame.quantity == "all":
            return self._say("all", set=self._set(frame.of), part=self._set(frame.where))
        key = "verify_several" if len(frame.codes) > 1 else "verify"
        return self._say(key, codes=self._list(frame.codes), set=self._set(frame.where))

    def _exceeds(self, frame: f.Exceeds) -> str:
        number = frame.number
        return self._say(_RELATIONS[frame.comparison], number=number, count=number, set=self._set(frame.where))

    def _same(self, frame: f.Same) -> str:
        return self._say("same", field=self._label(frame.field), codes=self._list(frame.codes))

    def _stands(self, frame: f.Stands) -> str:
        key = "longer" if frame.order == "duration" else "later"
        if not frame.descending:
            key = "shorter" if frame.order == "duration" else "earlier"
        others = self._list(frame.codes[1:])
        return self._say(key, field=self._label(frame.order), first=frame.codes[0], others=others)

    def _reachable(self, frame: f.Reachable) -> str:
        return self._say("reachable", typed=frame.typed, field=self._label(frame.field), code=frame.code)

    def _compare(self, frame: f.Compare) -> str:
        shared = [part for part in f.conjuncts(frame.sets[0]) if all(part in f.conjuncts(one) for one in frame.sets)]
        sides = [f.all_of(*(part for part in f.conjuncts(one) if part not in shared)) for one in frame.sets]
        if frame.asks in ("more", "fewer") or f.ALL in sides:
            sets = [self._set(one) for one in frame.sets]
            if frame.asks in ("more", "fewer"):
                return self._say(f"compare_{frame.asks}", first=sets[0], second=sets[1])
            return self._say("count", set=self._say("versus").join(sets))
        if frame.part != f.ALL:
            said = self._say("share", set=self._set(f.all_of(*shared)), part=self._set(frame.part))
            return f"{said}: {self._say('versus').join(map(self._phrase, sides))}"
        key = f"compare_{frame.asks}" if frame.asks else "compare"
        joined = self._say("or" if frame.asks in ("most", "fewest") else "versus").join(map(self._phrase, sides))
        return self._say(key, set=self._set(f.all_of(*shared)), sides=joined)

    def _duration(self, frame: f.Duration) -> str:
        return self._say("left" if frame.left else "duration", codes=self._list(frame.codes))

    def _find_text(self, frame: f.FindText) -> str:
        words = " ".join(frame.words)
        if frame.where == f.ALL:
            return self._say("find_text", words=words)
        return self._say("find_text_in", words=words, set=self._named(frame.where))

    def _holder(self, frame: f.Holder) -> str:
        return self._say("holder", fields=self._fields(frame.fields), typed=frame.typed)

    def _define(self, frame: f.Define) -> str:
        return self._say("define", terms=self._list(frame.terms or tuple(map(self._label, frame.fields))))

    def _changes(self, frame: f.Changes) -> str:
        named = self._named(frame.where)
        if frame.previous:
            return self._say("previous", fields=self._fields(frame.fields), set=named)
        said = self._say(f"changes_{frame.only}" if frame.only else "changes", set=named)
        if frame.fields:
            said = self._say("changes_of", fields=self._fields(frame.fields), set=named)
        return f"{said} {self._span(frame.since, frame.until)}" if frame.since or frame.until else said

    def _about(self, frame: f.About) -> str:
        return str(self._words.get(f"about_{frame.topic}", ""))

    def _choose(self, frame: f.Choose) -> str:
        pending = frame.pending
        if isinstance(pending, f.Lookup | f.Duration | f.Verify | f.Same) and not pending.codes:
            named = f"“{frame.named}”" if frame.named else "…"
            pending = replace(pending, codes=(named if frame.where == f.ALL else self._set(frame.where),))
        return self._frame(pending)

    def _several(self, frame: f.Several) -> str:
        return "; ".join(filter(None, map(self._frame, frame.parts)))

    # -- conditions ----------------------------------------------------------------------------------------------

    def _named(self, where: f.Condition) -> str:
        """The commitments of a condition; those that are named, by their codes alone."""
        if isinstance(where, f.Has) and where.op == "among":
            return self._list(where.values)
        return self._set(where)

    def _set(self, where: f.Condition) -> str:
        said = self._phrase(where)
        return self._say("set", phrases=said) if said else self._say("commitments")

    def _phrase(self, where: f.Condition, *, negated: bool = False) -> str:
        if isinstance(where, f.Has):
            return self._test(where, negated=negated)
        if isinstance(where, f.Not):
            return self._phrase(where.part, negated=not negated)
        if isinstance(where, f.AnyOf) and (alike := self._alike(where)):
            return self._say(f"{alike[0]}_not" if negated else alike[0], **alike[1])
        said = [self._phrase(part, negated=negated) for part in where.parts]
        if isinstance(where, f.AnyOf) != negated:  # not (a or b): not a, not b
            return self._say("either", phrases=self._say("or").join(said)) if len(said) > 1 else "".join(said)
        of, *further = said or ("",)
        if further and not negated and _is_of(where.parts[0]):  # "commitments of Georgia that are starred, with …"
            return f"{of} {self._words['and'].join(further)}"
        return self._say("and").join(said)

    def _alike(self, where: f.AnyOf) -> tuple[str, dict[str, object]] | None:
        """Alternatives that differ in one word only, said as one test: "led by A or B", "led or supported by A"."""
        if not all(isinstance(part, f.Has) for part in where.parts):
            return None
        parts = [self._template(part) for part in where.parts if isinstance(part, f.Has)]
        (key, first), others = parts[0], parts[1:]
        if {name for name, _values in parts} == _ROLES and len({str(values["values"]) for _key, values in parts}) == 1:
            return "led_or_supported", first
        differing = {name for _key, values in others for name in first if values.get(name) != first[name]}
        if any(name != key for name, _values in others) or len(differing) != 1 or key in _APART:
            return None
        slot = differing.pop()
        return key, {**first, slot: self._say("or").join(str(values[slot]) for _key, values in parts)}

    def _test(self, one: f.Has, *, negated: bool) -> str:
        key, values = self._template(one)
        if key in ("starred_no", "verifiable_no") and negated:  # or nothing is known of it
            return self._say("choice_not", field=values["field"], values=one.values[0])
        if key in ("starred_no", "verifiable_no", "page_no"):
            key, negated = key.removesuffix("_no"), not negated
        elif key in ("starred", "verifiable") and negated:
            return self._say(f"{key}_except")
        return self._say(f"{key}_not" if negated else key, **values)

    def _template(self, one: f.Has) -> tuple[str, dict[str, object]]:
        """(template, what stands in it) of one test."""
        field = self._label(one.field)
        match one.op:
            case "among":
                return "among", {"values": self._list(one.values)}
            case "within" if one.field == "cycle":
                spans = zip(one.values[::2], one.values[1::2], strict=False)
                years = self._say("or").join(_years(first, last) for first, last in spans)
                return "cycle", {"values": years}
            case "within":
                return one.field, {"span": self._span(*one.values)}
            case "overdue":
                return "overdue", {"day": one.values[0]}
            case "longer" | "shorter":
                return f"lasting_{one.op}", {"span": one.label}
            case "plan" if one.values[0] == "latest":
                return "plan_latest", {}
            case "plan":
                return "plan", {"values": one.values[0]}
            case "missing":
                return "missing", {"field": field}
            case "page":
                return "page" if one.values[0] == "yes" else "page_no", {}
            case "mentions":
                said = "title_mentions" if one.values[0].startswith("{title} :") else "mentions"
                return said, {"words": _searched(one)}
        kind = FIELD[one.field].kind if one.field in FIELD else ""
        if kind == "yesno" and one.values[0] in ("yes", "no"):
            return one.field if one.values[0] == "yes" else f"{one.field}_no", {"field": field}
        key = one.field if one.field in self._words and kind != "yesno" else "choice"
        # a country is called as it is called here, where its name is in the language of the answer
        called = one.field == "country" and self._store and self._language == "en" and one.label not in _continents()
        label = "" if called else one.label
        if kind == "choice" and label and one.op == "is" and not set(one.values) <= set(terms(one.field)):
            label = f"“{label}”"  # a word of the documents' own, which nothing else would tell from the question's
        return key, {"field": field, "values": label or self._values(one)}

    def _values(self, one: f.Has) -> str:
        """The values of a test that has no words of its own: names by their numbers and keys."""
        names: list[str] = list(one.values)
        if self._store and one.field == "country":
            names = [self._countries.get(prefix, prefix) for prefix in one.values] or [one.label]
        elif self._store and one.field in ("policy_areas", "ogp_values"):
            found = {name.key: name.name for name in self._store.names_by_key(one.values)}
            names = [found.get(key, key) for key in one.values]
        elif self._store and all(value.isdecimal() for value in one.values):
            names = [name.name for name in self._store.names_by_id(list(map(int, one.values)))] or names
        return self._say("or").join(dict.fromkeys(names))

    def _span(self, first: str, last: str) -> str:
        if first == last:
            return self._say("on_day", day=first)
        if first[:4] == last[:4] and first.endswith("-01-01") and last.endswith("-12-31"):
            return self._say("in_year", year=first[:4])
        key = "between" if first and last else "since" if first else "until"
        return self._say(key, first=first, last=last)

    # -- words ---------------------------------------------------------------------------------------------------

    def _say(self, key: str, /, **values: object) -> str:
        return fill(self._words[key], self._language, **values)

    def _label(self, field: str) -> str:
        if field == "duration":
            return self._say("length")
        return str(
            self._words.get(f"field_{field}")
            or self._labels.get(field)
            or (FIELD[field].label if field in FIELD else field)
        )

    def _order(self, order: str) -> str:
        return self._label(order)

    def _fields(self, fields: Sequence[str]) -> str:
        return self._list(tuple(map(self._label, fields)))

    def _list(self, members: Sequence[str]) -> str:
        """ "a, b and c" """
        *before, last = members or ("",)
        return self._say("list_and").join([", ".join(before), last]) if before else last


_FRAMES: Mapping[type, Callable[[Restatement, Any], str]] = {
    f.Lookup: Restatement._lookup,
    f.Listing: Restatement._listing,
    f.Count: Restatement._count,
    f.Group: Restatement._group,
    f.Rank: Restatement._rank,
    f.Extreme: Restatement._extreme,
    f.Share: Restatement._share,
    f.Verify: Restatement._verify,
    f.Exceeds: Restatement._exceeds,
    f.Same: Restatement._same,
    f.Stands: Restatement._stands,
    f.Reachable: Restatement._reachable,
    f.Compare: Restatement._compare,
    f.Duration: Restatement._duration,
    f.FindText: Restatement._find_text,
    f.Holder: Restatement._holder,
    f.Define: Restatement._define,
    f.Changes: Restatement._changes,
    f.About: Restatement._about,
    f.Choose: Restatement._choose,
    f.Several: Restatement._several,
}


def _searched(one: f.Has) -> str:
    """The words that are looked for: in quotation marks where they have to stand beside each other, or are one."""
    words = one.label or one.values[0]
    return f"“{words}”" if " " not in words or term(words) in one.values[0] else words


def _is_of(one: f.Condition) -> bool:
    return isinstance(one, f.Has) and (one.field in ("country", "cycle") or one.op == "plan")


def _years(first: str, last: str) -> str:
    first, last = first[:4], last[:4]
    return first if first == last else f"{first}–{last}"


def _capital(text: str) -> str:
    return text if "@" in text.split(" ", 1)[0] else text[:1].upper() + text[1:]


def _fraction(written: str) -> str:
    """A fraction as it is read: hundredths as per cent."""
    part, of = written.split("/")
    return f"{part} %" if of == "100" else written
