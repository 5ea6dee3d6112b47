"""The tables of the state database, as data: what people gave us and what we did. They are never rebuilt."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, Table, Text, false, true

METADATA = MetaData()

# Times are UTC as ISO 8601 text: it sorts as it is, and reads the same in either database and in Datasette.
THREADS = Table(
    "threads",
    METADATA,
    Column("channel", Text, primary_key=True),
    Column("thread_ts", Text, primary_key=True),
    Column("memory", Text, nullable=False),
    Column("updated_at", Text, nullable=False, index=True),
)

PLACES = Table(
    "places",  # of which workspace a channel is, so that what is kept of it can go with the workspace
    METADATA,
    Column("channel", Text, primary_key=True),
    Column("team", Text, primary_key=True, index=True),
)

SEEN_EVENTS = Table(
    "seen_events",
    METADATA,
    Column("event_id", Text, primary_key=True),
    Column("claimed_at", Text, nullable=False, index=True),
)

FEEDBACK = Table(
    "feedback",  # what people said of answers, and questions that found none; it says nobody's name who did not agree
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("voter", Text, unique=True),  # a hash of person and answer; none for what nobody pressed
    Column("team", Text, nullable=False, index=True),
    Column("verdict", Text, nullable=False, index=True),  # good, bad or unanswered
    Column("kind", Text),  # what was wrong
    Column("comment", Text),
    Column("question", Text, nullable=False),
    Column("thread", Text, nullable=False),  # JSON: the questions before it
    Column("answer", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("intent", Text),
    Column("reason", Text),
    Column("frame", Text, nullable=False),  # JSON
    Column("language", Text, nullable=False),
    Column("as_of", Text, nullable=False),  # a day
    Column("at", Text, nullable=False, index=True),
    Column("person", Text, index=True),  # of whoever agreed to be asked back
)

ASKED_QUESTIONS = Table(
    "asked_questions",  # with all that gives the same answer again
    METADATA,
    Column("id", Text, primary_key=True),  # a hash of the token that only the answer's buttons carry
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
    "unfinished_turns",  # what was asked and is not answered yet; those without a kind are of an earlier version
    METADATA,
    Column("name", Text, primary_key=True),
    Column("kind", Text, nullable=False, server_default=""),
    Column("text", Text, nullable=False, server_default=""),  # as asked; of a button what it carries
    Column("ts", Text, nullable=False, server_default=""),  # Slack's, by which a thread has its order
    Column("team", Text, nullable=False, server_default="", index=True),
    Column("home", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("thread_ts", Text, nullable=False),
    Column("line", Text, nullable=False, server_default=""),  # the thread; all direct messages of a person are one
    Column("person", Text, nullable=False),
    Column("person_team", Text),
    Column("direct", Boolean, nullable=False),
    Column("shared", Boolean),
    Column("agent", Boolean, nullable=False, server_default=false()),
    Column("taken_at", Text, nullable=False, index=True),
    Column("begun", Boolean, nullable=False, server_default=true()),  # it may have been posted
    Column("deaths", Integer, nullable=False, server_default="0"),  # processes that ended while they answered it
    Column("holder", Text, nullable=False, server_default=""),  # the process that has it now; none
    Column("beats", Integer, nullable=False, server_default="0"),  # counts up while that process lives
    Index("unfinished_turns_in_line", "channel", "line", "ts"),
)

AUDIT = Table(
    "audit",  # who was shown whose contact; the contact itself is not kept
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", Text, nullable=False, index=True),
    Column("team", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("user", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("question", Text, nullable=False),
)
