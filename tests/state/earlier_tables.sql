-- The tables that earlier versions made, the oldest first: each part says what differs from the part before.

-- 1: the first
CREATE TABLE seen_events (event_id TEXT NOT NULL, claimed_at TEXT NOT NULL, PRIMARY KEY (event_id));
CREATE TABLE threads (channel TEXT NOT NULL, thread_ts TEXT NOT NULL, memory TEXT NOT NULL, updated_at TEXT NOT NULL, PRIMARY KEY (channel, thread_ts));
CREATE INDEX ix_seen_events_claimed_at ON seen_events (claimed_at);

-- 2: digests
CREATE TABLE digest_journal (number INTEGER NOT NULL, fingerprint TEXT NOT NULL, kind TEXT NOT NULL, code TEXT NOT NULL, field TEXT NOT NULL, old TEXT, at TEXT NOT NULL, PRIMARY KEY (number), UNIQUE (fingerprint));
CREATE TABLE digest_journal_state (id INTEGER NOT NULL, build TEXT NOT NULL, PRIMARY KEY (id));
CREATE TABLE subscription_acts (number INTEGER NOT NULL, subscription TEXT NOT NULL, at TEXT NOT NULL, "user" TEXT NOT NULL, act TEXT NOT NULL, detail TEXT NOT NULL, PRIMARY KEY (number));
CREATE TABLE subscriptions (id TEXT NOT NULL, team TEXT NOT NULL, channel TEXT NOT NULL, owner TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL, zone TEXT NOT NULL, at TEXT NOT NULL, days TEXT NOT NULL, weekly BOOLEAN NOT NULL, ahead INTEGER NOT NULL, sections TEXT NOT NULL, heartbeat BOOLEAN NOT NULL, language TEXT NOT NULL, muted TEXT NOT NULL, paused_until TEXT, stopped TEXT, told INTEGER NOT NULL, sent_on TEXT, followed TEXT NOT NULL, created_on TEXT NOT NULL, PRIMARY KEY (id));
CREATE TABLE deliveries (subscription TEXT NOT NULL, day TEXT NOT NULL, status TEXT NOT NULL, token TEXT NOT NULL, since TEXT NOT NULL, upto INTEGER NOT NULL, claimed_at TEXT NOT NULL, closes_at TEXT NOT NULL, lease_until TEXT NOT NULL, attempts INTEGER NOT NULL, message TEXT, PRIMARY KEY (subscription, day), FOREIGN KEY(subscription) REFERENCES subscriptions (id) ON DELETE CASCADE);
CREATE INDEX ix_deliveries_status ON deliveries (status);
CREATE INDEX ix_subscription_acts_subscription ON subscription_acts (subscription);

-- 3: buttons under answers
CREATE TABLE asked_questions (id TEXT NOT NULL, team TEXT NOT NULL, channel TEXT NOT NULL, thread_ts TEXT NOT NULL, "user" TEXT NOT NULL, private BOOLEAN NOT NULL, question TEXT NOT NULL, pending TEXT, memory TEXT, as_of TEXT NOT NULL, language TEXT NOT NULL, intent TEXT, outcome TEXT NOT NULL, reason TEXT, frame TEXT NOT NULL, asked_at TEXT NOT NULL, PRIMARY KEY (id));
CREATE INDEX ix_asked_questions_asked_at ON asked_questions (asked_at);

-- 4: the whole of a long section
CREATE TABLE digest_bases (token TEXT NOT NULL, subscription TEXT NOT NULL, day TEXT NOT NULL, since TEXT NOT NULL, told INTEGER NOT NULL, upto INTEGER NOT NULL, ahead INTEGER NOT NULL, muted TEXT NOT NULL, followed TEXT NOT NULL, made_at TEXT NOT NULL, PRIMARY KEY (token), FOREIGN KEY(subscription) REFERENCES subscriptions (id) ON DELETE CASCADE);
CREATE INDEX ix_digest_bases_made_at ON digest_bases (made_at);
CREATE INDEX ix_digest_bases_subscription ON digest_bases (subscription);

-- 5: account of turns
CREATE TABLE unfinished_turns (name TEXT NOT NULL, home TEXT NOT NULL, channel TEXT NOT NULL, thread_ts TEXT NOT NULL, person TEXT NOT NULL, direct BOOLEAN NOT NULL, taken_at TEXT NOT NULL, PRIMARY KEY (name));
CREATE INDEX ix_unfinished_turns_taken_at ON unfinished_turns (taken_at);

