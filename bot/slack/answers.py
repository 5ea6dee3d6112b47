"""Answer → message: the shape that fits what is answered, within every limit of Slack by construction.

A message is refused as too long from about 11,000 characters in all, those of a data table aside: the shares of lead,
body, notes and sources add up to less. What would exceed its share takes the plainest shape, lines of text, which can
be cut.

Below stand the card of one commitment (its title as the heading, short values in two columns, long ones below), the
buttons, of which each carries the id under which the question is kept, so that whoever presses has it asked again, and
the answer in a modal: the same blocks where a modal takes them, its words where not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.asking.answer import Answer, Entry, Finding
from bot.records.fields import FIELD
from bot.records.languages import fill
from bot.slack.blocks import (
    FALLBACK,
    TEXT,
    VALUE,
    Block,
    Message,
    bold,
    button,
    button_rows,
    columns,
    container,
    context,
    fitted,
    header,
    literal,
    modal,
    parts,
    plain,
    rich_text,
    section,
    text_part,
    words,
)
from bot.slack.feedback import feedback_row
from bot.slack.kit import PLAIN, Kit
from bot.slack.values import (
    INLINE,
    OPEN,
    ROOM,
    SIDE_BY_SIDE,
    Values,
    characters,
    chart_block,
    comparison,
    count_table,
    data_table,
    inline_sources,
    list_table,
    mark,
    source_lines,
)

_LEAD = 600
_BODY = 4_500
_NOTES = 1_000
_QUESTION = 1_500  # a statement that has options to choose from
_HEADING = 200
_VALUE = 600
_LONG = 200  # characters of a value from which on it is no cell of a table
_STATED = ("value", "blank", "change")  # a list does not say of each commitment what it lacks
_JUDGED = ("answer", "abstain")  # a greeting, or a question back, is neither right nor wrong
_NUMBER = re.compile(r" \[\d+\]")


def answer_message(answer: Answer, key: str | None = None, kit: Kit = PLAIN) -> Message:
    """The answer as it is posted, with its sources, or a button for each commitment to choose from.

    `key` is the id under which the question is kept: without it there are no buttons, and the sources stand below.
    """
    message = _shaped(answer, key, kit)
    judges = feedback_row(key, answer.lang, kit.feedback) if answer.outcome in _JUDGED else []
    return Message(message.text, [*message.blocks, *judges])


def _shaped(answer: Answer, key: str | None, kit: Kit) -> Message:
    """The answer in its shape, with the buttons that give more of it."""
    if answer.outcome == "clarify":
        blocks = [*_text("\n".join(answer.lead).strip() or _statement(answer), _QUESTION), *options(answer)]
        return Message(_fallback(answer), blocks)
    blocks = _body(answer, kit)
    if key is None or len(answer.sources) <= INLINE:
        blocks += inline_sources(answer, cited=kit.rich)
    if key is not None:
        blocks += button_rows(list(buttons(answer, key, kit)))
    return Message(_fallback(answer), blocks)


def _body(answer: Answer, kit: Kit) -> list[Block]:
    """Lead, entries and notes; the statement as it is where there are no entries to lay out."""
    lead, notes = _text("\n".join(answer.lead), _LEAD), _text("\n".join(answer.notes), _NOTES)
    if len(counts(answer)) >= FEW and answer.intent != "compare":
        return [*_groups(answer, kit), *notes]
    if not any(entry.findings for entry in answer.entries) and not is_list(answer):
        return _text(_statement(answer), _BODY)
    return [*lead, *_entries(answer, Values.of(answer), kit), *notes] or _text(_statement(answer), _BODY)


def _entries(answer: Answer, values: Values, kit: Kit) -> list[Block]:
    """The commitments of an answer: a card, a comparison, a table or lines; which of a long list they are."""
    entries, said, order = answer.entries, words(answer.lang), list(answer.frame.get("fields") or ())
    findings = [finding for entry in entries for finding in entry.findings]
    listed = is_list(answer)
    if is_card(answer):
        return card(entries[0], values, kit)
    if len(entries) > 1 and all(finding.state != "change" for finding in findings):
        fields = {finding.field for finding in findings} - {"title"}
        short = all(len(values.said(one, _VALUE)) <= _LONG for one in findings)
        if short and len(fields) >= FIELDS - 1 and len(entries) <= SIDE_BY_SIDE:
            table = comparison(entries, order, values, said)
            if characters(table) <= ROOM + ROOM // 4:
                return [table]
        if kit.table and (listed or (short and fields)):
            caption = answer.reading or (answer.lead[0] if answer.lead else answer.query)
            table = data_table(entries, order, values, answer.lang, caption)
            return [table, *_which(answer, len(table["rows"]) - 1)]
        table = list_table(entries, order, values, said)
        if short and fields and characters(table) <= ROOM + ROOM // 4:
            return [table, *_which(answer, len(table["rows"]) - 1)]
    lines = (line for entry in entries for line in _lines(entry, values, listed=listed))
    return [*_markup("\n".join(lines), _BODY), *_which(answer, len(entries))]


def _which(answer: Answer, shown: int) -> list[Block]:
    """Which commitments of a long list are shown; nothing where all are."""
    if not is_list(answer) or not shown or shown >= answer.total:
        return []
    return [_range(answer, answer.first, answer.first + shown - 1, answer.total)]


def _range(answer: Answer, first: int, last: int, total: int) -> Block:
    return context(words(answer.lang)["range"].format(first=first, last=last, total=total))


def _lines(entry: Entry, values: Values, *, listed: bool) -> list[str]:
    """A commitment as lines of text: its heading, and a line a field."""
    if listed:
        told = "; ".join(values.line(one, _LONG, short=True) for one in entry.findings if one.state in _STATED)
        line = " · ".join(filter(None, (f"*{literal(entry.code)}*", literal(values.title(entry)))))
        return [f"• {line} — {literal(told)}" if told else f"• {line}"]
    name = f"{entry.code} · {entry.title}" if entry.title else entry.code
    shown = [one for one in entry.findings if one.field != "title" or one.state == "change" or len(entry.findings) == 1]
    head = [bold(name) if len(name) < _HEADING else literal(name)] if shown else []
    return head + [literal(values.line(one, _VALUE)) for one in shown]


def _groups(answer: Answer, kit: Kit) -> list[Block]:
    """Groups with their numbers: a few as lines, with bars where these read well, more as a table."""
    found, said = counts(answer), words(answer.lang)
    lead = _text(answer.lead[0], _LEAD) if answer.lead else []
    if kit.chart and is_charted(answer):
        bars = chart_block(found, answer.lead[0].rstrip(": "), said["count"])
        return [*_text("\n".join(answer.lead), _LEAD), bars]
    head = (Values.of(answer).label(str(answer.frame.get("group") or "country")), said["count"])
    caption = answer.reading or answer.query if kit.table else ""
    shown = found[: kit.rows]
    rest = [_range(answer, 1, len(shown), len(found))] if len(shown) < len(found) else []
    return [*lead, count_table(head, shown, caption), *rest]


def _statement(answer: Answer) -> str:
    """The answer in words."""
    return answer.statement.strip() or answer.text.strip() or "I have no words for this answer."


def _text(text: str, limit: int) -> list[Block]:
    return _markup(literal(text), limit)


def _markup(markup: str, limit: int) -> list[Block]:
    return [section(part) for part in parts(fitted(markup, limit), TEXT)]


def _fallback(answer: Answer) -> str:
    """The answer for notifications and screen readers, which have no use for the numbers of sources."""
    return fitted(literal(_NUMBER.sub("", _statement(answer)) if answer.sources else _statement(answer)), FALLBACK)


# -- what is asked back -------------------------------------------------------------------------------------------

CHOOSE = "choose"  # a button's action_id is `choose:0`, `choose:1`, …: unique in its message, as Slack wants
_OPTION = 100
_OPTIONS = 10
_CODE = 20
_VALUES = 4_000  # the values of all buttons together


def options(answer: Answer) -> Iterator[Block]:
    """A line for each option, with its button while the values of all buttons stay within their share."""
    room = _VALUES
    for number, option in enumerate(answer.options[:_OPTIONS]):
        label = option.label.strip() or option.code.strip() or "?"
        value = f"{option.code}\n{answer.pending}"
        if answer.pending and len(value) <= min(room, VALUE):
            room -= len(value)
            named = label.removeprefix(f"{option.code} · ").strip() or label  # the button names the code
            shown = option.code.strip()[:_CODE] or "?"
            press = button(f"{CHOOSE}:{number}", shown, value, f"{shown}: {named}")
            yield section(fitted(literal(named), _OPTION)) | {"accessory": press}
        else:
            yield section(fitted(literal(label), _OPTION))


def choice(value: str) -> tuple[str, str]:
    """The pending question and the code that a button's value carries; ValueError where it carries none."""
    code, found, pending = value.partition("\n")
    if not found:
        raise ValueError("this button carries no choice")
    return pending, code


