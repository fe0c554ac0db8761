-- Schema 7. Closeout, links between jobs, repair.

-- What holds for a client's work beside its kits.
CREATE TABLE client_rule (
	id INTEGER PRIMARY KEY,
	client INTEGER NOT NULL REFERENCES client,
	kind TEXT NOT NULL CHECK (kind IN ('banned')), -- a phrase that may not stand in any text
	phrase TEXT NOT NULL,
	said_by TEXT NOT NULL,               -- "member:3", "operator"
	at INTEGER NOT NULL,
	UNIQUE (client, kind, phrase)
) STRICT;

-- The pack a delivery was closed with: one archive, kept as a blob.
CREATE TABLE closeout (
	id INTEGER PRIMARY KEY,
	job INTEGER NOT NULL REFERENCES job,
	version INTEGER NOT NULL REFERENCES version,
	seq INTEGER NOT NULL,                -- of the job's chain: what the pack tells, up to here
	name TEXT NOT NULL,                  -- of the file
	sha TEXT NOT NULL CHECK (length(sha) = 64), -- its blob
	size INTEGER NOT NULL,               -- bytes
	outbox INTEGER REFERENCES outbox,    -- the client's mail; null: none was written
	said_by TEXT NOT NULL,               -- "member:3", "operator"
	at INTEGER NOT NULL
) STRICT;
CREATE INDEX closeout_job ON closeout (job);

-- What the team answered to the three questions of a closeout.
CREATE TABLE retro (
	job INTEGER NOT NULL REFERENCES job,
	number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 3), -- the question
	words TEXT NOT NULL,
	said_by TEXT NOT NULL,               -- "member:3", "operator"
	message INTEGER REFERENCES message,  -- the mail it stands in; null: typed
	at INTEGER NOT NULL,
	PRIMARY KEY (job, number)
) STRICT, WITHOUT ROWID;

-- Changes of kits that came out of such answers. A file is written only on somebody's word.
CREATE TABLE kit_proposal (
	id INTEGER PRIMARY KEY,              -- what `kit accept` names
	job INTEGER NOT NULL REFERENCES job,
	number INTEGER NOT NULL,             -- the answer it came from
	kit TEXT NOT NULL,
	words TEXT NOT NULL,                 -- of the answer, as they were accepted
	state TEXT NOT NULL CHECK (state IN ('open', 'written', 'dropped')),
	said_by TEXT NOT NULL,               -- who accepted the answer
	at INTEGER NOT NULL,
	UNIQUE (job, number)
) STRICT;

-- Jobs that somebody said belong together. The smaller row stands first.
CREATE TABLE job_link (
	job INTEGER NOT NULL REFERENCES job,
	other INTEGER NOT NULL REFERENCES job,
	said_by TEXT NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (job, other),
	CHECK (job < other)
) STRICT, WITHOUT ROWID;
CREATE INDEX job_link_other ON job_link (other);

-- A job that turned out to be another one: mail on its thread goes there.
ALTER TABLE job ADD COLUMN merged INTEGER REFERENCES job;
CREATE INDEX job_merged ON job (merged) WHERE merged IS NOT NULL;

-- The commands of people, newest last, with what each found before it changed it: `undo` reads the
-- newest of its asker. Rows without `was` cannot be undone and say so.
CREATE TABLE undo (
	id INTEGER PRIMARY KEY,
	actor TEXT NOT NULL,                 -- "member:3", "operator"
	at INTEGER NOT NULL,
	line TEXT NOT NULL,                  -- the command as it was typed
	job INTEGER REFERENCES job,
	kind TEXT,                           -- what `was` holds; null: not undoable
	was TEXT CHECK (was IS NULL OR json_valid(was)),
	outbox_from INTEGER NOT NULL,        -- mails it queued: those behind this row …
	outbox_to INTEGER NOT NULL,          -- … up to this one
	seq_from INTEGER NOT NULL,           -- of the job's chain before it …
	seq INTEGER NOT NULL,                -- … and when it was done; 0: no job
	undone INTEGER                       -- when
) STRICT;
CREATE INDEX undo_actor ON undo (actor, id);
