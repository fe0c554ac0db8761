-- Schema 13. Chat (PRODUCT P8): events by their key, who an account is, what a button means, what
-- goes out. `source` is the name of an entry of `chat:`. Refs of rooms, threads and messages are
-- opaque texts of the platform's adapter.
CREATE TABLE chat_event (
	id INTEGER PRIMARY KEY,
	source TEXT NOT NULL,
	key TEXT NOT NULL,           -- of one delivery: a repeat has the same
	at INTEGER NOT NULL,         -- when we kept it, UTC ms
	uid TEXT,                    -- the account
	waiting INTEGER NOT NULL DEFAULT 0, -- 1: until the platform has said who that is
	event TEXT NOT NULL,         -- JSON, as chat_event_write() writes it
	answer TEXT                  -- JSON of the message it was answered with: a repeat gets it again
) STRICT;
CREATE UNIQUE INDEX chat_event_key ON chat_event (source, key);
CREATE INDEX chat_event_waiting ON chat_event (source, uid) WHERE waiting = 1;
CREATE INDEX chat_event_at ON chat_event (at);

CREATE TABLE chat_cursor (           -- where a pull goes on; written with its events
	source TEXT PRIMARY KEY,
	cursor TEXT NOT NULL,
	at INTEGER NOT NULL
) STRICT;

CREATE TABLE chat_identity (         -- who an account is; a display name never says so
	id INTEGER PRIMARY KEY,
	source TEXT NOT NULL,
	tenant TEXT NOT NULL,        -- workspace, server, guild; may be ''
	uid TEXT NOT NULL,
	member INTEGER REFERENCES member,
	contact INTEGER REFERENCES contact,
	how TEXT NOT NULL CHECK (how IN ('address', 'code', 'unknown')), -- unknown: asked, nobody we know
	at INTEGER NOT NULL,         -- verified, or asked
	revoked INTEGER,             -- since when it counts no more
	UNIQUE (source, tenant, uid)
) STRICT;
CREATE INDEX chat_identity_member ON chat_identity (member);
CREATE INDEX chat_identity_contact ON chat_identity (contact);

CREATE TABLE chat_code (             -- one-time codes that were mailed
	id INTEGER PRIMARY KEY,
	source TEXT NOT NULL,
	tenant TEXT NOT NULL,
	uid TEXT NOT NULL,           -- the account that asked
	member INTEGER REFERENCES member,
	contact INTEGER REFERENCES contact,
	hash TEXT NOT NULL,          -- SHA-256 of account and code
	at INTEGER NOT NULL,
	expires INTEGER NOT NULL,
	tries INTEGER NOT NULL DEFAULT 0,
	used INTEGER                 -- when; it works once
) STRICT;
CREATE INDEX chat_code_account ON chat_code (source, tenant, uid);

CREATE TABLE chat_press (            -- what a button does
	hash TEXT PRIMARY KEY,       -- SHA-256 of its token: who reads this table can press nothing
	command TEXT NOT NULL,       -- a line of the grammar of P7
	job INTEGER REFERENCES job,
	version INTEGER REFERENCES version, -- void once the job has a newer one; null: any
	review INTEGER REFERENCES review,   -- void once it is over; null: none
	member INTEGER REFERENCES member,   -- only this person; both null: any member with the right
	contact INTEGER REFERENCES contact,
	at INTEGER NOT NULL,
	expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX chat_press_expires ON chat_press (expires);

CREATE TABLE chat_room (             -- rooms shared with a client
	source TEXT NOT NULL,
	room TEXT NOT NULL,
	client INTEGER NOT NULL REFERENCES client,
	at INTEGER NOT NULL,
	PRIMARY KEY (source, room)
) STRICT, WITHOUT ROWID;

CREATE TABLE chat_out (              -- what goes out
	id INTEGER PRIMARY KEY,
	source TEXT NOT NULL,
	lane TEXT NOT NULL,          -- what is told in one room arrives in order; an answer has its own
	job INTEGER REFERENCES job,
	message TEXT NOT NULL,       -- JSON, as chat_message_write() writes it
	state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'dead', 'dropped')),
	due INTEGER NOT NULL,        -- next try
	created INTEGER NOT NULL,
	attempts INTEGER NOT NULL DEFAULT 0,
	unknown INTEGER NOT NULL DEFAULT 0, -- 1: the last try got no answer, it may have arrived
	parts_done INTEGER NOT NULL DEFAULT 0, -- of a long text
	posted TEXT,                 -- ref of its first part
	thread TEXT,                 -- ref under which answers to it come
	sent INTEGER,
	last_error TEXT
) STRICT;
CREATE INDEX chat_out_queued ON chat_out (source, lane, id) WHERE state = 'queued';
CREATE INDEX chat_out_thread ON chat_out (source, thread) WHERE thread IS NOT NULL;

CREATE TABLE chat_card (             -- what is shown in a room and kept up to date there
	kind TEXT NOT NULL CHECK (kind IN ('job', 'draft', 'triage', 'review')),
	subject INTEGER NOT NULL,    -- row of job, outbox, message or review
	source TEXT NOT NULL,
	room TEXT NOT NULL,
	out INTEGER NOT NULL REFERENCES chat_out, -- the message that posted it
	newest INTEGER NOT NULL REFERENCES chat_out, -- the last one that brought it up to date
	shown TEXT NOT NULL,         -- hash of what it shows
	behind INTEGER NOT NULL DEFAULT 0,  -- 1: it could not be brought up to date yet
	settled INTEGER NOT NULL DEFAULT 0, -- 1: nothing will change any more
	PRIMARY KEY (kind, subject, source, room)
) STRICT, WITHOUT ROWID;
CREATE INDEX chat_card_open ON chat_card (source, kind) WHERE settled = 0;

CREATE INDEX review_with_client ON review (job) WHERE state = 'open' AND side = 'client';
