"""The tables of the state database, as data: what people gave us and what we did. They are never rebuilt."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, MetaData, Table, Text

METADATA = MetaData()

# Times are UTC as ISO 8601 text: it sorts as it is, and reads the same in either database and in Datasette.
THREADS = Table(
    "threads",
    METADATA,
    Column("channel", Text, primary_key=True),
    Column("thread_ts", Text, primary_key=True),
    Column("memory", Text, nullable=False),
    Column("updated_at", Text, nullable=False),
)

SEEN_EVENTS = Table(
    "seen_events",
    METADATA,
    Column("event_id", Text, primary_key=True),
    Column("claimed_at", Text, nullable=False, index=True),
)

ASKED_QUESTIONS = Table(
    "asked_questions",  # with all that gives the same answer again
    METADATA,
    Column("id", Text, primary_key=True),  # a random token: whoever has it was shown the answer
    Column("team", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("thread_ts", Text, nullable=False),
    Column("user", Text, nullable=False),
    Column("private", Boolean, nullable=False),  # the answer was shown to the asker alone
    Column("question", Text, nullable=False),  # as asked; the code where it is a choice
    Column("pending", Text),  # JSON: the frame that waited for the choice
    Column("memory", Text),  # JSON: the thread's memory before the question
    Column("as_of", Text, nullable=False),  # a day
    Column("language", Text, nullable=False),
    Column("intent", Text),
    Column("outcome", Text, nullable=False),
    Column("reason", Text),
    Column("frame", Text, nullable=False),  # JSON
    Column("asked_at", Text, nullable=False, index=True),
)

UNFINISHED_TURNS = Table(
    "unfinished_turns",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("home", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("thread_ts", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("direct", Boolean, nullable=False),
    Column("taken_at", Text, nullable=False, index=True),
)