# -- the card of a commitment -------------------------------------------------------------------------------------

FIELDS = 4
"""Fields from which on a commitment is a card; fewer read better as lines."""
_COLUMNS = 10  # fields of a section, at most
_SHORT = 160  # characters that a column holds without becoming a wall
_WHOLE = 700
_FOLDED = 1_500
_WIDE = 3  # long values that find room


def is_card(answer: Answer) -> bool:
    """Whether an answer is shown as the card of one commitment."""
    if len(answer.entries) != 1:
        return False
    findings = answer.entries[0].findings
    return len(findings) >= FIELDS and all(finding.state != "change" for finding in findings)


def card(entry: Entry, values: Values, kit: Kit = PLAIN) -> list[Block]:
    """The card of a commitment; where Slack has such, its states are tags, and what is long is folded."""
    title = values.title(entry)
    number = title.removeprefix(entry.title) if entry.title else ""
    findings = [finding for finding in entry.findings if finding.field != "title"]
    tagged = [finding for finding in findings if kit.rich and mark(finding)]
    tags = [part for finding in tagged for part in (text_part("  "), {"type": "tag", "text": _tag(finding, values)})]
    blocks = [header(entry.title or entry.code)]
    if tags:
        blocks.append(rich_text([text_part(plain(entry.code) or "?", bold=True), *_words(number), *tags]))
    elif entry.title:
        blocks.append(context(f"*{literal(entry.code)}*{literal(number)}"))
    short: list[str] = []
    wide: list[Block] = []
    for finding in findings:
        if finding in tagged:
            continue
        label, said = values.label(finding.field), values.said(finding, _WHOLE)
        if len(said) <= _SHORT:
            short.append(f"{bold(label)}\n{literal(said)}")
        elif len(wide) == _WIDE:
            short.append(f"{bold(label)}\n{literal(values.said(finding, _SHORT))}")
        elif kit.container:
            whole = values.said(finding, _FOLDED)
            inside = [section(part) for part in parts(fitted(literal(whole), _FOLDED), TEXT)]
            wide.append(container(label, inside, folded=len(whole) > _WHOLE))
        else:
            wide.append(section(f"{bold(label)}\n{fitted(literal(said), _LONG + 100)}"))
    blocks += [columns(short[at : at + _COLUMNS]) for at in range(0, len(short), _COLUMNS)]
    return blocks + wide


