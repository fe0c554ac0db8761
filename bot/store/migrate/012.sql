-- Schema 12. Words of briefs and of revision items for `docket find`, beside those of mails.

-- They keep words of their own, unlike the index of mails: an index with external content has to be
-- told the old words to forget them, and a brief is changed in place, by many hands.
CREATE VIRTUAL TABLE search_brief USING fts5 (
	ref, title, words,                   -- rowid: the job; words: what its fields hold
	tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE search_revision USING fts5 (
	target, words,                       -- rowid: the item; words: summary, reason, quotes
	tokenize = 'unicode61 remove_diacritics 2'
);
-- The tables index behind the change: these have words that are not yet in the index. Triggers fill
-- the queues, so that no writer can forget to; what was taken out of its table leaves the index.
CREATE TABLE search_brief_queue (
	job INTEGER PRIMARY KEY REFERENCES job
) STRICT;
CREATE TABLE search_revision_queue (
	revision INTEGER PRIMARY KEY REFERENCES revision
) STRICT;
CREATE TRIGGER search_job_new AFTER INSERT ON job BEGIN
	INSERT OR IGNORE INTO search_brief_queue (job) VALUES (new.id);
END;
CREATE TRIGGER search_job_title AFTER UPDATE OF title ON job WHEN old.title IS NOT new.title BEGIN
	INSERT OR IGNORE INTO search_brief_queue (job) VALUES (new.id);
END;
CREATE TRIGGER search_brief_new AFTER INSERT ON brief BEGIN
	INSERT OR IGNORE INTO search_brief_queue (job) VALUES (new.job);
END;
CREATE TRIGGER search_brief_change AFTER UPDATE OF value ON brief BEGIN
	INSERT OR IGNORE INTO search_brief_queue (job) VALUES (new.job);
END;
CREATE TRIGGER search_brief_gone AFTER DELETE ON brief BEGIN
	INSERT OR IGNORE INTO search_brief_queue (job) VALUES (old.job);
END;
CREATE TRIGGER search_revision_new AFTER INSERT ON revision BEGIN
	INSERT OR IGNORE INTO search_revision_queue (revision) VALUES (new.id);
END;
CREATE TRIGGER search_revision_change AFTER UPDATE OF target, summary, why ON revision
WHEN old.target IS NOT new.target OR old.summary IS NOT new.summary OR old.why IS NOT new.why BEGIN
	INSERT OR IGNORE INTO search_revision_queue (revision) VALUES (new.id);
END;
CREATE TRIGGER search_source_new AFTER INSERT ON revision_source BEGIN
	INSERT OR IGNORE INTO search_revision_queue (revision) VALUES (new.revision);
END;
CREATE TRIGGER search_source_change AFTER UPDATE OF revision, quote ON revision_source BEGIN
	INSERT OR IGNORE INTO search_revision_queue (revision) VALUES (old.revision), (new.revision);
END;
CREATE TRIGGER search_source_gone AFTER DELETE ON revision_source BEGIN
	INSERT OR IGNORE INTO search_revision_queue (revision) VALUES (old.revision);
END;
INSERT INTO search_brief_queue (job) SELECT id FROM job;
INSERT INTO search_revision_queue (revision) SELECT id FROM revision;
-- A partner finds the mails they wrote, whatever job these went to.
CREATE INDEX message_member ON message (member) WHERE member IS NOT NULL;

-- The window of a round (P5): until when comments count for it. Days: null, the kit's; 0, none.
ALTER TABLE client ADD COLUMN window INTEGER CHECK (window BETWEEN 0 AND 60);
-- When the clock closes the round; null: only somebody's word does.
ALTER TABLE review ADD COLUMN closes INTEGER;
CREATE INDEX review_closes ON review (closes) WHERE state = 'open' AND closes IS NOT NULL;

-- What is agreed with a client, or known of it, has a chain of its own: who changed it, and when. As
-- event and event_text are, by the same hash; its payload names the client instead of a job.
ALTER TABLE client ADD COLUMN head BLOB CHECK (length(head) = 32);
ALTER TABLE client ADD COLUMN head_seq INTEGER NOT NULL DEFAULT 0;
CREATE TABLE client_event (
	id INTEGER PRIMARY KEY,
	client INTEGER NOT NULL REFERENCES client,
	seq INTEGER NOT NULL,                -- 1, 2 … without gaps
	at INTEGER NOT NULL,
	kind TEXT NOT NULL,                  -- "opened", "set", "retainer", "glossary" …
	actor TEXT NOT NULL,                 -- "contact:12", "member:3", "docket", "operator"
	message INTEGER REFERENCES message,  -- its cause
	payload TEXT NOT NULL CHECK (json_valid(payload)), -- exactly what was hashed
	hash BLOB NOT NULL CHECK (length(hash) = 32),
	UNIQUE (client, seq)
) STRICT;
CREATE TRIGGER client_event_keep_update BEFORE UPDATE ON client_event BEGIN
	SELECT raise(ABORT, 'events are never changed');
END;
CREATE TRIGGER client_event_keep_delete BEFORE DELETE ON client_event BEGIN
	SELECT raise(ABORT, 'events are never deleted');
END;
CREATE TABLE client_event_text (
	event INTEGER PRIMARY KEY REFERENCES client_event,
	salt BLOB NOT NULL CHECK (length(salt) = 16),
	text TEXT NOT NULL
) STRICT;

-- Who decides for a decider of the client until a day, by the account lead's word (P6): an
-- out-of-office mail that names somebody grants nothing.
CREATE TABLE delegate (
	id INTEGER PRIMARY KEY,
	client INTEGER NOT NULL REFERENCES client,
	job INTEGER REFERENCES job,          -- null: whatever they decide for the client
	contact INTEGER NOT NULL REFERENCES contact, -- the delegate
	stands_for INTEGER NOT NULL REFERENCES contact CHECK (stands_for <> contact),
	until TEXT NOT NULL,                 -- the last day, YYYY-MM-DD in the client's zone
	ends INTEGER NOT NULL,               -- when that day is over
	said_by TEXT NOT NULL,               -- "member:3", "operator"
	at INTEGER NOT NULL,
	ended INTEGER                        -- called off before; null: it holds until it ends
) STRICT;
CREATE INDEX delegate_client ON delegate (client, ends);
ALTER TABLE review_decider ADD COLUMN delegate INTEGER REFERENCES delegate; -- null: in their own right
ALTER TABLE decision ADD COLUMN delegate INTEGER REFERENCES delegate;       -- as whose delegate
