-- docket's database, schema 1. Instants are UTC milliseconds since 1970. Ids are row numbers, never
-- reused where people see them. States are words, so that the file can be read without the program.
-- `raw` stands for bytes as they came; what a person wrote is in columns that can be emptied.

-- Named values of the installation: token keys, the install id, cursors.
CREATE TABLE named (
	key TEXT PRIMARY KEY,   -- "token-key-1"
	value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Who owns a mailbox, the clock, an outbox row: for more than one process (DESIGN D5).
CREATE TABLE lease (
	name TEXT PRIMARY KEY,  -- what is owned
	owner TEXT NOT NULL,    -- by whom
	until INTEGER NOT NULL  -- after this instant anybody may take it
) STRICT, WITHOUT ROWID;

-- Alarms to the team, so that the same one is raised at most once an hour.
CREATE TABLE alarm (
	key TEXT PRIMARY KEY,      -- what the alarm is about
	raised INTEGER NOT NULL,   -- when the team was last told
	quiet INTEGER NOT NULL,    -- how often it was held back since
	text TEXT NOT NULL         -- what was said
) STRICT, WITHOUT ROWID;

-- Members of the agency.
CREATE TABLE member (
	id INTEGER PRIMARY KEY,
	handle TEXT NOT NULL UNIQUE,       -- "maya": what commands call them
	name TEXT NOT NULL,
	address TEXT NOT NULL,             -- as it was given
	address_key TEXT NOT NULL UNIQUE,  -- folded: what is compared
	zone TEXT,                         -- IANA name; null: the agency's
	lang TEXT,                         -- null: the agency's
	roles INTEGER NOT NULL,            -- bits ROLE_* of people.h
	active INTEGER NOT NULL CHECK (active IN (0, 1)),
	created INTEGER NOT NULL
) STRICT;

-- Companies the agency works for.
CREATE TABLE client (
	id INTEGER PRIMARY KEY,
	code TEXT NOT NULL UNIQUE,           -- "ACME": the first half of every job's ref
	name TEXT NOT NULL,
	zone TEXT,                           -- null: the agency's
	lang TEXT,                           -- null: the agency's
	lead INTEGER REFERENCES member,      -- account lead
	decider INTEGER REFERENCES contact,  -- decision-maker
	rounds INTEGER NOT NULL,             -- review rounds included
	last_number INTEGER NOT NULL DEFAULT 0 CHECK (last_number >= 0), -- of its jobs; only grows
	created INTEGER NOT NULL
) STRICT;

-- Mail domains that identify a client; public ones are never in here.
CREATE TABLE client_domain (
	domain TEXT PRIMARY KEY,             -- lower-case
	client INTEGER NOT NULL REFERENCES client
) STRICT, WITHOUT ROWID;
CREATE INDEX client_domain_client ON client_domain (client);

-- People of a client.
CREATE TABLE contact (
	id INTEGER PRIMARY KEY,
	client INTEGER NOT NULL REFERENCES client,
	name TEXT NOT NULL,
	address TEXT NOT NULL,               -- as it was given
	address_key TEXT NOT NULL UNIQUE,    -- folded: what is compared
	zone TEXT,                           -- null: the client's
	lang TEXT,                           -- null: the client's
	undeliverable INTEGER,               -- since when mail to them bounces; null: it does not
	undeliverable_why TEXT,              -- the words of the server that refused
	created INTEGER NOT NULL
) STRICT;
CREATE INDEX contact_client ON contact (client);

-- Folders of mailboxes, with the cursor of their fetching.
CREATE TABLE folder (
	id INTEGER PRIMARY KEY,
	account TEXT NOT NULL,               -- the mailbox's name in the configuration
	folder TEXT NOT NULL,                -- "INBOX"; empty for a Maildir
	uidvalidity INTEGER NOT NULL DEFAULT 0, -- the one that uid belongs to (RFC 3501 2.3.1.1)
	uid INTEGER NOT NULL DEFAULT 0,      -- highest committed
	modseq INTEGER NOT NULL DEFAULT 0,   -- RFC 7162
	last_good INTEGER NOT NULL DEFAULT 0, -- last successful fetch
	on_server INTEGER NOT NULL DEFAULT 0, -- messages the server had then
	UNIQUE (account, folder)
) STRICT;

-- Every message fetched, once for each key. The big columns stand last: rows of lists are read
-- without touching the pages they spill into.
CREATE TABLE message (
	id INTEGER PRIMARY KEY AUTOINCREMENT, -- what people call m17; never reused
	folder INTEGER NOT NULL REFERENCES folder,
	uidvalidity INTEGER NOT NULL,
	uid INTEGER NOT NULL,                -- 0 in a Maildir
	name TEXT NOT NULL,                  -- file name in a Maildir, else empty
	received INTEGER NOT NULL,           -- by our clock
	internal INTEGER NOT NULL,           -- the server's INTERNALDATE, or 0
	blob TEXT NOT NULL,                  -- SHA-256 of the raw mail: its name under blobs/
	size INTEGER NOT NULL,               -- bytes of the raw mail
	cut INTEGER NOT NULL,                -- 1: larger than the limit, only its beginning was kept
	state TEXT NOT NULL CHECK (state IN ('recorded', 'applied', 'duplicate', 'triage', 'dropped')),
	attempts INTEGER NOT NULL DEFAULT 0, -- times a reader died over it
	triage_open INTEGER NOT NULL DEFAULT 0 CHECK (triage_open IN (0, 1)), -- waits for a member
	date INTEGER,                        -- the Date field
	same_as INTEGER REFERENCES message,  -- the row this is a copy of
	job INTEGER REFERENCES job,          -- filed to
	client INTEGER REFERENCES client,
	contact INTEGER REFERENCES contact,  -- who sent it, if a contact
	member INTEGER REFERENCES member,    -- who sent or forwarded it, if a member
	class TEXT,                          -- human, auto, bounce, arf, list, own
	auth TEXT,                           -- token, dmarc, none, fail
	message_id TEXT,                     -- without <>
	content_sha BLOB,                    -- of From, Date, Subject, decoded parts (P2.1)
	text_sha BLOB,                       -- of the new text
	sender TEXT,
	subject TEXT,
	reason TEXT,                         -- of triage or dropping, a sentence
	text TEXT,                           -- the new text
	trail TEXT,                          -- JSON: what each step found (`docket why`)
	reading TEXT                         -- JSON: what the reader child understood
) STRICT;
-- name first: looking up a Maildir's file needs no UIDVALIDITY.
CREATE UNIQUE INDEX message_key ON message (folder, name, uidvalidity, uid);
CREATE INDEX message_state ON message (state);
CREATE INDEX message_triage ON message (id) WHERE triage_open = 1;
CREATE INDEX message_message_id ON message (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX message_content ON message (content_sha)
	WHERE message_id IS NULL AND content_sha IS NOT NULL;
CREATE INDEX message_text ON message (text_sha) WHERE text_sha IS NOT NULL;
CREATE INDEX message_job ON message (job) WHERE job IS NOT NULL;

-- Words of messages for `docket find`; it reads its columns from message.
CREATE VIRTUAL TABLE search USING fts5 (
	subject, text,
	content = 'message', content_rowid = 'id',
	tokenize = 'unicode61 remove_diacritics 2'
);
-- The table indexes behind the mail: these messages are settled and not yet in `search`.
CREATE TABLE search_queue (
	message INTEGER PRIMARY KEY REFERENCES message
) STRICT;

-- Jobs (P1, P4).
CREATE TABLE job (
	id INTEGER PRIMARY KEY,
	client INTEGER NOT NULL REFERENCES client,
	number INTEGER NOT NULL CHECK (number > 0), -- the client's counter when it was made
	ref TEXT NOT NULL,                   -- "ACME-042"
	head BLOB CHECK (length(head) = 32), -- hash of the newest event, null before the first
	head_seq INTEGER NOT NULL DEFAULT 0, -- its number
	state TEXT NOT NULL,                 -- a name of docket/domain/job.h
	held_from TEXT,                      -- state before on-hold
	hold_until TEXT,                     -- YYYY-MM-DD
	urgent INTEGER NOT NULL,             -- the client says so
	urgent_granted INTEGER NOT NULL,     -- and we agreed
	owner INTEGER REFERENCES member,
	requester INTEGER REFERENCES contact,
	linked INTEGER REFERENCES job,       -- the job it grew out of
	created INTEGER NOT NULL,
	changed INTEGER NOT NULL,
	required INTEGER NOT NULL,           -- bits of brief fields the kit asks for
	waived INTEGER NOT NULL,             -- bits a member waived by name
	asked INTEGER NOT NULL,              -- bits asked at least once
	prompts INTEGER NOT NULL,            -- prompts sent without a new answer between
	kit TEXT,
	title TEXT,
	lang TEXT,
	thread_subject TEXT,                 -- of the client's first mail, base form
	UNIQUE (client, number)
) STRICT;
CREATE INDEX job_owner ON job (owner) WHERE owner IS NOT NULL;

-- The fields of a job's brief that are given.
CREATE TABLE brief (
	job INTEGER NOT NULL REFERENCES job,
	field INTEGER NOT NULL CHECK (field >= 0), -- index into brief_field_names
	value TEXT NOT NULL,                 -- in the words of the sender
	date TEXT,                           -- deadline: YYYY-MM-DD, a wall date
	time TEXT,                           -- deadline: HH:MM
	alt_date TEXT,                       -- deadline: the other reading of an ambiguous one
	message INTEGER REFERENCES message,  -- where it stands; null: set by command
	start INTEGER NOT NULL,              -- bytes of that message's new text
	"end" INTEGER NOT NULL,
	rule TEXT,                           -- which rule read it
	said_by TEXT,                        -- address
	PRIMARY KEY (job, field)
) STRICT, WITHOUT ROWID;

-- What each number of a prompt asked, so that "1) landing page" can be read.
CREATE TABLE question (
	job INTEGER NOT NULL REFERENCES job,
	outbox INTEGER NOT NULL,             -- the prompt
	number INTEGER NOT NULL,             -- what the client saw
	field INTEGER NOT NULL,              -- index into brief_field_names
	PRIMARY KEY (job, outbox, number)
) STRICT, WITHOUT ROWID;

-- The ledger: one chain per job, only ever added to.
-- hash = SHA-256("docket-event-1\n" || hex of the previous hash || "\n" || payload);
-- the first event's previous hash is 64 zeros. The columns beside payload repeat parts of it for
-- queries; `docket verify` compares them.
CREATE TABLE event (
	id INTEGER PRIMARY KEY,
	job INTEGER NOT NULL REFERENCES job,
	seq INTEGER NOT NULL,                -- 1, 2 … without gaps
	at INTEGER NOT NULL,
	kind TEXT NOT NULL,                  -- "opened", "field", "moved" …
	actor TEXT NOT NULL,                 -- "contact:12", "member:3", "docket", "operator"
	message INTEGER REFERENCES message,  -- its cause
	payload TEXT NOT NULL CHECK (json_valid(payload)), -- exactly what was hashed
	hash BLOB NOT NULL CHECK (length(hash) = 32),
	UNIQUE (job, seq)
) STRICT;
-- The last word of a person of ours on a job (loop caps, P12).
CREATE INDEX event_by_us ON event (job, at) WHERE actor = 'operator' OR actor GLOB 'member:*';
CREATE TRIGGER event_keep_update BEFORE UPDATE ON event BEGIN
	SELECT raise(ABORT, 'events are never changed');
END;
CREATE TRIGGER event_keep_delete BEFORE DELETE ON event BEGIN
	SELECT raise(ABORT, 'events are never deleted');
END;

-- The words of an event; the payload has only SHA-256(salt || text). Deleting a row here erases
-- the words and leaves the chain whole.
CREATE TABLE event_text (
	event INTEGER PRIMARY KEY REFERENCES event,
	salt BLOB NOT NULL CHECK (length(salt) = 16), -- random: short words cannot be guessed
	text TEXT NOT NULL
) STRICT;

-- What goes out. Rows stay as the record of what was said.
CREATE TABLE outbox (
	id INTEGER PRIMARY KEY AUTOINCREMENT, -- shown in drafts; never reused
	job INTEGER REFERENCES job,
	client INTEGER REFERENCES client,
	cause INTEGER REFERENCES message,    -- the message it answers
	kind TEXT NOT NULL,                  -- "prompt", "confirm" …
	state TEXT NOT NULL CHECK (state IN ('draft', 'queued', 'sent', 'dead', 'cancelled')),
	due INTEGER NOT NULL,                -- next try, while queued
	created INTEGER NOT NULL,
	sent INTEGER,                        -- when the last recipient was settled
	attempts INTEGER NOT NULL DEFAULT 0, -- claims that counted
	automatic INTEGER NOT NULL,          -- counts against the caps of P12
	internal INTEGER NOT NULL,           -- to the team only
	drafted INTEGER NOT NULL,            -- began as a draft (P14)
	draft_of INTEGER REFERENCES outbox,  -- the row this draft mail shows
	member INTEGER REFERENCES member,    -- who corrected or released it
	message_id TEXT NOT NULL UNIQUE,     -- without <>
	sender TEXT NOT NULL,                -- envelope sender
	to_address TEXT NOT NULL,            -- the one person it answers
	to_key TEXT NOT NULL,                -- folded
	token TEXT,                          -- reply token inside
	coalesce_key TEXT,                   -- a newer row with this key replaces it while it waits
	lang TEXT,
	subject TEXT NOT NULL,
	last_error TEXT,                     -- of the newest attempt
	size INTEGER NOT NULL,               -- of the bytes
	packed BLOB NOT NULL                 -- the bytes as they are sent, one zstd frame
) STRICT;
CREATE INDEX outbox_due ON outbox (state, due);
CREATE INDEX outbox_coalesce ON outbox (coalesce_key) WHERE state = 'queued';
CREATE INDEX outbox_token ON outbox (token) WHERE token IS NOT NULL;
CREATE INDEX outbox_job ON outbox (job) WHERE job IS NOT NULL;
-- For the caps: only what docket said by itself to people outside. All columns that the counts
-- look at are inside, so that they never touch the rows.
CREATE INDEX outbox_said_to ON outbox (to_key, created, state, automatic, internal)
	WHERE automatic = 1 AND internal = 0;
CREATE INDEX outbox_said ON outbox (created, state, automatic, internal)
	WHERE automatic = 1 AND internal = 0;

-- The envelope recipients of an outbox row.
CREATE TABLE outbox_rcpt (
	outbox INTEGER NOT NULL REFERENCES outbox,
	address TEXT NOT NULL COLLATE NOCASE,
	state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sent', 'dead')),
	at INTEGER,                          -- of the newest answer
	code INTEGER,                        -- the server's, RFC 5321 4.2
	reply TEXT,                          -- its words
	PRIMARY KEY (outbox, address)
) STRICT, WITHOUT ROWID;

-- Members' verdicts on drafts (P14): the agency's own test cases.
CREATE TABLE correction (
	id INTEGER PRIMARY KEY,
	outbox INTEGER NOT NULL REFERENCES outbox,
	digit INTEGER NOT NULL CHECK (digit BETWEEN 1 AND 4), -- send, wrong job, not a request, edit
	member INTEGER REFERENCES member,    -- null: the operator
	at INTEGER NOT NULL,
	text TEXT                            -- the words of an edit
) STRICT;
CREATE INDEX correction_outbox ON correction (outbox);
