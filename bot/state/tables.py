"""The tables of the state database, as data: what people gave us and what we did. They are never rebuilt.

They have a version, and `STEPS` brings those of an earlier one to the next; there is no way back. A new table, index or
column (with a value for the rows that are there) is no new version: it is made where it is missing, and programs that
do not know it go on working. All else is one: say it in `STEPS`, in statements that both databases take, and keep in
`tests/state/earlier_tables.sql` what the version before made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import (
    Boolean,
    Column,
    Executable,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    false,
    true,
    update,
)

METADATA = MetaData()

STATE_VERSION = Table(
    "state_version",  # one row: of which version these tables are, and which is the oldest that can use them
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("oldest", Integer, nullable=False),
)

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
    Column("over", Text, nullable=False, server_default=""),  # whose limit it is over, which is what is answered
    Index("unfinished_turns_in_line", "channel", "line", "ts"),
)

RECENT_QUESTIONS = Table(
    "recent_questions",  # who asked within the last minute, and to whom it was said that this is enough
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("who", Text, nullable=False),  # a person, or a channel
    Column("at", Text, nullable=False, index=True),
    Column("told", Boolean, nullable=False),
    Index("recent_questions_of", "who", "at"),
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

# Of digests: who follows what, what was sent, and what became known in which order.
SUBSCRIPTIONS = Table(
    "subscriptions",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("team", Text, nullable=False),
    Column("channel", Text, nullable=False),  # where it is posted: a channel, or a direct message
    Column("owner", Text, nullable=False),  # the user who made it and hears of its troubles
    Column("kind", Text, nullable=False),  # what is followed, by name
    Column("value", Text, nullable=False),
    Column("zone", Text, nullable=False),  # IANA
    Column("at", Text, nullable=False),  # local time, 09:00
    Column("days", Text, nullable=False),  # JSON: weekdays from Monday, 0
    Column("weekly", Boolean, nullable=False),
    Column("ahead", Integer, nullable=False),
    Column("sections", Text, nullable=False),  # JSON
    Column("heartbeat", Boolean, nullable=False),  # 1: sent also after a week without one
    Column("language", Text, nullable=False),
    Column("muted", Text, nullable=False),  # JSON: codes
    Column("paused_until", Text),  # a local day: the first on which it is sent again
    Column("stopped", Text),  # why it is not sent until somebody resumes it
    Column("told", Integer, nullable=False),  # the journal's number up to which it was told
    Column("sent_on", Text),  # the local day of the last one sent
    Column("followed", Text, nullable=False),  # JSON: the codes of the last one, where they may change
    Column("created_on", Text, nullable=False),  # a local day
)

SUBSCRIPTION_ACTS = Table(
    "subscription_acts",  # who did what
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("subscription", Text, nullable=False, index=True),
    Column("at", Text, nullable=False),
    Column("user", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("detail", Text, nullable=False),  # of an unsubscription the workspace, with which its acts go
)

SUBSCRIPTION_DAYS_OFF = Table(
    "subscription_days_off",  # a subscription with a row is not sent on public holidays
    METADATA,
    Column("subscription", Text, ForeignKey("subscriptions.id", ondelete="CASCADE"), primary_key=True),
    Column("country", Text, nullable=False),  # whose holidays: ISO 3166 alpha-2
)

SUBSCRIPTION_CLICKS = Table(
    "subscription_clicks",  # when somebody last pressed anything, and when it was asked whether it is wanted
    METADATA,
    Column("subscription", Text, ForeignKey("subscriptions.id", ondelete="CASCADE"), primary_key=True),
    Column("clicked_at", Text),
    Column("asked_at", Text),
)

DELIVERIES = Table(
    "deliveries",
    METADATA,
    Column("subscription", Text, ForeignKey("subscriptions.id", ondelete="CASCADE"), primary_key=True),
    Column("day", Text, primary_key=True),  # a local day: one row, so one digest at most
    Column("status", Text, nullable=False, index=True),  # claimed, then sent, quiet or failed; or off
    Column("token", Text, nullable=False),  # stands in the message's metadata
    Column("since", Text, nullable=False),
    Column("upto", Integer, nullable=False),  # the journal's number when it was claimed
    Column("claimed_at", Text, nullable=False),
    Column("closes_at", Text, nullable=False),  # after which it is given up
    Column("lease_until", Text, nullable=False),  # until then nobody else takes it on
    Column("attempts", Integer, nullable=False),
    Column("message", Text),  # where it was posted
)

DIGEST_BASES = Table(
    "digest_bases",  # what a digest was composed from, for whoever opens the rest of it
    METADATA,
    Column("token", Text, primary_key=True),  # stands in the digest's buttons
    Column("subscription", Text, ForeignKey("subscriptions.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("day", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("told", Integer, nullable=False),  # its news lie after this number of the journal …
    Column("upto", Integer, nullable=False),  # … up to this one
    Column("ahead", Integer, nullable=False),
    Column("muted", Text, nullable=False),  # JSON: codes
    Column("followed", Text, nullable=False),  # JSON: codes
    Column("made_at", Text, nullable=False, index=True),
)

JOURNAL = Table(
    "digest_journal",  # changes and new commitments in the order in which we came to know of them
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("fingerprint", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),  # change, new, gone or back
    Column("code", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("old", Text),
    Column("at", Text, nullable=False),
)

KNOWN = Table(
    "digest_known",  # the commitments that were read last, so that it is noticed when one is gone, and what it said
    METADATA,
    Column("code", Text, primary_key=True),
    Column("here", Boolean, nullable=False),
    Column("said", Text, nullable=False),  # JSON: field -> what it said
)

MARKS = Table(
    "digest_marks",  # what readers of a digest said of single commitments
    METADATA,
    Column("subscription", Text, ForeignKey("subscriptions.id", ondelete="CASCADE"), primary_key=True),
    Column("code", Text, primary_key=True),
    Column("mark", Text, primary_key=True),  # checked, or remind
    Column("value", Text, nullable=False),  # the journal's number up to which it is checked; a local day
)

JOURNAL_STATE = Table(
    "digest_journal_state",  # one row: what was read last, and the lock under which numbers are given out
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("build", Text, nullable=False),
)

DIGEST_SNAPSHOTS = Table(
    "digest_snapshots",  # the databases of commitments that were read, by name
    METADATA,
    Column("name", Text, primary_key=True),
    Column("upto", Integer, nullable=False),  # the journal's number up to which it knows; -1: it was never read itself
)

DIGEST_SOURCES = Table(
    "digest_sources",  # which of them a digest was composed from
    METADATA,
    Column("token", Text, primary_key=True),  # as in deliveries and digest_bases
    Column("snapshot", Text, nullable=False),
    Column("made_at", Text, nullable=False, index=True),
)


class Versions(NamedTuple):
    """Of which version the tables are, and the oldest version of the program's tables that does them no harm."""

    version: int
    oldest: int


@dataclass(frozen=True, slots=True)
class Step:
    """What makes a version of the one before; programs that know `oldest` or later may go on meanwhile."""

    oldest: int
    statements: tuple[Executable, ...]


STEPS = {
    # feedback without a workspace was kept once; every query of today compares it
    1: Step(oldest=0, statements=(update(FEEDBACK).where(FEEDBACK.c.team.is_(None)).values(team=""),)),
}
VERSION = max(STEPS)