-- 6: many workspaces, and the audit
CREATE TABLE audit (number INTEGER NOT NULL, at TEXT NOT NULL, team TEXT NOT NULL, channel TEXT NOT NULL, "user" TEXT NOT NULL, code TEXT NOT NULL, field TEXT NOT NULL, question TEXT NOT NULL, PRIMARY KEY (number));
CREATE TABLE places (channel TEXT NOT NULL, team TEXT NOT NULL, PRIMARY KEY (channel, team));
CREATE INDEX ix_audit_at ON audit (at);
CREATE INDEX ix_places_team ON places (team);

-- 7: feedback
CREATE TABLE feedback (number INTEGER NOT NULL, voter TEXT, verdict TEXT NOT NULL, kind TEXT, comment TEXT, question TEXT NOT NULL, thread TEXT NOT NULL, answer TEXT NOT NULL, outcome TEXT NOT NULL, intent TEXT, reason TEXT, frame TEXT NOT NULL, language TEXT NOT NULL, as_of TEXT NOT NULL, at TEXT NOT NULL, team TEXT, person TEXT, PRIMARY KEY (number), UNIQUE (voter));
CREATE INDEX ix_feedback_at ON feedback (at);
CREATE INDEX ix_feedback_person ON feedback (person);
CREATE INDEX ix_feedback_verdict ON feedback (verdict);

-- 8: feedback by workspace
CREATE TABLE feedback (number INTEGER NOT NULL, voter TEXT, team TEXT NOT NULL, verdict TEXT NOT NULL, kind TEXT, comment TEXT, question TEXT NOT NULL, thread TEXT NOT NULL, answer TEXT NOT NULL, outcome TEXT NOT NULL, intent TEXT, reason TEXT, frame TEXT NOT NULL, language TEXT NOT NULL, as_of TEXT NOT NULL, at TEXT NOT NULL, person TEXT, PRIMARY KEY (number), UNIQUE (voter));
CREATE INDEX ix_feedback_team ON feedback (team);

-- 9: digests that tell what is new
CREATE TABLE digest_known (code TEXT NOT NULL, here BOOLEAN NOT NULL, said TEXT NOT NULL, PRIMARY KEY (code));
CREATE TABLE digest_marks (subscription TEXT NOT NULL, code TEXT NOT NULL, mark TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (subscription, code, mark), FOREIGN KEY(subscription) REFERENCES subscriptions (id) ON DELETE CASCADE);

-- 10: days off and clicks
CREATE TABLE subscription_clicks (subscription TEXT NOT NULL, clicked_at TEXT, asked_at TEXT, PRIMARY KEY (subscription), FOREIGN KEY(subscription) REFERENCES subscriptions (id) ON DELETE CASCADE);
CREATE TABLE subscription_days_off (subscription TEXT NOT NULL, country TEXT NOT NULL, PRIMARY KEY (subscription), FOREIGN KEY(subscription) REFERENCES subscriptions (id) ON DELETE CASCADE);

-- 11: turns that outlive their process
CREATE TABLE unfinished_turns (name TEXT NOT NULL, kind TEXT DEFAULT '' NOT NULL, text TEXT DEFAULT '' NOT NULL, ts TEXT DEFAULT '' NOT NULL, team TEXT DEFAULT '' NOT NULL, home TEXT NOT NULL, channel TEXT NOT NULL, thread_ts TEXT NOT NULL, line TEXT DEFAULT '' NOT NULL, person TEXT NOT NULL, person_team TEXT, direct BOOLEAN NOT NULL, shared BOOLEAN, agent BOOLEAN DEFAULT false NOT NULL, taken_at TEXT NOT NULL, begun BOOLEAN DEFAULT true NOT NULL, deaths INTEGER DEFAULT '0' NOT NULL, holder TEXT DEFAULT '' NOT NULL, beats INTEGER DEFAULT '0' NOT NULL, PRIMARY KEY (name));
CREATE INDEX ix_unfinished_turns_team ON unfinished_turns (team);
CREATE INDEX unfinished_turns_in_line ON unfinished_turns (channel, line, ts);

-- 12: named snapshots
CREATE TABLE digest_snapshots (name TEXT NOT NULL, upto INTEGER NOT NULL, PRIMARY KEY (name));
CREATE TABLE digest_sources (token TEXT NOT NULL, snapshot TEXT NOT NULL, made_at TEXT NOT NULL, PRIMARY KEY (token));
CREATE INDEX ix_digest_sources_made_at ON digest_sources (made_at);
