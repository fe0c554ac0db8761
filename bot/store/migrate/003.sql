-- Schema 3. The life of a job behind `ready`: versions, reviews, decisions, revisions, QA.

-- The maker stays known while reviewers and the account lead own the job. recheck is said by an
-- approval with changes: 'confirm', the decider wants one look at the next version; 'none', they
-- wrote that they need not see it again.
ALTER TABLE job ADD COLUMN maker INTEGER REFERENCES member;
ALTER TABLE job ADD COLUMN recheck TEXT CHECK (recheck IN ('confirm', 'none'));

-- Deciders of a job beside the client's decision-maker: an approver of a brief stands here only
-- after the account lead or the decision-maker confirmed them (P6).
CREATE TABLE job_decider (
	job INTEGER NOT NULL REFERENCES job,
	contact INTEGER NOT NULL REFERENCES contact,
	said_by TEXT NOT NULL,               -- who confirmed: "member:3", "contact:12", "operator"
	at INTEGER NOT NULL,
	PRIMARY KEY (job, contact)
) STRICT, WITHOUT ROWID;

-- v1, v2 … of a job's work. A version is never changed: what differs is the next one.
CREATE TABLE version (
	id INTEGER PRIMARY KEY,
	job INTEGER NOT NULL REFERENCES job,
	number INTEGER NOT NULL CHECK (number > 0),
	maker INTEGER REFERENCES member,     -- who submitted it
	message INTEGER REFERENCES message,  -- the mail whose files it is
	at INTEGER NOT NULL,
	UNIQUE (job, number)
) STRICT;

-- Its files and links, in the order they were given.
CREATE TABLE version_file (
	version INTEGER NOT NULL REFERENCES version,
	position INTEGER NOT NULL,           -- 1, 2 …
	kind TEXT NOT NULL CHECK (kind IN ('file', 'link')),
	name TEXT NOT NULL,                  -- a file's name, or the last part of the link
	url TEXT,                            -- of a link
	sha TEXT CHECK (length(sha) = 64),   -- SHA-256 of the bytes, their blob; null: not fixed
	size INTEGER NOT NULL,
	type TEXT,                           -- by content: "png", "pdf"; null: unknown
	width INTEGER NOT NULL,              -- pixels, 0: unknown
	height INTEGER NOT NULL,
	fault TEXT,                          -- what the kit finds wrong, a sentence
	PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID;

-- One stage of the route, of one version. `waiting` ones come after the open one.
CREATE TABLE review (
	id INTEGER PRIMARY KEY,
	job INTEGER NOT NULL REFERENCES job,
	version INTEGER NOT NULL REFERENCES version,
	stage TEXT NOT NULL,                 -- "creative", "client"
	position INTEGER NOT NULL,           -- in the route, from 1
	rule TEXT NOT NULL CHECK (rule IN ('any', 'all', 'order')),
	side TEXT NOT NULL CHECK (side IN ('us', 'client')),
	round INTEGER NOT NULL,              -- client rounds of the job, from 1; 0: internal
	state TEXT NOT NULL CHECK (state IN ('waiting', 'open', 'passed', 'changes', 'rejected',
		'overridden', 'superseded')),
	opened INTEGER,
	due INTEGER,
	closed INTEGER,
	reason TEXT,                         -- of an override
	UNIQUE (version, position)
) STRICT;
CREATE INDEX review_job ON review (job);

-- Who may decide it, and the review mail each was sent.
CREATE TABLE review_decider (
	review INTEGER NOT NULL REFERENCES review,
	position INTEGER NOT NULL,           -- order of an `order` rule, from 1
	member INTEGER REFERENCES member,
	contact INTEGER REFERENCES contact,
	outbox INTEGER REFERENCES outbox,    -- null: not written yet
	token TEXT,                          -- bound to this person and this review
	PRIMARY KEY (review, position),
	CHECK ((member IS NULL) <> (contact IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX review_decider_token ON review_decider (token) WHERE token IS NOT NULL;

-- What was said about a version. Only strength 'decision' and 'attested' move a job; the exact
-- words are the text of the event.
CREATE TABLE decision (
	id INTEGER PRIMARY KEY,
	job INTEGER NOT NULL REFERENCES job,
	review INTEGER REFERENCES review,
	version INTEGER REFERENCES version,
	kind TEXT NOT NULL CHECK (kind IN ('approve', 'approve-with-changes', 'changes', 'reject')),
	strength TEXT NOT NULL CHECK (strength IN ('decision', 'attested', 'opinion', 'asked')),
	member INTEGER REFERENCES member,    -- who decided, of ours
	contact INTEGER REFERENCES contact,  -- who decided, of the client
	attested_by INTEGER REFERENCES member,
	message INTEGER REFERENCES message,
	event INTEGER NOT NULL,              -- number in the job's chain
	asked INTEGER REFERENCES outbox,     -- the fresh mail that asks to confirm it
	withdrawn INTEGER,                   -- since when it counts no more: contradicted, confirmed
	at INTEGER NOT NULL,
	CHECK (strength <> 'attested' OR attested_by IS NOT NULL),
	CHECK (strength <> 'decision' OR version IS NOT NULL)
) STRICT;
CREATE INDEX decision_job ON decision (job);
CREATE INDEX decision_asked ON decision (asked) WHERE asked IS NOT NULL;

-- The one revision list (P5): R1, R2 … through the whole job.
CREATE TABLE revision (
	id INTEGER PRIMARY KEY,
	job INTEGER NOT NULL REFERENCES job,
	number INTEGER NOT NULL CHECK (number > 0), -- R7
	version INTEGER REFERENCES version,  -- what it was said about
	review INTEGER REFERENCES review,    -- the round's review
	round INTEGER NOT NULL,
	kind TEXT NOT NULL,                  -- "change", "question", "vague", "out-of-scope"
	target TEXT,                         -- headline, slide 4, 0:32
	summary TEXT,
	state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'declined', 'done', 'needs-answer',
		'conflict', 'out-of-scope')),
	conflict_with INTEGER REFERENCES revision,
	why TEXT,                            -- of declining, moving, answering
	done_in INTEGER REFERENCES version,
	created INTEGER NOT NULL,
	changed INTEGER NOT NULL,
	UNIQUE (job, number)
) STRICT;

-- Who wished it, in which words.
CREATE TABLE revision_source (
	id INTEGER PRIMARY KEY,
	revision INTEGER NOT NULL REFERENCES revision,
	message INTEGER REFERENCES message,
	person TEXT NOT NULL,                -- "contact:12", "member:3"
	quote TEXT,
	at INTEGER NOT NULL
) STRICT;
CREATE INDEX revision_source_revision ON revision_source (revision);

-- Ticks of the kit's QA checklist, for one version.
CREATE TABLE qa (
	version INTEGER NOT NULL REFERENCES version,
	position INTEGER NOT NULL,           -- line of the checklist, from 1
	state TEXT NOT NULL CHECK (state IN ('ok', 'waived')),
	said_by TEXT NOT NULL,               -- "member:3", "operator"
	reason TEXT,                         -- of a waiver
	at INTEGER NOT NULL,
	PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID;
