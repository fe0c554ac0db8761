-- Schema 14. Copies of what links publicly give (PRODUCT P6).

-- What is to be fetched, and what became of it: a row for each link of a version that was submitted
-- while links are fetched, and one more when a client approved its copy: whether the link still gave
-- the same. One that is claimed and has no result when docket starts was lost.
CREATE TABLE fetch (
	id INTEGER PRIMARY KEY,
	version INTEGER NOT NULL REFERENCES version,
	position INTEGER NOT NULL,           -- of the link among the version's files
	decision INTEGER REFERENCES decision, -- the approval behind which it is looked at again; null: the copy
	state TEXT NOT NULL CHECK (state IN ('due', 'kept', 'not')),
	due INTEGER NOT NULL,                -- next try
	claimed INTEGER NOT NULL DEFAULT 0,  -- 1: a try is under way
	claims INTEGER NOT NULL DEFAULT 0,   -- tries that were begun
	failed INTEGER NOT NULL DEFAULT 0,   -- tries that ended in what may pass
	why TEXT,                            -- a word of domain/fetch.h: why there is no copy (yet)
	status INTEGER NOT NULL DEFAULT 0,   -- HTTP's, of the last answer; 0: none
	host TEXT,                           -- that gave the last answer, behind redirects
	sha TEXT CHECK (length(sha) = 64),   -- SHA-256 of what came; of a copy its blob
	size INTEGER NOT NULL DEFAULT 0,
	type TEXT,                           -- by content: "png", "pdf"; null: unknown
	width INTEGER NOT NULL DEFAULT 0,    -- pixels, 0: unknown
	height INTEGER NOT NULL DEFAULT 0,
	event INTEGER,                       -- number in the job's chain that says how it ended
	at INTEGER,                          -- when
	FOREIGN KEY (version, position) REFERENCES version_file (version, position),
	CHECK ((state = 'kept') = (sha IS NOT NULL)),
	CHECK ((state = 'due') = (event IS NULL))
) STRICT;
CREATE UNIQUE INDEX fetch_copy ON fetch (version, position) WHERE decision IS NULL;
CREATE UNIQUE INDEX fetch_check ON fetch (decision, position) WHERE decision IS NOT NULL;
CREATE INDEX fetch_due ON fetch (due) WHERE state = 'due';

-- The job's newest event when the mail that asks this decider was written: a copy that came behind
-- it they were not shown, and their word does not cover it.
ALTER TABLE review_decider ADD COLUMN shown INTEGER;
