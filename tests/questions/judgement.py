"""Whether an answer is right: what a case of the bank expects, held against the answer object and the truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from bot.records.vocabulary import canonical
from tests.generator.conditions import chosen, days, raws
from tests.generator.corpus import Entry
from tests.questions.bank import AS_OF, Case

_SAYING_NOTHING = {"No Data", "No IRM Data", "NA", "Not available"}
"""What is written where nothing is stated: it is quoted, and said to be no statement."""
_NOTHING = {"blank_value", "not_in_record", "no_page"}
_MOST_EXTRA_FIELDS = 6  # an answer that shows the whole record has not understood what was asked


def complaints(case: Case, answer: Mapping[str, Any], truth: Mapping[str, Entry]) -> list[str]:
    """What is wrong with an answer object: nothing where it is right."""
    expected = case.expected
    for kind, check in _CHECKS.items():
        if kind in expected:
            wrong = check(expected, answer, truth)
            break
    else:
        raise ValueError(f"{case.id} expects nothing")
    if "intent" in expected and answer["intent"] != expected["intent"]:
        wrong.append(f"intent {answer['intent']}, not {expected['intent']}")
    return wrong


def _answered(answer: Mapping[str, Any]) -> list[str]:
    if answer["outcome"] == "answer":
        return []
    return [f"{answer['outcome']} ({answer['reason']}) instead of an answer"]


def _wanted(text: str) -> list[tuple[str, str]]:
    pairs = []
    for part in text.split(";"):
        code, *fields = part.split()
        pairs += [(code, name) for name in fields]
    return pairs


def _get(expected: Mapping[str, Any], answer: Mapping[str, Any], truth: Mapping[str, Entry]) -> list[str]:
    pairs = _wanted(expected["get"])
    known = [(code, name) for code, name in pairs if _raws(truth[code], name)]
    if expected.get("or_clarify") and answer["outcome"] == "clarify":
        return (
            [] if {one["code"] for one in answer["options"]} == {code for code, _ in pairs} else ["asks back wrongly"]
        )
    if not known:
        right = answer["outcome"] == "abstain" and answer["reason"] in _NOTHING
        return [] if right else [f"{answer['outcome']} ({answer['reason']}) where no page says it"]
    written = [raw for code, name in known for raw in _raws(truth[code], name)]
    if _SAYING_NOTHING.issuperset(written) and answer["reason"] == "not_stated":
        return [] if all(f"“{raw}”" in answer["text"] for raw in written) else ["does not quote what stands there"]
    return _answered(answer) or _shown(known, pairs, answer, truth)


def _raws(entry: Entry, name: str) -> list[str]:
    """The values of a field; where the page has none, title, year and area stand in the index of its siblings."""
    written = raws(entry, name)
    if not written and name in ("title", "cycle", "policy_areas"):
        return [text for text in ({"title": entry.title, "cycle": entry.cycle}.get(name, entry.area),) if text]
    return written


def _shown(
    known: list[tuple[str, str]], pairs: list[tuple[str, str]], answer: Mapping[str, Any], truth: Mapping[str, Entry]
) -> list[str]:
    wrong = []
    items = answer["items"]
    for code, name in known:
        got = {item["raw"].strip(" .") for item in items if (item["code"], item["field"]) == (code, name)}
        want = {raw.strip(" .") for raw in _raws(truth[code], name)}
        joined = " ".join(sorted(got))
        if not (want <= got or all(one in joined for one in want)):
            wrong.append(f"{code} {name} is {sorted(want)}, not {sorted(got)}")
    codes = {code for code, _ in pairs}
    if others := {item["code"] for item in items} - codes:
        wrong.append(f"shows {sorted(others)} too")
    more = {item["field"] for item in items} - {name for _, name in pairs}
    if len(more) > _MOST_EXTRA_FIELDS and {name for _, name in pairs} != {"title"}:
        wrong.append(f"shows everything: {sorted(more)}")
    return wrong


def _set(expected: Mapping[str, Any], answer: Mapping[str, Any], truth: Mapping[str, Entry]) -> list[str]:
    codes, undecided = chosen(truth, expected["set"], AS_OF)
    value = (answer["result"] or {}).get("value")
    if not codes and answer["outcome"] == "answer" and value in ([], 0):
        return []
    wrong = _answered(answer)
    if wrong:
        return [*wrong, f"(should be {codes})"]
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or sorted(value) != codes:
        return [f"{_difference(value, codes)}; result {value}"]
    if expected.get("unknown") and not set(undecided) <= set(answer["unknown"]):
        return [f"undecided {sorted(set(undecided) - set(answer['unknown']))} are not told"]
    return []


def _difference(value: Any, codes: list[str]) -> str:
    got = set(value) if isinstance(value, list) else set()
    return f"lacks {sorted(set(codes) - got)}, has too many {sorted(got - set(codes))}"


def _ranked(expected: Mapping[str, Any], answer: Mapping[str, Any], truth: Mapping[str, Entry]) -> list[str]:
    value = (answer["result"] or {}).get("value")
    return _answered(answer) or ([] if value == expected["ranked"] else [f"{value}, not {expected['ranked']}"])


def _count(expected: Mapping[str, Any], answer: Mapping[str, Any], truth: Mapping[str, Entry]) -> list[str]:
    codes = chosen(truth, expected["count"], AS_OF)[0]
    value = (answer["result"] or {}).get("value")
    right = value == len(codes) and not isinstance(value, bool)
    return _answered(answer) or ([] if right else [f"{value}, not {len(codes)}: {codes}"])


def _group(expected: Mapping[str, Any], answer: Mapping[str, Any], truth: Mapping[str, Entry]) -> list[str]:
    name = expected["group"]
    counted: Counter[str] = Counter()
    for code in chosen(truth, expected["of"], AS_OF)[0]:
        entry = truth[code]
        if name == "country":
            keys = [entry.country]
        elif name == "cycle":
            keys = [entry.cycle]
        else:
            keys = _raws(entry, name) or (["(blank)"] if name in entry.fields else [])
        counted.update({canonical(name, key) or key for key in keys})
    value = (answer["result"] or {}).get("value")
    if not isinstance(value, dict):
        return _answered(answer) or [f"{value} is no table"]
    # commitments whose pages do not have the field may be told in buckets of their own
    told = {key.lower(): number for key, number in value.items() if key == "(blank)" or not key.startswith("(")}
    right = told == {key.lower(): number for key, number in counted.items()}
    return _answered(answer) or ([] if right else [f"{value}, not {dict(counted)}"])


def _verify(expected: Mapping[str, Any], answer: Mapping[str, Any], truth: Mapping[str, Entry]) -> list[str]:
    value = (answer["result"] or {}).get("value")
    wrong = _answered(answer)
    if not wrong and value is not expected["verify"]:
        wrong = [f"{value}, not {expected['verify']}"]
    if not wrong and "get" in expected:
        pairs = _wanted(expected["get"])
        wrong = _shown(pairs, pairs, answer, truth)
    return wrong


def _top(expected: Mapping[str, Any], answer: Mapping[str, Any], truth: Mapping[str, Entry]) -> list[str]:
    codes = chosen(truth, expected.get("of", []), AS_OF)[0]
    end = expected["top"].split()
    known = {}
    for code in codes:
        values = {name: [p.value for p in truth[code].fields.get(name, []) if p.value] for name in ("start", "end")}
        if end[0] in ("longest", "shortest"):
            if values["start"] and values["end"]:
                first, last = days(values["start"][0])[0], days(values["end"][0])[1]
                known[code] = date.fromisoformat(last).toordinal() - date.fromisoformat(first).toordinal()
        elif values[end[1]]:
            first, last = days(values[end[1]][0])
            known[code] = date.fromisoformat(last if end[1] == "end" else first).toordinal()
    extreme = (max if end[0] in ("last", "longest") else min)(known.values())
    best = sorted(code for code, number in known.items() if number == extreme)
    value = (answer["result"] or {}).get("value")
    value = [value] if isinstance(value, str) else value
    right = isinstance(value, list) and sorted(value) == best
    return _answered(answer) or ([] if right else [f"{value}, not {best}"])


def _says(expected: Mapping[str, Any], answer: Mapping[str, Any], truth: Mapping[str, Entry]) -> list[str]:
    texts = [expected["says"]] if isinstance(expected["says"], str) else expected["says"]
    shown = " ".join([item["raw"] for item in answer["items"]] + [str((answer["result"] or {}).get("value"))])
    found = any(text.lower() in shown.lower() for text in texts)
    wrong = _answered(answer) or ([] if found else [f"says nowhere {texts}: {shown[:200]}"])
    if "of" in expected and (others := {item["code"] for item in answer["items"]} - set(expected["of"])):
        wrong.append(f"shows {sorted(others)} too")
    return wrong


def _define(expected: Mapping[str, Any], answer: Mapping[str, Any], truth: Mapping[str, Entry]) -> list[str]:
    value = str((answer["result"] or {}).get("value")).lower()
    if answer["outcome"] != "answer" or answer["intent"] != "define":
        return [f"{answer['outcome']} ({answer['intent']}, {answer['reason']}) instead of a definition"]
    lacks = [word for word in expected["define"] if word.lower() not in value]
    return [f"the definition lacks {lacks}: {value[:200]}"] if lacks or len(value) <= 30 else []


def _changes(expected: Mapping[str, Any], answer: Mapping[str, Any], truth: Mapping[str, Entry]) -> list[str]:
    got = sorted({item["code"] for item in answer["items"]})
    wrong = _answered(answer) or ([] if got == sorted(expected["changes"]) else [f"changes of {got}"])
    if "old" in expected and expected["old"] not in {item.get("old") for item in answer["items"]}:
        wrong.append(f"“{expected['old']}” is not told")
    return wrong


def _clarify(expected: Mapping[str, Any], answer: Mapping[str, Any], truth: Mapping[str, Entry]) -> list[str]:
    if answer["outcome"] != "clarify":
        return [f"{answer['outcome']} ({answer['reason']}) instead of asking back"]
    if expected["clarify"] == "?":
        return [] if answer["reason"] == "no_antecedent" else [f"asks back: {answer['reason']}"]
    codes = set(chosen(truth, expected["clarify"], AS_OF)[0])
    offered = {option["code"] for option in answer["options"]}
    right = offered == codes or (len(codes) > len(offered) and offered <= codes)
    return [] if right else [f"offers {sorted(offered)}, not {sorted(codes)}"]


def _reason(expected: Mapping[str, Any], answer: Mapping[str, Any], truth: Mapping[str, Entry]) -> list[str]:
    reasons = [expected["reason"]] if isinstance(expected["reason"], str) else expected["reason"]
    if answer["outcome"] in ("abstain", "help") and (answer["reason"] in reasons or answer["outcome"] in reasons):
        return []
    return [f"{answer['outcome']} ({answer['reason']}) instead of abstain ({' or '.join(reasons)})"]


def _outcome(expected: Mapping[str, Any], answer: Mapping[str, Any], truth: Mapping[str, Entry]) -> list[str]:
    return [] if answer["outcome"] == expected["outcome"] else [f"{answer['outcome']} ({answer['reason']})"]


_Check = Callable[[Mapping[str, Any], Mapping[str, Any], Mapping[str, Entry]], list[str]]
_CHECKS: dict[str, _Check] = {
    "verify": _verify,
    "get": _get,
    "set": _set,
    "ranked": _ranked,
    "count": _count,
    "group": _group,
    "top": _top,
    "says": _says,
    "define": _define,
    "changes": _changes,
    "clarify": _clarify,
    "reason": _reason,
    "outcome": _outcome,
}
