"""The `audit` and `feedback` commands: who was shown whose contact in Slack, and what people said of answers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import UTC, date, datetime
from pathlib import Path

from bot.records.text import cleaned, cleaned_json, escaped
from bot.settings import SettingError, Settings
from bot.state.database import State, StateError, open_state
from bot.state.questions import GOOD, Feedback, Showing, forget, listed, showings
from bot.state.retention import prune
from bot.state.tables import AUDIT, FEEDBACK

COLUMNS = ("at", *(field.name for field in fields(Showing) if field.name != "at"))


def report(settings: Settings, form: str, since: str, code: str, user: str) -> str:
    """What was shown since a day (ISO 8601), of one commitment, to one person where given; `text`, `csv` or `json`.

    What is older than AUDIT_DAYS is deleted first. SettingError where the state database cannot be used.
    """
    try:
        state = open_state(settings.state_db)
    except StateError as error:
        raise SettingError(str(error)) from error
    try:
        prune(state, settings, datetime.now(UTC), [AUDIT])
        rows = [asdict(one) for one in showings(state, since, code.upper(), user)]
    finally:
        state.dispose()
    ordered = [{name: row[name] for name in COLUMNS} for row in rows]
    if form == "json":
        return cleaned_json(ordered, indent=2)
    if form == "csv":
        out = io.StringIO()
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(ordered)
        return out.getvalue().rstrip("\n")
    lines = [f"{row['at']}  {row['user']} in {row['channel']} of {row['team']}: {_what(row)}" for row in ordered]
    return "\n".join(lines) or "Nobody was shown a contact in that time."


def _what(row: dict[str, str]) -> str:
    return f"{row['field']} of {row['code'] or 'several'} ({row['question']})"


class FeedbackError(Exception):
    """What was asked for cannot be done; the message is a sentence that says why."""


_LINE = 160  # characters of a text in a list
_COMMENT = 400


def listing(settings: Settings, since: date | None, verdict: str | None, *, as_json: bool) -> str:
    """The entries, newest first, as text or as a JSON object a line; FeedbackError where there is no database."""
    found = _entries(settings, since, verdict)
    if as_json:
        return "\n".join(cleaned_json(_plain(one)) for one in found)
    return "\n".join(map(_line, found)) or "Nothing is kept."


def candidates(settings: Settings, since: date | None, verdict: str | None, file: Path) -> str:
    """Write the entries to a new file, in the form of `tests/questions/*.toml`; gives a sentence on it.

    FeedbackError where there is no database, or where the file is there already or cannot be written.
    """
    found = _entries(settings, since, verdict)
    families: dict[str, list[Feedback]] = {}
    for one in found:
        families.setdefault(f"{one.verdict}_{one.subject.language}", []).append(one)
    lead = (
        "# Candidate questions from feedback, to be checked by a person before they join tests/questions: what “good”\n"
        "# rows expect is what was answered, and what the others expect is still to be written.\n"
    )
    tables = [f"\n{name} = [\n{''.join(map(_row, rows))}]\n" for name, rows in sorted(families.items())]
    try:
        with file.open("x", encoding="utf-8") as opened:
            opened.write(lead + "".join(tables))
    except FileExistsError as error:
        raise FeedbackError(f"{file} is there already; give another name, or remove it.") from error
    except OSError as error:
        raise FeedbackError(f"{file} cannot be written: {error.strerror}.") from error
    return f"{file}: {len(found)} {'question' if len(found) == 1 else 'questions'}, to be checked by a person."


def forgotten(settings: Settings, person: str) -> str:
    """Remove the entries of a person who had agreed to be named; gives a sentence on it."""
    state = _open(settings)
    count = forget(state, person)
    state.dispose()
    return f"{count} {'entry' if count == 1 else 'entries'} of {person} removed."


def _entries(settings: Settings, since: date | None, verdict: str | None) -> Sequence[Feedback]:
    state = _open(settings)
    prune(state, settings, datetime.now(UTC), [FEEDBACK])
    found = listed(state, since.isoformat() if since else None, verdict)
    state.dispose()
    return found


def _open(settings: Settings) -> State:
    address = settings.state_db
    if "://" not in address and not Path(address).exists():
        raise FeedbackError(f"STATE_DB: there is no {address} here; the bot in Slack makes it.")
    try:
        return open_state(address)
    except StateError as error:
        raise FeedbackError(str(error)) from error


def _plain(one: Feedback) -> dict[str, object]:
    subject = asdict(one.subject) | {"frame": json.loads(one.subject.frame)}
    return {"number": one.number, "verdict": one.verdict, "at": one.at, **subject, **asdict(one.details)}


def _line(one: Feedback) -> str:
    said, subject = one.details, one.subject
    verdict = f"{one.verdict}: {said.kind.replace('_', ' ')}" if said.kind else one.verdict
    why = f"{subject.outcome}, {subject.reason}" if subject.reason else subject.outcome
    lines = [f"{one.at[:16].replace('T', ' ')}  {verdict}  [{subject.language}] “{_short(subject.question, _LINE)}”"]
    lines += [f"    after: “{_short(question, _LINE)}”" for question in subject.thread]
    lines.append(f"    {why}: {_short(subject.answer, _LINE)}")
    if said.comment:
        lines.append(f"    said: {_short(said.comment, _LINE)}")
    if said.person:
        lines.append(f"    may be asked: {said.person} of {subject.team}")
    return "\n".join(lines)


def _row(one: Feedback) -> str:
    said, subject = one.details, one.subject
    verdict = ", ".join(filter(None, (one.verdict, said.kind and said.kind.replace("_", " "))))
    comments = [f"{one.at[:10]}, {verdict}", f"asked on {subject.as_of}, understood as {subject.frame}"]
    comments += [f"said: {said.comment}"] if said.comment else []
    comments.append(f"answered ({subject.outcome}): {subject.answer}")
    thread = f"thread = [{', '.join(map(_quoted, subject.thread))}], " if subject.thread else ""
    remarks = "".join(f"  # {_short(text, _COMMENT)}\n" for text in comments)
    return f"{remarks}  {{ {thread}q = {_quoted(subject.question)}, {_expected(one)} }},\n"


def _expected(one: Feedback) -> str:
    """What the answer said, where it was called good; else what no answer can say, expected to fail until written."""
    subject = one.subject
    if one.verdict != GOOD:
        return 'outcome = "?", open = ["answer"]'
    frame = json.loads(subject.frame)
    fields = " ".join(frame.get("fields") or ())
    if subject.outcome == "answer" and subject.intent == "lookup" and frame.get("codes") and fields:
        return f"get = {_quoted('; '.join(f'{code} {fields}' for code in frame['codes']))}"
    if subject.outcome == "abstain" and subject.reason:
        return f"reason = {_quoted(subject.reason)}"
    return f"outcome = {_quoted(subject.outcome)}"


def _quoted(text: str) -> str:
    """A TOML string: JSON's escapes are all TOML's, but for those of characters beyond 16 bits."""
    return escaped(json.dumps(text, ensure_ascii=False), lambda char: f"\\U{ord(char):08x}")


def _short(text: str, most: int) -> str:
    """`text` on one line, without control characters, cut where it is long."""
    line = " ".join(cleaned(text).split())
    return line if len(line) <= most else line[: most - 1] + "…"
