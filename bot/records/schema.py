"""The shape of `commitments.db`, as data: tables, indexes, full-text search. `build` makes it, `store` reads it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import TypeVar

from bot.records.fields import FIELDS

VERSION = 9
"""Kept in `PRAGMA user_version`: a file of another version is refused with a sentence, never half-understood."""

_SHORT = tuple(field.name for field in FIELDS if field.kind in ("choice", "yesno", "year"))
_FIELD_COLUMNS = ",\n  ".join(f'"{field.name}" TEXT' for field in FIELDS if field.name != "title")

TABLES = f"""
CREATE TABLE seal (                -- one row, the SHA-256 of this file (`snapshots`); first, so that it is on page 2
  sha256 TEXT NOT NULL
);
CREATE TABLE ancestors (           -- the names of the snapshots that this one was made of, one after the other
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL
);
CREATE TABLE documents (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,      -- how it is cited: its path below the folder that was ingested, or its address
  url TEXT,
  format TEXT NOT NULL,
  sha256 TEXT NOT NULL,           -- of the bytes, so that an unchanged document is not read again
  ingested_at TEXT NOT NULL,
  date TEXT,                      -- the day that the document itself says it is of
  day TEXT NOT NULL,              -- the day that it speaks for: its own, else that of its ingest
  run INTEGER NOT NULL,           -- which ingest last changed it
  origin TEXT NOT NULL,           -- the file or address that it was read from
  reader TEXT NOT NULL,           -- the version of the rules that read it
  codes TEXT NOT NULL,            -- JSON: the commitments that it describes
  listed INTEGER NOT NULL,        -- how many other commitments its index lists
  stated INTEGER NOT NULL,        -- how many values it states of the commitments that it describes
  blank INTEGER NOT NULL,         -- how many of them are labels with nothing behind them
  unread TEXT NOT NULL,           -- JSON: [start, end] of each stretch that no rule claimed
  characters INTEGER NOT NULL,    -- the length of its text: SQLite's own ends at the first NUL, and reads it all
  spots TEXT NOT NULL,            -- JSON: where in a PDF or Word document which offsets stand (see model.Spot)
  tables TEXT NOT NULL,           -- JSON: [line of its header, sheet, [heading, …]] of each table with values
  text TEXT NOT NULL              -- last, since SQLite goes through a long text to reach a column behind it
);
CREATE TABLE commitments (
  code TEXT PRIMARY KEY,
  id INTEGER NOT NULL UNIQUE,     -- the row of the full-text index
  prefix TEXT NOT NULL,           -- the letters of the code: its member
  number INTEGER NOT NULL,
  title TEXT,
  has_page INTEGER NOT NULL,      -- 0: known from an index only
  first_seen TEXT NOT NULL,
  stated INTEGER NOT NULL,        -- the fields that have a value: the sum of their `bit`s
  labelled INTEGER NOT NULL,      -- the fields that have a label, whether or not anything stands behind it
  closed INTEGER,                 -- 1: its status or completion says that it is over; NULL: they are not understood
  {_FIELD_COLUMNS},
  start_from TEXT, start_to TEXT, -- the days between which it starts: equal when the day is known
  end_from TEXT, end_to TEXT
);
CREATE TABLE field_values (
  code TEXT NOT NULL REFERENCES commitments(code) DEFERRABLE INITIALLY DEFERRED,
  field TEXT NOT NULL,
  position INTEGER NOT NULL,
  raw TEXT NOT NULL,
  value TEXT,
  precision TEXT,
  document_id INTEGER NOT NULL REFERENCES documents(id) DEFERRABLE INITIALLY DEFERRED,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  origin TEXT NOT NULL,           -- page, index or export
  line INTEGER NOT NULL,          -- from 1
  before TEXT NOT NULL,           -- the words around it in its line, so that no citation has to read the document
  after TEXT NOT NULL,
  "row" INTEGER,                  -- in a table: from 1, its header counted
  "column" INTEGER,
  place TEXT                      -- where in a PDF or Word document: page 17, line 3
);
CREATE TABLE history (             -- what other documents, or earlier states of documents, say of a commitment
  code TEXT NOT NULL,
  document_id INTEGER REFERENCES documents(id) DEFERRABLE INITIALLY DEFERRED,
  document TEXT NOT NULL,         -- how it is cited, kept when the document is gone
  day TEXT NOT NULL,
  run INTEGER NOT NULL,
  living INTEGER NOT NULL,        -- 1: the document still says so, and speaks when the later ones are gone; 2: it is
                                  -- the first to speak, but TRUST has the record hold another's word in a field
  made TEXT NOT NULL,             -- the key under which it says so, where that was made and is tied to the code
  says TEXT NOT NULL              -- JSON: rows with the columns of field_values but for code and document_id
);
CREATE TABLE ties (                -- keys made for a plan's commitments that are now found under another code
  made TEXT PRIMARY KEY,
  code TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE unread_passages (     -- what no rule claimed of the documents, as far as it is worth quoting
  code TEXT NOT NULL,             -- the commitment at whose place it stands
  document_id INTEGER NOT NULL REFERENCES documents(id) DEFERRABLE INITIALLY DEFERRED,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  raw TEXT NOT NULL,
  line INTEGER NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  fields TEXT NOT NULL,           -- JSON: the fields that it is likely to be of, the likeliest first
  "row" INTEGER,                  -- of one in a table, from 1
  "column" INTEGER,
  place TEXT                      -- as in field_values
);
CREATE TABLE changes (             -- follows from history and field_values
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL,
  field TEXT NOT NULL,
  old TEXT,
  new TEXT,
  document_id INTEGER REFERENCES documents(id) DEFERRABLE INITIALLY DEFERRED,
  document TEXT NOT NULL,
  at TEXT NOT NULL
);
CREATE TABLE problems (
  document_id INTEGER REFERENCES documents(id) DEFERRABLE INITIALLY DEFERRED,
  document TEXT NOT NULL,
  line INTEGER,
  field TEXT,
  message TEXT NOT NULL,
  severity TEXT NOT NULL,
  place TEXT,                     -- as in field_values
  code TEXT                       -- of a problem between two documents of one commitment
);
CREATE TABLE names (              -- what a question can name: titles, people, institutions, areas …
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,             -- one of the ways in which it is written
  key TEXT NOT NULL,              -- its folded words, for comparing
  UNIQUE (kind, key)
);
CREATE TABLE name_uses (
  name_id INTEGER NOT NULL REFERENCES names(id),
  field TEXT NOT NULL,
  code TEXT NOT NULL REFERENCES commitments(code) DEFERRABLE INITIALLY DEFERRED,
  joined INTEGER NOT NULL DEFAULT 0,  -- 1: the commitment writes another spelling of this institution
  PRIMARY KEY (name_id, field, code)
) WITHOUT ROWID;
CREATE TABLE name_words (
  word TEXT NOT NULL,
  kind TEXT NOT NULL,
  size INTEGER NOT NULL,          -- the length of the name's key: of names that share a word, the shortest go first
  name_id INTEGER NOT NULL REFERENCES names(id),
  PRIMARY KEY (word, kind, size, name_id)
) WITHOUT ROWID;
CREATE TABLE name_homes (         -- the members whose commitments name an institution
  name_id INTEGER NOT NULL,
  prefix TEXT NOT NULL,
  PRIMARY KEY (name_id, prefix)
) WITHOUT ROWID;
CREATE TABLE institutions (       -- spellings that are counted under another name, by country
  prefix TEXT NOT NULL,
  said TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (prefix, said)
) WITHOUT ROWID;
CREATE TABLE countries (
  prefix TEXT PRIMARY KEY,
  name TEXT NOT NULL
);
CREATE TABLE country_names (      -- every way in which a member of this corpus is named
  name TEXT NOT NULL,
  prefix TEXT NOT NULL REFERENCES countries(prefix),
  PRIMARY KEY (name, prefix)
) WITHOUT ROWID;
CREATE TABLE facts (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE tallies (            -- how many commitments of a member have some values (see condition_queries.py)
  tally TEXT NOT NULL,
  prefix TEXT NOT NULL,           -- empty: of all members
  x, y, z,
  n INTEGER NOT NULL
);
"""

# what questions choose commitments by, so that all of them can be sorted without reading their texts
_CHOSEN_BY = ", ".join(
    f'"{name}"' for name in ("start_from", "start_to", "end_from", "end_to", "stated", "labelled", "closed", *_SHORT)
)

LENGTH = "julianday(end_to) - julianday(start_from)"
"""How many days a commitment lasts, as its index has it."""

INDEXES = f"""
CREATE INDEX field_values_code ON field_values (code, field, origin);
CREATE INDEX field_values_document ON field_values (document_id);
CREATE INDEX field_values_label ON field_values (before, "row") WHERE "row" IS NULL;
CREATE INDEX field_values_contact ON field_values (value) WHERE field IN ('email', 'phone');
CREATE INDEX field_values_contact_place ON field_values (document_id, start, "end") WHERE field IN ('email', 'phone');
CREATE INDEX commitments_chosen ON commitments (prefix, number, code, id, has_page, {_CHOSEN_BY});
CREATE INDEX commitments_start ON commitments (start_to, prefix, number, code, start_from);
CREATE INDEX commitments_end ON commitments (end_to, prefix, number, code, end_from, closed);
CREATE INDEX commitments_length ON commitments ({LENGTH}, prefix, number, code, start_from, start_to, end_from, end_to);
CREATE INDEX tallies_of ON tallies (tally, prefix);
CREATE INDEX name_uses_code ON name_uses (code);
CREATE INDEX documents_origin ON documents (origin);
CREATE INDEX unread_passages_code ON unread_passages (code);
CREATE INDEX unread_passages_document ON unread_passages (document_id, start, "end");
CREATE INDEX history_code ON history (code);
CREATE INDEX history_document ON history (document_id);
CREATE INDEX problems_document ON problems (document);
CREATE INDEX problems_document_id ON problems (document_id);
CREATE INDEX changes_document ON changes (document_id);
CREATE INDEX changes_at ON changes (at);
CREATE INDEX changes_code ON changes (code);
"""

_INSTITUTIONS = ("lead_institution", "support_institutions", "institutions", "other_government", "other_actors")
_PEOPLE = ("person", "person_title")
_AREAS = ("policy_areas", "ogp_values", "primary_sector", "country", "action_plan")
_PROSE = tuple(
    field.name
    for field in FIELDS
    if field.name not in (*_INSTITUTIONS, *_PEOPLE, *_AREAS, "title") and field.kind in ("text", "rows")
)


def _joined(*names: str) -> str:
    """The texts of fields as SQL, without the line breaks of a table's cell: a phrase goes on behind them."""
    text = " || char(10) || ".join(f"coalesce(c.\"{name}\", '')" for name in names)
    for line_break in ("<br/>", "<br />", "<br>"):
        text = f"replace({text}, '{line_break}', ' ')"
    return text


SEARCH_TEXTS = {
    "title": _joined("title"),
    "institutions": _joined(*_INSTITUTIONS),
    "people": _joined(*_PEOPLE),
    "areas": _joined(*_AREAS),
    "prose": _joined(*_PROSE),
}
"""What is searched, by column, as SQL over `commitments c`."""
SEARCH_COLUMNS = tuple(SEARCH_TEXTS)
SEARCHED = ("title", *_INSTITUTIONS, *_PEOPLE, *_AREAS, *_PROSE)
"""The fields whose texts are searched."""

SEARCH = f"""
CREATE TABLE texts_without_contacts (  -- what is searched of the commitments whose texts hold an address or a number
  id INTEGER PRIMARY KEY,
  {", ".join(f"{name} TEXT NOT NULL" for name in SEARCH_COLUMNS)}
);
CREATE VIEW commitment_texts AS SELECT c.id, c.code,
  {", ".join(f"coalesce(w.{name}, {text}) AS {name}" for name, text in SEARCH_TEXTS.items())}
FROM commitments c LEFT JOIN texts_without_contacts w ON w.id = c.id;
CREATE VIRTUAL TABLE commitments_fts USING fts5(
  {", ".join(SEARCH_COLUMNS)}, content='commitment_texts', content_rowid='id',
  tokenize='porter unicode61 remove_diacritics 2'
);
"""


def statements() -> Iterator[str]:
    """Every statement that makes the database, one by one: `executescript` would end the transaction it stands in."""
    pending = ""
    for line in (TABLES + INDEXES + SEARCH).splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""


_T = TypeVar("_T")
_BATCH = 500
"""Values a statement: SQLite takes 32,766, but statements of one size are prepared once."""


def in_batches(values: Sequence[_T]) -> Iterator[tuple[str, list[_T]]]:
    """A long list in parts that one statement can take: (the marks of an SQL list, its values), part by part.

    >>> list(in_batches(["KR0029", "KR0032"]))
    [('?,?', ['KR0029', 'KR0032'])]
    """
    for at in range(0, len(values), _BATCH):
        part = list(values[at : at + _BATCH])
        yield ",".join("?" * len(part)), part
