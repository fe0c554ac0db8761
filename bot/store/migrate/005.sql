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
