-- Schema 5. Scope, retainers, repeating jobs, milestones, and what clients tell of themselves.

-- What a job was sold with: by a won deal, or by a scope note the client accepted. Null: of that kind
-- nothing was agreed, and the client's own terms hold.
CREATE TABLE job_scope (
	job INTEGER PRIMARY KEY REFERENCES job,
	minutes INTEGER CHECK (minutes > 0), -- of work
	rounds INTEGER CHECK (rounds > 0),   -- review rounds included
	deliverables INTEGER CHECK (deliverables > 0),
	words TEXT,                          -- what was sold, for people
	said_by TEXT NOT NULL,               -- "member:3", "contact:12", "operator"
	at INTEGER NOT NULL
) STRICT;

-- Scope notes (P3): new work, a round beyond the included ones, or what a job in scoping covers. The
-- mail is an outbox row of kind 'scope' with this token; it is sent on a member's word only.
CREATE TABLE scope_note (
	id INTEGER PRIMARY KEY,
	job INTEGER NOT NULL REFERENCES job,
	number INTEGER NOT NULL CHECK (number > 0), -- of the job: what commands call it
	kind TEXT NOT NULL CHECK (kind IN ('job', 'extra', 'round')),
	state TEXT NOT NULL CHECK (state IN ('open', 'asked', 'accepted', 'declined', 'withdrawn')),
	revision INTEGER REFERENCES revision, -- the item of the list it is about
	round INTEGER,                       -- of kind 'round': the one beyond
	message INTEGER REFERENCES message,  -- where the client asked for it
	contact INTEGER REFERENCES contact,  -- whom the note goes to
	quote TEXT,                          -- the client's words
	words TEXT,                          -- ours, where a member wrote them
	minutes INTEGER CHECK (minutes > 0), -- offered, as in job_scope
	rounds INTEGER CHECK (rounds > 0),
	deliverables INTEGER CHECK (deliverables > 0),
	token TEXT,                          -- in the mail; null: there was nobody to write to
	opened INTEGER REFERENCES job,       -- accepted: the job it became
	said_by TEXT,                        -- who answered: "contact:12", or a member who reports it
	why TEXT,                            -- their words
	created INTEGER NOT NULL,
	changed INTEGER NOT NULL,
	UNIQUE (job, number)
) STRICT;
CREATE UNIQUE INDEX scope_note_round ON scope_note (job, round) WHERE kind = 'round';
CREATE UNIQUE INDEX scope_note_revision ON scope_note (revision) WHERE revision IS NOT NULL;
CREATE INDEX scope_note_opened ON scope_note (opened) WHERE opened IS NOT NULL;

-- A new client is asked about itself (`client new`): by whom, and how it goes.
CREATE TABLE onboarding (
	client INTEGER PRIMARY KEY REFERENCES client,
	contact INTEGER NOT NULL REFERENCES contact, -- who is asked; only their answers count
	prompts INTEGER NOT NULL,            -- mails without a new answer between
	told INTEGER NOT NULL CHECK (told IN (0, 1)), -- a member was asked to call, or told it is complete
	created INTEGER NOT NULL,
	changed INTEGER NOT NULL
) STRICT;
-- What each number of such a mail asked.
CREATE TABLE onboarding_question (
	outbox INTEGER NOT NULL REFERENCES outbox,
	number INTEGER NOT NULL,             -- what the client saw
	field TEXT NOT NULL,                 -- as in client_profile
	PRIMARY KEY (outbox, number)
) STRICT, WITHOUT ROWID;
-- What a client told of itself, in its own words.
CREATE TABLE client_profile (
	client INTEGER NOT NULL REFERENCES client,
	field TEXT NOT NULL CHECK (field IN ('decider', 'contacts', 'zone', 'rounds', 'rules', 'cadence',
		'report')),
	value TEXT NOT NULL,
	said_by TEXT NOT NULL,               -- "contact:12", "member:3", "operator"
	message INTEGER REFERENCES message,
	at INTEGER NOT NULL,
	PRIMARY KEY (client, field)
) STRICT, WITHOUT ROWID;

-- What a client means by a vague word (P3), offered when it comes again.
CREATE TABLE glossary (
	client INTEGER NOT NULL REFERENCES client,
	phrase_key TEXT NOT NULL,            -- folded: what is compared
	phrase TEXT NOT NULL,                -- as it was written
	meaning TEXT NOT NULL,               -- in the client's words
	contact INTEGER REFERENCES contact,  -- who said so
	message INTEGER REFERENCES message,
	at INTEGER NOT NULL,
	PRIMARY KEY (client, phrase_key)
) STRICT, WITHOUT ROWID;

-- What a client has agreed for each month, from `since` on.
CREATE TABLE retainer (
	client INTEGER PRIMARY KEY REFERENCES client,
	minutes INTEGER CHECK (minutes > 0),
	rounds INTEGER CHECK (rounds > 0),
	deliverables INTEGER CHECK (deliverables > 0),
	since TEXT NOT NULL,                 -- first month, YYYY-MM
	said_by TEXT NOT NULL,
	at INTEGER NOT NULL
) STRICT;
-- What the account lead was told of a month: each line and level once.
CREATE TABLE retainer_said (
	client INTEGER NOT NULL REFERENCES client,
	month TEXT NOT NULL,                 -- YYYY-MM of the client's calendar
	line TEXT NOT NULL CHECK (line IN ('hours', 'rounds', 'deliverables')),
	level INTEGER NOT NULL CHECK (level IN (80, 100)), -- percent
	at INTEGER NOT NULL,
	PRIMARY KEY (client, month, line, level)
) STRICT, WITHOUT ROWID;

-- Jobs that come again by a rule, from the kit and brief of a pattern.
CREATE TABLE repeat (
	id INTEGER PRIMARY KEY,              -- what people call it
	job INTEGER NOT NULL REFERENCES job, -- the pattern
	rule TEXT NOT NULL,                  -- "monthly on 3", as it was understood
	zone TEXT NOT NULL,                  -- whose days are counted
	since TEXT NOT NULL,                 -- local day it was made: that one is the pattern's own
	said_by TEXT NOT NULL,
	created INTEGER NOT NULL,
	stopped INTEGER                      -- when; null: it goes on
) STRICT;
-- What was made, once a period; periods that passed while docket was down are let go.
CREATE TABLE repeat_run (
	repeat INTEGER NOT NULL REFERENCES repeat,
	day TEXT NOT NULL,                   -- YYYY-MM-DD
	job INTEGER NOT NULL REFERENCES job,
	at INTEGER NOT NULL,
	PRIMARY KEY (repeat, day)
) STRICT, WITHOUT ROWID;

-- Milestones of a job.
CREATE TABLE milestone (
	job INTEGER NOT NULL REFERENCES job,
	number INTEGER NOT NULL CHECK (number > 0),
	title TEXT NOT NULL,
	day TEXT NOT NULL,                   -- due, YYYY-MM-DD
	done INTEGER,                        -- when; null: not yet
	said_by TEXT NOT NULL,
	created INTEGER NOT NULL,
	PRIMARY KEY (job, number)
) STRICT, WITHOUT ROWID;

-- How many mails a client's people wrote in a month.
CREATE INDEX message_client ON message (client, received) WHERE client IS NOT NULL;
