"""Tokens → a query frame, or why there is none. Words that carry meaning and that nothing used lead to abstention."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bot.asking.dates import Interval
from bot.asking.lexicon import Hit
from bot.asking.query import Clarify, Correction, Filter, Query, Unknown
from bot.asking.spotting import Spotted
from bot.asking.subjects import Subjects, body_filter, body_role, find_subjects, titled
from bot.asking.thread import Thread
from bot.records.fields import FIELD
from bot.records.store import Store

Frame = Query | Clarify | Unknown

CONTACT_FIELDS = ("person", "person_title", "email", "phone")
CARD_FIELDS = (
    "title", "lead_institution", "person", "start", "end", "status", "completion", "early_results", "policy_areas",
    "cycle",
)  # fmt: skip
_STATUS = ("status", "completion", "early_results")
_MAX_OPTIONS = 50


def understand(spotted: Spotted, store: Store, thread: Thread, as_of: date) -> Frame:
    """What a question means, filled from the thread where it points back."""
    return _Reader(spotted, store, thread, as_of).read()


@dataclass(slots=True)
class _Asked:
    """The fields that a question asks for, after words that belong to filters were taken out."""

    fields: list[str] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)


class _Reader:
    def __init__(self, spotted: Spotted, store: Store, thread: Thread, as_of: date) -> None:
        self.spotted = spotted
        self.store = store
        self.thread = thread
        self.as_of = as_of
        self.skip = self._correction_start()
        self.used: set[Hit] = set()
        self.denied = self._denials()
        self.filters = [*self._places(), *self._cycle()]
        self.subjects = find_subjects(spotted, store, self.filters, self.skip)
        self.corrections = tuple(self.subjects.corrections)
        self.filters += [*self._areas(), *self._values(), *self._dates()]
        self.asked = self._asked()

    # -- the whole -----------------------------------------------------------------------------------------------

    def read(self) -> Frame:
        for rule in (
            self._greeting,
            self._definition,
            self._unknown_code,
            self._unkept,
            self._compared,
            self._changes,
            self._contact,
            self._choice,
            self._several_codes,
            self._one_subject,
            self._person,
            self._unknown_name,
            self._thread_turn,
            self._set,
            self._search,
            self._no_subject,
        ):
            frame = rule()
            if frame is not None:
                return frame
        return Unknown("out_of_scope", self._query("help"), self._left_words())

    def _query(self, intent: str, **more: object) -> Query:
        query = Query(intent, corrections=self.corrections)  # type: ignore[arg-type]
        return replace(query, **more)  # type: ignore[arg-type]

    # -- small questions about the question ----------------------------------------------------------------------

    def has(self, *intents: str) -> bool:
        return any(self.spotted.has("intent", intent) for intent in intents)

    def hits(self, intent: str) -> list[Hit]:
        return self.spotted.of("intent", intent)

    def _left(self) -> list[int]:
        return [at for at in self.spotted.leftover() if at >= self.skip]

    def _left_words(self) -> tuple[str, ...]:
        return tuple(self.spotted.tokens[at].text for at in self._left())

    @property
    def plural(self) -> bool:
        plurals = self.spotted.lexicon.words("empty", "commitments")
        return any(token.folded in plurals for token in self.spotted.tokens)

    @property
    def singular(self) -> bool:
        words = self.spotted.lexicon.words("empty", "commitment")
        return any(token.folded in words for token in self.spotted.tokens)

    @property
    def yes_no(self) -> bool:
        tokens = [token for token in self.spotted.tokens[self.skip :] if not self._is_polite(token.folded)]
        return bool(tokens) and any(
            form in self.spotted.lexicon.words("question", "yes_no") for form in tokens[0].forms[:1]
        )

    def _is_polite(self, word: str) -> bool:
        return word in self.spotted.lexicon.words("empty", "polite") or word in ("and", "so", "but")

    def _correction_start(self) -> int:
        """Where the question proper begins: after "I mean …" in the middle of a sentence."""
        ends = [hit.end for hit in self.spotted.of("thread", "correction") if hit.start > 0]
        ends = [end for end in ends if any(start >= end for start, _end, _span in self.spotted.codes)]
        return max(ends, default=0)

    def _negated(self, start: int) -> bool:
        """Whether a "not", "except" or "without" speaks of what begins at word token `start`."""
        return start in self.denied

    def _denials(self) -> set[int]:
        """Where what is denied begins: the first thing after each "not", and what "or" joins to it."""
        spotted = self.spotted
        starts = sorted(
            {
                *(start for start, _end, _span in spotted.codes),
                *(link.start for link in spotted.links if not link.kind.startswith("part")),
                *(area.start for area in spotted.areas),
                *(place.start for place in spotted.places),
                *(one.start for one in spotted.intervals),
                *(hit.start for hit in spotted.of("value")),
                *(hit.start for name in ("overdue", "running") for hit in self.hits(name)),
                *(hit.start for hit in spotted.of("ask") if self._is_yes_no(hit)),
            }
        )
        denied: set[int] = set()
        for hit in self.hits("negation"):
            following = [start for start in starts if start >= hit.end]
            if not following or following[0] - hit.end > 5 or self._comma(hit.end, following[0]):
                continue
            denied.add(following[0])
            for before, after in zip(following, following[1:], strict=False):
                if not self._joined(before, after):
                    break
                denied.add(after)
        return denied

    def _is_yes_no(self, hit: Hit) -> bool:
        return hit.says in FIELD and FIELD[hit.says].kind == "yesno"

    def _comma(self, start: int, end: int) -> bool:
        text = self.spotted.question.text[self.spotted.tokens[start - 1].end : self.spotted.tokens[end].start]
        return bool(re.search(r"[,;:.!?]", text))

    def _joined(self, before: int, after: int) -> bool:
        """Whether nothing but "or" and light words stands between two things."""
        joiners = self.spotted.lexicon.words("intent", "or")
        claims = self.spotted.claim[before]
        between = [at for at in range(before, after) if self.spotted.claim[at] != claims]
        return any(self.spotted.tokens[at].folded in joiners for at in between) and len(between) <= 3

    # -- filters -------------------------------------------------------------------------------------------------

    def _places(self) -> list[Filter]:
        found: dict[bool, list[str]] = {}
        labels: dict[bool, list[str]] = {}
        for place in self.spotted.places:
            if place.start >= self.skip and place.prefixes:
                negated = self._negated(place.start)
                found.setdefault(negated, []).extend(place.prefixes)
                labels.setdefault(negated, []).append(place.name)
        return [
            Filter("country", "is", tuple(dict.fromkeys(prefixes)), negated, ", ".join(labels[negated]))
            for negated, prefixes in found.items()
        ]

    def _cycle(self) -> list[Filter]:
        """A year that stands alone ("the 2014 plan", "from 2016") is an action plan's; near a date word it is not."""
        found = []
        for interval in self.spotted.intervals:
            if self._is_cycle(interval):
                first, last = interval.first or "", interval.last or ""
                if interval.said == "from" and interval.year:  # "the ones from 2016" are of that year alone
                    last = f"{interval.year}-12-31"
                found.append(Filter("cycle", "within", (first, last), self._negated(interval.start), self._said(interval)))
        return found

    def _said(self, interval: Interval) -> str:
        return self.spotted.words(interval.start, interval.end)

    def _is_cycle(self, interval: Interval) -> bool:
        if interval.year is None and interval.said != "between":
            return False
        if self._date_role(interval) or self.has("changes", "previous"):
            return False
        whole_years = (interval.first or "0000-01-01").endswith("-01-01") and (interval.last or "0000-12-31").endswith("-12-31")
        return whole_years

    def _date_role(self, interval: Interval) -> str | None:
        """`start`, `end` or `running`: what a date says of a commitment, by the nearest word that tells."""
        roles: list[tuple[int, str, Hit]] = []
        for hit in self.spotted.of("ask"):
            if hit.says in ("start", "end") and hit.start >= self.skip:
                roles.append((self._distance(hit, interval), hit.says, hit))
        for intent, role in (("running", "running"), ("due", "end"), ("overdue", "overdue")):
            roles += [(self._distance(hit, interval), role, hit) for hit in self.hits(intent)]
        if not roles:
            return None
        _gap, role, hit = min(roles, key=lambda entry: (entry[0], entry[1]))
        self.used.add(hit)
        if role == "running" and interval.said in ("after", "until", "before"):
            return "end"
        return role

    @staticmethod
    def _distance(hit: Hit, interval: Interval) -> int:
        return interval.start - hit.end if hit.end <= interval.start else hit.start - interval.end + 2

    def _dates(self) -> list[Filter]:
        found: list[Filter] = []
        today = self.as_of.isoformat()
        if self.has("overdue") and self.spotted.has("value", "status=Active"):
            # who names the status says what "overdue" is to be held against: the date alone
            yesterday = (self.as_of - timedelta(1)).isoformat()
            found.append(Filter("end", "within", ("", yesterday), label=f"< {today}"))
        elif self.has("overdue"):
            found.append(Filter("end", "overdue", (today,), any(self._negated(hit.start) for hit in self.hits("overdue"))))
        if self.has("changes", "previous") and not self.plural:
            return found
        for interval in self.spotted.intervals:
            if interval.start < self.skip or self._is_cycle(interval):
                continue
            role = self._date_role(interval)
            if role == "overdue" or (interval.said == "today" and role != "running"):
                continue
            if role is None:
                role = "running"
            span = (interval.first or "", interval.last or "")
            found.append(Filter(role, "within", span, self._negated(interval.start), self._said(interval)))
        if not any(one.field == "running" for one in found) and not self.spotted.intervals and not self.subjects.codes:
            for hit in self.hits("running"):
                if self.plural and not self.spotted.has("value", "status=Active"):
                    found.append(Filter("running", "within", (today, today), self._negated(hit.start), today))
                    break
        return found

    def _areas(self) -> list[Filter]:
        if any(hit.says.startswith("ogp_values") for hit in self.spotted.of("ask")):
            return []
        groups: list[Filter] = []
        for area in self.spotted.areas:
            if area.start < self.skip:
                continue
            one = Filter("policy_areas", "is", area.keys, self._negated(area.start), self.spotted.words(area.start, area.end))
            if groups and self._joined_by_or(area.start) and groups[-1].negated == one.negated:
                last = groups.pop()
                one = replace(last, values=(*last.values, *one.values), label=f"{last.label}, {one.label}")
            groups.append(one)
        return groups

    def _joined_by_or(self, start: int) -> bool:
        before = self.spotted.tokens[start - 1].folded if start else ""
        return before in self.spotted.lexicon.words("intent", "or")

    def _values(self) -> list[Filter]:
        found: list[Filter] = []
        by_span: dict[tuple[int, int], list[Hit]] = {}
        for hit in self.spotted.of("value"):
            if hit.start >= self.skip:
                by_span.setdefault((hit.start, hit.end), []).append(hit)
        asked = {name for hit in self.spotted.of("ask") for name in hit.says.split(",")}
        for (start, _end), hits in sorted(by_span.items()):
            chosen = next((hit for hit in hits if hit.says.split("=")[0] in asked), hits[0])
            name, term = chosen.says.split("=")
            same = next((one for one in found if one.field == name and self._joined_by_or(start)), None)
            if same:
                found[found.index(same)] = replace(same, values=(*same.values, term), label=f"{same.label}, {term}")
            else:
                found.append(Filter(name, "is", (term,), self._negated(start), term))
        return found

    # -- what is asked for ---------------------------------------------------------------------------------------

    def _asked(self) -> _Asked:
        asked = _Asked()
        filtered = {one.field for one in self.filters}
        for hit in self.spotted.of("ask"):
            if hit.start < self.skip or hit in self.used:
                continue
            if hit.says in ("action_plan", "cycle") and "cycle" in filtered and self._beside_date(hit):
                continue
            if set(hit.says.split(",")) & filtered & {one.split("=")[0] for one in self._value_fields()}:
                continue
            asked.hits.append(hit)
            for name in hit.says.split(","):
                if name not in asked.fields:
                    asked.fields.append(name)
        self._settle(asked)
        return asked

    def _value_fields(self) -> set[str]:
        return {hit.says.split("=")[0] for hit in self.spotted.of("value")}

    def _beside_date(self, hit: Hit) -> bool:
        return any(abs(hit.start - one.end) <= 1 or abs(one.start - hit.end) <= 3 for one in self.spotted.intervals)

    def _settle(self, asked: _Asked) -> None:
        """Let the more specific of two wordings speak: "contact email" asks for the email alone."""
        says = [hit.says for hit in asked.hits]
        if "person,email,phone" in says and len(says) > 1 and any(one in CONTACT_FIELDS for one in says):
            keep = {name for one in says if one != "person,email,phone" for name in one.split(",")}
            asked.fields = [name for name in asked.fields if name in keep]
        if "start,end" in says and any(one in ("start", "end", "duration") for one in says):
            keep = {name for one in says if one != "start,end" for name in one.split(",")}
            asked.fields = [name for name in asked.fields if name in keep]
        elif "start,end" in says and self._when_is_no_question(asked):
            asked.fields = [name for name in asked.fields if name not in ("start", "end")]
        if "person" in asked.fields and set(asked.fields) & {"email", "phone", "person_title"} and not self._listed(asked):
            specific = [hit for hit in asked.hits if hit.says in ("email", "phone", "person_title", "email,phone")]
            if specific and all(hit.says in (*CONTACT_FIELDS, "person,email,phone") for hit in asked.hits):
                asked.fields = [name for name in asked.fields if name != "person"]
        if "title" in asked.fields and len(asked.fields) > 1:
            self._settle_title(asked)
        if self._bare_who():
            asked.fields.insert(0, "person")

    def _when_is_no_question(self, asked: _Asked) -> bool:
        when = next(hit for hit in asked.hits if hit.says == "start,end")
        return len(asked.hits) > 1 and when.size == 1 and when.start > 0 and not self._punctuated(when)

    def _punctuated(self, hit: Hit) -> bool:
        text = self.spotted.question.text[self.spotted.tokens[hit.end - 1].end :]
        return bool(re.match(r"\s*[,;?:&/]|\s*$|\s+(?:and|y|et)\b", text))

    def _listed(self, asked: _Asked) -> bool:
        """Whether several fields are named side by side: "name, title and e-mail"."""
        text = self.spotted.question.text
        person = [hit for hit in asked.hits if "person" in hit.says.split(",")]
        return any(
            re.match(r"\s*(?:,|;|\+|&|/|and\b|y\b|et\b)", text[self.spotted.tokens[hit.end - 1].end :])
            or re.search(r"(?:,|;|\+|&|\band|\by|\bet)\s*(?:the\s+)?$", text[: self.spotted.tokens[hit.start].start])
            for hit in person
        )

    def _settle_title(self, asked: _Asked) -> None:
        """ "name" and "title" beside a contact's fields are the person's, not the commitment's."""
        others = [name for name in asked.fields if name != "title"]
        position = asked.fields.index("title")
        asked.fields.remove("title")
        titles = [hit for hit in asked.hits if hit.says == "title"]
        if not any(name in CONTACT_FIELDS for name in others):
            if any(self._punctuated(hit) for hit in titles):
                asked.fields.insert(position, "title")
            return
        for hit in titles:
            word = self.spotted.tokens[hit.start].forms[-1]
            name = "person" if word in self.spotted.lexicon.words("ask", "title")[1:2] else "person_title"
            if name not in asked.fields:
                asked.fields.insert(position, name)

    def _bare_who(self) -> bool:
        """A "who" all by itself: "KR0032: who, when, and which ministry?"."""
        if "person" in self.asked_so_far():
            return False
        for hit in self.spotted.of("question", "who"):
            inside = any(other.start <= hit.start < other.end and other.role == "ask" for other in self.spotted.hits)
            after = self.spotted.question.text[self.spotted.tokens[hit.end - 1].end :]
            if not inside and re.match(r"\s*[,;/]|\s+and\b", after):
                return True
        return False

    def asked_so_far(self) -> set[str]:
        return {name for hit in self.spotted.of("ask") for name in hit.says.split(",")}

    # -- rules, in their order -----------------------------------------------------------------------------------

    def _nothing_named(self) -> bool:
        subjects = self.subjects
        return not (
            subjects.codes or subjects.unknown_codes or subjects.titles or subjects.people or subjects.bodies
            or self.filters or self.spotted.contacts or self.spotted.places
        )  # fmt: skip

    def _greeting(self) -> Frame | None:
        if not self._nothing_named() or self.asked.fields or self._left():
            return None
        if self.has("help") and not self.has("define", "changes", "count"):
            return self._query("help")
        if not self.spotted.tokens:
            return self._query("help")
        polite = self.spotted.lexicon.words("empty", "polite")
        if all(token.folded in polite for token in self.spotted.tokens):
            return Unknown("out_of_scope", self._query("help"))
        return None

    def _definition(self) -> Frame | None:
        subjects = self.subjects
        if subjects.codes or subjects.titles or subjects.people or subjects.unknown_codes or self.spotted.contacts:
            return None
        explicit = [hit for hit in self.hits("define") if hit.size > 1 or hit.says == "define"]
        asked = [hit for hit in self.hits("define")]
        if not asked and not (self.has("compare") and len(self.asked.hits) >= 2 and not self.filters):
            return None
        terms = [self.spotted.words(hit.start, hit.end) for hit in (*self.asked.hits, *self.spotted.of("value"))]
        terms += [self.spotted.words(area.start, area.end) for area in self.spotted.areas]
        terms += list(self.spotted.question.quoted)
        left = self._left_words()
        if not terms and left:
            terms = [" ".join(left)]
        if not terms and explicit and max(hit.end for hit in explicit) < len(self.spotted.tokens):
            terms = [self.spotted.words(max(hit.end for hit in explicit), len(self.spotted.tokens))]
        if not terms or (self.filters and not self.spotted.of("value") and not self.spotted.areas and not explicit):
            return None
        if self.plural and not self.spotted.question.quoted and not left:
            return None
        return self._query("define", words=tuple(terms), fields=tuple(self.asked.fields))

    def _unknown_code(self) -> Frame | None:
        if self.subjects.unknown_codes and not self.subjects.codes:
            return Unknown("no_such_code", self._query("lookup", fields=tuple(self.asked.fields)), self.subjects.unknown_codes)
        return None

    def _unkept(self) -> Frame | None:
        """What no document of this kind states: a budget, a postal address, who evaluated."""
        hits = [hit for hit in self.spotted.of("unkept") if hit.start >= self.skip]
        if not hits:
            return None
        asked = [hit for hit in self.asked.hits if hit.end <= hits[0].start and self._joins(hit, hits[0])]
        if asked and (self.subjects.codes or self.subjects.titles or self.subjects.people):
            return None
        codes = self._focus_codes()
        if not codes and not (self.subjects.titles or self.subjects.people or self.singular or self.plural or self.filters):
            return None
        query = self._query("lookup", codes=codes)
        return Unknown("field_unknown", query, tuple(self.spotted.words(hit.start, hit.end) for hit in hits[:1]))

    def _joins(self, hit: Hit, other: Hit) -> bool:
        between = self.spotted.question.text[self.spotted.tokens[hit.end - 1].end : self.spotted.tokens[other.start].start]
        return bool(re.fullmatch(r"\s*(?:,|and|&|\+|y|et)\s*(?:and|the|its)?\s*", between))

    def _focus_codes(self) -> tuple[str, ...]:
        """The commitments a question names, by code, by a title that fits one alone, or by a person."""
        if self.subjects.codes:
            return self.subjects.codes
        if len(self.subjects.titles) == 1:
            return self.subjects.titles
        if len(self.subjects.people) == 1:
            return self._codes_of(self.subjects.people[0].id)
        return ()

    def _codes_of(self, name_id: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys(code for code, _field, _id in self.store.uses([name_id], ("person",))))

    def _changes(self) -> Frame | None:
        changes = self.has("changes")
        previous = self.has("previous") and self.asked.fields and (self.subjects.codes or self.subjects.titles)
        if not changes and not previous:
            return None
        if self.subjects.titles and len(self.subjects.titles) > 1:
            return Clarify("several_entities", self.subjects.titles, self._query("changes"), self.subjects.title_words)
        interval = next((one for one in self.spotted.intervals if one.start >= self.skip), None)
        since, until = (interval.first, interval.last) if interval else (None, None)
        if interval and interval.said == "before" and previous:
            since = until = None
        return self._query(
            "changes",
            codes=self.subjects.codes or self.subjects.titles,
            fields=tuple(self.asked.fields),
            filters=tuple(one for one in self.filters if one.field not in ("running", "start", "end")),
            since=since,
            until=until,
            words=("previous",) if previous and not changes else (),
        )

    def _contact(self) -> Frame | None:
        """An email address or a number: who is behind it, or which commitments name it."""
        if not self.spotted.contacts:
            return None
        contact = self.spotted.contacts[0]
        lists = self.plural or self.singular
        words = (contact.field, contact.typed)
        if lists and not self.spotted.of("intent", "whose"):
            return self._query("reverse", words=words, fields=("title",))
        fields = tuple(name for name in self.asked.fields if name != contact.field and name != "person") or ("person",)
        if set(fields) <= {"email", "phone"} and not self.has("list"):
            fields = ("person",)
        return self._query("reverse", words=words, fields=fields)

    def _choice(self) -> Frame | None:
        """A bare code after the bot asked which commitment was meant."""
        pending = self.thread.pending
        if pending is None or self.asked.fields or self.filters or self._left():
            return None
        codes = self.subjects.codes or (self.subjects.titles if len(self.subjects.titles) == 1 else ())
        if len(codes) == 1:
            return replace(pending, codes=codes, inherited=("fields",))
        return None

    def _compared(self) -> Frame | None:
        return self._comparison(self.subjects.codes) if self.yes_no else None

    def _comparison(self, codes: tuple[str, ...]) -> Frame | None:
        """ "does KR0032 end before KR0029?": a preposition between two commitments compares them."""
        if len(codes) != 2 or not self.spotted.codes or len(self.spotted.codes) < 2:
            return None
        gap = range(self.spotted.codes[0][1], self.spotted.codes[1][0])
        said = [self.spotted.tokens[at].folded for at in gap]
        for name, descending in (("before", False), ("after", True)):
            if any(word in said for word in self.spotted.lexicon.words("date", name)):
                by = "start" if "start" in self.asked.fields else "end"
                return self._query("verify", codes=codes, order=by, descending=descending, words=("first",))
        return None

    def _several_codes(self) -> Frame | None:
        codes = self.subjects.codes
        if len(codes) < 2 and len(self.subjects.titles) == 2 and self.has("compare", "same", "later", "earlier", "longer"):
            codes = self.subjects.titles
        if len(codes) < 2:
            return None
        fields = tuple(self.asked.fields)
        for intent, order, descending in (
            ("later", None, True), ("earlier", None, False), ("last", None, True), ("first", None, False),
            ("longer", "duration", True), ("shorter", "duration", False),
            ("longest", "duration", True), ("shortest", "duration", False),
        ):  # fmt: skip
            if self.has(intent):
                by = order or ("start" if "start" in fields else "end")
                words = ("first",) if self.yes_no and len(codes) == 2 else ()
                return self._query("verify" if words else "superlative", codes=codes, order=by, descending=descending, words=words)
        if self.has("same"):
            return self._query("verify", codes=codes, fields=fields or ("lead_institution",), words=("same",))
        if self.has("duration"):
            return self._query("duration", codes=codes)
        if self._left():
            return Unknown("not_stated", self._query("lookup", codes=codes, fields=fields), self._left_words())
        if self.yes_no and self._predicates():
            return self._query("verify", codes=codes, filters=tuple(self._predicates()))
        return self._query("compare", codes=codes, fields=fields or CARD_FIELDS)

    def _one_subject(self) -> Frame | None:
        subjects = self.subjects
        codes = subjects.codes[:1]
        if not codes and subjects.titles:
            if self._areas_instead():
                return None
            if len(subjects.titles) > 1 and (self.plural and not self.singular):
                return None
            if len(subjects.titles) > 1:
                pending = self._about((), narrowed=True)
                if isinstance(pending, Unknown):
                    return pending
                return Clarify("several_entities", subjects.titles, pending, subjects.title_words)
            codes = subjects.titles
        if not codes:
            return None
        return self._about(codes, narrowed=not subjects.codes)

    def _areas_instead(self) -> bool:
        return False

    def _predicates(self) -> list[Filter]:
        """What a yes/no question claims of a commitment: filters, institutions and people in it."""
        claims = [one for one in self.filters if one.field != "country"]
        role = body_role(self.asked.fields) if self.asked.fields else "body"
        if "lead_institution" not in self.asked.fields and role == "lead_institution":
            role = "body"
        for start, names in self.subjects.bodies:
            claims.append(body_filter(names, role, names[0].name, negated=self._negated(start)))
        if self.subjects.people:
            ids = tuple(str(name.id) for name in self.subjects.people)
            claims.append(Filter("person", "is", ids, label=self.subjects.person_words))
        return claims

    def _about(self, codes: tuple[str, ...], *, narrowed: bool) -> Query | Unknown:
        """One commitment is meant: what is asked of it?"""
        fields = tuple(self.asked.fields)
        left = self._left()
        if self.has("duration"):
            return self._query("duration", codes=codes)
        stated = self.spotted.of("unstated")
        if stated and not self._asks_plainly():
            return Unknown("not_stated", self._query("lookup", codes=codes, fields=fields), tuple(self.spotted.words(h.start, h.end) for h in stated[-1:]))
        if left:
            words = self._left_words()
            if not fields or self.has("count", "mention") or self.yes_no:
                return self._query("search", codes=codes, words=words, fields=fields)
            return Unknown("not_stated", self._query("lookup", codes=codes, fields=fields), words)
        claims = self._predicates()
        if narrowed:
            claims = [one for one in claims if one.field != "cycle"]
        if claims and (self.yes_no or not fields):
            return self._query("verify", codes=codes, filters=tuple(claims))
        yes_no_fields = [name for name in fields if FIELD.get(name) and FIELD[name].kind == "yesno"]
        if self.yes_no and (past := self._past()) is not None:
            return self._query("verify", codes=codes, filters=(past,))
        if self.yes_no and yes_no_fields and len(fields) == 1:
            return self._query("verify", codes=codes, fields=fields, filters=(Filter(fields[0], "is", ("yes",)),))
        if self.has("code_of") or fields == ("code",):
            return self._query("lookup", codes=codes, fields=("title",))
        return self._query("lookup", codes=codes, fields=tuple(name for name in fields if name != "code") or CARD_FIELDS)

    def _past(self) -> Filter | None:
        """What "has it ended?", "has it started?" and "is it still running?" claim."""
        today = self.as_of.isoformat()
        yesterday = (self.as_of - timedelta(1)).isoformat()
        if self.has("running"):
            return Filter("running", "within", (today, today), label=today)
        if self.has("over"):
            return Filter("end", "within", ("", yesterday), label=f"< {today}")
        if self.has("begun"):
            return Filter("start", "within", ("", today), label=f"≤ {today}")
        return None

    def _asks_plainly(self) -> bool:
        """Whether a field is asked for outright, so that a "will" or "why" beside it is only grammar."""
        strong = [hit for hit in self.spotted.of("unstated") if not self._is_grammar(hit)]
        return bool(self.asked.hits) and not strong

    def _is_grammar(self, hit: Hit) -> bool:
        return self.spotted.tokens[hit.start].folded in self.spotted.lexicon.words("unstated", "grammar") and hit.size == 1

    def _person(self) -> Frame | None:
        people = self.subjects.people
        part = next((link for link in self.spotted.links if link.kind == "part of person" and link.start >= self.skip), None)
        words = self.subjects.person_words
        if not people and part is not None and self._may_be_person(part.start):
            people, words = part.names, self.spotted.words(part.start, part.end)
        if not people:
            return None
        others = [at for at in self._left() if part is None or at != part.start]
        if others:
            return Unknown("not_stated", self._query("reverse", codes=self._focus_codes()), self._left_words())
        ids = tuple(str(name.id) for name in people)
        about_person = [name for name in self.asked.fields if name in CONTACT_FIELDS]
        if self._who_is() and not about_person and len(people) == 1 and not self.plural:
            codes_of_one = self._codes_of(people[0].id)
            return self._query("lookup", codes=codes_of_one, fields=CONTACT_FIELDS, words=("person", people[0].name))
        if "person_title" in self.asked.fields and "lead_institution" in self.asked.fields:
            self.asked.fields.remove("lead_institution")
        lists = self.plural or self.has("count") or (not about_person or about_person == ["person"])
        if lists and not set(about_person) - {"person"}:
            if len(people) > 1:
                return self._which_person(people)
            intent = "count" if self.has("count") else "reverse"
            one = Filter("person", "is", ids, label=people[0].name)
            return self._query(intent, filters=(one, *self.filters), fields=("title",), words=("person", people[0].name))
        fields = tuple(name for name in self.asked.fields if name != "person" or len(self.asked.fields) == 1)
        query = self._query("lookup", fields=fields)
        codes: list[str] = []
        for name in people:
            codes += self._codes_of(name.id)
        if len(people) > 1:
            return Clarify("several_entities", tuple(dict.fromkeys(codes)), query, words)
        return replace(query, codes=tuple(dict.fromkeys(codes)), words=("person", people[0].name))

    def _who_is(self) -> bool:
        """ "who is …?", "tell me about …": the person is asked about, not what they are responsible for."""
        return self.spotted.has("question", "who") or any(hit.says == "overview" and hit.size > 2 for hit in self.spotted.of("intent"))

    def _which_person(self, people: tuple[object, ...]) -> Clarify:
        codes: list[str] = []
        for name in self.subjects.people or people:
            codes += self._codes_of(name.id)  # type: ignore[attr-defined]
        return Clarify("several_entities", tuple(dict.fromkeys(codes)), self._query("lookup", fields=CARD_FIELDS), self.subjects.person_words)

    def _may_be_person(self, at: int) -> bool:
        """Whether a lone name may be somebody's: nothing else is asked about, and a person's fields are."""
        token = self.spotted.tokens[at]
        contact = any(name in CONTACT_FIELDS for name in self.asked.fields)
        possessive = token.folded.endswith("'s")
        return (contact or possessive) and (token.text[:1].isupper() or possessive or not token.text.isascii() or contact)

    def _unknown_name(self) -> Frame | None:
        """A person, an institution or a title that is nobody and nothing here."""
        left = self._left()
        if not left or self.subjects.bodies:
            return None
        query = self._query("lookup", fields=tuple(self.asked.fields))
        heads = [hit for hit in self.spotted.of("head") if hit.start >= self.skip]
        near = [at for at in left for head in heads if abs(at - head.start) <= 3]
        if near and not self.has("mention"):
            start, end = min(*near, heads[0].start), max(*near, heads[0].end - 1) + 1
            part = self._partial_body()
            if part is not None:
                return part
            return Unknown("no_such_institution", query, (self.spotted.words(start, end),))
        contact = set(self.asked.fields) & set(CONTACT_FIELDS)
        run = _longest_run(left)
        capitals = [at for at in run if self.spotted.tokens[at].text[:1].isupper()]
        if (contact or not self.asked.fields) and len(run) >= 2 and len(capitals) == len(run) and not self.singular and not self.has("mention"):
            if contact or self.spotted.has("question", "who"):
                return Unknown("no_such_person", query, (self.spotted.words(run[0], run[-1] + 1).removesuffix("'s"),))
        return self._partial_title(query)

    def _partial_body(self) -> Frame | None:
        link = next((link for link in self.spotted.links if link.kind == "part of institution"), None)
        if link is None or link.recall < 0.6 or set(self._left()) - set(link.used):
            return None
        self.subjects.bodies.append((link.start, link.names))
        self.corrections += (Correction(self.spotted.words(link.start, link.end), link.names[0].name),)
        for at in link.used:
            self.spotted.claim[at] = "institution"
        return self._set()

    def _partial_title(self, query: Query) -> Frame | None:
        """ "the lobbying commitment": a title that was said in part."""
        link = next((link for link in self.spotted.links if link.kind == "part of title"), None)
        wants_one = bool(self.asked.fields) and (self.singular or not self.plural) and not self.has("mention", "count")
        if not wants_one:
            return None
        strangers = [at for at in self._left() if link is None or at not in link.used]
        if link is None or strangers or link.precision < 0.6:
            contact = set(self.asked.fields) & {*CONTACT_FIELDS, "lead_institution"}
            if self.singular or contact or len(self._fact_words()) < 3:
                reason = "no_such_title" if self.singular or self.asked.hits else "out_of_scope"
                return Unknown(reason, query, tuple(self.spotted.tokens[at].text for at in self._left()))
            return None
        codes = titled(self.store, link.names, self.filters)
        for at in link.used:
            self.spotted.claim[at] = "title"
        self.subjects.titles = codes
        if len(codes) > 1:
            about = self._about((), narrowed=True)
            if isinstance(about, Unknown):
                return about
            return Clarify("several_entities", codes, about, self.spotted.words(link.start, link.end))
        self.corrections += (Correction(self.spotted.words(link.start, link.end), link.names[0].name),)
        return self._about(codes, narrowed=True)

    # -- sets ----------------------------------------------------------------------------------------------------

    def _conditions(self) -> tuple[Filter, ...]:
        """Every condition that a question puts on commitments."""
        found = list(self.filters)
        for start, names in self.subjects.bodies:
            role = body_role(self.asked.fields)
            found.append(body_filter(names, role, names[0].name, negated=self._negated(start)))
        if self.has("no_page"):
            found.append(Filter("page", "page", ("no",)))
        elif self.has("with_page"):
            found.append(Filter("page", "page", ("yes",)))
        missing = [hit for hit in self.hits("missing") if not any(h.start <= hit.start < h.end for h in self.hits("no_page"))]
        if missing:
            for name in self._missing_fields():
                found.append(Filter(name, "missing"))
        for name in self.asked.fields:
            if name in FIELD and FIELD[name].kind == "yesno" and not missing and (self.plural or self.has("count")) and not self.has("group"):
                hit = next(h for h in self.asked.hits if h.says == name)
                found.append(Filter(name, "is", ("yes",), self._negated(hit.start)))
        return tuple(found)

    def _missing_fields(self) -> list[str]:
        fields = [name for name in self.asked.fields if name in FIELD]
        if set(fields) == {"person", "email", "phone"}:
            return ["person"]
        if set(fields) == set(_STATUS):
            return ["status"]
        return fields[:1]

    def _set(self) -> Frame | None:
        """Several commitments are meant: list, count, group, or the one that stands out."""
        filters = self._conditions()
        about_all = self.plural or (self.singular and self.has("longest", "shortest", "first", "last", "most", "fewest", "missing", "list"))
        if not filters and not about_all and not self.has("group"):
            return None
        if self._left():
            return None
        elsewhere = [place for place in self.spotted.places if not place.prefixes]
        if elsewhere:
            return Unknown("no_such_country", self._query("list", filters=filters), (elsewhere[0].name,))
        fields = tuple(name for name in self.asked.fields if name in FIELD)
        used = {one.field for one in filters}
        shown = tuple(name for name in fields if name not in used)
        if self.has("most", "fewest") and fields:
            key = fields[0]
            return self._query("superlative", filters=filters, group=key, order="count", descending=self.has("most"),
                               words=("index",) if self.has("index") else ())
        limit = self._limit()
        if limit and self.has("longest", "shortest", "first", "last"):
            return self._limited(filters, fields, limit)
        for intent, order, descending in (("longest", "duration", True), ("shortest", "duration", False)):
            if self.has(intent):
                return self._query("superlative", filters=filters, order=order, descending=descending)
        for intent, descending in (("last", True), ("first", False)):
            if self.has(intent) and ("start" in fields or "end" in fields or self.singular):
                order = "start" if "start" in fields else "end" if "end" in fields or descending else "start"
                return self._query("superlative", filters=filters, order=order, descending=descending)
        ordered = self._ordered_by()
        grouped = self.has("group") or (self._by_field() and not ordered)
        if grouped and fields:
            key = next((hit.says.split(",")[0] for hit in self.asked.hits if hit.start == self._by_field()), fields[0])
            return self._query("group", filters=filters, group=key)
        if self.has("count"):
            return self._query("count", filters=filters)
        if not filters and not self.has("list") and shown:
            return None
        if ordered:
            return self._query("list", filters=filters, fields=shown[:4], order=ordered, descending=self.has("last"))
        return self._query("list", filters=filters, fields=shown[:4])

    def _by_field(self) -> int | None:
        """Where the field begins that "by" stands before: "count commitments by status"."""
        by = self.spotted.lexicon.words("intent", "by")
        return next((hit.start for hit in self.asked.hits if hit.start and self.spotted.tokens[hit.start - 1].folded in by), None)

    def _ordered_by(self) -> str | None:
        if not self.has("sorted") and not any(hit.start == self._by_field() and hit.says in ("start", "end") for hit in self.asked.hits):
            return None
        return next((hit.says for hit in self.asked.hits if hit.says in ("start", "end")), "duration" if self.has("duration") else None)

    def _limit(self) -> int | None:
        """How many are wanted: "the next five", "top 3", "the 3 commitments that …"."""
        numbers = self.spotted.lexicon.words("numbers", "words")
        for at, token in enumerate(self.spotted.tokens):
            number = int(token.folded) if token.folded.isdigit() else numbers.index(token.folded) if token.folded in numbers else 0
            if not 1 < number <= 100 or self.spotted.claim[at].startswith(("date", "code", "phone")):
                continue
            return number
        return None

    def _limited(self, filters: tuple[Filter, ...], fields: tuple[str, ...], limit: int) -> Query:
        """The first or last few by a date or by length; "next" looks ahead of today only."""
        upcoming = [hit for hit in self.hits("first") if self.spotted.tokens[hit.start].folded in self.spotted.lexicon.words("date", "next")]
        order = "duration" if self.has("longest", "shortest") else "start" if "start" in fields else "end"
        if upcoming and order != "duration":
            today = self.as_of.isoformat()
            filters = (*filters, Filter(order, "within", (today, ""), label=f"≥ {today}"))
        descending = self.has("longest", "last")
        return self._query("list", filters=filters, order=order, descending=descending, limit=limit)

    def _search(self) -> Frame | None:
        """Words of no field and no name: are they in the text of a commitment?"""
        left = self._left()
        if not left:
            return None
        filters = self._conditions()
        mentions = [hit for hit in self.hits("mention") if hit.end <= left[0] or hit.start < left[0]]
        if mentions and (self.plural or self.has("list") or not self.asked.fields or self.has("count")):
            words = self._left_words()
            intent = "count" if self.has("count") and self.plural else "search"
            return self._query(intent, filters=(*filters, mention(words)), words=words)
        words = self._fact_words()
        plain = set(self.asked.fields) <= {"start", "end", "cycle", "brief", "problem", "objective", "summary"}
        if len(words) >= 3 and plain and not self.spotted.of("unkept") and not self.has("mention"):
            return self._query("search", words=words, fields=tuple(self.asked.fields), confidence=0.8, limit=1)
        reason = "no_such_title" if self.asked.hits and not self.filters else "out_of_scope"
        return Unknown(reason, self._query("list", filters=filters), self._left_words())

    def _fact_words(self) -> tuple[str, ...]:
        """The words that a sentence would hold which answers a question of fact: names, dates, what was not understood."""
        left = self._left()
        if not left:
            return ()
        joined = {hit.start for hit in self.spotted.of("intent") if hit.size == 1 and {hit.start - 1, hit.end} & set(left)}
        dated = {at for interval in self.spotted.intervals for at in range(interval.start, interval.end)}
        named = {at for at, claim in enumerate(self.spotted.claim) if claim in ("country", "area")}
        places = sorted({*left, *joined, *named, *(at for at in dated if not self._light(at))})
        return tuple(self.spotted.tokens[at].text for at in places)

    def _light(self, at: int) -> bool:
        return self.spotted.tokens[at].folded in self.spotted.lexicon.words("empty", "words")

    def _no_subject(self) -> Frame | None:
        if self.spotted.places and not self.spotted.places[0].prefixes and (self.plural or self.asked.fields):
            return Unknown("no_such_country", self._query("list"), (self.spotted.places[0].name,))
        if self._bare_term():
            return self._query("define", words=tuple(self.spotted.words(hit.start, hit.end) for hit in self.asked.hits), fields=tuple(self.asked.fields))
        if self.asked.fields and not self._left() and not self.filters:
            query = self._query("lookup", fields=tuple(self.asked.fields))
            return Clarify("no_antecedent", (), query)
        return None

    def _bare_term(self) -> bool:
        """ "what is early results", "explain completion": the term itself, without an article that points at one."""
        if not self.asked.hits or self._left() or self.filters or not self.has("overview", "define"):
            return False
        pointing = {*self.spotted.lexicon.words("date", "articles"), *self.spotted.lexicon.words("thread", "pronoun")}
        return not any(token.folded in pointing for token in self.spotted.tokens)

    # -- the thread ----------------------------------------------------------------------------------------------

    def _ordinal(self) -> int | None:
        """Which of the last list is meant, counted from 0: "the second one"."""
        if self.spotted.of("thread", "last_one") and self.thread.listed:
            return len(self.thread.listed) - 1
        hit = next((hit for hit in self.spotted.of("thread") if hit.says.startswith("ordinal:")), None)
        return int(hit.says.split(":")[1]) - 1 if hit and self.thread.listed else None

    def _thread_turn(self) -> Frame | None:
        last = self.thread.query
        if last is None or self._left():
            return None
        that_many = self.spotted.of("thread", "that_many")
        if that_many and not self.filters and not self.plural and self.thread.listed:
            return replace(last, intent="count", inherited=("filters",), corrections=self.corrections)
        ordinal = self._ordinal()
        if ordinal is not None:
            if not 0 <= ordinal < len(self.thread.listed):
                return Clarify("no_antecedent", self.thread.listed[:_MAX_OPTIONS], self._about((), narrowed=True), str(ordinal + 1))  # type: ignore[arg-type]
            about = self._about((self.thread.listed[ordinal],), narrowed=True)
            return replace(about, inherited=("codes",)) if isinstance(about, Query) else about
        if self.has("only") and self._conditions() and last.intent in ("list", "count", "reverse", "search"):
            kept = tuple(one for one in last.filters if one.field not in {new.field for new in self._conditions()})
            return replace(last, intent="count" if self.has("count") else "list", filters=(*kept, *self._conditions()),
                           inherited=("filters",), corrections=self.corrections)
        swaps = self.spotted.of("thread", "swap") or self.spotted.of("thread", "correction") or self.has("overview")
        if swaps and self._conditions() and not self.asked.fields and last.filters:
            fresh = self._conditions()
            kept = tuple(one for one in last.filters if one.field not in {new.field for new in fresh})
            return replace(last, filters=(*kept, *fresh), inherited=("intent", "filters"), corrections=self.corrections)
        if self._nothing_named() and self.thread.focus and (self.asked.fields or self.has("duration")):
            if self.plural:
                return None
            about = self._about(self.thread.focus[:1], narrowed=False)
            return replace(about, inherited=("codes",)) if isinstance(about, Query) else about
        return None