def _tag(finding: Finding, values: Values) -> str:
    return fitted(plain(f"{values.label(finding.field)}: {values.said(finding, _SHORT)}"), _WHOLE)


def _words(text: str) -> list[Block]:
    return [text_part(plain(text))] if text else []


# -- the buttons below --------------------------------------------------------------------------------------------

SOURCES, CSV, TIMELINE, CHART = "answer:sources", "answer:csv", "answer:timeline", "answer:chart"

_CHARTED = ("choice", "yesno", "date")
FEW = 4
"""Groups from which on they are a table or bars: fewer read better as a sentence (Slack's guide)."""
_MOST = 6  # bars; more of them read better as a sorted table
_LABEL = 20  # characters that Slack takes below a bar


def is_list(answer: Answer) -> bool:
    """Whether an answer is a list of commitments."""
    return answer.outcome == "answer" and (answer.result or {}).get("type") == "set"


def counts(answer: Answer) -> list[tuple[str, int]]:
    """The groups of an answer with their numbers, in its order."""
    return list(((answer.result or {}).get("value") or {}).items()) if answer.is_group else []


def is_charted(answer: Answer) -> bool:
    """Whether Slack's own chart reads well: a few groups of a state, or of years, with short names."""
    name, found = str(answer.frame.get("group")), counts(answer)
    field = FIELD.get(name)
    kind = field.kind if field else ""
    short = all(0 < len(key) <= _LABEL and count for key, count in found)
    return (kind in _CHARTED or name == "cycle") and FEW <= len(found) <= _MOST and short


