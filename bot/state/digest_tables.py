"""The tables of digests, as data: who follows what, what was sent, and what became known in which order."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, MetaData, Table, Text

from bot.state.database import State, make_tables

METADATA = MetaData()

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


def make_digest_tables(state: State) -> None:
    """Make the tables that are missing."""
    make_tables(state, METADATA)