def turn(frame: Frame, spotted: Spotted, thread: Thread) -> Frame:
    """Let "what about KR0029?" and "sorry, I meant KR0029" ask again what was asked before."""
    last = thread.query
    if not isinstance(frame, Query) or last is None or frame.fields != CARD_FIELDS or frame.intent != "lookup":
        return frame
    swapped = spotted.of("thread", "swap") or spotted.of("thread", "correction") or spotted.has("intent", "overview")
    asks_card = any(hit.says == "overview" and hit.size > 2 for hit in spotted.of("intent"))  # "tell me about"
    if not swapped or asks_card or not last.codes and not last.fields:
        return frame
    wording = spotted.question.text.casefold()
    if spotted.has("intent", "overview") and not spotted.of("thread", "swap") and "about" not in wording:
        return frame
    return replace(last, codes=frame.codes, filters=(), inherited=("fields",), corrections=frame.corrections)


def mention(words: tuple[str, ...]) -> Filter:
    """A condition that the text of a commitment holds all of `words`."""
    quoted = " AND ".join('"' + word.replace('"', '""') + '"' for word in words)
    return Filter("text", "mentions", (quoted,), label=" ".join(words))


def _longest_run(places: list[int]) -> list[int]:
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return max(runs, key=len, default=[])


__all__ = ["CARD_FIELDS", "CONTACT_FIELDS", "Frame", "Subjects", "mention", "turn", "understand"]