def has_dates(answer: Answer) -> bool:
    """Whether an answer shows dates enough for a picture: one alone is said faster than drawn."""
    dates = [item for item in answer.items if item.field in ("start", "end") and item.value]
    return answer.outcome == "answer" and len(dates) > 1


def buttons(answer: Answer, key: str, kit: Kit) -> Iterator[Block]:
    """The buttons that make sense under an answer."""
    said = words(answer.lang)
    if len(answer.sources) > INLINE:
        yield button(SOURCES, fill(said["sources"], answer.lang, count=len(answer.sources)), key)
    if is_card(answer):
        code = answer.entries[0].code
        yield button(OPEN, said["record"], f"{answer.lang} {code}", said["record_label"].format(code=code))
    counted = answer.is_group and bool(counts(answer))
    if counted or answer.is_shares or (is_list(answer) and answer.entries):
        yield button(CSV, said["csv"], key, said["csv_label"])
    if kit.pictures and has_dates(answer):
        yield button(TIMELINE, said["timeline"], key, said["timeline_label"])
    if kit.pictures and counted and not (kit.chart and is_charted(answer)):
        yield button(CHART, said["chart"], key, said["chart_label"])


# -- an answer in a modal -----------------------------------------------------------------------------------------

_IN_MODALS = frozenset({"header", "section", "context", "divider", "image", "input", "actions"})
_STATEMENT = 9_000
_FIELD = 9_000
_BLOCKS = 95  # of the 100 that a view has room for
_VIEW = 200_000  # bytes; Slack takes a view of 250,000


def answer_view(answer: Answer, title: str) -> dict[str, Any]:
    """A modal that shows an answer with its sources."""
    blocks = answer_message(answer).blocks
    if any(block["type"] not in _IN_MODALS for block in blocks):  # a modal has no tables
        said = fitted(literal(answer.statement.strip() or answer.text), _STATEMENT)
        blocks = [*map(section, parts(said, TEXT)), *inline_sources(answer)]
    return modal(title, blocks, words(answer.lang, "doors")["close"])


def record_view(answer: Answer, title: str) -> dict[str, Any]:
    """A modal of a commitment's every field: what its documents say, whole, with the sources of each below it."""
    values, lines, room = Values.of(answer), source_lines(answer), _VIEW
    blocks: list[Block] = []
    findings = [finding for entry in answer.entries for finding in entry.findings]
    for number, finding in enumerate(findings):
        said = f"{bold(values.label(finding.field))}\n{fitted(literal(values.said(finding, _FIELD)), _FIELD)}"
        field = [section(part) for part in parts(said, TEXT)]
        cited = "\n".join(dict.fromkeys(lines[values.number(item) - 1] for item in finding.items))
        field += [context(part) for part in parts(cited, TEXT)]
        room -= len(str(field).encode())
        if room < 0 or len(blocks) + len(field) > _BLOCKS:
            blocks.append(context(fill(words(answer.lang)["record_rest"], answer.lang, count=len(findings) - number)))
            break
        blocks += field
    named = [header(entry.title) for entry in answer.entries[:1] if entry.title]
    shown = [*named, *blocks] or [section(fitted(literal(answer.statement), TEXT))]
    return modal(title, shown, words(answer.lang, "doors")["close"])
